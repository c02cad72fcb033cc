//! Mocks, as the engine takes them.

use sandpact_abi::{GuardDef, MethodDef, MethodKind, TypeDef};
use sandpact_sdk::native::Answer;
use sandpact_testing_protocol::MockAnswer;

/// An answer.
pub fn answer(answer: Answer) -> MockAnswer {
    MockAnswer { method: answer.method, args: answer.args, result: answer.result }
}

/// The init method that the engine gives each mock.
pub fn init() -> MethodDef {
    MethodDef {
        name: "mock_created".into(),
        docs: String::new(),
        kind: MethodKind::Init,
        is_reentrant: false,
        args: Vec::new(),
        returns: TypeDef::Tuple(Vec::new()),
        guard: GuardDef::Open,
    }
}
