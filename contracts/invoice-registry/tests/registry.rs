use invoice_registry::{ApprovalsMock, Error, Invoice, InvoiceRegistry, Registered};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn the_owner_registers_once_and_a_stranger_never(ledger: &Ledger) {
    let [owner, stranger, buyer] = ledger.accounts(["owner", "stranger", "buyer"]);
    let approvals = ledger.mock(ApprovalsMock::new().is_approved(true));
    let registry = ledger.deploy(&owner, Calls::<InvoiceRegistry>::create(approvals));
    let (buyer, amount) = (buyer.address, Money { amount_minor: 100, currency: Currency::EUR });

    let registered = registry.by(&owner).register(7, buyer, amount);
    registered.emits(&Registered { id: 7, buyer, amount }).ok();
    assert_eq!(registry.query().get(7).ok(), Some(Invoice { buyer, amount }));

    let again = registry.by(&owner).register(7, buyer, amount).refused();
    assert_eq!(again, Error::Duplicate { id: 7 });
    let foreign = registry.by(&stranger).register(8, buyer, amount).refused();
    assert_eq!(foreign, Common::NotAuthorised.into());
    assert_eq!(registry.query().get(8).ok(), None);
}
