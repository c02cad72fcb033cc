// SCALE of the types at a contract's boundary: docs/abi.md, Types. The encoding is that of
// scale-ts; here are the checks that it leaves to its caller, and the forms of values.

import * as scale from "scale-ts";
import type { Codec, Decoder } from "scale-ts";
import { fromHex, toHex } from "./bytes.js";
import { MalformedError, ValueError } from "./error.js";

export type { Codec, CodecType } from "scale-ts";

/** 32 bytes as 64 lower-case hexadecimal digits: an account's public key, or a contract. */
export type Address = string;
/** 32 bytes as 64 lower-case hexadecimal digits. */
export type Hash = string;
/** `YYYY-MM-DD`, years 0001 to 9999. */
export type CivilDate = string;
/** ISO 4217: three letters `A` to `Z`. */
export type Currency = string;

/** Most items of a list in an answer; no answer has more bytes. */
const ITEMS_MAX = 16384;

/** The bytes of a value; refuses one that is not of its type with a `ValueError`. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  return codec.enc(value);
}

/** The value of bytes; refuses all bytes but its one encoding with a `MalformedError`. */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  let value: T;
  let again: Uint8Array;
  try {
    // scale-ts reads the whole buffer below a view, so it gets one of its own.
    value = codec.dec(Uint8Array.from(bytes));
    again = codec.enc(value);
  } catch (error) {
    throw new MalformedError(`the bytes are not of their type: ${String(error)}`);
  }
  if (toHex(again) !== toHex(bytes)) {
    throw new MalformedError("the bytes are not the encoding of their value");
  }
  return value;
}

function checked<T>(codec: Codec<T>, isValid: (value: T) => boolean, rule: string): Codec<T> {
  const check = (value: T): Uint8Array => {
    if (!isValid(value)) {
      throw new ValueError(`expected ${rule}, got ${shown(value)}`);
    }
    return codec.enc(value);
  };
  return scale.createCodec(check, codec.dec);
}

function shown(value: unknown): string {
  const text = typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}

function small(codec: Codec<number>, min: number, max: number): Codec<number> {
  const isValid = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return checked(codec, isValid, `an integer from ${min} to ${max}`);
}

function big(codec: Codec<bigint>, min: bigint, max: bigint): Codec<bigint> {
  const isValid = (value: bigint) => typeof value === "bigint" && value >= min && value <= max;
  return checked(codec, isValid, `a bigint from ${min} to ${max}`);
}

export const bool = checked(scale.bool, (value) => typeof value === "boolean", "true or false");
export const u8 = small(scale.u8, 0, 0xff);
export const u16 = small(scale.u16, 0, 0xffff);
export const u32 = small(scale.u32, 0, 0xffff_ffff);
export const u64 = big(scale.u64, 0n, 2n ** 64n - 1n);
export const u128 = big(scale.u128, 0n, 2n ** 128n - 1n);
export const i8 = small(scale.i8, -0x80, 0x7f);
export const i16 = small(scale.i16, -0x8000, 0x7fff);
export const i32 = small(scale.i32, -0x8000_0000, 0x7fff_ffff);
export const i64 = big(scale.i64, -(2n ** 63n), 2n ** 63n - 1n);
export const i128 = big(scale.i128, -(2n ** 127n), 2n ** 127n - 1n);

/** Seconds since 1970-01-01T00:00:00Z. */
export const seconds = u64;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// Not scale.str, which drops a byte order mark.
export const text = checked(
  scale.enhanceCodec(
    scale.Bytes(),
    (value: string) => new TextEncoder().encode(value),
    (value) => utf8.decode(value),
  ),
  (value) => typeof value === "string" && value.isWellFormed(),
  "a string without lone surrogates",
);

const isBytes = (value: Uint8Array) => value instanceof Uint8Array;

export const bytes: Codec<Uint8Array> = checked(scale.Bytes(), isBytes, "a Uint8Array");

/** Exactly so many bytes. */
export function fixedBytes(len: number): Codec<Uint8Array> {
  const isValid = (value: Uint8Array) => isBytes(value) && value.length === len;
  return checked(scale.Bytes(len), isValid, `a Uint8Array of ${len} bytes`);
}

const digits: Codec<string> = checked(
  scale.enhanceCodec(scale.Bytes(32), fromHex, toHex),
  (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  "64 lower-case hexadecimal digits",
);

export const address: Codec<Address> = digits;
export const hash: Codec<Hash> = digits;

const MS_PER_DAY = 86_400_000;

function toDays(date: CivilDate): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  const days = time / MS_PER_DAY;
  if (!Number.isInteger(days) || fromDays(days) !== date || date.startsWith("0000")) {
    throw new ValueError(`expected a date YYYY-MM-DD, got ${shown(date)}`);
  }
  return days;
}

function fromDays(days: number): CivilDate {
  // A year before 0 or after 9999 has six digits, and its text is refused where it is read.
  return new Date(days * MS_PER_DAY).toISOString().slice(0, -"T00:00:00.000Z".length);
}

export const civilDate: Codec<CivilDate> = scale.enhanceCodec(scale.i32, toDays, fromDays);

export const currency: Codec<Currency> = checked(
  scale.enhanceCodec(
    scale.Bytes(3),
    (code: string) => new TextEncoder().encode(code),
    (code) => new TextDecoder().decode(code),
  ),
  (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
  "three letters A to Z",
);

/** What a method returns that returns nothing. */
export const nothing: Codec<void> = scale.createCodec<void>(
  () => new Uint8Array(),
  () => undefined,
);

/** A value or null. An option inside an option is written in a tuple of one. */
export function option<T>(inner: Codec<T>): Codec<T | null> {
  const encode = (value: T | null) => scale.Option(inner).enc(value === null ? undefined : value);
  const decode = scale.createDecoder((input) => scale.Option(inner).dec(input) ?? null);
  return scale.createCodec<T | null>(encode, decode);
}

export function list<T>(item: Codec<T>): Codec<readonly T[]> {
  const encode = (values: readonly T[]): Uint8Array => {
    if (!Array.isArray(values)) {
      throw new ValueError(`expected an array, got ${shown(values)}`);
    }
    return joined([scale.compact.enc(values.length), ...values.map((value) => item.enc(value))]);
  };
  const decode = scale.createDecoder((input): readonly T[] => {
    const count = scale.compact.dec(input);
    if (count > ITEMS_MAX) {
      throw new MalformedError(`a list of ${count} items`);
    }
    return Array.from({ length: Number(count) }, () => item.dec(input));
  });
  return scale.createCodec<readonly T[]>(encode, decode);
}

export function tuple<T extends readonly unknown[]>(
  ...parts: { readonly [I in keyof T]: Codec<T[I]> }
): Codec<T> {
  const all = parts as readonly Codec<unknown>[];
  const encode = (values: T): Uint8Array => {
    if (!Array.isArray(values) || values.length !== all.length) {
      throw new ValueError(`expected an array of ${all.length} items, got ${shown(values)}`);
    }
    return joined(all.map((part, index) => part.enc(values[index])));
  };
  const decode = scale.createDecoder((input) => all.map((part) => part.dec(input)));
  return scale.createCodec(encode, decode as unknown as Decoder<T>);
}

/** Fields by name, in the order in which they stand in `fields`. */
export function struct<T extends object>(fields: {
  readonly [N in keyof T]-?: Codec<T[N]>;
}): Codec<T> {
  const all = Object.entries(fields) as [string, Codec<unknown>][];
  const encode = (value: T): Uint8Array => {
    if (typeof value !== "object" || value === null) {
      throw new ValueError(`expected an object, got ${shown(value)}`);
    }
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (unknown !== undefined) {
      throw new ValueError(`${unknown}: there is no such field`);
    }
    return joined(all.map(([name, field]) => within(name, () => field.enc(own(value, name)))));
  };
  const decode = scale.createDecoder((input) =>
    Object.fromEntries(all.map(([name, field]) => [name, field.dec(input)])),
  );
  return scale.createCodec(encode, decode as unknown as Decoder<T>);
}

function own(value: object, name: string): unknown {
  if (!Object.hasOwn(value, name)) {
    throw new ValueError("missing");
  }
  return (value as Record<string, unknown>)[name];
}

/** Puts the field's name in front of what is wrong with it. */
function within<T>(name: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    throw error instanceof ValueError ? new ValueError(`${name}: ${error.message}`) : error;
  }
}

/** An enum whose variants have no fields: their names, each with its index. */
export function names<N extends string>(indexes: { readonly [K in N]: number }): Codec<N> {
  const byIndex = new Map((Object.entries(indexes) as [N, number][]).map(([name, i]) => [i, name]));
  const toIndex = (name: N): number => {
    if (!Object.hasOwn(indexes, name)) {
      throw new ValueError(`expected one of ${Object.keys(indexes).join(", ")}, got ${shown(name)}`);
    }
    return indexes[name];
  };
  return scale.enhanceCodec(scale.u8, toIndex, (index) => found(byIndex.get(index), index));
}

/** A variant of an enum: its name, and its fields if it has some. */
export interface Tagged {
  readonly tag: string;
  readonly value?: unknown;
}

/** An enum: for each variant its index, and the codec of its fields or null. */
export function choice<T extends Tagged>(variants: {
  readonly [K in T["tag"]]: readonly [
    number,
    Extract<T, { readonly tag: K }> extends { readonly value: infer V } ? Codec<V> : null,
  ];
}): Codec<T> {
  type Variant = readonly [number, Codec<unknown> | null];
  const all = variants as unknown as Readonly<Record<string, Variant>>;
  const byIndex = new Map(Object.entries(all).map(([tag, variant]) => [variant[0], { tag, variant }]));
  const encode = (value: T): Uint8Array => {
    const tag = (value as Tagged | null)?.tag;
    if (typeof tag !== "string" || !Object.hasOwn(all, tag)) {
      throw new ValueError(`expected a tag of ${Object.keys(all).join(", ")}, got ${shown(value)}`);
    }
    const [index, fields] = all[tag] as Variant;
    const content = fields === null ? [] : [within(tag, () => fields.enc(value.value))];
    return joined([scale.u8.enc(index), ...content]);
  };
  const decode = scale.createDecoder((input): Tagged => {
    const index = scale.u8.dec(input);
    const { tag, variant } = found(byIndex.get(index), index);
    return variant[1] === null ? { tag } : { tag, value: variant[1].dec(input) };
  });
  return scale.createCodec(encode, decode as unknown as Decoder<T>);
}

function found<T>(value: T | undefined, index: number): T {
  if (value === undefined) {
    throw new MalformedError(`there is no variant ${index}`);
  }
  return value;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((len, part) => len + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
