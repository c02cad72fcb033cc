#!/usr/bin/env bash
# Feeds every published document beside the checkout to its mapper and contract, and prints a table:
# file, contract, outcome. The tests that do it hold each outcome to what docs/sectors.md's sources say.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
if [ ! -d "$data" ]; then
    echo "no published documents in $data" >&2
    exit 2
fi
cargo test --release --locked --workspace --test data_bill_of_lading --test data_claim_adjudication \
    --test data_fiscal_record_chain --test data_gobl_invoice --test data_item_trace \
    --test data_en16931_rules -- --nocapture 2>/dev/null |
    sed -n 's/.*published|//p' | sort -u | column -t -s '|' -N document,contract,outcome
for sector in tax healthcare; do
    printf '\n%s, invoices and consents\n\n' "$sector"
    ./demo --documents "$data/$sector" | awk '!/ unknown /'
done
