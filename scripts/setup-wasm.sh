#!/bin/sh
# Makes sure that contracts can be compiled for wasm32-unknown-unknown. Quiet
# when there is nothing to do. The ways and their order are those of sdk/build:
# the active toolchain's target, rustup, Debian's compiler with library sources.
# SANDPACT_WASM_COMPILER=target|rustup|system allows one way only.
set -eu
cd -- "$(dirname -- "$0")/.."

target=wasm32-unknown-unknown
# The rust-version of Cargo.toml, 1.N.
minor_min=95
forced=${SANDPACT_WASM_COMPILER:-}

say() { printf 'setup-wasm: %s\n' "$*" >&2; }
allowed() { [ -z "$forced" ] || [ "$forced" = "$1" ]; }

target_installed() {
    libraries=$(rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
    for core in "$libraries"/libcore-*.rlib; do
        [ -f "$core" ] && return 0
    done
    return 1
}

rustup_added() {
    target_installed && return 0
    command -v rustup >/dev/null 2>&1 || return 1
    say "rustup target add $target"
    rustup target add "$target" >&2 && target_installed && return 0
    say "rustup could not add it"
    return 1
}

# Debian's compiler, new enough, with its library sources and a linker.
system_ready() {
    [ -x /usr/bin/rustc ] || return 1
    minor=$(/usr/bin/rustc --version | sed -n 's/^rustc 1\.\([0-9]*\)\..*/\1/p')
    [ "${minor:-0}" -ge "$minor_min" ] || return 1
    sysroot=$(/usr/bin/rustc --print sysroot) || return 1
    [ -f "$sysroot/lib/rustlib/src/rust/library/core/Cargo.toml" ] || return 1
    host=$(/usr/bin/rustc --print host-tuple) || return 1
    for root in "$(rustc --print sysroot 2>/dev/null)" "$sysroot"; do
        [ -f "$root/lib/rustlib/$host/bin/rust-lld" ] && return 0
    done
    command -v wasm-ld >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

system_installed() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "not root, and sudo asks for a password: no Debian package is installed"
        return 1
    fi
    say "apt-get install rustc-web rust-web-src"
    as_root apt-get update >&2 || say "the package lists could not be refreshed; trying the ones at hand"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends rustc-web rust-web-src >&2 || return 1
    system_ready
}

case $forced in
'' | target | rustup | system) ;;
*)
    say "SANDPACT_WASM_COMPILER is '$forced'; it may be target, rustup or system"
    exit 2
    ;;
esac

if allowed target && target_installed; then exit 0; fi
if allowed rustup && rustup_added; then exit 0; fi
if allowed system && { system_ready || system_installed; }; then exit 0; fi

say "no compiler for $target, which contracts need. Install one of:"
say "  rustup target add $target"
say "  apt-get update && apt-get install rustc-web rust-web-src   (Debian, rustc 1.$minor_min or newer)"
exit 1
