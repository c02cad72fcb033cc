//! The same description as [`ContractAbi`](crate::ContractAbi), as constants:
//! macros build it, and `const` evaluation turns it into the bytes of the
//! module's ABI section, so that a contract carries no code for it.

use crate::{Address, CivilDate, Currency, Hash, Height, MethodKind, UnixSeconds};
use alloc::{string::String, vec::Vec};

/// Constant twin of [`TypeDef`](crate::TypeDef); the variants are in its order.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Type {
    Bool,
    U8,
    U16,
    U32,
    U64,
    U128,
    I8,
    I16,
    I32,
    I64,
    I128,
    Text,
    Bytes,
    FixedBytes(u32),
    Address,
    Hash,
    CivilDate,
    UnixSeconds,
    Currency,
    Option(&'static Type),
    List(&'static Type),
    Tuple(&'static [&'static Type]),
    Struct { name: &'static str, docs: &'static str, fields: &'static [Field] },
    Enum { name: &'static str, docs: &'static str, variants: &'static [Variant] },
}

/// Constant twin of [`FieldDef`](crate::FieldDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Field {
    pub name: &'static str,
    pub docs: &'static str,
    pub ty: &'static Type,
}

/// Constant twin of [`VariantDef`](crate::VariantDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Variant {
    pub index: u8,
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`MethodDef`](crate::MethodDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Method {
    pub name: &'static str,
    pub docs: &'static str,
    pub kind: MethodKind,
    pub is_reentrant: bool,
    pub args: &'static [Field],
    pub returns: &'static Type,
    pub roles: &'static [&'static str],
}

/// Constant twin of [`ErrorDef`](crate::ErrorDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Error {
    pub code: u32,
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`EventDef`](crate::EventDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Event {
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`ContractAbi`](crate::ContractAbi). Errors come in two
/// lists: those common to all contracts, then the contract's own.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Contract {
    pub name: &'static str,
    pub version: &'static str,
    pub docs: &'static str,
    pub methods: &'static [Method],
    pub common_errors: &'static [Error],
    pub errors: &'static [Error],
    pub events: &'static [Event],
}

/// A type that may cross the contract boundary.
pub trait Describe {
    /// Its description.
    const TYPE: Type;
}

macro_rules! describe {
    ($($ty:ty => $variant:ident),* $(,)?) => {
        $(impl Describe for $ty { const TYPE: Type = Type::$variant; })*
    };
}

describe! {
    bool => Bool, u8 => U8, u16 => U16, u32 => U32, u64 => U64, u128 => U128,
    i8 => I8, i16 => I16, i32 => I32, i64 => I64, i128 => I128,
    String => Text, &str => Text, Address => Address, Hash => Hash, CivilDate => CivilDate,
    UnixSeconds => UnixSeconds, Currency => Currency, Height => U64,
}

impl Describe for () {
    const TYPE: Type = Type::Tuple(&[]);
}

impl<A: Describe, B: Describe> Describe for (A, B) {
    const TYPE: Type = Type::Tuple(&[&A::TYPE, &B::TYPE]);
}

impl<A: Describe, B: Describe, C: Describe> Describe for (A, B, C) {
    const TYPE: Type = Type::Tuple(&[&A::TYPE, &B::TYPE, &C::TYPE]);
}

impl<T: Describe> Describe for Option<T> {
    const TYPE: Type = Type::Option(&T::TYPE);
}

/// `Vec<u8>` is a byte string, any other vector a list.
impl<T: Describe> Describe for Vec<T> {
    const TYPE: Type = match T::TYPE {
        Type::U8 => Type::Bytes,
        _ => Type::List(&T::TYPE),
    };
}

impl<const N: usize> Describe for [u8; N] {
    const TYPE: Type = Type::FixedBytes(N as u32);
}

/// Writes SCALE into an array of known length, or only counts.
struct Writer<'a> {
    out: Option<&'a mut [u8]>,
    len: usize,
}

#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
impl Writer<'_> {
    const fn byte(&mut self, byte: u8) {
        if let Some(out) = &mut self.out {
            out[self.len] = byte;
        }
        self.len += 1;
    }

    const fn u32(&mut self, value: u32) {
        let bytes = value.to_le_bytes();
        self.byte(bytes[0]);
        self.byte(bytes[1]);
        self.byte(bytes[2]);
        self.byte(bytes[3]);
    }

    /// SCALE compact integer; lengths here are below 2^30.
    const fn compact(&mut self, value: usize) {
        let value = value as u32;
        if value < 1 << 6 {
            self.byte((value << 2) as u8);
        } else if value < 1 << 14 {
            let bytes = ((value << 2 | 1) as u16).to_le_bytes();
            self.byte(bytes[0]);
            self.byte(bytes[1]);
        } else {
            assert!(value < 1 << 30, "longer than a contract description can be");
            self.u32(value << 2 | 2);
        }
    }

    const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.compact(bytes.len());
        let mut i = 0;
        while i < bytes.len() {
            self.byte(bytes[i]);
            i += 1;
        }
    }

    const fn fields(&mut self, fields: &[Field]) {
        self.compact(fields.len());
        let mut i = 0;
        while i < fields.len() {
            self.text(fields[i].name);
            self.text(fields[i].docs);
            self.ty(fields[i].ty);
            i += 1;
        }
    }

    const fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Bool => self.byte(0),
            Type::U8 => self.byte(1),
            Type::U16 => self.byte(2),
            Type::U32 => self.byte(3),
            Type::U64 => self.byte(4),
            Type::U128 => self.byte(5),
            Type::I8 => self.byte(6),
            Type::I16 => self.byte(7),
            Type::I32 => self.byte(8),
            Type::I64 => self.byte(9),
            Type::I128 => self.byte(10),
            Type::Text => self.byte(11),
            Type::Bytes => self.byte(12),
            Type::FixedBytes(len) => {
                self.byte(13);
                self.u32(*len);
            }
            Type::Address => self.byte(14),
            Type::Hash => self.byte(15),
            Type::CivilDate => self.byte(16),
            Type::UnixSeconds => self.byte(17),
            Type::Currency => self.byte(18),
            Type::Option(inner) => {
                self.byte(19);
                self.ty(inner);
            }
            Type::List(inner) => {
                self.byte(20);
                self.ty(inner);
            }
            Type::Tuple(parts) => {
                self.byte(21);
                self.compact(parts.len());
                let mut i = 0;
                while i < parts.len() {
                    self.ty(parts[i]);
                    i += 1;
                }
            }
            Type::Struct { name, docs, fields } => {
                self.byte(22);
                self.text(name);
                self.text(docs);
                self.fields(fields);
            }
            Type::Enum { name, docs, variants } => {
                self.byte(23);
                self.text(name);
                self.text(docs);
                self.variants(variants);
            }
        }
    }

    const fn variants(&mut self, variants: &[Variant]) {
        self.compact(variants.len());
        let mut i = 0;
        while i < variants.len() {
            self.byte(variants[i].index);
            self.text(variants[i].name);
            self.text(variants[i].docs);
            self.fields(variants[i].fields);
            i += 1;
        }
    }

    const fn methods(&mut self, methods: &[Method]) {
        self.compact(methods.len());
        let mut i = 0;
        while i < methods.len() {
            let method = &methods[i];
            self.text(method.name);
            self.text(method.docs);
            self.byte(match method.kind {
                MethodKind::Init => 0,
                MethodKind::Write => 1,
                MethodKind::Read => 2,
            });
            self.byte(method.is_reentrant as u8);
            self.fields(method.args);
            self.ty(method.returns);
            self.compact(method.roles.len());
            let mut role = 0;
            while role < method.roles.len() {
                self.text(method.roles[role]);
                role += 1;
            }
            i += 1;
        }
    }

    const fn errors(&mut self, errors: &[Error]) {
        let mut i = 0;
        while i < errors.len() {
            self.u32(errors[i].code);
            self.text(errors[i].name);
            self.text(errors[i].docs);
            self.fields(errors[i].fields);
            i += 1;
        }
    }

    const fn events(&mut self, events: &[Event]) {
        self.compact(events.len());
        let mut i = 0;
        while i < events.len() {
            self.text(events[i].name);
            self.text(events[i].docs);
            self.fields(events[i].fields);
            i += 1;
        }
    }

    const fn contract(&mut self, contract: &Contract) {
        self.byte(crate::ABI_FORMAT);
        self.text(contract.name);
        self.text(contract.version);
        self.text(contract.docs);
        self.methods(contract.methods);
        self.compact(contract.common_errors.len() + contract.errors.len());
        self.errors(contract.common_errors);
        self.errors(contract.errors);
        self.events(contract.events);
    }
}

/// Length in bytes of the contract's ABI section.
#[must_use]
pub const fn encoded_len(contract: &Contract) -> usize {
    let mut writer = Writer { out: None, len: 0 };
    writer.contract(contract);
    writer.len
}

/// The bytes of the contract's ABI section.
///
/// # Panics
/// Unless `LEN` is [`encoded_len`] of the same contract; in a constant that is
/// a compile error.
#[must_use]
pub const fn encode_to<const LEN: usize>(contract: &Contract) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    let mut writer = Writer { out: Some(&mut bytes), len: 0 };
    writer.contract(contract);
    assert!(writer.len == LEN, "LEN is not the encoded length");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContractAbi, TypeDef};

    const NESTED: Type = Type::Enum {
        name: "Choice",
        docs: "one of",
        variants: &[Variant {
            index: 7,
            name: "Some",
            docs: "",
            fields: &[Field { name: "list", docs: "d", ty: &<Vec<Option<u64>>>::TYPE }],
        }],
    };

    const CONTRACT: Contract = Contract {
        name: "sample",
        version: "0.1.0",
        // Longer than 63 bytes, so that the two-byte length form is used.
        docs: "A description that is certainly longer than sixty-three bytes of text.",
        methods: &[Method {
            name: "put",
            docs: "stores",
            kind: MethodKind::Write,
            is_reentrant: true,
            args: &[
                Field { name: "bytes", docs: "", ty: &<Vec<u8>>::TYPE },
                Field { name: "digest", docs: "", ty: &<[u8; 32]>::TYPE },
                Field { name: "choice", docs: "", ty: &NESTED },
            ],
            returns: &<(u8, Option<Hash>)>::TYPE,
            roles: &["Admin"],
        }],
        common_errors: &[Error { code: 1, name: "NotAuthorised", docs: "", fields: &[] }],
        errors: &[Error { code: 100_000, name: "Own", docs: "x", fields: &[] }],
        events: &[Event { name: "Put", docs: "", fields: &[] }],
    };

    const BYTES: [u8; encoded_len(&CONTRACT)] = encode_to(&CONTRACT);

    #[test]
    fn the_constant_encoding_is_the_scale_encoding() {
        let abi = ContractAbi::from_section(&BYTES).expect("decodes");
        assert_eq!(abi.to_section(), BYTES);
        assert_eq!(abi.docs, CONTRACT.docs);
        let put = abi.method("put").expect("is listed");
        assert!(put.is_reentrant);
        assert_eq!(put.args[0].ty, TypeDef::Bytes);
        assert_eq!(put.args[1].ty, TypeDef::FixedBytes(32));
        assert!(
            matches!(&put.args[2].ty, TypeDef::Enum { variants, .. } if variants[0].index == 7)
        );
        assert_eq!(abi.errors.len(), 2);
        assert_eq!(abi.error(100_000).map(|error| error.name.as_str()), Some("Own"));
        assert_eq!(abi.event("Put").map(|event| event.fields.len()), Some(0));
    }

    #[test]
    fn every_truncation_is_refused() {
        for len in 0..BYTES.len() {
            assert!(ContractAbi::from_section(&BYTES[..len]).is_err(), "{len}");
        }
    }
}
