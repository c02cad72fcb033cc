//! Stable codes. A code never changes its meaning; `docs/errors.md` lists them.
//!
//! | class | range | given by |
//! |---|---|---|
//! | contract, common | 1 to 99 | the SDK, alike in every contract |
//! | contract, own | 100 to 9 999 | the contract's own error enum |
//! | transaction | 10 000 to 10 999 | refused before any guest code runs |
//! | access | 11 000 to 11 999 | who may do what: members, rules, quotas |
//! | module | 12 000 to 12 099 | a module refused at deploy or upgrade |
//! | module limit | 12 100 to 12 999 | a count of a module over its limit, see `docs/limits.md` |
//! | limit | 13 000 to 13 999 | a size or count over its limit |
//! | gas | 14 000 to 14 999 | the one failure class of traps and exhausted gas |
//! | host | 15 000 to 15 999 | calls that cannot be made |
//! | client | 20 000 to 20 999 | a document refused before it became a call |
//! | store | 30 000 to 30 999 | a ledger that cannot be opened or written |

/// Class of a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A refusal by a contract.
    Contract,
    /// A transaction refused before execution.
    Transaction,
    /// Not permitted.
    Access,
    /// A module refused at deploy or upgrade.
    Module,
    /// Over a limit.
    Limit,
    /// Trap or out of gas.
    Gas,
    /// A call that cannot be made.
    Host,
    /// A document refused outside the ledger.
    Client,
    /// A damaged or unusable store.
    Store,
}

/// A stable code with its name and meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The number that receipts carry.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// What it means, in one line.
    pub meaning: &'static str,
}

impl Class {
    /// The class of a code, or `None` for a number outside every range.
    #[must_use]
    pub const fn of(number: u32) -> Option<Self> {
        Some(match number {
            1..=9_999 => Self::Contract,
            10_000..=10_999 => Self::Transaction,
            11_000..=11_999 => Self::Access,
            12_000..=12_999 => Self::Module,
            13_000..=13_999 => Self::Limit,
            14_000..=14_999 => Self::Gas,
            15_000..=15_999 => Self::Host,
            20_000..=20_999 => Self::Client,
            30_000..=30_999 => Self::Store,
            _ => return None,
        })
    }
}

/// The first of the codes that all contracts share, `Common::NotAuthorised` of the SDK. The host
/// gives it too, when a method's guard refuses a caller.
pub const NOT_AUTHORISED: u32 = 1;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $title:literal, $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub const $name: u32 = $number;
        )*

        /// Every code that the runtime itself gives, ascending.
        pub const SYSTEM: &[Code] = &[
            $(Code { number: $number, name: $title, meaning: $meaning },)*
        ];
    };
}

codes! {
    TRANSACTION_MALFORMED = 10_001, "TransactionMalformed", "Not one canonical SCALE-encoded signed transaction.";
    TRANSACTION_TOO_LONG = 10_002, "TransactionTooLong", "Longer than the limit for a transaction.";
    WRONG_CHAIN = 10_003, "WrongChain", "Signed for another chain.";
    EXPIRED = 10_004, "Expired", "The block's height is above the transaction's last valid height.";
    WRONG_NONCE = 10_005, "WrongNonce", "Not the sender's next nonce.";
    BAD_SIGNATURE = 10_006, "BadSignature", "The signature is not the sender's over this transaction.";
    CALL_COUNT = 10_007, "CallCount", "No call at all, or more calls than the limit.";
    GAS_LIMIT_RANGE = 10_008, "GasLimitRange", "Gas limit below the transaction's fixed cost or above the maximum.";
    SIGNATURES = 10_009, "Signatures", "No signature, too many, or not in the order of their keys.";
    REQUEST_DIFFERS = 10_010, "RequestDiffers", "The sender's request of this id was done with other calls.";
    NOT_A_DEPLOYER = 11_001, "NotADeployer", "The sender may not deploy contracts on this ledger.";
    NOT_AN_UPGRADER = 11_002, "NotAnUpgrader", "Only the contract's deployer may upgrade it, while the ledger lets him deploy.";
    NOT_A_MEMBER = 11_010, "NotAMember", "The account or the key is no member's.";
    NOT_YET_VALID = 11_011, "NotYetValid", "The organisation, member, key or role is not valid yet at this height.";
    VALIDITY_EXPIRED = 11_012, "ValidityExpired", "The organisation, member, key or role is not valid any more at this height.";
    REVOKED = 11_013, "Revoked", "The organisation, member or key was revoked.";
    ROTATED = 11_014, "Rotated", "The key was replaced by another of the same member.";
    CERTIFICATE_OUTSIDE_VALIDITY = 11_015, "CertificateOutsideValidity", "At the time of this block a certificate that the key rests on is not valid yet, or not any more.";
    CERTIFICATE_REVOKED = 11_016, "CertificateRevoked", "A certificate that the key rests on was revoked for the member's organisation.";
    ANCHOR_REMOVED = 11_017, "AnchorRemoved", "The trust anchor that the key's certificates end at is none of the organisation's any more.";
    NO_RULE = 11_020, "NoRule", "No rule of a policy is about this, so nobody may do it.";
    NOT_A_CALLER = 11_021, "NotACaller", "The caller is none of those whom the rule lets in.";
    ENDORSEMENT_MISSING = 11_022, "EndorsementMissing", "Fewer organisations signed than the rule asks for.";
    OUTSIDE_WINDOW = 11_023, "OutsideWindow", "The rule does not hold at the time of this block.";
    CONTRACT_FROZEN = 11_024, "ContractFrozen", "The contract is frozen: calls that may write are refused.";
    CODE_NOT_LISTED = 11_025, "CodeNotListed", "The ledger's policy does not list this module.";
    READ_IS_LOGGED = 11_026, "ReadIsLogged", "The contract's policy has this method read by a transaction, which the audit trail keeps, and by no query.";
    QUOTA_EXCEEDED = 11_030, "QuotaExceeded", "The sender's organisation has used up its quota of this period.";
    NO_ORGANISATIONS = 11_031, "NoOrganisations", "The ledger began without organisations, so there is nothing to change.";
    CHANGE_NOT_FOUND = 11_040, "ChangeNotFound", "A change names an organisation, member, key, role or contract that is not there.";
    CHANGE_EXISTS = 11_041, "ChangeExists", "A change adds what is there already.";
    BAD_CHANGE = 11_042, "BadChange", "A change that cannot be made; the reason says why.";
    CERTIFICATE_MISSING = 11_043, "CertificateMissing", "The organisation requires certificates, and a key that is added has none.";
    CERTIFICATE_REFUSED = 11_044, "CertificateRefused", "A certificate cannot be used, or does not lead from the key to an anchor of the organisation; the reason says why.";
    KEY_NOT_PROVEN = 11_045, "KeyNotProven", "A key is added without its own signature that says who is to have it.";
    NOT_IN_COLLECTION = 11_050, "NotInCollection", "The sender's organisation is not one of the private collection or record.";
    RECORD_ENDED = 11_051, "RecordEnded", "The private record was purged, or it expired.";
    RECORD_NOT_ENDED = 11_052, "RecordNotEnded", "The private record was neither purged nor has it expired, so nobody says that it is erased.";
    MODULE_INVALID = 12_001, "ModuleInvalid", "Not a valid module of the accepted WebAssembly subset.";
    MODULE_FLOAT = 12_002, "ModuleFloat", "Uses a floating-point type or operator.";
    MODULE_FEATURE = 12_003, "ModuleFeature", "Uses a WebAssembly feature outside the accepted list.";
    MODULE_START = 12_004, "ModuleStart", "Has a start function.";
    MODULE_IMPORT = 12_005, "ModuleImport", "Imports something that is not a host function, or with another signature.";
    MODULE_EXPORT = 12_006, "ModuleExport", "An export is missing, of the wrong type or of a reserved name.";
    MODULE_MEMORY = 12_007, "ModuleMemory", "Does not declare exactly one memory within the limits.";
    MODULE_SEGMENT = 12_008, "ModuleSegment", "A data or element segment does not lie within the memory or table at start.";
    MODULE_ABI = 12_009, "ModuleAbi", "The ABI section is missing, malformed or does not match the exports.";
    UPGRADE_REFUSED = 12_010, "UpgradeRefused", "The new code takes away what callers or readers of the contract are bound to.";
    MIGRATION_MISSING = 12_011, "MigrationMissing", "Stored data do not fit the new code's layout, and it has no migrate method.";
    MIGRATION_INCOMPLETE = 12_012, "MigrationIncomplete", "The migration left entries of a storage field or index that the new code does not have.";
    KEY_TOO_LONG = 13_001, "KeyTooLong", "A storage key is empty or longer than the limit.";
    VALUE_TOO_LONG = 13_002, "ValueTooLong", "A storage value is longer than the limit.";
    EVENT_TOO_LONG = 13_003, "EventTooLong", "An event name or payload is longer than the limit.";
    TOO_MANY_EVENTS = 13_004, "TooManyEvents", "A transaction emits more events than the limit.";
    ARGS_TOO_LONG = 13_005, "ArgsTooLong", "The arguments of a call are longer than the limit.";
    RETURN_TOO_LONG = 13_006, "ReturnTooLong", "A returned value is longer than the limit.";
    CRYPTO_INPUT_TOO_LONG = 13_007, "CryptoInputTooLong", "The input of a hash or signature check is longer than the limit.";
    HALTED = 14_001, "Halted", "The call trapped or ran out of gas; it took all gas it was given.";
    UNKNOWN_CONTRACT = 15_001, "UnknownContract", "There is no contract at this address.";
    UNKNOWN_METHOD = 15_002, "UnknownMethod", "The contract has no such method, or it is not callable this way.";
    CALL_DEPTH = 15_003, "CallDepth", "Contracts calling contracts nest deeper than the limit.";
    REENTRANT = 15_004, "Reentrant", "The contract is already on the call stack, and the method is not marked reentrant.";
    READ_ONLY = 15_005, "ReadOnly", "A read-only call tried to write, emit an event or call a writing method.";
    CONTRACT_EXISTS = 15_006, "ContractExists", "There is a contract at this address already.";
    STORE_MISSING = 30_001, "StoreMissing", "There is no ledger here.";
    STORE_EXISTS = 30_002, "StoreExists", "There is a ledger here already.";
    STORE_DAMAGED = 30_003, "StoreDamaged", "The ledger's contents contradict its head record.";
    STORE_IO = 30_004, "StoreIo", "The store could not be read or written.";
    STORE_LOCKED = 30_005, "StoreLocked", "Another process uses this ledger.";
    LOCAL_FAULT = 30_006, "LocalFault", "This node failed while executing; the block was not written.";
    BLOCK_INVALID = 30_007, "BlockInvalid", "The block does not follow the ledger's head, or is over a limit.";
    OTHER_SCHEDULE = 30_008, "OtherSchedule", "The ledger runs under another gas schedule than this node's.";
    STORE_NAME = 30_009, "StoreName", "The path ends in no name that a ledger may have.";
    MODULE_CACHE = 30_010, "ModuleCache", "The folder of compiled modules cannot be used.";
    STORE_READ_ONLY = 30_011, "StoreReadOnly", "An earlier write failed; nothing is written until the ledger is opened again.";
    STORE_PRUNED = 30_012, "StorePruned", "The height asked for is not kept any more.";
    STORE_FORMAT = 30_013, "StoreFormat", "The ledger is of a format that this program does not read.";
    STORE_ROLLED_BACK = 30_014, "StoreRolledBack", "The log ends before a block that was acknowledged.";
    SNAPSHOT = 30_015, "Snapshot", "The snapshot cannot be written, read or believed; nothing was changed.";
}

/// The runtime's code of this number.
#[must_use]
pub fn system(number: u32) -> Option<&'static Code> {
    SYSTEM.iter().chain(crate::module_limits::CODES).find(|code| code.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_have_a_class() {
        for pair in SYSTEM.windows(2) {
            assert!(pair[0].number < pair[1].number);
        }
        for code in SYSTEM {
            assert!(Class::of(code.number).is_some(), "{}", code.name);
            assert_eq!(system(code.number), Some(code));
        }
    }
}
