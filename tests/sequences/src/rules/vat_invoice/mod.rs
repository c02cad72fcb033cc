//! Invoices between a seller and a buyer: what a simple model allows, the contract does, and
//! nothing else; the numbered rules hold after each step.
#![allow(clippy::arithmetic_side_effects)] // small numbers of units

mod document;
mod model;
mod steps;

use crate::{Tally, drive};
use document::{Month, Now, Side, State};
use model::{DECEMBER, Model, QUOTA, TAX, TAXABLE, last_month};
use sandpact_sdk::prelude::{CivilDate, Currency, Hash, Money, UnixSeconds};
use sandpact_testing::{Account, Calls, Deployed, Failure, Ledger, Outcome};
use steps::{Name, Step};
use vat_invoice::contract::VatInvoice;
use vat_invoice::errors::Error;
use vat_invoice::messages::{
    Candidate, Category, CategoryAmount, Fingerprint, IssueRequest, Kind, Party, PeriodRow,
    Recorded, Reference, Role, State as Shown, Totals,
};

/// Sequences that check the rules.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("vat_invoice", (count, seed), each, steps::sequence(), |steps, tally| {
        let mut world = World::new();
        let mut model = Model::default();
        for (index, step) in steps.iter().enumerate() {
            world.take(step, &mut model, tally);
            model.t1_deductions_stay_within_what_was_issued();
            model.t7_t8_a_tax_is_used_in_one_way();
            model.t9_issuers_stay_within_their_quota();
            model.t13_closed_months_stay();
            // Each call would have to break both sides' amounts to be missed once.
            let side = if index % 2 == 0 { Side::Seller } else { Side::Buyer };
            world.compare_position(side, &model, tally);
        }
        world.compare(&model, tally);
    })
}

struct World {
    ledger: Ledger,
    contract: Deployed<VatInvoice>,
    office: Account,
    seller: Account,
    buyer: Account,
    employer: Account,
    keys: std::collections::BTreeMap<Name, Hash>,
}

fn line(units: i128) -> CategoryAmount {
    CategoryAmount {
        category: Category::Standard,
        rate_bp: 1_000,
        taxable_minor: units * TAXABLE,
        tax_minor: units * TAX,
    }
}

fn fingerprint((number, kind): Name) -> Hash {
    let mut bytes = [number; 32];
    bytes[0] = u8::try_from(kind.code() % 256).unwrap_or(0);
    Hash(bytes)
}

impl World {
    fn new() -> Self {
        let ledger = Ledger::new();
        let [office, seller, buyer, employer] =
            ledger.accounts(["office", "seller", "buyer", "employer"]);
        let contract = ledger.deploy(&office, Calls::<VatInvoice>::create(office.address));
        for (role, account) in
            [(Role::Seller, seller), (Role::Buyer, buyer), (Role::Employer, employer)]
        {
            contract.by(&office).grant(role, account.address).ok();
        }
        let quota = Money { amount_minor: QUOTA * TAXABLE, currency: Currency::EUR };
        contract.by(&office).set_quota(seller.address, 202_601, quota).ok();
        let keys = std::collections::BTreeMap::new();
        Self { ledger, contract, office, seller, buyer, employer, keys }
    }

    /// The time of the next block.
    fn now(&self) -> Now {
        let second = self.ledger.time().0 + 1;
        let date = UnixSeconds(second).date();
        let (year, month, _) = date.ymd();
        Now { day: date.days(), month: year.unsigned_abs() * 100 + month, second }
    }

    /// Takes a step in both, which agree whether it may be taken.
    fn take(&mut self, step: &Step, model: &mut Model, tally: &mut Tally) {
        if let Step::Wait { hours } = step {
            self.ledger.advance_seconds(hours * 3_600);
            return;
        }
        let now = self.now();
        let expected = model.take(step, now);
        let result = match *step {
            Step::Issue { name, units, is_of_december } => {
                let day = if is_of_december { DECEMBER.0 } else { now.day };
                self.issue(name, units, day, None, tally)
            }
            Step::Credit { number, of, units } => {
                self.issue((number, Kind::CreditNote), units, now.day, Some(of), tally)
            }
            Step::Replace { number, of, units } => {
                self.issue((number, Kind::Corrected), units, now.day, Some(of), tally)
            }
            Step::Deduct { of } => self.uses(tally, model, of, |by, key| by.confirm_deduction(key)),
            Step::Refund { of } => {
                self.uses(tally, model, of, |by, key| by.claim_export_refund(key))
            }
            Step::Ask { of, units } => {
                let by = self.contract.by(&self.seller);
                let ask = by.request_red_letter(self.key(of), vec![line(units)], Hash([8; 32]));
                tally.count(ask).map(|deadline| assert_eq!(deadline.0, now.second + 72 * 3_600))
            }
            ref other => tally.count(self.simple(other, now)),
        };
        match (result, expected) {
            (Ok(()), Some(())) | (Err(Failure::Refused(_)), None) => {}
            (result, expected) => panic!("{step:?} gave {result:?}, expected {expected:?}"),
        }
    }

    fn issue(
        &mut self,
        name: Name,
        units: i128,
        day: i32,
        of: Option<Name>,
        tally: &mut Tally,
    ) -> Result<(), Failure<Error>> {
        let by = if name.1 == Kind::SelfBilled { self.buyer } else { self.seller };
        let request = self.request(name, units, day, of);
        let Recorded { key, .. } = tally.count(self.contract.by(&by).issue(request))?;
        self.keys.insert(name, key);
        Ok(())
    }

    /// The buyer uses all the tax that is left.
    fn uses(
        &self,
        tally: &mut Tally,
        model: &Model,
        of: Name,
        call: impl Fn(
            <VatInvoice as sandpact_sdk::native::NativeContract>::Calls<sandpact_testing::Via>,
            Hash,
        ) -> Outcome<i128, Error>,
    ) -> Result<(), Failure<Error>> {
        let used = tally.count(call(self.contract.by(&self.buyer), self.key(of)))?;
        assert_eq!(used, model.documents[&of].left * TAX);
        Ok(())
    }

    fn simple(&self, step: &Step, now: Now) -> Outcome<(), Error> {
        let by = |account| self.contract.by(account);
        let other = |of: Name| if of.1 == Kind::SelfBilled { &self.seller } else { &self.buyer };
        let issuer = |of: Name| if of.1 == Kind::SelfBilled { &self.buyer } else { &self.seller };
        match *step {
            Step::Accept { of } => by(other(of)).accept(self.key(of)),
            Step::Dispute { of } => by(other(of)).dispute(self.key(of)),
            Step::Void { of } => by(issuer(of)).void(self.key(of)),
            Step::Reimburse { of } => by(&self.employer).reimburse(self.key(of)),
            Step::Freeze { of, frozen: true } => by(&self.office).freeze(self.key(of)),
            Step::Freeze { of, frozen: false } => by(&self.office).unfreeze(self.key(of)),
            Step::Confirm { of } => by(&self.buyer).confirm_red_letter(self.key(of)),
            Step::Withdraw { of } => by(&self.seller).withdraw_red_letter(self.key(of)),
            Step::Close => by(&self.office).close_period(last_month(now.month)),
            ref other => unreachable!("{other:?} is taken elsewhere"),
        }
    }

    /// The key of a document, known or not.
    fn key(&self, name: Name) -> Hash {
        self.keys.get(&name).copied().unwrap_or(Hash([0xee; 32]))
    }

    fn request(&self, name: Name, units: i128, day: i32, of: Option<Name>) -> IssueRequest {
        let line = line(units);
        let (net_minor, tax_minor) = (line.taxable_minor, line.tax_minor);
        let gross_minor = net_minor + tax_minor;
        let date = CivilDate::from_days(day).expect("is a day");
        let candidate = |of: Name| Candidate { kind: of.1, fingerprint: fingerprint(of) };
        let preceding =
            of.map(|of| Reference { candidates: vec![candidate(of)], issue_date: None });
        IssueRequest {
            fingerprint: Fingerprint { epoch: 1, hash: fingerprint(name) },
            previous_fingerprint: None,
            kind: name.1,
            issue_date: date,
            tax_point: date,
            currency: Currency::EUR,
            breakdown: vec![line],
            totals: Totals {
                line_sum_minor: net_minor,
                allowances_minor: 0,
                charges_minor: 0,
                net_minor,
                tax_minor,
                gross_minor,
                paid_minor: 0,
                rounding_minor: 0,
                due_minor: gross_minor,
            },
            preceding,
            seller: self.seller.address,
            buyer: Party::Account { address: self.buyer.address },
            commitment: Hash([9; 32]),
        }
    }

    /// A position is that of the model (T1, T4, T6).
    fn compare_position(&self, side: Side, model: &Model, tally: &mut Tally) {
        let account = if side == Side::Seller { &self.seller } else { &self.buyer };
        let position = self.contract.query().position(account.address, Currency::EUR);
        let position = tally.count(position).expect("is shown");
        let Month { output, input, deducted, .. } = model.total(side);
        let shown = (position.output_minor, position.input_minor, position.deducted_minor);
        assert_eq!(shown, (output * TAX, input * TAX, deducted * TAX), "{side:?}");
    }

    /// Documents and months are those of the model.
    fn compare(&self, model: &Model, tally: &mut Tally) {
        self.compare_position(Side::Seller, model, tally);
        self.compare_position(Side::Buyer, model, tally);
        for (name, document) in &model.documents {
            let invoice = self.contract.query().invoice(self.key(*name));
            let invoice = tally.count(invoice).expect("is recorded");
            let rest: i128 = invoice.remaining.iter().map(|it| it.taxable_minor).sum();
            assert_eq!(
                (rest, invoice.deducted_minor),
                (document.left * TAXABLE, document.used * TAX)
            );
            assert_eq!(shown(document.state), invoice.state, "{name:?}");
        }
        for month in [202_512, 202_601, 202_602, 202_603] {
            let page = self.contract.by(&self.office).totals_in(month, None, 10);
            let rows = tally.count(page).expect("the office reads").items;
            for (side, account) in [(Side::Seller, &self.seller), (Side::Buyer, &self.buyer)] {
                let expected = model.months.get(&(side, month)).copied().unwrap_or_default();
                let row = rows.iter().find(|row| row.account == account.address);
                assert_eq!(row.map_or(Month::default(), units), expected, "{side:?} in {month}");
            }
        }
    }
}

fn units(row: &PeriodRow) -> Month {
    Month {
        output: row.output_minor / TAX,
        input: row.input_minor / TAX,
        deducted: row.deducted_minor / TAX,
        issued: row.issued_minor / TAXABLE,
    }
}

const fn shown(state: State) -> Shown {
    match state {
        State::Issued => Shown::Issued,
        State::Accepted => Shown::Accepted,
        State::Disputed => Shown::Disputed,
        State::Deducted => Shown::DeductionConfirmed,
        State::Refunded => Shown::ExportRefundClaimed,
        State::Reimbursed => Shown::Reimbursed,
        State::Voided => Shown::Voided,
    }
}
