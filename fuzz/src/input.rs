//! From the fuzzer's bytes to a module. Random bytes are hardly ever one, so the first byte
//! says how much help they get.

use crate::{bodies, frame};
use arbitrary::{Arbitrary as _, Unstructured};
use sandpact_test_modules::generated;
use wasm_smith::{Config, Module};

/// The module that an input stands for; `None` where it makes none.
///
/// | first byte modulo 6 | the rest is |
/// |---|---|
/// | 0 | the whole module |
/// | 1 | a module without the description of its methods |
/// | 2 | bodies of functions, in a module that offers what they may use |
/// | 3 | a number and bytes that a contract is generated from |
/// | 4 | bodies as for 2, each cut before the first operator that is not valid |
/// | 5 | bytes that any module is generated from, whatever features it uses |
pub fn module(bytes: &[u8]) -> Option<Vec<u8>> {
    let (form, rest) = bytes.split_first()?;
    match form.checked_rem(6)? {
        0 => Some(rest.to_vec()),
        1 => Some(generated::described(rest.to_vec())),
        2 => Some(frame::module(&bodies::split(rest))),
        3 => {
            let (number, rest) = rest.split_first()?;
            generated::module_from(rest, u64::from(*number))
        }
        4 => Some(bodies::valid_module(rest)),
        _ => {
            let mut source = Unstructured::new(rest);
            let config = Config::arbitrary(&mut source).ok()?;
            Some(generated::described(Module::new(config, &mut source).ok()?.to_bytes()))
        }
    }
}
