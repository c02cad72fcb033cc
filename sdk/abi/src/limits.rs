//! Every limit, with its unit and its reason. A limit is part of the protocol:
//! changing one changes which transactions succeed. Those of a module are in
//! [`module_limits`].

use crate::module_limits;

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
/// Longest sum of a block's transactions: some hundred deployments of the largest modules.
pub const BLOCK_LEN_BYTES_MAX: usize = 64 * 1024 * 1024;

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
pub const MODULE_LEN_BYTES_MAX: usize = module_limits::MODULE_LEN_BYTES.max as usize;
/// Most pages (64 KiB each) memory may grow to: 16 MiB.
pub const MEMORY_PAGES_MAX: u64 = 256;
/// Deepest call stack in wasm-level bytes, over all contracts of one transaction. A frame
/// counts every value of its function, so this is about a hundred calls of large functions
/// and some ten thousand of the smallest.
pub const STACK_HEIGHT_BYTES_MAX: u32 = module_limits::STACK_HEIGHT_BYTES.max as u32;
/// Longest ABI section.
pub const ABI_LEN_BYTES_MAX: usize = 64 * 1024;
