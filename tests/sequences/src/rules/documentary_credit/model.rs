//! The credit as a clerk keeps it on paper: few words, no hurry, and every rule from its own text.

use super::days;
use documentary_credit::{CreditState, Standing};
use sandpact_sdk::prelude::CivilDate;

/// Amount of every credit, minor units.
pub const AMOUNT: i128 = 100_000;
/// Quantity of every credit that states one, thousandths.
pub const QUANTITY: u64 = 100_000;
/// Days from shipment to a last day for presentation.
pub const PERIOD: i32 = 21;
/// The same of a transferred credit.
pub const SHORTER_PERIOD: i32 = 15;
/// Days from shipment to maturity.
pub const TENOR: i32 = 20;
/// Day of expiry, counted from the first day: a Sunday, before a Monday that is a holiday.
pub const EXPIRY: i32 = 55;
/// Day of the latest shipment, of a credit that has one: a Saturday.
pub const LATEST: i32 = 19;
/// First and last days of the instalments, and their amounts.
pub const INSTALMENTS: [(i32, i32, i128); 2] = [(0, 12, 40_000), (13, 40, 60_000)];

/// A bank, by its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bank {
    Nominated,
    Confirming,
    Issuing,
}

/// What the credit says.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub is_deferred: bool,
    pub is_single: bool,
    pub is_confirmed: bool,
    pub is_transferable: bool,
    pub is_about: bool,
    pub plus_bp: u32,
    /// Whether it states a quantity, and whether that is counted.
    pub quantity: Option<bool>,
    pub is_insured: bool,
    pub has_instalments: bool,
    pub has_latest_shipment: bool,
    pub has_registry: bool,
}

/// What a bank reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    Good,
    FewerGoods,
    MoreGoods,
    CheaperGoods,
    OtherParties,
    LittleCover,
    LateCover,
}

/// What a bank did for the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    Nothing,
    Honoured,
    Undertaken { maturity: CivilDate },
    Paid,
}

/// The applicant's waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waived {
    NotAsked,
    Asked,
    Yes,
    No,
}

/// What a bank found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Nothing { is_begun: bool },
    Complying,
    Refused { is_held: bool },
    Returned,
}

/// One bank with the documents.
#[derive(Clone, Debug)]
pub struct Desk {
    pub bank: Bank,
    pub since: CivilDate,
    pub found: Found,
    pub read: Option<Read>,
    pub waived: Waived,
    pub money: Money,
    pub is_recorded_late: bool,
    pub has_asked: bool,
}

/// Documents.
#[derive(Clone, Debug)]
pub struct Papers {
    pub is_child: bool,
    pub claim: i128,
    pub shipped: CivilDate,
    pub is_complete: bool,
    pub bill: usize,
    pub instalment: Option<usize>,
    pub desks: Vec<Desk>,
    pub drawn: Option<i128>,
    /// Another bank finances the invoice.
    pub is_financed: bool,
}

/// One credit.
#[derive(Clone, Debug)]
pub struct Book {
    pub state: CreditState,
    pub maximum: i128,
    pub amount: i128,
    pub expiry: CivilDate,
    pub drawn: i128,
    pub drawings: u32,
    /// Transferred on, or of a child back.
    pub passed_on: i128,
    pub shipped: u64,
    pub begun: usize,
    /// Days from shipment to the last day for presentation.
    pub period: i32,
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub version: u32,
    /// Amount and expiry; without, the credit is to end.
    pub change: Option<(i128, CivilDate)>,
    pub is_confirmed: bool,
    pub is_accepted: bool,
    pub is_open: bool,
}

/// A request for transfer: of this amount, back or on.
#[derive(Clone, Debug)]
pub struct Asked {
    pub amount: i128,
    pub is_done: bool,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Model {
    pub kind: Kind,
    pub today: CivilDate,
    pub credit: Book,
    pub child: Option<Book>,
    pub papers: Vec<Papers>,
    pub version: u32,
    pub proposals: Vec<Proposal>,
    pub onward: Option<Asked>,
    pub back: Option<Asked>,
}

impl Kind {
    /// Most that an amount can become (A1, A13).
    pub fn maximum(&self, amount: i128) -> i128 {
        let more = if self.is_about { 1_000 } else { self.plus_bp };
        amount * (10_000 + i128::from(more)) / 10_000
    }

    /// Whether the credit says how much more or less is right.
    pub fn has_tolerance(&self) -> bool {
        self.is_about || self.plus_bp > 0
    }
}

impl Read {
    /// Quantity that is read.
    pub fn quantity(self) -> u64 {
        match self {
            Self::FewerGoods => QUANTITY - 4_000,
            Self::MoreGoods => QUANTITY + 4_000,
            _ => QUANTITY,
        }
    }
}

impl Book {
    pub fn new(kind: &Kind, amount: i128, expiry: CivilDate) -> Self {
        Self {
            state: CreditState::Advised,
            maximum: kind.maximum(amount),
            amount,
            expiry,
            drawn: 0,
            drawings: 0,
            passed_on: 0,
            shipped: 0,
            begun: 0,
            period: PERIOD,
        }
    }

    pub fn is_live(&self) -> bool {
        self.state == CreditState::Advised
    }

    pub fn remaining(&self) -> i128 {
        self.maximum - self.drawn - self.passed_on
    }
}

impl Desk {
    pub fn new(bank: Bank, since: CivilDate) -> Self {
        Self {
            bank,
            since,
            found: Found::Nothing { is_begun: false },
            read: None,
            waived: Waived::NotAsked,
            money: Money::Nothing,
            is_recorded_late: false,
            has_asked: false,
        }
    }

    /// Whether the bank may still decide.
    pub fn is_undecided(&self) -> bool {
        matches!(self.found, Found::Nothing { .. }) && self.money == Money::Nothing
    }

    pub fn is_late(&self, today: CivilDate) -> bool {
        today > days::deadline(self.since)
    }

    pub fn is_held(&self) -> bool {
        self.found == Found::Refused { is_held: true }
    }

    /// Where the bank stands, as a reader would say.
    pub fn standing(&self, today: CivilDate) -> Standing {
        match (self.money, self.found) {
            (Money::Nothing, Found::Nothing { .. }) if self.is_late(today) => Standing::Precluded,
            (Money::Nothing, Found::Nothing { is_begun: false }) => Standing::Received,
            (Money::Nothing, Found::Nothing { is_begun: true }) => Standing::UnderExamination,
            (Money::Nothing, Found::Complying) => Standing::Complying,
            (Money::Nothing, Found::Refused { .. }) => Standing::Refused,
            (_, Found::Returned) => Standing::Returned,
            (_, Found::Refused { .. }) => Standing::WaivedAndHonoured,
            (Money::Honoured, _) => Standing::Honoured,
            (Money::Undertaken { .. }, _) => Standing::Undertaken,
            (Money::Paid, _) => Standing::Paid,
        }
    }
}

impl Model {
    pub fn new(kind: Kind) -> Self {
        let today = days::first();
        Self {
            kind,
            today,
            credit: Book::new(&kind, AMOUNT, days::plus(EXPIRY)),
            child: None,
            papers: vec![],
            version: 0,
            proposals: vec![],
            onward: None,
            back: None,
        }
    }

    pub fn book(&self, is_child: bool) -> Option<&Book> {
        if is_child { self.child.as_ref() } else { Some(&self.credit) }
    }

    pub fn book_mut(&mut self, is_child: bool) -> &mut Book {
        match &mut self.child {
            Some(child) if is_child => child,
            _ => &mut self.credit,
        }
    }
}
