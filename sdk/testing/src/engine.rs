//! The engine: a `sandpact engine` process for all tests of this process.

use sandpact_testing_protocol::{Answer, Request, receive, send};
use std::{
    collections::BTreeSet,
    io::BufReader,
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
};

/// Names the engine; set by `sandpact test`.
const VARIABLE: &str = "SANDPACT_ENGINE";

struct Engine {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    built: BTreeSet<String>,
}

static ENGINE: OnceLock<Mutex<Engine>> = OnceLock::new();

/// Asks the engine.
pub fn ask(request: &Request) -> Answer {
    let engine = ENGINE.get_or_init(|| Mutex::new(Engine::start()));
    // A test that panicked while it asked leaves the pipe as it was: between two messages.
    engine.lock().unwrap_or_else(PoisonError::into_inner).ask(request)
}

/// Builds a crate's contract unless this process did.
pub fn build(manifest_dir: &str) {
    let engine = ENGINE.get_or_init(|| Mutex::new(Engine::start()));
    let mut engine = engine.lock().unwrap_or_else(PoisonError::into_inner);
    if engine.built.contains(manifest_dir) {
        return;
    }
    match engine.ask(&Request::Build { manifest_dir: manifest_dir.to_owned() }) {
        Answer::Built { .. } => engine.built.insert(manifest_dir.to_owned()),
        Answer::Failed { why } => panic!("cannot build {manifest_dir} as wasm: {why}"),
        other => panic!("the engine answered {other:?}"),
    };
}

impl Engine {
    fn start() -> Self {
        let program = program();
        let child = Command::new(&program)
            .arg("engine")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.unwrap_or_else(|error| {
            panic!(
                "cannot run {} ({error}), which runs contracts as wasm: use `sandpact test`, or \
                 put sandpact on the path",
                program.display()
            )
        });
        let (requests, answers) = (child.stdin.take(), child.stdout.take());
        let requests = requests.expect("standard input is piped");
        let answers = BufReader::new(answers.expect("standard output is piped"));
        Self { child, requests, answers, built: BTreeSet::new() }
    }

    fn ask(&mut self, request: &Request) -> Answer {
        let answer = send(&mut self.requests, request).and_then(|()| receive(&mut self.answers));
        match answer {
            Ok(Some(answer)) => answer,
            Ok(None) => panic!("the engine ended: {:?}", self.child.wait()),
            Err(error) => panic!("the engine does not answer: {error}"),
        }
    }
}

/// What the variable names, else the program of the target folder that this test is in, else
/// the one on the path.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return PathBuf::from(named);
    }
    let own = std::env::current_exe().ok();
    let beside = own.iter().flat_map(|own| own.ancestors().skip(1).take(2));
    let beside = beside.map(|folder| folder.join("sandpact")).find(|program| program.is_file());
    beside.unwrap_or_else(|| PathBuf::from("sandpact"))
}
