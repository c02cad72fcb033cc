//! SCALE to JSON. Bytes and types may be hostile, for both come from a contract: what they
//! make together is bounded by the length of the bytes.

use super::{JSON_INTEGER_MAX, ValueError, type_name};
use parity_scale_codec::{Compact, Decode};
use sandpact_abi::{
    Address, CivilDate, Currency, FieldDef, Hash, TypeDef, UnixSeconds, VariantDef, limits,
};
use serde_json::{Map, Value, json};

/// Most items of a list whose items take no bytes; longer lists need at least a byte each.
const EMPTY_ITEMS_MAX: usize = limits::RETURN_LEN_BYTES_MAX;

/// Memory that a value of the result counts as, besides its names: about what an object of
/// one field takes.
const VALUE_LEN_BYTES: usize = 256;

/// Most memory of the result for each byte of input, so 32 MiB for the longest: enough when
/// every byte is the inside of five structs. Types can be made that take thousands of
/// values or names of kilobytes for each byte, or for none.
const RESULT_LEN_BYTES_PER_INPUT_BYTE: usize = 1024;

/// The JSON of one SCALE-encoded value; `path` names it in errors.
///
/// # Errors
/// [`ValueError::Malformed`] and [`ValueError::LeftOver`].
pub fn decode_value(path: &str, bytes: &[u8], ty: &TypeDef) -> Result<Value, ValueError> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.value(path, ty)?;
    decoder.end(path)?;
    Ok(value)
}

/// The JSON object of values encoded one after the other: an event, the data of
/// an error, or a method's arguments.
///
/// # Errors
/// [`ValueError::Malformed`] and [`ValueError::LeftOver`].
pub fn decode_fields(path: &str, bytes: &[u8], fields: &[FieldDef]) -> Result<Value, ValueError> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.fields(path, fields)?;
    decoder.end(path)?;
    Ok(value)
}

struct Decoder<'a> {
    rest: &'a [u8],
    /// What the result may still grow by.
    budget_len_bytes: usize,
}

impl<'a> Decoder<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let budget_len_bytes = bytes
            .len()
            .saturating_add(EMPTY_ITEMS_MAX)
            .saturating_mul(RESULT_LEN_BYTES_PER_INPUT_BYTE);
        Self { rest: bytes, budget_len_bytes }
    }
}

impl Decoder<'_> {
    fn value(&mut self, path: &str, ty: &TypeDef) -> Result<Value, ValueError> {
        let malformed = || malformed(path, ty);
        self.spend(VALUE_LEN_BYTES).ok_or_else(malformed)?;
        Ok(match ty {
            TypeDef::Bool => json!(self.scale::<bool>().ok_or_else(malformed)?),
            TypeDef::U8 => json!(self.scale::<u8>().ok_or_else(malformed)?),
            TypeDef::U16 => json!(self.scale::<u16>().ok_or_else(malformed)?),
            TypeDef::U32 => json!(self.scale::<u32>().ok_or_else(malformed)?),
            TypeDef::U64 => unsigned(self.scale::<u64>().ok_or_else(malformed)?.into()),
            TypeDef::U128 => unsigned(self.scale::<u128>().ok_or_else(malformed)?),
            TypeDef::I8 => json!(self.scale::<i8>().ok_or_else(malformed)?),
            TypeDef::I16 => json!(self.scale::<i16>().ok_or_else(malformed)?),
            TypeDef::I32 => json!(self.scale::<i32>().ok_or_else(malformed)?),
            TypeDef::I64 => signed(self.scale::<i64>().ok_or_else(malformed)?.into()),
            TypeDef::I128 => signed(self.scale::<i128>().ok_or_else(malformed)?),
            TypeDef::Text => json!(self.scale::<String>().ok_or_else(malformed)?),
            TypeDef::Bytes => json!(hex::encode(self.scale::<Vec<u8>>().ok_or_else(malformed)?)),
            TypeDef::FixedBytes(len) => {
                let len = usize::try_from(*len).map_err(|_| malformed())?;
                json!(hex::encode(self.take(len).ok_or_else(malformed)?))
            }
            TypeDef::Address => json!(self.scale::<Address>().ok_or_else(malformed)?.to_string()),
            TypeDef::Hash => json!(self.scale::<Hash>().ok_or_else(malformed)?.to_string()),
            TypeDef::CivilDate => {
                json!(self.scale::<CivilDate>().ok_or_else(malformed)?.to_string())
            }
            TypeDef::UnixSeconds => {
                unsigned(self.scale::<UnixSeconds>().ok_or_else(malformed)?.0.into())
            }
            TypeDef::Currency => json!(self.scale::<Currency>().ok_or_else(malformed)?.to_string()),
            TypeDef::Option(inner) => self.option(path, ty, inner)?,
            TypeDef::List(item) => self.list(path, ty, item)?,
            TypeDef::Tuple(parts) => self.tuple(path, parts)?,
            TypeDef::Struct { fields, .. } => self.fields(path, fields)?,
            TypeDef::Enum { variants, .. } => self.variant(path, ty, variants)?,
        })
    }

    fn option(&mut self, path: &str, ty: &TypeDef, inner: &TypeDef) -> Result<Value, ValueError> {
        match self.scale::<u8>() {
            Some(0) => Ok(Value::Null),
            Some(1) if matches!(inner, TypeDef::Option(_)) => Ok(json!([self.value(path, inner)?])),
            Some(1) => self.value(path, inner),
            _ => Err(malformed(path, ty)),
        }
    }

    fn list(&mut self, path: &str, ty: &TypeDef, item: &TypeDef) -> Result<Value, ValueError> {
        let count = self.scale::<Compact<u32>>().ok_or_else(|| malformed(path, ty))?.0;
        let count = usize::try_from(count).map_err(|_| malformed(path, ty))?;
        if count > self.rest.len().max(EMPTY_ITEMS_MAX) {
            return Err(malformed(path, ty));
        }
        let items = (0..count).map(|index| self.value(&format!("{path}[{index}]"), item));
        Ok(Value::Array(items.collect::<Result<_, _>>()?))
    }

    fn tuple(&mut self, path: &str, parts: &[TypeDef]) -> Result<Value, ValueError> {
        let items = parts
            .iter()
            .enumerate()
            .map(|(index, part)| self.value(&format!("{path}[{index}]"), part));
        Ok(Value::Array(items.collect::<Result<_, _>>()?))
    }

    fn fields(&mut self, path: &str, fields: &[FieldDef]) -> Result<Value, ValueError> {
        let mut object = Map::new();
        for field in fields {
            self.spend(field.name.len()).ok_or_else(|| malformed(path, &field.ty))?;
            let value = self.value(&format!("{path}.{}", field.name), &field.ty)?;
            object.insert(field.name.clone(), value);
        }
        Ok(Value::Object(object))
    }

    fn variant(
        &mut self,
        path: &str,
        ty: &TypeDef,
        variants: &[VariantDef],
    ) -> Result<Value, ValueError> {
        let index = self.scale::<u8>().ok_or_else(|| malformed(path, ty))?;
        let variant = variants
            .iter()
            .find(|variant| variant.index == index)
            .ok_or_else(|| malformed(path, ty))?;
        self.spend(variant.name.len()).ok_or_else(|| malformed(path, ty))?;
        if variant.fields.is_empty() {
            return Ok(Value::String(variant.name.clone()));
        }
        let content = self.fields(&format!("{path}.{}", variant.name), &variant.fields)?;
        Ok(Value::Object(Map::from_iter([(variant.name.clone(), content)])))
    }

    /// `None` when the result would grow beyond its bound.
    fn spend(&mut self, len_bytes: usize) -> Option<()> {
        self.budget_len_bytes = self.budget_len_bytes.checked_sub(len_bytes)?;
        Some(())
    }

    fn scale<T: Decode>(&mut self) -> Option<T> {
        T::decode(&mut self.rest).ok()
    }

    fn take(&mut self, len: usize) -> Option<&[u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn end(&self, path: &str) -> Result<(), ValueError> {
        match self.rest.len() {
            0 => Ok(()),
            count => Err(ValueError::LeftOver { path: path.to_owned(), count }),
        }
    }
}

fn unsigned(value: u128) -> Value {
    match u64::try_from(value) {
        Ok(small) if small <= JSON_INTEGER_MAX => json!(small),
        _ => json!(value.to_string()),
    }
}

fn signed(value: i128) -> Value {
    match i64::try_from(value) {
        Ok(small) if small.unsigned_abs() <= JSON_INTEGER_MAX => json!(small),
        _ => json!(value.to_string()),
    }
}

fn malformed(path: &str, ty: &TypeDef) -> ValueError {
    ValueError::Malformed { path: path.to_owned(), expected: type_name(ty) }
}
