//! Rules that ask for what must be there: BR-01 to BR-65.

use super::Rule;
use super::place::{
    Place, allowances, breakdown, charges, document, line_allowances, line_charges, line_periods,
    lines, of_lines, totals,
};

/// Declares rules that ask for one of some elements.
macro_rules! rules {
    ($($id:literal in $context:expr => $($path:literal)|+;)*) => {
        &[$(Rule { id: $id, context: $context, holds: |it| $(it.has($path))||+ },)*]
    };
}

/// The rules: first those that ask for elements, then the others.
pub const RULES: &[&[Rule]] = &[ELEMENTS, CONDITIONS];

const ELEMENTS: &[Rule] = rules! {
    "BR-01" in document => "cbc:CustomizationID";
    "BR-02" in document => "cbc:ID";
    "BR-03" in document => "cbc:IssueDate";
    "BR-04" in document => "cbc:InvoiceTypeCode" | "cbc:CreditNoteTypeCode";
    "BR-05" in document => "cbc:DocumentCurrencyCode";
    "BR-06" in document => "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName";
    "BR-07" in document => "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName";
    "BR-08" in document => "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress";
    "BR-09" in seller_address => "cac:Country/cbc:IdentificationCode";
    "BR-10" in document => "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress";
    "BR-11" in buyer_address => "cac:Country/cbc:IdentificationCode";
    "BR-12" in totals => "cbc:LineExtensionAmount";
    "BR-13" in totals => "cbc:TaxExclusiveAmount";
    "BR-14" in totals => "cbc:TaxInclusiveAmount";
    "BR-15" in totals => "cbc:PayableAmount";
    "BR-16" in document => "cac:InvoiceLine" | "cac:CreditNoteLine";
    "BR-18" in representative => "cac:PartyName/cbc:Name";
    "BR-19" in representative => "cac:PostalAddress";
    "BR-20" in representative_address => "cac:Country/cbc:IdentificationCode";
    "BR-21" in lines => "cbc:ID";
    "BR-22" in lines => "cbc:InvoicedQuantity" | "cbc:CreditedQuantity";
    "BR-24" in lines => "cbc:LineExtensionAmount";
    "BR-25" in lines => "cac:Item/cbc:Name";
    "BR-26" in lines => "cac:Price/cbc:PriceAmount";
    "BR-31" in allowances => "cbc:Amount";
    "BR-33" in allowances => "cbc:AllowanceChargeReason" | "cbc:AllowanceChargeReasonCode";
    "BR-36" in charges => "cbc:Amount";
    "BR-38" in charges => "cbc:AllowanceChargeReason" | "cbc:AllowanceChargeReasonCode";
    "BR-41" in line_allowances => "cbc:Amount";
    "BR-42" in line_allowances => "cbc:AllowanceChargeReason" | "cbc:AllowanceChargeReasonCode";
    "BR-43" in line_charges => "cbc:Amount";
    "BR-44" in line_charges => "cbc:AllowanceChargeReason" | "cbc:AllowanceChargeReasonCode";
    "BR-45" in breakdown => "cbc:TaxableAmount";
    "BR-46" in breakdown => "cbc:TaxAmount";
    "BR-49" in |it| it.all("cac:PaymentMeans") => "cbc:PaymentMeansCode";
    "BR-52" in |it| it.all("cac:AdditionalDocumentReference") => "cbc:ID";
    "BR-55" in |it| it.all("cac:BillingReference") => "cac:InvoiceDocumentReference/cbc:ID";
    "BR-57" in |it| it.all("cac:Delivery/cac:DeliveryLocation/cac:Address") =>
        "cac:Country/cbc:IdentificationCode";
};

const CONDITIONS: &[Rule] = &[
    Rule { id: "BR-17", context: |it| it.all("cac:PayeeParty"), holds: is_another_payee },
    Rule {
        id: "BR-23",
        context: lines,
        holds: |it| {
            let quantities =
                [it.all("cbc:InvoicedQuantity"), it.all("cbc:CreditedQuantity")].concat();
            quantities.into_iter().any(|quantity| quantity.attribute("unitCode").is_some())
        },
    },
    Rule {
        id: "BR-27",
        context: lines,
        holds: |it| it.all("cac:Price/cbc:PriceAmount").first().is_some_and(|it| it.is_price()),
    },
    Rule {
        id: "BR-28",
        context: lines,
        holds: |it| {
            let bases = it.all("cac:Price/cac:AllowanceCharge/cbc:BaseAmount");
            bases.into_iter().all(Place::is_price)
        },
    },
    Rule { id: "BR-29", context: |it| it.all("cac:InvoicePeriod"), holds: is_period },
    Rule { id: "BR-30", context: line_periods, holds: is_period },
    Rule { id: "BR-32", context: allowances, holds: has_category },
    Rule { id: "BR-37", context: charges, holds: has_category },
    Rule { id: "BR-47", context: breakdown, holds: has_category },
    Rule {
        id: "BR-48",
        context: breakdown,
        holds: |it| {
            let categories = it.all("cac:TaxCategory").into_iter().filter(|it| it.is_vat());
            categories
                .into_iter()
                .any(|it| it.has("cbc:Percent") || it.text_of("cbc:ID") == Some("O"))
        },
    },
    Rule {
        id: "BR-50",
        context: transfers,
        holds: |it| {
            it.all("cac:PayeeFinancialAccount").into_iter().all(|account| account.has("cbc:ID"))
        },
    },
    // The last four to six digits (PCI DSS), here as in the published rules up to ten.
    Rule { id: "BR-51", context: card_numbers, holds: |it| it.text().chars().count() <= 10 },
    Rule {
        id: "BR-53",
        context: document,
        holds: |it| {
            let Some(currency) = it.text_of("cbc:TaxCurrencyCode") else { return true };
            let taxes = it.all("cac:TaxTotal/cbc:TaxAmount");
            taxes.into_iter().any(|tax| tax.attribute("currencyID") == Some(currency))
        },
    },
    Rule {
        id: "BR-54",
        context: item_attributes,
        holds: |it| it.has("cbc:Name") && it.has("cbc:Value"),
    },
    Rule { id: "BR-56", context: representative, holds: |it| it.is_registered_for_vat() },
    Rule {
        id: "BR-61",
        context: transfers,
        holds: |it| it.has("cac:PayeeFinancialAccount/cbc:ID"),
    },
    Rule { id: "BR-62", context: seller_endpoint, holds: |it| it.attribute("schemeID").is_some() },
    Rule { id: "BR-63", context: buyer_endpoint, holds: |it| it.attribute("schemeID").is_some() },
    Rule { id: "BR-64", context: item_identifiers, holds: |it| it.attribute("schemeID").is_some() },
    Rule { id: "BR-65", context: item_classes, holds: |it| it.attribute("listID").is_some() },
];

fn seller_address(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress")
}

fn buyer_address(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress")
}

fn seller_endpoint(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID")
}

fn buyer_endpoint(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID")
}

fn representative(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:TaxRepresentativeParty")
}

fn representative_address(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:TaxRepresentativeParty/cac:PostalAddress")
}

fn card_numbers(document: Place<'_>) -> Vec<Place<'_>> {
    document.all("cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID")
}

/// Payments by credit transfer, within SEPA or not (UNCL 4461: 58, 30).
fn transfers(document: Place<'_>) -> Vec<Place<'_>> {
    let mut payments = document.all("cac:PaymentMeans");
    payments.retain(|it| matches!(it.text_of("cbc:PaymentMeansCode"), Some("30" | "58")));
    payments
}

fn item_attributes(document: Place<'_>) -> Vec<Place<'_>> {
    of_lines(document, "cac:Item/cac:AdditionalItemProperty")
}

fn item_identifiers(document: Place<'_>) -> Vec<Place<'_>> {
    of_lines(document, "cac:Item/cac:StandardItemIdentification/cbc:ID")
}

fn item_classes(document: Place<'_>) -> Vec<Place<'_>> {
    of_lines(document, "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode")
}

fn has_category(place: Place<'_>) -> bool {
    place.all("cac:TaxCategory").into_iter().any(|it| it.is_vat() && it.has("cbc:ID"))
}

/// A period does not end before it begins. Dates in this form are ordered as their text is.
fn is_period(period: Place<'_>) -> bool {
    match (period.text_of("cbc:StartDate"), period.text_of("cbc:EndDate")) {
        (Some(start), Some(end)) => start <= end,
        _ => true,
    }
}

/// A payee is named, and is not the seller.
fn is_another_payee(payee: Place<'_>) -> bool {
    let Some(document) = payee.above() else { return false };
    let differs = |path: &str| {
        let of_payee = payee.all(path).into_iter().map(Place::text);
        let of_seller = document.all(&format!("cac:AccountingSupplierParty/cac:Party/{path}"));
        let of_seller: Vec<_> = of_seller.into_iter().map(Place::text).collect();
        of_payee.into_iter().all(|text| !of_seller.contains(&text))
    };
    payee.has("cac:PartyName/cbc:Name")
        && differs("cac:PartyName/cbc:Name")
        && differs("cac:PartyIdentification/cbc:ID")
}
