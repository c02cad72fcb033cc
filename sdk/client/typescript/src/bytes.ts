// Bytes and hexadecimal digits.

import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { ValueError } from "./error.js";

/** Two lower-case hexadecimal digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** The bytes of hexadecimal digits of either case. */
export function fromHex(digits: string): Uint8Array {
  if (typeof digits !== "string" || !/^([0-9a-fA-F]{2})*$/.test(digits)) {
    throw new ValueError("expected an even number of hexadecimal digits");
  }
  return hexToBytes(digits);
}
