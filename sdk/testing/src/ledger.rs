//! The ledger of a test: each call natively and as wasm, compared at once.

use crate::{
    Account, Deployed, Emitted,
    compare::compare,
    description, engine,
    native::{Code, End, Entry, NativeLedger, Request},
    show, stand_in,
};
use protocol::{Answer, Call, MockModule, Module, Sent};
use sandpact_abi::{ContractAbi, contract_address_preimage, limits};
use sandpact_sdk::{
    native::{Creation, Mock, NativeContract},
    prelude::{Address, CivilDate, Gas, Hash, Height, UnixSeconds},
};
use sandpact_testing_protocol as protocol;
use sha3::{Digest as _, Sha3_256};
use std::{cell::RefCell, collections::BTreeMap, marker::PhantomData, rc::Rc};

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
    contracts: Vec<(Address, ContractAbi)>,
    events: Vec<Emitted>,
    height: u64,
    time: u64,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(ledger), false) = (self.number, std::thread::panicking()) {
            engine::ask(&protocol::Request::Drop { ledger });
        }
    }
}

/// What a call did, both ways.
pub(crate) struct Ran {
    pub end: End,
    pub gas: Option<Gas>,
    pub events: Vec<Emitted>,
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
        let request = protocol::Request::Create { version: protocol::VERSION, time: GENESIS_TIME };
        let (number, records, root) = match engine::ask(&request) {
            Answer::Created { ledger, records, root } => (ledger, records, root),
            other => unexpected(&other),
        };
        let native = NativeLedger::default();
        native.record(records);
        assert_eq!(native.root(), root, "the two ledgers begin alike");
        Self::of(Some(number), native)
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

    /// Deploys a contract, which must succeed.
    #[track_caller]
    pub fn deploy<C: NativeContract>(&self, by: &Account, creation: Creation<C>) -> Deployed<C> {
        if self.inner.borrow().number.is_some() {
            engine::build(C::MANIFEST_DIR);
        }
        let module = Module::Crate { manifest_dir: C::MANIFEST_DIR.to_owned() };
        let (address, ran) = self.deploy_code(by, Code::of::<C>(), module, creation.args);
        if !matches!(ran.end, End::Returned(_)) {
            panic!("{} was to be deployed: {:?}", C::ABI.name, ran.end);
        }
        self.inner.borrow_mut().contracts.push((address, description::of(&C::ABI)));
        Deployed { address, ledger: self.clone(), contract: PhantomData }
    }

    /// Deploys a stand-in for a contract and returns its address.
    #[track_caller]
    pub fn mock<M: Mock>(&self, mock: M) -> Address {
        let (methods, answers) = (description::methods(M::METHODS), mock.answers());
        let module = Module::Mock(MockModule {
            name: M::NAME.to_owned(),
            methods: methods.clone(),
            answers: answers.iter().cloned().map(stand_in::answer).collect(),
        });
        let mut known = methods;
        known.push(stand_in::init());
        let by = self.account("who deploys the mocks");
        let code = Code::Mock { methods: known, answers };
        let (address, ran) = self.deploy_code(&by, code, module, Vec::new());
        assert!(matches!(ran.end, End::Returned(_)), "a mock deploys: {:?}", ran.end);
        address
    }

    #[track_caller]
    fn deploy_code(
        &self,
        by: &Account,
        code: Code,
        module: Module,
        args: Vec<u8>,
    ) -> (Address, Ran) {
        let (native, nonce) = {
            let inner = self.inner.borrow();
            (inner.native.clone(), inner.nonces.get(&by.index).copied().unwrap_or(0))
        };
        let preimage = contract_address_preimage(&by.address, nonce, 0);
        let address = Address(Sha3_256::digest(preimage).into());
        let init = match &code {
            Code::Contract { abi, .. } => abi.methods.clone(),
            Code::Mock { methods, .. } => methods.clone(),
        };
        let init = init.into_iter().find(|method| method.kind == sandpact_abi::MethodKind::Init);
        let init = init.expect("a contract has an init method").name;
        native.put(address, code);
        let request = Request {
            contract: address,
            caller: by.address,
            method: &init,
            args: args.clone(),
            entry: Entry::Deploy,
        };
        let call = Call::Deploy { module, args };
        let mut ran = self.block(by, request, call, None);
        if let End::Returned(value) = &mut ran.end {
            value.clear();
        } else {
            native.take(&address);
        }
        (address, ran)
    }

    #[track_caller]
    pub(crate) fn invoke(
        &self,
        by: &Account,
        contract: Address,
        method: &str,
        args: Vec<u8>,
        gas_limit: Option<Gas>,
    ) -> Ran {
        let call = Call::Invoke { contract, method: method.to_owned(), args: args.clone() };
        let request = Request { contract, caller: by.address, method, args, entry: Entry::Call };
        self.block(by, request, call, gas_limit)
    }

    /// Makes a block of one transaction and compares.
    #[track_caller]
    fn block(&self, by: &Account, request: Request<'_>, call: Call, gas_limit: Option<Gas>) -> Ran {
        let (number, native, time, height) = self.next_header();
        let is_deployment = matches!(call, Call::Deploy { .. });
        let method = request.method.to_owned();
        let limit = gas_limit.map_or(limits::GAS_LIMIT_MAX, |gas| gas.0);
        {
            let mut inner = self.inner.borrow_mut();
            let nonce = inner.nonces.entry(by.index).or_default();
            *nonce = nonce.saturating_add(1);
        }
        native.begin_block(height, time);
        let Some(number) = number else {
            let (end, events) = native.run(request);
            self.inner.borrow_mut().events.extend(events.iter().cloned());
            return Ran { end, gas: None, events };
        };
        let sent = Sent { sender: by.index, gas_limit: limit, call };
        let request_wasm =
            protocol::Request::Run { ledger: number, time, transactions: vec![sent] };
        let (mut ended, records, root) = match engine::ask(&request_wasm) {
            Answer::Ran { ended, records, root } => (ended, records, root),
            other => unexpected(&other),
        };
        let wasm = ended.pop().expect("one transaction, one receipt");
        let ran = if wasm.end == protocol::End::Halted && gas_limit.is_some() {
            // Only the wasm run knows what its gas was enough for.
            let why = format!("{method} ran out of {limit} gas, or halted");
            Ran { end: End::Halted { why }, gas: Some(Gas(wasm.gas_used)), events: Vec::new() }
        } else {
            let (end, events) = native.run(request);
            compare(&method, is_deployment, (&end, &events), &wasm);
            Ran { end, gas: Some(Gas(wasm.gas_used)), events }
        };
        native.record(records);
        let native_root = native.root();
        assert_eq!(native_root, root, "state roots after {method}, natively and as wasm");
        self.inner.borrow_mut().events.extend(ran.events.iter().cloned());
        ran
    }

    #[track_caller]
    pub(crate) fn ask(&self, contract: Address, method: &str, args: Vec<u8>) -> Ran {
        let (number, native) = {
            let inner = self.inner.borrow();
            (inner.number, inner.native.clone())
        };
        let (height, time) = (self.height().0, self.time().0);
        native.begin_block(height, time);
        let asked = Request {
            contract,
            caller: Address::ZERO,
            method,
            args: args.clone(),
            entry: Entry::Read,
        };
        let (end, events) = native.run(asked);
        let Some(number) = number else { return Ran { end, gas: None, events } };
        let request =
            protocol::Request::Query { ledger: number, contract, method: method.to_owned(), args };
        let wasm = match engine::ask(&request) {
            Answer::Asked(ended) => ended,
            other => unexpected(&other),
        };
        compare(method, false, (&end, &events), &wasm);
        Ran { end, gas: Some(Gas(wasm.gas_used)), events }
    }

    fn next_header(&self) -> (Option<u32>, NativeLedger, u64, u64) {
        let mut inner = self.inner.borrow_mut();
        inner.height = inner.height.saturating_add(1);
        inner.time = inner.time.saturating_add(BLOCK_SECONDS);
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

    /// Time of the newest block.
    #[must_use]
    pub fn time(&self) -> UnixSeconds {
        UnixSeconds(self.inner.borrow().time)
    }

    /// The next block is at this time, or one second after the newest if that is later.
    pub fn set_time(&self, time: UnixSeconds) {
        let mut inner = self.inner.borrow_mut();
        inner.time = inner.time.max(time.0.saturating_sub(BLOCK_SECONDS));
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

#[track_caller]
fn unexpected(answer: &Answer) -> ! {
    match answer {
        Answer::Failed { why } => panic!("the engine says: {why}"),
        other => panic!("the engine answered {other:?}"),
    }
}
