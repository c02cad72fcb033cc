//! JSON to SCALE.

use super::error::{excerpt, names};
use super::{ValueError, hex_bytes, type_name};
use parity_scale_codec::{Compact, Encode as _};
use sandpact_abi::{CivilDate, Currency, FieldDef, MethodDef, TypeDef, VariantDef};
use serde_json::{Map, Value};

/// The SCALE encoding of `value` as a `ty`. `path` names the value in errors.
///
/// # Errors
/// [`ValueError`] with the path of the part that does not fit.
pub fn encode_value(path: &str, value: &Value, ty: &TypeDef) -> Result<Vec<u8>, ValueError> {
    let mut out = Vec::new();
    Encoder { out: &mut out }.value(path, value, ty)?;
    Ok(out)
}

/// The SCALE encodings of a method's arguments, one after the other, from arguments by name.
///
/// # Errors
/// [`ValueError`], also for a missing or an unknown name.
pub fn encode_arguments(
    method: &MethodDef,
    arguments: &Map<String, Value>,
) -> Result<Vec<u8>, ValueError> {
    let mut out = Vec::new();
    Encoder { out: &mut out }.fields("", arguments, &method.args)?;
    Ok(out)
}

struct Encoder<'a> {
    out: &'a mut Vec<u8>,
}

impl Encoder<'_> {
    fn value(&mut self, path: &str, value: &Value, ty: &TypeDef) -> Result<(), ValueError> {
        match ty {
            TypeDef::Bool => {
                value.as_bool().ok_or_else(|| wrong_kind(path, value, ty))?.encode_to(self.out)
            }
            TypeDef::U8 => unsigned(path, value, ty, u8::MAX)?.encode_to(self.out),
            TypeDef::U16 => unsigned(path, value, ty, u16::MAX)?.encode_to(self.out),
            TypeDef::U32 => unsigned(path, value, ty, u32::MAX)?.encode_to(self.out),
            TypeDef::U64 | TypeDef::UnixSeconds => {
                unsigned(path, value, ty, u64::MAX)?.encode_to(self.out);
            }
            TypeDef::U128 => unsigned(path, value, ty, u128::MAX)?.encode_to(self.out),
            TypeDef::I8 => signed(path, value, ty, i8::MIN, i8::MAX)?.encode_to(self.out),
            TypeDef::I16 => signed(path, value, ty, i16::MIN, i16::MAX)?.encode_to(self.out),
            TypeDef::I32 => signed(path, value, ty, i32::MIN, i32::MAX)?.encode_to(self.out),
            TypeDef::I64 => signed(path, value, ty, i64::MIN, i64::MAX)?.encode_to(self.out),
            TypeDef::I128 => signed(path, value, ty, i128::MIN, i128::MAX)?.encode_to(self.out),
            TypeDef::Text => text(path, value, ty)?.encode_to(self.out),
            TypeDef::Bytes => bytes(path, value, ty)?.encode_to(self.out),
            TypeDef::FixedBytes(len) => {
                let len = usize::try_from(*len).unwrap_or(usize::MAX);
                self.out.extend(fixed_bytes(path, value, ty, len)?);
            }
            TypeDef::Address | TypeDef::Hash => self.out.extend(fixed_bytes(path, value, ty, 32)?),
            TypeDef::CivilDate => CivilDate::parse(text(path, value, ty)?)
                .map_err(|_| wrong_kind(path, value, ty))?
                .encode_to(self.out),
            TypeDef::Currency => currency(text(path, value, ty)?)
                .ok_or_else(|| wrong_kind(path, value, ty))?
                .encode_to(self.out),
            TypeDef::Option(inner) => self.option(path, value, inner)?,
            TypeDef::List(item) => self.list(path, array(path, value, ty)?, item)?,
            TypeDef::Tuple(parts) => self.tuple(path, array(path, value, ty)?, parts)?,
            TypeDef::Struct { fields, .. } => {
                let object = value.as_object().ok_or_else(|| wrong_kind(path, value, ty))?;
                self.fields(path, object, fields)?;
            }
            TypeDef::Enum { variants, .. } => self.variant(path, value, ty, variants)?,
        }
        Ok(())
    }

    /// An option inside an option is told apart by the array around it.
    fn option(&mut self, path: &str, value: &Value, inner: &TypeDef) -> Result<(), ValueError> {
        if value.is_null() {
            self.out.push(0);
            return Ok(());
        }
        self.out.push(1);
        if matches!(inner, TypeDef::Option(_)) {
            self.tuple(path, array(path, value, inner)?, std::slice::from_ref(inner))
        } else {
            self.value(path, value, inner)
        }
    }

    fn list(&mut self, path: &str, items: &[Value], item: &TypeDef) -> Result<(), ValueError> {
        let count = u32::try_from(items.len()).map_err(|_| ValueError::Above {
            path: path.to_owned(),
            value: items.len().to_string(),
            max: u32::MAX.to_string(),
        })?;
        Compact(count).encode_to(self.out);
        for (index, value) in items.iter().enumerate() {
            self.value(&format!("{path}[{index}]"), value, item)?;
        }
        Ok(())
    }

    fn tuple(&mut self, path: &str, items: &[Value], parts: &[TypeDef]) -> Result<(), ValueError> {
        if items.len() != parts.len() {
            return Err(ValueError::WrongLength {
                path: path.to_owned(),
                unit: "items",
                expected: parts.len(),
                got: items.len(),
            });
        }
        for (index, (value, part)) in items.iter().zip(parts).enumerate() {
            self.value(&format!("{path}[{index}]"), value, part)?;
        }
        Ok(())
    }

    fn fields(
        &mut self,
        path: &str,
        object: &Map<String, Value>,
        fields: &[FieldDef],
    ) -> Result<(), ValueError> {
        if let Some(name) =
            object.keys().find(|name| fields.iter().all(|field| field.name != **name))
        {
            return Err(ValueError::UnknownField {
                path: member(path, name),
                known: names(fields.iter().map(|field| field.name.as_str())),
            });
        }
        for field in fields {
            let path = member(path, &field.name);
            let Some(value) = object.get(&field.name) else {
                return Err(ValueError::MissingField { path, expected: type_name(&field.ty) });
            };
            self.value(&path, value, &field.ty)?;
        }
        Ok(())
    }

    fn variant(
        &mut self,
        path: &str,
        value: &Value,
        ty: &TypeDef,
        variants: &[VariantDef],
    ) -> Result<(), ValueError> {
        let (name, content) = variant_name(value).ok_or_else(|| wrong_kind(path, value, ty))?;
        let variant = variants.iter().find(|variant| variant.name == name).ok_or_else(|| {
            ValueError::UnknownVariant {
                path: path.to_owned(),
                variant: name.to_owned(),
                known: names(variants.iter().map(|variant| variant.name.as_str())),
            }
        })?;
        self.out.push(variant.index);
        let nothing = Map::new();
        let object = match content {
            None => &nothing,
            Some(content) => content.as_object().ok_or_else(|| ValueError::WrongKind {
                path: member(path, name),
                expected: "an object with the variant's fields".to_owned(),
                got: excerpt(content),
            })?,
        };
        self.fields(&member(path, name), object, &variant.fields)
    }
}

/// `"Name"`, or an object with the name as its one key.
fn variant_name(value: &Value) -> Option<(&str, Option<&Value>)> {
    match value {
        Value::String(name) => Some((name, None)),
        Value::Object(object) if object.len() == 1 => {
            object.iter().next().map(|(name, content)| (name.as_str(), Some(content)))
        }
        _ => None,
    }
}

/// An integer of JSON: a number without fraction, or a string of digits.
fn integer_text(path: &str, value: &Value, ty: &TypeDef) -> Result<String, ValueError> {
    let is_integer = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match value {
        Value::Number(number) if is_integer(&number.to_string()) => Ok(number.to_string()),
        Value::Number(number) => {
            Err(ValueError::NotAnInteger { path: path.to_owned(), value: number.to_string() })
        }
        Value::String(text) if is_integer(text) => Ok(text.clone()),
        _ => Err(wrong_kind(path, value, ty)),
    }
}

fn unsigned<T>(path: &str, value: &Value, ty: &TypeDef, max: T) -> Result<T, ValueError>
where
    T: std::str::FromStr + std::fmt::Display,
{
    let text = integer_text(path, value, ty)?;
    text.parse().map_err(|_| out_of_range(path, &text, "0".to_owned(), max.to_string()))
}

fn signed<T>(path: &str, value: &Value, ty: &TypeDef, min: T, max: T) -> Result<T, ValueError>
where
    T: std::str::FromStr + std::fmt::Display,
{
    let text = integer_text(path, value, ty)?;
    text.parse().map_err(|_| out_of_range(path, &text, min.to_string(), max.to_string()))
}

/// For the text of an integer that does not parse as its type: only its range can be wrong.
fn out_of_range(path: &str, text: &str, min: String, max: String) -> ValueError {
    let (path, value) = (path.to_owned(), text.to_owned());
    if text.starts_with('-') {
        ValueError::Below { path, value, min }
    } else {
        ValueError::Above { path, value, max }
    }
}

fn text<'a>(path: &str, value: &'a Value, ty: &TypeDef) -> Result<&'a str, ValueError> {
    value.as_str().ok_or_else(|| wrong_kind(path, value, ty))
}

fn array<'a>(path: &str, value: &'a Value, ty: &TypeDef) -> Result<&'a [Value], ValueError> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong_kind(path, value, ty))
}

fn bytes(path: &str, value: &Value, ty: &TypeDef) -> Result<Vec<u8>, ValueError> {
    hex_bytes(text(path, value, ty)?).ok_or_else(|| wrong_kind(path, value, ty))
}

fn fixed_bytes(path: &str, value: &Value, ty: &TypeDef, len: usize) -> Result<Vec<u8>, ValueError> {
    let bytes = bytes(path, value, ty)?;
    if bytes.len() == len {
        return Ok(bytes);
    }
    let (unit, got) = ("bytes", bytes.len());
    Err(ValueError::WrongLength { path: path.to_owned(), unit, expected: len, got })
}

fn currency(code: &str) -> Option<Currency> {
    Currency::new(code.as_bytes().try_into().ok()?)
}

/// `path.name`, or `name` at the top.
fn member(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn wrong_kind(path: &str, value: &Value, ty: &TypeDef) -> ValueError {
    let expected = match ty {
        TypeDef::Bool => "true or false".to_owned(),
        TypeDef::Bytes => "hexadecimal digits".to_owned(),
        TypeDef::FixedBytes(len) => format!("{len} bytes as hexadecimal digits"),
        TypeDef::Address | TypeDef::Hash => {
            format!("{} as 64 hexadecimal digits", type_name(ty))
        }
        TypeDef::CivilDate => "a date YYYY-MM-DD".to_owned(),
        TypeDef::Currency => "a currency such as EUR".to_owned(),
        TypeDef::Text => "a string".to_owned(),
        TypeDef::Struct { name, .. } => format!("an object ({name})"),
        TypeDef::Enum { name, variants, .. } => {
            format!("{name}, one of {}", names(variants.iter().map(|it| it.name.as_str())))
        }
        TypeDef::Option(_) => "null or an array of one value".to_owned(),
        TypeDef::List(_) | TypeDef::Tuple(_) => format!("an array ({})", type_name(ty)),
        _ => format!("an integer ({})", type_name(ty)),
    };
    ValueError::WrongKind { path: path.to_owned(), expected, got: excerpt(value) }
}
