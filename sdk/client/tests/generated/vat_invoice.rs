//! Client of the contract vat_invoice 0.1.0, written by `sandpact client rust`.

#![allow(missing_docs, dead_code, non_camel_case_types)]
#![allow(clippy::enum_variant_names, clippy::too_many_arguments)]

use sandpact_client::typed;

/// What an account may do.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Role {
    /// The tax authority: grants roles, sets rates, freezes, sees everything.
    #[codec(index = 0)]
    Authority,
    /// Issues invoices.
    #[codec(index = 1)]
    Seller,
    /// Accepts, disputes and deducts; issues self-billed invoices.
    #[codec(index = 2)]
    Buyer,
    /// Reimburses invoices that nobody deducts.
    #[codec(index = 3)]
    Employer,
    /// Reads what the authority reads, and writes nothing.
    #[codec(index = 4)]
    Auditor,
    /// Reads invoices whose seller agrees.
    #[codec(index = 5)]
    Lender,
}

/// What a regime demands from a tax point on.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Terms {
    /// First tax point for which they hold.
    pub from: typed::CivilDate,
    /// Most days from the tax point to the issue date; `None`: any.
    pub issue_days_max: Option<u16>,
    /// The same for supplies to another country (T10).
    pub cross_border_issue_days_max: Option<u16>,
    /// Whether the other side confirms before an accepted invoice is taken back.
    pub confirms_red_letters: bool,
    /// Hours that it has for that (T11).
    pub red_letter_hours: u16,
}

/// VAT category, UNCL 5305 code (EN 16931 BT-118).
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Category {
    /// S, standard rated: any rate above zero.
    #[codec(index = 0)]
    Standard,
    /// Z, zero rated.
    #[codec(index = 1)]
    ZeroRated,
    /// E, exempt.
    #[codec(index = 2)]
    Exempt,
    /// AE, reverse charge: the buyer owes the tax.
    #[codec(index = 3)]
    ReverseCharge,
    /// K, supply within the European single market.
    #[codec(index = 4)]
    IntraCommunity,
    /// G, export outside the union.
    #[codec(index = 5)]
    Export,
    /// O, outside the scope of VAT.
    #[codec(index = 6)]
    OutOfScope,
}

/// An amount in minor units of a currency (ISO 4217): cents, pence, yen.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Money {
    /// Minor units; negative when owed the other way.
    pub amount_minor: i128,
    /// ISO 4217 currency.
    pub currency: typed::Currency,
}

/// A return that a taxpayer filed for a period.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Filing {
    /// Salted commitment to the return.
    pub commitment: typed::Hash,
    /// Time of the block.
    pub filed_at: typed::UnixSeconds,
}

/// The epochs of fingerprint keys in force.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Epochs {
    /// The newest.
    pub current: u32,
    /// The one before, until it ends.
    pub previous: Option<u32>,
}

/// What finds a document again without telling its number: HMAC-SHA-256 under a key that the participants share off the ledger.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Fingerprint {
    /// Epoch of the key.
    pub epoch: u32,
    /// The digest.
    pub hash: typed::Hash,
}

/// Kind of the document, UNTDID 1001 code (EN 16931 BT-3).
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Kind {
    /// 380, commercial invoice.
    #[codec(index = 0)]
    Invoice,
    /// 381, credit note. Its amounts are positive and reduce the invoice it refers to.
    #[codec(index = 1)]
    CreditNote,
    /// 384, corrected invoice. It replaces what remains of the invoice it refers to; with a negative total it reduces that invoice by its amounts.
    #[codec(index = 2)]
    Corrected,
    /// 386, prepayment invoice.
    #[codec(index = 3)]
    Prepayment,
    /// 389, self-billed invoice: the buyer issues, the seller accepts.
    #[codec(index = 4)]
    SelfBilled,
}

/// One line of the VAT breakdown (EN 16931 BG-23).
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
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
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
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

/// A document that a reference may mean.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Candidate {
    /// Its kind.
    pub kind: Kind,
    /// Its fingerprint, under any key.
    pub fingerprint: typed::Hash,
}

/// A reference to a preceding invoice (EN 16931 BG-3).
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Reference {
    /// What it may be. BT-25 gives a number without a kind, and the date may be missing, so several may be meant; the ledger decides which one is.
    pub candidates: Vec<Candidate>,
    /// Its issue date (BT-26), if stated.
    pub issue_date: Option<typed::CivilDate>,
}

/// Who bought.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Party {
    /// A taxpayer with an account on this ledger.
    #[codec(index = 0)]
    Account {
        /// The account.
        address: typed::Address,
    },
    /// Anybody else: a digest that is fresh for each invoice, so that two invoices to one natural person cannot be linked.
    #[codec(index = 1)]
    Pseudonym {
        /// SHA-256 commitment made off the ledger.
        hash: typed::Hash,
    },
}

/// A document to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct IssueRequest {
    /// Fingerprint of normalised seller, kind, number and fiscal year, under the current key.
    pub fingerprint: Fingerprint,
    /// The same under the previous key, while that is in force too.
    pub previous_fingerprint: Option<Fingerprint>,
    /// Kind (BT-3).
    pub kind: Kind,
    /// Issue date (BT-2).
    pub issue_date: typed::CivilDate,
    /// Date on which the tax becomes chargeable (BT-7).
    pub tax_point: typed::CivilDate,
    /// Currency of all amounts (BT-5).
    pub currency: typed::Currency,
    /// VAT breakdown (BG-23), each category and rate once.
    pub breakdown: Vec<CategoryAmount>,
    /// Totals (BG-22).
    pub totals: Totals,
    /// The preceding invoice (BG-3), if the document names one.
    pub preceding: Option<Reference>,
    /// The seller's account.
    pub seller: typed::Address,
    /// The buyer.
    pub buyer: Party,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: typed::Hash,
}

/// What a document does.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Effect {
    /// Stands for itself.
    #[codec(index = 0)]
    Original,
    /// Takes the place of what remains of the preceding invoice.
    #[codec(index = 1)]
    Replacement,
    /// Reduces the preceding invoice.
    #[codec(index = 2)]
    Reversal,
}

/// What issuing gives back; the same again when the same request is repeated.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Recorded {
    /// The document's key, by which all other methods name it; see `key::record_key`.
    pub key: typed::Hash,
    /// What the document does.
    pub effect: Effect,
    /// The invoice it refers to.
    pub preceding: Option<typed::Hash>,
    /// Time of the block that recorded it.
    pub recorded_at: typed::UnixSeconds,
}

/// What remains of one breakdown line after reversals, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
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

/// Where an invoice stands. Freezing and reversal are recorded beside it.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum State {
    /// Recorded; the other side has not answered.
    #[codec(index = 0)]
    Issued,
    /// The other side agrees.
    #[codec(index = 1)]
    Accepted,
    /// The other side objects; it may still accept.
    #[codec(index = 2)]
    Disputed,
    /// The buyer has deducted the tax.
    #[codec(index = 3)]
    DeductionConfirmed,
    /// An employer has reimbursed it; it can never be deducted.
    #[codec(index = 4)]
    Reimbursed,
    /// The buyer has claimed the tax back because the goods were exported.
    #[codec(index = 5)]
    ExportRefundClaimed,
    /// Its issuer has taken it back before acceptance, within the filing period.
    #[codec(index = 6)]
    Voided,
}

/// How much of an invoice later documents took back.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum ReversalStatus {
    /// Nothing.
    #[codec(index = 0)]
    NotReversed,
    /// Some of it.
    #[codec(index = 1)]
    PartlyReversed,
    /// All of it.
    #[codec(index = 2)]
    FullyReversed,
}

/// Where a red letter stands, as its invoice shows it.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct RedLetterMark {
    /// Last second in which the other side may confirm.
    pub deadline: typed::UnixSeconds,
    /// Whether it has.
    pub is_confirmed: bool,
}

/// A recorded document.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Invoice {
    /// SHA3-256 of the SCALE-encoded request: tells a repeated request from another one.
    pub content: typed::Hash,
    /// Newest epoch under which it was entered.
    pub epoch: u32,
    /// Kind.
    pub kind: Kind,
    /// What it does.
    pub effect: Effect,
    /// Issue date.
    pub issue_date: typed::CivilDate,
    /// Tax point.
    pub tax_point: typed::CivilDate,
    /// Currency of all amounts.
    pub currency: typed::Currency,
    /// Breakdown as issued.
    pub breakdown: Vec<CategoryAmount>,
    /// Totals as issued.
    pub totals: Totals,
    /// What remains of the breakdown; empty for a reversal.
    pub remaining: Vec<Remaining>,
    /// Rate at which reverse charge tax was moved to the buyer, basis points; 0 if none was.
    pub reverse_charge_rate_bp: u32,
    /// The preceding invoice.
    pub preceding: Option<typed::Hash>,
    /// The seller's account.
    pub seller: typed::Address,
    /// The buyer.
    pub buyer: Party,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: typed::Hash,
    /// Where it stands.
    pub state: State,
    /// How much was taken back.
    pub reversal: ReversalStatus,
    /// Frozen by the authority.
    pub frozen: bool,
    /// Tax that the buyer has deducted or claimed as an export refund, and not given back, minor units.
    pub deducted_minor: i128,
    /// Time of the block that recorded it.
    pub recorded_at: typed::UnixSeconds,
    /// The regime of its issuer when it was recorded.
    pub regime: Option<String>,
    /// Version of the regime's terms that it was recorded under; 0 if none was in force.
    pub terms_version: u32,
    /// The red letter that has been asked for, until it is used or withdrawn.
    pub red_letter: Option<RedLetterMark>,
}

/// The last row a reader has seen.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Cursor {
    /// Its issue date.
    pub issue_date: typed::CivilDate,
    /// Its key.
    pub key: typed::Hash,
}

/// One row of the authority's list.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct InvoiceRow {
    /// Key.
    pub key: typed::Hash,
    /// Issue date.
    pub issue_date: typed::CivilDate,
    /// Kind.
    pub kind: Kind,
    /// The seller's account.
    pub seller: typed::Address,
    /// Currency.
    pub currency: typed::Currency,
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

/// A taxpayer's running totals in one currency, minor units, net of reversals.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Position {
    /// Tax owed on own supplies and on reverse charge purchases.
    pub output_minor: i128,
    /// Tax on purchases, deducted or not.
    pub input_minor: i128,
    /// Tax on purchases that was deducted or claimed as an export refund; never above `input_minor`.
    pub deducted_minor: i128,
    /// Taxable amount supplied under reverse charge: the seller's side.
    pub reverse_charge_supplied_minor: i128,
    /// Taxable amount bought under reverse charge: the buyer's side.
    pub reverse_charge_bought_minor: i128,
}

/// The reverse charge rate from a day on, until the next entry.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct RatePeriod {
    /// First tax point for which it holds.
    pub from: typed::CivilDate,
    /// Rate in basis points.
    pub rate_bp: u32,
}

/// The last row of a rate table that a reader has seen.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct RateCursor {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
}

/// Days on which a rate is in force.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct InForce {
    /// First tax point.
    pub from: typed::CivilDate,
    /// Last one; `None` until it is ended.
    pub until: Option<typed::CivilDate>,
}

/// A category and rate of a regime's table.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct RateRow {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
    /// When it is in force, ascending.
    pub in_force: Vec<InForce>,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page {
    /// The items.
    pub items: Vec<RateRow>,
    /// The cursor of the next page.
    pub next: Option<RateCursor>,
}

/// Where a red letter stands. Whether it has lapsed follows from the time.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum RedLetterState {
    /// The other side has not answered.
    #[codec(index = 0)]
    Requested {
        /// Last second in which it may.
        deadline: typed::UnixSeconds,
    },
    /// The other side agrees.
    #[codec(index = 1)]
    Confirmed,
    /// Taken back by whoever asked.
    #[codec(index = 2)]
    Withdrawn,
    /// A document took the amounts back.
    #[codec(index = 3)]
    Used {
        /// The document.
        by_document: typed::Hash,
    },
}

/// A red letter: what one side asks to take back from an invoice, and the other confirms.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct RedLetter {
    /// What is to be taken back, as positive amounts.
    pub credits: Vec<CategoryAmount>,
    /// Salted commitment to the reason and whatever else was sent.
    pub commitment: typed::Hash,
    /// Who asked.
    pub by: typed::Address,
    /// When.
    pub requested_at: typed::UnixSeconds,
    /// Where it stands.
    pub state: RedLetterState,
}

/// What the buyer of an invoice still owes for it, for whoever finances it.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Receivable {
    /// The seller's account.
    pub seller: typed::Address,
    /// The currency.
    pub currency: typed::Currency,
    /// Amount due (BT-115) less what later documents took back, minor units; never below zero.
    pub open_minor: i128,
    /// Where the invoice stands.
    pub state: State,
    /// Frozen by the authority.
    pub frozen: bool,
}

/// The taxpayer and currency of the last row that a reader has seen.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct PeriodCursor {
    /// The taxpayer.
    pub account: typed::Address,
    /// The currency.
    pub currency: typed::Currency,
}

/// What one taxpayer's documents came to in one period and currency, minor units.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct PeriodRow {
    /// The taxpayer.
    pub account: typed::Address,
    /// The currency.
    pub currency: typed::Currency,
    /// The period.
    pub period: u32,
    /// Tax owed.
    pub output_minor: i128,
    /// Tax on purchases.
    pub input_minor: i128,
    /// Tax deducted.
    pub deducted_minor: i128,
    /// Tax owed less tax deducted.
    pub net_minor: i128,
    /// What counts against the quota.
    pub issued_minor: i128,
    /// Whether a return was filed.
    pub is_filed: bool,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page2 {
    /// The items.
    pub items: Vec<PeriodRow>,
    /// The cursor of the next page.
    pub next: Option<PeriodCursor>,
}

/// An invoice at a time.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct InvoiceAt {
    /// The time.
    pub time: typed::UnixSeconds,
    /// The invoice.
    pub key: typed::Hash,
}

/// A deduction that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct ReversedDeduction {
    /// When.
    pub time: typed::UnixSeconds,
    /// The document that took it back.
    pub later: typed::Hash,
    /// The invoice.
    pub key: typed::Hash,
    /// How much, minor units.
    pub deduction_minor: i128,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page3 {
    /// The items.
    pub items: Vec<ReversedDeduction>,
    /// The cursor of the next page.
    pub next: Option<InvoiceAt>,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page4 {
    /// The items.
    pub items: Vec<InvoiceAt>,
    /// The cursor of the next page.
    pub next: Option<InvoiceAt>,
}

/// How far an issuer's quota is used.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct QuotaRow {
    /// The issuer.
    pub account: typed::Address,
    /// The currency.
    pub currency: typed::Currency,
    /// The quota of the period, minor units.
    pub limit_minor: i128,
    /// What was issued in it, minor units.
    pub used_minor: i128,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page5 {
    /// The items.
    pub items: Vec<QuotaRow>,
    /// The cursor of the next page.
    pub next: Option<typed::Address>,
}

/// Some items in order, and where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Page6 {
    /// The items.
    pub items: Vec<InvoiceRow>,
    /// The cursor of the next page.
    pub next: Option<typed::Hash>,
}

/// An arithmetic rule of EN 16931-1:2017, by its published id.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Rule {
    /// BR-CO-13: total without VAT = lines - allowances + charges.
    #[codec(index = 0)]
    BrCo13,
    /// BR-CO-14: total VAT = sum of the breakdown's tax amounts.
    #[codec(index = 1)]
    BrCo14,
    /// BR-CO-15: total with VAT = total without VAT + total VAT.
    #[codec(index = 2)]
    BrCo15,
    /// BR-CO-16: amount due = total with VAT - paid + rounding.
    #[codec(index = 3)]
    BrCo16,
    /// BR-CO-17: tax of a category = taxable amount x rate, rounded half away from zero to the minor unit. For category S this is BR-S-09.
    #[codec(index = 4)]
    BrCo17,
    /// BR-CO-18: at least one line in the breakdown.
    #[codec(index = 5)]
    BrCo18,
    /// BR-S-08 and its likes for the other categories, summed over all of them: the taxable amounts add up to the total without VAT.
    #[codec(index = 6)]
    BrS08,
}

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VatInvoiceError {
    /// 1: The caller has none of the roles that this needs.
    NotAuthorised,
    /// 2: There is no record of this id.
    UnknownId,
    /// 3: There is a record of this id already.
    AlreadyExists,
    /// 4: The record's state does not allow this.
    WrongState,
    /// 5: An amount must be above zero.
    AmountNotPositive,
    /// 6: Amounts of two currencies cannot be added or compared.
    CurrencyMismatch,
    /// 7: A result does not fit its type.
    Overflow,
    /// 8: Two dates are in the wrong order.
    DateOrder,
    /// 9: A value is not of the form that its field asks for.
    BadFormat,
    /// 10: A value is longer or greater than allowed.
    TooLarge,
    /// 11: The caller saw an older version of the record.
    StaleVersion,
    /// 12: The record is frozen.
    Frozen,
    /// 13: The request was made before with other contents.
    DuplicateRequestDifferentContent,
    /// 14: The arguments are not the encoding of this method's arguments.
    BadArguments,
    /// 15: A contract that this one called refused.
    CalleeRefused {
        /// The code that it gave.
        code: u32,
    },
    /// 16: A contract that this one called trapped or ran out of the gas that it was given.
    CalleeHalted,
    /// 17: A contract that this one called returned something that its interface does not say.
    CalleeBrokeInterface,
    /// 100: The issuer has recorded another document of this kind, number and fiscal year (T2).
    DuplicateInvoice,
    /// 101: The amounts break a rule of EN 16931 (T3).
    TotalsMismatch {
        /// The rule.
        rule: Rule,
    },
    /// 102: A rate or a tax that this category cannot have (T4).
    WrongCategoryTax {
        /// The category.
        category: Category,
    },
    /// 103: A category and rate twice in one breakdown.
    RepeatedCategory {
        /// The category.
        category: Category,
    },
    /// 104: The issue date is after the date of the block.
    FutureIssueDate,
    /// 105: A credit, or an invoice with a negative total, tax or reverse charge tax, that reduces no preceding invoice (T1).
    NegativeWithoutReference,
    /// 106: A corrected invoice that names no preceding invoice.
    ReferenceMissing,
    /// 107: The preceding invoice is not on this ledger (T5).
    ReferenceUnknown,
    /// 108: The preceding document is a credit, or is of other parties or of another date.
    ReferenceMismatch,
    /// 109: More would be taken back than remains of this category and rate (T5).
    ReversalExceedsRemaining {
        /// The category.
        category: Category,
        /// Its rate in basis points.
        rate_bp: u32,
    },
    /// 110: The invoice's tax as a whole would fall below zero although no category does (T1).
    RemainingTaxNegative,
    /// 111: What the buyer deducted for this invoice would fall below zero (T6).
    DeductionNegative,
    /// 112: The tax was deducted already (T7).
    AlreadyDeducted,
    /// 113: The caller is not the buyer that the invoice names (T7).
    NotTheBuyer,
    /// 114: The invoice was reimbursed already (T7, T8).
    AlreadyReimbursed,
    /// 115: A credit carries nothing that could be deducted or reimbursed (T7).
    NotDeductible,
    /// 116: No tax remains that could be deducted.
    NothingToDeduct,
    /// 117: Reverse charge needs a buyer with an account and the buyer's role (T4).
    ReverseChargeNeedsBuyer,
    /// 118: On the tax point, the category and rate are not in the issuer's rate table, or no reverse charge rate is in force (T12).
    RateNotInForce,
    /// 119: Seller and buyer are the same account.
    SameParty,
    /// 120: A self-billed invoice cannot be negative: that would be a self-billed credit note (UNTDID 1001 code 261), which this contract does not take.
    NegativeSelfBilled,
    /// 121: Several recorded invoices may be meant by the reference (T5).
    ReferenceAmbiguous,
    /// 122: The authority writes no business state: its role goes with no other one.
    RoleConflict,
    /// 123: Taking back negative amounts would raise the tax, and what the buyer deducted (T7).
    ReversalRaisesTax,
    /// 124: Nothing remains of the preceding invoice: a further correction names the document that replaced it (T8).
    NothingToReplace,
    /// 125: The tax point is more than 366 days after the issue date.
    TaxPointTooLate,
    /// 126: A document has one fingerprint for each epoch in force, and no other.
    EpochNotInForce,
    /// 127: The tax point lies in a closed period, which only corrections may touch (T13).
    PeriodClosed,
    /// 128: More would be issued in this period than the issuer's quota allows (T9).
    QuotaExceeded {
        /// What may still be issued in this currency, minor units.
        left_minor: i128,
    },
    /// 129: A quota below what was issued in the period already (T9).
    QuotaBelowUsed {
        /// What was issued, minor units.
        used_minor: i128,
    },
    /// 130: Issued more days after the tax point than the issuer's regime allows (T10).
    IssuedTooLate {
        /// Most days.
        days_max: u16,
    },
    /// 131: A red letter is asked for or confirmed: until it is used, withdrawn or has lapsed, the invoice is not used otherwise (T11).
    RedLetterPending,
    /// 132: The other side did not confirm in time (T11).
    RedLetterLapsed,
    /// 133: The issuer's regime demands that the other side confirms a red letter first (T11).
    RedLetterNotConfirmed,
    /// 134: The document takes back something else than the confirmed red letter says (T11).
    RedLetterMismatch,
    /// 135: The tax was claimed as an export refund already (T7).
    ExportRefundClaimed,
    /// A refusal that the description does not list, or one with other data.
    Other { code: u32, data: Vec<u8> },
}

impl VatInvoiceError {
    /// The error of a refusal's code and data.
    pub fn decode(code: u32, data: &[u8]) -> Self {
        let known = match code {
            1 => typed::whole(data, |_| Ok(Self::NotAuthorised)),
            2 => typed::whole(data, |_| Ok(Self::UnknownId)),
            3 => typed::whole(data, |_| Ok(Self::AlreadyExists)),
            4 => typed::whole(data, |_| Ok(Self::WrongState)),
            5 => typed::whole(data, |_| Ok(Self::AmountNotPositive)),
            6 => typed::whole(data, |_| Ok(Self::CurrencyMismatch)),
            7 => typed::whole(data, |_| Ok(Self::Overflow)),
            8 => typed::whole(data, |_| Ok(Self::DateOrder)),
            9 => typed::whole(data, |_| Ok(Self::BadFormat)),
            10 => typed::whole(data, |_| Ok(Self::TooLarge)),
            11 => typed::whole(data, |_| Ok(Self::StaleVersion)),
            12 => typed::whole(data, |_| Ok(Self::Frozen)),
            13 => typed::whole(data, |_| Ok(Self::DuplicateRequestDifferentContent)),
            14 => typed::whole(data, |_| Ok(Self::BadArguments)),
            15 => typed::whole(data, |input| Ok(Self::CalleeRefused { code: typed::codec::Decode::decode(input)? })),
            16 => typed::whole(data, |_| Ok(Self::CalleeHalted)),
            17 => typed::whole(data, |_| Ok(Self::CalleeBrokeInterface)),
            100 => typed::whole(data, |_| Ok(Self::DuplicateInvoice)),
            101 => typed::whole(data, |input| Ok(Self::TotalsMismatch { rule: typed::codec::Decode::decode(input)? })),
            102 => typed::whole(data, |input| Ok(Self::WrongCategoryTax { category: typed::codec::Decode::decode(input)? })),
            103 => typed::whole(data, |input| Ok(Self::RepeatedCategory { category: typed::codec::Decode::decode(input)? })),
            104 => typed::whole(data, |_| Ok(Self::FutureIssueDate)),
            105 => typed::whole(data, |_| Ok(Self::NegativeWithoutReference)),
            106 => typed::whole(data, |_| Ok(Self::ReferenceMissing)),
            107 => typed::whole(data, |_| Ok(Self::ReferenceUnknown)),
            108 => typed::whole(data, |_| Ok(Self::ReferenceMismatch)),
            109 => typed::whole(data, |input| Ok(Self::ReversalExceedsRemaining { category: typed::codec::Decode::decode(input)?, rate_bp: typed::codec::Decode::decode(input)? })),
            110 => typed::whole(data, |_| Ok(Self::RemainingTaxNegative)),
            111 => typed::whole(data, |_| Ok(Self::DeductionNegative)),
            112 => typed::whole(data, |_| Ok(Self::AlreadyDeducted)),
            113 => typed::whole(data, |_| Ok(Self::NotTheBuyer)),
            114 => typed::whole(data, |_| Ok(Self::AlreadyReimbursed)),
            115 => typed::whole(data, |_| Ok(Self::NotDeductible)),
            116 => typed::whole(data, |_| Ok(Self::NothingToDeduct)),
            117 => typed::whole(data, |_| Ok(Self::ReverseChargeNeedsBuyer)),
            118 => typed::whole(data, |_| Ok(Self::RateNotInForce)),
            119 => typed::whole(data, |_| Ok(Self::SameParty)),
            120 => typed::whole(data, |_| Ok(Self::NegativeSelfBilled)),
            121 => typed::whole(data, |_| Ok(Self::ReferenceAmbiguous)),
            122 => typed::whole(data, |_| Ok(Self::RoleConflict)),
            123 => typed::whole(data, |_| Ok(Self::ReversalRaisesTax)),
            124 => typed::whole(data, |_| Ok(Self::NothingToReplace)),
            125 => typed::whole(data, |_| Ok(Self::TaxPointTooLate)),
            126 => typed::whole(data, |_| Ok(Self::EpochNotInForce)),
            127 => typed::whole(data, |_| Ok(Self::PeriodClosed)),
            128 => typed::whole(data, |input| Ok(Self::QuotaExceeded { left_minor: typed::codec::Decode::decode(input)? })),
            129 => typed::whole(data, |input| Ok(Self::QuotaBelowUsed { used_minor: typed::codec::Decode::decode(input)? })),
            130 => typed::whole(data, |input| Ok(Self::IssuedTooLate { days_max: typed::codec::Decode::decode(input)? })),
            131 => typed::whole(data, |_| Ok(Self::RedLetterPending)),
            132 => typed::whole(data, |_| Ok(Self::RedLetterLapsed)),
            133 => typed::whole(data, |_| Ok(Self::RedLetterNotConfirmed)),
            134 => typed::whole(data, |_| Ok(Self::RedLetterMismatch)),
            135 => typed::whole(data, |_| Ok(Self::ExportRefundClaimed)),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Other { code, data: data.to_vec() })
    }
}

/// What a call told the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VatInvoiceEvent {
    /// A role was given to an account.
    RoleGranted {
        /// The role.
        role: Role,
        /// The account.
        account: typed::Address,
        /// The authority.
        by: typed::Address,
    },
    /// A role was taken from an account.
    RoleRevoked {
        /// The role.
        role: Role,
        /// The account.
        account: typed::Address,
        /// The authority.
        by: typed::Address,
    },
    /// The reverse charge rate changes from a day on.
    RateSet {
        /// First tax point.
        from: typed::CivilDate,
        /// Rate in basis points.
        rate_bp: u32,
        /// The authority.
        by: typed::Address,
    },
    /// Other epochs of fingerprint keys are in force.
    EpochsChanged {
        /// The newest epoch.
        current: u32,
        /// The one before, until it ends.
        previous: Option<u32>,
        /// The authority.
        by: typed::Address,
    },
    /// A document of an earlier epoch was entered under the current one too.
    EnteredAgain {
        /// Its key, which stays.
        key: typed::Hash,
        /// The current epoch.
        epoch: u32,
        /// Who issued it.
        by: typed::Address,
    },
    /// A document was recorded.
    Issued {
        /// Its key.
        key: typed::Hash,
        /// Its kind.
        kind: Kind,
        /// The seller's account.
        seller: typed::Address,
        /// Tax as issued, minor units.
        tax_minor: i128,
        /// Currency of the tax.
        currency: typed::Currency,
        /// Who issued it: the seller, or the buyer of a self-billed invoice.
        by: typed::Address,
    },
    /// Output tax went from seller to buyer by reverse charge; negative when it is taken back.
    OutputTaxMoved {
        /// The invoice.
        key: typed::Hash,
        /// The seller's account.
        seller: typed::Address,
        /// The buyer's account.
        buyer: typed::Address,
        /// Tax moved, minor units.
        tax_minor: i128,
    },
    /// The other side agreed.
    Accepted {
        /// The invoice.
        key: typed::Hash,
        /// Who accepted.
        by: typed::Address,
    },
    /// The other side objected.
    Disputed {
        /// The invoice.
        key: typed::Hash,
        /// Who objected.
        by: typed::Address,
    },
    /// The buyer deducted the tax.
    DeductionConfirmed {
        /// The invoice.
        key: typed::Hash,
        /// Tax deducted, minor units.
        tax_minor: i128,
        /// The buyer.
        by: typed::Address,
    },
    /// An employer reimbursed the invoice.
    Reimbursed {
        /// The invoice.
        key: typed::Hash,
        /// The employer.
        by: typed::Address,
    },
    /// A later document took an invoice back, in whole or in part.
    Reversed {
        /// The invoice.
        key: typed::Hash,
        /// The later document.
        later: typed::Hash,
        /// Taxable amount taken back, minor units.
        taxable_minor: i128,
        /// Tax taken back from the seller, minor units.
        tax_minor: i128,
        /// Deduction taken back from the buyer, minor units.
        deduction_minor: i128,
        /// Who issued the later document.
        by: typed::Address,
    },
    /// The authority froze an invoice.
    Frozen {
        /// The invoice.
        key: typed::Hash,
        /// The authority.
        by: typed::Address,
    },
    /// The authority lifted the freeze of an invoice.
    Unfrozen {
        /// The invoice.
        key: typed::Hash,
        /// The authority.
        by: typed::Address,
    },
    /// An account issues under this regime from now on.
    RegimeSet {
        /// The account; `None`: every one that has no other.
        account: Option<typed::Address>,
        /// The regime.
        regime: String,
        /// The authority.
        by: typed::Address,
    },
    /// A regime has new terms.
    TermsSet {
        /// The regime.
        regime: String,
        /// Their version.
        version: u32,
        /// First tax point for which they hold.
        from: typed::CivilDate,
        /// The authority.
        by: typed::Address,
    },
    /// A rate begins.
    RateBegun {
        /// The regime.
        regime: String,
        /// The category.
        category: Category,
        /// The rate in basis points.
        rate_bp: u32,
        /// First tax point.
        from: typed::CivilDate,
        /// The authority.
        by: typed::Address,
    },
    /// A rate ends.
    RateEnded {
        /// The regime.
        regime: String,
        /// The category.
        category: Category,
        /// The rate in basis points.
        rate_bp: u32,
        /// Last tax point.
        until: typed::CivilDate,
        /// The authority.
        by: typed::Address,
    },
    /// An issuer has another quota from a period on.
    QuotaSet {
        /// The issuer.
        account: typed::Address,
        /// The currency.
        currency: typed::Currency,
        /// The first period.
        from: u32,
        /// The quota of each period, minor units.
        limit_minor: i128,
        /// The authority.
        by: typed::Address,
    },
    /// A period was closed, and all before it.
    PeriodClosed {
        /// The period.
        period: u32,
        /// The authority.
        by: typed::Address,
    },
    /// A taxpayer filed its return.
    ReturnFiled {
        /// The period.
        period: u32,
        /// Salted commitment to the return.
        commitment: typed::Hash,
        /// The taxpayer.
        by: typed::Address,
    },
    /// Its issuer voided an invoice.
    Voided {
        /// The invoice.
        key: typed::Hash,
        /// Who issued it.
        by: typed::Address,
    },
    /// The buyer claimed the tax back because the goods were exported.
    ExportRefundClaimed {
        /// The invoice.
        key: typed::Hash,
        /// Tax claimed, minor units.
        tax_minor: i128,
        /// The buyer.
        by: typed::Address,
    },
    /// One side asks to take an invoice back.
    RedLetterRequested {
        /// The invoice.
        key: typed::Hash,
        /// Last second in which the other side may confirm.
        deadline: typed::UnixSeconds,
        /// Who asks.
        by: typed::Address,
    },
    /// The other side agrees to a red letter.
    RedLetterConfirmed {
        /// The invoice.
        key: typed::Hash,
        /// Who agrees.
        by: typed::Address,
    },
    /// Whoever asked for a red letter takes it back.
    RedLetterWithdrawn {
        /// The invoice.
        key: typed::Hash,
        /// Who asked.
        by: typed::Address,
    },
    /// A lender may read an invoice.
    Shared {
        /// The invoice.
        key: typed::Hash,
        /// The lender.
        lender: typed::Address,
        /// The seller.
        by: typed::Address,
    },
    /// A lender may no longer read an invoice.
    Unshared {
        /// The invoice.
        key: typed::Hash,
        /// The lender.
        lender: typed::Address,
        /// The seller.
        by: typed::Address,
    },
}

impl VatInvoiceEvent {
    /// The event of a name and data; `None` when the description does not have it so.
    pub fn decode(name: &str, data: &[u8]) -> Option<Self> {
        match name {
            "RoleGranted" => typed::whole(data, |input| Ok(Self::RoleGranted { role: typed::codec::Decode::decode(input)?, account: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RoleRevoked" => typed::whole(data, |input| Ok(Self::RoleRevoked { role: typed::codec::Decode::decode(input)?, account: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RateSet" => typed::whole(data, |input| Ok(Self::RateSet { from: typed::codec::Decode::decode(input)?, rate_bp: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "EpochsChanged" => typed::whole(data, |input| Ok(Self::EpochsChanged { current: typed::codec::Decode::decode(input)?, previous: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "EnteredAgain" => typed::whole(data, |input| Ok(Self::EnteredAgain { key: typed::codec::Decode::decode(input)?, epoch: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Issued" => typed::whole(data, |input| Ok(Self::Issued { key: typed::codec::Decode::decode(input)?, kind: typed::codec::Decode::decode(input)?, seller: typed::codec::Decode::decode(input)?, tax_minor: typed::codec::Decode::decode(input)?, currency: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "OutputTaxMoved" => typed::whole(data, |input| Ok(Self::OutputTaxMoved { key: typed::codec::Decode::decode(input)?, seller: typed::codec::Decode::decode(input)?, buyer: typed::codec::Decode::decode(input)?, tax_minor: typed::codec::Decode::decode(input)? })),
            "Accepted" => typed::whole(data, |input| Ok(Self::Accepted { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Disputed" => typed::whole(data, |input| Ok(Self::Disputed { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "DeductionConfirmed" => typed::whole(data, |input| Ok(Self::DeductionConfirmed { key: typed::codec::Decode::decode(input)?, tax_minor: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Reimbursed" => typed::whole(data, |input| Ok(Self::Reimbursed { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Reversed" => typed::whole(data, |input| Ok(Self::Reversed { key: typed::codec::Decode::decode(input)?, later: typed::codec::Decode::decode(input)?, taxable_minor: typed::codec::Decode::decode(input)?, tax_minor: typed::codec::Decode::decode(input)?, deduction_minor: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Frozen" => typed::whole(data, |input| Ok(Self::Frozen { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Unfrozen" => typed::whole(data, |input| Ok(Self::Unfrozen { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RegimeSet" => typed::whole(data, |input| Ok(Self::RegimeSet { account: typed::codec::Decode::decode(input)?, regime: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "TermsSet" => typed::whole(data, |input| Ok(Self::TermsSet { regime: typed::codec::Decode::decode(input)?, version: typed::codec::Decode::decode(input)?, from: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RateBegun" => typed::whole(data, |input| Ok(Self::RateBegun { regime: typed::codec::Decode::decode(input)?, category: typed::codec::Decode::decode(input)?, rate_bp: typed::codec::Decode::decode(input)?, from: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RateEnded" => typed::whole(data, |input| Ok(Self::RateEnded { regime: typed::codec::Decode::decode(input)?, category: typed::codec::Decode::decode(input)?, rate_bp: typed::codec::Decode::decode(input)?, until: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "QuotaSet" => typed::whole(data, |input| Ok(Self::QuotaSet { account: typed::codec::Decode::decode(input)?, currency: typed::codec::Decode::decode(input)?, from: typed::codec::Decode::decode(input)?, limit_minor: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "PeriodClosed" => typed::whole(data, |input| Ok(Self::PeriodClosed { period: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "ReturnFiled" => typed::whole(data, |input| Ok(Self::ReturnFiled { period: typed::codec::Decode::decode(input)?, commitment: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Voided" => typed::whole(data, |input| Ok(Self::Voided { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "ExportRefundClaimed" => typed::whole(data, |input| Ok(Self::ExportRefundClaimed { key: typed::codec::Decode::decode(input)?, tax_minor: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RedLetterRequested" => typed::whole(data, |input| Ok(Self::RedLetterRequested { key: typed::codec::Decode::decode(input)?, deadline: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RedLetterConfirmed" => typed::whole(data, |input| Ok(Self::RedLetterConfirmed { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "RedLetterWithdrawn" => typed::whole(data, |input| Ok(Self::RedLetterWithdrawn { key: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Shared" => typed::whole(data, |input| Ok(Self::Shared { key: typed::codec::Decode::decode(input)?, lender: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            "Unshared" => typed::whole(data, |input| Ok(Self::Unshared { key: typed::codec::Decode::decode(input)?, lender: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            _ => None,
        }
    }
}

/// Invoices under value added tax: recorded once, deducted once, corrected by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatInvoice {
    /// Where the contract is.
    pub address: typed::Address,
}

impl VatInvoice {
    /// A deployment of the contract's module. Names the tax authority.
    pub fn deploy(module_code: Vec<u8>, authority: typed::Address) -> typed::Call {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&authority, &mut encoded_arguments);
        typed::Call::Deploy { code: module_code, args: encoded_arguments }
    }

    /// Gives an account a role. The roles of authority and auditor go with no other one. One taxpayer has one account: numbers are unique for each account (T2).
    pub fn grant(&self, role: Role, account: typed::Address) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&role, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "grant", encoded_arguments)
    }

    /// Takes a role from an account. The authority cannot take its own.
    pub fn revoke(&self, role: Role, account: typed::Address) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&role, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "revoke", encoded_arguments)
    }

    /// Sets the reverse charge rate from a tax point on; recorded invoices keep theirs.
    pub fn set_reverse_charge_rate(&self, from: typed::CivilDate, rate_bp: u32) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&from, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&rate_bp, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "set_reverse_charge_rate", encoded_arguments)
    }

    /// Adds terms of a regime, the first of which make it known; returns their version.
    pub fn set_terms(&self, regime: String, terms: Terms) -> typed::MethodCall<u32> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&terms, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "set_terms", encoded_arguments)
    }

    /// Puts an account under a regime, or with `None` every account that has no other. The regime's terms and rates then hold for what it issues.
    pub fn set_regime(&self, account: Option<typed::Address>, regime: String) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "set_regime", encoded_arguments)
    }

    /// Begins a rate in a regime's table (T12); recorded invoices are not asked again.
    pub fn begin_rate(&self, regime: String, category: Category, rate_bp: u32, from: typed::CivilDate) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&category, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&rate_bp, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&from, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "begin_rate", encoded_arguments)
    }

    /// Ends a rate of a regime's table after a tax point.
    pub fn end_rate(&self, regime: String, category: Category, rate_bp: u32, until: typed::CivilDate) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&category, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&rate_bp, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&until, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "end_rate", encoded_arguments)
    }

    /// Sets what an issuer may issue in each period from one on (T9): never below what it has issued in the current one.
    pub fn set_quota(&self, account: typed::Address, from: u32, limit: Money) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&from, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "set_quota", encoded_arguments)
    }

    /// Closes a period that has ended, and all before it (T13).
    pub fn close_period(&self, period: u32) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&period, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "close_period", encoded_arguments)
    }

    /// Files the return of a period that has ended. The same one again changes nothing.
    pub fn file_return(&self, period: u32, commitment: typed::Hash) -> typed::MethodCall<Filing> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&period, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&commitment, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "file_return", encoded_arguments)
    }

    /// Begins the next epoch of fingerprint keys. The current one goes on beside it: until it ends, every document is entered under both.
    pub fn begin_epoch(&self) -> typed::MethodCall<Epochs> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "begin_epoch", encoded_arguments)
    }

    /// Ends the previous epoch. A document that was not entered again is no longer found by its number: neither a repeated number nor a reference meets it.
    pub fn end_epoch(&self) -> typed::MethodCall<Epochs> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "end_epoch", encoded_arguments)
    }

    /// Enters a document of an earlier epoch under the current one too, as its issuer.
    pub fn enter_again(&self, key: typed::Hash, fingerprint: Fingerprint) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&fingerprint, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "enter_again", encoded_arguments)
    }

    /// Records a document. The same request again gives the same result and changes nothing.
    pub fn issue(&self, request: IssueRequest) -> typed::MethodCall<Recorded> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&request, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "issue", encoded_arguments)
    }

    /// Agrees to an invoice as its other side.
    pub fn accept(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "accept", encoded_arguments)
    }

    /// Objects to an invoice as its other side.
    pub fn dispute(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "dispute", encoded_arguments)
    }

    /// Takes an invoice back before it is accepted and before its period is closed, as whoever issued it. Its number stays taken.
    pub fn void(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "void", encoded_arguments)
    }

    /// Deducts the tax that remains, as the buyer named in the invoice; returns minor units.
    pub fn confirm_deduction(&self, key: typed::Hash) -> typed::MethodCall<i128> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "confirm_deduction", encoded_arguments)
    }

    /// Claims the tax that remains back because the goods were exported, as the buyer named in the invoice and in place of a deduction; returns minor units.
    pub fn claim_export_refund(&self, key: typed::Hash) -> typed::MethodCall<i128> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "claim_export_refund", encoded_arguments)
    }

    /// Reimburses an invoice as an employer: once, and never after a deduction.
    pub fn reimburse(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "reimburse", encoded_arguments)
    }

    /// Asks to take these amounts back from an invoice, as one of its sides (T11). Until the request is used or withdrawn or has lapsed, nothing else is done with the invoice. Returns the last second in which the other side may confirm.
    pub fn request_red_letter(&self, key: typed::Hash, credits: Vec<CategoryAmount>, commitment: typed::Hash) -> typed::MethodCall<typed::UnixSeconds> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&credits, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&commitment, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "request_red_letter", encoded_arguments)
    }

    /// Confirms what the other side asks to take back.
    pub fn confirm_red_letter(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "confirm_red_letter", encoded_arguments)
    }

    /// Takes the own request back, confirmed or not, before a document has used it.
    pub fn withdraw_red_letter(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "withdraw_red_letter", encoded_arguments)
    }

    /// Lets a lender read an invoice, as its seller.
    pub fn share(&self, key: typed::Hash, lender: typed::Address) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&lender, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "share", encoded_arguments)
    }

    /// Ends that.
    pub fn unshare(&self, key: typed::Hash, lender: typed::Address) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&lender, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "unshare", encoded_arguments)
    }

    /// Stops everything about an invoice, whatever its state.
    pub fn freeze(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "freeze", encoded_arguments)
    }

    /// Lifts a freeze.
    pub fn unfreeze(&self, key: typed::Hash) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "unfreeze", encoded_arguments)
    }

    /// A recorded document.
    pub fn invoice(&self, key: typed::Hash) -> typed::MethodCall<Invoice> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "invoice", encoded_arguments)
    }

    /// The key of the document of this issuer, kind and fingerprint.
    pub fn key(&self, issuer: typed::Address, kind: Kind, fingerprint: typed::Hash) -> typed::MethodCall<typed::Hash> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&issuer, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&kind, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&fingerprint, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "key", encoded_arguments)
    }

    /// The epochs of fingerprint keys in force.
    pub fn epochs(&self) -> typed::MethodCall<Epochs> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "epochs", encoded_arguments)
    }

    /// Documents by issue date and key after a row, at most 100.
    pub fn list(&self, after: Option<Cursor>, limit: u32) -> typed::MethodCall<Vec<InvoiceRow>> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "list", encoded_arguments)
    }

    /// A taxpayer's running totals in one currency.
    pub fn position(&self, account: typed::Address, currency: typed::Currency) -> typed::MethodCall<Position> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&currency, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "position", encoded_arguments)
    }

    /// The reverse charge rates, ascending.
    pub fn reverse_charge_rates(&self) -> typed::MethodCall<Vec<RatePeriod>> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "reverse_charge_rates", encoded_arguments)
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: typed::Address) -> typed::MethodCall<bool> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&role, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "has_role", encoded_arguments)
    }

    /// The terms of a regime, in the order of their versions from 1.
    pub fn terms(&self, regime: String) -> typed::MethodCall<Vec<Terms>> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "terms", encoded_arguments)
    }

    /// The regime that an account issues under.
    pub fn regime(&self, account: typed::Address) -> typed::MethodCall<Option<String>> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "regime", encoded_arguments)
    }

    /// A page of a regime's rates, by category and rate.
    pub fn rates(&self, regime: String, after: Option<RateCursor>, limit: u32) -> typed::MethodCall<Page> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&regime, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "rates", encoded_arguments)
    }

    /// The last closed period; 0 while none is.
    pub fn closed_through(&self) -> typed::MethodCall<u32> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "closed_through", encoded_arguments)
    }

    /// The newest red letter of an invoice.
    pub fn red_letter(&self, key: typed::Hash) -> typed::MethodCall<RedLetter> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "red_letter", encoded_arguments)
    }

    /// What the buyer of an invoice still owes for it.
    pub fn receivable(&self, key: typed::Hash) -> typed::MethodCall<Receivable> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "receivable", encoded_arguments)
    }

    /// A document whose seller lets the calling lender read it.
    pub fn shared_invoice(&self, key: typed::Hash) -> typed::MethodCall<Invoice> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "shared_invoice", encoded_arguments)
    }

    /// What taxpayers owe and deducted in a period, by account and currency.
    pub fn totals_in(&self, period: u32, after: Option<PeriodCursor>, limit: u32) -> typed::MethodCall<Page2> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&period, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "totals_in", encoded_arguments)
    }

    /// Of a page of these, taxpayers that owe at least so much and filed no return: issued high, filed none. A page may be empty and have a next one.
    pub fn unfiled_in(&self, period: u32, at_least_minor: i128, after: Option<PeriodCursor>, limit: u32) -> typed::MethodCall<Page2> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&period, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&at_least_minor, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "unfiled_in", encoded_arguments)
    }

    /// Deductions that were taken back, by time.
    pub fn reversed_deductions(&self, after: Option<InvoiceAt>, limit: u32) -> typed::MethodCall<Page3> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "reversed_deductions", encoded_arguments)
    }

    /// Invoices whose red letter was not confirmed in time, by deadline.
    pub fn lapsed_red_letters(&self, after: Option<InvoiceAt>, limit: u32) -> typed::MethodCall<Page4> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "lapsed_red_letters", encoded_arguments)
    }

    /// Of a page of issuers with a quota, those that have used more than so many percent of it in a period. A page may be empty and have a next one.
    pub fn quotas_above(&self, period: u32, percent: u32, after: Option<typed::Address>, limit: u32) -> typed::MethodCall<Page5> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&period, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&percent, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&after, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "quotas_above", encoded_arguments)
    }

    /// A document and those that it refers to, one after the other, to the root.
    pub fn chain(&self, key: typed::Hash, limit: u32) -> typed::MethodCall<Page6> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&key, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&limit, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "chain", encoded_arguments)
    }
}
