#!/usr/bin/env bash
# Proves the arrows of ARCHITECTURE.md: which crate must not reach which.
set -euo pipefail
cd "$(dirname "$0")/.."

fail=0
# deny PACKAGE "FLAGS" NAME...: PACKAGE's dependencies must not include any NAME.
deny() {
    local package=$1 flags=$2
    shift 2
    local tree
    # shellcheck disable=SC2086
    tree=$(cargo tree --locked --edges normal --prefix none -p "$package" $flags | awk '{print $1}' | sort -u)
    for name in "$@"; do
        if grep -qx -- "$name" <<<"$tree"; then
            echo "arrow broken: $package reaches $name"
            fail=1
        fi
    done
}

deny sandpact-abi "" sandpact-proof sandpact-state sandpact-runtime sandpact-sdk sandpact-client wasmtime sled
deny sandpact-proof "" sandpact-state sandpact-runtime sandpact-sdk wasmtime sled
deny sandpact-access "" sandpact-proof sandpact-state sandpact-runtime sandpact-module sandpact-sdk sandpact-client wasmtime sled
deny sandpact-keys "" sandpact-proof sandpact-state sandpact-runtime sandpact-sdk sandpact-client wasmtime sled
deny sandpact-keys "--no-default-features" sm2 sm3
deny sandpact-state "--no-default-features" sled redb wasmtime sandpact-runtime
deny sandpact-state "" redb wasmtime sandpact-runtime
deny sandpact-module "" sandpact-proof sandpact-state sandpact-runtime sandpact-sdk wasmtime wasmi sled
deny sandpact-runtime "" tokio clap tracing-subscriber indicatif sandpact-client sandpact-sdk
deny sandpact-cli "" wasmi wasm-smith
deny sandpact-test-modules "" sandpact-runtime sandpact-state sandpact-module wasmtime wasmi sled
deny sandpact-fuzz "--manifest-path fuzz/Cargo.toml" sandpact-runtime sandpact-state wasmtime wasmi sled
deny sandpact-sdk "" sandpact-runtime sandpact-state wasmtime sled
deny sandpact-testing "" sandpact-runtime sandpact-state sandpact-module sandpact-client wasmtime wasmi sled
deny sandpact-build "" sandpact-runtime sandpact-state sandpact-module wasmtime sled
deny sandpact-anatomy "" sandpact-runtime sandpact-state sandpact-module sandpact-build wasmtime sled
deny sandpact-client "" sandpact-runtime sandpact-state wasmtime sled
deny sandpact-private "" sandpact-runtime sandpact-state sandpact-access wasmtime sled
deny sandpact-symbols "" sandpact-runtime sandpact-module sandpact-state sandpact-sdk wasmtime wasmi sled
deny sandpact-build "" sandpact-runtime sandpact-module sandpact-state wasmtime wasmi sled
contracts="banking-calendar bill-of-lading claim-adjudication consent-directive documentary-credit fiscal-record-chain item-trace receivable-registry vat-invoice"
for contract in $contracts; do
    deny "sandpact-contract-$contract" "" sandpact-runtime sandpact-state sandpact-client wasmtime sled \
        $(for other in $contracts; do
            [ "$other" = "$contract" ] || echo "sandpact-contract-$other"
        done)
done
[ "$fail" = 0 ] && echo "arrows hold"
exit "$fail"
