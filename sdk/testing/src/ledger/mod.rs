//! The ledger of a test: each call natively and as wasm, compared at once.

mod deploy;
mod run;

pub(crate) use run::{Ran, Signing};

use crate::{Account, Emitted, Organisations, engine, native::NativeLedger, show};
use protocol::Answer;
use run::unexpected;
use sandpact_abi::ContractAbi;
use sandpact_sdk::prelude::{Address, CivilDate, Hash, Height, UnixSeconds};
use sandpact_testing_protocol as protocol;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// Time of the genesis: 2026-01-05T12:00:00Z, a Monday.
const GENESIS_TIME: u64 = 1_767_614_400;

/// Seconds between blocks unless a test says otherwise.
const BLOCK_SECONDS: u64 = 1;

/// A ledger for one test. Handles of it are the same ledger.
#[derive(Clone)]
pub struct Ledger {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    /// Number of the engine's ledger; absent where contracts run natively only.
    number: Option<u32>,
    native: NativeLedger,
    accounts: BTreeMap<String, Account>,
    nonces: BTreeMap<u32, u64>,
    /// In the order of their deployment.
    contracts: Vec<(Address, ContractAbi)>,
    events: Vec<Emitted>,
    height: u64,
    time: u64,
    /// Whether a test has set a time that no block has yet.
    is_time_set: bool,
    /// Arguments of all calls, whatever came of them.
    arguments: Vec<Vec<u8>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(ledger), false) = (self.number, std::thread::panicking()) {
            engine::ask(&protocol::Request::Drop { ledger });
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// An empty ledger, whose genesis is at noon of 2026-01-05, a Monday.
    #[must_use]
    pub fn new() -> Self {
        Self::create(BTreeMap::new(), Vec::new())
    }

    /// An empty ledger of organisations, whose members are the accounts of their names. Contracts
    /// are deployed by any member; those with a policy
    /// ([`deploy_with_policy`](Self::deploy_with_policy)) are held to it, others may be called by
    /// every member. Whoever may do what is decided by the engine, as on any ledger.
    #[must_use]
    pub fn with_organisations(organisations: &Organisations) -> Self {
        let names = organisations.members.iter().map(|member| member.name.clone());
        let accounts: BTreeMap<_, _> = names.zip((0..).map(Account::new)).collect();
        assert_eq!(
            accounts.len(),
            organisations.members.len(),
            "an account is a member of one organisation"
        );
        let place = |name: &str| accounts.get(name).map_or(0, |account| account.index);
        let request = organisations.request(place);
        Self::create(accounts, request)
    }

    fn create(
        accounts: BTreeMap<String, Account>,
        organisations: Vec<protocol::Organisation>,
    ) -> Self {
        let has_organisations = !organisations.is_empty();
        let request = protocol::Request::Create {
            version: protocol::VERSION,
            time: GENESIS_TIME,
            organisations,
        };
        let (number, records, root) = match engine::ask(&request) {
            Answer::Created { ledger, records, root } => (ledger, records, root),
            other => unexpected(&other),
        };
        let native = NativeLedger::default();
        native.record(records);
        if has_organisations {
            native.leave_rules_to_the_engine();
        }
        assert_eq!(native.root(), root, "the two ledgers begin alike");
        let ledger = Self::of(Some(number), native);
        ledger.inner.borrow_mut().accounts = accounts;
        ledger
    }

    /// An empty ledger without an engine: contracts run natively only, nothing is compared, gas
    /// is not counted, and the state root lacks the runtime's own records. For examples, and
    /// where there is no compiler for wasm.
    #[must_use]
    pub fn native() -> Self {
        Self::of(None, NativeLedger::default())
    }

    fn of(number: Option<u32>, native: NativeLedger) -> Self {
        let inner = Inner {
            number,
            native,
            accounts: BTreeMap::new(),
            nonces: BTreeMap::new(),
            contracts: Vec::new(),
            events: Vec::new(),
            height: 0,
            time: GENESIS_TIME,
            is_time_set: false,
            arguments: Vec::new(),
        };
        Self { inner: Rc::new(RefCell::new(inner)) }
    }

    /// The account of this name; the same name is the same account.
    #[must_use]
    pub fn account(&self, name: &str) -> Account {
        let mut inner = self.inner.borrow_mut();
        let next = u32::try_from(inner.accounts.len()).unwrap_or(u32::MAX);
        *inner.accounts.entry(name.to_owned()).or_insert_with(|| Account::new(next))
    }

    /// The accounts of these names.
    #[must_use]
    pub fn accounts<const N: usize>(&self, names: [&str; N]) -> [Account; N] {
        names.map(|name| self.account(name))
    }

    fn next_header(&self) -> (Option<u32>, NativeLedger, u64, u64) {
        let mut inner = self.inner.borrow_mut();
        inner.height = inner.height.saturating_add(1);
        inner.time = inner.time.saturating_add(BLOCK_SECONDS);
        inner.is_time_set = false;
        (inner.number, inner.native.clone(), inner.time, inner.height)
    }

    /// Makes an empty block.
    pub fn next_block(&self) {
        let (number, _, time, _) = self.next_header();
        let Some(number) = number else { return };
        let request = protocol::Request::Run { ledger: number, time, transactions: Vec::new() };
        if let other @ Answer::Failed { .. } = engine::ask(&request) {
            unexpected(&other);
        }
    }

    /// Height of the newest block.
    #[must_use]
    pub fn height(&self) -> Height {
        Height(self.inner.borrow().height)
    }

    /// Makes the block at the time that a test has set, if it has and there is none yet: a query
    /// is after the newest block.
    fn reach_set_time(&self) {
        let is_time_set = self.inner.borrow().is_time_set;
        if is_time_set {
            self.next_block();
        }
    }

    /// Time of the newest block.
    #[must_use]
    pub fn time(&self) -> UnixSeconds {
        UnixSeconds(self.inner.borrow().time)
    }

    /// The next block is at this time, or one second after the newest if that is later. A query
    /// sees this time too: it makes an empty block at it when no call has made one.
    pub fn set_time(&self, time: UnixSeconds) {
        let mut inner = self.inner.borrow_mut();
        inner.time = inner.time.max(time.0.saturating_sub(BLOCK_SECONDS));
        inner.is_time_set = true;
    }

    /// The next block is at noon of this day, UTC.
    pub fn set_day(&self, day: CivilDate) {
        let noon = i64::from(day.days()).saturating_mul(86_400).saturating_add(43_200);
        self.set_time(UnixSeconds(u64::try_from(noon).unwrap_or(0)));
    }

    /// The next block is this much later.
    pub fn advance_seconds(&self, seconds: u64) {
        let time = self.time().0.saturating_add(seconds);
        self.set_time(UnixSeconds(time));
    }

    /// The name of a contract that was deployed here and is no mock.
    pub(crate) fn name_of(&self, contract: &Address) -> Option<String> {
        let inner = self.inner.borrow();
        let known = inner.contracts.iter().find(|(address, _)| address == contract);
        known.map(|(_, abi)| abi.name.clone())
    }

    /// The state root, the same natively and as wasm.
    #[must_use]
    pub fn state_root(&self) -> Hash {
        self.inner.borrow().native.root()
    }

    /// All events so far, in order.
    #[must_use]
    pub fn events(&self) -> Vec<Emitted> {
        self.inner.borrow().events.clone()
    }

    /// All that the ledger holds, as bytes: keys, behind the name of their field, and values that
    /// contracts have stored, data of events, and the arguments of all calls, refused ones too.
    /// For tests that look for what must not be there.
    #[must_use]
    pub fn held_bytes(&self) -> Vec<Vec<u8>> {
        let inner = self.inner.borrow();
        let records = inner.contracts.iter().flat_map(|(address, _)| inner.native.values(address));
        // A key is the field's name, a zero byte and the rest (docs/abi.md).
        let rest = |key: Vec<u8>| key.splitn(2, |byte| *byte == 0).nth(1).unwrap_or(&key).to_vec();
        let records = records.flat_map(|(key, value)| [rest(key), value]);
        let events = inner.events.iter().map(|event| event.data.clone());
        records.chain(events).chain(inner.arguments.iter().cloned()).collect()
    }

    /// Contracts, what they store and all events, as text for a snapshot
    /// (`assert_snapshot!(ledger.snapshot())`).
    #[must_use]
    pub fn snapshot(&self) -> String {
        let inner = self.inner.borrow();
        let names = inner.accounts.iter().map(|(name, account)| (account.address, name.clone()));
        let stored = inner
            .contracts
            .iter()
            .map(|(address, abi)| (*address, abi, inner.native.values(address)));
        show::snapshot(&names.collect(), &stored.collect::<Vec<_>>(), &inner.events)
    }
}
