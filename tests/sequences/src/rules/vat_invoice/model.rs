//! A simple model: documents in a map, amounts in units, written from the statements and not
//! from the contract.

use super::document::{Document, Month, Now, RedLetter, Side, State, new};
use super::steps::{Name, Step};
use std::collections::BTreeMap;
use vat_invoice::messages::Kind;

/// What one unit is, minor units: taxable amount and tax.
pub const TAXABLE: i128 = 1_000;
/// Tax of a unit.
pub const TAX: i128 = 100;
/// Units that the seller may issue in a month.
pub const QUOTA: i128 = 9;
/// Seconds in which the other side of a red letter may confirm.
const RED_LETTER_SECONDS: u64 = 72 * 3_600;

/// All documents.
#[derive(Default)]
pub struct Model {
    pub documents: BTreeMap<Name, Document>,
    pub months: BTreeMap<(Side, u32), Month>,
    pub closed: u32,
    /// The months as they were when they were closed.
    at_closing: Option<BTreeMap<(Side, u32), Month>>,
}

/// Last December, when no test is.
pub const DECEMBER: (i32, u32) = (20_442, 202_512);

/// `None`: refused.
type Taken = Option<()>;

fn must(holds: bool) -> Taken {
    holds.then_some(())
}

impl Model {
    /// Takes a step, or says that it is refused.
    pub fn take(&mut self, step: &Step, now: Now) -> Taken {
        match *step {
            Step::Issue { name, units, is_of_december } => {
                let (day, month) = if is_of_december { DECEMBER } else { (now.day, now.month) };
                self.issue(name, units, (day, month), now)
            }
            Step::Credit { number, of, units } => {
                self.credit((number, Kind::CreditNote), of, units, now)
            }
            Step::Replace { number, of, units } => {
                self.replace((number, Kind::Corrected), of, units, now)
            }
            Step::Accept { of } => self.accept(of, now),
            Step::Dispute { of } => {
                let document = self.free(of, now)?;
                must(document.state == State::Issued)?;
                document.state = State::Disputed;
                Some(())
            }
            Step::Void { of } => self.void(of, now),
            Step::Deduct { of } => self.use_tax(of, State::Deducted, now),
            Step::Refund { of } => self.use_tax(of, State::Refunded, now),
            Step::Reimburse { of } => {
                let document = self.usable(of, now)?;
                document.state = State::Reimbursed;
                Some(())
            }
            Step::Freeze { of, frozen } => {
                let document = self.documents.get_mut(&of)?;
                must(document.frozen != frozen)?;
                document.frozen = frozen;
                Some(())
            }
            Step::Ask { of, units } => {
                let document = self.free(of, now)?;
                must(of.1 != Kind::CreditNote && document.state != State::Voided)?;
                must(units <= document.left)?;
                let deadline = now.second + RED_LETTER_SECONDS;
                document.red_letter = Some(RedLetter { deadline, is_confirmed: false, units });
                Some(())
            }
            Step::Confirm { of } => {
                let document = self.documents.get_mut(&of)?;
                must(!document.frozen)?;
                let letter = document.red_letter.as_mut()?;
                must(!letter.is_confirmed && now.second <= letter.deadline)?;
                letter.is_confirmed = true;
                Some(())
            }
            Step::Withdraw { of } => {
                let document = self.documents.get_mut(&of)?;
                must(!document.frozen && document.is_pending(now.second))?;
                document.red_letter = None;
                Some(())
            }
            Step::Wait { .. } => Some(()),
            Step::Close => self.close(now),
        }
    }

    fn issue(&mut self, name: Name, units: i128, (day, month): (i32, u32), now: Now) -> Taken {
        if let Some(known) = self.documents.get(&name) {
            return must(known.said == (units, day, None));
        }
        must(month > self.closed)?;
        self.count_issued(name.1, units, now)?;
        let document = new(units, (units, day, None), month, now);
        self.book(document.is_booked(name.1), units, month);
        self.documents.insert(name, Document { is_original: true, ..document });
        Some(())
    }

    fn credit(&mut self, name: Name, of: Name, units: i128, now: Now) -> Taken {
        let said = (units, now.day, Some(of));
        if let Some(known) = self.documents.get(&name) {
            return must(known.said == said);
        }
        self.take_back(of, units, now)?;
        let document = Document { left: 0, ..new(units, said, now.month, now) };
        self.documents.insert(name, document);
        Some(())
    }

    fn replace(&mut self, name: Name, of: Name, units: i128, now: Now) -> Taken {
        let said = (units, now.day, Some(of));
        if let Some(known) = self.documents.get(&name) {
            return must(known.said == said);
        }
        let (left, state) = self.documents.get(&of).map(|it| (it.left, it.state))?;
        must(left > 0)?;
        self.count_issued(name.1, units, now)?;
        if self.take_back(of, left, now).is_none() {
            // Nothing of a refused call stays.
            self.month(Side::Seller, now.month).issued -= units;
            return None;
        }
        self.book(true, units, now.month);
        let state = if state == State::Reimbursed { state } else { State::Issued };
        self.documents.insert(name, Document { state, ..new(units, said, now.month, now) });
        Some(())
    }

    /// T5, T6, T11: within what remains, with the deduction, by a confirmed red letter or none.
    fn take_back(&mut self, of: Name, units: i128, now: Now) -> Taken {
        let document = self.documents.get_mut(&of)?;
        must(!document.frozen && of.1 != Kind::CreditNote && units <= document.left)?;
        match document.red_letter {
            Some(letter) if letter.is_confirmed => {
                must(letter.units == units)?;
                document.red_letter = None;
            }
            _ => must(!document.is_pending(now.second))?,
        }
        document.left -= units;
        let deducted = if document.used > 0 { units } else { 0 };
        document.used -= deducted;
        let is_booked = document.is_booked(of.1);
        self.book(is_booked, -units, now.month);
        self.month(Side::Buyer, now.month).deducted -= deducted;
        Some(())
    }

    fn accept(&mut self, of: Name, now: Now) -> Taken {
        let closed = self.closed;
        let document = self.free(of, now)?;
        must(matches!(document.state, State::Issued | State::Disputed))?;
        let is_new = !document.is_booked(of.1);
        must(!is_new || document.tax_month > closed)?;
        document.state = State::Accepted;
        let (left, month) = (document.left, document.tax_month);
        self.book(is_new, left, month);
        Some(())
    }

    fn void(&mut self, of: Name, now: Now) -> Taken {
        let closed = self.closed;
        let document = self.free(of, now)?;
        must(document.is_original && document.tax_month > closed)?;
        must(matches!(document.state, State::Issued | State::Disputed))?;
        let was_booked = document.is_booked(of.1);
        let (left, units) = (std::mem::take(&mut document.left), document.units);
        document.state = State::Voided;
        let (month, recorded) = (document.tax_month, document.recorded_month);
        self.book(was_booked, -left, month);
        self.month(issuer(of.1), recorded).issued -= units;
        Some(())
    }

    fn use_tax(&mut self, of: Name, state: State, now: Now) -> Taken {
        let document = self.usable(of, now)?;
        (document.state, document.used) = (state, document.left);
        let used = document.used;
        self.month(Side::Buyer, now.month).deducted += used;
        Some(())
    }

    fn close(&mut self, now: Now) -> Taken {
        let last = last_month(now.month);
        must(last > self.closed)?;
        self.closed = last;
        self.at_closing = Some(self.closed_months());
        Some(())
    }

    /// T7, T8: accepted, not used, not a credit, and something of it remains.
    fn usable(&mut self, of: Name, now: Now) -> Option<&mut Document> {
        let document = self.free(of, now)?;
        let is_usable =
            of.1 != Kind::CreditNote && document.state == State::Accepted && document.left > 0;
        is_usable.then_some(document)
    }

    /// A document that is neither frozen nor under a pending red letter.
    fn free(&mut self, of: Name, now: Now) -> Option<&mut Document> {
        let document = self.documents.get_mut(&of)?;
        (!document.frozen && !document.is_pending(now.second)).then_some(document)
    }

    fn count_issued(&mut self, kind: Kind, units: i128, now: Now) -> Taken {
        let month = self.month(issuer(kind), now.month);
        must(kind == Kind::SelfBilled || month.issued + units <= QUOTA)?;
        month.issued += units;
        Some(())
    }

    fn book(&mut self, is_booked: bool, units: i128, month: u32) {
        if is_booked {
            self.month(Side::Seller, month).output += units;
            self.month(Side::Buyer, month).input += units;
        }
    }

    fn month(&mut self, side: Side, month: u32) -> &mut Month {
        self.months.entry((side, month)).or_default()
    }

    fn closed_months(&self) -> BTreeMap<(Side, u32), Month> {
        let closed = self.months.iter().filter(|((_, month), _)| *month <= self.closed);
        closed.map(|(key, month)| (*key, *month)).collect()
    }

    /// Sum over all months.
    pub fn total(&self, side: Side) -> Month {
        let of_side = self.months.iter().filter(|((whose, _), _)| *whose == side);
        of_side.fold(Month::default(), |sum, (_, month)| Month {
            output: sum.output + month.output,
            input: sum.input + month.input,
            deducted: sum.deducted + month.deducted,
            issued: sum.issued + month.issued,
        })
    }

    /// T1: nobody deducts what was not issued.
    pub fn t1_deductions_stay_within_what_was_issued(&self) {
        let (seller, buyer) = (self.total(Side::Seller), self.total(Side::Buyer));
        assert!(buyer.deducted <= seller.output, "{buyer:?} of {seller:?}");
        for (name, document) in &self.documents {
            assert!((0..=document.left).contains(&document.used), "{name:?} {document:?}");
        }
    }

    /// T7, T8: a document is used in one way, and only after acceptance.
    pub fn t7_t8_a_tax_is_used_in_one_way(&self) {
        for (name, document) in &self.documents {
            let is_used = matches!(document.state, State::Deducted | State::Refunded);
            assert!(is_used || document.used == 0, "{name:?} {document:?}");
        }
    }

    /// T9: what is issued in a month stays within the quota.
    pub fn t9_issuers_stay_within_their_quota(&self) {
        for ((side, month), totals) in &self.months {
            assert!(*side == Side::Buyer || totals.issued <= QUOTA, "{month}: {totals:?}");
        }
    }

    /// T13: closed months stay as they were, but for what is issued in them, which is over.
    pub fn t13_closed_months_stay(&self) {
        if let Some(at_closing) = &self.at_closing {
            assert_eq!(*at_closing, self.closed_months());
        }
    }
}

fn issuer(kind: Kind) -> Side {
    if kind == Kind::SelfBilled { Side::Buyer } else { Side::Seller }
}

/// The month before.
pub fn last_month(month: u32) -> u32 {
    if month % 100 == 1 { month - 89 } else { month - 1 }
}
