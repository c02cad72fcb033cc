// Client of the contract vat_invoice 0.1.0, written by `sandpact client typescript`.

import * as sandpact from "./sandpact/index.js";

export * from "./sandpact/index.js";

/** What an account may do. */
export type Role =
  /** The tax authority: grants roles, sets rates, freezes, sees everything. */
  | "Authority"
  /** Issues invoices. */
  | "Seller"
  /** Accepts, disputes and deducts; issues self-billed invoices. */
  | "Buyer"
  /** Reimburses invoices that nobody deducts. */
  | "Employer"
  /** Reads what the authority reads, and writes nothing. */
  | "Auditor"
  /** Reads invoices whose seller agrees. */
  | "Lender";

export const Role: sandpact.Codec<Role> = sandpact.names({
  Authority: 0,
  Seller: 1,
  Buyer: 2,
  Employer: 3,
  Auditor: 4,
  Lender: 5,
});

/** What a regime demands from a tax point on. */
export interface Terms {
  /** First tax point for which they hold. */
  readonly from: sandpact.CivilDate;
  /** Most days from the tax point to the issue date; `None`: any. */
  readonly issue_days_max: number | null;
  /** The same for supplies to another country (T10). */
  readonly cross_border_issue_days_max: number | null;
  /** Whether the other side confirms before an accepted invoice is taken back. */
  readonly confirms_red_letters: boolean;
  /** Hours that it has for that (T11). */
  readonly red_letter_hours: number;
}

export const Terms: sandpact.Codec<Terms> = sandpact.struct<Terms>({
  from: sandpact.civilDate,
  issue_days_max: sandpact.option(sandpact.u16),
  cross_border_issue_days_max: sandpact.option(sandpact.u16),
  confirms_red_letters: sandpact.bool,
  red_letter_hours: sandpact.u16,
});

/** VAT category, UNCL 5305 code (EN 16931 BT-118). */
export type Category =
  /** S, standard rated: any rate above zero. */
  | "Standard"
  /** Z, zero rated. */
  | "ZeroRated"
  /** E, exempt. */
  | "Exempt"
  /** AE, reverse charge: the buyer owes the tax. */
  | "ReverseCharge"
  /** K, supply within the European single market. */
  | "IntraCommunity"
  /** G, export outside the union. */
  | "Export"
  /** O, outside the scope of VAT. */
  | "OutOfScope";

export const Category: sandpact.Codec<Category> = sandpact.names({
  Standard: 0,
  ZeroRated: 1,
  Exempt: 2,
  ReverseCharge: 3,
  IntraCommunity: 4,
  Export: 5,
  OutOfScope: 6,
});

/** An amount in minor units of a currency (ISO 4217): cents, pence, yen. */
export interface Money {
  /** Minor units; negative when owed the other way. */
  readonly amount_minor: bigint;
  /** ISO 4217 currency. */
  readonly currency: sandpact.Currency;
}

export const Money: sandpact.Codec<Money> = sandpact.struct<Money>({
  amount_minor: sandpact.i128,
  currency: sandpact.currency,
});

/** A return that a taxpayer filed for a period. */
export interface Filing {
  /** Salted commitment to the return. */
  readonly commitment: sandpact.Hash;
  /** Time of the block. */
  readonly filed_at: bigint;
}

export const Filing: sandpact.Codec<Filing> = sandpact.struct<Filing>({
  commitment: sandpact.hash,
  filed_at: sandpact.seconds,
});

/** The epochs of fingerprint keys in force. */
export interface Epochs {
  /** The newest. */
  readonly current: number;
  /** The one before, until it ends. */
  readonly previous: number | null;
}

export const Epochs: sandpact.Codec<Epochs> = sandpact.struct<Epochs>({
  current: sandpact.u32,
  previous: sandpact.option(sandpact.u32),
});

/** What finds a document again without telling its number: HMAC-SHA-256 under a key that the participants share off the ledger. */
export interface Fingerprint {
  /** Epoch of the key. */
  readonly epoch: number;
  /** The digest. */
  readonly hash: sandpact.Hash;
}

export const Fingerprint: sandpact.Codec<Fingerprint> = sandpact.struct<Fingerprint>({
  epoch: sandpact.u32,
  hash: sandpact.hash,
});

/** Kind of the document, UNTDID 1001 code (EN 16931 BT-3). */
export type Kind =
  /** 380, commercial invoice. */
  | "Invoice"
  /** 381, credit note. Its amounts are positive and reduce the invoice it refers to. */
  | "CreditNote"
  /** 384, corrected invoice. It replaces what remains of the invoice it refers to; with a negative total it reduces that invoice by its amounts. */
  | "Corrected"
  /** 386, prepayment invoice. */
  | "Prepayment"
  /** 389, self-billed invoice: the buyer issues, the seller accepts. */
  | "SelfBilled";

export const Kind: sandpact.Codec<Kind> = sandpact.names({
  Invoice: 0,
  CreditNote: 1,
  Corrected: 2,
  Prepayment: 3,
  SelfBilled: 4,
});

/** One line of the VAT breakdown (EN 16931 BG-23). */
export interface CategoryAmount {
  /** Category (BT-118). */
  readonly category: Category;
  /** Rate in basis points (BT-119): 1900 is 19 %. */
  readonly rate_bp: number;
  /** Taxable amount (BT-116) in minor units. */
  readonly taxable_minor: bigint;
  /** Tax amount (BT-117) in minor units. */
  readonly tax_minor: bigint;
}

export const CategoryAmount: sandpact.Codec<CategoryAmount> = sandpact.struct<CategoryAmount>({
  category: Category,
  rate_bp: sandpact.u32,
  taxable_minor: sandpact.i128,
  tax_minor: sandpact.i128,
});

/** Document totals (EN 16931 BG-22) in minor units of the invoice currency. */
export interface Totals {
  /** Sum of line net amounts (BT-106). */
  readonly line_sum_minor: bigint;
  /** Sum of document level allowances (BT-107). */
  readonly allowances_minor: bigint;
  /** Sum of document level charges (BT-108). */
  readonly charges_minor: bigint;
  /** Total without VAT (BT-109). */
  readonly net_minor: bigint;
  /** Total VAT (BT-110). */
  readonly tax_minor: bigint;
  /** Total with VAT (BT-112). */
  readonly gross_minor: bigint;
  /** Paid before (BT-113). */
  readonly paid_minor: bigint;
  /** Rounding of the amount due (BT-114). */
  readonly rounding_minor: bigint;
  /** Amount due (BT-115). */
  readonly due_minor: bigint;
}

export const Totals: sandpact.Codec<Totals> = sandpact.struct<Totals>({
  line_sum_minor: sandpact.i128,
  allowances_minor: sandpact.i128,
  charges_minor: sandpact.i128,
  net_minor: sandpact.i128,
  tax_minor: sandpact.i128,
  gross_minor: sandpact.i128,
  paid_minor: sandpact.i128,
  rounding_minor: sandpact.i128,
  due_minor: sandpact.i128,
});

/** A document that a reference may mean. */
export interface Candidate {
  /** Its kind. */
  readonly kind: Kind;
  /** Its fingerprint, under any key. */
  readonly fingerprint: sandpact.Hash;
}

export const Candidate: sandpact.Codec<Candidate> = sandpact.struct<Candidate>({
  kind: Kind,
  fingerprint: sandpact.hash,
});

/** A reference to a preceding invoice (EN 16931 BG-3). */
export interface Reference {
  /** What it may be. BT-25 gives a number without a kind, and the date may be missing, so several may be meant; the ledger decides which one is. */
  readonly candidates: readonly Candidate[];
  /** Its issue date (BT-26), if stated. */
  readonly issue_date: sandpact.CivilDate | null;
}

export const Reference: sandpact.Codec<Reference> = sandpact.struct<Reference>({
  candidates: sandpact.list(Candidate),
  issue_date: sandpact.option(sandpact.civilDate),
});

/** Who bought. */
export type Party =
  /** A taxpayer with an account on this ledger. */
  | {
      readonly tag: "Account";
      readonly value: {
        /** The account. */
        readonly address: sandpact.Address;
      };
    }
  /** Anybody else: a digest that is fresh for each invoice, so that two invoices to one natural person cannot be linked. */
  | {
      readonly tag: "Pseudonym";
      readonly value: {
        /** SHA-256 commitment made off the ledger. */
        readonly hash: sandpact.Hash;
      };
    };

export const Party: sandpact.Codec<Party> = sandpact.choice<Party>({
  Account: [0, sandpact.struct({
    address: sandpact.address,
  })],
  Pseudonym: [1, sandpact.struct({
    hash: sandpact.hash,
  })],
});

/** A document to be recorded. */
export interface IssueRequest {
  /** Fingerprint of normalised seller, kind, number and fiscal year, under the current key. */
  readonly fingerprint: Fingerprint;
  /** The same under the previous key, while that is in force too. */
  readonly previous_fingerprint: Fingerprint | null;
  /** Kind (BT-3). */
  readonly kind: Kind;
  /** Issue date (BT-2). */
  readonly issue_date: sandpact.CivilDate;
  /** Date on which the tax becomes chargeable (BT-7). */
  readonly tax_point: sandpact.CivilDate;
  /** Currency of all amounts (BT-5). */
  readonly currency: sandpact.Currency;
  /** VAT breakdown (BG-23), each category and rate once. */
  readonly breakdown: readonly CategoryAmount[];
  /** Totals (BG-22). */
  readonly totals: Totals;
  /** The preceding invoice (BG-3), if the document names one. */
  readonly preceding: Reference | null;
  /** The seller's account. */
  readonly seller: sandpact.Address;
  /** The buyer. */
  readonly buyer: Party;
  /** Salted SHA-256 commitment to the whole document. */
  readonly commitment: sandpact.Hash;
}

export const IssueRequest: sandpact.Codec<IssueRequest> = sandpact.struct<IssueRequest>({
  fingerprint: Fingerprint,
  previous_fingerprint: sandpact.option(Fingerprint),
  kind: Kind,
  issue_date: sandpact.civilDate,
  tax_point: sandpact.civilDate,
  currency: sandpact.currency,
  breakdown: sandpact.list(CategoryAmount),
  totals: Totals,
  preceding: sandpact.option(Reference),
  seller: sandpact.address,
  buyer: Party,
  commitment: sandpact.hash,
});

/** What a document does. */
export type Effect =
  /** Stands for itself. */
  | "Original"
  /** Takes the place of what remains of the preceding invoice. */
  | "Replacement"
  /** Reduces the preceding invoice. */
  | "Reversal";

export const Effect: sandpact.Codec<Effect> = sandpact.names({
  Original: 0,
  Replacement: 1,
  Reversal: 2,
});

/** What issuing gives back; the same again when the same request is repeated. */
export interface Recorded {
  /** The document's key, by which all other methods name it; see `key::record_key`. */
  readonly key: sandpact.Hash;
  /** What the document does. */
  readonly effect: Effect;
  /** The invoice it refers to. */
  readonly preceding: sandpact.Hash | null;
  /** Time of the block that recorded it. */
  readonly recorded_at: bigint;
}

export const Recorded: sandpact.Codec<Recorded> = sandpact.struct<Recorded>({
  key: sandpact.hash,
  effect: Effect,
  preceding: sandpact.option(sandpact.hash),
  recorded_at: sandpact.seconds,
});

/** What remains of one breakdown line after reversals, in minor units. */
export interface Remaining {
  /** Category. */
  readonly category: Category;
  /** Rate in basis points. */
  readonly rate_bp: number;
  /** Taxable amount that remains. */
  readonly taxable_minor: bigint;
  /** Tax that remains with the seller. */
  readonly tax_minor: bigint;
  /** Tax that remains with the buyer by reverse charge. */
  readonly moved_tax_minor: bigint;
}

export const Remaining: sandpact.Codec<Remaining> = sandpact.struct<Remaining>({
  category: Category,
  rate_bp: sandpact.u32,
  taxable_minor: sandpact.i128,
  tax_minor: sandpact.i128,
  moved_tax_minor: sandpact.i128,
});

/** Where an invoice stands. Freezing and reversal are recorded beside it. */
export type State =
  /** Recorded; the other side has not answered. */
  | "Issued"
  /** The other side agrees. */
  | "Accepted"
  /** The other side objects; it may still accept. */
  | "Disputed"
  /** The buyer has deducted the tax. */
  | "DeductionConfirmed"
  /** An employer has reimbursed it; it can never be deducted. */
  | "Reimbursed"
  /** The buyer has claimed the tax back because the goods were exported. */
  | "ExportRefundClaimed"
  /** Its issuer has taken it back before acceptance, within the filing period. */
  | "Voided";

export const State: sandpact.Codec<State> = sandpact.names({
  Issued: 0,
  Accepted: 1,
  Disputed: 2,
  DeductionConfirmed: 3,
  Reimbursed: 4,
  ExportRefundClaimed: 5,
  Voided: 6,
});

/** How much of an invoice later documents took back. */
export type ReversalStatus =
  /** Nothing. */
  | "NotReversed"
  /** Some of it. */
  | "PartlyReversed"
  /** All of it. */
  | "FullyReversed";

export const ReversalStatus: sandpact.Codec<ReversalStatus> = sandpact.names({
  NotReversed: 0,
  PartlyReversed: 1,
  FullyReversed: 2,
});

/** Where a red letter stands, as its invoice shows it. */
export interface RedLetterMark {
  /** Last second in which the other side may confirm. */
  readonly deadline: bigint;
  /** Whether it has. */
  readonly is_confirmed: boolean;
}

export const RedLetterMark: sandpact.Codec<RedLetterMark> = sandpact.struct<RedLetterMark>({
  deadline: sandpact.seconds,
  is_confirmed: sandpact.bool,
});

/** A recorded document. */
export interface Invoice {
  /** SHA3-256 of the SCALE-encoded request: tells a repeated request from another one. */
  readonly content: sandpact.Hash;
  /** Newest epoch under which it was entered. */
  readonly epoch: number;
  /** Kind. */
  readonly kind: Kind;
  /** What it does. */
  readonly effect: Effect;
  /** Issue date. */
  readonly issue_date: sandpact.CivilDate;
  /** Tax point. */
  readonly tax_point: sandpact.CivilDate;
  /** Currency of all amounts. */
  readonly currency: sandpact.Currency;
  /** Breakdown as issued. */
  readonly breakdown: readonly CategoryAmount[];
  /** Totals as issued. */
  readonly totals: Totals;
  /** What remains of the breakdown; empty for a reversal. */
  readonly remaining: readonly Remaining[];
  /** Rate at which reverse charge tax was moved to the buyer, basis points; 0 if none was. */
  readonly reverse_charge_rate_bp: number;
  /** The preceding invoice. */
  readonly preceding: sandpact.Hash | null;
  /** The seller's account. */
  readonly seller: sandpact.Address;
  /** The buyer. */
  readonly buyer: Party;
  /** Salted SHA-256 commitment to the whole document. */
  readonly commitment: sandpact.Hash;
  /** Where it stands. */
  readonly state: State;
  /** How much was taken back. */
  readonly reversal: ReversalStatus;
  /** Frozen by the authority. */
  readonly frozen: boolean;
  /** Tax that the buyer has deducted or claimed as an export refund, and not given back, minor units. */
  readonly deducted_minor: bigint;
  /** Time of the block that recorded it. */
  readonly recorded_at: bigint;
  /** The regime of its issuer when it was recorded. */
  readonly regime: string | null;
  /** Version of the regime's terms that it was recorded under; 0 if none was in force. */
  readonly terms_version: number;
  /** The red letter that has been asked for, until it is used or withdrawn. */
  readonly red_letter: RedLetterMark | null;
}

export const Invoice: sandpact.Codec<Invoice> = sandpact.struct<Invoice>({
  content: sandpact.hash,
  epoch: sandpact.u32,
  kind: Kind,
  effect: Effect,
  issue_date: sandpact.civilDate,
  tax_point: sandpact.civilDate,
  currency: sandpact.currency,
  breakdown: sandpact.list(CategoryAmount),
  totals: Totals,
  remaining: sandpact.list(Remaining),
  reverse_charge_rate_bp: sandpact.u32,
  preceding: sandpact.option(sandpact.hash),
  seller: sandpact.address,
  buyer: Party,
  commitment: sandpact.hash,
  state: State,
  reversal: ReversalStatus,
  frozen: sandpact.bool,
  deducted_minor: sandpact.i128,
  recorded_at: sandpact.seconds,
  regime: sandpact.option(sandpact.text),
  terms_version: sandpact.u32,
  red_letter: sandpact.option(RedLetterMark),
});

/** The last row a reader has seen. */
export interface Cursor {
  /** Its issue date. */
  readonly issue_date: sandpact.CivilDate;
  /** Its key. */
  readonly key: sandpact.Hash;
}

export const Cursor: sandpact.Codec<Cursor> = sandpact.struct<Cursor>({
  issue_date: sandpact.civilDate,
  key: sandpact.hash,
});

/** One row of the authority's list. */
export interface InvoiceRow {
  /** Key. */
  readonly key: sandpact.Hash;
  /** Issue date. */
  readonly issue_date: sandpact.CivilDate;
  /** Kind. */
  readonly kind: Kind;
  /** The seller's account. */
  readonly seller: sandpact.Address;
  /** Currency. */
  readonly currency: sandpact.Currency;
  /** Tax as issued, minor units. */
  readonly tax_minor: bigint;
  /** Tax deducted and not given back, minor units. */
  readonly deducted_minor: bigint;
  /** Where it stands. */
  readonly state: State;
  /** How much was taken back. */
  readonly reversal: ReversalStatus;
  /** Frozen by the authority. */
  readonly frozen: boolean;
}

export const InvoiceRow: sandpact.Codec<InvoiceRow> = sandpact.struct<InvoiceRow>({
  key: sandpact.hash,
  issue_date: sandpact.civilDate,
  kind: Kind,
  seller: sandpact.address,
  currency: sandpact.currency,
  tax_minor: sandpact.i128,
  deducted_minor: sandpact.i128,
  state: State,
  reversal: ReversalStatus,
  frozen: sandpact.bool,
});

/** A taxpayer's running totals in one currency, minor units, net of reversals. */
export interface Position {
  /** Tax owed on own supplies and on reverse charge purchases. */
  readonly output_minor: bigint;
  /** Tax on purchases, deducted or not. */
  readonly input_minor: bigint;
  /** Tax on purchases that was deducted or claimed as an export refund; never above `input_minor`. */
  readonly deducted_minor: bigint;
  /** Taxable amount supplied under reverse charge: the seller's side. */
  readonly reverse_charge_supplied_minor: bigint;
  /** Taxable amount bought under reverse charge: the buyer's side. */
  readonly reverse_charge_bought_minor: bigint;
}

export const Position: sandpact.Codec<Position> = sandpact.struct<Position>({
  output_minor: sandpact.i128,
  input_minor: sandpact.i128,
  deducted_minor: sandpact.i128,
  reverse_charge_supplied_minor: sandpact.i128,
  reverse_charge_bought_minor: sandpact.i128,
});

/** The reverse charge rate from a day on, until the next entry. */
export interface RatePeriod {
  /** First tax point for which it holds. */
  readonly from: sandpact.CivilDate;
  /** Rate in basis points. */
  readonly rate_bp: number;
}

export const RatePeriod: sandpact.Codec<RatePeriod> = sandpact.struct<RatePeriod>({
  from: sandpact.civilDate,
  rate_bp: sandpact.u32,
});

/** The last row of a rate table that a reader has seen. */
export interface RateCursor {
  /** Category. */
  readonly category: Category;
  /** Rate in basis points. */
  readonly rate_bp: number;
}

export const RateCursor: sandpact.Codec<RateCursor> = sandpact.struct<RateCursor>({
  category: Category,
  rate_bp: sandpact.u32,
});

/** Days on which a rate is in force. */
export interface InForce {
  /** First tax point. */
  readonly from: sandpact.CivilDate;
  /** Last one; `None` until it is ended. */
  readonly until: sandpact.CivilDate | null;
}

export const InForce: sandpact.Codec<InForce> = sandpact.struct<InForce>({
  from: sandpact.civilDate,
  until: sandpact.option(sandpact.civilDate),
});

/** A category and rate of a regime's table. */
export interface RateRow {
  /** Category. */
  readonly category: Category;
  /** Rate in basis points. */
  readonly rate_bp: number;
  /** When it is in force, ascending. */
  readonly in_force: readonly InForce[];
}

export const RateRow: sandpact.Codec<RateRow> = sandpact.struct<RateRow>({
  category: Category,
  rate_bp: sandpact.u32,
  in_force: sandpact.list(InForce),
});

/** Some items in order, and where the next page begins. */
export interface Page {
  /** The items. */
  readonly items: readonly RateRow[];
  /** The cursor of the next page. */
  readonly next: RateCursor | null;
}

export const Page: sandpact.Codec<Page> = sandpact.struct<Page>({
  items: sandpact.list(RateRow),
  next: sandpact.option(RateCursor),
});

/** Where a red letter stands. Whether it has lapsed follows from the time. */
export type RedLetterState =
  /** The other side has not answered. */
  | {
      readonly tag: "Requested";
      readonly value: {
        /** Last second in which it may. */
        readonly deadline: bigint;
      };
    }
  /** The other side agrees. */
  | { readonly tag: "Confirmed" }
  /** Taken back by whoever asked. */
  | { readonly tag: "Withdrawn" }
  /** A document took the amounts back. */
  | {
      readonly tag: "Used";
      readonly value: {
        /** The document. */
        readonly by_document: sandpact.Hash;
      };
    };

export const RedLetterState: sandpact.Codec<RedLetterState> = sandpact.choice<RedLetterState>({
  Requested: [0, sandpact.struct({
    deadline: sandpact.seconds,
  })],
  Confirmed: [1, null],
  Withdrawn: [2, null],
  Used: [3, sandpact.struct({
    by_document: sandpact.hash,
  })],
});

/** A red letter: what one side asks to take back from an invoice, and the other confirms. */
export interface RedLetter {
  /** What is to be taken back, as positive amounts. */
  readonly credits: readonly CategoryAmount[];
  /** Salted commitment to the reason and whatever else was sent. */
  readonly commitment: sandpact.Hash;
  /** Who asked. */
  readonly by: sandpact.Address;
  /** When. */
  readonly requested_at: bigint;
  /** Where it stands. */
  readonly state: RedLetterState;
}

export const RedLetter: sandpact.Codec<RedLetter> = sandpact.struct<RedLetter>({
  credits: sandpact.list(CategoryAmount),
  commitment: sandpact.hash,
  by: sandpact.address,
  requested_at: sandpact.seconds,
  state: RedLetterState,
});

/** What the buyer of an invoice still owes for it, for whoever finances it. */
export interface Receivable {
  /** The seller's account. */
  readonly seller: sandpact.Address;
  /** The currency. */
  readonly currency: sandpact.Currency;
  /** Amount due (BT-115) less what later documents took back, minor units; never below zero. */
  readonly open_minor: bigint;
  /** Where the invoice stands. */
  readonly state: State;
  /** Frozen by the authority. */
  readonly frozen: boolean;
}

export const Receivable: sandpact.Codec<Receivable> = sandpact.struct<Receivable>({
  seller: sandpact.address,
  currency: sandpact.currency,
  open_minor: sandpact.i128,
  state: State,
  frozen: sandpact.bool,
});

/** The taxpayer and currency of the last row that a reader has seen. */
export interface PeriodCursor {
  /** The taxpayer. */
  readonly account: sandpact.Address;
  /** The currency. */
  readonly currency: sandpact.Currency;
}

export const PeriodCursor: sandpact.Codec<PeriodCursor> = sandpact.struct<PeriodCursor>({
  account: sandpact.address,
  currency: sandpact.currency,
});

/** What one taxpayer's documents came to in one period and currency, minor units. */
export interface PeriodRow {
  /** The taxpayer. */
  readonly account: sandpact.Address;
  /** The currency. */
  readonly currency: sandpact.Currency;
  /** The period. */
  readonly period: number;
  /** Tax owed. */
  readonly output_minor: bigint;
  /** Tax on purchases. */
  readonly input_minor: bigint;
  /** Tax deducted. */
  readonly deducted_minor: bigint;
  /** Tax owed less tax deducted. */
  readonly net_minor: bigint;
  /** What counts against the quota. */
  readonly issued_minor: bigint;
  /** Whether a return was filed. */
  readonly is_filed: boolean;
}

export const PeriodRow: sandpact.Codec<PeriodRow> = sandpact.struct<PeriodRow>({
  account: sandpact.address,
  currency: sandpact.currency,
  period: sandpact.u32,
  output_minor: sandpact.i128,
  input_minor: sandpact.i128,
  deducted_minor: sandpact.i128,
  net_minor: sandpact.i128,
  issued_minor: sandpact.i128,
  is_filed: sandpact.bool,
});

/** Some items in order, and where the next page begins. */
export interface Page2 {
  /** The items. */
  readonly items: readonly PeriodRow[];
  /** The cursor of the next page. */
  readonly next: PeriodCursor | null;
}

export const Page2: sandpact.Codec<Page2> = sandpact.struct<Page2>({
  items: sandpact.list(PeriodRow),
  next: sandpact.option(PeriodCursor),
});

/** An invoice at a time. */
export interface InvoiceAt {
  /** The time. */
  readonly time: bigint;
  /** The invoice. */
  readonly key: sandpact.Hash;
}

export const InvoiceAt: sandpact.Codec<InvoiceAt> = sandpact.struct<InvoiceAt>({
  time: sandpact.seconds,
  key: sandpact.hash,
});

/** A deduction that was taken back. */
export interface ReversedDeduction {
  /** When. */
  readonly time: bigint;
  /** The document that took it back. */
  readonly later: sandpact.Hash;
  /** The invoice. */
  readonly key: sandpact.Hash;
  /** How much, minor units. */
  readonly deduction_minor: bigint;
}

export const ReversedDeduction: sandpact.Codec<ReversedDeduction> = sandpact.struct<ReversedDeduction>({
  time: sandpact.seconds,
  later: sandpact.hash,
  key: sandpact.hash,
  deduction_minor: sandpact.i128,
});

/** Some items in order, and where the next page begins. */
export interface Page3 {
  /** The items. */
  readonly items: readonly ReversedDeduction[];
  /** The cursor of the next page. */
  readonly next: InvoiceAt | null;
}

export const Page3: sandpact.Codec<Page3> = sandpact.struct<Page3>({
  items: sandpact.list(ReversedDeduction),
  next: sandpact.option(InvoiceAt),
});

/** Some items in order, and where the next page begins. */
export interface Page4 {
  /** The items. */
  readonly items: readonly InvoiceAt[];
  /** The cursor of the next page. */
  readonly next: InvoiceAt | null;
}

export const Page4: sandpact.Codec<Page4> = sandpact.struct<Page4>({
  items: sandpact.list(InvoiceAt),
  next: sandpact.option(InvoiceAt),
});

/** How far an issuer's quota is used. */
export interface QuotaRow {
  /** The issuer. */
  readonly account: sandpact.Address;
  /** The currency. */
  readonly currency: sandpact.Currency;
  /** The quota of the period, minor units. */
  readonly limit_minor: bigint;
  /** What was issued in it, minor units. */
  readonly used_minor: bigint;
}

export const QuotaRow: sandpact.Codec<QuotaRow> = sandpact.struct<QuotaRow>({
  account: sandpact.address,
  currency: sandpact.currency,
  limit_minor: sandpact.i128,
  used_minor: sandpact.i128,
});

/** Some items in order, and where the next page begins. */
export interface Page5 {
  /** The items. */
  readonly items: readonly QuotaRow[];
  /** The cursor of the next page. */
  readonly next: sandpact.Address | null;
}

export const Page5: sandpact.Codec<Page5> = sandpact.struct<Page5>({
  items: sandpact.list(QuotaRow),
  next: sandpact.option(sandpact.address),
});

/** Some items in order, and where the next page begins. */
export interface Page6 {
  /** The items. */
  readonly items: readonly InvoiceRow[];
  /** The cursor of the next page. */
  readonly next: sandpact.Hash | null;
}

export const Page6: sandpact.Codec<Page6> = sandpact.struct<Page6>({
  items: sandpact.list(InvoiceRow),
  next: sandpact.option(sandpact.hash),
});

/** An arithmetic rule of EN 16931-1:2017, by its published id. */
export type Rule =
  /** BR-CO-13: total without VAT = lines - allowances + charges. */
  | "BrCo13"
  /** BR-CO-14: total VAT = sum of the breakdown's tax amounts. */
  | "BrCo14"
  /** BR-CO-15: total with VAT = total without VAT + total VAT. */
  | "BrCo15"
  /** BR-CO-16: amount due = total with VAT - paid + rounding. */
  | "BrCo16"
  /** BR-CO-17: tax of a category = taxable amount x rate, rounded half away from zero to the minor unit. For category S this is BR-S-09. */
  | "BrCo17"
  /** BR-CO-18: at least one line in the breakdown. */
  | "BrCo18"
  /** BR-S-08 and its likes for the other categories, summed over all of them: the taxable amounts add up to the total without VAT. */
  | "BrS08";

export const Rule: sandpact.Codec<Rule> = sandpact.names({
  BrCo13: 0,
  BrCo14: 1,
  BrCo15: 2,
  BrCo16: 3,
  BrCo17: 4,
  BrCo18: 5,
  BrS08: 6,
});

/** What each method takes. */
export interface Arguments {
  /** Names the tax authority. */
  create: {
    readonly authority: sandpact.Address;
  };
  /** Gives an account a role. The roles of authority and auditor go with no other one. One taxpayer has one account: numbers are unique for each account (T2). */
  grant: {
    readonly role: Role;
    readonly account: sandpact.Address;
  };
  /** Takes a role from an account. The authority cannot take its own. */
  revoke: {
    readonly role: Role;
    readonly account: sandpact.Address;
  };
  /** Sets the reverse charge rate from a tax point on; recorded invoices keep theirs. */
  set_reverse_charge_rate: {
    readonly from: sandpact.CivilDate;
    readonly rate_bp: number;
  };
  /** Adds terms of a regime, the first of which make it known; returns their version. */
  set_terms: {
    readonly regime: string;
    readonly terms: Terms;
  };
  /** Puts an account under a regime, or with `None` every account that has no other. The regime's terms and rates then hold for what it issues. */
  set_regime: {
    readonly account: sandpact.Address | null;
    readonly regime: string;
  };
  /** Begins a rate in a regime's table (T12); recorded invoices are not asked again. */
  begin_rate: {
    readonly regime: string;
    readonly category: Category;
    readonly rate_bp: number;
    readonly from: sandpact.CivilDate;
  };
  /** Ends a rate of a regime's table after a tax point. */
  end_rate: {
    readonly regime: string;
    readonly category: Category;
    readonly rate_bp: number;
    readonly until: sandpact.CivilDate;
  };
  /** Sets what an issuer may issue in each period from one on (T9): never below what it has issued in the current one. */
  set_quota: {
    readonly account: sandpact.Address;
    readonly from: number;
    readonly limit: Money;
  };
  /** Closes a period that has ended, and all before it (T13). */
  close_period: {
    readonly period: number;
  };
  /** Files the return of a period that has ended. The same one again changes nothing. */
  file_return: {
    readonly period: number;
    readonly commitment: sandpact.Hash;
  };
  /** Begins the next epoch of fingerprint keys. The current one goes on beside it: until it ends, every document is entered under both. */
  begin_epoch: {};
  /** Ends the previous epoch. A document that was not entered again is no longer found by its number: neither a repeated number nor a reference meets it. */
  end_epoch: {};
  /** Enters a document of an earlier epoch under the current one too, as its issuer. */
  enter_again: {
    readonly key: sandpact.Hash;
    readonly fingerprint: Fingerprint;
  };
  /** Records a document. The same request again gives the same result and changes nothing. */
  issue: {
    readonly request: IssueRequest;
  };
  /** Agrees to an invoice as its other side. */
  accept: {
    readonly key: sandpact.Hash;
  };
  /** Objects to an invoice as its other side. */
  dispute: {
    readonly key: sandpact.Hash;
  };
  /** Takes an invoice back before it is accepted and before its period is closed, as whoever issued it. Its number stays taken. */
  void: {
    readonly key: sandpact.Hash;
  };
  /** Deducts the tax that remains, as the buyer named in the invoice; returns minor units. */
  confirm_deduction: {
    readonly key: sandpact.Hash;
  };
  /** Claims the tax that remains back because the goods were exported, as the buyer named in the invoice and in place of a deduction; returns minor units. */
  claim_export_refund: {
    readonly key: sandpact.Hash;
  };
  /** Reimburses an invoice as an employer: once, and never after a deduction. */
  reimburse: {
    readonly key: sandpact.Hash;
  };
  /** Asks to take these amounts back from an invoice, as one of its sides (T11). Until the request is used or withdrawn or has lapsed, nothing else is done with the invoice. Returns the last second in which the other side may confirm. */
  request_red_letter: {
    readonly key: sandpact.Hash;
    readonly credits: readonly CategoryAmount[];
    readonly commitment: sandpact.Hash;
  };
  /** Confirms what the other side asks to take back. */
  confirm_red_letter: {
    readonly key: sandpact.Hash;
  };
  /** Takes the own request back, confirmed or not, before a document has used it. */
  withdraw_red_letter: {
    readonly key: sandpact.Hash;
  };
  /** Lets a lender read an invoice, as its seller. */
  share: {
    readonly key: sandpact.Hash;
    readonly lender: sandpact.Address;
  };
  /** Ends that. */
  unshare: {
    readonly key: sandpact.Hash;
    readonly lender: sandpact.Address;
  };
  /** Stops everything about an invoice, whatever its state. */
  freeze: {
    readonly key: sandpact.Hash;
  };
  /** Lifts a freeze. */
  unfreeze: {
    readonly key: sandpact.Hash;
  };
  /** A recorded document. */
  invoice: {
    readonly key: sandpact.Hash;
  };
  /** The key of the document of this issuer, kind and fingerprint. */
  key: {
    readonly issuer: sandpact.Address;
    readonly kind: Kind;
    readonly fingerprint: sandpact.Hash;
  };
  /** The epochs of fingerprint keys in force. */
  epochs: {};
  /** Documents by issue date and key after a row, at most 100. */
  list: {
    readonly after: Cursor | null;
    readonly limit: number;
  };
  /** A taxpayer's running totals in one currency. */
  position: {
    readonly account: sandpact.Address;
    readonly currency: sandpact.Currency;
  };
  /** The reverse charge rates, ascending. */
  reverse_charge_rates: {};
  /** Whether an account holds a role. */
  has_role: {
    readonly role: Role;
    readonly account: sandpact.Address;
  };
  /** The terms of a regime, in the order of their versions from 1. */
  terms: {
    readonly regime: string;
  };
  /** The regime that an account issues under. */
  regime: {
    readonly account: sandpact.Address;
  };
  /** A page of a regime's rates, by category and rate. */
  rates: {
    readonly regime: string;
    readonly after: RateCursor | null;
    readonly limit: number;
  };
  /** The last closed period; 0 while none is. */
  closed_through: {};
  /** The newest red letter of an invoice. */
  red_letter: {
    readonly key: sandpact.Hash;
  };
  /** What the buyer of an invoice still owes for it. */
  receivable: {
    readonly key: sandpact.Hash;
  };
  /** A document whose seller lets the calling lender read it. */
  shared_invoice: {
    readonly key: sandpact.Hash;
  };
  /** What taxpayers owe and deducted in a period, by account and currency. */
  totals_in: {
    readonly period: number;
    readonly after: PeriodCursor | null;
    readonly limit: number;
  };
  /** Of a page of these, taxpayers that owe at least so much and filed no return: issued high, filed none. A page may be empty and have a next one. */
  unfiled_in: {
    readonly period: number;
    readonly at_least_minor: bigint;
    readonly after: PeriodCursor | null;
    readonly limit: number;
  };
  /** Deductions that were taken back, by time. */
  reversed_deductions: {
    readonly after: InvoiceAt | null;
    readonly limit: number;
  };
  /** Invoices whose red letter was not confirmed in time, by deadline. */
  lapsed_red_letters: {
    readonly after: InvoiceAt | null;
    readonly limit: number;
  };
  /** Of a page of issuers with a quota, those that have used more than so many percent of it in a period. A page may be empty and have a next one. */
  quotas_above: {
    readonly period: number;
    readonly percent: number;
    readonly after: sandpact.Address | null;
    readonly limit: number;
  };
  /** A document and those that it refers to, one after the other, to the root. */
  chain: {
    readonly key: sandpact.Hash;
    readonly limit: number;
  };
}

export const argumentsOf: { readonly [M in keyof Arguments]: sandpact.Codec<Arguments[M]> } = {
  create: sandpact.struct<Arguments["create"]>({
    authority: sandpact.address,
  }),
  grant: sandpact.struct<Arguments["grant"]>({
    role: Role,
    account: sandpact.address,
  }),
  revoke: sandpact.struct<Arguments["revoke"]>({
    role: Role,
    account: sandpact.address,
  }),
  set_reverse_charge_rate: sandpact.struct<Arguments["set_reverse_charge_rate"]>({
    from: sandpact.civilDate,
    rate_bp: sandpact.u32,
  }),
  set_terms: sandpact.struct<Arguments["set_terms"]>({
    regime: sandpact.text,
    terms: Terms,
  }),
  set_regime: sandpact.struct<Arguments["set_regime"]>({
    account: sandpact.option(sandpact.address),
    regime: sandpact.text,
  }),
  begin_rate: sandpact.struct<Arguments["begin_rate"]>({
    regime: sandpact.text,
    category: Category,
    rate_bp: sandpact.u32,
    from: sandpact.civilDate,
  }),
  end_rate: sandpact.struct<Arguments["end_rate"]>({
    regime: sandpact.text,
    category: Category,
    rate_bp: sandpact.u32,
    until: sandpact.civilDate,
  }),
  set_quota: sandpact.struct<Arguments["set_quota"]>({
    account: sandpact.address,
    from: sandpact.u32,
    limit: Money,
  }),
  close_period: sandpact.struct<Arguments["close_period"]>({
    period: sandpact.u32,
  }),
  file_return: sandpact.struct<Arguments["file_return"]>({
    period: sandpact.u32,
    commitment: sandpact.hash,
  }),
  begin_epoch: sandpact.struct<Arguments["begin_epoch"]>({}),
  end_epoch: sandpact.struct<Arguments["end_epoch"]>({}),
  enter_again: sandpact.struct<Arguments["enter_again"]>({
    key: sandpact.hash,
    fingerprint: Fingerprint,
  }),
  issue: sandpact.struct<Arguments["issue"]>({
    request: IssueRequest,
  }),
  accept: sandpact.struct<Arguments["accept"]>({
    key: sandpact.hash,
  }),
  dispute: sandpact.struct<Arguments["dispute"]>({
    key: sandpact.hash,
  }),
  void: sandpact.struct<Arguments["void"]>({
    key: sandpact.hash,
  }),
  confirm_deduction: sandpact.struct<Arguments["confirm_deduction"]>({
    key: sandpact.hash,
  }),
  claim_export_refund: sandpact.struct<Arguments["claim_export_refund"]>({
    key: sandpact.hash,
  }),
  reimburse: sandpact.struct<Arguments["reimburse"]>({
    key: sandpact.hash,
  }),
  request_red_letter: sandpact.struct<Arguments["request_red_letter"]>({
    key: sandpact.hash,
    credits: sandpact.list(CategoryAmount),
    commitment: sandpact.hash,
  }),
  confirm_red_letter: sandpact.struct<Arguments["confirm_red_letter"]>({
    key: sandpact.hash,
  }),
  withdraw_red_letter: sandpact.struct<Arguments["withdraw_red_letter"]>({
    key: sandpact.hash,
  }),
  share: sandpact.struct<Arguments["share"]>({
    key: sandpact.hash,
    lender: sandpact.address,
  }),
  unshare: sandpact.struct<Arguments["unshare"]>({
    key: sandpact.hash,
    lender: sandpact.address,
  }),
  freeze: sandpact.struct<Arguments["freeze"]>({
    key: sandpact.hash,
  }),
  unfreeze: sandpact.struct<Arguments["unfreeze"]>({
    key: sandpact.hash,
  }),
  invoice: sandpact.struct<Arguments["invoice"]>({
    key: sandpact.hash,
  }),
  key: sandpact.struct<Arguments["key"]>({
    issuer: sandpact.address,
    kind: Kind,
    fingerprint: sandpact.hash,
  }),
  epochs: sandpact.struct<Arguments["epochs"]>({}),
  list: sandpact.struct<Arguments["list"]>({
    after: sandpact.option(Cursor),
    limit: sandpact.u32,
  }),
  position: sandpact.struct<Arguments["position"]>({
    account: sandpact.address,
    currency: sandpact.currency,
  }),
  reverse_charge_rates: sandpact.struct<Arguments["reverse_charge_rates"]>({}),
  has_role: sandpact.struct<Arguments["has_role"]>({
    role: Role,
    account: sandpact.address,
  }),
  terms: sandpact.struct<Arguments["terms"]>({
    regime: sandpact.text,
  }),
  regime: sandpact.struct<Arguments["regime"]>({
    account: sandpact.address,
  }),
  rates: sandpact.struct<Arguments["rates"]>({
    regime: sandpact.text,
    after: sandpact.option(RateCursor),
    limit: sandpact.u32,
  }),
  closed_through: sandpact.struct<Arguments["closed_through"]>({}),
  red_letter: sandpact.struct<Arguments["red_letter"]>({
    key: sandpact.hash,
  }),
  receivable: sandpact.struct<Arguments["receivable"]>({
    key: sandpact.hash,
  }),
  shared_invoice: sandpact.struct<Arguments["shared_invoice"]>({
    key: sandpact.hash,
  }),
  totals_in: sandpact.struct<Arguments["totals_in"]>({
    period: sandpact.u32,
    after: sandpact.option(PeriodCursor),
    limit: sandpact.u32,
  }),
  unfiled_in: sandpact.struct<Arguments["unfiled_in"]>({
    period: sandpact.u32,
    at_least_minor: sandpact.i128,
    after: sandpact.option(PeriodCursor),
    limit: sandpact.u32,
  }),
  reversed_deductions: sandpact.struct<Arguments["reversed_deductions"]>({
    after: sandpact.option(InvoiceAt),
    limit: sandpact.u32,
  }),
  lapsed_red_letters: sandpact.struct<Arguments["lapsed_red_letters"]>({
    after: sandpact.option(InvoiceAt),
    limit: sandpact.u32,
  }),
  quotas_above: sandpact.struct<Arguments["quotas_above"]>({
    period: sandpact.u32,
    percent: sandpact.u32,
    after: sandpact.option(sandpact.address),
    limit: sandpact.u32,
  }),
  chain: sandpact.struct<Arguments["chain"]>({
    key: sandpact.hash,
    limit: sandpact.u32,
  }),
};

/** What each method returns. */
export interface Returns {
  create: void;
  grant: void;
  revoke: void;
  set_reverse_charge_rate: void;
  set_terms: number;
  set_regime: void;
  begin_rate: void;
  end_rate: void;
  set_quota: void;
  close_period: void;
  file_return: Filing;
  begin_epoch: Epochs;
  end_epoch: Epochs;
  enter_again: void;
  issue: Recorded;
  accept: void;
  dispute: void;
  void: void;
  confirm_deduction: bigint;
  claim_export_refund: bigint;
  reimburse: void;
  request_red_letter: bigint;
  confirm_red_letter: void;
  withdraw_red_letter: void;
  share: void;
  unshare: void;
  freeze: void;
  unfreeze: void;
  invoice: Invoice;
  key: sandpact.Hash;
  epochs: Epochs;
  list: readonly InvoiceRow[];
  position: Position;
  reverse_charge_rates: readonly RatePeriod[];
  has_role: boolean;
  terms: readonly Terms[];
  regime: string | null;
  rates: Page;
  closed_through: number;
  red_letter: RedLetter;
  receivable: Receivable;
  shared_invoice: Invoice;
  totals_in: Page2;
  unfiled_in: Page2;
  reversed_deductions: Page3;
  lapsed_red_letters: Page4;
  quotas_above: Page5;
  chain: Page6;
}

export const returnsOf: { readonly [M in keyof Returns]: sandpact.Codec<Returns[M]> } = {
  create: sandpact.nothing,
  grant: sandpact.nothing,
  revoke: sandpact.nothing,
  set_reverse_charge_rate: sandpact.nothing,
  set_terms: sandpact.u32,
  set_regime: sandpact.nothing,
  begin_rate: sandpact.nothing,
  end_rate: sandpact.nothing,
  set_quota: sandpact.nothing,
  close_period: sandpact.nothing,
  file_return: Filing,
  begin_epoch: Epochs,
  end_epoch: Epochs,
  enter_again: sandpact.nothing,
  issue: Recorded,
  accept: sandpact.nothing,
  dispute: sandpact.nothing,
  void: sandpact.nothing,
  confirm_deduction: sandpact.i128,
  claim_export_refund: sandpact.i128,
  reimburse: sandpact.nothing,
  request_red_letter: sandpact.seconds,
  confirm_red_letter: sandpact.nothing,
  withdraw_red_letter: sandpact.nothing,
  share: sandpact.nothing,
  unshare: sandpact.nothing,
  freeze: sandpact.nothing,
  unfreeze: sandpact.nothing,
  invoice: Invoice,
  key: sandpact.hash,
  epochs: Epochs,
  list: sandpact.list(InvoiceRow),
  position: Position,
  reverse_charge_rates: sandpact.list(RatePeriod),
  has_role: sandpact.bool,
  terms: sandpact.list(Terms),
  regime: sandpact.option(sandpact.text),
  rates: Page,
  closed_through: sandpact.u32,
  red_letter: RedLetter,
  receivable: Receivable,
  shared_invoice: Invoice,
  totals_in: Page2,
  unfiled_in: Page2,
  reversed_deductions: Page3,
  lapsed_red_letters: Page4,
  quotas_above: Page5,
  chain: Page6,
};

/** Why a call was refused. */
export type VatInvoiceError =
  /** The caller has none of the roles that this needs. */
  | {
      readonly code: 1;
      readonly name: "NotAuthorised";
    }
  /** There is no record of this id. */
  | {
      readonly code: 2;
      readonly name: "UnknownId";
    }
  /** There is a record of this id already. */
  | {
      readonly code: 3;
      readonly name: "AlreadyExists";
    }
  /** The record's state does not allow this. */
  | {
      readonly code: 4;
      readonly name: "WrongState";
    }
  /** An amount must be above zero. */
  | {
      readonly code: 5;
      readonly name: "AmountNotPositive";
    }
  /** Amounts of two currencies cannot be added or compared. */
  | {
      readonly code: 6;
      readonly name: "CurrencyMismatch";
    }
  /** A result does not fit its type. */
  | {
      readonly code: 7;
      readonly name: "Overflow";
    }
  /** Two dates are in the wrong order. */
  | {
      readonly code: 8;
      readonly name: "DateOrder";
    }
  /** A value is not of the form that its field asks for. */
  | {
      readonly code: 9;
      readonly name: "BadFormat";
    }
  /** A value is longer or greater than allowed. */
  | {
      readonly code: 10;
      readonly name: "TooLarge";
    }
  /** The caller saw an older version of the record. */
  | {
      readonly code: 11;
      readonly name: "StaleVersion";
    }
  /** The record is frozen. */
  | {
      readonly code: 12;
      readonly name: "Frozen";
    }
  /** The request was made before with other contents. */
  | {
      readonly code: 13;
      readonly name: "DuplicateRequestDifferentContent";
    }
  /** The arguments are not the encoding of this method's arguments. */
  | {
      readonly code: 14;
      readonly name: "BadArguments";
    }
  /** A contract that this one called refused. */
  | {
      readonly code: 15;
      readonly name: "CalleeRefused";
      readonly data: {
        /** The code that it gave. */
        readonly code: number;
      };
    }
  /** A contract that this one called trapped or ran out of the gas that it was given. */
  | {
      readonly code: 16;
      readonly name: "CalleeHalted";
    }
  /** A contract that this one called returned something that its interface does not say. */
  | {
      readonly code: 17;
      readonly name: "CalleeBrokeInterface";
    }
  /** The issuer has recorded another document of this kind, number and fiscal year (T2). */
  | {
      readonly code: 100;
      readonly name: "DuplicateInvoice";
    }
  /** The amounts break a rule of EN 16931 (T3). */
  | {
      readonly code: 101;
      readonly name: "TotalsMismatch";
      readonly data: {
        /** The rule. */
        readonly rule: Rule;
      };
    }
  /** A rate or a tax that this category cannot have (T4). */
  | {
      readonly code: 102;
      readonly name: "WrongCategoryTax";
      readonly data: {
        /** The category. */
        readonly category: Category;
      };
    }
  /** A category and rate twice in one breakdown. */
  | {
      readonly code: 103;
      readonly name: "RepeatedCategory";
      readonly data: {
        /** The category. */
        readonly category: Category;
      };
    }
  /** The issue date is after the date of the block. */
  | {
      readonly code: 104;
      readonly name: "FutureIssueDate";
    }
  /** A credit, or an invoice with a negative total, tax or reverse charge tax, that reduces no preceding invoice (T1). */
  | {
      readonly code: 105;
      readonly name: "NegativeWithoutReference";
    }
  /** A corrected invoice that names no preceding invoice. */
  | {
      readonly code: 106;
      readonly name: "ReferenceMissing";
    }
  /** The preceding invoice is not on this ledger (T5). */
  | {
      readonly code: 107;
      readonly name: "ReferenceUnknown";
    }
  /** The preceding document is a credit, or is of other parties or of another date. */
  | {
      readonly code: 108;
      readonly name: "ReferenceMismatch";
    }
  /** More would be taken back than remains of this category and rate (T5). */
  | {
      readonly code: 109;
      readonly name: "ReversalExceedsRemaining";
      readonly data: {
        /** The category. */
        readonly category: Category;
        /** Its rate in basis points. */
        readonly rate_bp: number;
      };
    }
  /** The invoice's tax as a whole would fall below zero although no category does (T1). */
  | {
      readonly code: 110;
      readonly name: "RemainingTaxNegative";
    }
  /** What the buyer deducted for this invoice would fall below zero (T6). */
  | {
      readonly code: 111;
      readonly name: "DeductionNegative";
    }
  /** The tax was deducted already (T7). */
  | {
      readonly code: 112;
      readonly name: "AlreadyDeducted";
    }
  /** The caller is not the buyer that the invoice names (T7). */
  | {
      readonly code: 113;
      readonly name: "NotTheBuyer";
    }
  /** The invoice was reimbursed already (T7, T8). */
  | {
      readonly code: 114;
      readonly name: "AlreadyReimbursed";
    }
  /** A credit carries nothing that could be deducted or reimbursed (T7). */
  | {
      readonly code: 115;
      readonly name: "NotDeductible";
    }
  /** No tax remains that could be deducted. */
  | {
      readonly code: 116;
      readonly name: "NothingToDeduct";
    }
  /** Reverse charge needs a buyer with an account and the buyer's role (T4). */
  | {
      readonly code: 117;
      readonly name: "ReverseChargeNeedsBuyer";
    }
  /** On the tax point, the category and rate are not in the issuer's rate table, or no reverse charge rate is in force (T12). */
  | {
      readonly code: 118;
      readonly name: "RateNotInForce";
    }
  /** Seller and buyer are the same account. */
  | {
      readonly code: 119;
      readonly name: "SameParty";
    }
  /** A self-billed invoice cannot be negative: that would be a self-billed credit note (UNTDID 1001 code 261), which this contract does not take. */
  | {
      readonly code: 120;
      readonly name: "NegativeSelfBilled";
    }
  /** Several recorded invoices may be meant by the reference (T5). */
  | {
      readonly code: 121;
      readonly name: "ReferenceAmbiguous";
    }
  /** The authority writes no business state: its role goes with no other one. */
  | {
      readonly code: 122;
      readonly name: "RoleConflict";
    }
  /** Taking back negative amounts would raise the tax, and what the buyer deducted (T7). */
  | {
      readonly code: 123;
      readonly name: "ReversalRaisesTax";
    }
  /** Nothing remains of the preceding invoice: a further correction names the document that replaced it (T8). */
  | {
      readonly code: 124;
      readonly name: "NothingToReplace";
    }
  /** The tax point is more than 366 days after the issue date. */
  | {
      readonly code: 125;
      readonly name: "TaxPointTooLate";
    }
  /** A document has one fingerprint for each epoch in force, and no other. */
  | {
      readonly code: 126;
      readonly name: "EpochNotInForce";
    }
  /** The tax point lies in a closed period, which only corrections may touch (T13). */
  | {
      readonly code: 127;
      readonly name: "PeriodClosed";
    }
  /** More would be issued in this period than the issuer's quota allows (T9). */
  | {
      readonly code: 128;
      readonly name: "QuotaExceeded";
      readonly data: {
        /** What may still be issued in this currency, minor units. */
        readonly left_minor: bigint;
      };
    }
  /** A quota below what was issued in the period already (T9). */
  | {
      readonly code: 129;
      readonly name: "QuotaBelowUsed";
      readonly data: {
        /** What was issued, minor units. */
        readonly used_minor: bigint;
      };
    }
  /** Issued more days after the tax point than the issuer's regime allows (T10). */
  | {
      readonly code: 130;
      readonly name: "IssuedTooLate";
      readonly data: {
        /** Most days. */
        readonly days_max: number;
      };
    }
  /** A red letter is asked for or confirmed: until it is used, withdrawn or has lapsed, the invoice is not used otherwise (T11). */
  | {
      readonly code: 131;
      readonly name: "RedLetterPending";
    }
  /** The other side did not confirm in time (T11). */
  | {
      readonly code: 132;
      readonly name: "RedLetterLapsed";
    }
  /** The issuer's regime demands that the other side confirms a red letter first (T11). */
  | {
      readonly code: 133;
      readonly name: "RedLetterNotConfirmed";
    }
  /** The document takes back something else than the confirmed red letter says (T11). */
  | {
      readonly code: 134;
      readonly name: "RedLetterMismatch";
    }
  /** The tax was claimed as an export refund already (T7). */
  | {
      readonly code: 135;
      readonly name: "ExportRefundClaimed";
    };

/** What a call told the outside. */
export type VatInvoiceEvent =
  /** A role was given to an account. */
  | {
      readonly name: "RoleGranted";
      readonly data: {
        /** The role. */
        readonly role: Role;
        /** The account. */
        readonly account: sandpact.Address;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A role was taken from an account. */
  | {
      readonly name: "RoleRevoked";
      readonly data: {
        /** The role. */
        readonly role: Role;
        /** The account. */
        readonly account: sandpact.Address;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** The reverse charge rate changes from a day on. */
  | {
      readonly name: "RateSet";
      readonly data: {
        /** First tax point. */
        readonly from: sandpact.CivilDate;
        /** Rate in basis points. */
        readonly rate_bp: number;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** Other epochs of fingerprint keys are in force. */
  | {
      readonly name: "EpochsChanged";
      readonly data: {
        /** The newest epoch. */
        readonly current: number;
        /** The one before, until it ends. */
        readonly previous: number | null;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A document of an earlier epoch was entered under the current one too. */
  | {
      readonly name: "EnteredAgain";
      readonly data: {
        /** Its key, which stays. */
        readonly key: sandpact.Hash;
        /** The current epoch. */
        readonly epoch: number;
        /** Who issued it. */
        readonly by: sandpact.Address;
      };
    }
  /** A document was recorded. */
  | {
      readonly name: "Issued";
      readonly data: {
        /** Its key. */
        readonly key: sandpact.Hash;
        /** Its kind. */
        readonly kind: Kind;
        /** The seller's account. */
        readonly seller: sandpact.Address;
        /** Tax as issued, minor units. */
        readonly tax_minor: bigint;
        /** Currency of the tax. */
        readonly currency: sandpact.Currency;
        /** Who issued it: the seller, or the buyer of a self-billed invoice. */
        readonly by: sandpact.Address;
      };
    }
  /** Output tax went from seller to buyer by reverse charge; negative when it is taken back. */
  | {
      readonly name: "OutputTaxMoved";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The seller's account. */
        readonly seller: sandpact.Address;
        /** The buyer's account. */
        readonly buyer: sandpact.Address;
        /** Tax moved, minor units. */
        readonly tax_minor: bigint;
      };
    }
  /** The other side agreed. */
  | {
      readonly name: "Accepted";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Who accepted. */
        readonly by: sandpact.Address;
      };
    }
  /** The other side objected. */
  | {
      readonly name: "Disputed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Who objected. */
        readonly by: sandpact.Address;
      };
    }
  /** The buyer deducted the tax. */
  | {
      readonly name: "DeductionConfirmed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Tax deducted, minor units. */
        readonly tax_minor: bigint;
        /** The buyer. */
        readonly by: sandpact.Address;
      };
    }
  /** An employer reimbursed the invoice. */
  | {
      readonly name: "Reimbursed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The employer. */
        readonly by: sandpact.Address;
      };
    }
  /** A later document took an invoice back, in whole or in part. */
  | {
      readonly name: "Reversed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The later document. */
        readonly later: sandpact.Hash;
        /** Taxable amount taken back, minor units. */
        readonly taxable_minor: bigint;
        /** Tax taken back from the seller, minor units. */
        readonly tax_minor: bigint;
        /** Deduction taken back from the buyer, minor units. */
        readonly deduction_minor: bigint;
        /** Who issued the later document. */
        readonly by: sandpact.Address;
      };
    }
  /** The authority froze an invoice. */
  | {
      readonly name: "Frozen";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** The authority lifted the freeze of an invoice. */
  | {
      readonly name: "Unfrozen";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** An account issues under this regime from now on. */
  | {
      readonly name: "RegimeSet";
      readonly data: {
        /** The account; `None`: every one that has no other. */
        readonly account: sandpact.Address | null;
        /** The regime. */
        readonly regime: string;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A regime has new terms. */
  | {
      readonly name: "TermsSet";
      readonly data: {
        /** The regime. */
        readonly regime: string;
        /** Their version. */
        readonly version: number;
        /** First tax point for which they hold. */
        readonly from: sandpact.CivilDate;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A rate begins. */
  | {
      readonly name: "RateBegun";
      readonly data: {
        /** The regime. */
        readonly regime: string;
        /** The category. */
        readonly category: Category;
        /** The rate in basis points. */
        readonly rate_bp: number;
        /** First tax point. */
        readonly from: sandpact.CivilDate;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A rate ends. */
  | {
      readonly name: "RateEnded";
      readonly data: {
        /** The regime. */
        readonly regime: string;
        /** The category. */
        readonly category: Category;
        /** The rate in basis points. */
        readonly rate_bp: number;
        /** Last tax point. */
        readonly until: sandpact.CivilDate;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** An issuer has another quota from a period on. */
  | {
      readonly name: "QuotaSet";
      readonly data: {
        /** The issuer. */
        readonly account: sandpact.Address;
        /** The currency. */
        readonly currency: sandpact.Currency;
        /** The first period. */
        readonly from: number;
        /** The quota of each period, minor units. */
        readonly limit_minor: bigint;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A period was closed, and all before it. */
  | {
      readonly name: "PeriodClosed";
      readonly data: {
        /** The period. */
        readonly period: number;
        /** The authority. */
        readonly by: sandpact.Address;
      };
    }
  /** A taxpayer filed its return. */
  | {
      readonly name: "ReturnFiled";
      readonly data: {
        /** The period. */
        readonly period: number;
        /** Salted commitment to the return. */
        readonly commitment: sandpact.Hash;
        /** The taxpayer. */
        readonly by: sandpact.Address;
      };
    }
  /** Its issuer voided an invoice. */
  | {
      readonly name: "Voided";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Who issued it. */
        readonly by: sandpact.Address;
      };
    }
  /** The buyer claimed the tax back because the goods were exported. */
  | {
      readonly name: "ExportRefundClaimed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Tax claimed, minor units. */
        readonly tax_minor: bigint;
        /** The buyer. */
        readonly by: sandpact.Address;
      };
    }
  /** One side asks to take an invoice back. */
  | {
      readonly name: "RedLetterRequested";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Last second in which the other side may confirm. */
        readonly deadline: bigint;
        /** Who asks. */
        readonly by: sandpact.Address;
      };
    }
  /** The other side agrees to a red letter. */
  | {
      readonly name: "RedLetterConfirmed";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Who agrees. */
        readonly by: sandpact.Address;
      };
    }
  /** Whoever asked for a red letter takes it back. */
  | {
      readonly name: "RedLetterWithdrawn";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** Who asked. */
        readonly by: sandpact.Address;
      };
    }
  /** A lender may read an invoice. */
  | {
      readonly name: "Shared";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The lender. */
        readonly lender: sandpact.Address;
        /** The seller. */
        readonly by: sandpact.Address;
      };
    }
  /** A lender may no longer read an invoice. */
  | {
      readonly name: "Unshared";
      readonly data: {
        /** The invoice. */
        readonly key: sandpact.Hash;
        /** The lender. */
        readonly lender: sandpact.Address;
        /** The seller. */
        readonly by: sandpact.Address;
      };
    };

/** The errors and events, for decoding them by code and name. */
export const description: sandpact.Description = {
  errors: [
    [1, "NotAuthorised", null],
    [2, "UnknownId", null],
    [3, "AlreadyExists", null],
    [4, "WrongState", null],
    [5, "AmountNotPositive", null],
    [6, "CurrencyMismatch", null],
    [7, "Overflow", null],
    [8, "DateOrder", null],
    [9, "BadFormat", null],
    [10, "TooLarge", null],
    [11, "StaleVersion", null],
    [12, "Frozen", null],
    [13, "DuplicateRequestDifferentContent", null],
    [14, "BadArguments", null],
    [15, "CalleeRefused", sandpact.struct({
      code: sandpact.u32,
    })],
    [16, "CalleeHalted", null],
    [17, "CalleeBrokeInterface", null],
    [100, "DuplicateInvoice", null],
    [101, "TotalsMismatch", sandpact.struct({
      rule: Rule,
    })],
    [102, "WrongCategoryTax", sandpact.struct({
      category: Category,
    })],
    [103, "RepeatedCategory", sandpact.struct({
      category: Category,
    })],
    [104, "FutureIssueDate", null],
    [105, "NegativeWithoutReference", null],
    [106, "ReferenceMissing", null],
    [107, "ReferenceUnknown", null],
    [108, "ReferenceMismatch", null],
    [109, "ReversalExceedsRemaining", sandpact.struct({
      category: Category,
      rate_bp: sandpact.u32,
    })],
    [110, "RemainingTaxNegative", null],
    [111, "DeductionNegative", null],
    [112, "AlreadyDeducted", null],
    [113, "NotTheBuyer", null],
    [114, "AlreadyReimbursed", null],
    [115, "NotDeductible", null],
    [116, "NothingToDeduct", null],
    [117, "ReverseChargeNeedsBuyer", null],
    [118, "RateNotInForce", null],
    [119, "SameParty", null],
    [120, "NegativeSelfBilled", null],
    [121, "ReferenceAmbiguous", null],
    [122, "RoleConflict", null],
    [123, "ReversalRaisesTax", null],
    [124, "NothingToReplace", null],
    [125, "TaxPointTooLate", null],
    [126, "EpochNotInForce", null],
    [127, "PeriodClosed", null],
    [128, "QuotaExceeded", sandpact.struct({
      left_minor: sandpact.i128,
    })],
    [129, "QuotaBelowUsed", sandpact.struct({
      used_minor: sandpact.i128,
    })],
    [130, "IssuedTooLate", sandpact.struct({
      days_max: sandpact.u16,
    })],
    [131, "RedLetterPending", null],
    [132, "RedLetterLapsed", null],
    [133, "RedLetterNotConfirmed", null],
    [134, "RedLetterMismatch", null],
    [135, "ExportRefundClaimed", null],
  ],
  events: [
    ["RoleGranted", sandpact.struct({
      role: Role,
      account: sandpact.address,
      by: sandpact.address,
    })],
    ["RoleRevoked", sandpact.struct({
      role: Role,
      account: sandpact.address,
      by: sandpact.address,
    })],
    ["RateSet", sandpact.struct({
      from: sandpact.civilDate,
      rate_bp: sandpact.u32,
      by: sandpact.address,
    })],
    ["EpochsChanged", sandpact.struct({
      current: sandpact.u32,
      previous: sandpact.option(sandpact.u32),
      by: sandpact.address,
    })],
    ["EnteredAgain", sandpact.struct({
      key: sandpact.hash,
      epoch: sandpact.u32,
      by: sandpact.address,
    })],
    ["Issued", sandpact.struct({
      key: sandpact.hash,
      kind: Kind,
      seller: sandpact.address,
      tax_minor: sandpact.i128,
      currency: sandpact.currency,
      by: sandpact.address,
    })],
    ["OutputTaxMoved", sandpact.struct({
      key: sandpact.hash,
      seller: sandpact.address,
      buyer: sandpact.address,
      tax_minor: sandpact.i128,
    })],
    ["Accepted", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["Disputed", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["DeductionConfirmed", sandpact.struct({
      key: sandpact.hash,
      tax_minor: sandpact.i128,
      by: sandpact.address,
    })],
    ["Reimbursed", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["Reversed", sandpact.struct({
      key: sandpact.hash,
      later: sandpact.hash,
      taxable_minor: sandpact.i128,
      tax_minor: sandpact.i128,
      deduction_minor: sandpact.i128,
      by: sandpact.address,
    })],
    ["Frozen", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["Unfrozen", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["RegimeSet", sandpact.struct({
      account: sandpact.option(sandpact.address),
      regime: sandpact.text,
      by: sandpact.address,
    })],
    ["TermsSet", sandpact.struct({
      regime: sandpact.text,
      version: sandpact.u32,
      from: sandpact.civilDate,
      by: sandpact.address,
    })],
    ["RateBegun", sandpact.struct({
      regime: sandpact.text,
      category: Category,
      rate_bp: sandpact.u32,
      from: sandpact.civilDate,
      by: sandpact.address,
    })],
    ["RateEnded", sandpact.struct({
      regime: sandpact.text,
      category: Category,
      rate_bp: sandpact.u32,
      until: sandpact.civilDate,
      by: sandpact.address,
    })],
    ["QuotaSet", sandpact.struct({
      account: sandpact.address,
      currency: sandpact.currency,
      from: sandpact.u32,
      limit_minor: sandpact.i128,
      by: sandpact.address,
    })],
    ["PeriodClosed", sandpact.struct({
      period: sandpact.u32,
      by: sandpact.address,
    })],
    ["ReturnFiled", sandpact.struct({
      period: sandpact.u32,
      commitment: sandpact.hash,
      by: sandpact.address,
    })],
    ["Voided", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["ExportRefundClaimed", sandpact.struct({
      key: sandpact.hash,
      tax_minor: sandpact.i128,
      by: sandpact.address,
    })],
    ["RedLetterRequested", sandpact.struct({
      key: sandpact.hash,
      deadline: sandpact.seconds,
      by: sandpact.address,
    })],
    ["RedLetterConfirmed", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["RedLetterWithdrawn", sandpact.struct({
      key: sandpact.hash,
      by: sandpact.address,
    })],
    ["Shared", sandpact.struct({
      key: sandpact.hash,
      lender: sandpact.address,
      by: sandpact.address,
    })],
    ["Unshared", sandpact.struct({
      key: sandpact.hash,
      lender: sandpact.address,
      by: sandpact.address,
    })],
  ],
};

/** Invoices under value added tax: recorded once, deducted once, corrected by name. */
export class VatInvoice {
  readonly #contract: sandpact.Contract<VatInvoiceError, VatInvoiceEvent>;

  /** The contract at an address. */
  constructor(transport: sandpact.Transport, address: sandpact.Address) {
    this.#contract = new sandpact.Contract(transport, address, description);
  }

  /** A step of a transaction of several calls, for `sandpact.send`. */
  static invoke<M extends keyof Arguments>(
    contract: sandpact.Address,
    method: M,
    args: Arguments[M],
  ): sandpact.Call {
    return { tag: "Invoke", value: { contract, method, args: argumentsOf[method].enc(args) } };
  }

  /** Deploys the contract's module. Names the tax authority. */
  static async deploy(
    transport: sandpact.Transport,
    signer: sandpact.Signer,
    code: Uint8Array,
    args: Arguments["create"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<sandpact.Address, VatInvoiceError, VatInvoiceEvent>> {
    return sandpact.deploy(transport, signer, code, argumentsOf.create.enc(args), description, options);
  }

  /** Gives an account a role. The roles of authority and auditor go with no other one. One taxpayer has one account: numbers are unique for each account (T2). */
  async grant(
    signer: sandpact.Signer,
    args: Arguments["grant"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["grant"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "grant", argumentsOf.grant.enc(args), returnsOf.grant, options);
  }

  /** Takes a role from an account. The authority cannot take its own. */
  async revoke(
    signer: sandpact.Signer,
    args: Arguments["revoke"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["revoke"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "revoke", argumentsOf.revoke.enc(args), returnsOf.revoke, options);
  }

  /** Sets the reverse charge rate from a tax point on; recorded invoices keep theirs. */
  async set_reverse_charge_rate(
    signer: sandpact.Signer,
    args: Arguments["set_reverse_charge_rate"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["set_reverse_charge_rate"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "set_reverse_charge_rate", argumentsOf.set_reverse_charge_rate.enc(args), returnsOf.set_reverse_charge_rate, options);
  }

  /** Adds terms of a regime, the first of which make it known; returns their version. */
  async set_terms(
    signer: sandpact.Signer,
    args: Arguments["set_terms"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["set_terms"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "set_terms", argumentsOf.set_terms.enc(args), returnsOf.set_terms, options);
  }

  /** Puts an account under a regime, or with `None` every account that has no other. The regime's terms and rates then hold for what it issues. */
  async set_regime(
    signer: sandpact.Signer,
    args: Arguments["set_regime"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["set_regime"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "set_regime", argumentsOf.set_regime.enc(args), returnsOf.set_regime, options);
  }

  /** Begins a rate in a regime's table (T12); recorded invoices are not asked again. */
  async begin_rate(
    signer: sandpact.Signer,
    args: Arguments["begin_rate"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["begin_rate"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "begin_rate", argumentsOf.begin_rate.enc(args), returnsOf.begin_rate, options);
  }

  /** Ends a rate of a regime's table after a tax point. */
  async end_rate(
    signer: sandpact.Signer,
    args: Arguments["end_rate"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["end_rate"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "end_rate", argumentsOf.end_rate.enc(args), returnsOf.end_rate, options);
  }

  /** Sets what an issuer may issue in each period from one on (T9): never below what it has issued in the current one. */
  async set_quota(
    signer: sandpact.Signer,
    args: Arguments["set_quota"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["set_quota"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "set_quota", argumentsOf.set_quota.enc(args), returnsOf.set_quota, options);
  }

  /** Closes a period that has ended, and all before it (T13). */
  async close_period(
    signer: sandpact.Signer,
    args: Arguments["close_period"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["close_period"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "close_period", argumentsOf.close_period.enc(args), returnsOf.close_period, options);
  }

  /** Files the return of a period that has ended. The same one again changes nothing. */
  async file_return(
    signer: sandpact.Signer,
    args: Arguments["file_return"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["file_return"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "file_return", argumentsOf.file_return.enc(args), returnsOf.file_return, options);
  }

  /** Begins the next epoch of fingerprint keys. The current one goes on beside it: until it ends, every document is entered under both. */
  async begin_epoch(
    signer: sandpact.Signer,
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["begin_epoch"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "begin_epoch", new Uint8Array(), returnsOf.begin_epoch, options);
  }

  /** Ends the previous epoch. A document that was not entered again is no longer found by its number: neither a repeated number nor a reference meets it. */
  async end_epoch(
    signer: sandpact.Signer,
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["end_epoch"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "end_epoch", new Uint8Array(), returnsOf.end_epoch, options);
  }

  /** Enters a document of an earlier epoch under the current one too, as its issuer. */
  async enter_again(
    signer: sandpact.Signer,
    args: Arguments["enter_again"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["enter_again"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "enter_again", argumentsOf.enter_again.enc(args), returnsOf.enter_again, options);
  }

  /** Records a document. The same request again gives the same result and changes nothing. */
  async issue(
    signer: sandpact.Signer,
    args: Arguments["issue"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["issue"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "issue", argumentsOf.issue.enc(args), returnsOf.issue, options);
  }

  /** Agrees to an invoice as its other side. */
  async accept(
    signer: sandpact.Signer,
    args: Arguments["accept"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["accept"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "accept", argumentsOf.accept.enc(args), returnsOf.accept, options);
  }

  /** Objects to an invoice as its other side. */
  async dispute(
    signer: sandpact.Signer,
    args: Arguments["dispute"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["dispute"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "dispute", argumentsOf.dispute.enc(args), returnsOf.dispute, options);
  }

  /** Takes an invoice back before it is accepted and before its period is closed, as whoever issued it. Its number stays taken. */
  async void(
    signer: sandpact.Signer,
    args: Arguments["void"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["void"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "void", argumentsOf.void.enc(args), returnsOf.void, options);
  }

  /** Deducts the tax that remains, as the buyer named in the invoice; returns minor units. */
  async confirm_deduction(
    signer: sandpact.Signer,
    args: Arguments["confirm_deduction"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["confirm_deduction"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "confirm_deduction", argumentsOf.confirm_deduction.enc(args), returnsOf.confirm_deduction, options);
  }

  /** Claims the tax that remains back because the goods were exported, as the buyer named in the invoice and in place of a deduction; returns minor units. */
  async claim_export_refund(
    signer: sandpact.Signer,
    args: Arguments["claim_export_refund"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["claim_export_refund"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "claim_export_refund", argumentsOf.claim_export_refund.enc(args), returnsOf.claim_export_refund, options);
  }

  /** Reimburses an invoice as an employer: once, and never after a deduction. */
  async reimburse(
    signer: sandpact.Signer,
    args: Arguments["reimburse"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["reimburse"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "reimburse", argumentsOf.reimburse.enc(args), returnsOf.reimburse, options);
  }

  /** Asks to take these amounts back from an invoice, as one of its sides (T11). Until the request is used or withdrawn or has lapsed, nothing else is done with the invoice. Returns the last second in which the other side may confirm. */
  async request_red_letter(
    signer: sandpact.Signer,
    args: Arguments["request_red_letter"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["request_red_letter"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "request_red_letter", argumentsOf.request_red_letter.enc(args), returnsOf.request_red_letter, options);
  }

  /** Confirms what the other side asks to take back. */
  async confirm_red_letter(
    signer: sandpact.Signer,
    args: Arguments["confirm_red_letter"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["confirm_red_letter"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "confirm_red_letter", argumentsOf.confirm_red_letter.enc(args), returnsOf.confirm_red_letter, options);
  }

  /** Takes the own request back, confirmed or not, before a document has used it. */
  async withdraw_red_letter(
    signer: sandpact.Signer,
    args: Arguments["withdraw_red_letter"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["withdraw_red_letter"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "withdraw_red_letter", argumentsOf.withdraw_red_letter.enc(args), returnsOf.withdraw_red_letter, options);
  }

  /** Lets a lender read an invoice, as its seller. */
  async share(
    signer: sandpact.Signer,
    args: Arguments["share"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["share"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "share", argumentsOf.share.enc(args), returnsOf.share, options);
  }

  /** Ends that. */
  async unshare(
    signer: sandpact.Signer,
    args: Arguments["unshare"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["unshare"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "unshare", argumentsOf.unshare.enc(args), returnsOf.unshare, options);
  }

  /** Stops everything about an invoice, whatever its state. */
  async freeze(
    signer: sandpact.Signer,
    args: Arguments["freeze"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["freeze"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "freeze", argumentsOf.freeze.enc(args), returnsOf.freeze, options);
  }

  /** Lifts a freeze. */
  async unfreeze(
    signer: sandpact.Signer,
    args: Arguments["unfreeze"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["unfreeze"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "unfreeze", argumentsOf.unfreeze.enc(args), returnsOf.unfreeze, options);
  }

  /** A recorded document. */
  async invoice(
    args: Arguments["invoice"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["invoice"], VatInvoiceError>> {
    return this.#contract.query("invoice", argumentsOf.invoice.enc(args), returnsOf.invoice, options);
  }

  /** The key of the document of this issuer, kind and fingerprint. */
  async key(
    args: Arguments["key"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["key"], VatInvoiceError>> {
    return this.#contract.query("key", argumentsOf.key.enc(args), returnsOf.key, options);
  }

  /** The epochs of fingerprint keys in force. */
  async epochs(
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["epochs"], VatInvoiceError>> {
    return this.#contract.query("epochs", new Uint8Array(), returnsOf.epochs, options);
  }

  /** Documents by issue date and key after a row, at most 100. */
  async list(
    args: Arguments["list"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["list"], VatInvoiceError>> {
    return this.#contract.query("list", argumentsOf.list.enc(args), returnsOf.list, options);
  }

  /** A taxpayer's running totals in one currency. */
  async position(
    args: Arguments["position"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["position"], VatInvoiceError>> {
    return this.#contract.query("position", argumentsOf.position.enc(args), returnsOf.position, options);
  }

  /** The reverse charge rates, ascending. */
  async reverse_charge_rates(
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["reverse_charge_rates"], VatInvoiceError>> {
    return this.#contract.query("reverse_charge_rates", new Uint8Array(), returnsOf.reverse_charge_rates, options);
  }

  /** Whether an account holds a role. */
  async has_role(
    args: Arguments["has_role"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["has_role"], VatInvoiceError>> {
    return this.#contract.query("has_role", argumentsOf.has_role.enc(args), returnsOf.has_role, options);
  }

  /** The terms of a regime, in the order of their versions from 1. */
  async terms(
    args: Arguments["terms"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["terms"], VatInvoiceError>> {
    return this.#contract.query("terms", argumentsOf.terms.enc(args), returnsOf.terms, options);
  }

  /** The regime that an account issues under. */
  async regime(
    args: Arguments["regime"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["regime"], VatInvoiceError>> {
    return this.#contract.query("regime", argumentsOf.regime.enc(args), returnsOf.regime, options);
  }

  /** A page of a regime's rates, by category and rate. */
  async rates(
    args: Arguments["rates"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["rates"], VatInvoiceError>> {
    return this.#contract.query("rates", argumentsOf.rates.enc(args), returnsOf.rates, options);
  }

  /** The last closed period; 0 while none is. */
  async closed_through(
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["closed_through"], VatInvoiceError>> {
    return this.#contract.query("closed_through", new Uint8Array(), returnsOf.closed_through, options);
  }

  /** The newest red letter of an invoice. */
  async red_letter(
    args: Arguments["red_letter"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["red_letter"], VatInvoiceError>> {
    return this.#contract.query("red_letter", argumentsOf.red_letter.enc(args), returnsOf.red_letter, options);
  }

  /** What the buyer of an invoice still owes for it. */
  async receivable(
    args: Arguments["receivable"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["receivable"], VatInvoiceError>> {
    return this.#contract.query("receivable", argumentsOf.receivable.enc(args), returnsOf.receivable, options);
  }

  /** A document whose seller lets the calling lender read it. */
  async shared_invoice(
    args: Arguments["shared_invoice"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["shared_invoice"], VatInvoiceError>> {
    return this.#contract.query("shared_invoice", argumentsOf.shared_invoice.enc(args), returnsOf.shared_invoice, options);
  }

  /** What taxpayers owe and deducted in a period, by account and currency. */
  async totals_in(
    args: Arguments["totals_in"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["totals_in"], VatInvoiceError>> {
    return this.#contract.query("totals_in", argumentsOf.totals_in.enc(args), returnsOf.totals_in, options);
  }

  /** Of a page of these, taxpayers that owe at least so much and filed no return: issued high, filed none. A page may be empty and have a next one. */
  async unfiled_in(
    args: Arguments["unfiled_in"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["unfiled_in"], VatInvoiceError>> {
    return this.#contract.query("unfiled_in", argumentsOf.unfiled_in.enc(args), returnsOf.unfiled_in, options);
  }

  /** Deductions that were taken back, by time. */
  async reversed_deductions(
    args: Arguments["reversed_deductions"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["reversed_deductions"], VatInvoiceError>> {
    return this.#contract.query("reversed_deductions", argumentsOf.reversed_deductions.enc(args), returnsOf.reversed_deductions, options);
  }

  /** Invoices whose red letter was not confirmed in time, by deadline. */
  async lapsed_red_letters(
    args: Arguments["lapsed_red_letters"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["lapsed_red_letters"], VatInvoiceError>> {
    return this.#contract.query("lapsed_red_letters", argumentsOf.lapsed_red_letters.enc(args), returnsOf.lapsed_red_letters, options);
  }

  /** Of a page of issuers with a quota, those that have used more than so many percent of it in a period. A page may be empty and have a next one. */
  async quotas_above(
    args: Arguments["quotas_above"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["quotas_above"], VatInvoiceError>> {
    return this.#contract.query("quotas_above", argumentsOf.quotas_above.enc(args), returnsOf.quotas_above, options);
  }

  /** A document and those that it refers to, one after the other, to the root. */
  async chain(
    args: Arguments["chain"],
    options: sandpact.QueryOptions = {},
  ): Promise<sandpact.Answer<Returns["chain"], VatInvoiceError>> {
    return this.#contract.query("chain", argumentsOf.chain.enc(args), returnsOf.chain, options);
  }
}
