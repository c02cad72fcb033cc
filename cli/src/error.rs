//! Every failure of the command: one line, a stable code where there is one,
//! and the exit code.

use crate::output::Report;
use crate::{failure, visible};
use sandpact_abi::code;
use sandpact_build::BuildError;
use sandpact_client::builder::BuildError as TransactionError;
use sandpact_client::generate::GenerateError;
use sandpact_client::key::KeyError;
use sandpact_client::value::ValueError;
use sandpact_private::PrivateError;
use sandpact_runtime::RuntimeError;
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::path::Path;
use thiserror::Error;

/// A failed command.
#[derive(Debug, Error)]
pub enum CliError {
    /// A contract or a rule said no. Exit code 1.
    #[error("{message}")]
    Refused {
        /// Stable code, where the rule has one.
        code: Option<u32>,
        /// Name of the code.
        name: String,
        /// One line.
        message: String,
        /// What the ledger recorded, when it recorded something.
        receipt: Option<Box<Value>>,
    },
    /// Wrong usage or input. Exit code 2.
    #[error("{message}")]
    Input {
        /// Stable code, where there is one.
        code: Option<u32>,
        /// Name of the problem.
        name: String,
        /// One line.
        message: String,
    },
    /// A check that ended and found problems: its report, then one line.
    #[error("{message}")]
    Found {
        /// 1 or 2.
        exit_code: u8,
        /// Name of the problem.
        name: String,
        /// One line.
        message: String,
        /// Everything that was found.
        report: Box<Report>,
    },
    /// The store is damaged or failed. Exit code 3.
    #[error("{message}")]
    Damaged {
        /// Stable code.
        code: u32,
        /// Name of the code.
        name: String,
        /// One line.
        message: String,
    },
}

impl CliError {
    /// Wrong input without a stable code.
    pub fn input(name: &str, message: impl Into<String>) -> Self {
        Self::Input { code: None, name: name.to_owned(), message: message.into() }
    }

    /// Wrong input that the runtime has a code for.
    pub fn coded_input(number: u32, message: impl Into<String>) -> Self {
        Self::Input { code: Some(number), name: code_name(number), message: message.into() }
    }

    /// A rule's refusal with its code.
    pub fn refused(number: u32, message: impl Into<String>) -> Self {
        let (name, message) = (code_name(number), message.into());
        Self::Refused { code: Some(number), name, message, receipt: None }
    }

    /// A store that is damaged or failed, or this program did.
    pub fn damaged(number: u32, message: impl Into<String>) -> Self {
        Self::Damaged { code: number, name: code_name(number), message: message.into() }
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        let problem = match error.kind() {
            ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
            ErrorKind::NotADirectory => "it is a file, not a folder".to_owned(),
            _ => error.to_string(),
        };
        Self::input("File", format!("{}: {problem}", path.display()))
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } => 1,
            Self::Input { .. } => 2,
            Self::Found { exit_code, .. } => *exit_code,
            Self::Damaged { .. } => 3,
        }
    }

    /// `error[CODE]: MESSAGE`, one line whatever the message holds.
    pub fn line(&self) -> String {
        let message = one_line(&self.to_string());
        match self.code() {
            Some(code) => format!("error[{code}]: {message}"),
            None => format!("error: {message}"),
        }
    }

    /// The calls that a halt was in, one line for each frame.
    pub fn trace(&self) -> Vec<String> {
        match self {
            Self::Refused { receipt: Some(receipt), .. } if receipt["failure"].is_object() => {
                failure::lines(&receipt["failure"])
            }
            _ => Vec::new(),
        }
    }

    /// The JSON document of a failed command.
    pub fn json(&self) -> Value {
        let name = match self {
            Self::Refused { name, .. }
            | Self::Input { name, .. }
            | Self::Found { name, .. }
            | Self::Damaged { name, .. } => name,
        };
        let message = one_line(&self.to_string());
        let mut document =
            json!({"error": {"code": self.code(), "name": name, "message": message}});
        if let Self::Refused { receipt: Some(receipt), .. } = self {
            document["receipt"] = (**receipt).clone();
        }
        if let Self::Found { report, .. } = self {
            document["report"] = report.json.clone();
        }
        document
    }

    fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } | Self::Input { code, .. } => *code,
            Self::Found { .. } => None,
            Self::Damaged { code, .. } => Some(*code),
        }
    }

    /// What a check found before it failed, for people.
    pub fn report(&self) -> Option<&str> {
        match self {
            Self::Found { report, .. } => Some(&report.text),
            _ => None,
        }
    }
}

/// The runtime's name of a code.
pub fn code_name(number: u32) -> String {
    code::system(number).map_or_else(|| format!("Code{number}"), |code| code.name.to_owned())
}

fn one_line(text: &str) -> String {
    visible::line(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What the caller named wrongly is input; a store that fails is damaged; the rest are rules.
impl From<RuntimeError> for CliError {
    fn from(error: RuntimeError) -> Self {
        let (number, message) = (error.code(), error.to_string());
        match number {
            code::STORE_DAMAGED
            | code::STORE_IO
            | code::STORE_READ_ONLY
            | code::STORE_ROLLED_BACK
            | code::LOCAL_FAULT => Self::damaged(number, message),
            code::STORE_MISSING
            | code::STORE_EXISTS
            | code::STORE_LOCKED
            | code::STORE_NAME
            | code::STORE_FORMAT
            | code::STORE_PRUNED
            | code::SNAPSHOT
            | code::OTHER_SCHEDULE
            | code::UNKNOWN_CONTRACT
            | code::UNKNOWN_METHOD => Self::coded_input(number, message),
            _ => Self::refused(number, message),
        }
    }
}

impl From<KeyError> for CliError {
    fn from(error: KeyError) -> Self {
        Self::input("Key", error.to_string())
    }
}

impl From<PrivateError> for CliError {
    fn from(error: PrivateError) -> Self {
        match error {
            PrivateError::File { path, source } => Self::file(&path, &source),
            other => Self::input("Private", other.to_string()),
        }
    }
}

impl From<ValueError> for CliError {
    fn from(error: ValueError) -> Self {
        Self::input("Argument", error.to_string())
    }
}

impl From<TransactionError> for CliError {
    fn from(error: TransactionError) -> Self {
        Self::input("Transaction", error.to_string())
    }
}

impl From<GenerateError> for CliError {
    fn from(error: GenerateError) -> Self {
        Self::input("Client", error.to_string())
    }
}

impl From<BuildError> for CliError {
    fn from(error: BuildError) -> Self {
        Self::input("Build", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_message_holds_the_line_is_one_line() {
        let error = CliError::input("File", "a\n  b\u{1b}[2J\r");
        assert_eq!(error.line(), "error: a b\\u{1b}[2J");
        assert_eq!(error.json()["error"]["message"], "a b\\u{1b}[2J");
        assert_eq!(error.json()["error"]["code"], Value::Null);
    }

    #[test]
    fn exit_codes_follow_the_kind_of_failure() {
        assert_eq!(CliError::refused(code::MODULE_FLOAT, "m").exit_code(), 1);
        assert_eq!(CliError::coded_input(code::UNKNOWN_METHOD, "m").exit_code(), 2);
        assert_eq!(CliError::damaged(code::LOCAL_FAULT, "m").exit_code(), 3);
        let damaged = CliError::from(RuntimeError::Damaged { what: "genesis" });
        assert_eq!(damaged.exit_code(), 3);
        assert_eq!(damaged.line(), "error[30003]: damaged ledger: genesis");
        let stale = CliError::from(RuntimeError::StaleBlock);
        assert_eq!(
            (stale.exit_code(), stale.json()["error"]["name"].as_str()),
            (1, Some("BlockInvalid"))
        );
    }
}
