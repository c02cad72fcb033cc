//! What became of published documents, told by the tests that read them: `scripts/published.sh`
//! makes a table of it.

use sandpact_sdk::Refusal;
use sandpact_testing::{Failure, Outcome};
use std::fmt::{Debug, Display};

/// Says what became of a document; `file` is its path below the published ones.
pub fn tell(file: impl Display, contract: &str, outcome: impl Display) {
    println!("published|{file}|{contract}|{outcome}");
}

/// Says how the call ended that a document was mapped to, and hands it back.
pub fn told<T: Clone, E: Refusal + Debug + Clone>(
    file: impl Display,
    contract: &str,
    outcome: Outcome<T, E>,
) -> Outcome<T, E> {
    let (method, result) = (outcome.method().to_owned(), outcome.clone().result());
    let end = match result {
        Ok(_) => "accepted".to_owned(),
        Err(Failure::Refused(_) | Failure::RefusedByHost { .. } | Failure::Denied(_)) => {
            format!("refused {}", outcome.clone().code())
        }
        Err(Failure::Halted { .. }) => "halted".to_owned(),
    };
    tell(file, contract, format!("{end}, {method}"));
    outcome
}
