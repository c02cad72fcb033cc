//! What authority, auditors and lenders ask, in pages.

use super::world::{ONE, S, World, code, hash};
use sandpact_testing::prelude::*;
use vat_invoice::messages::{Kind, Party, PeriodCursor, Receivable, Role, State};

const DECEMBER: u32 = 202_512;
const JANUARY: u32 = 202_601;

#[sandpact::test]
fn what_taxpayers_owe_in_a_period_comes_in_pages(ledger: &Ledger) {
    let w = World::new(ledger);
    w.issue(&w.document(1, Kind::Invoice, &ONE));
    let first = w.contract.by(&w.auditor).totals_in(DECEMBER, None, 1).ok();
    let cursor = first.next.clone().unwrap();
    let second = w.contract.by(&w.auditor).totals_in(DECEMBER, Some(cursor), 1).ok();
    assert_eq!(second.next, None);
    let rows = [first.items, second.items].concat();
    let of = |account: Address| rows.iter().find(|row| row.account == account).unwrap();
    let (seller, buyer) = (of(w.seller.address), of(w.buyer.address));
    assert_eq!((seller.output_minor, seller.net_minor), (1_900, 1_900));
    assert_eq!((buyer.input_minor, buyer.net_minor), (1_900, 0));
    let behind = PeriodCursor { account: Address([255; 32]), currency: Currency::EUR };
    let empty = w.contract.by(&w.office).totals_in(DECEMBER, Some(behind), 100).ok();
    assert_eq!((empty.items.len(), empty.next), (0, None));
}

#[sandpact::test]
fn who_issued_much_and_filed_nothing_is_found(ledger: &Ledger) {
    let w = World::new(ledger);
    w.issue(&w.document(1, Kind::Invoice, &ONE));
    let unfiled = |at_least| {
        let page = w.contract.by(&w.auditor).unfiled_in(DECEMBER, at_least, None, 100).ok();
        page.items.iter().map(|row| row.account).collect::<Vec<_>>()
    };
    assert_eq!(unfiled(1_900), [w.seller.address]);
    assert_eq!(unfiled(1_901), []);
    w.contract.by(&w.seller).file_return(DECEMBER, hash(1)).ok();
    assert_eq!(unfiled(1_900), []);
}

#[sandpact::test]
fn deductions_taken_back_and_lapsed_red_letters_are_listed_by_time(ledger: &Ledger) {
    let w = World::new(ledger);
    let (first, second) = (w.accepted(1), w.accepted(2));
    w.contract.by(&w.buyer).confirm_deduction(first).ok();
    let later = w.issue(&w.credit(3, 1, &[(S, 1_900, 4_000, 760)]));
    let taken = w.contract.by(&w.office).reversed_deductions(None, 10).ok();
    let rows: Vec<_> =
        taken.items.iter().map(|it| (it.key, it.later, it.deduction_minor)).collect();
    assert_eq!((rows, taken.next), (vec![(first, later, 760)], None));
    let credits = w.document(0, Kind::Invoice, &ONE).breakdown;
    let deadline = w.contract.by(&w.seller).request_red_letter(second, credits, hash(1)).ok();
    let lapsed = || w.contract.by(&w.office).lapsed_red_letters(None, 10).ok();
    ledger.set_time(deadline);
    assert_eq!(lapsed().items, []);
    let items = lapsed().items;
    assert_eq!((items[0].key, items[0].time), (second, deadline));
}

#[sandpact::test]
fn issuers_above_a_share_of_their_quota_are_found(ledger: &Ledger) {
    let w = World::new(ledger);
    for (account, limit_minor) in [(&w.seller, 12_000), (&w.buyer, 1)] {
        let limit = Money { amount_minor: limit_minor, currency: Currency::EUR };
        w.contract.by(&w.office).set_quota(account.address, JANUARY, limit).ok();
    }
    w.issue(&w.document(1, Kind::Invoice, &ONE));
    let above = |percent| {
        let page = w.contract.by(&w.auditor).quotas_above(JANUARY, percent, None, 10).ok();
        page.items.iter().map(|row| (row.account, row.used_minor)).collect::<Vec<_>>()
    };
    assert_eq!(above(83), [(w.seller.address, 10_000)]);
    assert_eq!(above(84), []);
}

#[sandpact::test]
fn a_chain_leads_from_a_credit_to_its_root(ledger: &Ledger) {
    let w = World::new(ledger);
    let root = w.issue(&w.document(1, Kind::Invoice, &ONE));
    let corrected = w.document(2, Kind::Corrected, &ONE);
    let corrected = w.issue(&w.after(corrected, (1, Kind::Invoice)));
    let credit = w.document(3, Kind::CreditNote, &[(S, 1_900, 100, 19)]);
    let credit = w.issue(&w.after(credit, (2, Kind::Corrected)));
    let chain = w.contract.by(&w.auditor).chain(credit, 100).ok();
    let keys: Vec<_> = chain.items.iter().map(|row| row.key).collect();
    assert_eq!((keys, chain.next), (vec![credit, corrected, root], None));
    let part = w.contract.by(&w.auditor).chain(credit, 2).ok();
    assert_eq!((part.items.len(), part.next), (2, Some(root)));
    let unknown = w.refused(|| w.contract.by(&w.auditor).chain(hash(1), 100));
    assert_eq!(unknown, code(Common::UnknownId));
}

#[sandpact::test]
fn a_lender_reads_what_its_seller_shares(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.issue(&w.document(1, Kind::Invoice, &ONE));
    let (seller, lender) = (w.contract.by(&w.seller), w.lender.address);
    let unshared = || w.contract.by(&w.lender).shared_invoice(key);
    assert_eq!(w.refused(unshared), code(Common::NotAuthorised));
    assert_eq!(w.refused(|| seller.share(key, w.employer.address)), code(Common::UnknownId));
    let foreign = w.refused(|| w.contract.by(&w.buyer).share(key, lender));
    assert_eq!(foreign, code(Common::NotAuthorised));
    seller.share(key, lender).ok();
    assert_eq!(w.refused(|| seller.share(key, lender)), code(Common::AlreadyExists));
    assert_eq!(w.contract.by(&w.lender).shared_invoice(key).ok(), w.invoice(key));
    seller.unshare(key, lender).ok();
    assert_eq!(w.refused(unshared), code(Common::NotAuthorised));
    assert_eq!(w.refused(|| seller.unshare(key, lender)), code(Common::UnknownId));
}

#[sandpact::test]
fn a_receivable_is_what_the_buyer_still_owes(ledger: &Ledger) {
    let w = World::new(ledger);
    let mut request = w.document(1, Kind::Invoice, &ONE);
    (request.totals.paid_minor, request.totals.due_minor) = (900, 11_000);
    let key = w.issue(&request);
    let open = |open_minor, state| Receivable {
        seller: w.seller.address,
        currency: Currency::EUR,
        open_minor,
        state,
        frozen: false,
    };
    assert_eq!(w.contract.query().receivable(key).ok(), open(11_000, State::Issued));
    let credit = w.issue(&w.credit(2, 1, &[(S, 1_900, 1_000, 190)]));
    assert_eq!(w.contract.query().receivable(key).ok(), open(9_810, State::Issued));
    assert_eq!(w.contract.query().receivable(credit).ok(), open(0, State::Issued));
    w.contract.by(&w.seller).void(key).ok();
    assert_eq!(w.contract.query().receivable(key).ok(), open(0, State::Voided));
}

#[sandpact::test]
fn only_authority_and_auditor_look_up(ledger: &Ledger) {
    let w = World::new(ledger);
    let not_authorised = code(Common::NotAuthorised);
    for account in [&w.seller, &w.lender, &w.employer] {
        let by = w.contract.by(account);
        assert_eq!(w.refused(|| by.totals_in(JANUARY, None, 1)), not_authorised);
        assert_eq!(w.refused(|| by.unfiled_in(JANUARY, 0, None, 1)), not_authorised);
        assert_eq!(w.refused(|| by.reversed_deductions(None, 1)), not_authorised);
        assert_eq!(w.refused(|| by.lapsed_red_letters(None, 1)), not_authorised);
        assert_eq!(w.refused(|| by.quotas_above(JANUARY, 0, None, 1)), not_authorised);
        assert_eq!(w.refused(|| by.chain(hash(1), 1)), not_authorised);
    }
    assert_eq!(w.refused(|| w.contract.by(&w.office).shared_invoice(hash(1))), not_authorised);
    // Whoever looks up writes no business state.
    for role in [Role::Seller, Role::Buyer, Role::Employer, Role::Lender] {
        for account in [&w.office, &w.auditor] {
            let grant = || w.contract.by(&w.office).grant(role, account.address);
            assert_eq!(w.refused(grant), 122);
        }
    }
    let grant = || w.contract.by(&w.office).grant(Role::Auditor, w.seller.address);
    assert_eq!(w.refused(grant), 122);
    let _ = Party::Pseudonym { hash: hash(1) };
}
