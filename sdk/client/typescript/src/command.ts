// A ledger in a folder, through the `sandpact` command. For Node.

import { spawn } from "node:child_process";
import { fromHex, toHex } from "./bytes.js";
import type { Address } from "./codec.js";
import { LedgerError } from "./error.js";
import type { Account, Query, RawAnswer, RawOutcome, RawReceipt, Transport } from "./transport.js";

/** Where the ledger and the command are. */
export interface CommandOptions {
  /** Folder of the ledger. */
  readonly ledger: string;
  /** The command; `sandpact` on the path without it. */
  readonly command?: string;
  /** Block time of a transaction in seconds since 1970; the system clock without it. */
  readonly time?: () => bigint;
}

type Json = { readonly [name: string]: unknown };

/** Runs one command at a time, for a ledger has one process. */
export class CommandTransport implements Transport {
  readonly #options: CommandOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CommandOptions) {
    this.#options = options;
  }

  async account(address: Address): Promise<Account> {
    const document = succeeded(await this.#run(["account", address]));
    return {
      chain_id: text(document, "chain_id"),
      nonce: BigInt(integer(document, "nonce")),
      height: BigInt(integer(document, "height")),
    };
  }

  async submit(signed: Uint8Array): Promise<RawReceipt> {
    const time = this.#options.time;
    const words = ["submit", "-", ...(time === undefined ? [] : ["--time", String(time())])];
    const document = await this.#run(words, toHex(signed));
    const receipt = document["receipt"] === undefined ? succeeded(document) : document["receipt"];
    return rawReceipt(receipt as Json);
  }

  async query(query: Query): Promise<RawAnswer> {
    const { contract, method, args, gas_limit } = query;
    const words = ["query", contract, method, `--encoded=${toHex(args)}`];
    const document = await this.#run([...words, `--gas-limit=${gas_limit}`]);
    if (document["receipt"] === undefined) {
      return { tag: "success", returned: fromHex(text(succeeded(document), "returned_hex")) };
    }
    const receipt = document["receipt"] as Json;
    if (text(receipt, "outcome") === "halted") {
      return { tag: "halted" };
    }
    const data = fromHex(text(receipt, "data_hex"));
    return { tag: "reverted", code: integer(receipt, "code"), data };
  }

  #run(words: readonly string[], input = ""): Promise<Json> {
    const { command = "sandpact", ledger } = this.#options;
    const run = () => document(command, ["--json", "--ledger", ledger, ...words], input);
    const next = this.#last.then(run, run);
    this.#last = next;
    return next;
  }
}

/** The one document that the command prints with `--json`, whether it succeeded or not. */
function document(command: string, words: readonly string[], input: string): Promise<Json> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => out.push(part));
    child.stderr.on("data", (part: Buffer) => errors.push(part));
    // A command that fails early does not read what it is given; its exit tells why.
    child.stdin.on("error", () => {});
    child.on("error", (error) => reject(new LedgerError(`${command}: ${error.message}`)));
    child.on("close", () => {
      try {
        resolve(JSON.parse(Buffer.concat(out).toString("utf8")) as Json);
      } catch {
        const line = Buffer.concat(errors).toString("utf8").trim();
        reject(new LedgerError(`${command} gave no document: ${line}`));
      }
    });
    child.stdin.end(input);
  });
}

function succeeded(document: Json): Json {
  const error = document["error"] as { code: number | null; message: string } | undefined;
  if (error !== undefined) {
    throw new LedgerError(error.message, error.code);
  }
  return document;
}

function rawReceipt(receipt: Json): RawReceipt {
  const events = receipt["events"] as Json[];
  return {
    transaction: text(receipt, "transaction"),
    height: BigInt(integer(receipt, "height")),
    state_root: text(receipt, "state_root"),
    gas: BigInt(integer(receipt, "gas")),
    outcome: rawOutcome(receipt),
    events: events.map((event) => ({
      contract: text(event, "address"),
      name: text(event, "name"),
      data: fromHex(text(event, "data")),
    })),
  };
}

function rawOutcome(receipt: Json): RawOutcome {
  switch (text(receipt, "outcome")) {
    case "success":
      return { tag: "success", returned: (receipt["returned"] as string[]).map(fromHex) };
    case "reverted": {
      const [call, code] = [integer(receipt, "call"), integer(receipt, "code")];
      return { tag: "reverted", call, code, data: fromHex(text(receipt, "data")) };
    }
    case "halted":
      return { tag: "halted", call: integer(receipt, "call") };
    case "repeated":
      return {
        tag: "repeated",
        done_at_height: integer(receipt, "done_at_height"),
        done_by: text(receipt, "done_by"),
      };
    default:
      return { tag: "refused", code: integer(receipt, "code") };
  }
}

function text(document: Json, name: string): string {
  const value = document[name];
  if (typeof value !== "string") {
    throw new LedgerError(`the command's document has no text ${name}`);
  }
  return value;
}

function integer(document: Json, name: string): number {
  const value = document[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new LedgerError(`the command's document has no integer ${name}`);
  }
  return value;
}
