//! Modules as a view and a snapshot hold them: in parts, in order of their keys.

use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};

/// Compares modules with their hashes while their parts come by.
#[derive(Default)]
pub struct CodeParts {
    /// The module whose parts come now.
    module: Option<Module>,
}

struct Module {
    code_hash: Hash,
    next_part: u32,
    hasher: Sha3_256,
}

impl CodeParts {
    /// Takes the next part; whether it is the next one of its module, and the module before is
    /// whole and has its hash.
    pub fn add(&mut self, code_hash: Hash, part: u32, bytes: &[u8]) -> bool {
        let is_other = self.module.as_ref().is_none_or(|module| module.code_hash != code_hash);
        if is_other {
            if !self.end() {
                return false;
            }
            self.module = Some(Module { code_hash, next_part: 0, hasher: Sha3_256::new() });
        }
        let Some(module) = self.module.as_mut().filter(|module| module.next_part == part) else {
            return false;
        };
        module.hasher.update(bytes);
        module.next_part = part.saturating_add(1);
        true
    }

    /// Whether the last module is whole and has its hash.
    pub fn end(&mut self) -> bool {
        let last = self.module.take();
        last.is_none_or(|module| module.code_hash == Hash(module.hasher.finalize().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_whole_and_have_their_hashes() {
        let hash = |code: &[u8]| Hash(Sha3_256::digest(code).into());
        let (ab, c) = (hash(b"ab"), hash(b"c"));
        let are_right = |parts: &[(Hash, u32, &[u8])]| {
            let mut code = CodeParts::default();
            parts.iter().all(|(hash, part, bytes)| code.add(*hash, *part, bytes)) && code.end()
        };
        assert!(are_right(&[]));
        assert!(are_right(&[(ab, 0, b"a"), (ab, 1, b"b"), (c, 0, b"c")]));
        assert!(!are_right(&[(ab, 1, b"b"), (c, 0, b"c")]), "the first part is missing");
        assert!(!are_right(&[(ab, 0, b"a"), (c, 0, b"c")]), "the last part is missing");
        assert!(!are_right(&[(ab, 0, b"a"), (ab, 1, b"c")]), "another part");
        assert!(!are_right(&[(ab, 0, b"a"), (ab, 0, b"b")]), "a part twice");
    }
}
