//! Currencies of ISO 4217.

use sandpact_sdk::prelude::*;

/// National and common currencies of ISO 4217 list one at the beginning of 2026, ascending;
/// without funds codes, precious metals and accounting units, in which no credit is issued.
const ACTIVE: &[u8] = b"AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZDCADCDFCHF\
CLPCNYCOPCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILSINRIQDIRRISK\
JMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIO\
NOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTND\
TOPTRYTTDTWDTZSUAHUGXUSDUYUUZSVEDVESVNDVUVWSTXAFXCDXCGXOFXPFYERZARZMWZWG";

/// Whether money of this currency exists.
#[must_use]
pub fn is_active_currency(currency: Currency) -> bool {
    let (codes, _) = ACTIVE.as_chunks::<3>();
    codes.binary_search(&currency.code()).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_list_ascends_and_is_whole() {
        let (codes, rest) = ACTIVE.as_chunks::<3>();
        assert!(codes.is_sorted_by(|a, b| a < b) && rest.is_empty());
        assert!(codes.iter().all(|code| Currency::new(*code).is_some()));
    }

    #[test]
    fn money_is_known_and_other_codes_are_not() {
        let known = |code| is_active_currency(Currency::new(code).unwrap());
        assert!([*b"AED", *b"CNY", *b"EUR", *b"USD", *b"ZWG"].into_iter().all(known));
        assert!(![*b"AAA", *b"DEM", *b"XAU", *b"XXX", *b"ZZZ"].into_iter().any(known));
    }
}
