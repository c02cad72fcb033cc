// Transactions: what a sender signs and a ledger runs. The bytes are those of
// `sandpact_abi::Transaction`; vectors that Rust wrote hold both to each other.

import { sha3_256 } from "@noble/hashes/sha3.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromHex, toHex } from "./bytes.js";
import {
  address,
  bytes,
  choice,
  decode,
  encode,
  fixedBytes,
  list,
  option,
  struct,
  text,
  u64,
} from "./codec.js";
import type { Address, Codec, Hash } from "./codec.js";
import { TransactionError } from "./error.js";
import type { Signer } from "./key.js";

/** One step of a transaction. All steps succeed or none does. */
export type Call =
  | { readonly tag: "Deploy"; readonly value: Deploy }
  | { readonly tag: "Invoke"; readonly value: Invoke };

/** Stores a contract's code and runs its init method. */
export interface Deploy {
  /** The wasm module. */
  readonly code: Uint8Array;
  /** SCALE of the init method's arguments, one after the other. */
  readonly args: Uint8Array;
}

/** Runs a method of a deployed contract. */
export interface Invoke {
  /** The contract. */
  readonly contract: Address;
  /** The method's name. */
  readonly method: string;
  /** SCALE of the arguments, one after the other. */
  readonly args: Uint8Array;
}

/** What is signed. */
export interface Transaction {
  /** The ledger it is meant for. */
  readonly chain_id: string;
  /** Who sends it: a member, or on a ledger without members the signer's account. */
  readonly sender: Address;
  /** Number of the sender's transactions that blocks contain so far. */
  readonly nonce: bigint;
  /** Last height at which it may run. */
  readonly valid_until: bigint;
  /** Most gas that all calls together may take. */
  readonly gas_limit: bigint;
  /** What the sender calls the request, 16 bytes: it is done once, however often it is sent. */
  readonly request_id: Uint8Array | null;
  /** The calls, in order. */
  readonly calls: readonly Call[];
}

/** Bytes of a key or a signature by the kind of key. This client signs with the first, RFC 8032. */
type OfKind =
  | { readonly tag: "Ed25519"; readonly value: Uint8Array }
  | { readonly tag: "P256"; readonly value: Uint8Array }
  | { readonly tag: "Sm2"; readonly value: Uint8Array };

/** A key and its signature; both are of one kind. */
interface KeySignature {
  readonly key: OfKind;
  readonly signature: OfKind;
}

/** A transaction with its signatures, the sender's first: what a ledger runs. */
export interface SignedTransaction {
  readonly transaction: Transaction;
  readonly signatures: readonly KeySignature[];
}

/** Gas limit of a transaction that names none: about a tenth of a second of work. */
export const GAS_LIMIT_DEFAULT = 100_000_000n;
/** Most gas of one transaction; what a deployment needs depends on the module. */
export const GAS_LIMIT_MAX = 2_000_000_000n;
/** Most calls of one transaction. */
export const CALLS_MAX = 64;
/** Most signatures of one transaction. */
export const SIGNATURES_MAX = 16;

const SIGNING_DOMAIN = "sandpact/transaction/v1";

const call: Codec<Call> = choice<Call>({
  Deploy: [0, struct<Deploy>({ code: bytes, args: bytes })],
  Invoke: [1, struct<Invoke>({ contract: address, method: text, args: bytes })],
});

const transaction: Codec<Transaction> = struct<Transaction>({
  chain_id: text,
  sender: address,
  nonce: u64,
  valid_until: u64,
  gas_limit: u64,
  request_id: option(fixedBytes(16)),
  calls: list(call),
});

const publicKey: Codec<OfKind> = choice<OfKind>({
  Ed25519: [0, fixedBytes(32)],
  P256: [1, fixedBytes(33)],
  Sm2: [2, fixedBytes(33)],
});

const keySignature: Codec<KeySignature> = struct<KeySignature>({
  key: publicKey,
  signature: choice<OfKind>({
    Ed25519: [0, fixedBytes(64)],
    P256: [1, fixedBytes(64)],
    Sm2: [2, fixedBytes(64)],
  }),
});

const signedTransaction: Codec<SignedTransaction> = struct<SignedTransaction>({
  transaction,
  signatures: list(keySignature),
});

/** The message that the sender signs: SHA3-256 (FIPS 202) of a domain and the transaction. */
export function signingHash(unsigned: Transaction): Uint8Array {
  return sha3_256(concatBytes(utf8ToBytes(SIGNING_DOMAIN), encode(transaction, unsigned)));
}

/** SHA3-256 of a signed transaction's bytes: its name in receipts. */
export function transactionHash(signed: Uint8Array): Hash {
  return toHex(sha3_256(signed));
}

/** The bytes that a ledger runs. Refuses what every ledger would refuse. */
export async function signTransaction(signer: Signer, unsigned: Transaction): Promise<Uint8Array> {
  if (!/^[!-~]{1,32}$/.test(unsigned.chain_id)) {
    throw new TransactionError("a chain id is 1 to 32 printable ASCII characters without blanks");
  }
  if (unsigned.calls.length < 1 || unsigned.calls.length > CALLS_MAX) {
    throw new TransactionError(`${unsigned.calls.length} calls; 1 to ${CALLS_MAX} are allowed`);
  }
  if (unsigned.gas_limit > GAS_LIMIT_MAX) {
    throw new TransactionError(`gas limit ${unsigned.gas_limit} is above ${GAS_LIMIT_MAX}`);
  }
  const signature = await sign(signer, unsigned);
  return encode(signedTransaction, { transaction: unsigned, signatures: [signature] });
}

/**
 * What a signed transaction says, for whoever is asked to endorse it. Throws a `MalformedError`
 * for other bytes, and for calls that this client does not know: upgrades and changes of the
 * ledger's organisations and rules, which `sandpact endorse` shows.
 */
export function readTransaction(signed: Uint8Array): SignedTransaction {
  return decode(signedTransaction, signed);
}

/**
 * The transaction with one more signature, of a member of another organisation, over the same
 * bytes that the sender signed. A key that has signed is refused: it does not count twice.
 */
export async function endorse(signer: Signer, signed: Uint8Array): Promise<Uint8Array> {
  const { transaction, signatures } = readTransaction(signed);
  if (signatures.length >= SIGNATURES_MAX) {
    throw new TransactionError(`a transaction has at most ${SIGNATURES_MAX} signatures`);
  }
  if (signatures.some(({ key }) => key.tag === "Ed25519" && toHex(key.value) === signer.address)) {
    throw new TransactionError(`key ${signer.address} has signed this transaction`);
  }
  const [sender, ...others] = signatures;
  if (sender === undefined) {
    throw new TransactionError("the sender has not signed this transaction");
  }
  // The sender's is the first, the others are in the order of their keys.
  const all = [...others, await sign(signer, transaction)];
  all.sort((one, two) => (order(one) < order(two) ? -1 : 1));
  return encode(signedTransaction, { transaction, signatures: [sender, ...all] });
}

/** Text that orders keys by their bytes. */
function order({ key }: KeySignature): string {
  return toHex(encode(publicKey, key));
}

async function sign(signer: Signer, unsigned: Transaction): Promise<KeySignature> {
  return {
    key: { tag: "Ed25519", value: fromHex(signer.address) },
    signature: { tag: "Ed25519", value: await signer.sign(signingHash(unsigned)) },
  };
}
