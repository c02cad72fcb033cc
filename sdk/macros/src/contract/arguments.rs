//! `error = Error, events = [A, B], name = "register"`.

use syn::{
    Error, Ident, LitStr, Path, Result, Token, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// What `#[contract(..)]` was given.
pub struct Arguments {
    /// The `#[error]` enum.
    pub error: Path,
    /// The `#[event]` structs.
    pub events: Vec<Path>,
    /// What the contract is called, when not as its crate.
    pub name: Option<LitStr>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (mut error, mut events, mut contract_name) = (None, None, None);
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            if name == "error" && error.is_none() {
                error = Some(input.parse()?);
            } else if name == "events" && events.is_none() {
                let list;
                bracketed!(list in input);
                events = Some(Punctuated::<Path, Token![,]>::parse_terminated(&list)?);
            } else if name == "name" && contract_name.is_none() {
                contract_name = Some(named(input.parse()?)?);
            } else {
                return Err(Error::new_spanned(
                    name,
                    "expected `error = ..`, `events = [..]`, `name = \"..\"`, once",
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
            name: contract_name,
        })
    }
}

/// A name as a crate could have it.
fn named(name: LitStr) -> Result<LitStr> {
    let text = name.value();
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
        && text.bytes().all(is_plain)
    {
        Ok(name)
    } else {
        Err(Error::new_spanned(name, "a contract's name is of a-z, 0-9 and _, a letter first"))
    }
}
