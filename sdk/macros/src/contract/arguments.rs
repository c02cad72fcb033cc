//! `error = Error, events = [A, B]`.

use syn::{
    Error, Ident, Path, Result, Token, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// What `#[contract(..)]` was given.
pub struct Arguments {
    /// The `#[error]` enum.
    pub error: Path,
    /// The `#[event]` structs.
    pub events: Vec<Path>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (mut error, mut events) = (None, None);
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            if name == "error" && error.is_none() {
                error = Some(input.parse()?);
            } else if name == "events" && events.is_none() {
                let list;
                bracketed!(list in input);
                events = Some(Punctuated::<Path, Token![,]>::parse_terminated(&list)?);
            } else {
                return Err(Error::new_spanned(
                    name,
                    "expected `error = ..`, `events = [..]`, once",
                ));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = || input.error("expected `error = ..`: the contract's #[error] enum");
        Ok(Self {
            error: error.ok_or_else(missing)?,
            events: events.map(|events| events.into_iter().collect()).unwrap_or_default(),
        })
    }
}
