//! Every limit, with its unit and its reason. A limit is part of the protocol:
//! changing one changes which transactions succeed.

/// Longest encoded transaction: the largest module, its arguments and a kibibyte.
pub const TRANSACTION_LEN_BYTES_MAX: usize = MODULE_LEN_BYTES_MAX + ARGS_LEN_BYTES_MAX + 1024;
/// Most calls in one transaction.
pub const CALLS_MAX: usize = 64;
/// Longest chain name, enough for `sector-region-number`.
pub const CHAIN_ID_LEN_BYTES_MAX: usize = 32;
/// Most gas one transaction may ask for: about two seconds of work.
pub const GAS_LIMIT_MAX: u64 = 2_000_000_000;
/// Most transactions in one block.
pub const BLOCK_TRANSACTIONS_MAX: usize = 10_000;

/// Longest call argument list. The largest real document of the three sectors
/// maps to under 2 KiB; documents themselves never enter the ledger.
pub const ARGS_LEN_BYTES_MAX: usize = 16 * 1024;
/// Longest returned value; a page of 100 records of 160 bytes.
pub const RETURN_LEN_BYTES_MAX: usize = 16 * 1024;
/// Longest method name.
pub const METHOD_NAME_LEN_BYTES_MAX: usize = 64;
/// Longest storage key a contract may use.
pub const KEY_LEN_BYTES_MAX: usize = 256;
/// Longest storage value. sled keeps longer ones in files that it never syncs.
pub const VALUE_LEN_BYTES_MAX: usize = 16 * 1024;
/// Longest event payload.
pub const EVENT_LEN_BYTES_MAX: usize = 4 * 1024;
/// Longest event name.
pub const EVENT_NAME_LEN_BYTES_MAX: usize = 64;
/// Most events of one transaction.
pub const EVENTS_MAX: usize = 256;
/// Longest input of a hash or signature host function.
pub const CRYPTO_INPUT_LEN_BYTES_MAX: usize = 64 * 1024;
/// Deepest chain of contracts calling contracts; the transaction's own call is depth 1.
pub const CALL_DEPTH_MAX: u32 = 8;

/// Longest wasm module.
pub const MODULE_LEN_BYTES_MAX: usize = 512 * 1024;
/// Longest module after instrumentation.
pub const INSTRUMENTED_LEN_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most functions a module defines.
pub const FUNCTIONS_MAX: u32 = 4_000;
/// Longest function body.
pub const FUNCTION_BODY_LEN_BYTES_MAX: usize = 64 * 1024;
/// Most function types.
pub const TYPES_MAX: u32 = 512;
/// Most parameters of a function.
pub const PARAMS_MAX: usize = 32;
/// Most declared locals of a function.
pub const LOCALS_MAX: u32 = 512;
/// Deepest nesting of blocks, loops and ifs.
pub const CONTROL_NESTING_MAX: u32 = 256;
/// Deepest nesting of loops alone: compile time grows with its square.
pub const LOOP_NESTING_MAX: u32 = 32;
/// Most basic blocks of a function.
pub const FUNCTION_BLOCKS_MAX: u32 = 2_000;
/// Most basic blocks times locals, summed over a module: bounds the compiler's phi nodes.
pub const BLOCKS_TIMES_LOCALS_MAX: u64 = 4_000_000;
/// Longest run of operators without a control operator.
pub const STRAIGHT_LINE_MAX: u32 = 4_000;
/// Most targets of one `br_table`.
pub const BR_TABLE_TARGETS_MAX: u32 = 1_024;
/// Most imports; each must be in [`crate::host::FUNCTIONS`].
pub const IMPORTS_MAX: u32 = 64;
/// Most exports.
pub const EXPORTS_MAX: u32 = 128;
/// Longest name of an export.
pub const EXPORT_NAME_LEN_BYTES_MAX: usize = 80;
/// Most globals.
pub const GLOBALS_MAX: u32 = 64;
/// Most elements of the one table.
pub const TABLE_ELEMENTS_MAX: u64 = 4_096;
/// Most data segments.
pub const DATA_SEGMENTS_MAX: u32 = 1_024;
/// Most pages (64 KiB each) of memory at start.
pub const MEMORY_INITIAL_PAGES_MAX: u64 = 64;
/// Most pages memory may grow to: 16 MiB.
pub const MEMORY_PAGES_MAX: u64 = 256;
/// Deepest call stack in wasm-level bytes, over all contracts of one transaction. A frame
/// counts every value of its function, so this is about a hundred calls of large functions
/// and some ten thousand of the smallest.
pub const STACK_HEIGHT_BYTES_MAX: u32 = 1024 * 1024;
/// Longest ABI section.
pub const ABI_LEN_BYTES_MAX: usize = 64 * 1024;
