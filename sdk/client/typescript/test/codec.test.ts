// Values that are not of their type are refused before they are bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as sandpact from "../src/index.js";
import { Kind, Role } from "./contracts/sample_office.js";

const refused = <T>(codec: sandpact.Codec<T>, value: unknown, message: RegExp): void => {
  assert.throws(
    () => codec.enc(value as T),
    (error) => error instanceof sandpact.ValueError && message.test(error.message),
  );
};

test("integers keep to their range", () => {
  refused(sandpact.u8, 256, /from 0 to 255, got 256/);
  refused(sandpact.u8, -1, /from 0 to 255/);
  refused(sandpact.u8, 1.5, /integer/);
  refused(sandpact.u8, Number.NaN, /integer/);
  refused(sandpact.i16, 32768, /-32768 to 32767/);
  refused(sandpact.u64, 1, /bigint/);
  refused(sandpact.u64, 2n ** 64n, /bigint/);
  refused(sandpact.u128, 2n ** 128n, /bigint/);
  refused(sandpact.i128, -(2n ** 127n) - 1n, /bigint/);
});

test("text, bytes, dates and the like keep to their form", () => {
  refused(sandpact.text, "\ud800", /lone surrogates/);
  refused(sandpact.text, 7, /string/);
  refused(sandpact.bytes, [1, 2], /Uint8Array/);
  refused(sandpact.fixedBytes(3), new Uint8Array(4), /3 bytes/);
  refused(sandpact.address, "AB".repeat(32), /64 lower-case/);
  refused(sandpact.address, "ab", /64 lower-case/);
  for (const date of ["2023-02-29", "0000-01-01", "2024-1-01", "+12024-01-01", ""]) {
    refused(sandpact.civilDate, date, /date/);
  }
  refused(sandpact.currency, "eur", /three letters/);
  refused(sandpact.bool, 1, /true or false/);
});

test("structs and enums have what their types have", () => {
  const pair = sandpact.struct<{ a: number; b: number }>({ a: sandpact.u8, b: sandpact.u8 });
  refused(pair, { a: 1 }, /^b: missing/);
  refused(pair, { a: 1, b: 2, c: 3 }, /^c: there is no such field/);
  refused(pair, null, /object/);
  refused(pair, { a: 1, b: 256 }, /^b: expected an integer/);
  refused(Role, "Nobody", /one of Clerk, Judge/);
  refused(Role, "toString", /one of/);
  refused(Kind, { tag: "Nothing" }, /a tag of Plain, Credit/);
  refused(Kind, { tag: "Credit", value: { of: "", lines: [] } }, /^Credit: of: /);
  refused(sandpact.tuple(sandpact.u8), [1, 2], /1 items/);
  refused(sandpact.list(sandpact.u8), "ab", /array/);
});

test("a part of a larger buffer is read alone", () => {
  const buffer = Uint8Array.from([9, 9, 7, 9]);
  assert.equal(sandpact.decode(sandpact.u8, buffer.subarray(2, 3)), 7);
  assert.throws(() => sandpact.decode(sandpact.u8, buffer), sandpact.MalformedError);
});

test("a length that promises too much is refused at once", () => {
  const bomb = Uint8Array.from([0xfe, 0xff, 0xff, 0xff]);
  const empty = sandpact.list(sandpact.tuple<readonly []>());
  for (const codec of [empty, sandpact.list(sandpact.u8), sandpact.bytes, sandpact.text]) {
    const decode = () => sandpact.decode(codec as sandpact.Codec<unknown>, bomb);
    assert.throws(decode, sandpact.MalformedError);
  }
});

test("transactions that no ledger takes are not signed", async () => {
  const key = sandpact.KeyPair.generate();
  const call: sandpact.Call = {
    tag: "Invoke",
    value: { contract: "00".repeat(32), method: "m", args: new Uint8Array() },
  };
  const right: sandpact.Transaction = {
    chain_id: "test-1",
    sender: key.address,
    nonce: 0n,
    valid_until: 1n,
    gas_limit: 1n,
    request_id: null,
    calls: [call],
  };
  assert.ok((await sandpact.signTransaction(key, right)).length > 64);
  const wrong: Partial<sandpact.Transaction>[] = [
    { chain_id: "a b" },
    { chain_id: "" },
    { calls: [] },
    { calls: Array.from({ length: 65 }, () => call) },
    { gas_limit: sandpact.GAS_LIMIT_MAX + 1n },
  ];
  for (const change of wrong) {
    const signing = sandpact.signTransaction(key, { ...right, ...change });
    await assert.rejects(signing, sandpact.TransactionError);
  }
});
