//! Replacing a contract's code: what is let through, what is undone, and who sees which code.

mod activation;
mod failing;
mod past;
mod same_block;
mod sdk;

use sandpact_abi::{
    Address, Call, ContractAbi, MethodKind, StorageDef, StorageKind, TypeDef, limits,
};
use sandpact_runtime::{Gas, Outcome, Receipt};
use sandpact_tests::{ModuleText, TestLedger, key_of, method};

/// `count`, `names` with the key 1, and `names.first` with the key 1.
const DATA: &str = "(data (i32.const 600) \"count\\00names\\00\\01names.first\\00\\01\")";

/// Key and length of each in memory.
const COUNT: &str = "(i32.const 600) (i32.const 6)";
const NAME: &str = "(i32.const 606) (i32.const 7)";
const INDEX: &str = "(i32.const 613) (i32.const 13)";

/// A version of a small contract.
struct Draft {
    version: &'static str,
    /// What its method `version` returns.
    number: u32,
    /// What its method `bump` adds.
    step: u64,
    /// The body of its migrate method.
    migrate: Option<String>,
}

impl Draft {
    fn first() -> Self {
        Self { version: "1.0.0", number: 1, step: 1, migrate: None }
    }

    fn second() -> Self {
        Self { version: "2.0.0", number: 2, step: 10, migrate: None }
    }

    fn third() -> Self {
        Self { version: "3.0.0", number: 3, step: 100, migrate: None }
    }

    fn migrating(self, body: impl Into<String>) -> Self {
        Self { migrate: Some(body.into()), ..self }
    }

    fn code(&self) -> Vec<u8> {
        self.code_with(|_| {})
    }

    fn code_with(&self, change: impl FnOnce(&mut ContractAbi)) -> Vec<u8> {
        let Self { version, number, step, migrate } = self;
        let read = format!("(drop (call $storage_get {COUNT} (i32.const 300) (i32.const 8)))");
        let give = "(call $context_return (i32.const 300) (i32.const 8))";
        let write = format!("(call $storage_set {COUNT} (i32.const 300) (i32.const 8))");
        let text = "(i32.const 300) (i32.const 2)";
        let mut methods = vec![
            method(
                "create",
                MethodKind::Init,
                &format!(
                    "{write} (call $storage_set {NAME} {text}) (call $storage_set {INDEX} {text})"
                ),
            ),
            method(
                "bump",
                MethodKind::Write,
                &format!(
                    "{read} (i64.store (i32.const 300)
                        (i64.add (i64.load (i32.const 300)) (i64.const {step}))) {write} {give}"
                ),
            ),
            method("count", MethodKind::Read, &format!("{read} {give}")),
            method(
                "version",
                MethodKind::Read,
                &format!(
                    "(i32.store (i32.const 300) (i32.const {number}))
                    (call $context_return (i32.const 300) (i32.const 4))"
                ),
            ),
        ];
        methods.extend(migrate.iter().map(|body| method("move_on", MethodKind::Migrate, body)));
        ModuleText { methods, rest: DATA.into() }.bytes_described(|abi| {
            abi.version = (*version).into();
            for (name, returns) in
                [("bump", TypeDef::U64), ("count", TypeDef::U64), ("version", TypeDef::U32)]
            {
                let method = abi.methods.iter_mut().find(|method| method.name == name).unwrap();
                method.returns = returns;
            }
            abi.methods.iter_mut().filter(|it| it.name == "version").for_each(|it| {
                it.is_reentrant = true;
            });
            abi.storage = vec![
                stored("count", StorageKind::Value, TypeDef::Tuple(vec![]), TypeDef::U64),
                stored("names", StorageKind::IndexedMap, TypeDef::U8, TypeDef::Bool),
            ];
            abi.storage[1].indexes.push(sandpact_abi::IndexDef {
                name: "first".into(),
                is_unique: false,
                key: TypeDef::U8,
            });
            change(abi);
        })
    }
}

fn stored(name: &str, kind: StorageKind, key: TypeDef, value: TypeDef) -> StorageDef {
    StorageDef { name: name.into(), docs: String::new(), kind, key, value, indexes: vec![] }
}

/// The layout without the field `names` and its index.
fn without_names(abi: &mut ContractAbi) {
    abi.storage.pop();
}

/// A migration that removes what the field `names` has, then does this.
fn removing(then: &str) -> String {
    format!("(drop (call $storage_remove {NAME})) (drop (call $storage_remove {INDEX})) {then}")
}

/// A ledger with the first version.
fn first() -> (TestLedger, Address) {
    let mut ledger = TestLedger::in_memory();
    let contract = ledger.deploy(&Draft::first().code(), &());
    (ledger, contract)
}

fn upgrade_call(contract: Address, code: Vec<u8>) -> Call {
    Call::Upgrade { contract, code, args: vec![] }
}

fn invoke(contract: Address, method: &str) -> Call {
    Call::Invoke { contract, method: method.into(), args: vec![] }
}

/// A transaction of the deployer, the `place`th of its block.
fn transaction(ledger: &TestLedger, place: u64, calls: Vec<Call>) -> Vec<u8> {
    let key = key_of("deployer");
    let nonce = ledger.runtime.nonce(&key.address()).unwrap() + place;
    ledger.signed_calls(&key, nonce, calls, Gas(limits::GAS_LIMIT_MAX))
}

fn code_of(receipt: &Receipt) -> Option<u32> {
    match receipt.outcome {
        Outcome::Success { .. } | Outcome::Repeated { .. } => None,
        Outcome::Reverted { code, .. } | Outcome::Refused { code, .. } => Some(code),
        Outcome::Halted { .. } => Some(sandpact_abi::code::HALTED),
    }
}

/// What each call of a transaction returned, as little-endian numbers.
fn numbers(receipt: &Receipt) -> Vec<u64> {
    let Outcome::Success { returned } = &receipt.outcome else { panic!("{receipt:?}") };
    let number =
        |bytes: &Vec<u8>| bytes.iter().rev().fold(0, |sum, byte| (sum << 8) + u64::from(*byte));
    returned.iter().map(number).collect()
}
