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
  | "Employer";

export const Role: sandpact.Codec<Role> = sandpact.names({
  Authority: 0,
  Seller: 1,
  Buyer: 2,
  Employer: 3,
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
  | "Reimbursed";

export const State: sandpact.Codec<State> = sandpact.names({
  Issued: 0,
  Accepted: 1,
  Disputed: 2,
  DeductionConfirmed: 3,
  Reimbursed: 4,
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
  /** Tax that the buyer has deducted and not given back, minor units. */
  readonly deducted_minor: bigint;
  /** Time of the block that recorded it. */
  readonly recorded_at: bigint;
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
  /** Tax on purchases that was deducted; never above `input_minor`. */
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
  /** Gives an account a role. The authority's role goes with no other one. One taxpayer has one account: numbers are unique for each account (T2). */
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
  /** Deducts the tax that remains, as the buyer named in the invoice; returns minor units. */
  confirm_deduction: {
    readonly key: sandpact.Hash;
  };
  /** Reimburses an invoice as an employer: once, and never after a deduction. */
  reimburse: {
    readonly key: sandpact.Hash;
  };
  /** Stops everything about an invoice. */
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
  confirm_deduction: sandpact.struct<Arguments["confirm_deduction"]>({
    key: sandpact.hash,
  }),
  reimburse: sandpact.struct<Arguments["reimburse"]>({
    key: sandpact.hash,
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
};

/** What each method returns. */
export interface Returns {
  create: void;
  grant: void;
  revoke: void;
  set_reverse_charge_rate: void;
  begin_epoch: Epochs;
  end_epoch: Epochs;
  enter_again: void;
  issue: Recorded;
  accept: void;
  dispute: void;
  confirm_deduction: bigint;
  reimburse: void;
  freeze: void;
  unfreeze: void;
  invoice: Invoice;
  key: sandpact.Hash;
  epochs: Epochs;
  list: readonly InvoiceRow[];
  position: Position;
  reverse_charge_rates: readonly RatePeriod[];
  has_role: boolean;
}

export const returnsOf: { readonly [M in keyof Returns]: sandpact.Codec<Returns[M]> } = {
  create: sandpact.nothing,
  grant: sandpact.nothing,
  revoke: sandpact.nothing,
  set_reverse_charge_rate: sandpact.nothing,
  begin_epoch: Epochs,
  end_epoch: Epochs,
  enter_again: sandpact.nothing,
  issue: Recorded,
  accept: sandpact.nothing,
  dispute: sandpact.nothing,
  confirm_deduction: sandpact.i128,
  reimburse: sandpact.nothing,
  freeze: sandpact.nothing,
  unfreeze: sandpact.nothing,
  invoice: Invoice,
  key: sandpact.hash,
  epochs: Epochs,
  list: sandpact.list(InvoiceRow),
  position: Position,
  reverse_charge_rates: sandpact.list(RatePeriod),
  has_role: sandpact.bool,
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
  /** No reverse charge rate is in force on the tax point. */
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

  /** Gives an account a role. The authority's role goes with no other one. One taxpayer has one account: numbers are unique for each account (T2). */
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

  /** Deducts the tax that remains, as the buyer named in the invoice; returns minor units. */
  async confirm_deduction(
    signer: sandpact.Signer,
    args: Arguments["confirm_deduction"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["confirm_deduction"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "confirm_deduction", argumentsOf.confirm_deduction.enc(args), returnsOf.confirm_deduction, options);
  }

  /** Reimburses an invoice as an employer: once, and never after a deduction. */
  async reimburse(
    signer: sandpact.Signer,
    args: Arguments["reimburse"],
    options: sandpact.CallOptions = {},
  ): Promise<sandpact.Receipt<Returns["reimburse"], VatInvoiceError, VatInvoiceEvent>> {
    return this.#contract.call(signer, "reimburse", argumentsOf.reimburse.enc(args), returnsOf.reimburse, options);
  }

  /** Stops everything about an invoice. */
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
}
