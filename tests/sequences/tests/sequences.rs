//! A share of what the command `sequences` runs.

use sandpact_test_sequences::{CONTRACTS, rules::RULES};

/// Sequences for each contract.
const COUNT: u32 = 40;

/// Sequences that check a sector's rules, for each contract.
const RULES_COUNT: u32 = 1_000;

#[test]
fn every_contract_does_the_same_natively_and_as_wasm() {
    for (name, run) in CONTRACTS {
        let tally = run(COUNT, 7, &|| {});
        assert_eq!(tally.sequences, COUNT, "{name}");
        assert!(tally.returned > 0 && tally.refused > 0, "{name}: {tally:?}");
    }
}

#[test]
fn no_sequence_breaks_a_sectors_rules() {
    for (name, run) in RULES {
        let tally = run(RULES_COUNT, 7, &|| {});
        assert_eq!(tally.sequences, RULES_COUNT, "{name}");
        assert!(tally.returned > 0 && tally.refused > 0, "{name}: {tally:?}");
    }
}
