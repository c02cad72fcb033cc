//! Rules of the VAT categories: the same rules for each, with its own conditions.

use super::place::{Context, Place, allowances, breakdown, charges, lines, rounded, sum};
use super::totals::tax;

/// What a category asks for.
struct Category {
    /// The part of the rules' names.
    rules: &'static str,
    /// Its code (UNCL 5305).
    code: &'static str,
    rate: Rate,
    parties: Parties,
    is_exempt: bool,
}

/// The rate that goes with a category.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rate {
    Positive,
    NotNegative,
    Zero,
    /// There is none.
    None,
}

/// Who is registered where a category is used.
#[derive(Clone, Copy)]
enum Parties {
    /// The seller for some tax, or his representative for VAT.
    Seller,
    /// The seller or his representative for VAT.
    SellerForVat,
    /// As `Seller`; and the buyer for VAT, or in a register.
    SellerAndBuyer,
    /// As `SellerForVat`; and the buyer for VAT.
    BothForVat,
    /// Nobody for VAT.
    Nobody,
}

#[rustfmt::skip]
const CATEGORIES: [Category; 9] = [
    Category { rules: "S", code: "S", rate: Rate::Positive, parties: Parties::Seller, is_exempt: false },
    Category { rules: "Z", code: "Z", rate: Rate::Zero, parties: Parties::Seller, is_exempt: false },
    Category { rules: "E", code: "E", rate: Rate::Zero, parties: Parties::Seller, is_exempt: true },
    Category { rules: "AE", code: "AE", rate: Rate::Zero, parties: Parties::SellerAndBuyer, is_exempt: true },
    Category { rules: "IC", code: "K", rate: Rate::Zero, parties: Parties::BothForVat, is_exempt: true },
    Category { rules: "G", code: "G", rate: Rate::Zero, parties: Parties::SellerForVat, is_exempt: true },
    Category { rules: "O", code: "O", rate: Rate::None, parties: Parties::Nobody, is_exempt: true },
    Category { rules: "AF", code: "L", rate: Rate::NotNegative, parties: Parties::Seller, is_exempt: false },
    Category { rules: "AG", code: "M", rate: Rate::NotNegative, parties: Parties::Seller, is_exempt: false },
];

/// Whether a rule named after a category holds; `None` for any other rule.
pub fn holds(rule: &str, document: Place<'_>) -> Option<bool> {
    let (name, number) = rule.strip_prefix("BR-")?.rsplit_once('-')?;
    let category = CATEGORIES.iter().find(|category| category.rules == name)?;
    let used = Used { category, document };
    Some(match (number, category.code) {
        ("01", _) => used.is_broken_down(),
        ("02", _) => used.lines().is_empty() || used.has_parties(),
        ("03", _) => used.entries(&[allowances]).is_empty() || used.has_parties(),
        ("04", _) => used.entries(&[charges]).is_empty() || used.has_parties(),
        ("05", _) => used.lines().into_iter().all(|it| category.has_rate(it)),
        ("06", _) => used.entries(&[allowances]).into_iter().all(|it| category.has_rate(it)),
        ("07", _) => used.entries(&[charges]).into_iter().all(|it| category.has_rate(it)),
        ("08", _) => used.breakdown().into_iter().all(|it| used.is_sum(it)),
        ("09", _) => used.breakdown().into_iter().all(|it| category.has_tax(it)),
        ("10", _) => used.breakdown().into_iter().all(|it| category.has_reason(it)),
        ("11" | "12", "K" | "O") | ("13" | "14", "O") if used.breakdown().is_empty() => true,
        ("11", "K") => DELIVERY_DATES.iter().any(|path| document.has(path)),
        ("12", "K") => document.has(DELIVERY_COUNTRY),
        ("11", "O") => category.is_only(breakdown(document), "cac:TaxCategory"),
        ("12", "O") => category.is_only(lines(document), LINE_CATEGORY),
        ("13", "O") => category.is_only(allowances(document), "cac:TaxCategory"),
        ("14", "O") => category.is_only(charges(document), "cac:TaxCategory"),
        _ => return None,
    })
}

const LINE_CATEGORY: &str = "cac:Item/cac:ClassifiedTaxCategory";
const SELLER_TAX_NUMBER: &str =
    "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID";
const BUYER_NUMBER: &str =
    "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID";
const DELIVERY_DATES: [&str; 3] = [
    "cac:Delivery/cbc:ActualDeliveryDate",
    "cac:InvoicePeriod/cbc:StartDate",
    "cac:InvoicePeriod/cbc:EndDate",
];
const DELIVERY_COUNTRY: &str =
    "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode";

impl Category {
    fn is_it(&self, category: Place<'_>) -> bool {
        category.is_vat() && self.has_code(category)
    }

    fn has_code(&self, category: Place<'_>) -> bool {
        category.text_of("cbc:ID") == Some(self.code)
    }

    /// Those of its categories below each place.
    fn below<'a>(&self, places: Vec<Place<'a>>, path: &str) -> Vec<Place<'a>> {
        let categories = places.into_iter().flat_map(|place| place.all(path));
        categories.filter(|category| self.is_it(*category)).collect()
    }

    /// Whether the places have no other category of VAT.
    fn is_only(&self, places: Vec<Place<'_>>, path: &str) -> bool {
        let mut categories = places.into_iter().flat_map(|place| place.all(path));
        categories.all(|category| !category.is_vat() || self.is_it(category))
    }

    fn has_rate(&self, category: Place<'_>) -> bool {
        let rate = category.number_of("cbc:Percent");
        match self.rate {
            Rate::Positive => rate.is_some_and(|rate| rate > 0),
            Rate::NotNegative => rate.is_some_and(|rate| rate >= 0),
            Rate::Zero => rate == Some(0),
            Rate::None => !category.has("cbc:Percent"),
        }
    }

    /// Whether its lines and entries are added up rate by rate.
    fn has_rates(&self) -> bool {
        matches!(self.rate, Rate::Positive | Rate::NotNegative)
    }

    fn has_tax(&self, category: Place<'_>) -> bool {
        let Some(subtotal) = category.above() else { return false };
        let taxable = subtotal.number_of("cbc:TaxableAmount");
        let expected = match self.has_rates() {
            true => {
                taxable.zip(category.number_of("cbc:Percent")).and_then(|(sum, it)| tax(sum, it))
            }
            false => Some(0),
        };
        expected.is_some() && subtotal.number_of("cbc:TaxAmount") == expected
    }

    fn has_reason(&self, category: Place<'_>) -> bool {
        let names = ["cbc:TaxExemptionReason", "cbc:TaxExemptionReasonCode"];
        names.iter().any(|name| category.has(name)) == self.is_exempt
    }
}

/// A category in a document.
struct Used<'a> {
    category: &'static Category,
    document: Place<'a>,
}

impl<'a> Used<'a> {
    fn lines(&self) -> Vec<Place<'a>> {
        self.category.below(lines(self.document), LINE_CATEGORY)
    }

    fn entries(&self, contexts: &[Context]) -> Vec<Place<'a>> {
        let entries = contexts.iter().flat_map(|context| context(self.document)).collect();
        self.category.below(entries, "cac:TaxCategory")
    }

    fn breakdown(&self) -> Vec<Place<'a>> {
        self.category.below(breakdown(self.document), "cac:TaxCategory")
    }

    /// Once in the breakdown if it is used at all; with rates, once or more.
    fn is_broken_down(&self) -> bool {
        let is_used = !self.lines().is_empty() || !self.entries(&[allowances, charges]).is_empty();
        match (self.breakdown().len(), self.category.has_rates()) {
            (0, _) => !is_used,
            (_, true) => is_used,
            (1, false) => true,
            _ => false,
        }
    }

    fn has_parties(&self) -> bool {
        let is_for_vat =
            |party: &str| self.document.all(party).into_iter().any(Place::is_registered_for_vat);
        let has = |path: &str| self.document.has(path);
        let represented = is_for_vat("cac:TaxRepresentativeParty");
        let seller_for_vat = represented || is_for_vat("cac:AccountingSupplierParty/cac:Party");
        let seller = represented || has(SELLER_TAX_NUMBER);
        let buyer_for_vat = is_for_vat("cac:AccountingCustomerParty/cac:Party");
        match self.category.parties {
            Parties::Seller => seller,
            Parties::SellerForVat => seller_for_vat,
            Parties::SellerAndBuyer => seller && (buyer_for_vat || has(BUYER_NUMBER)),
            Parties::BothForVat => seller_for_vat && buyer_for_vat,
            Parties::Nobody => !seller_for_vat && !buyer_for_vat,
        }
    }

    /// Whether a taxable amount is the sum of lines and charges less allowances, of its rate if
    /// there are several.
    fn is_sum(&self, category: Place<'_>) -> bool {
        let rate = category.number_of("cbc:Percent");
        let is_of = |place: &Place<'_>, path: &str| {
            let has_rate =
                |it: Place<'_>| !self.category.has_rates() || it.number_of("cbc:Percent") == rate;
            place.all(path).into_iter().any(|it| self.category.has_code(it) && has_rate(it))
        };
        let of = |places: Vec<Place<'a>>, path: &str, amount: &str| {
            sum(places.into_iter().filter(|place| is_of(place, path)), amount)
        };
        let document = self.document;
        let taxable = of(lines(document), LINE_CATEGORY, "cbc:LineExtensionAmount")
            .zip(of(charges(document), "cac:TaxCategory", "cbc:Amount"))
            .and_then(|(sum, more)| sum.checked_add(more))
            .zip(of(allowances(document), "cac:TaxCategory", "cbc:Amount"))
            .and_then(|(sum, less)| sum.checked_sub(less))
            .and_then(rounded);
        let stated = category.above().and_then(|it| it.number_of("cbc:TaxableAmount"));
        taxable.is_some() && stated == taxable
    }
}
