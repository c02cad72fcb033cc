#!/usr/bin/env bash
# Feeds every published document beside the checkout to its mapper and contract, and prints a table
# for each sector: file, contract, call, outcome. Tests hold each outcome to what docs/sectors.md's
# sources say. DCSA's surrender interface is a description in YAML, whose examples a test takes out.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
if [ ! -d "$data" ]; then
    echo "no published documents in $data" >&2
    exit 2
fi
for sector in trade-finance tax healthcare manufacturing; do
    printf '\n%s\n\n' "$sector"
    ./demo --documents "$data/$sector"
done
echo
cargo test --release --locked --workspace --test data_bill_of_lading -- --nocapture 2>/dev/null |
    grep '^EBL_SUR.*yaml'
