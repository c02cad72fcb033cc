//! Other files that a file names: rules, and certificates.

use super::FileError;
use sandpact_keys::certificate::{Certificate, read_file};

/// Reads a file that another one names, by its path beside it.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// What a file names, found from where it names it.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The file itself.
    pub text: &'a str,
    /// Reads others.
    pub read: ReadFile<'a>,
}

impl Beside<'_> {
    /// The meaning of a text file.
    pub fn parse<T>(
        &self,
        name: &str,
        parse: fn(&str) -> Result<T, FileError>,
    ) -> Result<T, String> {
        let bytes = self.bytes(name)?;
        let text = String::from_utf8(bytes).map_err(|_| self.wrong(name, "it is no text"))?;
        parse(&text).map_err(|error| self.wrong(name, &error.to_string()))
    }

    /// The certificates of a file, in DER, each of which can be read. Whether they lead anywhere,
    /// the ledger says.
    pub fn certificates(&self, name: &str) -> Result<Vec<Vec<u8>>, String> {
        let read = read_file(&self.bytes(name)?);
        let all = read.map_err(|error| self.wrong(name, &error.to_string()))?;
        for (number, der) in (1_usize..).zip(&all) {
            Certificate::from_der(der)
                .map_err(|error| self.wrong(name, &format!("certificate {number}: {error}")))?;
        }
        Ok(all)
    }

    /// The only certificate of a file, in DER.
    pub fn certificate(&self, name: &str) -> Result<Vec<u8>, String> {
        let all: [Vec<u8>; 1] = self.certificates(name)?.try_into().map_err(|all: Vec<_>| {
            self.wrong(name, &format!("there are {} certificates in it, not one", all.len()))
        })?;
        let [only] = all;
        Ok(only)
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        (self.read)(name).map_err(|error| self.wrong(name, &error))
    }

    /// What is wrong with a file, and where it is named first.
    fn wrong(&self, name: &str, problem: &str) -> String {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        let Some(at) = quoted.iter().find_map(|quoted| self.text.find(quoted)) else {
            return format!("{name}: {problem}");
        };
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.chars().rev().take_while(|it| *it != '\n').count().saturating_add(1);
        format!("line {line}, column {column}: {name}: {problem}")
    }
}
