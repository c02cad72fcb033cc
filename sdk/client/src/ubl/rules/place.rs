//! Elements by path, and the places in a document where rules are asked.

use crate::ubl::{decimal::scaled, element::is_named};
use roxmltree::Node;

/// Decimals of a [`Place::number`]; products of two have twice as many.
const DECIMALS: usize = 8;
/// Decimals of a price: BR-DEC sets no limit to them; published ones have up to nine.
const PRICE_DECIMALS: usize = 24;
/// What one is as a [`Place::number`].
pub const ONE: i128 = 100_000_000;

/// Places of a document at which a rule is asked.
pub type Context = for<'a> fn(Place<'a>) -> Vec<Place<'a>>;

/// An element of an invoice, or the whole one.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a>(Node<'a, 'a>);

impl<'a> Place<'a> {
    /// The place of an element.
    pub fn new(element: Node<'a, 'a>) -> Self {
        Self(element)
    }

    /// Elements below this one by a path such as `cac:TaxTotal/cbc:TaxAmount`, in order.
    pub fn all(self, path: &str) -> Vec<Self> {
        path.split('/').fold(vec![self], |places, step| {
            places.into_iter().flat_map(|place| place.children(step)).collect()
        })
    }

    /// Elements of a name anywhere below this one.
    pub fn below(self, name: &str) -> Vec<Self> {
        self.0.descendants().filter(|node| is_named(*node, name)).map(Self).collect()
    }

    fn children(self, name: &str) -> impl Iterator<Item = Self> {
        self.0.children().filter(move |node| is_named(*node, name)).map(Self)
    }

    /// The element in which this one stands.
    pub fn above(self) -> Option<Self> {
        self.0.parent_element().map(Self)
    }

    /// The text of the element, without space around it.
    pub fn text(self) -> &'a str {
        let text = self.0.children().find(Node::is_text).and_then(|child| child.text());
        text.unwrap_or_default().trim()
    }

    /// The text of the first element of a path.
    pub fn text_of(self, path: &str) -> Option<&'a str> {
        self.all(path).first().map(|place| place.text()).filter(|text| !text.is_empty())
    }

    /// Whether there is an aggregate of the path, or a basic element with text.
    pub fn has(self, path: &str) -> bool {
        let is_aggregate = path.rsplit('/').next().is_some_and(|step| step.starts_with("cac:"));
        self.all(path).into_iter().any(|place| is_aggregate || !place.text().is_empty())
    }

    /// Whether this is a credit note.
    pub fn is_credit_note(self) -> bool {
        self.0.tag_name().name() == "CreditNote"
    }

    /// An attribute without a namespace.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.0.attribute(name)
    }

    /// The element's number times [`ONE`]; `None` when it is none.
    pub fn number(self) -> Option<i128> {
        scaled(self.text(), DECIMALS)
    }

    /// Whether the element has a price that is not below zero.
    pub fn is_price(self) -> bool {
        scaled(self.text(), PRICE_DECIMALS).is_some_and(|price| price >= 0)
    }

    /// The number of the first element of a path.
    pub fn number_of(self, path: &str) -> Option<i128> {
        self.all(path).first()?.number()
    }

    /// Whether a `cac:AllowanceCharge` is a charge; `None` when it does not say.
    fn is_charge(self) -> Option<bool> {
        match self.text_of("cbc:ChargeIndicator")? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// Whether this party has a number for VAT.
    pub fn is_registered_for_vat(self) -> bool {
        let schemes = self.all("cac:PartyTaxScheme");
        schemes.into_iter().any(|scheme| scheme.is_vat() && scheme.has("cbc:CompanyID"))
    }

    /// Whether this tax category or scheme is one of VAT.
    pub fn is_vat(self) -> bool {
        let scheme = self.text_of("cac:TaxScheme/cbc:ID");
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("VAT"))
    }
}

/// The sum of the numbers of a path below each place; `None` when one is none.
pub fn sum<'a>(places: impl IntoIterator<Item = Place<'a>>, path: &str) -> Option<i128> {
    places.into_iter().try_fold(0_i128, |sum, place| sum.checked_add(place.number_of(path)?))
}

/// One cent, as a [`Place::number`].
const CENT: i128 = ONE / 100;

/// Rounds to two decimals, half away from zero.
pub fn rounded(number: i128) -> Option<i128> {
    let half = if number < 0 { -(CENT / 2) } else { CENT / 2 };
    (number.checked_add(half)? / CENT).checked_mul(CENT)
}

/// The document itself.
pub fn document(document: Place<'_>) -> Vec<Place<'_>> {
    vec![document]
}

/// Invoice lines (BG-25), or those of a credit note.
pub fn lines(document: Place<'_>) -> Vec<Place<'_>> {
    [document.all("cac:InvoiceLine"), document.all("cac:CreditNoteLine")].concat()
}

/// Allowances of the whole document (BG-20).
pub fn allowances(document: Place<'_>) -> Vec<Place<'_>> {
    entries(document, false)
}

/// Charges of the whole document (BG-21).
pub fn charges(document: Place<'_>) -> Vec<Place<'_>> {
    entries(document, true)
}

/// Allowances of lines (BG-27).
pub fn line_allowances(document: Place<'_>) -> Vec<Place<'_>> {
    lines(document).into_iter().flat_map(|line| entries(line, false)).collect()
}

/// Charges of lines (BG-28).
pub fn line_charges(document: Place<'_>) -> Vec<Place<'_>> {
    lines(document).into_iter().flat_map(|line| entries(line, true)).collect()
}

/// Periods of lines (BG-26).
pub fn line_periods(document: Place<'_>) -> Vec<Place<'_>> {
    of_lines(document, "cac:InvoicePeriod")
}

/// Elements of lines by a path.
pub fn of_lines<'a>(document: Place<'a>, path: &str) -> Vec<Place<'a>> {
    lines(document).into_iter().flat_map(|line| line.all(path)).collect()
}

fn entries(place: Place<'_>, is_charge: bool) -> Vec<Place<'_>> {
    let mut entries = place.all("cac:AllowanceCharge");
    entries.retain(|entry| entry.is_charge() == Some(is_charge));
    entries
}

/// Totals of the document (BG-22).
pub fn totals(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:LegalMonetaryTotal")
}

/// The VAT breakdown (BG-23).
pub fn breakdown(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:TaxTotal/cac:TaxSubtotal")
}
