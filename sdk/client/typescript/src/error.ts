// What goes wrong outside the ledger. What a ledger refuses is a value, not an error.

/** A value that is not of its type; the message names the type and the rule. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** Bytes that are not the encoding of their type. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

/** A transaction that every ledger would refuse. */
export class TransactionError extends Error {
  override readonly name = "TransactionError";
}

/** The ledger could not be asked: wrong usage, another process that uses it, a damaged store. */
export class LedgerError extends Error {
  override readonly name = "LedgerError";

  /** `code` is the stable code, where there is one; `docs/errors.md` lists them. */
  constructor(
    message: string,
    readonly code: number | null = null,
  ) {
    super(message);
  }
}
