//! Each rule on a fragment that keeps it and on one that breaks it.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::xml;
use std::collections::BTreeSet;

/// A fragment of a document with the usual prefixes.
fn fragment(root: &str, content: &str) -> String {
    format!(
        "<{root} xmlns='urn:oasis:names:specification:ubl:schema:xsd:{root}-2' \
         xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2' \
         xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>\
         {content}</{root}>"
    )
}

fn judged(rule: &str, root: &str, content: &str) -> Option<bool> {
    let text = fragment(root, content);
    let document = xml::parse(&text, 10_000).unwrap();
    holds(rule, Place::new(document.root_element()))
}

/// Short forms in the cases: elements by the letters of their names.
fn written_out(content: &str) -> String {
    let mut text = content.to_owned();
    for (short, long) in [
        ("SELLER", "cac:AccountingSupplierParty"),
        ("BUYER", "cac:AccountingCustomerParty"),
        ("AGENT", "cac:TaxRepresentativeParty"),
        ("PARTY", "cac:Party"),
        ("TAXED", "cac:PartyTaxScheme"),
        ("LEGAL", "cac:PartyLegalEntity"),
        ("LINE", "cac:InvoiceLine"),
        ("ENTRY", "cac:AllowanceCharge"),
        ("TOTAL", "cac:LegalMonetaryTotal"),
        ("TAXES", "cac:TaxTotal"),
        ("SHARE", "cac:TaxSubtotal"),
        ("ITEM", "cac:Item"),
        ("OF", "cac:ClassifiedTaxCategory"),
        ("KIND", "cac:TaxCategory"),
        ("PERIOD", "cac:InvoicePeriod"),
        ("PAID", "cac:PaymentMeans"),
    ] {
        text = text.replace(&format!("<{short}>"), &format!("<{long}>"));
        text = text.replace(&format!("</{short}>"), &format!("</{long}>"));
        text = text.replace(&format!("<{short}/>"), &format!("<{long}/>"));
    }
    text = text.replace("<LESS/>", "<cbc:ChargeIndicator>false</cbc:ChargeIndicator>");
    text = text.replace("<MORE/>", "<cbc:ChargeIndicator>true</cbc:ChargeIndicator>");
    text.replace("<VAT/>", "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>")
}

/// Rule, a fragment that keeps it, one that breaks it.
const CASES: &[(&str, &str, &str)] = &[
    (
        "BR-01",
        "<cbc:CustomizationID>a</cbc:CustomizationID>",
        "<cbc:CustomizationID> </cbc:CustomizationID>",
    ),
    ("BR-02", "<cbc:ID>a</cbc:ID>", "<cbc:ID><!-- a --></cbc:ID>"),
    ("BR-03", "<cbc:IssueDate>a</cbc:IssueDate>", ""),
    ("BR-04", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", ""),
    ("BR-05", "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", ""),
    (
        "BR-06",
        "<SELLER><PARTY><LEGAL><cbc:RegistrationName>a</cbc:RegistrationName></LEGAL></PARTY></SELLER>",
        "<SELLER/>",
    ),
    (
        "BR-07",
        "<BUYER><PARTY><LEGAL><cbc:RegistrationName>a</cbc:RegistrationName></LEGAL></PARTY></BUYER>",
        "<BUYER/>",
    ),
    ("BR-08", "<SELLER><PARTY><cac:PostalAddress/></PARTY></SELLER>", "<SELLER><PARTY/></SELLER>"),
    (
        "BR-09",
        "<SELLER><PARTY><cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress></PARTY></SELLER>",
        "<SELLER><PARTY><cac:PostalAddress/></PARTY></SELLER>",
    ),
    ("BR-10", "<BUYER><PARTY><cac:PostalAddress/></PARTY></BUYER>", "<BUYER><PARTY/></BUYER>"),
    ("BR-11", "<BUYER><PARTY/></BUYER>", "<BUYER><PARTY><cac:PostalAddress/></PARTY></BUYER>"),
    ("BR-12", "<TOTAL><cbc:LineExtensionAmount>1</cbc:LineExtensionAmount></TOTAL>", "<TOTAL/>"),
    ("BR-13", "<TOTAL><cbc:TaxExclusiveAmount>1</cbc:TaxExclusiveAmount></TOTAL>", "<TOTAL/>"),
    ("BR-14", "<TOTAL><cbc:TaxInclusiveAmount>1</cbc:TaxInclusiveAmount></TOTAL>", "<TOTAL/>"),
    ("BR-15", "<TOTAL><cbc:PayableAmount>1</cbc:PayableAmount></TOTAL>", "<TOTAL/>"),
    ("BR-16", "<LINE/>", ""),
    (
        "BR-17",
        "<cac:PayeeParty><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName></cac:PayeeParty>",
        "<cac:PayeeParty><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName></cac:PayeeParty><SELLER><PARTY><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName></PARTY></SELLER>",
    ),
    ("BR-18", "<AGENT><cac:PartyName><cbc:Name>a</cbc:Name></cac:PartyName></AGENT>", "<AGENT/>"),
    ("BR-19", "<AGENT><cac:PostalAddress/></AGENT>", "<AGENT/>"),
    ("BR-20", "<AGENT/>", "<AGENT><cac:PostalAddress/></AGENT>"),
    ("BR-21", "<LINE><cbc:ID>1</cbc:ID></LINE>", "<LINE/>"),
    ("BR-22", "<LINE><cbc:InvoicedQuantity>1</cbc:InvoicedQuantity></LINE>", "<LINE/>"),
    (
        "BR-23",
        "<LINE><cbc:InvoicedQuantity unitCode='C62'>1</cbc:InvoicedQuantity></LINE>",
        "<LINE><cbc:InvoicedQuantity>1</cbc:InvoicedQuantity></LINE>",
    ),
    ("BR-24", "<LINE><cbc:LineExtensionAmount>1</cbc:LineExtensionAmount></LINE>", "<LINE/>"),
    ("BR-25", "<LINE><ITEM><cbc:Name>a</cbc:Name></ITEM></LINE>", "<LINE><ITEM/></LINE>"),
    (
        "BR-26",
        "<LINE><cac:Price><cbc:PriceAmount>1</cbc:PriceAmount></cac:Price></LINE>",
        "<LINE/>",
    ),
    (
        "BR-27",
        "<LINE><cac:Price><cbc:PriceAmount>0.061232374</cbc:PriceAmount></cac:Price></LINE>",
        "<LINE><cac:Price><cbc:PriceAmount>-1</cbc:PriceAmount></cac:Price></LINE>",
    ),
    (
        "BR-28",
        "<LINE/>",
        "<LINE><cac:Price><ENTRY><cbc:BaseAmount>-0.01</cbc:BaseAmount></ENTRY></cac:Price></LINE>",
    ),
    (
        "BR-29",
        "<PERIOD><cbc:StartDate>2026-01-01</cbc:StartDate><cbc:EndDate>2026-01-01</cbc:EndDate></PERIOD>",
        "<PERIOD><cbc:StartDate>2026-01-02</cbc:StartDate><cbc:EndDate>2026-01-01</cbc:EndDate></PERIOD>",
    ),
    (
        "BR-30",
        "<LINE><PERIOD><cbc:StartDate>2026-01-01</cbc:StartDate></PERIOD></LINE>",
        "<LINE><PERIOD><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-01-09</cbc:EndDate></PERIOD></LINE>",
    ),
    ("BR-31", "<ENTRY><LESS/><cbc:Amount>1</cbc:Amount></ENTRY>", "<ENTRY><LESS/></ENTRY>"),
    (
        "BR-32",
        "<ENTRY><LESS/><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></ENTRY>",
        "<ENTRY><LESS/><KIND><cbc:ID>S</cbc:ID></KIND></ENTRY>",
    ),
    (
        "BR-33",
        "<ENTRY><LESS/><cbc:AllowanceChargeReason>a</cbc:AllowanceChargeReason></ENTRY>",
        "<ENTRY><LESS/></ENTRY>",
    ),
    ("BR-36", "<ENTRY><LESS/></ENTRY>", "<ENTRY><MORE/></ENTRY>"),
    ("BR-37", "<ENTRY><LESS/></ENTRY>", "<ENTRY><MORE/></ENTRY>"),
    (
        "BR-38",
        "<ENTRY><MORE/><cbc:AllowanceChargeReasonCode>1</cbc:AllowanceChargeReasonCode></ENTRY>",
        "<ENTRY><MORE/></ENTRY>",
    ),
    ("BR-41", "<ENTRY><LESS/></ENTRY>", "<LINE><ENTRY><LESS/></ENTRY></LINE>"),
    ("BR-42", "<ENTRY><LESS/></ENTRY>", "<LINE><ENTRY><LESS/></ENTRY></LINE>"),
    ("BR-43", "<LINE><ENTRY><LESS/></ENTRY></LINE>", "<LINE><ENTRY><MORE/></ENTRY></LINE>"),
    ("BR-44", "<LINE><ENTRY><LESS/></ENTRY></LINE>", "<LINE><ENTRY><MORE/></ENTRY></LINE>"),
    (
        "BR-45",
        "<TAXES><SHARE><cbc:TaxableAmount>1</cbc:TaxableAmount></SHARE></TAXES>",
        "<TAXES><SHARE/></TAXES>",
    ),
    (
        "BR-46",
        "<TAXES><SHARE><cbc:TaxAmount>1</cbc:TaxAmount></SHARE></TAXES>",
        "<TAXES><SHARE/></TAXES>",
    ),
    (
        "BR-47",
        "<TAXES><SHARE><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></SHARE></TAXES>",
        "<TAXES><SHARE><KIND><VAT/></KIND></SHARE></TAXES>",
    ),
    (
        "BR-48",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE></TAXES>",
        "<TAXES><SHARE><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></SHARE></TAXES>",
    ),
    ("BR-49", "<PAID><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode></PAID>", "<PAID/>"),
    (
        "BR-50",
        "<PAID><cac:PayeeFinancialAccount/></PAID>",
        "<PAID><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount/></PAID>",
    ),
    (
        "BR-51",
        "<PAID><cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID></cac:CardAccount></PAID>",
        "<PAID><cac:CardAccount><cbc:PrimaryAccountNumberID>12345678901</cbc:PrimaryAccountNumberID></cac:CardAccount></PAID>",
    ),
    (
        "BR-52",
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID></cac:AdditionalDocumentReference>",
        "<cac:AdditionalDocumentReference/>",
    ),
    (
        "BR-53",
        "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><TAXES><cbc:TaxAmount currencyID='SEK'>1</cbc:TaxAmount></TAXES>",
        "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><TAXES><cbc:TaxAmount currencyID='EUR'>1</cbc:TaxAmount></TAXES>",
    ),
    (
        "BR-54",
        "<LINE><ITEM/></LINE>",
        "<LINE><ITEM><cac:AdditionalItemProperty><cbc:Name>a</cbc:Name></cac:AdditionalItemProperty></ITEM></LINE>",
    ),
    (
        "BR-55",
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>",
        "<cac:BillingReference/>",
    ),
    (
        "BR-56",
        "<AGENT><TAXED><cbc:CompanyID>DE1</cbc:CompanyID><VAT/></TAXED></AGENT>",
        "<AGENT><TAXED><cbc:CompanyID>DE1</cbc:CompanyID></TAXED></AGENT>",
    ),
    (
        "BR-57",
        "<cac:Delivery/>",
        "<cac:Delivery><cac:DeliveryLocation><cac:Address/></cac:DeliveryLocation></cac:Delivery>",
    ),
    (
        "BR-61",
        "<PAID><cbc:PaymentMeansCode>48</cbc:PaymentMeansCode></PAID>",
        "<PAID><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode></PAID>",
    ),
    (
        "BR-62",
        "<SELLER><PARTY><cbc:EndpointID schemeID='EM'>a</cbc:EndpointID></PARTY></SELLER>",
        "<SELLER><PARTY><cbc:EndpointID>a</cbc:EndpointID></PARTY></SELLER>",
    ),
    (
        "BR-63",
        "<BUYER><PARTY><cbc:EndpointID schemeID='EM'>a</cbc:EndpointID></PARTY></BUYER>",
        "<BUYER><PARTY><cbc:EndpointID>a</cbc:EndpointID></PARTY></BUYER>",
    ),
    (
        "BR-64",
        "<LINE><ITEM/></LINE>",
        "<LINE><ITEM><cac:StandardItemIdentification><cbc:ID>1</cbc:ID></cac:StandardItemIdentification></ITEM></LINE>",
    ),
    (
        "BR-65",
        "<LINE><ITEM/></LINE>",
        "<LINE><ITEM><cac:CommodityClassification><cbc:ItemClassificationCode>1</cbc:ItemClassificationCode></cac:CommodityClassification></ITEM></LINE>",
    ),
    (
        "BR-CO-03",
        "<cbc:TaxPointDate>2026-01-01</cbc:TaxPointDate><PERIOD/>",
        "<cbc:TaxPointDate>2026-01-01</cbc:TaxPointDate><PERIOD><cbc:DescriptionCode>3</cbc:DescriptionCode></PERIOD>",
    ),
    (
        "BR-CO-04",
        "<LINE><ITEM><OF><cbc:ID>S</cbc:ID><VAT/></OF></ITEM></LINE>",
        "<LINE><ITEM><OF><cbc:ID>S</cbc:ID></OF></ITEM></LINE>",
    ),
    (
        "BR-CO-09",
        "<SELLER><PARTY><TAXED><cbc:CompanyID>EL1</cbc:CompanyID><VAT/></TAXED></PARTY></SELLER>",
        "<SELLER><PARTY><TAXED><cbc:CompanyID>11</cbc:CompanyID><VAT/></TAXED></PARTY></SELLER>",
    ),
    (
        "BR-CO-10",
        "<TOTAL><cbc:LineExtensionAmount>0.30</cbc:LineExtensionAmount></TOTAL><LINE><cbc:LineExtensionAmount>0.1</cbc:LineExtensionAmount></LINE><LINE><cbc:LineExtensionAmount>0.2</cbc:LineExtensionAmount></LINE>",
        "<TOTAL><cbc:LineExtensionAmount>0.30</cbc:LineExtensionAmount></TOTAL><LINE><cbc:LineExtensionAmount>0.31</cbc:LineExtensionAmount></LINE>",
    ),
    (
        "BR-CO-11",
        "<TOTAL><cbc:AllowanceTotalAmount>1</cbc:AllowanceTotalAmount></TOTAL><ENTRY><LESS/><cbc:Amount>1</cbc:Amount></ENTRY>",
        "<TOTAL/><ENTRY><LESS/><cbc:Amount>1</cbc:Amount></ENTRY>",
    ),
    (
        "BR-CO-12",
        "<TOTAL/><ENTRY><LESS/><cbc:Amount>1</cbc:Amount></ENTRY>",
        "<TOTAL><cbc:ChargeTotalAmount>2</cbc:ChargeTotalAmount></TOTAL><ENTRY><MORE/><cbc:Amount>1</cbc:Amount></ENTRY>",
    ),
    (
        "BR-CO-13",
        "<TOTAL><cbc:LineExtensionAmount>5</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>4</cbc:TaxExclusiveAmount><cbc:AllowanceTotalAmount>2</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount>1</cbc:ChargeTotalAmount></TOTAL>",
        "<TOTAL><cbc:LineExtensionAmount>5</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>4.99</cbc:TaxExclusiveAmount></TOTAL>",
    ),
    (
        "BR-CO-14",
        "<TAXES><cbc:TaxAmount>3</cbc:TaxAmount><SHARE><cbc:TaxAmount>1</cbc:TaxAmount></SHARE><SHARE><cbc:TaxAmount>2</cbc:TaxAmount></SHARE></TAXES>",
        "<TAXES><cbc:TaxAmount>3.01</cbc:TaxAmount><SHARE><cbc:TaxAmount>3</cbc:TaxAmount></SHARE></TAXES>",
    ),
    (
        "BR-CO-15",
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><TAXES><cbc:TaxAmount currencyID='EUR'>1</cbc:TaxAmount></TAXES><TAXES><cbc:TaxAmount currencyID='SEK'>10</cbc:TaxAmount></TAXES><TOTAL><cbc:TaxExclusiveAmount>5</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>6</cbc:TaxInclusiveAmount></TOTAL>",
        "<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><TAXES><cbc:TaxAmount currencyID='EUR'>1</cbc:TaxAmount></TAXES><TOTAL><cbc:TaxExclusiveAmount>5</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount>6</cbc:TaxInclusiveAmount></TOTAL>",
    ),
    (
        "BR-CO-16",
        "<TOTAL><cbc:TaxInclusiveAmount>6.02</cbc:TaxInclusiveAmount><cbc:PrepaidAmount>1</cbc:PrepaidAmount><cbc:PayableRoundingAmount>-0.02</cbc:PayableRoundingAmount><cbc:PayableAmount>5</cbc:PayableAmount></TOTAL>",
        "<TOTAL><cbc:TaxInclusiveAmount>6</cbc:TaxInclusiveAmount><cbc:PayableAmount>5</cbc:PayableAmount></TOTAL>",
    ),
    (
        "BR-CO-17",
        "<TAXES><SHARE><cbc:TaxableAmount>-0.5</cbc:TaxableAmount><cbc:TaxAmount>-0.03</cbc:TaxAmount><KIND><cbc:Percent>5</cbc:Percent><VAT/></KIND></SHARE></TAXES>",
        "<TAXES><SHARE><cbc:TaxableAmount>100</cbc:TaxableAmount><cbc:TaxAmount>5.01</cbc:TaxAmount><KIND><cbc:Percent>5</cbc:Percent><VAT/></KIND></SHARE></TAXES>",
    ),
    ("BR-CO-18", "<TAXES><SHARE/></TAXES>", "<TAXES/>"),
    ("BR-CO-19", "<PERIOD><cbc:DescriptionCode>3</cbc:DescriptionCode></PERIOD>", "<PERIOD/>"),
    (
        "BR-CO-20",
        "<LINE><PERIOD><cbc:EndDate>2026-01-01</cbc:EndDate></PERIOD></LINE>",
        "<LINE><PERIOD><cbc:DescriptionCode>3</cbc:DescriptionCode></PERIOD></LINE>",
    ),
    ("BR-CO-21", "<ENTRY><MORE/></ENTRY>", "<ENTRY><LESS/></ENTRY>"),
    ("BR-CO-22", "<ENTRY><LESS/></ENTRY>", "<ENTRY><MORE/></ENTRY>"),
    ("BR-CO-23", "<LINE><ENTRY><MORE/></ENTRY></LINE>", "<LINE><ENTRY><LESS/></ENTRY></LINE>"),
    ("BR-CO-24", "<LINE><ENTRY><LESS/></ENTRY></LINE>", "<LINE><ENTRY><MORE/></ENTRY></LINE>"),
    (
        "BR-CO-25",
        "<TOTAL><cbc:PayableAmount>1</cbc:PayableAmount></TOTAL><cac:PaymentTerms><cbc:Note>at once</cbc:Note></cac:PaymentTerms>",
        "<TOTAL><cbc:PayableAmount>1</cbc:PayableAmount></TOTAL>",
    ),
    (
        "BR-CO-26",
        "<SELLER><PARTY><LEGAL><cbc:CompanyID>1</cbc:CompanyID></LEGAL></PARTY></SELLER>",
        "<SELLER><PARTY><cac:PartyIdentification><cbc:ID schemeID='SEPA'>1</cbc:ID></cac:PartyIdentification></PARTY></SELLER>",
    ),
    (
        "BR-IC-11",
        "<PERIOD><cbc:EndDate>2026-01-01</cbc:EndDate></PERIOD><TAXES><SHARE><KIND><cbc:ID>K</cbc:ID><VAT/></KIND></SHARE></TAXES>",
        "<PERIOD/><TAXES><SHARE><KIND><cbc:ID>K</cbc:ID><VAT/></KIND></SHARE></TAXES>",
    ),
    (
        "BR-IC-12",
        "<TAXES><SHARE><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></SHARE></TAXES>",
        "<cac:Delivery/><TAXES><SHARE><KIND><cbc:ID>K</cbc:ID><VAT/></KIND></SHARE></TAXES>",
    ),
    (
        "BR-O-11",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE></TAXES>",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE><SHARE><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></SHARE></TAXES>",
    ),
    (
        "BR-O-12",
        "<LINE><ITEM><OF><cbc:ID>S</cbc:ID><VAT/></OF></ITEM></LINE>",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE></TAXES><LINE><ITEM><OF><cbc:ID>S</cbc:ID><VAT/></OF></ITEM></LINE>",
    ),
    (
        "BR-O-13",
        "<ENTRY><LESS/><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></ENTRY>",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE></TAXES><ENTRY><LESS/><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></ENTRY>",
    ),
    (
        "BR-O-14",
        "<ENTRY><MORE/><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></ENTRY>",
        "<TAXES><SHARE><KIND><cbc:ID>O</cbc:ID><VAT/></KIND></SHARE></TAXES><ENTRY><MORE/><KIND><cbc:ID>S</cbc:ID><VAT/></KIND></ENTRY>",
    ),
];

#[test]
fn each_rule_is_kept_by_one_fragment_and_broken_by_another() {
    for (rule, kept, broken) in CASES {
        assert_eq!(judged(rule, "Invoice", &written_out(kept)), Some(true), "{rule}");
        assert_eq!(judged(rule, "Invoice", &written_out(broken)), Some(false), "{rule}");
    }
}

/// A line, an allowance, a charge and a part of the breakdown of 100 each, of one category.
fn of_category(code: &str, rate: &str, tax: &str, reason: &str) -> String {
    let kind = format!("<cbc:ID>{code}</cbc:ID>{rate}<VAT/>");
    written_out(&format!(
        "<ENTRY><LESS/><cbc:Amount>100</cbc:Amount><KIND>{kind}</KIND></ENTRY>\
         <ENTRY><MORE/><cbc:Amount>100</cbc:Amount><KIND>{kind}</KIND></ENTRY>\
         <TAXES><SHARE><cbc:TaxableAmount>100</cbc:TaxableAmount>\
         <cbc:TaxAmount>{tax}</cbc:TaxAmount>\
         <KIND><cbc:ID>{code}</cbc:ID>{rate}{reason}<VAT/></KIND></SHARE></TAXES>\
         <LINE><cbc:LineExtensionAmount>100</cbc:LineExtensionAmount>\
         <ITEM><OF>{kind}</OF></ITEM></LINE>"
    ))
}

fn party(role: &str, number: &str, scheme: &str) -> String {
    let taxed = format!("<TAXED><cbc:CompanyID>{number}</cbc:CompanyID>{scheme}</TAXED>");
    written_out(&format!("<{role}><PARTY>{taxed}</PARTY></{role}>"))
}

#[test]
fn each_category_has_its_rate_tax_reason_and_parties() {
    let percent = |rate: &str| format!("<cbc:Percent>{rate}</cbc:Percent>");
    let reason = "<cbc:TaxExemptionReason>a</cbc:TaxExemptionReason>";
    let (seller, seller_for_vat) = (party("SELLER", "1", ""), party("SELLER", "DE1", "<VAT/>"));
    let both = format!("{seller_for_vat}{}", party("BUYER", "FR1", "<VAT/>"));
    let agent =
        written_out("<AGENT><TAXED><cbc:CompanyID>DE1</cbc:CompanyID><VAT/></TAXED></AGENT>");
    for (rules, code, rate, tax, wrong_rate, is_exempt, enough, too_little) in [
        ("S", "S", percent("19"), "19", percent("0"), false, &seller, ""),
        ("Z", "Z", percent("0"), "0", percent("1"), false, &seller, ""),
        ("E", "E", percent("0"), "0", percent("1"), true, &agent, ""),
        ("AE", "AE", percent("0.0"), "0", percent("1"), true, &both, &seller),
        ("IC", "K", percent("0"), "0", percent("1"), true, &both, &seller_for_vat),
        ("G", "G", percent("0"), "0", percent("1"), true, &seller_for_vat, &seller),
        ("O", "O", String::new(), "0", percent("0"), true, &seller, &seller_for_vat),
        ("AF", "L", percent("7"), "7", percent("-1"), false, &seller, ""),
        ("AG", "M", percent("0"), "0", String::new(), false, &seller, ""),
    ] {
        let because = if is_exempt { reason } else { "" };
        let sound = format!("{enough}{}", of_category(code, &rate, tax, because));
        let without = format!("{too_little}{}", of_category(code, &rate, tax, because));
        let wrong = format!("{enough}{}", of_category(code, &wrong_rate, tax, because));
        let other = if is_exempt { "" } else { reason };
        let other = of_category(code, &rate, "19.01", other);
        let twice = sound.replacen("<cbc:LineExtensionAmount>1", "<cbc:LineExtensionAmount>2", 1);
        let unsaid = sound.replace("<cac:TaxSubtotal>", "<cac:Other>");
        let unsaid = unsaid.replace("</cac:TaxSubtotal>", "</cac:Other>");
        for (number, broken) in [
            ("01", &unsaid),
            ("02", &without),
            ("03", &without),
            ("04", &without),
            ("05", &wrong),
            ("06", &wrong),
            ("07", &wrong),
            ("08", &twice),
            ("09", &other),
            ("10", &other),
        ] {
            let rule = format!("BR-{rules}-{number}");
            assert_eq!(judged(&rule, "Invoice", &sound), Some(true), "{rule}");
            assert_eq!(judged(&rule, "Invoice", broken), Some(false), "{rule}");
        }
    }
}

#[test]
fn lines_of_another_rate_belong_to_another_sum() {
    let rates = |first: &str, second: &str| {
        let of = |rate: &str| {
            let rate = format!("<cbc:Percent>{rate}</cbc:Percent>");
            let all = of_category("S", &rate, "1", "");
            // Without allowance and charge, which come first.
            all.split_once("<cac:TaxTotal>").map(|(_, rest)| format!("<cac:TaxTotal>{rest}"))
        };
        format!("{}{}", of(first).unwrap(), of(second).unwrap())
    };
    assert_eq!(judged("BR-S-08", "Invoice", &rates("19", "7")), Some(true));
    assert_eq!(judged("BR-S-08", "Invoice", &rates("7", "7.0")), Some(false));
    assert_eq!(judged("BR-S-01", "Invoice", &rates("19", "7")), Some(true));
}

#[test]
fn a_credit_note_has_lines_of_its_own_and_nothing_falls_due() {
    let line = "<cac:CreditNoteLine><cbc:CreditedQuantity unitCode='C62'>1</cbc:CreditedQuantity>\
                </cac:CreditNoteLine>";
    for rule in ["BR-16", "BR-22", "BR-23"] {
        assert_eq!(judged(rule, "CreditNote", line), Some(true), "{rule}");
    }
    let due = written_out("<TOTAL><cbc:PayableAmount>1</cbc:PayableAmount></TOTAL>");
    assert_eq!(judged("BR-CO-25", "CreditNote", &due), Some(true));
}

#[test]
fn every_rule_has_a_case_and_others_are_not_known() {
    let cases: BTreeSet<&str> = CASES.iter().map(|(rule, _, _)| *rule).collect();
    for rule in existence::RULES.iter().copied().flatten().chain(totals::RULES) {
        assert!(cases.contains(rule.id), "{} has no case", rule.id);
    }
    for rule in ["BR-CL-01", "BR-S-11", "BR-IC-13", "BR-O-15", "BR-DEC-01", "BR-", "", "S-01"] {
        assert_eq!(judged(rule, "Invoice", "<a/>"), None, "{rule}");
    }
}

fn test_set(tests: &str) -> String {
    format!("<testSet xmlns='http://difi.no/xsd/vefa/validator/1.0'>{tests}</testSet>")
}

#[test]
fn a_test_set_is_judged_fragment_by_fragment() {
    let invoice = |content: &str| fragment("Invoice", content);
    let text = test_set(&format!(
        "<test><assert><success>BR-16</success><error> BR-02 </error></assert>{}</test>\
         <test><assert><error>BR-16</error></assert>{}</test>\
         <test><assert><success>BR-CL-01</success></assert>{}</test>",
        invoice("<cac:InvoiceLine/>"),
        invoice("<cac:InvoiceLine/>"),
        invoice("")
    ));
    let all = judge_fragments(text.as_bytes()).unwrap();
    let short: Vec<_> =
        all.iter().map(|it| (it.number, it.rule.as_str(), it.is_as_labelled())).collect();
    let expected =
        [(1, "BR-16", true), (1, "BR-02", true), (2, "BR-16", false), (3, "BR-CL-01", false)];
    assert_eq!(short, expected);
    let codes: Vec<_> = all.iter().map(|it| it.refusal().map(|refusal| refusal.name)).collect();
    assert_eq!(codes, [None, Some("RuleBroken"), None, Some("UnsupportedKind")]);
    let labels = "<error>BR-16</error>".repeat(201);
    for (text, name) in [
        (invoice(""), "UnsupportedKind"),
        (test_set("").replace("difi.no", "difi&#46;no"), "UnsupportedKind"),
        (test_set("<test><assert><success>BR-16</success></assert></test>"), "MissingField"),
        (test_set(&format!("<test>{}</test>", invoice(""))), "MissingField"),
        (test_set("<test>"), "NotWellFormed"),
        (" ".repeat(1024 * 1024 + 1), "TooLarge"),
        (test_set(&"<a/>".repeat(10_000)), "TooLarge"),
        (test_set(&format!("<test><assert>{labels}</assert>{}</test>", invoice(""))), "TooLarge"),
    ] {
        assert_eq!(judge_fragments(text.as_bytes()).unwrap_err().name, name);
    }
}
