#!/usr/bin/env bash
# Hands through what tests print, and fails if any of it shows a secret key. The tests' keys are
# made to be found: each ends in bytes of 0x5a (`sandpact_tests::key_of`), which are looked for as
# hexadecimal digits, as a list of numbers and as text.
set -euo pipefail
scan() {
    awk '
        { print; fflush() }
        /5[aA]5[aA]5[aA]5[aA]5[aA]5[aA]5[aA]5[aA]/ || /90, 90, 90, 90, 90, 90/ || /ZZZZZZZZ/ { found = NR; line = $0 }
        END { if (found) { print "a secret key in line " found ": " line > "/dev/stderr"; exit 1 } }
    '
}
# What finds nothing must be able to find something.
for shown in 5a5a5a5a5a5a5a5a '[90, 90, 90, 90, 90, 90]' ZZZZZZZZ; do
    if printf '%s\n' "seed $shown" | scan >/dev/null 2>&1; then
        echo "check-secrets.sh does not find $shown" >&2
        exit 1
    fi
done
scan
