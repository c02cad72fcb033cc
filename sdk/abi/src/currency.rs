//! The currencies of ISO 4217 and their minor units.

use crate::Currency;

/// List one of ISO 4217 as of January 2026: every code whose minor unit is
/// a hundredth, ascending.
const HUNDREDTHS: &[u8] = b"AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHE\
CHFCHWCNYCOPCOUCRCCUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKES\
KGSKHRKPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHP\
PKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSNUYUUZSVED\
VESWSTXADXCDXCGYERZARZMWZWG";
/// Those without a minor unit.
const WHOLE: &[u8] = b"BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF";
/// Those whose minor unit is a thousandth.
const THOUSANDTHS: &[u8] = b"BHDIQDJODKWDLYDOMRTND";
/// Those whose minor unit is a ten-thousandth.
const TEN_THOUSANDTHS: &[u8] = b"CLFUYW";
/// Metals, accounting units and codes for tests, for which the list says "N.A.".
const WITHOUT: &[u8] = b"XAGXAUXBAXBBXBCXBDXDRXPDXPTXSUXTSXUAXXX";

impl Currency {
    /// Decimals of the minor unit: 2 for `EUR`, 0 for `JPY`, 3 for `KWD`. `None` for a code that
    /// is not in list one of ISO 4217, and for gold and the like, which have no minor unit.
    ///
    /// ```
    /// use sandpact_abi::Currency;
    ///
    /// let digits = |code| Currency::new(code).and_then(Currency::minor_digits);
    /// assert_eq!((digits(*b"EUR"), digits(*b"JPY"), digits(*b"XAU")), (Some(2), Some(0), None));
    /// ```
    #[must_use]
    pub fn minor_digits(self) -> Option<u8> {
        let lists = [(2, HUNDREDTHS), (0, WHOLE), (3, THOUSANDTHS), (4, TEN_THOUSANDTHS)];
        lists.into_iter().find(|(_, list)| self.is_in(list)).map(|(digits, _)| digits)
    }

    /// Whether the code is in list one of ISO 4217, with or without a minor unit.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.minor_digits().is_some() || self.is_in(WITHOUT)
    }

    fn is_in(self, list: &[u8]) -> bool {
        let (codes, _) = list.as_chunks::<3>();
        codes.binary_search(&self.code()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &[u8; 3]) -> Currency {
        Currency::new(*code).expect("three letters")
    }

    #[test]
    fn the_lists_ascend_and_share_nothing() {
        let lists = [HUNDREDTHS, WHOLE, THOUSANDTHS, TEN_THOUSANDTHS, WITHOUT];
        for list in lists {
            let (codes, rest) = list.as_chunks::<3>();
            assert!(codes.is_sorted_by(|a, b| a < b) && rest.is_empty());
            for code in codes {
                let holds = |other: &&&[u8]| currency(code).is_in(other);
                assert_eq!(lists.iter().filter(holds).count(), 1, "{}", currency(code));
            }
        }
        assert_eq!(lists.map(|list| list.len() / 3), [139, 17, 7, 2, 13]);
    }

    #[test]
    fn minor_units_are_those_of_the_list() {
        for (code, digits) in [
            (b"EUR", Some(2)),
            (b"CHF", Some(2)),
            (b"XCG", Some(2)),
            (b"ISK", Some(0)),
            (b"XPF", Some(0)),
            (b"TND", Some(3)),
            (b"UYW", Some(4)),
            (b"XDR", None),
            (b"DEM", None),
            (b"BGN", None),
        ] {
            assert_eq!(currency(code).minor_digits(), digits, "{}", currency(code));
        }
        assert!(currency(b"XAU").is_active() && currency(b"AED").is_active());
        assert!(!currency(b"DEM").is_active() && !currency(b"ZZZ").is_active());
    }
}
