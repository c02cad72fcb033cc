//! What is asked to be recorded.

use super::Effect;
use sandpact_sdk::prelude::*;

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
