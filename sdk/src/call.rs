//! Calls of other contracts. `#[interface]` writes typed stubs over [`call`].

use crate::{
    host,
    read::{Read, read_all},
};
use alloc::vec::Vec;
use sandpact_abi::{
    Address, Gas,
    host::{CALL_REVERTED, CALL_SUCCESS},
};

/// Gas for the callee: all that is left. What it does not use comes back.
const ALL_REMAINING_GAS: i64 = -1;

/// Why another contract gave no result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CallFailure {
    /// It, or a rule of the host, refused. What it wrote is undone.
    Reverted {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// It trapped or ran out of the gas that it was given, all of which is used. What it
    /// wrote is undone.
    Halted,
    /// It returned something that is not of the type its interface says. **What it wrote
    /// stands** unless this call is refused as well, which `?` does.
    WrongResult,
}

/// Calls `method` of the contract at `address` with encoded arguments and returns its
/// decoded result. It may use all gas that is left: when it halts, so does the caller,
/// which has none any more. To survive that, see [`call_with_gas`].
///
/// # Errors
/// [`CallFailure`].
pub fn call<T: Read>(address: &Address, method: &str, args: &[u8]) -> Result<T, CallFailure> {
    let (status, result) = host::call(address, method, args, ALL_REMAINING_GAS);
    outcome(status, &result)
}

/// As [`call`], with at most this much gas, or all that is left if that is less. When the
/// callee halts, the caller has lost the limit and the price of a halt (`call_halted`),
/// and goes on.
///
/// # Errors
/// [`CallFailure`].
pub fn call_with_gas<T: Read>(
    address: &Address,
    method: &str,
    args: &[u8],
    limit: Gas,
) -> Result<T, CallFailure> {
    let gas_limit = i64::try_from(limit.0).unwrap_or(i64::MAX);
    let (status, result) = host::call(address, method, args, gas_limit);
    outcome(status, &result)
}

/// The result of a call, from the status and the bytes that the host gives.
fn outcome<T: Read>(status: i32, result: &[u8]) -> Result<T, CallFailure> {
    match status {
        CALL_SUCCESS => read_all(result).ok_or(CallFailure::WrongResult),
        CALL_REVERTED => match result.split_first_chunk() {
            Some((code, data)) => {
                Err(CallFailure::Reverted { code: u32::from_le_bytes(*code), data: data.to_vec() })
            }
            // The host always gives the code.
            None => Err(CallFailure::Halted),
        },
        _ => Err(CallFailure::Halted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_abi::host::CALL_HALTED;

    #[test]
    fn every_status_has_its_outcome() {
        assert_eq!(outcome::<u16>(CALL_SUCCESS, &[1, 2]), Ok(513));
        assert_eq!(outcome::<()>(CALL_SUCCESS, &[]), Ok(()));
        for wrong_type in [&[1][..], &[1, 2, 3]] {
            assert_eq!(outcome::<u16>(CALL_SUCCESS, wrong_type), Err(CallFailure::WrongResult));
        }
        assert_eq!(
            outcome::<u16>(CALL_REVERTED, &[100, 0, 0, 0, 7]),
            Err(CallFailure::Reverted { code: 100, data: alloc::vec![7] })
        );
        assert_eq!(outcome::<u16>(CALL_REVERTED, &[100, 0, 0]), Err(CallFailure::Halted));
        assert_eq!(outcome::<u16>(CALL_HALTED, &[]), Err(CallFailure::Halted));
    }
}
