//! A ledger of four organisations, with a contract and its rules.

use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Address, Call, ChainId, Gas, Height, KeyKind, SignedTransaction,
    access::{
        Certificates, Change, ContractPolicy, Endorsement, KeyRule, LedgerPolicy, NewKey,
        NewMember, Organisation, OrganisationId, RoleName, Rule, Validity, Who,
    },
};
use sandpact_client::{
    builder::{TransactionBuilder, key_proof, signature},
    key::KeyPair,
};
use sandpact_runtime::{
    BlockHeader, Config, Consortium, Genesis, Outcome, Receipt, Runtime, UnixSeconds,
    contract_address,
};
use sandpact_tests::{CHAIN_ID, key_of, module};
use std::collections::BTreeMap;

const TIME: UnixSeconds = UnixSeconds(1_767_571_200);
pub const GAS: Gas = Gas(1_000_000_000);

/// The organisations, with the roles that each may give.
pub const ORGANISATIONS: [(&str, &[&str]); 4] = [
    ("bank-a", &["developer", "clerk"]),
    ("bank-b", &["developer", "clerk", "regulator"]),
    ("bank-c", &["developer", "clerk", "regulator"]),
    ("customs", &["regulator"]),
];

/// A member of that organisation with that role, `plain` for none, and the key of its name.
pub fn member(organisation: &str, role: &str, name: &str) -> NewMember {
    let roles = [role].into_iter().filter(|role| *role != "plain");
    NewMember {
        organisation: organisation.into(),
        validity: Validity::default(),
        roles: roles.map(|role| (role.into(), Validity::default())).collect(),
        attributes: BTreeMap::new(),
        keys: vec![first_key(organisation, name)],
    }
}

/// The key of that name as the first one of a member, proven.
pub fn first_key(organisation: &str, name: &str) -> NewKey {
    new_key(organisation, key_of(name).address(), name)
}

/// The key of that name for a member of an organisation, proven.
pub fn new_key(organisation: &str, member: Address, name: &str) -> NewKey {
    let (chain_id, key) = (ChainId(CHAIN_ID.into()), key_of(name));
    let proof = key_proof(&chain_id, &organisation.into(), &member, &key);
    NewKey { proof: Some(proof), ..NewKey::of(key.public_key()) }
}

/// An organisation that may give these roles.
pub fn organisation(name: String, roles: &[&str]) -> Organisation {
    Organisation {
        name,
        validity: Validity::default(),
        revocation: None,
        roles: roles.iter().map(|role| RoleName::from(*role)).collect(),
        certificates: Certificates::Optional,
        anchors: [].into(),
    }
}

pub fn role(role: &str, organisation: Option<&str>) -> Who {
    Who::Role { role: RoleName::from(role), organisation: organisation.map(OrganisationId::from) }
}

pub fn two_of(organisations: &[&str]) -> Vec<Endorsement> {
    let organisations = organisations.iter().map(|id| OrganisationId::from(*id)).collect();
    vec![Endorsement { at_least: 2, organisations, role: None }]
}

pub fn endorsed(who: Who, organisations: &[&str]) -> Rule {
    Rule { endorsements: two_of(organisations), ..Rule::of([who]) }
}

pub fn ledger_policy() -> LedgerPolicy {
    LedgerPolicy {
        govern: endorsed(role("admin", None), &[]),
        deploy: Rule::of([role("developer", None)]),
        code: vec![],
        is_open_without_policy: false,
        key_kinds: [KeyKind::Ed25519].into(),
    }
}

pub fn contract_policy() -> ContractPolicy {
    let three = ["bank-a", "bank-b", "customs"];
    let clerk = || role("clerk", Some("bank-a"));
    ContractPolicy {
        methods: [
            ("put".to_owned(), Rule::of([clerk()])),
            ("approve".to_owned(), endorsed(clerk(), &three)),
            ("limit".to_owned(), Rule::of([clerk()])),
        ]
        .into(),
        logged: [].into(),
        endorsements: vec![],
        keys: vec![KeyRule {
            field: "limits".to_owned(),
            key_prefix: vec![],
            endorsements: two_of(&["bank-a", "customs"]),
        }],
        upgrade: endorsed(role("developer", Some("bank-a")), &three),
        freeze: Rule::of([role("regulator", Some("customs"))]),
        unfreeze: endorsed(role("regulator", Some("customs")), &three),
        govern: endorsed(role("admin", None), &[]),
    }
}

/// A contract with a method that its policy does not list, and one that writes a field with a
/// rule of its own.
pub fn code() -> Vec<u8> {
    let put = "(call $storage_set (i32.const 16) (i32.const 8) (i32.const 0) (i32.const 1))";
    let limit = "(call $storage_set (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 1))";
    let methods = [("put", put), ("approve", put), ("limit", limit), ("hidden", put)];
    module(&methods, r#"(data (i32.const 0) "limits\00x________values\00x")"#)
}

/// A ledger, and what is on it.
pub struct Ledger {
    pub runtime: Runtime,
}

impl Ledger {
    /// With these members besides an admin, `ORGANISATION/founder`, of each organisation.
    pub fn new(config: &Config, members: Vec<NewMember>) -> Self {
        Self::with_anchors(config, members, BTreeMap::new())
    }

    /// With trust anchors besides.
    pub fn with_anchors(
        config: &Config,
        members: Vec<NewMember>,
        anchors: BTreeMap<OrganisationId, Vec<Vec<u8>>>,
    ) -> Self {
        let described = |(id, roles): (&str, &[&str])| {
            (OrganisationId::from(id), organisation(format!("Organisation {id}"), roles))
        };
        let founders = ORGANISATIONS.map(|(id, _)| member(id, "admin", &format!("{id}/founder")));
        let consortium = Consortium {
            organisations: ORGANISATIONS.map(described).into(),
            anchors,
            members: founders.into_iter().chain(members).collect(),
            quotas: BTreeMap::new(),
            policy: ledger_policy(),
        };
        let genesis = Genesis {
            chain_id: ChainId(CHAIN_ID.into()),
            deployers: [].into(),
            time: TIME,
            consortium: Some(consortium),
        };
        Self { runtime: Runtime::create(config, &genesis).unwrap() }
    }

    pub fn next_header(&self) -> BlockHeader {
        let height = Height(self.runtime.head().height.0 + 1);
        BlockHeader { height, time: UnixSeconds(TIME.0 + height.0) }
    }

    /// A transaction of a member, which the others endorse.
    pub fn signed(&self, sender: &KeyPair, calls: Vec<Call>, others: &[&str]) -> SignedTransaction {
        let nonce = self.runtime.nonce(&sender.address()).unwrap();
        let builder = TransactionBuilder::new(ChainId(CHAIN_ID.into()), nonce, Height(u64::MAX));
        let builder = calls.into_iter().fold(builder.gas_limit(GAS), TransactionBuilder::call);
        let mut signed = builder.sign(sender).unwrap();
        for other in others {
            let endorsement = signature(&signed.transaction, &key_of(other));
            signed.endorse(endorsement);
        }
        signed
    }

    /// Executes a block of it and keeps nothing.
    pub fn try_out(&self, signed: &SignedTransaction) -> (Receipt, usize) {
        let block = self.runtime.execute_block(&self.next_header(), &[signed.encode()]).unwrap();
        (block.receipts[0].clone(), block.write_count())
    }

    pub fn block(&mut self, transactions: &[SignedTransaction]) -> Vec<Receipt> {
        let bytes: Vec<_> = transactions.iter().map(|signed| signed.encode()).collect();
        let block = self.runtime.execute_block(&self.next_header(), &bytes).unwrap();
        let receipts = block.receipts.clone();
        self.runtime.commit(block).unwrap();
        receipts
    }

    /// One transaction in a block of its own.
    pub fn send(&mut self, sender: &str, calls: Vec<Call>, others: &[&str]) -> Receipt {
        let signed = self.signed(&key_of(sender), calls, others);
        self.block(&[signed]).remove(0)
    }

    /// It, which must succeed.
    pub fn done(&mut self, sender: &str, calls: Vec<Call>, others: &[&str]) {
        let receipt = self.send(sender, calls, others);
        assert!(matches!(receipt.outcome, Outcome::Success { .. }), "{:?}", receipt.outcome);
    }

    /// Deploys the contract with its rules, in one transaction.
    pub fn deploy(&mut self, developer: &str) -> Address {
        self.deploy_with(developer, code(), contract_policy())
    }

    pub fn deploy_with(
        &mut self,
        developer: &str,
        code: Vec<u8>,
        policy: ContractPolicy,
    ) -> Address {
        let sender = key_of(developer).address();
        let contract = contract_address(&sender, self.runtime.nonce(&sender).unwrap(), 0);
        let calls = vec![
            Call::Deploy { code, args: vec![] },
            Call::from(Change::SetContractPolicy { contract, policy }),
        ];
        self.done(developer, calls, &[]);
        contract
    }
}
