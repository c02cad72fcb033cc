"""The vector of a proof of many keys in docs/state-format.md, from the documented bytes alone.

    python3 runtime/proof/tests/vector.py
"""

from hashlib import sha3_256

CONTRACT = bytes([7]) * 32
LEDGER = {b"key %d" % n: b"value %d" % n for n in range(6)}
ASKED = [b"key %d" % n for n in (0, 3, 7, 8, 13)]


def sha3(*parts):
    return sha3_256(b"".join(parts)).digest()


def key_hash(key):
    return sha3(b"\x02", CONTRACT, key)


def digit(hashed, depth):
    return hashed[depth // 4] >> (6 - depth % 4 * 2) & 3


def under(hashes, depth, child):
    return [hashed for hashed in hashes if digit(hashed, depth) == child]


def subtree(leaves, keys, depth):
    if not keys:
        return bytes(32)
    if len(keys) == 1:
        return sha3(b"\x00", keys[0], leaves[keys[0]])
    return sha3(b"\x01", *(subtree(leaves, under(keys, depth, c), depth + 1) for c in range(4)))


def node(leaves, keys, asked, depth):
    if not keys:
        return b"\x00"
    if len(keys) == 1:
        return b"\x01" if keys[0] in asked else b"\x02" + keys[0] + leaves[keys[0]]
    mask, stated, below = 0x10, b"", b""
    for child in range(4):
        here, wanted = under(keys, depth, child), under(asked, depth, child)
        if wanted:
            below += node(leaves, here, wanted, depth + 1)
        elif here:
            mask |= 1 << child
            stated += subtree(leaves, here, depth + 1)
    return bytes([mask]) + stated + below


leaves = {key_hash(key): sha3(b"\x03", value) for key, value in LEDGER.items()}
asked = [key_hash(key) for key in ASKED]
print("root ", subtree(leaves, list(leaves), 0).hex())
print("proof", (b"\x02" + node(leaves, list(leaves), asked, 0)).hex())
