//! Private records from the first key to the proof that everybody has erased them, as two
//! organisations meet them; and what is left on the disk then.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod pilot;

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// What is private, longer than one window of the search.
const OFFER: &str = "Offer 4711: 1,200 pieces at 3.14 EUR, delivered to Ningbo by 2026-03-01.";

/// Time of the ledger's first block.
const TIME: u64 = 1_767_571_200;

/// Bytes of the record that are looked for at a time.
const WINDOW: usize = 16;

/// A ledger of a bank and of customs, each with a key to sign and one to open.
struct Desk {
    folder: TempDir,
    /// What all commands printed.
    printed: std::cell::RefCell<String>,
    time: std::cell::Cell<u64>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder, printed: String::new().into(), time: TIME.into() };
        let organisations = [("bank", "clerk"), ("customs", "officer")].map(|(id, role)| {
            let key = desk.done(&format!("keygen --out {id}.key"));
            (id, role, key["public_key"].as_str().unwrap().to_owned())
        });
        let genesis = pilot::genesis(&organisations);
        desk.write("genesis.toml", &genesis);
        desk.done("init --genesis genesis.toml");
        desk
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    /// Runs a command with everything logged.
    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
        command.current_dir(self.path()).args(words.split_whitespace());
        let output = command.args(["-vvv", "--json"]).output().unwrap();
        let mut printed = self.printed.borrow_mut();
        printed.push_str(&String::from_utf8_lossy(&output.stdout));
        printed.push_str(&String::from_utf8_lossy(&output.stderr));
        output
    }

    fn done(&self, words: &str) -> Value {
        let output = self.run(words);
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// A command that sends a transaction, a minute after the one before.
    fn send(&self, words: &str) -> Value {
        self.time.set(self.time.get() + 60);
        self.done(&format!("{words} --time {}", self.time.get()))
    }

    /// The code or the name of a refusal.
    fn refused(&self, words: &str) -> Value {
        let output = self.run(words);
        assert!(!output.status.success(), "{words}");
        let error: Value = serde_json::from_slice(&output.stdout).unwrap();
        match &error["error"]["code"] {
            Value::Null => error["error"]["name"].clone(),
            code => code.clone(),
        }
    }

    /// A refusal of a command that sends, or would send, a transaction.
    fn send_refused(&self, words: &str) -> Value {
        self.time.set(self.time.get() + 60);
        self.refused(&format!("{words} --time {}", self.time.get()))
    }

    fn change(&self, toml: &str, words: &str) {
        self.write("changes.toml", toml);
        self.send(&format!("change changes.toml {words}"));
    }

    /// A collection, and the keys that its payloads are sealed to.
    fn with_collection(self) -> Self {
        for id in ["bank", "customs"] {
            let key = self.done(&format!("keygen --kind x25519 --out {id}.seal"));
            let key = key["sealing_key"].as_str().unwrap();
            let toml = format!(
                "[[change]]\nkind = \"set-sealing-key\"\norganisation = \"{id}\"\nkey = \"{key}\"\n"
            );
            self.change(&toml, &format!("--key {id}.key"));
        }
        let toml = "[[change]]\nkind = \"set-collection\"\ncollection = \"offers\"\n\
             organisations = [\"bank\", \"customs\"]\nkeeps_seconds_max = 864000\n\
             record = { callers = [\"role:clerk@bank\"] }\nconfirm = { callers = [\"members\"] }\n\
             purge = { callers = [\"role:officer@customs\"] }\n";
        self.change(toml, "--key bank.key --endorse customs.key");
        self.write("offer.txt", OFFER);
        self
    }

    /// Records the offer; its commitment. It ends in two days.
    fn put(&self, sealed: &str) -> String {
        let expires_at = TIME + 172_800;
        let words = format!(
            "private put offers offer.txt --key bank.key --out {sealed} --expires-at {expires_at}"
        );
        self.send(&words)["commitment"].as_str().unwrap().to_owned()
    }

    fn receive(&self, sealed: &str) -> Value {
        let words = "--vault customs --key customs.key --sealing-key customs.seal";
        self.send(&format!("private receive {sealed} {words}"))
    }

    fn show(&self, commitment: &str) -> Vec<u8> {
        let words = "--vault customs --organisation customs --sealing-key customs.seal --out shown";
        self.done(&format!("private show {commitment} {words}"));
        let shown = fs::read(self.path().join("shown")).unwrap();
        fs::remove_file(self.path().join("shown")).unwrap();
        shown
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files that have 16 bytes of this in them.
fn holding(folders: &[PathBuf], secret: &[u8]) -> Vec<PathBuf> {
    let windows: std::collections::BTreeSet<&[u8]> = secret.windows(WINDOW).collect();
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        bytes.windows(WINDOW).any(|window| windows.contains(window))
    };
    let all = folders.iter().flat_map(|folder| files(folder));
    all.filter(holds).collect()
}

#[test]
fn a_record_is_shared_purged_and_proved_to_be_erased() {
    let desk = Desk::new().with_collection();
    let commitment = desk.put("offer.sealed");
    let sealed = fs::read(desk.path().join("offer.sealed")).unwrap();
    // What stands before its keys is on the ledger.
    let commitment_bytes = hex::decode(&commitment).unwrap();
    let keys = sealed.windows(32).position(|it| it == commitment_bytes).unwrap() + 32;
    let sealed = &sealed[keys..];
    desk.receive("offer.sealed");
    assert_eq!(desk.show(&commitment), OFFER.as_bytes());

    let folders = [desk.path().join("sandpact-ledger"), desk.path().join("customs")];
    // In no file in the clear, ever; sealed, in one file of each organisation.
    assert_eq!(holding(&folders, OFFER.as_bytes()), [""; 0].map(PathBuf::from));
    assert_eq!(holding(&folders, sealed).len(), 2);

    // The bank may not purge, and nobody says that it erased what has not ended.
    assert_eq!(desk.send_refused(&format!("private purge {commitment} --key bank.key")), 11_021);
    assert_eq!(desk.send("private erase --key bank.key")["erased"], json!([]));
    desk.send(&format!("private purge {commitment} --key customs.key"));
    desk.send("private erase --key bank.key");
    let receipt = desk.done(&format!("private receipt {commitment}"));
    assert_eq!(receipt["is_erased_by_all"], false);
    assert_eq!(receipt["not_erased"], json!(["customs"]));
    let erased = desk.send("private erase --key customs.key --vault customs");
    assert_eq!(erased["erased"][0]["was_here"], true);

    let receipt = desk.done(&format!("private receipt {commitment} --out erased.json"));
    assert_eq!(receipt["is_erased_by_all"], true);
    assert_eq!(receipt["standing"], "purged by customs at height 7");
    let root = receipt["state_root"].as_str().unwrap();
    let verified = desk.done(&format!("verify-proof erased.json --root {root}"));
    assert_eq!(verified["verified"], true);

    // After the ledger has cleaned up: nothing of the record, and nothing of what it was sealed as.
    desk.done("ledger rebuild");
    desk.done("ledger prune");
    assert_eq!(holding(&folders, OFFER.as_bytes()), [""; 0].map(PathBuf::from));
    assert_eq!(holding(&folders, sealed), [""; 0].map(PathBuf::from));
    // The search finds what is there: the commitment is on the ledger.
    assert!(!holding(&folders, &commitment_bytes).is_empty());
}

#[test]
fn what_has_expired_is_erased_and_taken_no_more() {
    let desk = Desk::new().with_collection();
    let commitment = desk.put("one.sealed");
    desk.time.set(TIME + 172_800 - 60);
    let words = "--vault customs --key customs.key --sealing-key customs.seal";
    assert_eq!(desk.send_refused(&format!("private receive one.sealed {words}")), 11_051);
    assert!(!desk.path().join("customs").exists());
    let purge = format!("private purge {commitment} --key customs.key");
    assert_eq!(desk.send_refused(&purge), 11_051);
    let erased = desk.send("private erase --key bank.key");
    assert_eq!(erased["erased"][0], json!({ "commitment": commitment, "was_here": true }));
    // Customs never had it, and says so by the same word.
    let erased = desk.send("private erase --key customs.key --vault customs");
    assert_eq!(erased["erased"][0]["was_here"], false);
    let list = desk.done("private list");
    assert_eq!(list["records"][0]["not_erased"], json!([]));
    assert_eq!(list["records"][0]["is_here"], false);
}

#[test]
fn wrong_payloads_and_strangers_are_refused() {
    let desk = Desk::new().with_collection();
    // Without an end, and with one beyond what the collection keeps.
    let put = "private put offers offer.txt --key bank.key --out x.sealed";
    assert_eq!(desk.send_refused(put), 11_042);
    let end = TIME + 86_400_000;
    assert_eq!(desk.send_refused(&format!("{put} --expires-at {end}")), 11_042);
    // A refused record leaves no payload behind.
    assert!(!desk.path().join("x.sealed").exists());
    let by_customs = "private put offers offer.txt --key customs.key --out y.sealed";
    let refused = desk.send_refused(&format!("{by_customs} --expires-at {}", TIME + 9_000));
    assert_eq!(refused, 11_021);

    assert_eq!(files(&desk.path().join("sandpact-ledger/private")), [""; 0].map(PathBuf::from));

    let commitment = desk.put("one.sealed");
    let mut bytes = fs::read(desk.path().join("one.sealed")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(desk.path().join("changed.sealed"), &bytes).unwrap();
    let words = "--vault customs --key customs.key --sealing-key customs.seal";
    assert_eq!(desk.send_refused(&format!("private receive changed.sealed {words}")), "Private");
    let foreign = words.replace("customs.seal", "bank.seal");
    assert_eq!(desk.send_refused(&format!("private receive one.sealed {foreign}")), "Private");
    assert!(!desk.path().join("customs").exists());
    desk.receive("one.sealed");
    // What is kept for no record of this ledger stays until its owner says so.
    let folder = desk.path().join("customs/offers");
    let kept = folder.join(format!("{commitment}.sealed"));
    let orphan = folder.join(format!("{}.sealed", "ab".repeat(32)));
    fs::copy(kept, &orphan).unwrap();
    let erase = "private erase --key customs.key --vault customs";
    assert_eq!(desk.send(erase)["without_a_record"], json!({ "count": 1, "erased": false }));
    assert!(orphan.exists());
    let erased = desk.send(&format!("{erase} --without-record"));
    assert_eq!(erased["without_a_record"], json!({ "count": 1, "erased": true }));
    assert!(!orphan.exists());
    assert_eq!(desk.send_refused(&format!("private receive one.sealed {words}")), 11_041);
    assert_eq!(desk.show(&commitment), OFFER.as_bytes());
}

/// Not even with everything logged does a command print a key, a salt or a payload; and what is
/// written for its owner alone is readable by its owner alone.
#[test]
fn no_command_prints_a_secret() {
    let desk = Desk::new().with_collection();
    let commitment = desk.put("one.sealed");
    desk.receive("one.sealed");
    let words = "--organisation bank --sealing-key customs.seal";
    desk.refused(&format!("private show {commitment} {words}"));
    desk.write("broken.key", "5e5e5e5e5e5e5e5e");
    desk.refused("private erase --key broken.key");
    let printed = desk.printed.borrow();
    assert!(printed.contains(&commitment), "something was printed");
    for name in ["bank.key", "customs.key", "bank.seal", "customs.seal"] {
        let path = desk.path().join(name);
        let line = fs::read_to_string(&path).unwrap();
        let digits = line.trim().rsplit(':').next().unwrap();
        assert!(!printed.contains(digits), "{name}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    assert!(!printed.contains("Offer 4711") && !printed.contains(&hex::encode("Offer 4711")));
    assert!(!printed.contains("5e5e5e5e5e5e5e5e"));
}
