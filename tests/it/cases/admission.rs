//! Which modules a ledger takes.

use sandpact_abi::{Call, Gas, MethodKind, code, limits, module_limits};
use sandpact_runtime::{Outcome, check_module};
use sandpact_tests::{ModuleText, TestLedger, key_of, method, module};

/// A module of one method besides init, from its text.
fn with_method(body: &str) -> Vec<u8> {
    module(&[("run", body)], "")
}

/// A module from its full text, described as having `create` alone.
fn from_text(text: &str) -> Vec<u8> {
    let methods = vec![method("create", MethodKind::Init, "")];
    let described = ModuleText { methods, rest: String::new() };
    described.with_description(wat::parse_str(text).unwrap())
}

const CREATE: &str = "(func (export \"method.create\") (param i32))";
const MEMORY: &str = "(memory (export \"memory\") 1)";

/// Deploying must fail with this code and leave everything but the nonce as it was.
fn refused(code_bytes: &[u8], expected: u32) {
    let checked = check_module(code_bytes).expect_err("the module is refused");
    assert_eq!(checked.code(), expected, "{checked}");
    let mut ledger = TestLedger::in_memory();
    let before = ledger.runtime.head();
    let call = Call::Deploy { code: code_bytes.to_vec(), args: vec![] };
    let receipt = ledger.send(&key_of("deployer"), call, Gas(limits::GAS_LIMIT_MAX));
    match receipt.outcome {
        Outcome::Reverted { call: 0, code, .. } => assert_eq!(code, expected),
        other => panic!("{other:?}"),
    }
    assert_eq!(ledger.runtime.state_root(), before.state_root);
    assert_eq!(ledger.runtime.contracts().unwrap(), []);
}

#[test]
fn a_plain_module_is_taken_and_described() {
    let code = with_method("(call $context_return (i32.const 0) (i32.const 4))");
    let report = check_module(&code).unwrap();
    assert_eq!((report.functions, report.code_len_bytes), (2, code.len()));
    let mut ledger = TestLedger::in_memory();
    let address = ledger.deploy(&code, &());
    let info = ledger.runtime.contract(&address).unwrap().unwrap();
    assert_eq!(info.deployer, key_of("deployer").address());
    assert_eq!(ledger.runtime.contracts().unwrap(), [(address, info)]);
}

#[test]
fn bytes_that_are_no_module_are_refused() {
    refused(b"", code::MODULE_INVALID);
    refused(b"\0asm\x01\0\0", code::MODULE_INVALID);
    refused(&[0xff; 1_000], code::MODULE_INVALID);
    let mut cut = with_method("");
    cut.truncate(cut.len() / 2);
    assert!(check_module(&cut).is_err());
    refused(&vec![0; limits::MODULE_LEN_BYTES_MAX + 1], module_limits::MODULE_LEN_BYTES.code);
}

#[test]
fn floats_and_start_functions_are_refused() {
    refused(&with_method("(drop (f32.const 1))"), code::MODULE_FLOAT);
    refused(&with_method("(drop (f64.convert_i32_s (i32.const 1)))"), code::MODULE_FLOAT);
    refused(
        &from_text(&format!("(module {MEMORY} {CREATE} (func (param f32)))")),
        code::MODULE_FLOAT,
    );
    let global = format!("(module {MEMORY} {CREATE} (global f64 (f64.const 0)))");
    refused(&from_text(&global), code::MODULE_FLOAT);
    let start = format!("(module {MEMORY} {CREATE} (func $s) (start $s))");
    refused(&from_text(&start), code::MODULE_START);
}

#[test]
fn proposals_outside_the_list_are_refused() {
    for text in [
        // SIMD, threads, tail calls, reference types, multi-value, passive segments.
        format!("(module {MEMORY} {CREATE} (func (drop (v128.const i64x2 0 0))))"),
        format!("(module (memory (export \"memory\") 1 2 shared) {CREATE})"),
        format!("(module {MEMORY} {CREATE} (func $f (return_call $f)))"),
        format!("(module {MEMORY} {CREATE} (func (drop (ref.null func))))"),
        format!("(module {MEMORY} {CREATE} (func (result i32 i32) (i32.const 1) (i32.const 2)))"),
        format!("(module {MEMORY} {CREATE} (memory 1))"),
        format!("(module (memory (export \"memory\") i64 1) {CREATE})"),
        format!("(module {MEMORY} {CREATE} (data \"passive\"))"),
        format!("(module {MEMORY} {CREATE} (tag))"),
    ] {
        let error = check_module(&from_text(&text)).expect_err(&text);
        assert!(
            [code::MODULE_INVALID, code::MODULE_FEATURE, code::MODULE_MEMORY]
                .contains(&error.code()),
            "{text}: {error}"
        );
    }
}

#[test]
fn imports_are_host_functions_of_their_exact_type() {
    for import in [
        "(import \"env\" \"storage_get\" (func (param i32 i32 i32 i32) (result i32)))",
        "(import \"sandpact\" \"storage_steal\" (func))",
        "(import \"sandpact\" \"storage_get\" (func (param i32) (result i32)))",
        "(import \"sandpact\" \"context_time\" (func (result i32)))",
        "(import \"sandpact\" \"memory\" (memory 1))",
        "(import \"sandpact\" \"g\" (global i32))",
    ] {
        let text = format!("(module {import} {MEMORY} {CREATE})");
        assert_eq!(
            check_module(&from_text(&text)).unwrap_err().code(),
            code::MODULE_IMPORT,
            "{import}"
        );
    }
}

#[test]
fn memory_is_one_exported_and_within_limits() {
    refused(&from_text(&format!("(module {CREATE})")), code::MODULE_MEMORY);
    refused(&from_text(&format!("(module (memory 1) {CREATE})")), code::MODULE_MEMORY);
    let pages =
        |pages: u64| from_text(&format!("(module (memory (export \"memory\") {pages}) {CREATE})"));
    let limit = module_limits::MEMORY_INITIAL_PAGES;
    check_module(&pages(limit.max)).unwrap();
    refused(&pages(limit.max + 1), limit.code);
}

#[test]
fn the_description_and_the_exports_must_agree() {
    let plain = wat::parse_str(format!("(module {MEMORY} {CREATE})")).unwrap();
    refused(&plain, code::MODULE_ABI);
    let text = |methods| ModuleText { methods, rest: String::new() };
    let create = || method("create", MethodKind::Init, "");
    let unlisted = text(vec![create()]).with_description(with_method(""));
    refused(&unlisted, code::MODULE_ABI);
    let missing = text(vec![create(), method("run", MethodKind::Write, "")]);
    refused(&missing.with_description(plain), code::MODULE_ABI);
    refused(&text(vec![]).bytes(), code::MODULE_ABI);
    let two = text(vec![create(), method("again", MethodKind::Init, "")]);
    refused(&two.bytes(), code::MODULE_ABI);
    let typed = format!("(module {MEMORY} (func (export \"method.create\") (param i64)))");
    refused(&from_text(&typed), code::MODULE_EXPORT);
    let reserved = format!("(module {MEMORY} {CREATE} (func (export \"sandpact_height\")))");
    refused(&from_text(&reserved), code::MODULE_EXPORT);
}

#[test]
fn only_named_accounts_deploy() {
    let mut ledger = TestLedger::in_memory();
    let before = ledger.runtime.state_root();
    let call = Call::Deploy { code: with_method(""), args: vec![] };
    let receipt = ledger.send(&key_of("stranger"), call, Gas(limits::GAS_LIMIT_MAX));
    let refused = Outcome::Reverted { call: 0, code: code::NOT_A_DEPLOYER, data: vec![] };
    assert_eq!(receipt.outcome, refused);
    assert_eq!(ledger.runtime.state_root(), before);
}

#[test]
fn a_failing_init_leaves_no_contract() {
    let mut ledger = TestLedger::in_memory();
    let before = ledger.runtime.state_root();
    let set = "(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 1))";
    for (ending, is_halt) in [
        ("(call $context_revert (i32.const 100) (i32.const 0) (i32.const 0))", false),
        ("(unreachable)", true),
    ] {
        let init = method("create", MethodKind::Init, &format!("{set} {ending}"));
        let code = ModuleText { methods: vec![init], rest: String::new() }.bytes();
        let call = Call::Deploy { code, args: vec![] };
        let receipt = ledger.send(&key_of("deployer"), call, Gas(1_000_000_000));
        assert_eq!(matches!(receipt.outcome, Outcome::Halted { call: 0 }), is_halt);
        assert_eq!(ledger.runtime.state_root(), before);
        assert_eq!(ledger.runtime.contracts().unwrap(), []);
    }
}
