//! The host functions, natively.

use super::{
    NativeLedger,
    call::{End, Entry, Request},
    panics::{Left, leave},
};
use crate::Emitted;
use ed25519_dalek::{Signature, VerifyingKey};
use sandpact_abi::{Address, code, host, limits};
use sandpact_sdk::native::NativeHost;
use sha2::Sha256;
use sha3::{Digest, Sha3_256};

/// A ledger as a contract sees it.
pub struct Host(pub NativeLedger);

/// Ends the running call with a code of the host.
fn refuse(code: u32) -> ! {
    leave(Left::Refused { code, data: Vec::new() })
}

fn halt(why: impl Into<String>) -> ! {
    leave(Left::Halted { why: why.into() })
}

impl Host {
    fn check_writable(&self) {
        if self.0.frame(|frame| frame.read_only) {
            refuse(code::READ_ONLY);
        }
    }

    fn running(&self) -> Address {
        self.0.frame(|frame| frame.contract)
    }
}

fn check_key(key: &[u8]) {
    if key.is_empty() || key.len() > limits::KEY_LEN_BYTES_MAX {
        refuse(code::KEY_TOO_LONG);
    }
}

fn check_data(data: &[u8]) {
    if data.len() > limits::RETURN_LEN_BYTES_MAX {
        refuse(code::RETURN_TOO_LONG);
    }
}

fn check_input(input: &[u8]) {
    if input.len() > limits::CRYPTO_INPUT_LEN_BYTES_MAX {
        refuse(code::CRYPTO_INPUT_TOO_LONG);
    }
}

impl NativeHost for Host {
    fn input(&self) -> Vec<u8> {
        self.0.frame(|frame| frame.input.clone())
    }

    fn set_return(&self, value: &[u8]) {
        check_data(value);
        self.0.frame(|frame| frame.output = value.to_vec());
    }

    fn revert(&self, code: u32, data: &[u8]) -> ! {
        check_data(data);
        if code::Class::of(code) == Some(code::Class::Contract) {
            leave(Left::Refused { code, data: data.to_vec() });
        }
        halt(format!("{code} is no code of a contract"))
    }

    fn abort(&self, message: &str) -> ! {
        halt(message)
    }

    fn caller(&self) -> [u8; 32] {
        self.0.frame(|frame| frame.caller.0)
    }

    fn contract(&self) -> [u8; 32] {
        self.running().0
    }

    fn height(&self) -> u64 {
        self.0.world.borrow().height
    }

    fn time(&self) -> u64 {
        self.0.world.borrow().time
    }

    fn sha3_256(&self, input: &[u8]) -> [u8; 32] {
        check_input(input);
        Sha3_256::digest(input).into()
    }

    fn sha2_256(&self, input: &[u8]) -> [u8; 32] {
        check_input(input);
        Sha256::digest(input).into()
    }

    fn ed25519_verify(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        check_input(message);
        VerifyingKey::from_bytes(key)
            .and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature)))
            .is_ok()
    }

    fn emit(&self, name: &str, data: &[u8]) {
        self.check_writable();
        let name_len_is_right = (1..=limits::EVENT_NAME_LEN_BYTES_MAX).contains(&name.len());
        if !name_len_is_right || data.len() > limits::EVENT_LEN_BYTES_MAX {
            refuse(code::EVENT_TOO_LONG);
        }
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            halt("an event's name is printable ASCII");
        }
        let contract = self.running();
        let mut world = self.0.world.borrow_mut();
        if world.events.len() >= limits::EVENTS_MAX {
            drop(world);
            refuse(code::TOO_MANY_EVENTS);
        }
        world.events.push(Emitted { contract, name: name.to_owned(), data: data.to_vec() });
    }

    fn storage_get(&self, key: &[u8]) -> Option<Vec<u8>> {
        check_key(key);
        let contract = self.running();
        self.0.world.borrow().store.get(contract, key).cloned()
    }

    fn storage_set(&self, key: &[u8], value: &[u8]) {
        self.check_writable();
        check_key(key);
        if value.len() > limits::VALUE_LEN_BYTES_MAX {
            refuse(code::VALUE_TOO_LONG);
        }
        let contract = self.running();
        self.0.world.borrow_mut().store.set(contract, key, value.to_vec());
    }

    fn storage_remove(&self, key: &[u8]) -> bool {
        self.check_writable();
        check_key(key);
        let contract = self.running();
        self.0.world.borrow_mut().store.remove(contract, key)
    }

    fn storage_next(&self, key: &[u8], prefix_len: usize) -> Option<Vec<u8>> {
        check_key(key);
        let Some(prefix) = key.get(..prefix_len) else { halt("a prefix longer than its key") };
        let contract = self.running();
        self.0.world.borrow().store.next(contract, key, prefix)
    }

    fn call(&self, to: &Address, method: &str, args: &[u8], gas_limit: i64) -> (i32, Vec<u8>) {
        if args.len() > limits::ARGS_LEN_BYTES_MAX
            || method.len() > limits::METHOD_NAME_LEN_BYTES_MAX
        {
            refuse(code::ARGS_TOO_LONG);
        }
        let (caller, read_only) = self.0.frame(|frame| (frame.contract, frame.read_only));
        let entry = if read_only { Entry::Read } else { Entry::Call };
        let args = args.to_vec();
        match self.0.call(Request { contract: *to, caller, method, args, entry }) {
            End::Returned(value) => (host::CALL_SUCCESS, value),
            End::Refused { code, data } => {
                (host::CALL_REVERTED, [&code.to_le_bytes()[..], &data].concat())
            }
            End::Denied(denied) => (host::CALL_REVERTED, denied.code.to_le_bytes().to_vec()),
            // A callee that halts has used all gas that it was given: here all that there was.
            End::Halted { why } if gas_limit < 0 => halt(why),
            End::Halted { .. } => (host::CALL_HALTED, Vec::new()),
        }
    }
}
