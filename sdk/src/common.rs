//! Refusals: the trait of all error enums, and the errors that every contract has.

use crate::{
    CallFailure,
    abi::{self, Describe},
    encoded::buffer,
};
use alloc::vec::Vec;
use parity_scale_codec::{DecodeAll, Encode};

/// A refusal by a contract. `#[error]` implements it.
pub trait Refusal {
    /// The description of the contract's own errors.
    const ERRORS: &'static [abi::Error];

    /// The stable code.
    fn code(&self) -> u32;

    /// Appends SCALE of the error's fields, one after the other.
    fn write_data(&self, data: &mut Vec<u8>);

    /// SCALE of the error's fields, one after the other.
    fn data(&self) -> Vec<u8> {
        let mut data = buffer();
        self.write_data(&mut data);
        data
    }

    /// The error of this code and these data; nothing when there is none, or the data are not
    /// the encoding of its fields.
    fn from_code(code: u32, data: &[u8]) -> Option<Self>
    where
        Self: Sized;
}

macro_rules! common {
    ($($(#[doc = $docs:literal])+ $name:ident $({ $field:ident: $ty:ty, $field_docs:literal })? = $code:literal,)*) => {
        /// Errors that all contracts share, with codes from 1.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Common {
            $(
                $(#[doc = $docs])+
                $name $({
                    #[doc = $field_docs]
                    $field: $ty,
                })?,
            )*
        }

        impl Refusal for Common {
            const ERRORS: &'static [abi::Error] = &[$(abi::Error {
                code: $code,
                name: stringify!($name),
                docs: concat!($($docs),+).trim_ascii(),
                fields: &[$(abi::Field {
                    name: stringify!($field),
                    docs: $field_docs,
                    ty: &<$ty as Describe>::TYPE,
                })?],
            }),*];

            fn code(&self) -> u32 {
                match self {
                    $(Self::$name { .. } => $code,)*
                }
            }

            fn from_code(code: u32, data: &[u8]) -> Option<Self> {
                match code {
                    $($code => {
                        let ($($field,)?) = <($($ty,)?)>::decode_all(&mut &*data).ok()?;
                        Some(Self::$name $({ $field })?)
                    })*
                    _ => None,
                }
            }

            fn write_data(&self, data: &mut Vec<u8>) {
                match self {
                    $(Self::$name $({ $field })? => {
                        $($field.encode_to(data);)?
                    })*
                }
            }
        }
    };
}

common! {
    /// The caller has none of the roles that this needs.
    NotAuthorised = 1,
    /// There is no record of this id.
    UnknownId = 2,
    /// There is a record of this id already.
    AlreadyExists = 3,
    /// The record's state does not allow this.
    WrongState = 4,
    /// An amount must be above zero.
    AmountNotPositive = 5,
    /// Amounts of two currencies cannot be added or compared.
    CurrencyMismatch = 6,
    /// A result does not fit its type.
    Overflow = 7,
    /// Two dates are in the wrong order.
    DateOrder = 8,
    /// A value is not of the form that its field asks for.
    BadFormat = 9,
    /// A value is longer or greater than allowed.
    TooLarge = 10,
    /// The caller saw an older version of the record.
    StaleVersion = 11,
    /// The record is frozen.
    Frozen = 12,
    /// The request was made before with other contents.
    DuplicateRequestDifferentContent = 13,
    /// The arguments are not the encoding of this method's arguments.
    BadArguments = 14,
    /// A contract that this one called refused.
    CalleeRefused { code: u32, "The code that it gave." } = 15,
    /// A contract that this one called trapped or ran out of the gas that it was given.
    CalleeHalted = 16,
    /// A contract that this one called returned something that its interface does not say.
    CalleeBrokeInterface = 17,
}

impl From<CallFailure> for Common {
    fn from(failure: CallFailure) -> Self {
        match failure {
            CallFailure::Reverted { code, .. } => Self::CalleeRefused { code },
            CallFailure::Halted => Self::CalleeHalted,
            CallFailure::WrongResult => Self::CalleeBrokeInterface,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_from_one_and_match_the_description() {
        assert_eq!(Common::ERRORS.len(), 17);
        for (position, error) in Common::ERRORS.iter().enumerate() {
            assert_eq!(u32::try_from(position), Ok(error.code.saturating_sub(1)), "{}", error.name);
            assert!(error.docs.ends_with('.') && !error.docs.starts_with(' '), "{}", error.docs);
        }
        assert_eq!(Common::NotAuthorised.code(), sandpact_abi::code::NOT_AUTHORISED);
        assert_eq!(Common::CalleeHalted.code(), 16);
        assert_eq!(Common::from(CallFailure::Halted).code(), 16);
        assert_eq!(Common::from(CallFailure::WrongResult).code(), 17);
        assert_eq!(Common::Frozen.data(), []);
        let refused = Common::from(CallFailure::Reverted { code: 258, data: alloc::vec![9] });
        assert_eq!((refused.code(), refused.data()), (15, alloc::vec![2, 1, 0, 0]));
        assert_eq!(refused, Common::CalleeRefused { code: 258 });
        for error in [refused, Common::Frozen] {
            assert_eq!(Common::from_code(error.code(), &error.data()), Some(error));
        }
        assert_eq!(Common::from_code(15, &[]), None);
        assert_eq!(Common::from_code(18, &[]), None);
    }
}
