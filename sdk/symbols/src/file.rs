//! A symbol file to the byte.

use crate::SymbolError;
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};

/// First byte of a file. Format 1 had no places: its modules' code was the linker's.
pub const FORMAT: u8 = 2;

/// Extension of a symbol file's name; before it stands the code hash.
pub const EXTENSION: &str = "symbols";

/// Bytes of the SHA3-256 at a file's end.
const DIGEST_LEN_BYTES: usize = 32;

/// The symbols of one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolFile {
    /// SHA3-256 of the deployed module.
    pub code_hash: Hash,
    /// Names and contents of the sections that were cut off, in the module's order, and where in
    /// the linked code the places of the deployed code were.
    pub sections: Vec<(String, Vec<u8>)>,
}

/// Name of the file with the symbols of this code.
#[must_use]
pub fn file_name(code_hash: &Hash) -> String {
    format!("{code_hash}.{EXTENSION}")
}

impl SymbolFile {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        (&self.code_hash, &self.sections).encode_to(&mut bytes);
        let digest = Sha3_256::digest(&bytes);
        bytes.extend(digest);
        bytes
    }

    /// Reads a file that must be whole and of this code.
    ///
    /// # Errors
    /// [`SymbolError::Format`], [`SymbolError::Damaged`], [`SymbolError::OtherCode`].
    pub fn from_bytes(bytes: &[u8], code_hash: &Hash) -> Result<Self, SymbolError> {
        if bytes.first() != Some(&FORMAT) {
            return Err(SymbolError::Format);
        }
        let body_len = bytes.len().checked_sub(DIGEST_LEN_BYTES).ok_or(SymbolError::Damaged)?;
        let (body, digest) = bytes.split_at_checked(body_len).ok_or(SymbolError::Damaged)?;
        if Sha3_256::digest(body).as_slice() != digest {
            return Err(SymbolError::Damaged);
        }
        let contents = body.get(1..).unwrap_or_default();
        let (got, sections) = <(Hash, Vec<(String, Vec<u8>)>)>::decode_all(&mut &contents[..])
            .map_err(|_| SymbolError::Damaged)?;
        if got != *code_hash {
            return Err(SymbolError::OtherCode { got, expected: *code_hash });
        }
        Ok(Self { code_hash: got, sections })
    }

    /// Contents of a section; none when it is not there.
    #[must_use]
    pub fn section(&self, name: &str) -> &[u8] {
        let found = self.sections.iter().find(|(known, _)| known == name);
        found.map(|(_, contents)| contents.as_slice()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_whole_and_of_its_code_or_refused() {
        let code_hash = Hash([7; 32]);
        let sections = vec![("name".to_owned(), vec![1, 2, 3])];
        let file = SymbolFile { code_hash, sections };
        let bytes = file.to_bytes();
        assert_eq!(SymbolFile::from_bytes(&bytes, &code_hash).unwrap(), file);
        assert_eq!(file_name(&code_hash), format!("{}.symbols", "07".repeat(32)));
        let refused = |bytes: &[u8], hash| SymbolFile::from_bytes(bytes, hash).unwrap_err();
        assert!(matches!(refused(&bytes, &Hash([8; 32])), SymbolError::OtherCode { .. }));
        assert!(matches!(refused(&[], &code_hash), SymbolError::Format));
        for cut in 1..bytes.len() {
            assert!(matches!(refused(&bytes[..cut], &code_hash), SymbolError::Damaged), "{cut}");
        }
        for place in 1..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(matches!(refused(&changed, &code_hash), SymbolError::Damaged), "{place}");
        }
    }
}
