//! Arguments that are not the encoding of a method's arguments: common code 14, in every contract.
#![allow(clippy::arithmetic_side_effects)]

use sandpact_sdk::native::NativeContract;
use sandpact_testing::prelude::*;

/// The authority of a contract gives a role with a byte too few, and with one too many.
fn refuses<C: NativeContract>(ledger: &Ledger, authority: &Account, contract: &Deployed<C>) {
    let right = (0_u8, authority.address).encode();
    for wrong in [&right[..right.len() - 1], &[&right[..], &[0]].concat(), &[u8::MAX; 33][..]] {
        let root = ledger.state_root();
        let refused = contract.call_raw(authority, "grant", wrong.to_vec());
        assert!(refused.events().is_empty());
        assert_eq!(refused.code(), Common::BadArguments.code(), "{}", C::ABI.name);
        assert_eq!(ledger.state_root(), root);
    }
    contract.call_raw(authority, "grant", right).ok();
}

#[sandpact::test]
fn every_contract_refuses_arguments_that_are_none(ledger: &Ledger) {
    let office = ledger.account("office");
    let address = office.address;
    macro_rules! refuse {
        ($($contract:ty: ($($argument:expr),*);)*) => {$(
            let contract = ledger.deploy(&office, Calls::<$contract>::create($($argument),*));
            refuses(ledger, &office, &contract);
        )*};
    }
    refuse! {
        banking_calendar::BankingCalendar: (address);
        bill_of_lading::BillOfLading: (address);
        claim_adjudication::contract::ClaimAdjudication: (address);
        consent_directive::ConsentDirective: (address);
        documentary_credit::DocumentaryCredit: (address, address);
        fiscal_record_chain::FiscalRecordChain: (address);
        item_trace::contract::ItemTrace: (address);
        receivable_registry::contract::ReceivableRegistry: (address, address);
        vat_invoice::contract::VatInvoice: (address);
    }
}
