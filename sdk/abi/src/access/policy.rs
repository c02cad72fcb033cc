//! Rules: what has to hold of a transaction's signers, and when.

use super::{AttributeName, OrganisationId, RoleName};
use crate::{Address, Hash, KeyKind, UnixSeconds, limits};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};
use parity_scale_codec::{Decode, Encode};

/// Whom a rule lets in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Who {
    /// Anybody at all.
    #[codec(index = 0)]
    Anyone,
    /// Every member.
    #[codec(index = 1)]
    Members,
    /// Every member of an organisation.
    #[codec(index = 2)]
    Organisation(OrganisationId),
    /// Members with a role, of one organisation or of any.
    #[codec(index = 3)]
    Role {
        /// The role.
        role: RoleName,
        /// Of which organisation.
        organisation: Option<OrganisationId>,
    },
    /// Members of an organisation with an attribute of this value. Each organisation gives its
    /// members what attributes it likes, so a rule names whose word it takes.
    #[codec(index = 4)]
    Attribute {
        /// Which organisation.
        organisation: OrganisationId,
        /// Its name.
        name: AttributeName,
        /// Its value.
        value: String,
    },
    /// One member.
    #[codec(index = 5)]
    Member(Address),
    /// A contract that calls.
    #[codec(index = 6)]
    Contract(Address),
}

/// How many organisations have to have signed. Two signatures for one organisation count once;
/// the sender's counts for its own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Endorsement {
    /// At least so many.
    pub at_least: u32,
    /// Of these; of all when there are none.
    pub organisations: Vec<OrganisationId>,
    /// Signed by a member with this role, if one is asked for.
    pub role: Option<RoleName>,
}

/// When something may be done, by the time of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TimeWindow {
    /// First second.
    pub from: UnixSeconds,
    /// Last second.
    pub until: UnixSeconds,
}

/// What has to hold: the caller is one of `callers`, every endorsement is there, and the block
/// lies in the window. A rule without callers lets nobody in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Rule {
    /// Any of them.
    pub callers: Vec<Who>,
    /// All of them.
    pub endorsements: Vec<Endorsement>,
    /// When.
    pub window: Option<TimeWindow>,
}

impl Rule {
    /// A rule that lets anybody in.
    #[must_use]
    pub fn open() -> Self {
        Self::of([Who::Anyone])
    }

    /// A rule that lets these in.
    #[must_use]
    pub fn of(callers: impl IntoIterator<Item = Who>) -> Self {
        Self { callers: callers.into_iter().collect(), ..Self::default() }
    }

    /// Whether no single organisation can do what the rule is about.
    #[must_use]
    pub fn needs_several_organisations(&self) -> bool {
        self.endorsements.iter().any(|endorsement| endorsement.at_least >= 2)
    }

    /// Whether it is of a size that may be stored, and its names are names.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        self.callers.len() <= limits::RULE_CALLERS_MAX
            && self.callers.iter().all(is_named_well)
            && self.endorsements.len() <= limits::RULE_ENDORSEMENTS_MAX
            && self.endorsements.iter().all(Endorsement::is_within_limits)
    }
}

impl Endorsement {
    fn is_within_limits(&self) -> bool {
        let count = usize::try_from(self.at_least).unwrap_or(usize::MAX);
        let of = self.organisations.len();
        of <= limits::RULE_CALLERS_MAX
            && (1..=limits::SIGNATURES_MAX).contains(&count)
            && (of == 0 || count <= of)
            && self.organisations.is_sorted_by(|a, b| a < b)
            && self.organisations.iter().all(OrganisationId::is_valid)
            && self.role.as_ref().is_none_or(RoleName::is_valid)
    }
}

fn is_named_well(who: &Who) -> bool {
    match who {
        Who::Anyone | Who::Members | Who::Member(_) | Who::Contract(_) => true,
        Who::Organisation(id) => id.is_valid(),
        Who::Role { role, organisation } => {
            role.is_valid() && organisation.as_ref().is_none_or(OrganisationId::is_valid)
        }
        Who::Attribute { organisation, name, value } => {
            organisation.is_valid()
                && name.is_valid()
                && value.len() <= limits::ACCESS_TEXT_LEN_BYTES_MAX
        }
    }
}

/// The rules of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LedgerPolicy {
    /// Who changes organisations, quotas and this policy. Members are changed by the `admin`s
    /// of their own organisation.
    pub govern: Rule,
    /// Who deploys contracts.
    pub deploy: Rule,
    /// SHA3-256 of the modules that may be deployed or upgraded to; any when there are none.
    pub code: Vec<Hash>,
    /// Whether methods of a contract without a policy may be called, by every member.
    pub is_open_without_policy: bool,
    /// The kinds of keys that members may have.
    pub key_kinds: BTreeSet<KeyKind>,
}

/// The rules of one contract.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ContractPolicy {
    /// By method. A method that is not there is called by nobody.
    pub methods: BTreeMap<String, Rule>,
    /// Methods whose readers have to be known later: they are read by a transaction, which the
    /// audit trail keeps, and by no query.
    pub logged: BTreeSet<String>,
    /// What every call that may write needs besides.
    pub endorsements: Vec<Endorsement>,
    /// What a write to a storage field needs besides, whichever method makes it.
    pub keys: Vec<KeyRule>,
    /// Who replaces the contract's code.
    pub upgrade: Rule,
    /// Who freezes it: calls that may write are refused then.
    pub freeze: Rule,
    /// Who ends that.
    pub unfreeze: Rule,
    /// Who replaces this policy.
    pub govern: Rule,
}

/// What a write to a storage field needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct KeyRule {
    /// The field's name in the contract's description.
    pub field: String,
    /// Beginning of the field's keys that are meant; all of them when it is empty.
    pub key_prefix: Vec<u8>,
    /// All of them.
    pub endorsements: Vec<Endorsement>,
}

impl LedgerPolicy {
    /// Whether it is of a size that may be stored.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        self.govern.is_within_limits()
            && self.deploy.is_within_limits()
            && self.code.len() <= limits::POLICY_CODE_HASHES_MAX
    }
}

impl ContractPolicy {
    /// The rules that are not a method's, with their names.
    #[must_use]
    pub fn named_rules(&self) -> [(&'static str, &Rule); 4] {
        let Self { upgrade, freeze, unfreeze, govern, .. } = self;
        [("upgrade", upgrade), ("freeze", freeze), ("unfreeze", unfreeze), ("govern", govern)]
    }

    /// Whether it is of a size that may be stored.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        let rules = self.named_rules().into_iter().map(|(_, rule)| rule);
        self.methods.len() <= limits::POLICY_METHODS_MAX
            && self.methods.keys().all(|name| name.len() <= limits::METHOD_NAME_LEN_BYTES_MAX)
            && self.logged.iter().all(|method| self.methods.contains_key(method))
            && rules.chain(self.methods.values()).all(Rule::is_within_limits)
            && self.endorsements.len() <= limits::RULE_ENDORSEMENTS_MAX
            && self.endorsements.iter().all(Endorsement::is_within_limits)
            && self.keys.len() <= limits::POLICY_KEY_RULES_MAX
            && self.keys.iter().all(KeyRule::is_within_limits)
    }
}

impl KeyRule {
    fn is_within_limits(&self) -> bool {
        self.field.len() <= limits::METHOD_NAME_LEN_BYTES_MAX
            && self.key_prefix.len() <= limits::KEY_LEN_BYTES_MAX
            && self.endorsements.len() <= limits::RULE_ENDORSEMENTS_MAX
            && self.endorsements.iter().all(Endorsement::is_within_limits)
    }
}
