//! What goes in and out.

use sandpact_sdk::prelude::*;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants roles, keeps the epochs of fingerprints; writes no business state.
    Admin,
    /// Registers receivables of its own and says who may finance them.
    Seller,
    /// Finances, says what was repaid, asks.
    Bank,
    /// Reads everything.
    Regulator,
    /// A contract that examines documents, which learns whether another bank finances.
    Examiner,
}

/// What finds a receivable again without telling its number: HMAC-SHA-256 of seller, number and
/// year under a key that the participants share off the ledger.
#[message]
#[derive(Copy)]
pub struct Fingerprint {
    /// Epoch of the key.
    pub epoch: u32,
    /// The digest.
    pub hash: Hash,
}

/// The epochs of fingerprint keys in force. While two are, a receivable is entered under both.
#[message]
#[derive(Copy)]
pub struct Epochs {
    /// The newest.
    pub current: u32,
    /// The one before, until it ends.
    pub previous: Option<u32>,
}

/// A receivable to be registered.
#[message]
pub struct RegisterRequest {
    /// Under the current key.
    pub fingerprint: Fingerprint,
    /// Under the previous key, while that is in force too.
    pub previous_fingerprint: Option<Fingerprint>,
    /// Key of the invoice in `vat_invoice`.
    pub invoice: Hash,
}

/// Where a receivable stands.
#[message]
pub enum State {
    /// Nobody finances it.
    Registered,
    /// A bank does.
    Financed,
    /// The bank got its money back.
    Repaid,
    /// The bank let it go without: another may finance it.
    Released,
}

/// Who finances a receivable. Only that bank, the seller and a regulator see it.
#[message]
#[derive(Copy)]
pub struct Financing {
    /// The bank's account.
    pub bank: Address,
    /// What it advanced, minor units.
    pub amount_minor: i128,
    /// What of that it got back, minor units.
    pub repaid_minor: i128,
    /// When it said so.
    pub financed_at: UnixSeconds,
}

/// A registered receivable.
#[message]
pub struct Receivable {
    /// Newest epoch under which it was entered.
    pub epoch: u32,
    /// SHA3-256 of the SCALE-encoded request: tells a repeated request from another one.
    pub content: Hash,
    /// Key of the invoice in `vat_invoice`.
    pub invoice: Hash,
    /// The seller's account.
    pub seller: Address,
    /// The invoice's currency.
    pub currency: Currency,
    /// Where it stands.
    pub state: State,
    /// Who finances it, or last did.
    pub financing: Option<Financing>,
    /// Time of the block that registered it.
    pub registered_at: UnixSeconds,
}

/// Why a receivable cannot be financed, without telling by whom or how much.
#[message]
pub enum ReasonClass {
    /// It is not registered under this fingerprint.
    Unknown,
    /// It is financed already, or was repaid.
    Taken,
    /// Less remains of the invoice, or the currency is another one.
    Amount,
    /// The invoice is disputed, voided, frozen or not agreed to.
    Invoice,
}

/// What a bank learns.
#[message]
pub struct Answer {
    /// Whether the amount can be financed now.
    pub can_finance: bool,
    /// Why not.
    pub reason: Option<ReasonClass>,
}

/// What a bank has outstanding in one currency.
#[message]
#[derive(Copy)]
pub struct Exposure {
    /// Receivables that it finances.
    pub count: u64,
    /// What it has advanced and not got back, minor units.
    pub open_minor: i128,
}

/// The same with whose.
#[message]
pub struct ExposureRow {
    /// The bank's or the seller's account.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
    /// How much.
    pub exposure: Exposure,
}

/// The last row of exposures that a reader has seen.
#[message]
pub struct ExposureCursor {
    /// The account.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
}

/// A receivable and its key.
#[message]
pub struct ReceivableRow {
    /// The key.
    pub key: Hash,
    /// The record.
    pub receivable: Receivable,
}

impl Epochs {
    /// What is in force on a new ledger.
    pub const FIRST: Self = Self { current: 1, previous: None };
}

impl Exposure {
    /// Nothing.
    pub const ZERO: Self = Self { count: 0, open_minor: 0 };
}
