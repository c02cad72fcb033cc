// The generated client of `vat_invoice` against a ledger in a folder. `SANDPACT` is the command,
// `SANDPACT_MODULE` the contract's module; scripts/test-typescript.sh sets both.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CommandTransport } from "../../src/command.js";
import { Contract, KeyPair, LedgerError, RefusalError, send, unwrap } from "../../src/index.js";
import { signTransaction } from "../../src/index.js";
import { VatInvoice, argumentsOf, description, returnsOf } from "../contracts/vat_invoice.js";
import type { IssueRequest, Recorded } from "../contracts/vat_invoice.js";
import { asJson } from "../support.js";

const command = process.env["SANDPACT"] ?? "sandpact";
const module = process.env["SANDPACT_MODULE"] ?? assert.fail("SANDPACT_MODULE is not set");
const folder = mkdtempSync(join(tmpdir(), "sandpact-typescript-"));
const ledger = join(folder, "ledger");
let seconds = 1_767_571_200n;
const transport = new CommandTransport({ ledger, command, time: () => (seconds += 60n) });

const seller = KeyPair.generate();
const buyer = KeyPair.generate();
let office: KeyPair;
let address: string;
let contract: VatInvoice;

/** What the command prints, for comparison. */
function run(...words: string[]): Record<string, unknown> {
  const out = execFileSync(command, ["--json", "--ledger", ledger, ...words], { cwd: folder });
  return JSON.parse(out.toString()) as Record<string, unknown>;
}

before(async () => {
  run("keygen", "--out", "office.key");
  office = KeyPair.fromFileText(readFileSync(join(folder, "office.key"), "utf8"));
  run("init", "--key", "office.key", "--time", String(seconds));
  const code = readFileSync(module);
  const deployed = await VatInvoice.deploy(transport, office, code, { authority: office.address });
  address = unwrap(deployed.outcome);
  contract = new VatInvoice(transport, address);
  const by = office.address;
  const granted = { name: "RoleGranted", data: { role: "Authority", account: by, by } };
  assert.deepEqual(deployed.events, [granted]);
});

after(() => rmSync(folder, { recursive: true }));

function request(): IssueRequest {
  return {
    fingerprint: { epoch: 1, hash: "07".repeat(32) },
    previous_fingerprint: null,
    kind: "Invoice",
    issue_date: "2026-01-05",
    tax_point: "2026-01-05",
    currency: "EUR",
    breakdown: [
      { category: "Standard", rate_bp: 1900, taxable_minor: 10_000n, tax_minor: 1_900n },
    ],
    totals: {
      line_sum_minor: 10_000n,
      allowances_minor: 0n,
      charges_minor: 0n,
      net_minor: 10_000n,
      tax_minor: 1_900n,
      gross_minor: 11_900n,
      paid_minor: 0n,
      rounding_minor: 0n,
      due_minor: 11_900n,
    },
    preceding: null,
    seller: seller.address,
    buyer: { tag: "Account", value: { address: buyer.address } },
    commitment: "08".repeat(32),
  };
}

test("calls, events and queries are those of the command", async () => {
  const { address: account } = seller;
  const granted = await contract.grant(office, { role: "Seller", account });
  assert.equal(granted.outcome.tag, "success");
  const event = { role: "Seller", account, by: office.address };
  assert.deepEqual(granted.events, [{ name: "RoleGranted", data: event }]);
  assert.ok(granted.gas > 0n && granted.height === 2n);
  const block = run("inspect");
  assert.deepEqual([block["state_root"], block["height"]], [granted.state_root, 2]);

  assert.deepEqual(asJson(unwrap(await contract.epochs())), run("query", address, "epochs")["returned"]);
  for (const [role, expected] of [["Seller", true], ["Buyer", false]] as const) {
    assert.equal(unwrap(await contract.has_role({ role, account })), expected);
    const words = ["--arg", `role=${role}`, "--arg", `account=${account}`];
    assert.equal(run("query", "vat_invoice", "has_role", ...words)["returned"], expected);
  }
});

test("an invoice goes in and comes out with every type", async () => {
  await contract.grant(office, { role: "Seller", account: seller.address });
  const issued = await contract.issue(seller, { request: request() });
  const recorded: Recorded = unwrap(issued.outcome);
  assert.equal(recorded.effect, "Original");
  assert.equal(recorded.recorded_at, seconds);
  const { key } = recorded;
  const invoice = unwrap(await contract.invoice({ key }));
  assert.deepEqual(invoice.totals, request().totals);
  assert.deepEqual(invoice.buyer, request().buyer);
  const shown = run("query", address, "invoice", "--arg", `key=${key}`);
  assert.deepEqual(asJson(invoice), shown["returned"]);

  const entries = run("inspect", "vat_invoice", "--entries", "invoices")["entries"];
  assert.deepEqual(entries, [{ at: `invoices/${key}`, key, value: shown["returned"] }]);
});

test("refusals have their types", async () => {
  const { address: account } = buyer;
  const refused = await contract.grant(seller, { role: "Buyer", account });
  const error = { code: 1, name: "NotAuthorised" };
  assert.deepEqual(refused.outcome, { tag: "reverted", error });
  assert.deepEqual(refused.events, []);
  assert.throws(() => unwrap(refused.outcome), RefusalError);

  await contract.grant(office, { role: "Seller", account: seller.address });
  const right = request();
  const totals = { ...right.totals, gross_minor: 1n };
  const wrong: IssueRequest = { ...right, fingerprint: { epoch: 1, hash: "09".repeat(32) }, totals };
  const mismatch = await contract.issue(seller, { request: wrong });
  const outcome = mismatch.outcome;
  assert.ok(outcome.tag === "reverted" && outcome.error.name === "TotalsMismatch");
  assert.equal(outcome.error.data.rule, "BrCo15");

  const unknown = await contract.invoice({ key: "ff".repeat(32) });
  assert.deepEqual(unknown, { tag: "reverted", error: { code: 2, name: "UnknownId" } });

  const options = { gas_limit: 98_000n };
  const halted = await contract.grant(office, { role: "Buyer", account }, options);
  assert.deepEqual([halted.outcome, halted.gas], [{ tag: "halted" }, 98_000n]);
  assert.deepEqual(await contract.has_role({ role: "Buyer", account }, { gas_limit: 1n }), {
    tag: "halted",
  });

  const host = new Contract(transport, address, description);
  const nowhere = await host.call(office, "no_such_method", new Uint8Array(), returnsOf.grant);
  const rule = { code: 15_002, name: "Other", data: new Uint8Array() };
  assert.deepEqual(nowhere.outcome, { tag: "reverted", error: rule });
});

test("a transaction of several calls is one receipt, and runs once", async () => {
  const { address: account } = buyer;
  const calls = (["Buyer", "Employer"] as const).map((role) =>
    VatInvoice.invoke(address, "grant", { role, account }),
  );
  const sent = await send(transport, office, calls);
  assert.deepEqual(sent.outcome, { tag: "success", returned: [new Uint8Array(), new Uint8Array()] });
  assert.equal(sent.events.length, 2);

  const { chain_id, nonce, height } = await transport.account(office.address);
  const signed = await signTransaction(office, {
    chain_id,
    sender: office.address,
    nonce: nonce - 1n,
    valid_until: height + 10n,
    gas_limit: 100_000_000n,
    request_id: null,
    calls,
  });
  const again = await transport.submit(signed);
  assert.deepEqual([again.outcome, again.height], [{ tag: "refused", code: 10_005 }, height]);
  const damaged = await transport.submit(signed.subarray(1));
  assert.deepEqual(damaged.outcome, { tag: "refused", code: 10_001 });
});

test("a ledger that cannot be asked is an error with its code", async () => {
  const nowhere = new CommandTransport({ ledger: join(folder, "nowhere"), command });
  const args = argumentsOf.has_role.enc({ role: "Seller", account: seller.address });
  const query = { contract: address, method: "has_role", args, gas_limit: 1n };
  const isMissing = (error: unknown) => error instanceof LedgerError && error.code === 30_001;
  await assert.rejects(nowhere.account(address), isMissing);
  await assert.rejects(nowhere.submit(new Uint8Array()), isMissing);
  await assert.rejects(nowhere.query(query), isMissing);
  const missing = new CommandTransport({ ledger, command: join(folder, "no-command") });
  await assert.rejects(missing.account(address), LedgerError);
});

test("a deployment that another organisation has to endorse", async () => {
  const [bank, authority] = [KeyPair.generate(), KeyPair.generate()];
  const member = (name: string, key: KeyPair) =>
    `[organisations.${name}]\nname = "${name}"\nroles = []\n` +
    `members = [{ keys = ["ed25519:${key.address}"], roles = ["admin"] }]\n`;
  const endorsements = "endorsements = [{ at_least = 2 }]";
  const policy =
    `govern = { callers = ["role:admin"], ${endorsements} }\n` +
    `deploy = { callers = ["role:admin"], ${endorsements} }\n`;
  const head = `chain = "pilot"\ntime = 2026-01-05T00:00:00Z\n[policy]\nkeys = ["ed25519"]\n`;
  const genesis = join(folder, "genesis.toml");
  writeFileSync(genesis, head + policy + member("bank", bank) + member("authority", authority));
  const pilot = join(folder, "pilot");
  execFileSync(command, ["--json", "--ledger", pilot, "init", "--genesis", genesis]);

  const shared = new CommandTransport({ ledger: pilot, command, time: () => (seconds += 60n) });
  const code = readFileSync(module);
  const args = { authority: authority.address };
  const alone = await VatInvoice.deploy(shared, bank, code, args);
  assert.ok(alone.outcome.tag === "reverted" || alone.outcome.tag === "refused");
  const endorsers = [authority];
  const deployed = await VatInvoice.deploy(shared, bank, code, args, { endorsers });
  assert.equal(deployed.outcome.tag, "success");
});

test("calls that are made at once run one after the other", async () => {
  const { address: account } = buyer;
  const asked = Array.from({ length: 4 }, () => contract.has_role({ role: "Buyer", account }));
  const answers = (await Promise.all(asked)).map(unwrap);
  assert.deepEqual(answers, [true, true, true, true]);
});
