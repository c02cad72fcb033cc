//! `sandpact engine`: the process that runs the contracts of tests as wasm. It reads requests
//! from standard input and writes one answer to each; see `sandpact-testing-protocol`.

mod consortium;
mod counted;
mod ledger;
mod mock;
mod modules;

pub use counted::read as read_coverage;

use crate::error::CliError;
use counted::Counted;
use ledger::{Asked, TestLedger};
use modules::Modules;
use sandpact_runtime::Config;
use sandpact_testing_protocol::{Answer, Request, VERSION, receive, send};
use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, stdin, stdout};

/// Answers until standard input ends.
pub fn serve() -> Result<(), CliError> {
    let (mut requests, mut answers) = (BufReader::new(stdin()), BufWriter::new(stdout()));
    let mut engine = Engine::default();
    loop {
        match receive(&mut requests) {
            Ok(Some(request)) => {
                let answer = engine.answer(request);
                let answer = answer.unwrap_or_else(|error| Answer::Failed { why: error.line() });
                send(&mut answers, &answer).map_err(|error| stream(&error))?;
            }
            Ok(None) => return Ok(()),
            Err(error) => return Err(stream(&error)),
        }
    }
}

fn stream(error: &std::io::Error) -> CliError {
    CliError::input("Engine", format!("this is for tests, which speak to it: {error}"))
}

/// The ledgers of one process of tests.
#[derive(Default)]
struct Engine {
    modules: Modules,
    /// Of all ledgers, from the first one on.
    config: Option<Config>,
    ledgers: BTreeMap<u32, TestLedger>,
    next: u32,
    counted: Counted,
}

impl Engine {
    fn answer(&mut self, request: Request) -> Result<Answer, CliError> {
        match request {
            Request::Create { version: VERSION, time, organisations } => {
                let config = match self.config.take() {
                    Some(config) => config,
                    None => TestLedger::config()?,
                };
                let config = self.config.insert(config);
                let ledger = TestLedger::create(config, time, &organisations)?;
                let (records, root) = (ledger.genesis_records()?, ledger.root());
                let number = self.next;
                self.next = self.next.saturating_add(1);
                self.ledgers.insert(number, ledger);
                Ok(Answer::Created { ledger: number, records, root })
            }
            Request::Create { version, .. } => Err(CliError::input(
                "Engine",
                format!(
                    "the tests speak version {version} and this sandpact version {VERSION}: \
                     install the sandpact of the SDK's version"
                ),
            )),
            Request::Build { manifest_dir } => {
                let len_bytes = self.modules.build(&manifest_dir)?;
                Ok(Answer::Built { len_bytes })
            }
            Request::Run { ledger, time, transactions } => {
                let modules = &self.modules;
                find(&mut self.ledgers, ledger)?.run(time, transactions, modules)
            }
            Request::Query { ledger, contract, method, args, member } => {
                let asked = Asked { contract, method: &method, args: &args, member };
                find(&mut self.ledgers, ledger)?.query(&asked)
            }
            Request::Drop { ledger } => {
                if let Some(ledger) = self.ledgers.remove(&ledger) {
                    self.counted.add(&ledger)?;
                }
                Ok(Answer::Dropped)
            }
        }
    }
}

fn find(ledgers: &mut BTreeMap<u32, TestLedger>, number: u32) -> Result<&mut TestLedger, CliError> {
    let ledger = ledgers.get_mut(&number);
    ledger.ok_or_else(|| CliError::input("Engine", format!("there is no ledger {number}")))
}
