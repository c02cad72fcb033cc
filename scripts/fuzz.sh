#!/usr/bin/env bash
# Fuzzes from the kept corpus: fuzz.sh [SECONDS] [TARGET]..., by default every target for 60
# seconds, two at a time. Fails on a finding and says where it lies and how to run it again.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${1:-60}
targets=("${@:2}")
[ $# -gt 1 ] || targets=(module_admission instrumentation argument_decoding document_mapping)

# The flags of fuzz/.cargo/config.toml, whatever the environment says.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
cargo build --release --locked --bins
bin=target/$(rustc -vV | sed -n 's/^host: //p')/release

# What is new lands in target/new, the corpus is only read. A hang is found after two minutes:
# a busy machine may stop a process for half of one.
run() {
    local target=$1
    mkdir -p "target/new/$target" findings
    "$bin/$target" "target/new/$target" "corpus/$target" \
        -max_total_time="$seconds" -max_len=16384 -timeout=120 -rss_limit_mb=1024 \
        -artifact_prefix="findings/$target-" -print_final_stats=1 >"target/$target.log" 2>&1
}

failed=0
# Waits for the oldest run.
finish() {
    local pid=${running[0]%%:*} target=${running[0]#*:}
    running=("${running[@]:1}")
    if wait "$pid"; then
        local kept=("corpus/$target"/*)
        echo "fuzz: $target, ${#kept[@]} kept inputs, $(grep '^Done ' "target/$target.log")"
        return
    fi
    failed=1
    tail -n 60 "target/$target.log" | cut -c 1-400
    echo "fuzz: what it found, and the input in base64:"
    grep -A 2 'panicked at\|^==.*ERROR' "target/$target.log" | cut -c 1-400 | head -n 8 || true
    local found
    for found in "findings/$target-"*; do
        [ ! -f "$found" ] || [ "$(stat -c %s "$found")" -gt 16384 ] || base64 -w 0 "$found"
        echo
    done
    echo "fuzz: FINDING, $target. The input lies in fuzz/findings; to run it again:"
    echo "fuzz:   cd fuzz && cargo run --release --bin $target -- findings/$target-..."
}

running=()
for target in "${targets[@]}"; do
    [ ${#running[@]} -lt 2 ] || finish
    run "$target" &
    running+=("$!:$target")
done
while [ ${#running[@]} -gt 0 ]; do finish; done
[ "$failed" = 0 ] && echo "fuzz: no findings in $SECONDS s, build included"
exit "$failed"
