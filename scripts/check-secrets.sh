#!/usr/bin/env bash
# Fails if what tests printed, in the file of the first argument, shows a secret key. The tests' keys
# are made to be found: each ends in bytes of 0x5a (`sandpact_tests::key_of`), which are looked for
# as hexadecimal digits, as a list of numbers and as text.
set -euo pipefail
secrets='(5[aA]){8}|(90, ){6}|Z{8}'
# What finds nothing must be able to find something.
for shown in 5a5a5a5a5a5a5a5a '[90, 90, 90, 90, 90, 90, 90]' ZZZZZZZZ; do
    grep -qE "$secrets" <<<"seed $shown" || {
        echo "check-secrets.sh does not find $shown" >&2
        exit 1
    }
done
if found=$(grep -nE -m 1 "$secrets" "$1"); then
    echo "a secret key was printed, line $found" >&2
    exit 1
fi
echo "no secret key in $(wc -l <"$1") lines that the tests printed"
