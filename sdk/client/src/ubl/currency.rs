//! The currency of a document and amounts in it.

use super::decimal::scaled;
use super::element::{Element, quoted};
use crate::document::DocumentRefusal;
use sandpact_abi::Currency;

/// ISO 4217 currencies in force in 2025 and those withdrawn since 2015, by the number of
/// decimals of their minor unit. Others are refused: a guessed precision would be a guessed
/// amount.
const CURRENCIES: [(usize, &str); 4] = [
    (0, "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP \
         BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR \
         FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR \
         KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV \
         MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
         SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH \
         USD USN UYU UZS VED VEF VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// Currencies in which member states of the European Union account for VAT (Directive
/// 2006/112/EC art. 230), by the country of a VAT identifier; XI is Northern Ireland. Croatia
/// took the euro in 2023, Bulgaria in 2026.
const ACCOUNTING: [(&str, &str); 10] = [
    ("EUR", "AT BE BG CY DE EE EL ES FI FR HR IE IT LT LU LV MT NL PT SI SK"),
    ("BGN", "BG"),
    ("CZK", "CZ"),
    ("DKK", "DK"),
    ("GBP", "XI"),
    ("HRK", "HR"),
    ("HUF", "HU"),
    ("PLN", "PL"),
    ("RON", "RO"),
    ("SEK", "SE"),
];

/// The currency of all amounts of a document (BT-5).
#[derive(Clone, Copy, Debug)]
pub struct DocumentCurrency {
    /// ISO 4217 code.
    pub code: Currency,
    /// Decimals of the minor unit.
    decimals: usize,
}

impl DocumentCurrency {
    /// Reads BT-5.
    pub fn read(root: Element<'_>) -> Result<Self, DocumentRefusal> {
        Self::of(&root.required_text("cbc:DocumentCurrencyCode")?)
    }

    /// The currency of this ISO 4217 code.
    pub fn of(text: &str) -> Result<Self, DocumentRefusal> {
        let unknown =
            || DocumentRefusal::unsupported_value(format!("currency {} is unknown", quoted(text)));
        Self::new(text).ok_or_else(unknown)
    }

    fn new(text: &str) -> Option<Self> {
        let code = Currency::new(text.as_bytes().try_into().ok()?)?;
        let lists = |(_, codes): &&(usize, &str)| codes.split(' ').any(|known| known == text);
        let (decimals, _) = CURRENCIES.iter().find(lists)?;
        Some(Self { code, decimals: *decimals })
    }

    /// The amount that a text states, minor units.
    pub fn minor(&self, text: &str) -> Option<i128> {
        scaled(text, self.decimals)
    }

    /// Whether VAT owed in this country may be accounted in this currency, as far as known:
    /// outside the European Union any currency may be the right one.
    pub fn accounts_vat_of(&self, country: &str) -> bool {
        let lists = |countries: &str| countries.split(' ').any(|known| known == country);
        let mut own = ACCOUNTING.iter().filter(|(_, countries)| lists(countries)).peekable();
        own.peek().is_none() || own.any(|(code, _)| *code == self.code.as_str())
    }

    /// The amount in the only child of this name, minor units, if there is one.
    pub fn optional_amount(
        &self,
        parent: Element<'_>,
        name: &'static str,
    ) -> Result<Option<i128>, DocumentRefusal> {
        parent.optional(name)?.map(|element| self.amount(element)).transpose()
    }

    /// The amount in the only child of this name, minor units.
    pub fn required_amount(
        &self,
        parent: Element<'_>,
        name: &'static str,
    ) -> Result<i128, DocumentRefusal> {
        self.amount(parent.required(name)?)
    }

    fn amount(&self, element: Element<'_>) -> Result<i128, DocumentRefusal> {
        let (name, text) = (element.local_name(), element.text()?);
        let stated = element.attribute("currencyID")?;
        if stated != self.code.as_str() {
            let reason = format!("{name} is in {}, not in {}", quoted(stated), self.code);
            return Err(DocumentRefusal::mixed_currencies(reason));
        }
        let bad = || {
            let (text, decimals, code) = (quoted(&text), self.decimals, self.code);
            let reason = format!("{name} {text} is no amount of {code} with {decimals} decimals");
            DocumentRefusal::bad_amount(reason)
        };
        scaled(&text, self.decimals).ok_or_else(bad)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn minor_units_follow_iso_4217() {
        for (code, decimals) in
            [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("CHF", 2), ("HUF", 2), ("AED", 2)]
        {
            assert_eq!(DocumentCurrency::new(code).unwrap().decimals, decimals, "{code}");
        }
        for code in ["", "eur", "EURO", "XXX", "XAU", "ABC", "E R"] {
            assert!(DocumentCurrency::new(code).is_none(), "{code}");
        }
    }

    #[test]
    fn vat_is_accounted_in_the_currency_of_the_member_state() {
        let accounts =
            |code, country| DocumentCurrency::new(code).unwrap().accounts_vat_of(country);
        for (code, country) in [
            ("EUR", "DE"),
            ("SEK", "SE"),
            ("BGN", "BG"),
            ("EUR", "BG"),
            ("USD", "CH"),
            ("CHF", "CH"),
        ] {
            assert!(accounts(code, country), "{code} {country}");
        }
        for (code, country) in [("USD", "DE"), ("EUR", "SE"), ("SEK", "DE"), ("HRK", "BG")] {
            assert!(!accounts(code, country), "{code} {country}");
        }
        let countries: BTreeSet<_> = ACCOUNTING.iter().flat_map(|(_, it)| it.split(' ')).collect();
        assert_eq!(countries.len(), 28, "27 member states and Northern Ireland");
        assert!(ACCOUNTING.iter().all(|(code, _)| DocumentCurrency::new(code).is_some()));
    }

    #[test]
    fn no_currency_is_listed_twice() {
        let all: Vec<_> = CURRENCIES.iter().flat_map(|(_, codes)| codes.split(' ')).collect();
        assert!(all.iter().all(|code| code.len() == 3));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
