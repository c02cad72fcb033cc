//! The code section with every number in as few bytes as it can have.
//!
//! A linker leaves five bytes for whatever it puts in later: the number of a function that is
//! called, an address, a global. Its debug information counts the long bytes, so what is shortened
//! keeps a list of places.

use wasmparser::{BinaryReaderError, FunctionBody, Operator};

/// A place of the shortened section, and the place of the linked one that it comes from; between
/// two of them both count alike. From the start of the section's contents.
pub type Place = (u32, u32);

/// A code section as it grows.
pub struct Shortened {
    /// Its contents.
    pub contents: Vec<u8>,
    /// Ascending.
    pub places: Vec<Place>,
    /// Where the linked section's contents begin in its module.
    start: usize,
}

impl Shortened {
    /// A section of so many functions.
    pub fn new(functions: u32, start: usize) -> Self {
        let mut contents = Vec::new();
        push_unsigned(&mut contents, functions.into());
        Self { contents, places: vec![(0, 0)], start }
    }

    /// Adds a function of the linked module.
    pub fn push(
        &mut self,
        linked: &[u8],
        body: &FunctionBody<'_>,
    ) -> Result<(), BinaryReaderError> {
        let range = body.range();
        let mut short: Vec<u8> = Vec::with_capacity(range.len());
        let mut places = vec![(0, range.start)];
        let mut copied_to = range.start;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            let end = operators.original_position();
            let numbers = numbers(&operator);
            if numbers.is_empty() {
                continue;
            }
            // The opcode is one byte; the numbers are all that follows.
            let first = at.saturating_add(1);
            short.extend(linked.get(copied_to..first).unwrap_or_default());
            let kept = shorten(linked.get(first..end).unwrap_or_default(), numbers);
            short.extend(&kept);
            copied_to = end;
            if kept.len() != end.saturating_sub(first) {
                places.push((short.len(), end));
            }
        }
        short.extend(linked.get(copied_to..range.end).unwrap_or_default());
        push_unsigned(&mut self.contents, short.len() as u64);
        let base = self.contents.len();
        self.places.extend(places.into_iter().map(|(new, old)| {
            let new = base.saturating_add(new);
            (place(new), place(old.saturating_sub(self.start)))
        }));
        self.contents.extend(short);
        Ok(())
    }
}

/// A module has less than 4 GiB.
fn place(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// How a number is written.
#[derive(Clone, Copy)]
enum Number {
    Unsigned,
    Signed,
}

/// The numbers behind the opcode of an operator, where a linker may leave room in one.
fn numbers(operator: &Operator<'_>) -> &'static [Number] {
    use Number::{Signed, Unsigned};
    match operator {
        Operator::Call { .. } | Operator::GlobalGet { .. } | Operator::GlobalSet { .. } => {
            &[Unsigned]
        }
        Operator::I32Const { .. } | Operator::I64Const { .. } => &[Signed],
        // The alignment and the offset; the type and the table.
        Operator::I32Load { .. }
        | Operator::I64Load { .. }
        | Operator::I32Load8S { .. }
        | Operator::I32Load8U { .. }
        | Operator::I32Load16S { .. }
        | Operator::I32Load16U { .. }
        | Operator::I64Load8S { .. }
        | Operator::I64Load8U { .. }
        | Operator::I64Load16S { .. }
        | Operator::I64Load16U { .. }
        | Operator::I64Load32S { .. }
        | Operator::I64Load32U { .. }
        | Operator::I32Store { .. }
        | Operator::I64Store { .. }
        | Operator::I32Store8 { .. }
        | Operator::I32Store16 { .. }
        | Operator::I64Store8 { .. }
        | Operator::I64Store16 { .. }
        | Operator::I64Store32 { .. }
        | Operator::CallIndirect { .. } => &[Unsigned, Unsigned],
        _ => &[],
    }
}

/// The same numbers in as few bytes as they can have.
fn shorten(mut bytes: &[u8], numbers: &[Number]) -> Vec<u8> {
    let mut short = Vec::with_capacity(bytes.len());
    for number in numbers {
        let len = bytes.iter().take_while(|byte| **byte >= 0x80).count().saturating_add(1);
        let Some((own, rest)) = bytes.split_at_checked(len) else { break };
        let mut own = own.to_vec();
        while is_last_needless(&own, *number) {
            own.pop();
            if let Some(last) = own.last_mut() {
                *last &= 0x7f;
            }
        }
        short.extend(own);
        bytes = rest;
    }
    short.extend(bytes);
    short
}

/// Whether the last seven bits of a number say nothing: zeros, or of a signed number repetitions
/// of the sign.
fn is_last_needless(bytes: &[u8], number: Number) -> bool {
    let [.., before, last] = bytes else { return false };
    let is_negative = before & 0x40 != 0;
    match (number, last) {
        (Number::Unsigned, 0) => true,
        (Number::Signed, 0) => !is_negative,
        (Number::Signed, 0x7f) => is_negative,
        _ => false,
    }
}

/// A number of a section, in as few bytes as it can have.
pub fn push_unsigned(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_what_says_nothing() {
        let unsigned = |bytes: &[u8]| shorten(bytes, &[Number::Unsigned]);
        assert_eq!(unsigned(&[0x85, 0x80, 0x80, 0x80, 0]), [5]);
        assert_eq!(unsigned(&[0xff, 0x81, 0x80, 0x80, 0]), [0xff, 1]);
        assert_eq!(unsigned(&[0x80, 0x80, 0]), [0]);
        assert_eq!(unsigned(&[0xff, 0x7f]), [0xff, 0x7f]);
        let signed = |bytes: &[u8]| shorten(bytes, &[Number::Signed]);
        assert_eq!(signed(&[0xc0, 0x80, 0x80, 0x80, 0]), [0xc0, 0]);
        assert_eq!(signed(&[0xbf, 0x80, 0]), [0x3f]);
        assert_eq!(signed(&[0xff, 0xff, 0xff, 0xff, 0x7f]), [0x7f]);
        assert_eq!(signed(&[0xbf, 0xff, 0x7f]), [0xbf, 0x7f]);
        let both = shorten(&[0x82, 0, 0x90, 0x80, 0], &[Number::Unsigned, Number::Unsigned]);
        assert_eq!(both, [2, 0x10]);
    }

    #[test]
    fn lengths_are_written_short() {
        for (number, expected) in
            [(0, &[0][..]), (127, &[127]), (128, &[0x80, 1]), (16_384, &[0x80, 0x80, 1])]
        {
            let mut bytes = Vec::new();
            push_unsigned(&mut bytes, number);
            assert_eq!(bytes, expected);
        }
    }
}
