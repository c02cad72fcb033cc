// ed25519 keys (RFC 8032), also those in key files of `sandpact keygen`.

import { ed25519 } from "@noble/curves/ed25519.js";
import { fromHex, toHex } from "./bytes.js";
import type { Address } from "./codec.js";
import { ValueError } from "./error.js";

/** Who signs: a key in memory, or a device that keeps it. */
export interface Signer {
  /** The account: the public key. */
  readonly address: Address;
  /** The 64 bytes of an ed25519 signature over the message. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A key in memory. */
export class KeyPair implements Signer {
  readonly address: Address;
  readonly #seed: Uint8Array;

  /** The key of a 32-byte seed. */
  constructor(seed: Uint8Array) {
    if (seed.length !== 32) {
      throw new ValueError(`expected a seed of 32 bytes, got ${seed.length}`);
    }
    this.#seed = Uint8Array.from(seed);
    this.address = toHex(ed25519.getPublicKey(this.#seed));
  }

  /** A new key. */
  static generate(): KeyPair {
    return new KeyPair(ed25519.utils.randomSecretKey());
  }

  /** The key in the text of a key file: 64 hexadecimal digits on one line. */
  static fromFileText(text: string): KeyPair {
    return new KeyPair(fromHex(text.trim()));
  }

  sign(message: Uint8Array): Uint8Array {
    return ed25519.sign(message, this.#seed);
  }
}
