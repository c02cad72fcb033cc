// What several tests need.

import { readFileSync } from "node:fs";
import * as office from "./contracts/sample_office.js";
import type { Codec } from "./contracts/sample_office.js";

/** The file that Rust wrote. The tests run from `dist/test`. */
export const vectors = JSON.parse(
  readFileSync(new URL("../../test/vectors.json", import.meta.url), "utf8"),
) as Vectors;

export interface Vectors {
  readonly values: readonly Vector[];
  readonly odd: readonly Vector[];
  readonly transactions: readonly Readonly<Record<string, string>>[];
  readonly schema: { readonly $defs: object };
  readonly instances: readonly { part: string; value: unknown; encodes: boolean }[];
}

export interface Vector {
  readonly part: string;
  readonly hex: string;
  readonly json: unknown;
}

/** The codec of `arguments.METHOD`, `returns.METHOD`, `event.NAME` or `error.NAME`. */
export function codecOf(part: string): Codec<unknown> {
  const [kind, name] = part.split(".") as [string, string];
  const { argumentsOf, returnsOf, description } = office;
  const codec =
    kind === "arguments"
      ? argumentsOf[name as keyof office.Arguments]
      : kind === "returns"
        ? returnsOf[name as keyof office.Returns]
        : kind === "event"
          ? description.events.find((event) => event[0] === name)?.[1]
          : (description.errors.find((error) => error[1] === name)?.[2] ?? office.struct({}));
  if (codec === undefined) {
    throw new Error(`no codec of ${part}`);
  }
  return codec as Codec<unknown>;
}

/** The JSON of `sandpact` for a value: integers above 2^53 and bytes are strings. */
export function asJson(value: unknown): unknown {
  if (typeof value === "bigint") {
    return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : String(value);
  }
  if (value instanceof Uint8Array) {
    return office.toHex(value);
  }
  if (Array.isArray(value)) {
    return value.map(asJson);
  }
  if (typeof value === "object" && value !== null) {
    if ("tag" in value && typeof value.tag === "string") {
      return "value" in value ? { [value.tag]: asJson(value.value) } : value.tag;
    }
    return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, asJson(it)]));
  }
  return value;
}
