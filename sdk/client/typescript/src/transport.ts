// How a client reaches a ledger. Bytes only: types are the business of `contract.ts`.

import type { Address, Hash } from "./codec.js";

/** What a sender's next transaction needs. */
export interface Account {
  readonly chain_id: string;
  readonly nonce: bigint;
  /** Height of the last block. */
  readonly height: bigint;
}

/** An event as the contract encoded it. */
export interface RawEvent {
  readonly contract: Address;
  readonly name: string;
  readonly data: Uint8Array;
}

/** How a transaction ended. */
export type RawOutcome =
  | { readonly tag: "success"; readonly returned: readonly Uint8Array[] }
  | {
      readonly tag: "reverted";
      readonly call: number;
      readonly code: number;
      readonly data: Uint8Array;
    }
  | { readonly tag: "halted"; readonly call: number }
  | { readonly tag: "refused"; readonly code: number }
  /** The request had been done, by that transaction, and was not done again. */
  | { readonly tag: "repeated"; readonly done_at_height: number; readonly done_by: Hash };

/** A transaction's receipt. */
export interface RawReceipt {
  readonly transaction: Hash;
  readonly height: bigint;
  readonly state_root: Hash;
  readonly gas: bigint;
  readonly outcome: RawOutcome;
  readonly events: readonly RawEvent[];
}

/** How a query ended. */
export type RawAnswer =
  | { readonly tag: "success"; readonly returned: Uint8Array }
  | { readonly tag: "reverted"; readonly code: number; readonly data: Uint8Array }
  | { readonly tag: "halted" };

/** A query of a read method. */
export interface Query {
  readonly contract: Address;
  readonly method: string;
  readonly args: Uint8Array;
  readonly gas_limit: bigint;
}

/** A ledger. Methods throw a `LedgerError` when it cannot be asked. */
export interface Transport {
  account(address: Address): Promise<Account>;
  /** Runs a signed transaction. */
  submit(signed: Uint8Array): Promise<RawReceipt>;
  query(query: Query): Promise<RawAnswer>;
}
