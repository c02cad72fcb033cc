//! What goes in and out: requests, stored records and views. Nothing here names a
//! person, a good or a bank account; documents stay off the ledger.

use sandpact_sdk::prelude::*;

/// Most lines of a breakdown. Real invoices have one per rate, seldom more than six.
pub const BREAKDOWN_LEN_MAX: usize = 16;
/// Highest tax rate in basis points: 100 %.
pub const RATE_BP_MAX: u32 = 10_000;
/// Most records on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;
/// Most changes of the reverse charge rate that are kept.
pub const RATE_PERIODS_LEN_MAX: usize = 64;
/// Most documents that a reference may mean: four kinds in two years under two keys.
pub const CANDIDATES_LEN_MAX: usize = 16;
/// Most days from the issue date to the tax point. An invoice may precede the supply, and a
/// supply that goes on counts as completed at least once a year (Directive 2006/112/EC
/// art. 64 (2)).
pub const TAX_POINT_AHEAD_DAYS_MAX: i32 = 366;

/// What an account may do.
#[message]
pub enum Role {
    /// The tax authority: grants roles, sets rates, freezes, sees everything.
    Authority,
    /// Issues invoices.
    Seller,
    /// Accepts, disputes and deducts; issues self-billed invoices.
    Buyer,
    /// Reimburses invoices that nobody deducts.
    Employer,
}

/// Kind of the document, UNTDID 1001 code (EN 16931 BT-3).
#[message]
pub enum Kind {
    /// 380, commercial invoice.
    Invoice,
    /// 381, credit note. Its amounts are positive and reduce the invoice it refers to.
    CreditNote,
    /// 384, corrected invoice. It replaces what remains of the invoice it refers to;
    /// with a negative total it reduces that invoice by its amounts.
    Corrected,
    /// 386, prepayment invoice.
    Prepayment,
    /// 389, self-billed invoice: the buyer issues, the seller accepts.
    SelfBilled,
}

/// VAT category, UNCL 5305 code (EN 16931 BT-118).
#[message]
pub enum Category {
    /// S, standard rated: any rate above zero.
    Standard,
    /// Z, zero rated.
    ZeroRated,
    /// E, exempt.
    Exempt,
    /// AE, reverse charge: the buyer owes the tax.
    ReverseCharge,
    /// K, supply within the European single market.
    IntraCommunity,
    /// G, export outside the union.
    Export,
    /// O, outside the scope of VAT.
    OutOfScope,
}

/// One line of the VAT breakdown (EN 16931 BG-23).
#[message]
pub struct CategoryAmount {
    /// Category (BT-118).
    pub category: Category,
    /// Rate in basis points (BT-119): 1900 is 19 %.
    pub rate_bp: u32,
    /// Taxable amount (BT-116) in minor units.
    pub taxable_minor: i128,
    /// Tax amount (BT-117) in minor units.
    pub tax_minor: i128,
}

/// Document totals (EN 16931 BG-22) in minor units of the invoice currency.
#[message]
pub struct Totals {
    /// Sum of line net amounts (BT-106).
    pub line_sum_minor: i128,
    /// Sum of document level allowances (BT-107).
    pub allowances_minor: i128,
    /// Sum of document level charges (BT-108).
    pub charges_minor: i128,
    /// Total without VAT (BT-109).
    pub net_minor: i128,
    /// Total VAT (BT-110).
    pub tax_minor: i128,
    /// Total with VAT (BT-112).
    pub gross_minor: i128,
    /// Paid before (BT-113).
    pub paid_minor: i128,
    /// Rounding of the amount due (BT-114).
    pub rounding_minor: i128,
    /// Amount due (BT-115).
    pub due_minor: i128,
}

/// Who bought.
#[message]
pub enum Party {
    /// A taxpayer with an account on this ledger.
    Account {
        /// The account.
        address: Address,
    },
    /// Anybody else: a digest that is fresh for each invoice, so that two invoices to
    /// one natural person cannot be linked.
    Pseudonym {
        /// SHA-256 commitment made off the ledger.
        hash: Hash,
    },
}

/// What finds a document again without telling its number: HMAC-SHA-256 under a key that the
/// participants share off the ledger.
#[message]
pub struct Fingerprint {
    /// Epoch of the key.
    pub epoch: u32,
    /// The digest.
    pub hash: Hash,
}

/// The epochs of fingerprint keys in force.
#[message]
pub struct Epochs {
    /// The newest.
    pub current: u32,
    /// The one before, until it ends.
    pub previous: Option<u32>,
}

/// A document that a reference may mean.
#[message]
pub struct Candidate {
    /// Its kind.
    pub kind: Kind,
    /// Its fingerprint, under any key.
    pub fingerprint: Hash,
}

/// A reference to a preceding invoice (EN 16931 BG-3).
#[message]
pub struct Reference {
    /// What it may be. BT-25 gives a number without a kind, and the date may be missing, so
    /// several may be meant; the ledger decides which one is.
    pub candidates: Vec<Candidate>,
    /// Its issue date (BT-26), if stated.
    pub issue_date: Option<CivilDate>,
}

/// A document to be recorded.
#[message]
pub struct IssueRequest {
    /// Fingerprint of normalised seller, kind, number and fiscal year, under the current key.
    pub fingerprint: Fingerprint,
    /// The same under the previous key, while that is in force too.
    pub previous_fingerprint: Option<Fingerprint>,
    /// Kind (BT-3).
    pub kind: Kind,
    /// Issue date (BT-2).
    pub issue_date: CivilDate,
    /// Date on which the tax becomes chargeable (BT-7).
    pub tax_point: CivilDate,
    /// Currency of all amounts (BT-5).
    pub currency: Currency,
    /// VAT breakdown (BG-23), each category and rate once.
    pub breakdown: Vec<CategoryAmount>,
    /// Totals (BG-22).
    pub totals: Totals,
    /// The preceding invoice (BG-3), if the document names one.
    pub preceding: Option<Reference>,
    /// The seller's account.
    pub seller: Address,
    /// The buyer.
    pub buyer: Party,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}

/// What issuing gives back; the same again when the same request is repeated.
#[message]
pub struct Recorded {
    /// The document's key, by which all other methods name it; see `key::record_key`.
    pub key: Hash,
    /// What the document does.
    pub effect: Effect,
    /// The invoice it refers to.
    pub preceding: Option<Hash>,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// Where an invoice stands. Freezing and reversal are recorded beside it.
#[message]
pub enum State {
    /// Recorded; the other side has not answered.
    Issued,
    /// The other side agrees.
    Accepted,
    /// The other side objects; it may still accept.
    Disputed,
    /// The buyer has deducted the tax.
    DeductionConfirmed,
    /// An employer has reimbursed it; it can never be deducted.
    Reimbursed,
}

/// What a document does.
#[message]
pub enum Effect {
    /// Stands for itself.
    Original,
    /// Takes the place of what remains of the preceding invoice.
    Replacement,
    /// Reduces the preceding invoice.
    Reversal,
}

/// How much of an invoice later documents took back.
#[message]
pub enum ReversalStatus {
    /// Nothing.
    NotReversed,
    /// Some of it.
    PartlyReversed,
    /// All of it.
    FullyReversed,
}

/// What remains of one breakdown line after reversals, in minor units.
#[message]
pub struct Remaining {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
    /// Taxable amount that remains.
    pub taxable_minor: i128,
    /// Tax that remains with the seller.
    pub tax_minor: i128,
    /// Tax that remains with the buyer by reverse charge.
    pub moved_tax_minor: i128,
}

/// A recorded document.
#[message]
pub struct Invoice {
    /// SHA3-256 of the SCALE-encoded request: tells a repeated request from another one.
    pub content: Hash,
    /// Newest epoch under which it was entered.
    pub epoch: u32,
    /// Kind.
    pub kind: Kind,
    /// What it does.
    pub effect: Effect,
    /// Issue date.
    pub issue_date: CivilDate,
    /// Tax point.
    pub tax_point: CivilDate,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Breakdown as issued.
    pub breakdown: Vec<CategoryAmount>,
    /// Totals as issued.
    pub totals: Totals,
    /// What remains of the breakdown; empty for a reversal.
    pub remaining: Vec<Remaining>,
    /// Rate at which reverse charge tax was moved to the buyer, basis points; 0 if none was.
    pub reverse_charge_rate_bp: u32,
    /// The preceding invoice.
    pub preceding: Option<Hash>,
    /// The seller's account.
    pub seller: Address,
    /// The buyer.
    pub buyer: Party,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
    /// Where it stands.
    pub state: State,
    /// How much was taken back.
    pub reversal: ReversalStatus,
    /// Frozen by the authority.
    pub frozen: bool,
    /// Tax that the buyer has deducted and not given back, minor units.
    pub deducted_minor: i128,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// One row of the authority's list.
#[message]
pub struct InvoiceRow {
    /// Key.
    pub key: Hash,
    /// Issue date.
    pub issue_date: CivilDate,
    /// Kind.
    pub kind: Kind,
    /// The seller's account.
    pub seller: Address,
    /// Currency.
    pub currency: Currency,
    /// Tax as issued, minor units.
    pub tax_minor: i128,
    /// Tax deducted and not given back, minor units.
    pub deducted_minor: i128,
    /// Where it stands.
    pub state: State,
    /// How much was taken back.
    pub reversal: ReversalStatus,
    /// Frozen by the authority.
    pub frozen: bool,
}

/// The last row a reader has seen.
#[message]
pub struct Cursor {
    /// Its issue date.
    pub issue_date: CivilDate,
    /// Its key.
    pub key: Hash,
}

/// A taxpayer's running totals in one currency, minor units, net of reversals.
#[message]
pub struct Position {
    /// Tax owed on own supplies and on reverse charge purchases.
    pub output_minor: i128,
    /// Tax on purchases, deducted or not.
    pub input_minor: i128,
    /// Tax on purchases that was deducted; never above `input_minor`.
    pub deducted_minor: i128,
    /// Taxable amount supplied under reverse charge: the seller's side.
    pub reverse_charge_supplied_minor: i128,
    /// Taxable amount bought under reverse charge: the buyer's side.
    pub reverse_charge_bought_minor: i128,
}

/// The reverse charge rate from a day on, until the next entry.
#[message]
pub struct RatePeriod {
    /// First tax point for which it holds.
    pub from: CivilDate,
    /// Rate in basis points.
    pub rate_bp: u32,
}

impl Kind {
    /// The UNTDID 1001 code.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Invoice => 380,
            Self::CreditNote => 381,
            Self::Corrected => 384,
            Self::Prepayment => 386,
            Self::SelfBilled => 389,
        }
    }

    /// The kind of a UNTDID 1001 code, or `None` for one this contract does not take.
    #[must_use]
    pub const fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            380 => Self::Invoice,
            381 => Self::CreditNote,
            384 => Self::Corrected,
            386 => Self::Prepayment,
            389 => Self::SelfBilled,
            _ => return None,
        })
    }
}

impl Party {
    /// The account, if there is one.
    #[must_use]
    pub const fn account(&self) -> Option<&Address> {
        match self {
            Self::Account { address } => Some(address),
            Self::Pseudonym { .. } => None,
        }
    }
}

impl Invoice {
    /// The account that answers for the side that did not issue: the seller of a
    /// self-billed invoice, else the buyer; `None` for a buyer without account.
    #[must_use]
    pub const fn counterparty(&self) -> Option<&Address> {
        match self.kind {
            Kind::SelfBilled => Some(&self.seller),
            _ => self.buyer.account(),
        }
    }

    /// Whether its amounts are in the taxpayers' positions. A self-billed invoice is no
    /// invoice before the seller accepts it (Directive 2006/112/EC art. 224).
    #[must_use]
    pub const fn is_booked(&self) -> bool {
        !matches!((self.kind, self.state), (Kind::SelfBilled, State::Issued | State::Disputed))
    }
}
