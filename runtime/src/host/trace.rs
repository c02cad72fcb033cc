//! What a transaction did at the host's door, in one hash: every host call with its
//! arguments and the gas after it, and the guest's memory when a method returned. Two
//! engines that agree in it agree in everything a contract can see.
//!
//! Built only with the feature `testing`; without it this is nothing. It never enters a
//! receipt's bytes, state or hashes.

/// A call of a host function.
pub struct HostCall<'a> {
    /// The function.
    pub name: &'static str,
    /// Its arguments, the gas not among them.
    pub args: &'a [i64],
}

#[cfg(feature = "testing")]
mod digest {
    use super::HostCall;
    use sandpact_abi::Hash;
    use sha3::{Digest as _, Sha3_256};

    /// A running hash over what was traced.
    #[derive(Clone, Debug, Default)]
    pub struct Trace(Sha3_256);

    impl Trace {
        /// Adds a host call that returned.
        pub fn host_call(&mut self, call: &HostCall<'_>, gas_after: i64) {
            self.0.update(call.name);
            self.0.update([0]);
            for number in call.args.iter().chain([&gas_after]) {
                self.0.update(number.to_le_bytes());
            }
        }

        /// Adds a guest's memory at the end of a method.
        pub fn memory(&mut self, memory: &[u8]) {
            self.0.update(Sha3_256::digest(memory));
        }

        /// The digest; the trace begins anew.
        pub fn take(&mut self) -> Hash {
            Hash(std::mem::take(&mut self.0).finalize().into())
        }
    }
}

#[cfg(not(feature = "testing"))]
mod digest {
    use super::HostCall;

    /// Nothing.
    #[derive(Clone, Debug, Default)]
    pub struct Trace;

    impl Trace {
        pub fn host_call(&mut self, call: &HostCall<'_>, _gas_after: i64) {
            let _ = (call.name, call.args);
        }

        pub fn memory(&mut self, _memory: &[u8]) {}
    }
}

pub use digest::Trace;
