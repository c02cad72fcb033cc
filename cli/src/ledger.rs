//! A ledger on disk, one block per transaction.

use crate::args::SendArgs;
use crate::error::CliError;
use crate::symbols::{SymbolArgs, SymbolStore};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, Gas, Height, RequestId, SignedTransaction, UnixSeconds, code};
use sandpact_client::builder::{TransactionBuilder, signature};
use sandpact_client::key::KeyPair;
use sandpact_client::value::hex_bytes;
use sandpact_runtime::{
    BlockHeader, Config, ContractInfo, ExecutedBlock, Explainer, Explanation, Failure, Genesis,
    Head, Outcome, Progress, Receipt, Runtime, contract_address,
};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// For how many blocks a transaction of this command stays valid.
const VALID_FOR_BLOCKS: u64 = 10;

/// An open ledger.
pub struct Ledger {
    runtime: Runtime,
    symbols: SymbolStore,
}

/// A transaction that ran, and the ledger's head after it.
#[derive(Debug)]
pub struct Sent {
    /// What it did.
    pub receipt: Receipt,
    /// The head; unchanged when the transaction was refused before it ran.
    pub head: Head,
    /// Where it halted, if it did.
    pub failure: Option<Failure>,
}

/// A transaction that ran and that may be kept.
pub struct Executed {
    /// Its block.
    pub block: ExecutedBlock,
    /// Its receipt.
    pub receipt: Receipt,
    /// Where it halted, if it did.
    pub failure: Option<Failure>,
}

/// How a transaction is sent.
#[derive(Clone, Debug)]
pub struct SendOptions {
    /// Most gas.
    pub gas_limit: Gas,
    /// Block time; the system clock without it.
    pub time: Option<UnixSeconds>,
    /// The member that sends it, when the key is not its first one.
    pub member: Option<Address>,
    /// Who endorses it.
    pub endorsers: Vec<KeyPair>,
    /// What the sender calls it.
    pub request_id: Option<RequestId>,
}

impl SendOptions {
    /// For a sender alone.
    pub const fn alone(gas_limit: Gas, time: Option<UnixSeconds>) -> Self {
        Self { gas_limit, time, member: None, endorsers: Vec::new(), request_id: None }
    }

    /// What the command line says.
    pub fn new(args: &SendArgs, gas_limit: u64) -> Result<Self, CliError> {
        let endorsers = args.endorse.iter().map(|path| KeyPair::read(path));
        Ok(Self {
            member: args.member.as_deref().map(member).transpose()?,
            endorsers: endorsers.collect::<Result<_, _>>()?,
            request_id: args.request_id.as_deref().map(request_id).transpose()?,
            ..Self::alone(Gas(gas_limit), args.time.map(UnixSeconds))
        })
    }
}

/// The address behind `--member`.
pub fn member(text: &str) -> Result<Address, CliError> {
    let problem = format!("--member `{text}`: expected 64 hexadecimal digits");
    parse_address(text).ok_or_else(|| CliError::input("Address", problem))
}

fn request_id(text: &str) -> Result<RequestId, CliError> {
    let bytes = hex_bytes(text).and_then(|bytes| bytes.try_into().ok());
    let problem = format!("--request-id `{text}`: expected 32 hexadecimal digits");
    bytes.map(RequestId).ok_or_else(|| CliError::input("RequestId", problem))
}

impl Ledger {
    fn new(folder: &Path, runtime: Runtime) -> Self {
        Self { runtime, symbols: SymbolStore::of_ledger(folder) }
    }

    /// Creates a ledger in `folder`.
    pub fn create(folder: &Path, genesis: &Genesis) -> Result<Self, CliError> {
        Ok(Self::new(folder, Runtime::create(&config(folder), genesis)?))
    }

    /// Opens the ledger in `folder`; its head is verified.
    pub fn open(folder: &Path) -> Result<Self, CliError> {
        let runtime = Runtime::open(&config(folder))?;
        let recovery = runtime.recovery();
        let kept = recovery.set_aside.as_deref().unwrap_or("nowhere");
        if let Some(reason) = &recovery.rebuilt_because {
            tracing::warn!("rebuilt the view from the log: {reason}; the old one is in {kept}");
        } else if recovery.is_view_copied {
            tracing::warn!(
                "the machine stopped while the view was written: its entries were copied to a new \
                 one and checked; the old one is in {kept} and is not needed any more"
            );
        }
        if recovery.cut_len_bytes > 0 {
            let cut = recovery.cut_len_bytes;
            tracing::warn!("cut off {cut} bytes of a block that was never acknowledged");
        }
        Ok(Self::new(folder, runtime))
    }

    /// Opens the ledger in `folder` with everything derived built anew from its log; whether
    /// the anchor was written anew too.
    pub fn rebuild(folder: &Path) -> Result<(Self, bool), CliError> {
        let (runtime, is_anchor_new) = Runtime::rebuild(&config(folder))?;
        Ok((Self::new(folder, runtime), is_anchor_new))
    }

    /// Creates a ledger in `folder` from a snapshot.
    pub fn import(
        folder: &Path,
        snapshot: &Path,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Head, CliError> {
        Ok(Runtime::import(&config(folder), snapshot, on_progress)?)
    }

    /// Looks for symbols where the command line says, too.
    pub fn with_symbols(mut self, args: &SymbolArgs) -> Self {
        self.symbols.look_into(args);
        self
    }

    /// Where symbols are found.
    pub fn symbols(&self) -> &SymbolStore {
        &self.symbols
    }

    /// The runtime, for reading.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Syncs and releases the store.
    pub fn close(self) -> Result<(), CliError> {
        Ok(self.runtime.close()?)
    }

    /// Runs one call in a block of its own.
    pub fn send(
        &mut self,
        key: &KeyPair,
        call: Call,
        options: SendOptions,
    ) -> Result<Sent, CliError> {
        let (header, transaction) = self.signed(key, call, options)?;
        self.run(&header, &transaction)
    }

    /// Runs one call in a block of its own and keeps nothing.
    pub fn execute(
        &self,
        key: &KeyPair,
        call: Call,
        options: SendOptions,
    ) -> Result<Executed, CliError> {
        let (header, transaction) = self.signed(key, call, options)?;
        self.execute_one(&header, &transaction)
    }

    /// What the block with one call would do to the ledger: nothing is kept.
    pub fn profile(
        &self,
        key: &KeyPair,
        call: Call,
        options: SendOptions,
    ) -> Result<Explanation<Receipt>, CliError> {
        let (header, transaction) = self.signed(key, call, options)?;
        let mut explained =
            self.runtime.explain_block(&header, &transaction, &Explainer::profiling()?)?;
        Ok(explained.pop().expect("a block of one transaction has one receipt"))
    }

    /// One signed transaction of one call, and the header of its block.
    fn signed(
        &self,
        key: &KeyPair,
        call: Call,
        options: SendOptions,
    ) -> Result<(BlockHeader, [Vec<u8>; 1]), CliError> {
        let header = self.next_header(options.time)?;
        let signed = self.sign(key, vec![call], &options, header.height)?;
        Ok((header, [signed.encode()]))
    }

    /// A signed transaction that a block from `height` on may run.
    fn sign(
        &self,
        key: &KeyPair,
        calls: Vec<Call>,
        options: &SendOptions,
        height: Height,
    ) -> Result<SignedTransaction, CliError> {
        let sender = options.member.unwrap_or_else(|| key.address());
        let builder = TransactionBuilder::new(
            self.runtime.chain_id().clone(),
            self.runtime.nonce(&sender)?,
            Height(height.0.saturating_add(VALID_FOR_BLOCKS)),
        );
        let builder = builder.sender(sender).gas_limit(options.gas_limit);
        let builder = match options.request_id {
            Some(id) => builder.request_id(id),
            None => builder,
        };
        let mut signed = calls.into_iter().fold(builder, TransactionBuilder::call).sign(key)?;
        for endorser in &options.endorsers {
            let endorsement = signature(&signed.transaction, endorser);
            signed.endorse(endorsement);
        }
        Ok(signed)
    }

    /// A signed transaction for whoever is to endorse and submit it.
    pub fn sign_next(
        &self,
        key: &KeyPair,
        calls: Vec<Call>,
        options: &SendOptions,
    ) -> Result<SignedTransaction, CliError> {
        let height = Height(self.runtime.head().height.0.saturating_add(1));
        self.sign(key, calls, options, height)
    }

    /// Runs several calls in one transaction, in a block of its own.
    pub fn send_all(
        &mut self,
        key: &KeyPair,
        calls: Vec<Call>,
        options: &SendOptions,
    ) -> Result<Sent, CliError> {
        let header = self.next_header(options.time)?;
        let signed = self.sign(key, calls, options, header.height)?;
        self.run(&header, &[signed.encode()])
    }

    /// Runs a signed transaction in a block of its own.
    pub fn submit(&mut self, bytes: &[u8], time: Option<UnixSeconds>) -> Result<Sent, CliError> {
        let header = self.next_header(time)?;
        self.run(&header, &[bytes.to_vec()])
    }

    fn run(&mut self, header: &BlockHeader, transaction: &[Vec<u8>; 1]) -> Result<Sent, CliError> {
        let Executed { block, receipt, failure } = self.execute_one(header, transaction)?;
        // A transaction refused before it ran leaves nothing to write.
        let head = match receipt.outcome {
            Outcome::Refused { .. } => self.runtime.head(),
            _ => self.runtime.commit(block)?,
        };
        tracing::info!(height = %head.height, root = %head.state_root, "block");
        Ok(Sent { receipt, head, failure })
    }

    fn execute_one(
        &self,
        header: &BlockHeader,
        transaction: &[Vec<u8>; 1],
    ) -> Result<Executed, CliError> {
        let block = self.runtime.execute_block(header, transaction)?;
        let receipt = block.receipts.first().cloned();
        let receipt = receipt.expect("a block of one transaction has one receipt");
        let failure = match receipt.outcome {
            Outcome::Halted { .. } => self.failure(header, transaction)?,
            _ => None,
        };
        Ok(Executed { block, receipt, failure })
    }

    /// Runs a block that halts once more, watched, while the head is the one that it ran on.
    fn failure(
        &self,
        header: &BlockHeader,
        transaction: &[Vec<u8>; 1],
    ) -> Result<Option<Failure>, CliError> {
        let explained = self.runtime.explain_block(header, transaction, &Explainer::new()?)?;
        Ok(explained.first().and_then(Explanation::root_failure).cloned())
    }

    /// Block times never go back: a clock that does is held at the head's time.
    fn next_header(&self, time: Option<UnixSeconds>) -> Result<BlockHeader, CliError> {
        let head = self.runtime.head();
        let time = match time {
            Some(time) if time < head.time => {
                let message =
                    format!("--time {time} is before the ledger's last block at {}", head.time);
                return Err(CliError::input("Time", message));
            }
            Some(time) => time,
            None => clock()?.max(head.time),
        };
        Ok(BlockHeader { height: Height(head.height.0.saturating_add(1)), time })
    }

    /// Where the first call of the sender's next transaction would put a contract.
    pub fn next_contract(&self, key: &KeyPair, options: &SendOptions) -> Result<Address, CliError> {
        let sender = options.member.unwrap_or_else(|| key.address());
        Ok(contract_address(&sender, self.runtime.nonce(&sender)?, 0))
    }

    /// Time of the next block: the given one, or the clock's.
    pub fn next_time(&self, time: Option<UnixSeconds>) -> Result<UnixSeconds, CliError> {
        Ok(self.next_header(time)?.time)
    }

    /// The contract with this address, or the only one with this name.
    pub fn find(&self, name: &str) -> Result<(Address, ContractInfo), CliError> {
        let unknown = || {
            let message = format!("no contract `{name}` on this ledger");
            CliError::coded_input(code::UNKNOWN_CONTRACT, message)
        };
        if let Some(address) = parse_address(name) {
            let info = self.runtime.contract(&address)?.ok_or_else(unknown)?;
            return Ok((address, info));
        }
        let mut named = self.runtime.contracts()?;
        named.retain(|(_, info)| info.abi.name == name);
        if named.len() > 1 {
            let all = named.iter().map(|(address, _)| address.to_string());
            let all = all.collect::<Vec<_>>().join(", ");
            let message = format!("several contracts are called `{name}`: {all}");
            return Err(CliError::input("Contract", message));
        }
        named.pop().ok_or_else(unknown)
    }
}

fn config(folder: &Path) -> Config {
    Config::folder(folder)
}

/// The system clock. Only the command reads it; contracts see block times.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn clock() -> Result<UnixSeconds, CliError> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|since| UnixSeconds(since.as_secs()))
        .map_err(|_| CliError::input("Time", "the system clock stands before 1970"))
}

/// An address: 64 hexadecimal digits.
pub fn parse_address(text: &str) -> Option<Address> {
    hex_bytes(text)?.try_into().ok().map(Address)
}
