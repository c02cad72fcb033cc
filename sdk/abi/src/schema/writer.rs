//! The constant writer: a description to the bytes of its section, in `const` evaluation.

use super::{
    Contract, Error, Event, Field, Guard, Index, Method, Storage, Type, Variant,
    same::{is_same, plain_byte},
};
use crate::section::SAME_AS;
use alloc::vec::Vec;

/// Most structs and enums of one contract: more than four times those of the largest one here.
const NAMED_MAX: usize = 256;

/// Writes SCALE into an array of known length, or only counts.
struct Writer<'a> {
    out: Option<&'a mut [u8]>,
    len: usize,
    /// The structs and enums that were written out, by their numbers.
    named: [&'static Type; NAMED_MAX],
    named_len: usize,
}

#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
impl<'a> Writer<'a> {
    const fn new(out: Option<&'a mut [u8]>) -> Self {
        Self { out, len: 0, named: [&Type::Bool; NAMED_MAX], named_len: 0 }
    }

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

    const fn fields(&mut self, fields: &'static [Field]) {
        self.compact(fields.len());
        let mut i = 0;
        while i < fields.len() {
            self.text(fields[i].name);
            self.text(fields[i].docs);
            self.ty(fields[i].ty);
            i += 1;
        }
    }

    const fn ty(&mut self, ty: &'static Type) {
        if let Some(byte) = plain_byte(ty) {
            self.byte(byte);
            return;
        }
        match ty {
            Type::FixedBytes(len) => {
                self.byte(13);
                self.u32(*len);
            }
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
            _ => self.named(ty),
        }
    }

    /// A struct or an enum: its number where it was written out before.
    const fn named(&mut self, ty: &'static Type) {
        let mut i = 0;
        while i < self.named_len {
            if is_same(self.named[i], ty) {
                self.byte(SAME_AS);
                self.compact(i);
                return;
            }
            i += 1;
        }
        match ty {
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
            _ => panic!("only structs and enums have names"),
        }
        assert!(self.named_len < NAMED_MAX, "more structs and enums than a contract may have");
        self.named[self.named_len] = ty;
        self.named_len += 1;
    }

    const fn variants(&mut self, variants: &'static [Variant]) {
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

    const fn methods(&mut self, methods: &'static [Method]) {
        self.compact(methods.len());
        let mut i = 0;
        while i < methods.len() {
            let method = &methods[i];
            self.text(method.name);
            self.text(method.docs);
            self.byte(method.kind as u8);
            self.byte(method.is_reentrant as u8);
            self.fields(method.args);
            self.ty(method.returns);
            self.guard(&method.guard);
            i += 1;
        }
    }

    const fn guard(&mut self, guard: &Guard) {
        match guard {
            Guard::Open => self.byte(0),
            Guard::Owner { field } => {
                self.byte(1);
                self.text(field);
            }
            Guard::Roles { field, roles } => {
                self.byte(2);
                self.text(field);
                self.compact(roles.len());
                let mut i = 0;
                while i < roles.len() {
                    self.byte(roles[i].index);
                    self.text(roles[i].name);
                    i += 1;
                }
            }
        }
    }

    const fn errors(&mut self, errors: &'static [Error]) {
        let mut i = 0;
        while i < errors.len() {
            self.u32(errors[i].code);
            self.text(errors[i].name);
            self.text(errors[i].docs);
            self.fields(errors[i].fields);
            i += 1;
        }
    }

    const fn events(&mut self, events: &'static [Event]) {
        self.compact(events.len());
        let mut i = 0;
        while i < events.len() {
            self.text(events[i].name);
            self.text(events[i].docs);
            self.fields(events[i].fields);
            i += 1;
        }
    }

    const fn storage(&mut self, storage: &'static [Storage]) {
        self.compact(storage.len());
        let mut i = 0;
        while i < storage.len() {
            let Storage { name, docs, shape } = &storage[i];
            self.text(name);
            self.text(docs);
            self.byte(shape.kind as u8);
            self.ty(shape.key);
            self.ty(shape.value);
            self.indexes(shape.indexes);
            i += 1;
        }
    }

    const fn indexes(&mut self, indexes: &'static [Index]) {
        self.compact(indexes.len());
        let mut i = 0;
        while i < indexes.len() {
            self.text(indexes[i].name);
            self.byte(indexes[i].is_unique as u8);
            self.ty(indexes[i].key);
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
        self.storage(contract.storage);
    }
}

/// Length in bytes of the contract's ABI section.
#[must_use]
pub const fn encoded_len(contract: &Contract) -> usize {
    let mut writer = Writer::new(None);
    writer.contract(contract);
    writer.len
}

/// The bytes of the contract's ABI section, where constants are of no use.
#[must_use]
pub fn encode(contract: &Contract) -> Vec<u8> {
    let mut bytes = alloc::vec![0; encoded_len(contract)];
    Writer::new(Some(&mut bytes)).contract(contract);
    bytes
}

/// The bytes of the contract's ABI section.
///
/// # Panics
/// Unless `LEN` is [`encoded_len`] of the same contract; in a constant that is
/// a compile error.
#[must_use]
pub const fn encode_to<const LEN: usize>(contract: &Contract) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    let mut writer = Writer::new(Some(&mut bytes));
    writer.contract(contract);
    assert!(writer.len == LEN, "LEN is not the encoded length");
    bytes
}
