#!/usr/bin/env bash
# Tests the TypeScript client: its own tests, a generated package that compiles, and the generated
# client of vat_invoice against a ledger. Needs Node 20.19 with npm; says so where they are missing.
# What is generated, and the bytes that both languages share, are held to files by Rust's tests.
set -euo pipefail
cd "$(dirname "$0")/.."
package=$PWD/sdk/client/typescript

not_run() {
    echo "TypeScript client: NOT RUN: $1"
    exit 0
}
command -v node >/dev/null && command -v npm >/dev/null || not_run "there is no node and npm here"
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
    not_run "node $(node --version) is older than 20.19"

# Without a network, npm is to give up soon.
export npm_config_fetch_retries=1 npm_config_fetch_timeout=20000
if ! (cd "$package" && npm ci --prefer-offline --no-audit --no-fund --loglevel=error); then
    (cd "$package" && npm ping >/dev/null 2>&1) || not_run "npm reaches no registry for its packages"
    echo "npm ci failed" >&2
    exit 1
fi

echo "== TypeScript: codecs, vectors"
(cd "$package" && npm test)

sandpact=$PWD/target/release/sandpact
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked --workspace --bins
"$sandpact" build contracts/vat_invoice --out "$work/vat_invoice.wasm"

echo "== TypeScript: a generated package compiles"
"$sandpact" client typescript "$work/vat_invoice.wasm" --out "$work/client" >/dev/null
cmp "$work/client/src/index.ts" "$package/test/contracts/vat_invoice.ts"
ln -s "$package/node_modules" "$work/client/node_modules"
(cd "$work/client" && npm run build)
node --input-type=module -e "
    const client = await import('$work/client/dist/index.js');
    if (typeof client.VatInvoice.deploy !== 'function') process.exit(1);"

echo "== TypeScript: against a ledger"
(cd "$package" && SANDPACT=$sandpact SANDPACT_MODULE=$work/vat_invoice.wasm npm run test:ledger)
echo "TypeScript client: done"
