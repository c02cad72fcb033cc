//! The cost table. One unit of gas is about one nanosecond on the reference
//! machine of `docs/gas.md`; guest operators are far cheaper than that, so
//! inside a contract gas is counted in ticks, [`TICKS_PER_GAS`] to the unit.
//!
//! Changing a number changes which transactions succeed: the table's hash is
//! part of the genesis record, and a ledger runs under the table it began with.
//! Sources: (A) Agner Fog, Instruction tables, AMD Zen 4; (M) measured by
//! `cargo bench --workspace --bench calibration` and `--bench call_path`,
//! figures in `benches/README.md`; (C) fitted by `--bench compile_bombs` to bound the measured
//! time from above, figures in `docs/gas.md`; (D) a design decision explained beside it.

use sha3::{Digest, Sha3_256};

/// Ticks in one unit of gas: a tick is about 0.1 ns.
pub const TICKS_PER_GAS: u64 = 10;

/// Constants, locals, globals, comparisons, integer addition and logic:
/// 0.04 to 0.32 ns an operator over nine kernels (M).
pub const TICKS_SIMPLE: u32 = 2;
/// Branches, taken or not. Where they follow no rule, half are foreseen wrongly: 2.6 to 3 ns
/// each with the test before them (M); doubled, being the dearest work that most programs
/// do (D).
pub const TICKS_BRANCH: u32 = 28;
/// A jump to one of many places; 7 ns with what leads to it where it follows no rule (M);
/// raised with the branches (D).
pub const TICKS_BR_TABLE: u32 = 80;
/// Multiplication, and counts of bits where they are no faster: 3 cycles (A, M).
pub const TICKS_MULTIPLY: u32 = 8;
/// 32-bit division: 10 to 12 cycles (A); somewhat above what a chain takes, as the dearest work
/// beside loads (D).
pub const TICKS_DIVIDE_32: u32 = 48;
/// 64-bit division: 10 to 18 cycles (A), raised with the other (D).
pub const TICKS_DIVIDE_64: u32 = 60;
/// Most pages of 64 KiB of a memory that counts as near: 1 MiB, what a processor of a server has
/// of its own second cache, or not far from it. What a module declares decides, not what it
/// uses: whoever may grow further pays as if it had.
pub const NEAR_MEMORY_PAGES_MAX: u64 = 16;
/// Loads from a near memory: 8 to 11 ns in a chain over 1 MiB (M), and half as much again for
/// processors whose second cache is half of that (D).
pub const TICKS_LOAD_NEAR: u32 = 160;
/// Loads from any other, at about the price of the dearest: 130 to 230 ns in a chain over
/// 16 MiB, each missing every cache and the translation of its page (M). Most hit and take a
/// hundredth; nobody can tell beforehand which.
pub const TICKS_LOAD: u32 = 1_600;
/// Stores to a near memory, also across its pages: 8 ns (M).
pub const TICKS_STORE_NEAR: u32 = 120;
/// Stores to any other: nothing waits for them, so several miss at once; 24 ns across pages (M),
/// and a quarter more for what varies from run to run (D).
pub const TICKS_STORE: u32 = 300;
/// A direct call: frame, gas and depth bookkeeping, and a return that is foreseen wrongly below
/// a deep chain, 7 ns; up to 37 ns where 32 parameters are passed on (M).
pub const TICKS_CALL: u32 = 200;
/// A call through the table: bounds and type checks, an indirect jump to one of many: 11 ns (M).
pub const TICKS_CALL_INDIRECT: u32 = 250;
/// `memory.copy`, `memory.fill`: the call into the engine (M) ...
pub const TICKS_BULK_BASE: u32 = 200;
/// ... and each byte in a near memory: 0.01 to 0.05 ns (M) ...
pub const TICKS_BULK_BYTE_NEAR: u32 = 1;
/// ... or any other: 0.5 ns between pages that no cache holds (M).
pub const TICKS_BULK_BYTE: u32 = 4;
/// `memory.grow`: the call into the engine, 28 ns (M) ...
pub const TICKS_GROW_BASE: u32 = 1_000;
/// ... and each page of 64 KiB: sixteen page faults of 2.5 microseconds when it is first
/// touched, 0.5 for giving each back (M).
pub const TICKS_GROW_PAGE: u32 = 500_000;

/// A transaction's fixed part: decoding, receipt (M).
pub const TRANSACTION_BASE: u64 = 20_000;
/// Each ed25519 signature of a transaction, and finding out whose key it is (M).
pub const SIGNATURE_ED25519: u64 = 60_000;
/// Each signature by a key of the curve P-256 (M).
pub const SIGNATURE_P256: u64 = 420_000;
/// Each SM2 signature (M).
pub const SIGNATURE_SM2: u64 = 420_000;
/// Each byte of a certificate that is read, an organisation's anchor too: parsed, written again
/// to compare, identified; 86 ns in a name of 750 parts, 48 in a certificate of 245 bytes (M).
/// Its signature is paid for as one of a transaction.
pub const CERTIFICATE_BYTE: u64 = 100;
/// Looking a request up and remembering it: a read and a write of 120 bytes.
pub const TRANSACTION_REQUEST: u64 = 16_000;
/// Each encoded byte of a transaction: hashing for the signature and the identifier (M).
pub const TRANSACTION_BYTE: u64 = 10;
/// A call of a contract: record look-up, instance, tear-down; 2 to 9 microseconds, as the instance
/// is warm or fresh and the callee returns or refuses (M).
pub const CALL_BASE: u64 = 12_000;
/// Handing a call over, also one whose gas is below [`CALL_BASE`]: 130 ns (M).
pub const CALL_ATTEMPT: u64 = 200;
/// A call that was handed over and halted: the signal that a trap is takes up to 15
/// microseconds (M). The caller pays it, above any cap.
pub const CALL_HALTED: u64 = 16_000;
/// Each page of memory beyond the first that the called module has at start: touched, compared
/// and cleared again, 3 to 28 microseconds by how many there are (M).
pub const CALL_PAGE: u64 = 20_000;
/// Each global of the called module, restored after the call: 100 ns (M).
pub const CALL_GLOBAL: u64 = 100;
/// Each element of the called module's table: filled in when it is first called, about 100 ns,
/// of which the call pays a part (M).
pub const CALL_ELEMENT: u64 = 60;
/// Each byte of arguments or result copied between contracts.
pub const CALL_BYTE: u64 = 1;
/// A deployment's fixed part: setting up a compilation (C).
pub const DEPLOY_BASE: u64 = 8_000_000;
/// Each byte of a deployed module: reading and checking it, storing, hashing (C).
pub const DEPLOY_BYTE: u64 = 180;
/// Compiling, as estimated before it begins: each function (C).
pub const COMPILE_FUNCTION: u64 = 280_000;
/// Each operator (C).
pub const COMPILE_OPERATOR: u64 = 4_500;
/// Each basic block (C).
pub const COMPILE_BLOCK: u64 = 5_000;
/// Each parameter, local and operand at the end of each block: it may be kept for the
/// next (C).
pub const COMPILE_SLOT: u64 = 300;
/// Each call through the table, with its checks (C).
pub const COMPILE_CALL_INDIRECT: u64 = 130_000;
/// Each `memory.copy` and `memory.fill`, with its charge by length (C).
pub const COMPILE_BULK: u64 = 80_000;
/// Each `memory.grow`, with its charge by pages (C).
pub const COMPILE_GROW: u64 = 100_000;
/// Each operator for each operator of its function: long functions take longer (C).
pub const COMPILE_OPERATOR_PAIR: u64 = 7;
/// Each block for each block of its function (C).
pub const COMPILE_BLOCK_PAIR: u64 = 50;
/// Each value brought to a place where ways meet, for each such value of its function: the
/// register allocator tries to keep them together (C).
pub const COMPILE_EDGE_PAIR: u64 = 1;

/// Entering and leaving any host function, 28 ns, and reaching the memory that it is pointed
/// to, up to 210 ns where no cache holds it (M).
pub const HOST_BASE: u64 = 120;
/// Each byte copied between the guest and the host.
pub const COPY_BYTE: u64 = 1;
/// Looking up a key in the overlay and the store (M).
pub const STORAGE_READ: u64 = 2_000;
/// Each byte of a value read.
pub const STORAGE_READ_BYTE: u64 = 1;
/// Finding the next key in order: two look-ups (M).
pub const STORAGE_NEXT: u64 = 4_000;
/// Writing or removing a key, its trie path and its share of the durable commit with history (M).
pub const STORAGE_WRITE: u64 = 12_000;
/// Each byte of a key or value written: stored, hashed, logged (M).
pub const STORAGE_WRITE_BYTE: u64 = 10;
/// An event: kept, hashed into the receipt (M).
pub const EVENT_BASE: u64 = 500;
/// Each byte of an event.
pub const EVENT_BYTE: u64 = 5;
/// SHA3-256: one permutation (M) ...
pub const SHA3_BASE: u64 = 700;
/// ... and each byte, 136 to the permutation.
pub const SHA3_BYTE: u64 = 5;
/// SHA-256: one compression in portable code (M) ...
pub const SHA2_BASE: u64 = 300;
/// ... and each byte, 64 to the compression.
pub const SHA2_BYTE: u64 = 4;
/// An ed25519 signature check, strict: 56 to 75 microseconds by processor (M) ...
pub const ED25519_BASE: u64 = 80_000;
/// ... and each byte of the message, hashed with SHA-512.
pub const ED25519_BYTE: u64 = 4;

/// Every number above, in a fixed order; the input of [`hash`].
const TABLE: &[(&str, u64)] = &[
    ("ticks_per_gas", TICKS_PER_GAS),
    ("ticks_simple", TICKS_SIMPLE as u64),
    ("ticks_branch", TICKS_BRANCH as u64),
    ("ticks_br_table", TICKS_BR_TABLE as u64),
    ("ticks_multiply", TICKS_MULTIPLY as u64),
    ("ticks_divide_32", TICKS_DIVIDE_32 as u64),
    ("ticks_divide_64", TICKS_DIVIDE_64 as u64),
    ("near_memory_pages_max", NEAR_MEMORY_PAGES_MAX),
    ("ticks_load_near", TICKS_LOAD_NEAR as u64),
    ("ticks_load", TICKS_LOAD as u64),
    ("ticks_store_near", TICKS_STORE_NEAR as u64),
    ("ticks_store", TICKS_STORE as u64),
    ("ticks_call", TICKS_CALL as u64),
    ("ticks_call_indirect", TICKS_CALL_INDIRECT as u64),
    ("ticks_bulk_base", TICKS_BULK_BASE as u64),
    ("ticks_bulk_byte_near", TICKS_BULK_BYTE_NEAR as u64),
    ("ticks_bulk_byte", TICKS_BULK_BYTE as u64),
    ("ticks_grow_base", TICKS_GROW_BASE as u64),
    ("ticks_grow_page", TICKS_GROW_PAGE as u64),
    ("transaction_base", TRANSACTION_BASE),
    ("signature_ed25519", SIGNATURE_ED25519),
    ("signature_p256", SIGNATURE_P256),
    ("signature_sm2", SIGNATURE_SM2),
    ("certificate_byte", CERTIFICATE_BYTE),
    ("transaction_request", TRANSACTION_REQUEST),
    ("transaction_byte", TRANSACTION_BYTE),
    ("call_base", CALL_BASE),
    ("call_attempt", CALL_ATTEMPT),
    ("call_halted", CALL_HALTED),
    ("call_page", CALL_PAGE),
    ("call_global", CALL_GLOBAL),
    ("call_element", CALL_ELEMENT),
    ("call_byte", CALL_BYTE),
    ("deploy_base", DEPLOY_BASE),
    ("deploy_byte", DEPLOY_BYTE),
    ("compile_function", COMPILE_FUNCTION),
    ("compile_operator", COMPILE_OPERATOR),
    ("compile_block", COMPILE_BLOCK),
    ("compile_slot", COMPILE_SLOT),
    ("compile_call_indirect", COMPILE_CALL_INDIRECT),
    ("compile_bulk", COMPILE_BULK),
    ("compile_grow", COMPILE_GROW),
    ("compile_operator_pair", COMPILE_OPERATOR_PAIR),
    ("compile_block_pair", COMPILE_BLOCK_PAIR),
    ("compile_edge_pair", COMPILE_EDGE_PAIR),
    ("host_base", HOST_BASE),
    ("copy_byte", COPY_BYTE),
    ("storage_read", STORAGE_READ),
    ("storage_read_byte", STORAGE_READ_BYTE),
    ("storage_next", STORAGE_NEXT),
    ("storage_write", STORAGE_WRITE),
    ("storage_write_byte", STORAGE_WRITE_BYTE),
    ("event_base", EVENT_BASE),
    ("event_byte", EVENT_BYTE),
    ("sha3_base", SHA3_BASE),
    ("sha3_byte", SHA3_BYTE),
    ("sha2_base", SHA2_BASE),
    ("sha2_byte", SHA2_BYTE),
    ("ed25519_base", ED25519_BASE),
    ("ed25519_byte", ED25519_BYTE),
];

/// Every entry of the table: name and number, in a fixed order.
#[must_use]
pub fn table() -> &'static [(&'static str, u64)] {
    TABLE
}

/// SHA3-256 over `name`, a zero byte and the number (u64, little-endian) of
/// every entry in order: which table a ledger runs under.
#[must_use]
pub fn hash() -> sandpact_abi::Hash {
    let mut hasher = Sha3_256::new();
    for (name, number) in TABLE {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(number.to_le_bytes());
    }
    sandpact_abi::Hash(hasher.finalize().into())
}

/// Gas that a deployment takes before its module is looked at: reading, checking, storing
/// and hashing it are linear in its length.
#[must_use]
pub fn deploy_gas(len_bytes: usize) -> u64 {
    let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
    DEPLOY_BASE.saturating_add(DEPLOY_BYTE.saturating_mul(len_bytes))
}
