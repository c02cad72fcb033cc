//! A contract held to its rules in a test: what the book's chapter on tests shows, word for word.
#![allow(missing_docs, clippy::unwrap_used)]

const CHAPTER: &str = include_str!("../../../docs/book/src/tests.md");

// example
use register::{Error, Register};
use sandpact_testing::{code, prelude::*};

const POLICY: &str = r#"
[contract]
upgrade = { callers = ["members"], endorsements = [{ at_least = 2 }] }
freeze = { callers = ["role:inspector@authority"] }
unfreeze = { callers = ["role:inspector@authority"] }
govern = { callers = ["role:admin"], endorsements = [{ at_least = 2 }] }

[methods]
enter = { callers = ["role:clerk@bank"], endorsements = [{ at_least = 2 }] }
amount = { callers = ["role:inspector@authority"] }
"#;

#[test]
fn a_clerk_enters_what_an_inspector_endorses() {
    let organisations = Organisations::new(["bank", "authority"])
        .member("clerk", "bank", ["clerk"])
        .member("inspector", "authority", ["inspector"]);
    let ledger = Ledger::with_organisations(&organisations);
    let [clerk, inspector, stranger] = ledger.accounts(["clerk", "inspector", "stranger"]);
    let create = Calls::<Register>::create("2026".into());
    let register = ledger.deploy_with_policy(&clerk, create, POLICY);
    let enter = |calls: register::RegisterCalls<_>| calls.enter(1, 250, "first".into());

    let denied = enter(register.by(&clerk)).denied();
    assert_eq!(denied.code, code::ENDORSEMENT_MISSING);
    assert_eq!(denied.rule.as_deref(), Some("methods.enter"));
    assert!(denied.because.ends_with("signed: bank; missing: 1 more"), "{}", denied.because);
    assert_eq!(enter(register.by(&inspector)).denied().code, code::NOT_A_CALLER);
    assert_eq!(enter(register.by(&stranger)).denied().code, code::NOT_A_MEMBER);

    enter(register.by_endorsed(&clerk, &[&inspector])).ok();
    // What the rules let in, the contract may still refuse.
    let again = enter(register.by_endorsed(&clerk, &[&inspector])).refused();
    assert_eq!(again, Error::Taken);
    assert_eq!(register.query_by(&inspector).amount(1).ok(), Some(250));
    assert_eq!(register.query_by(&clerk).amount(1).denied().code, code::NOT_A_CALLER);
}
// end of example

#[test]
fn the_book_shows_this_test() {
    let source = include_str!("organisations.rs");
    let (_, rest) = source.split_once("// example\n").unwrap();
    let (example, _) = rest.split_once("// end of example\n").unwrap();
    assert!(CHAPTER.contains(example), "docs/book/src/tests.md has another example");
}
