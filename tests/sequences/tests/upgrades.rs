//! Tests of contracts replace code as ledgers do.

use register::Error as FirstError;
use register_next::Error;
use sandpact_testing::prelude::*;

type First = register::Register;
type Next = register_next::Register;

fn filled(ledger: &Ledger) -> (Deployed<First>, Account) {
    let office = ledger.account("office");
    let register = ledger.deploy(&office, Calls::<First>::create("stock".to_owned()));
    for (number, amount) in [(1, 100), (2, 250), (7, 50)] {
        register.by(&office).enter(number, amount, "by hand".to_owned()).ok();
    }
    (register, office)
}

#[sandpact::test]
fn data_moves_to_the_new_layout(ledger: &Ledger) {
    let (first, office) = filled(ledger);
    assert_eq!(first.upgrade(&office, Calls::<Next>::from_first(2)).ok(), 3);
    let next = first.upgraded::<Next>();
    assert_eq!(next.address(), first.address());
    assert_eq!(next.query().sum().ok(), 400);
    assert_eq!(next.query().amount(7).ok(), Some(50));
    assert_eq!(next.query().is_closed(1).ok(), Some(true));
    assert_eq!(next.query().is_closed(2).ok(), Some(false));
    assert_eq!(next.by(&office).enter(7, 1, String::new()).refused(), Error::Taken);
    assert_snapshot!(ledger.snapshot(), @r#"
    register
      entries[0x0000000000000001] = {amount: 100, note: "by hand", is_closed: true}
      entries[0x0000000000000002] = {amount: 250, note: "by hand", is_closed: false}
      entries[0x0000000000000007] = {amount: 50, note: "by hand", is_closed: false}
      sum = 400
    event Entered {number: 1}
    event Entered {number: 2}
    event Entered {number: 7}
    "#);
}

#[sandpact::test]
fn a_refused_upgrade_changes_nothing(ledger: &Ledger) {
    let (first, office) = filled(ledger);
    let stranger = ledger.account("stranger");
    let root = ledger.state_root();
    let by_stranger = first.upgrade(&stranger, Calls::<Next>::from_first(2));
    assert_eq!(by_stranger.code(), 11_002);
    // The same code again: its version is not higher.
    assert_eq!(first.upgrade(&office, Upgrade::<First, _, _>::plain()).code(), 12_010);
    assert_eq!(ledger.state_root(), root);
    assert_eq!(first.by(&office).enter(2, 1, String::new()).refused(), FirstError::Taken);
}

#[sandpact::test]
fn a_migration_that_refuses_leaves_the_old_code(ledger: &Ledger) {
    let (first, office) = filled(ledger);
    first.by(&office).enter(8, u64::MAX, String::new()).ok();
    let root = ledger.state_root();
    assert_eq!(first.upgrade(&office, Calls::<Next>::from_first(0)).refused(), Error::TooMuch);
    assert_eq!(ledger.state_root(), root);
    assert_eq!(first.query().amount(8).ok(), Some(u64::MAX));
}
