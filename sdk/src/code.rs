//! Short texts that are copied, not cloned.

use crate::{
    Common, OrderedKey, ordered_key,
    read::{Read, Reader},
};
use alloc::vec::Vec;
use core::fmt;
use parity_scale_codec::{Compact, Decode, Encode, Input, Output};
use sandpact_abi::{Describe, Type};

/// A short text of at most `N` printable ASCII characters: a document number, a reference, an
/// account number. It is `Copy`, a key of any map, and encoded as text; what is longer or has
/// other characters is refused where it enters the contract.
///
/// Blanks are allowed between other characters. Upper and lower case differ.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let number: Code<16> = Code::parse("RE-2024/0815")?;
/// assert_eq!(number.as_str(), "RE-2024/0815");
/// assert_eq!(number.encode(), "RE-2024/0815".encode());
/// for bad in ["", " RE-1", "RE\u{2011}1", "longer than sixteen"] {
///     assert_eq!(Code::<16>::parse(bad), Err(Common::BadFormat));
/// }
/// # Ok::<(), Common>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code<const N: usize> {
    /// The characters, then zeros: so codes compare as their texts do.
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Code<N> {
    /// Reads a text.
    ///
    /// # Errors
    /// [`Common::BadFormat`].
    pub fn parse(text: &str) -> Result<Self, Common> {
        Self::of(text.as_bytes()).ok_or(Common::BadFormat)
    }

    /// The text of these characters.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; N];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        let is_printable = text.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
        let is_trimmed = text.first()? != &b' ' && text.last()? != &b' ';
        let len = u8::try_from(text.len()).ok()?;
        (is_printable && is_trimmed).then_some(Self { bytes, len })
    }

    /// The characters.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII is let in.
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// As text: the length, then the characters.
impl<const N: usize> Encode for Code<N> {
    fn size_hint(&self) -> usize {
        self.as_str().size_hint()
    }

    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        self.as_str().encode_to(out);
    }
}

impl<const N: usize> Decode for Code<N> {
    fn decode<I: Input>(input: &mut I) -> Result<Self, parity_scale_codec::Error> {
        let Compact(len) = Compact::<u32>::decode(input)?;
        let mut bytes = [0; N];
        let text = usize::try_from(len).ok().and_then(|len| bytes.get_mut(..len));
        let text = text.ok_or("longer than its type allows")?;
        input.read(text)?;
        Self::of(text).ok_or_else(|| "not of its type's form".into())
    }
}

impl<const N: usize> Read for Code<N> {
    fn read(reader: &mut Reader<'_>) -> Self {
        let code = Self::of(reader.bytes());
        if code.is_none() {
            reader.refuse();
        }
        code.unwrap_or(Self { bytes: [0; N], len: 0 })
    }
}

impl<const N: usize> Describe for Code<N> {
    const TYPE: Type = Type::Text;
}

impl<const N: usize> OrderedKey for Code<N> {
    fn write_key(&self, out: &mut Vec<u8>) {
        ordered_key::write_text(self.as_bytes(), out);
    }

    fn read_key(input: &mut &[u8]) -> Option<Self> {
        Self::of(&ordered_key::read_text(input)?)
    }
}

impl<const N: usize> fmt::Display for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({:?})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_code_is_printable_trimmed_and_short() {
        let code = |text| Code::<4>::parse(text);
        for good in ["a", "a b", "~!.,", "0000"] {
            assert_eq!(code(good).expect("is one").as_str(), good);
        }
        for bad in ["", " ", " a", "a ", "a\0", "a\nb", "\u{e9}", "\u{7f}", "12345"] {
            assert_eq!(code(bad), Err(Common::BadFormat), "{bad:?}");
        }
        assert!(Code::<300>::parse(&"a".repeat(255)).is_ok());
        assert!(Code::<300>::parse(&"a".repeat(256)).is_err());
    }

    #[test]
    fn what_is_no_code_is_not_decoded() {
        let decoded = |text: &str| Code::<4>::decode(&mut &text.encode()[..]);
        assert_eq!(decoded("ab"), Ok(Code::of(b"ab").expect("is one")));
        for bad in ["", "abcde", "a\0", "\u{e9}"] {
            assert!(decoded(bad).is_err(), "{bad:?}");
        }
        assert!(Code::<4>::decode(&mut &[16_u8, b'a'][..]).is_err());
        assert!(Code::<4>::decode(&mut &[0xfe_u8, 0xff, 0xff, 0xff][..]).is_err());
    }

    #[test]
    fn codes_are_shown_as_text() {
        let code = Code::<4>::of(b"ab").expect("is one");
        assert_eq!(
            (format!("{code:4}|"), format!("{code:?}")),
            ("ab  |".into(), "Code(\"ab\")".into())
        );
    }
}
