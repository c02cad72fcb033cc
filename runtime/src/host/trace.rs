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

    /// A running hash over what was traced; none where nobody asked for it.
    #[derive(Clone, Debug, Default)]
    pub struct Trace(Option<Sha3_256>);

    impl Trace {
        /// A trace that is kept, or one that is not.
        pub fn new(is_kept: bool) -> Self {
            Self(is_kept.then(Sha3_256::new))
        }

        /// Adds a host call that returned.
        pub fn host_call(&mut self, call: &HostCall<'_>, gas_after: i64) {
            let Some(hasher) = &mut self.0 else { return };
            hasher.update(call.name);
            hasher.update([0]);
            for number in call.args.iter().chain([&gas_after]) {
                hasher.update(number.to_le_bytes());
            }
        }

        /// Adds a guest's memory at the end of a method.
        pub fn memory(&mut self, memory: &[u8]) {
            if let Some(hasher) = &mut self.0 {
                hasher.update(Sha3_256::digest(memory));
            }
        }

        /// The digest, zero without a trace; the trace begins anew.
        pub fn take(&mut self) -> Hash {
            self.0
                .as_mut()
                .map_or(Hash::ZERO, |hasher| Hash(std::mem::take(hasher).finalize().into()))
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
        pub fn new(_: bool) -> Self {
            Self
        }

        pub fn host_call(&mut self, call: &HostCall<'_>, _gas_after: i64) {
            let _ = (call.name, call.args);
        }

        pub fn memory(&mut self, _memory: &[u8]) {}
    }
}

pub use digest::Trace;
