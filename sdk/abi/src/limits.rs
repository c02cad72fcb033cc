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
/// Longest ABI section with each type written out wherever it stands: four times the longest of
/// this repository. What reads it works as long as for so many bytes.
pub const ABI_WRITTEN_OUT_LEN_BYTES_MAX: usize = 256 * 1024;

/// Most signatures of one transaction: more organisations than any published pilot has agree on
/// one act.
pub const SIGNATURES_MAX: usize = 16;
/// Longest short name of an organisation, a role or an attribute.
pub const ACCESS_NAME_LEN_BYTES_MAX: usize = 48;
/// Longest name of an organisation for people, and longest value of an attribute.
pub const ACCESS_TEXT_LEN_BYTES_MAX: usize = 128;
/// Most roles of one member.
pub const MEMBER_ROLES_MAX: usize = 32;
/// Most attributes of one member.
pub const MEMBER_ATTRIBUTES_MAX: usize = 16;
/// Most keys that one member had and has.
pub const MEMBER_KEYS_MAX: usize = 32;
/// Most trust anchors of one organisation: two authorities, each of which replaces its root
/// twice. Each is read whenever a key with certificates is added.
pub const ORGANISATION_ANCHORS_MAX: usize = 8;
/// Most callers that one rule lists, and most organisations that one endorsement lists.
pub const RULE_CALLERS_MAX: usize = 32;
/// Most endorsements that one rule asks for.
pub const RULE_ENDORSEMENTS_MAX: usize = 4;
/// Most methods of a contract's policy.
pub const POLICY_METHODS_MAX: usize = 256;
/// Most rules for keys of a contract's policy.
pub const POLICY_KEY_RULES_MAX: usize = 16;
/// Most modules that a ledger's policy lists.
pub const POLICY_CODE_HASHES_MAX: usize = 256;
/// Most organisations of a private collection: each payload is sealed to every one of them.
pub const COLLECTION_ORGANISATIONS_MAX: usize = 32;
/// Longest record of an organisation, a member or a policy. It is one stored value.
pub const ACCESS_RECORD_LEN_BYTES_MAX: usize = VALUE_LEN_BYTES_MAX;
