//! A share of what the command `sequences` runs.

use sandpact_test_sequences::CONTRACTS;

/// Sequences for each contract.
const COUNT: u32 = 40;

#[test]
fn every_contract_does_the_same_natively_and_as_wasm() {
    for (name, run) in CONTRACTS {
        let tally = run(COUNT, 7, &|| {});
        assert_eq!(tally.sequences, COUNT, "{name}");
        assert!(tally.returned > 0 && tally.refused > 0, "{name}: {tally:?}");
    }
}
