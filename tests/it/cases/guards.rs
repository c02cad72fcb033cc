//! Who may call a method is looked up by the host before the contract runs.

use parity_scale_codec::Encode;
use sandpact_abi::{Address, code};
use sandpact_contracts::{BANKING_CALENDAR, VAT_INVOICE};
use sandpact_runtime::{Gas, Outcome, Receipt};
use sandpact_tests::{TestLedger, key_of};

/// Price of a look at a key (`docs/gas.md`): by storage access, and by byte.
const READ: u64 = 2_000;
/// The key of a role: the field's name, a zero byte, the role and the account.
const ROLE_KEY_LEN_BYTES: u64 = 5 + 1 + 1 + 32;

fn reverted(receipt: &Receipt) -> u32 {
    match receipt.outcome {
        Outcome::Reverted { code, .. } => code,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn a_refusal_costs_the_look_and_no_guest_gas() {
    for module in [BANKING_CALENDAR, VAT_INVOICE] {
        let mut ledger = TestLedger::in_memory();
        let authority = key_of("authority");
        let contract = ledger.deploy(module.wasm, &authority.address());
        let root = ledger.runtime.state_root();
        let stranger = key_of("stranger");
        let args = (0_u8, stranger.address());
        let guarded = ledger.call(&stranger, &contract, "grant", &args);
        // A call of the same length that ends before any look and any code.
        let unknown = ledger.call(&stranger, &contract, "grand", &args);
        assert_eq!((reverted(&guarded), reverted(&unknown)), (code::NOT_AUTHORISED, 15_002));
        assert_eq!(
            guarded.gas_used.0 - unknown.gas_used.0,
            READ + ROLE_KEY_LEN_BYTES,
            "{}",
            module.name
        );
        assert_eq!(ledger.runtime.state_root(), root);
    }
}

#[test]
fn too_little_gas_for_the_look_halts() {
    let mut ledger = TestLedger::in_memory();
    let authority = key_of("authority");
    let contract = ledger.deploy(BANKING_CALENDAR.wasm, &authority.address());
    let args = (0_u8, authority.address());
    let unknown = ledger.call(&authority, &contract, "grand", &args).gas_used;
    let call = |contract: Address| sandpact_abi::Call::Invoke {
        contract,
        method: "grant".into(),
        args: args.encode(),
    };
    let limit = Gas(unknown.0 + READ + ROLE_KEY_LEN_BYTES - 1);
    let receipt = ledger.send(&authority, call(contract), limit);
    assert!(matches!(receipt.outcome, Outcome::Halted { .. }), "{:?}", receipt.outcome);
    assert_eq!(receipt.gas_used, limit);
}
