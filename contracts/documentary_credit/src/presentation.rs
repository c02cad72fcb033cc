//! A presentation and its examinations as they are stored.

use crate::readings::Readings;
use crate::terms::{Place, PresentedDocument};
use sandpact_sdk::prelude::*;

/// Most banks that examine one presentation: nominated, confirming, issuing.
pub const EXAMINATIONS_MAX: usize = 3;
/// Most discrepancies of one notice.
pub const DISCREPANCIES_MAX: usize = 64;

/// What a bank has found.
#[message]
pub enum Finding {
    /// The documents have arrived; the clock runs.
    Received,
    /// The bank has taken them up; the clock runs.
    UnderExamination,
    /// They comply.
    Complying,
    /// Refused with one valid notice.
    Refused,
    /// Refused, and the documents went back (article 16(e)).
    Returned,
}

/// What the refusing bank does with the documents (article 16(c)(iii)).
#[message]
pub enum Disposal {
    /// a) Holds them until the presenter instructs.
    HoldPendingPresenter,
    /// b) Holds them until the applicant waives.
    HoldPendingWaiver,
    /// c) Returns them.
    Returning,
    /// d) Acts as the presenter has instructed before.
    PriorInstructions,
}

/// The single notice of refusal (article 16(c)).
#[message]
pub struct Notice {
    /// Codes of the discrepancies.
    ///
    /// As the banks have agreed on them; at least one.
    pub discrepancies: Vec<u16>,
    /// What happens with the documents.
    pub disposal: Disposal,
    /// Salted SHA-256 commitment to the wording.
    pub commitment: Hash,
}

/// The applicant's part (article 16(b)). It moves no deadline.
#[message]
pub enum Waiver {
    /// The bank has not asked.
    NotSought,
    /// The bank has asked.
    Sought,
    /// The applicant waives the discrepancies; the bank need not agree.
    Given,
    /// The applicant does not.
    Declined,
}

/// What a bank has done for the money.
#[message]
pub enum Settlement {
    /// Nothing yet.
    Open,
    /// Paid at sight.
    Honoured {
        /// Minor units.
        amount_minor: i128,
        /// The day at the bank's place.
        on: CivilDate,
    },
    /// Bound to pay at maturity.
    ///
    /// By a deferred payment undertaking or an accepted draft.
    Undertaken {
        /// Minor units.
        amount_minor: i128,
        /// First day on which it is paid.
        maturity: CivilDate,
    },
    /// Paid what it had undertaken.
    Paid {
        /// Minor units.
        amount_minor: i128,
        /// The day at the bank's place.
        on: CivilDate,
    },
    /// Purchased the documents.
    Negotiated {
        /// Minor units.
        amount_minor: i128,
        /// The day at the bank's place.
        on: CivilDate,
    },
}

/// One bank's examination. Each bank has its own clock (article 14(b)).
#[message]
pub struct Examination {
    /// The bank.
    pub bank: Address,
    /// Where it examines.
    pub place: Place,
    /// When it got the documents.
    ///
    /// The day at its place.
    pub presented_on: CivilDate,
    /// What it has found.
    pub finding: Finding,
    /// Its notice of refusal.
    pub notice: Option<Notice>,
    /// The applicant's part; only the issuing bank asks for it.
    pub waiver: Waiver,
    /// What it has done for the money.
    pub settlement: Settlement,
    /// The bank that it reimburses.
    ///
    /// `None` when it pays the beneficiary.
    pub reimburses: Option<Address>,
    /// What it has read in the documents.
    pub readings: Option<Readings>,
    /// Whether its deadline passed on record.
    ///
    /// Without a decision.
    pub is_precluded: bool,
}

/// Where an examination stands.
///
/// On a day: what was found and done, and what the deadline has made of it.
#[message]
pub enum Standing {
    /// The documents have arrived.
    Received,
    /// The bank has taken them up.
    UnderExamination,
    /// The documents comply; the bank pays.
    Complying,
    /// Can no longer refuse (article 16(f)).
    ///
    /// The deadline has passed without a notice; the bank pays as if the documents complied.
    Precluded,
    /// Refused.
    Refused,
    /// Refused and returned.
    Returned,
    /// Paid at sight.
    Honoured,
    /// Bound to pay at maturity.
    Undertaken,
    /// Paid at maturity.
    Paid,
    /// Purchased.
    Negotiated,
    /// Paid, or bound to, after a refusal that the applicant waived.
    WaivedAndHonoured,
}

/// Documents presented under a credit.
#[message]
pub struct Presentation {
    /// SHA3-256 of the request.
    ///
    /// SCALE-encoded; tells a repeated request from another one.
    pub content: Hash,
    /// The credit.
    pub credit: Hash,
    /// Who presented: the beneficiary or its bank.
    pub presenter: Address,
    /// Claim of the invoice, minor units.
    pub claimed_minor: i128,
    /// Date of shipment.
    pub shipment_date: Option<CivilDate>,
    /// The day of presentation.
    ///
    /// At the place of the bank that got it.
    pub presented_on: CivilDate,
    /// The documents.
    pub documents: Vec<PresentedDocument>,
    /// Examinations, in order.
    ///
    /// In which the banks got the documents.
    pub examinations: Vec<Examination>,
    /// Drawn for it, minor units.
    ///
    /// Other banks reimburse this.
    pub drawn_minor: Option<i128>,
    /// The instalment, from 0, of a credit that has them.
    pub instalment: Option<u8>,
}

impl Finding {
    /// Whether the bank has still to decide.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Received | Self::UnderExamination)
    }
}

impl Examination {
    /// An examination that begins on this day.
    #[must_use]
    pub const fn new(bank: Address, place: Place, presented_on: CivilDate) -> Self {
        Self {
            bank,
            place,
            presented_on,
            finding: Finding::Received,
            notice: None,
            waiver: Waiver::NotSought,
            settlement: Settlement::Open,
            reimburses: None,
            readings: None,
            is_precluded: false,
        }
    }
}

impl Presentation {
    /// The examination by this bank.
    ///
    /// # Errors
    /// [`Common::NotAuthorised`] when the bank did not get the documents.
    pub fn examination(&self, bank: &Address) -> Result<&Examination, Common> {
        let mut all = self.examinations.iter();
        all.find(|examination| examination.bank == *bank).ok_or(Common::NotAuthorised)
    }

    /// The examination by this bank, to be changed.
    ///
    /// # Errors
    /// [`Common::NotAuthorised`] when the bank did not get the documents.
    pub fn examination_mut(&mut self, bank: &Address) -> Result<&mut Examination, Common> {
        let mut all = self.examinations.iter_mut();
        all.find(|examination| examination.bank == *bank).ok_or(Common::NotAuthorised)
    }
}
