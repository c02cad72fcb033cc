#!/usr/bin/env bash
# Feeds every published document beside the checkout to its mapper and contract, and prints a table:
# file, contract, outcome; then those that are in no format that is mapped. The tests that do it hold
# each outcome to what docs/sectors.md's sources say.
set -euo pipefail
# A test that fails within $(...) ends the script too.
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
if [ ! -d "$data" ]; then
    echo "no published documents in $data" >&2
    exit 2
fi

told() {
    cargo test --release --locked --workspace --test data_bill_of_lading --test data_claim_adjudication \
        --test data_fiscal_record_chain --test data_gobl_invoice --test data_item_trace \
        --test data_en16931_rules -- --nocapture 2>/dev/null |
        sed -n 's/.*published|//p' | sort -u | column -t -s '|' -N document,contract,outcome
    local sector
    for sector in tax healthcare; do
        printf '\n%s, invoices and consents\n\n' "$sector"
        ./demo --documents "$data/$sector" | awk '!/ unknown /'
    done
}

table=$(told)
printf '%s\n\nin no format that is mapped\n\n' "$table"
for sector in trade-finance tax healthcare manufacturing; do
    find "$data/$sector" -type f | sort | while read -r file; do
        # A file is told by its own name or, if it is a part, by that of its folder.
        case $table in
        *"$(basename "$file")"* | *"$sector/$(basename "$(dirname "$file")") "*) ;;
        *) echo "${file#"$data"/}" ;;
        esac
    done
done
