// Both languages give the same bytes to the same values, and refuse the same bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  KeyPair,
  MalformedError,
  TransactionError,
  decode,
  encode,
  endorse,
  fromHex,
  readTransaction,
  signTransaction,
  signingHash,
  toHex,
  transactionHash,
} from "../src/index.js";
import type { Transaction } from "../src/index.js";
import { asJson, codecOf, vectors } from "./support.js";

test("values have the bytes that Rust gives them", () => {
  assert.ok(vectors.values.length > 100);
  for (const { part, hex, json } of vectors.values) {
    const value = decode(codecOf(part), fromHex(hex));
    assert.deepEqual(asJson(value), json, part);
    assert.equal(toHex(encode(codecOf(part), value)), hex, part);
  }
});

test("bytes that Rust refuses are refused, and others read alike", () => {
  for (const { part, hex, json } of vectors.odd) {
    if (json === null) {
      assert.throws(() => decode(codecOf(part), fromHex(hex)), MalformedError, `${part} ${hex}`);
    } else {
      assert.deepEqual(asJson(decode(codecOf(part), fromHex(hex))), json, part);
    }
  }
});

test("transactions are signed as Rust signs them", async () => {
  for (const vector of vectors.transactions) {
    const of = (name: string) => vector[name] ?? assert.fail(name);
    const key = new KeyPair(fromHex(of("seed")));
    assert.equal(key.address, of("sender"));
    const args = fromHex(of("args"));
    const transaction: Transaction = {
      chain_id: of("chain_id"),
      sender: key.address,
      nonce: BigInt(of("nonce")),
      valid_until: BigInt(of("valid_until")),
      gas_limit: 2_000_000_000n,
      request_id: of("request_id") === "" ? null : fromHex(of("request_id")),
      calls: [
        { tag: "Invoke", value: { contract: of("contract"), method: "issue", args } },
        { tag: "Deploy", value: { code: fromHex(of("code")), args: new Uint8Array() } },
      ],
    };
    assert.equal(toHex(signingHash(transaction)), of("signing_hash"));
    const signed = await signTransaction(key, transaction);
    assert.equal(toHex(signed), of("signed"));
    assert.equal(transactionHash(signed), of("hash"));
    assert.deepEqual(readTransaction(signed).transaction, transaction);
    const others = [9, 3, 4].map((byte) => new KeyPair(new Uint8Array(32).fill(byte)));
    let endorsed = signed;
    for (const other of others) {
      endorsed = await endorse(other, endorsed);
    }
    assert.equal(toHex(endorsed), of("endorsed"));
    assert.equal(readTransaction(endorsed).signatures.length, 4);
    for (const twice of [key, ...others]) {
      await assert.rejects(endorse(twice, endorsed), TransactionError);
    }
    await assert.rejects(endorse(key, endorsed.subarray(1)), MalformedError);
  }
});

// The schemas' other judge is a checker of our own, in Rust.
test("whatever encodes is valid under the JSON Schema", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  ajv.addSchema(vectors.schema, "contract");
  let refused = 0;
  for (const { part, value, encodes } of vectors.instances) {
    const isValid = ajv.validate({ $ref: `contract#/$defs/${part}` }, value) === true;
    if (encodes) {
      assert.ok(isValid, `${part} ${JSON.stringify(value)} ${JSON.stringify(ajv.errors)}`);
    } else if (!isValid) {
      refused += 1;
    }
  }
  const wrong = vectors.instances.filter((instance) => !instance.encodes).length;
  assert.ok(refused * 10 >= wrong * 9, `${refused} of ${wrong} wrong values are refused`);
});
