//! The mapper on documents of our own: one sound invoice and one thing changed at a time.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::commitment::{FingerprintKey, Salt};
use crate::document::DocumentFormat;
use crate::invoice::PRECEDING_KINDS;
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, CivilDate};
use vat_invoice::messages::{
    CANDIDATES_LEN_MAX, Candidate, Category, CategoryAmount, Kind, Party, Reference, Totals,
};

const INVOICE: &str = include_str!("tests/invoice.xml");
const CREDIT_NOTE: &str = include_str!("tests/credit-note.xml");
const SELLER: Address = Address([1; 32]);
const BUYER: Address = Address([2; 32]);

fn context() -> MappingContext {
    MappingContext::new(FingerprintKey::new([5; 32], 3), Salt::from_bytes([6; 32]))
        .party("DE999000017", SELLER)
        .party("DE999000025", BUYER)
}

fn mapped(text: &str) -> Result<DocumentCall, DocumentRefusal> {
    map_invoice(text.as_bytes(), &context())
}

fn request_of(text: &str) -> IssueRequest {
    IssueRequest::decode_all(&mut mapped(text).unwrap().args.as_slice()).unwrap()
}

/// The invoice with one piece replaced; the piece must be there exactly once.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replacen(from, to, 1)
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn of_kind(code: &str) -> String {
    changed(INVOICE, "TypeCode>380<", &format!("TypeCode>{code}<"))
}

#[test]
fn an_invoice_becomes_an_issue_call() {
    let call = mapped(INVOICE).unwrap();
    assert_eq!((call.contract, call.method), ("vat_invoice", "issue"));
    assert_eq!((call.actor.as_str(), call.title.as_str()), ("DE999000017", "invoice NW-2025-0117"));
    let request = request_of(INVOICE);
    assert_eq!((request.kind, request.fingerprint.epoch), (Kind::Invoice, 3));
    assert_eq!(request.issue_date, date("2025-12-01"));
    assert_eq!(request.tax_point, date("2025-11-28"));
    assert_eq!(request.currency.as_str(), "EUR");
    assert_eq!(request.seller, SELLER);
    assert_eq!(request.buyer, Party::Account { address: BUYER });
    assert!(request.preceding.is_none());
    assert_eq!(request.commitment, commit(DOCUMENT_TAG, &context().salt, INVOICE.as_bytes()));
    let line = |rate_bp, taxable_minor, tax_minor| CategoryAmount {
        category: Category::Standard,
        rate_bp,
        taxable_minor,
        tax_minor,
    };
    assert_eq!(request.breakdown, [line(1900, 105_000, 19_950), line(700, 20_050, 1_404)]);
    let totals = Totals {
        line_sum_minor: 120_050,
        allowances_minor: 5_000,
        charges_minor: 10_000,
        net_minor: 125_050,
        tax_minor: 21_354,
        gross_minor: 146_404,
        paid_minor: 40_000,
        rounding_minor: -4,
        due_minor: 106_400,
    };
    assert_eq!(request.totals, totals);
    let today = date("2025-12-01");
    assert!(vat_invoice::recording::admit(&request, today).is_ok());
}

#[test]
fn the_key_depends_on_seller_kind_number_and_year_alone() {
    let base = request_of(INVOICE);
    for (from, to, is_same) in [
        ("DE 999 000 017", "de999000017", true),
        ("NW-2025-0117<", " nw-2025-0117 <", true),
        ("2025-12-01", "2025-12-31", true),
        ("DE02999000000000000017", "DE02999000000000000666", true),
        ("2025-12-01", "2024-12-01", false),
        ("NW-2025-0117<", "NW-2025-0118<", false),
        ("TypeCode>380<", "TypeCode>386<", false),
        ("DE 999 000 017", "DE 999 000 025", false),
    ] {
        let request = request_of(&changed(INVOICE, from, to));
        assert_eq!(request.fingerprint == base.fingerprint, is_same, "{from} {to}");
        assert_ne!(request.commitment, base.commitment);
    }
    let other_key = FingerprintKey::new([9; 32], 3);
    let context = MappingContext { fingerprint_key: other_key, ..context() };
    let other = map_invoice(INVOICE.as_bytes(), &context).unwrap();
    let other = IssueRequest::decode_all(&mut other.args.as_slice()).unwrap();
    assert_ne!(other.fingerprint, base.fingerprint);
}

#[test]
fn a_credit_note_refers_to_the_key_of_its_invoice() {
    let call = mapped(CREDIT_NOTE).unwrap();
    assert_eq!(call.title, "credit note NW-2025-G004");
    let (credit, invoice) = (request_of(CREDIT_NOTE), request_of(INVOICE));
    assert_eq!(credit.kind, Kind::CreditNote);
    let has = |reference: &Reference, meant: &IssueRequest| {
        let hashes: Vec<_> = reference.candidates.iter().map(|it| it.fingerprint).collect();
        hashes.contains(&meant.fingerprint.hash)
    };
    let dated = credit.preceding.unwrap();
    assert_eq!(dated.issue_date, Some(date("2025-12-01")));
    assert_eq!(dated.candidates.len(), PRECEDING_KINDS.len());
    assert!(has(&dated, &invoice));
    assert!(has(&dated, &request_of(&of_kind("386"))));
    // Without the date it may be of this year or the one before.
    let undated = changed(CREDIT_NOTE, "<cbc:IssueDate>2025-12-01</cbc:IssueDate>", "");
    let undated = request_of(&undated).preceding.unwrap();
    assert_eq!(undated.issue_date, None);
    assert_eq!(undated.candidates.len(), 2 * PRECEDING_KINDS.len());
    assert!(has(&undated, &invoice));
    let earlier = request_of(&changed(INVOICE, "2025-12-01", "2024-12-01"));
    assert!(has(&undated, &earlier));
    assert!(!has(&dated, &earlier));
}

#[test]
fn while_two_keys_are_in_force_both_are_used() {
    let old = FingerprintKey::new([4; 32], 2);
    let both = context().previous_key(old.clone());
    let only_old = MappingContext { fingerprint_key: old, ..context() };
    let mapped = |text: &str, context| {
        let call = map_invoice(text.as_bytes(), context).unwrap();
        IssueRequest::decode_all(&mut call.args.as_slice()).unwrap()
    };
    let (invoice, before) = (mapped(INVOICE, &both), mapped(INVOICE, &only_old));
    assert_eq!(invoice.fingerprint, request_of(INVOICE).fingerprint);
    assert_eq!(invoice.previous_fingerprint, Some(before.fingerprint.clone()));
    assert_eq!((before.fingerprint.epoch, before.previous_fingerprint), (2, None));
    let undated = changed(CREDIT_NOTE, "<cbc:IssueDate>2025-12-01</cbc:IssueDate>", "");
    let candidates = mapped(&undated, &both).preceding.unwrap().candidates;
    assert_eq!(candidates.len(), CANDIDATES_LEN_MAX);
    for fingerprint in [invoice.fingerprint.hash, before.fingerprint.hash] {
        assert!(candidates.contains(&Candidate { kind: Kind::Invoice, fingerprint }));
    }
}

#[test]
fn the_buyer_issues_a_self_billed_invoice() {
    let text = of_kind("389");
    let call = mapped(&text).unwrap();
    assert_eq!(call.actor, "DE999000025");
    assert_eq!(request_of(&text).seller, SELLER);
    let unknown = changed(&text, "DE999000025", "DE999000033");
    assert_eq!(mapped(&unknown).unwrap_err().name, "UnknownParty");
}

#[test]
fn a_seller_without_vat_identifier_is_known_by_its_tax_registration() {
    let (before, rest) = INVOICE.split_once("<cbc:CompanyID>DE 999 000 017<").unwrap();
    let with = |number: &str| {
        let rest = rest.replacen(">VAT<", ">FC<", 1);
        format!("{before}<cbc:CompanyID>{number}<{rest}")
    };
    let map = |text: &str| {
        let context = context().party("DE:12/345/67890", SELLER);
        map_invoice(text.as_bytes(), &context)
    };
    let call = map(&with(" 12/345/ 67890")).unwrap();
    assert_eq!(call.actor, "DE:12/345/67890");
    let request = IssueRequest::decode_all(&mut call.args.as_slice()).unwrap();
    assert_eq!(request.seller, SELLER);
    assert_ne!(request.fingerprint, request_of(INVOICE).fingerprint);
    let other = map(&with("12/345/67891")).unwrap_err();
    assert_eq!(other.name, "UnknownParty", "{other}");
    let abroad = with("12/345/67890").replacen("Code>DE<", "Code>AT<", 1);
    assert_eq!(map(&abroad).unwrap_err().name, "UnknownParty", "the number of another country");
    let nowhere =
        with("12/345/67890").replacen("<cbc:IdentificationCode>DE</cbc:IdentificationCode>", "", 1);
    assert_eq!(map(&nowhere).unwrap_err().name, "MissingField");
    let twice = with("12/345/67890").replacen(
        "<cac:PartyLegalEntity>",
        "<cac:PartyTaxScheme><cbc:CompanyID>98765</cbc:CompanyID><cac:TaxScheme>\
         <cbc:ID>FC</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>",
        1,
    );
    assert_eq!(map(&twice).unwrap_err().name, "BadIdentifier");
    let scheme = "<cac:PartyTaxScheme>";
    let (start, tail) = INVOICE.split_once(scheme).unwrap();
    let (_, end) = tail.split_once("</cac:PartyTaxScheme>").unwrap();
    let neither = map(&format!("{start}{end}")).unwrap_err();
    assert_eq!(neither.name, "MissingField");
    assert!(neither.reason.contains("BT-31") && neither.reason.contains("BT-32"), "{neither}");
}

#[test]
fn a_buyer_without_account_is_a_fresh_pseudonym() {
    let text = changed(INVOICE, "DE999000025", "DE999000033");
    let pseudonym = |salt: u8| {
        let context = MappingContext { salt: Salt::from_bytes([salt; 32]), ..context() };
        let call = map_invoice(text.as_bytes(), &context).unwrap();
        match IssueRequest::decode_all(&mut call.args.as_slice()).unwrap().buyer {
            Party::Pseudonym { hash } => hash,
            Party::Account { .. } => panic!("the buyer has no account"),
        }
    };
    assert_eq!(pseudonym(1), pseudonym(1));
    assert_ne!(pseudonym(1), pseudonym(2));
}

#[test]
fn the_tax_point_is_stated_or_follows_from_the_supply() {
    let delivery = "<cbc:ActualDeliveryDate>2025-11-28</cbc:ActualDeliveryDate>";
    let without = changed(INVOICE, delivery, "");
    let period = |code: &str| {
        format!(
            "<cac:InvoicePeriod><cbc:StartDate>2025-11-01</cbc:StartDate>\
             <cbc:EndDate>2025-11-30</cbc:EndDate>{code}</cac:InvoicePeriod><cac:Delivery>"
        )
    };
    let with = |text: &str, code| changed(text, "<cac:Delivery>", &period(code));
    let point = |text: &str| request_of(text).tax_point.to_string();
    assert_eq!(point(&without), "2025-12-01");
    assert_eq!(point(&with(&without, "")), "2025-11-30");
    assert_eq!(point(&with(INVOICE, "")), "2025-11-28");
    let (issue, delivered, paid) = (
        "<cbc:DescriptionCode>3</cbc:DescriptionCode>",
        "<cbc:DescriptionCode>35</cbc:DescriptionCode>",
        "<cbc:DescriptionCode>432</cbc:DescriptionCode>",
    );
    assert_eq!(point(&with(INVOICE, issue)), "2025-12-01");
    assert_eq!(point(&with(INVOICE, delivered)), "2025-11-28");
    assert_eq!(mapped(&with(&without, delivered)).unwrap_err().name, "MissingField");
    assert_eq!(mapped(&with(INVOICE, paid)).unwrap_err().name, "UnsupportedValue");
    let stated = "<cbc:TaxPointDate>2025-10-05</cbc:TaxPointDate><cbc:DocumentCurrencyCode>";
    let with_date = |text: &str| changed(text, "<cbc:DocumentCurrencyCode>", stated);
    assert_eq!(point(&with_date(INVOICE)), "2025-10-05");
    assert_eq!(point(&with_date(&with(INVOICE, ""))), "2025-10-05");
    for code in [issue, delivered, paid] {
        let both = with_date(&with(INVOICE, code));
        assert_eq!(mapped(&both).unwrap_err().name, "UnsupportedValue", "{code}");
    }
}

/// One change, and the refusal that it must give.
const REFUSED: &[(&str, &str, &str)] = &[
    ("<cbc:ID>NW-2025-0117</cbc:ID>", "", "MissingField"),
    ("<cbc:ID>NW-2025-0117</cbc:ID>", "<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>", "UnsupportedValue"),
    ("<cbc:ID>NW-2025-0117</cbc:ID>", "<cbc:ID><cbc:ID>1</cbc:ID></cbc:ID>", "UnsupportedValue"),
    ("<cbc:ID>NW-2025-0117</cbc:ID>", "<cbc:ID><!-- 1 --></cbc:ID>", "MissingField"),
    ("NW-2025-0117<", "&#x7f;1<", "BadIdentifier"),
    ("NW-2025-0117<", "NW-2025-0117&#x3164;<", "BadIdentifier"),
    ("<cbc:IssueDate>2025-12-01</cbc:IssueDate>", "", "MissingField"),
    ("2025-12-01", "2025-13-01", "BadDate"),
    ("2025-12-01", "01.12.2025", "BadDate"),
    ("2025-12-01", "2025-12-01Z", "BadDate"),
    ("TypeCode>380<", "TypeCode>381<", "UnsupportedKind"),
    ("TypeCode>380<", "TypeCode>388<", "UnsupportedKind"),
    ("TypeCode>380<", "TypeCode>x<", "UnsupportedKind"),
    ("TypeCode>380<", "TypeCode>+380<", "UnsupportedKind"),
    ("TypeCode>380<", "TypeCode>0380<", "UnsupportedKind"),
    ("urn:cen.eu:en16931:2017<", "urn:other<", "UnsupportedValue"),
    ("urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:20170<", "UnsupportedValue"),
    (">EUR<", ">XXX<", "UnsupportedValue"),
    (">EUR<", ">eur<", "UnsupportedValue"),
    (">EUR<", ">USD<", "MixedCurrencies"),
    ("currencyID=\"EUR\">1464.04", "currencyID=\"USD\">1464.04", "MixedCurrencies"),
    ("currencyID=\"EUR\">1464.04", ">1464.04", "MissingField"),
    ("1464.04", "1464.041", "BadAmount"),
    ("1464.04", "1464,04", "BadAmount"),
    ("1464.04", "1.46404e3", "BadAmount"),
    ("DE 999 000 017", "999 000 017", "BadIdentifier"),
    ("DE 999 000 017", "DE999000033", "UnknownParty"),
    ("<cbc:CompanyID>DE 999 000 017</cbc:CompanyID>", "", "MissingField"),
    ("<cbc:ChargeIndicator>true<", "<cbc:ChargeIndicator>yes<", "UnsupportedValue"),
    ("<cbc:ChargeIndicator>true<", "<cbc:ChargeIndicator>false<", "TotalsMismatch"),
    ("currencyID=\"EUR\">200.50<", "currencyID=\"EUR\">200.51<", "TotalsMismatch"),
    ("currencyID=\"EUR\">1200.50<", "currencyID=\"EUR\">1200.51<", "TotalsMismatch"),
    ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE a>", "NotWellFormed"),
];

#[test]
fn what_would_have_to_be_guessed_is_refused() {
    for (from, to, name) in REFUSED {
        let text = changed(INVOICE, from, to);
        let refusal = mapped(&text).unwrap_err();
        assert_eq!(refusal.name, *name, "{from} -> {to}: {refusal}");
        assert!(!refusal.reason.contains('\n') && !refusal.reason.is_empty(), "{refusal}");
        assert_eq!(DocumentFormat::detect(text.as_bytes()), Some(DocumentFormat::Ubl));
    }
}

#[test]
fn categories_are_those_of_the_contract() {
    for category in ["Z", "E", "AE", "K", "G", "O"] {
        let text = INVOICE.replace(">S<", &format!(">{category}<"));
        assert_ne!(request_of(&text).breakdown[0].category, Category::Standard, "{category}");
    }
    // Canary Islands general indirect tax: no VAT.
    let text = INVOICE.replace(">S<", ">L<");
    assert_eq!(mapped(&text).unwrap_err().name, "UnsupportedValue");
    let text = INVOICE.replace("<cbc:Percent>7</cbc:Percent>", "");
    assert_eq!(mapped(&text).unwrap_err().name, "MissingField");
    for rate in ["7.125", "-7", "x"] {
        let percent = format!("<cbc:Percent>{rate}</cbc:Percent>");
        let text = INVOICE.replace("<cbc:Percent>7</cbc:Percent>", &percent);
        assert_eq!(mapped(&text).unwrap_err().name, "BadAmount", "{rate}");
    }
    let other_tax = INVOICE.replace("<cbc:Percent>7</cbc:Percent>", "<cbc:Percent>8</cbc:Percent>");
    assert_eq!(request_of(&other_tax).breakdown[1].rate_bp, 800);
}

#[test]
fn a_foreign_currency_needs_the_total_in_the_accounting_currency() {
    let dollars = INVOICE.replace("currencyID=\"EUR\"", "currencyID=\"USD\"");
    let dollars = changed(&dollars, ">EUR<", ">USD<");
    let refusal = mapped(&dollars).unwrap_err();
    assert_eq!(refusal.name, "MixedCurrencies", "{refusal}");
    let code = "</cbc:DocumentCurrencyCode>";
    let accounted = |code: &str| {
        let text = changed(
            &dollars,
            "</cbc:DocumentCurrencyCode>",
            &format!(
                "</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>{code}</cbc:TaxCurrencyCode>"
            ),
        );
        let total = format!(
            "<cac:TaxTotal><cbc:TaxAmount currencyID=\"{code}\">190.10</cbc:TaxAmount>\
             </cac:TaxTotal><cac:LegalMonetaryTotal>"
        );
        changed(&text, "<cac:LegalMonetaryTotal>", &total)
    };
    assert_eq!(request_of(&accounted("EUR")).currency.as_str(), "USD");
    assert_eq!(mapped(&accounted("SEK")).unwrap_err().name, "MixedCurrencies");
    let unreadable = changed(&accounted("EUR"), ">190.10<", ">190,10<");
    assert_eq!(mapped(&unreadable).unwrap_err().name, "BadAmount");
    // Without VAT there is nothing to account.
    let exempt = dollars.replace(">S<", ">G<");
    let exempt = exempt.replace(">199.50<", ">0<").replace(">14.04<", ">0<");
    let exempt = exempt.replace(">213.54<", ">0<");
    assert_eq!(request_of(&exempt).totals.tax_minor, 0);
    let foreign = changed(
        INVOICE,
        code,
        "</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>",
    );
    let refusal = mapped(&foreign).unwrap_err();
    assert_eq!(refusal.name, "MixedCurrencies", "{refusal}");
    let total = |code: &str| {
        format!(
            "<cac:TaxTotal><cbc:TaxAmount currencyID=\"{code}\">2390.10</cbc:TaxAmount>\
             </cac:TaxTotal><cac:LegalMonetaryTotal>"
        )
    };
    let with = |text: &str, code| changed(text, "<cac:LegalMonetaryTotal>", &total(code));
    assert_eq!(request_of(&with(&foreign, "SEK")).totals, request_of(INVOICE).totals);
    assert_eq!(mapped(&with(&foreign, "NOK")).unwrap_err().name, "MixedCurrencies");
    assert_eq!(mapped(&with(INVOICE, "SEK")).unwrap_err().name, "MixedCurrencies");
    assert_eq!(mapped(&with(INVOICE, "EUR")).unwrap_err().name, "UnsupportedValue");
}

#[test]
fn two_references_and_two_vat_identifiers_are_refused() {
    let start = "<cac:BillingReference>";
    let (before, rest) = CREDIT_NOTE.split_once(start).unwrap();
    let (reference, after) = rest.split_once("</cac:BillingReference>").unwrap();
    let twice = format!(
        "{before}{start}{reference}</cac:BillingReference>{start}{reference}\
         </cac:BillingReference>{after}"
    );
    assert_eq!(mapped(&twice).unwrap_err().name, "UnsupportedValue");
    let second = "<cac:PartyTaxScheme><cbc:CompanyID>FR1234567</cbc:CompanyID><cac:TaxScheme>\
                  <cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>\
                  <cbc:RegistrationName>Nordhafen";
    let from = "<cac:PartyLegalEntity><cbc:RegistrationName>Nordhafen";
    assert_eq!(mapped(&changed(INVOICE, from, second)).unwrap_err().name, "BadIdentifier");
    let other_tax = second.replace(">VAT<", ">FC<");
    assert!(mapped(&changed(INVOICE, from, &other_tax)).is_ok());
}

#[test]
fn hostile_input_is_refused_and_not_followed() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]>";
    let text = format!("{bomb}{}", INVOICE.split_once("?>").unwrap().1);
    assert_eq!(mapped(&text).unwrap_err().name, "NotWellFormed");
    let mut bytes = INVOICE.as_bytes().to_vec();
    bytes.push(0xff);
    assert_eq!(map_invoice(&bytes, &context()).unwrap_err().name, "NotWellFormed");
    let cut = INVOICE.get(..INVOICE.len() / 2).unwrap();
    assert_eq!(mapped(cut).unwrap_err().name, "NotWellFormed");
    let deep = "<a>".repeat(50_000) + &"</a>".repeat(50_000);
    assert_eq!(request_of(&with_more(&deep)).totals, request_of(INVOICE).totals);
    let long = format!("{INVOICE}{}", " ".repeat(DOCUMENT_LEN_BYTES_MAX));
    assert_eq!(mapped(&long).unwrap_err().name, "TooLarge");
    assert!(mapped(&format!("\u{feff}{INVOICE}")).is_ok());
}

/// The invoice with an element added at its end.
fn with_more(element: &str) -> String {
    changed(INVOICE, "</Invoice>", &format!("{element}</Invoice>"))
}

#[test]
fn what_the_parser_would_take_long_for_is_too_large() {
    let own = |prefix: usize| format!("<a xmlns:q{prefix}='urn:q{prefix}'/>");
    let declared: String =
        (0..4_000).map(|number| format!(" xmlns:p{number}='urn:{number}'")).collect();
    let children: String = (0..4_000).map(own).collect();
    let of_both = with_more(&format!("<a{declared}>{children}</a>"));
    let attributes: String = (0..20_000).map(|number| format!(" a{number}=''")).collect();
    let of_attributes = with_more(&format!("<a{attributes}/>"));
    let of_nodes = with_more(&"<a/>".repeat(usize::try_from(NODES_MAX).unwrap()));
    for text in [of_both, with_more(&children), of_attributes, of_nodes] {
        assert_eq!(mapped(&text).unwrap_err().name, "TooLarge", "{} bytes", text.len());
    }
    // At the limits it is mapped.
    let many: String = (3..crate::xml::markup::NAMESPACES_MAX).map(own).collect();
    let attributes: String =
        (0..crate::xml::markup::ATTRIBUTES_MAX).map(|number| format!(" a{number}=''")).collect();
    let text = with_more(&format!("{many}<a{attributes}/>"));
    assert_eq!(request_of(&text).totals, request_of(INVOICE).totals);
}

#[test]
fn a_breakdown_of_seventeen_lines_is_too_large() {
    let (before, rest) = INVOICE.split_once("<cac:TaxSubtotal>").unwrap();
    let (subtotal, _) = rest.split_once("</cac:TaxSubtotal>").unwrap();
    let more = format!("<cac:TaxSubtotal>{subtotal}</cac:TaxSubtotal>").repeat(15);
    let text = format!("{before}{more}<cac:TaxSubtotal>{rest}");
    assert_eq!(mapped(&text).unwrap_err().name, "TooLarge");
}
