//! What the compiler says to an author who got it wrong: each file of `refused` with its message
//! beside it. `TRYBUILD=overwrite` writes the messages anew.

#[test]
fn mistakes_have_helpful_messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/refused/*.rs");
}
