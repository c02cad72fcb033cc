//! The contract as its callers know it. Each call runs natively and as wasm.

use {{crate}}::{Error, Note, Register, Written};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn a_clerk_writes_once_and_a_stranger_never(ledger: &Ledger) {
    let [clerk, stranger] = ledger.accounts(["clerk", "stranger"]);
    let register = ledger.deploy(&clerk, Calls::<Register>::create(clerk.address));
    let (author, text) = (clerk.address, "paid in full".to_owned());

    let written = register.by(&clerk).write(1, text.clone());
    written.emits(&Written { number: 1, author }).ok();
    assert_eq!(register.query().note(1).ok(), Some(Note { author, text: text.clone() }));

    let again = register.by(&clerk).write(1, text.clone()).refused();
    assert_eq!(again, Error::Taken { number: 1 });
    let foreign = register.by(&stranger).write(2, text).refused();
    assert_eq!(foreign, Common::NotAuthorised.into());
}
