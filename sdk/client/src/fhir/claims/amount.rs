//! Amounts of money (FHIR R4 datatype `Money`), all of one currency.

use super::super::json::Node;
use crate::document::DocumentRefusal;
use crate::ubl::decimal::scaled;
use sandpact_abi::Currency;
use serde_json::{Number, Value};

/// Most significant digits that binary floating point of 64 bits keeps.
const DIGITS_MAX: usize = 15;

/// The currency of a document, found with its first amount (K11).
#[derive(Debug, Default)]
pub struct Amounts {
    currency: Option<Currency>,
}

impl Amounts {
    /// The currency, once there was an amount.
    pub fn currency(&self) -> Result<Currency, DocumentRefusal> {
        self.currency.ok_or_else(|| DocumentRefusal::missing_field("there is no amount"))
    }

    /// The amount in a member, minor units, if there is one.
    pub fn optional(
        &mut self,
        node: Node<'_, '_>,
        name: &str,
    ) -> Result<Option<i128>, DocumentRefusal> {
        node.get(name).map(|money| self.read(&node.path_of(name), money)).transpose()
    }

    /// The amount in a member that must be there, minor units.
    pub fn required(&mut self, node: Node<'_, '_>, name: &str) -> Result<i128, DocumentRefusal> {
        self.read(&node.path_of(name), node.required(name)?)
    }

    fn read(&mut self, path: &str, money: &Value) -> Result<i128, DocumentRefusal> {
        let money = Node::new(path, money)?;
        let text = money.required_text("currency")?;
        let unknown = || DocumentRefusal::unsupported_value(format!("{path}: currency {text:.8?}"));
        let code = text.as_bytes().try_into().ok().and_then(Currency::new).ok_or_else(unknown)?;
        let decimals = code.minor_digits().ok_or_else(unknown)?;
        if *self.currency.get_or_insert(code) != code {
            let reason = format!("{path} is in {code}, other amounts are not");
            return Err(DocumentRefusal::mixed_currencies(reason));
        }
        let bad = || {
            let reason = format!("{path} is no amount of {code} with {decimals} decimals");
            DocumentRefusal::bad_amount(reason)
        };
        match money.required("value")? {
            Value::Number(number) => minor(number, decimals.into()).ok_or_else(bad),
            _ => Err(bad()),
        }
    }
}

fn minor(number: &Number, decimals: usize) -> Option<i128> {
    let text = number.to_string();
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit);
    if digits.count() > DIGITS_MAX { None } else { scaled(&text, decimals) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<i128, DocumentRefusal> {
        let node = json!({"net": value});
        Amounts::default().required(Node::new("item", &node)?, "net")
    }

    #[test]
    fn numbers_become_minor_units_exactly_or_not_at_all() {
        for (value, expected) in [
            (json!(135.57), Some(13_557)),
            (json!(1050.00), Some(105_000)),
            (json!(9000), Some(900_000)),
            (json!(-5.5), Some(-550)),
            (json!(0.0), Some(0)),
            (json!(9_999_999_999_999.99), Some(999_999_999_999_999)),
            (json!(99_999_999_999_999.98), None),
            (json!(0.005), None),
            (json!(1e30), None),
            (json!("135.57"), None),
            (json!(null), None),
        ] {
            let money = json!({"value": value.clone(), "currency": "USD"});
            assert_eq!(read(money).ok(), expected, "{value}");
        }
        assert_eq!(read(json!({"value": 135, "currency": "JPY"})).unwrap(), 135);
        assert_eq!(read(json!({"value": 0.5, "currency": "JPY"})).unwrap_err().name, "BadAmount");
    }

    #[test]
    fn a_currency_is_stated_known_and_the_same_everywhere() {
        assert_eq!(read(json!({"value": 1})).unwrap_err().name, "MissingField");
        for code in ["usd", "XAU", "ABC", "EURO", ""] {
            let refused = read(json!({"value": 1, "currency": code})).unwrap_err();
            assert_eq!(refused.name, "UnsupportedValue", "{code}");
        }
        let node =
            json!({"a": {"value": 1, "currency": "USD"}, "b": {"value": 1, "currency": "CAD"}});
        let node = Node::new("item", &node).unwrap();
        let mut amounts = Amounts::default();
        assert_eq!(amounts.optional(node, "a").unwrap(), Some(100));
        assert_eq!(amounts.optional(node, "c").unwrap(), None);
        assert_eq!(amounts.optional(node, "b").unwrap_err().name, "MixedCurrencies");
        assert!(Amounts::default().currency().is_err());
    }
}
