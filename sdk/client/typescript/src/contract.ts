// One contract through a transport: what generated clients call.

import { address as addressCodec, decode } from "./codec.js";
import type { Address, Codec, Hash } from "./codec.js";
import type { Signer } from "./key.js";
import { GAS_LIMIT_DEFAULT, GAS_LIMIT_MAX, endorse, signTransaction } from "./transaction.js";
import type { Call } from "./transaction.js";
import type { RawAnswer, RawEvent, RawOutcome, RawReceipt, Transport } from "./transport.js";

/** A refusal that the contract's description does not list: by a rule of the ledger. */
export interface OtherRefusal {
  readonly code: number;
  readonly name: "Other";
  readonly data: Uint8Array;
}

/** How a call ended, in the contract's types. */
export type Outcome<T, E> =
  | { readonly tag: "success"; readonly value: T }
  | { readonly tag: "reverted"; readonly error: E | OtherRefusal }
  | { readonly tag: "halted" }
  | { readonly tag: "refused"; readonly code: number }
  /** The request had been done, by that transaction, and was not done again. */
  | { readonly tag: "repeated"; readonly done_at_height: number; readonly done_by: Hash };

/** How a query ended, in the contract's types. */
export type Answer<T, E> = Exclude<Outcome<T, E>, { readonly tag: "refused" | "repeated" }>;

/** A transaction's receipt in the contract's types. */
export interface Receipt<T, E, V> {
  readonly transaction: Hash;
  readonly height: bigint;
  readonly state_root: Hash;
  readonly gas: bigint;
  readonly outcome: Outcome<T, E>;
  /** The contract's own events, in order. */
  readonly events: readonly V[];
  /** The events of all contracts, in order, as they were encoded. */
  readonly raw_events: readonly RawEvent[];
}

/** How a transaction is sent. */
export interface CallOptions {
  /** Most gas it may take. */
  readonly gas_limit?: bigint;
  /** For how many blocks it stays valid; 10 without it. */
  readonly valid_for_blocks?: bigint;
  /** What the request is called, 16 bytes, so that it is done once however often it is sent. */
  readonly request_id?: Uint8Array;
  /** Members of other organisations whose keys are at hand and who sign as well. */
  readonly endorsers?: readonly Signer[];
}

/** How a query is asked. */
export interface QueryOptions {
  /** Most gas it may take. */
  readonly gas_limit?: bigint;
}

// The receiver knows the type by the name.
type AnyCodec = Codec<any>;

/** What a client knows of a contract's errors and events. */
export interface Description {
  readonly errors: readonly (readonly [code: number, name: string, data: AnyCodec | null])[];
  readonly events: readonly (readonly [name: string, data: AnyCodec])[];
}

const VALID_FOR_BLOCKS = 10n;

/** What a successful call or query returned; throws the rest as a `RefusalError`. */
export function unwrap<T, E>(outcome: Outcome<T, E>): T {
  if (outcome.tag === "success") {
    return outcome.value;
  }
  throw new RefusalError(outcome);
}

/** A call that had no effect, for callers that want exceptions. */
export class RefusalError<E> extends Error {
  override readonly name = "RefusalError";

  constructor(readonly outcome: Exclude<Outcome<unknown, E>, { readonly tag: "success" }>) {
    super(outcome.tag === "reverted" ? `reverted: ${named(outcome.error)}` : outcome.tag);
  }
}

function named(error: unknown): string {
  const { name, code } = error as { name: string; code: number };
  return `${name} (${code})`;
}

/** A deployed contract. `E` are its errors, `V` its events. */
export class Contract<E, V> {
  readonly #transport: Transport;
  readonly #address: Address;
  readonly #description: Description;

  constructor(transport: Transport, address: Address, description: Description) {
    this.#transport = transport;
    this.#address = address;
    this.#description = description;
  }

  /** Signs and sends a call in a transaction of its own. */
  async call<T>(
    signer: Signer,
    method: string,
    args: Uint8Array,
    returns: Codec<T>,
    options: CallOptions = {},
  ): Promise<Receipt<T, E, V>> {
    const call: Call = { tag: "Invoke", value: { contract: this.#address, method, args } };
    const gas_limit = options.gas_limit ?? GAS_LIMIT_DEFAULT;
    const raw = await send(this.#transport, signer, [call], { ...options, gas_limit });
    return receipt(raw, returns, this.#description, this.#address);
  }

  /** Asks a read method at the last block. */
  async query<T>(
    method: string,
    args: Uint8Array,
    returns: Codec<T>,
    options: QueryOptions = {},
  ): Promise<Answer<T, E>> {
    const gas_limit = options.gas_limit ?? GAS_LIMIT_DEFAULT;
    const raw = await this.#transport.query({ contract: this.#address, method, args, gas_limit });
    return answer(raw, returns, this.#description);
  }
}

/** Signs and sends a deployment; the receipt's value is the contract's address. */
export async function deploy<E, V>(
  transport: Transport,
  signer: Signer,
  code: Uint8Array,
  args: Uint8Array,
  description: Description,
  options: CallOptions = {},
): Promise<Receipt<Address, E, V>> {
  const gas_limit = options.gas_limit ?? GAS_LIMIT_MAX;
  const call: Call = { tag: "Deploy", value: { code, args } };
  const raw = await send(transport, signer, [call], { ...options, gas_limit });
  const { outcome } = raw;
  const bytes = outcome.tag === "success" ? outcome.returned[0] : undefined;
  const contract = bytes === undefined ? undefined : decode(addressCodec, bytes);
  return receipt(raw, addressCodec, description, contract);
}

/** Signs and sends a transaction of several calls. */
export async function send(
  transport: Transport,
  signer: Signer,
  calls: readonly Call[],
  options: CallOptions = {},
): Promise<RawReceipt> {
  const account = await transport.account(signer.address);
  const valid_for = options.valid_for_blocks ?? VALID_FOR_BLOCKS;
  let signed = await signTransaction(signer, {
    chain_id: account.chain_id,
    sender: signer.address,
    nonce: account.nonce,
    valid_until: account.height + valid_for,
    gas_limit: options.gas_limit ?? GAS_LIMIT_DEFAULT,
    request_id: options.request_id ?? null,
    calls,
  });
  for (const endorser of options.endorsers ?? []) {
    signed = await endorse(endorser, signed);
  }
  return transport.submit(signed);
}

function receipt<T, E, V>(
  raw: RawReceipt,
  returns: Codec<T>,
  description: Description,
  contract: Address | undefined,
): Receipt<T, E, V> {
  const own = raw.events.filter((event) => event.contract === contract);
  return {
    transaction: raw.transaction,
    height: raw.height,
    state_root: raw.state_root,
    gas: raw.gas,
    outcome: outcome(raw.outcome, returns, description),
    events: own.flatMap((event) => decodeEvent<V>(description, event)),
    raw_events: raw.events,
  };
}

function outcome<T, E>(
  raw: RawOutcome,
  returns: Codec<T>,
  description: Description,
): Outcome<T, E> {
  switch (raw.tag) {
    case "success":
      return { tag: "success", value: decode(returns, raw.returned[0] ?? new Uint8Array()) };
    case "reverted":
      return { tag: "reverted", error: decodeError(description, raw.code, raw.data) };
    case "halted":
      return { tag: "halted" };
    case "refused":
      return { tag: "refused", code: raw.code };
    case "repeated":
      return raw;
  }
}

function answer<T, E>(
  raw: RawAnswer,
  returns: Codec<T>,
  description: Description,
): Answer<T, E> {
  switch (raw.tag) {
    case "success":
      return { tag: "success", value: decode(returns, raw.returned) };
    case "reverted":
      return { tag: "reverted", error: decodeError(description, raw.code, raw.data) };
    case "halted":
      return { tag: "halted" };
  }
}

/** A refusal in the contract's types; data that do not fit them are given as they are. */
export function decodeError<E>(
  description: Description,
  code: number,
  data: Uint8Array,
): E | OtherRefusal {
  const known = description.errors.find((error) => error[0] === code);
  if (known !== undefined) {
    const [, name, codec] = known;
    if (codec === null && data.length === 0) {
      return { code, name } as E;
    }
    const decoded = codec === null ? undefined : attempt(codec, data);
    if (decoded !== undefined) {
      return { code, name, data: decoded } as E;
    }
  }
  return { code, name: "Other", data };
}

/** An event in the contract's types; none when the description does not have it so. */
export function decodeEvent<V>(description: Description, event: RawEvent): V[] {
  const known = description.events.find(([name]) => name === event.name);
  const data = known === undefined ? undefined : attempt(known[1], event.data);
  return data === undefined ? [] : [{ name: event.name, data } as V];
}

function attempt(codec: Codec<unknown>, bytes: Uint8Array): unknown {
  try {
    return decode(codec, bytes);
  } catch {
    return undefined;
  }
}
