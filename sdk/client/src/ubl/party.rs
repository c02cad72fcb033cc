//! Seller and buyer.

use super::element::Element;
use super::identifier::TaxId;
use crate::commitment::commit;
use crate::document::{DocumentRefusal, MappingContext};
use sandpact_abi::Address;
use vat_invoice::messages::{Kind, Party};

/// What the pseudonym of a buyer without account commits to: the buyer's part of the
/// document, byte by byte.
const BUYER_TAG: &str = "sandpact/ubl/buyer/1";

/// Both sides of a document.
#[derive(Clone, Debug)]
pub struct Parties {
    /// The seller's VAT identifier (BT-31), or its tax registration (BT-32) without one.
    pub seller: TaxId,
    /// The seller's account.
    pub seller_account: Address,
    /// The buyer as the ledger knows it.
    pub buyer: Party,
    /// The buyer's VAT identifier (BT-48) when the buyer issues.
    issuing_buyer: Option<TaxId>,
}

impl Parties {
    /// Reads both sides. A buyer without VAT identifier, or whose account is unknown, is a
    /// pseudonym that is fresh for each document, as its salt is.
    pub fn read(
        root: Element<'_>,
        kind: Kind,
        context: &MappingContext,
    ) -> Result<Self, DocumentRefusal> {
        let seller = root.required("cac:AccountingSupplierParty")?.required("cac:Party")?;
        let seller = seller_id(seller)?;
        let seller_account = account(context, &seller)?;
        let buyer = root.required("cac:AccountingCustomerParty")?;
        let buyer_id = vat_id(buyer.required("cac:Party")?)?;
        if kind == Kind::SelfBilled {
            let missing = "the issuing buyer has no VAT identifier (BT-48)";
            let id = buyer_id.ok_or_else(|| DocumentRefusal::missing_field(missing))?;
            let buyer = Party::Account { address: account(context, &id)? };
            return Ok(Self { seller, seller_account, buyer, issuing_buyer: Some(id) });
        }
        let known = buyer_id.and_then(|id| context.account(id.as_str()));
        let buyer = match known {
            Some(address) => Party::Account { address },
            None => {
                let hash = commit(BUYER_TAG, &context.salt, buyer.source().as_bytes());
                Party::Pseudonym { hash }
            }
        };
        Ok(Self { seller, seller_account, buyer, issuing_buyer: None })
    }

    /// Who issues the document.
    pub fn issuer(&self) -> &TaxId {
        self.issuing_buyer.as_ref().unwrap_or(&self.seller)
    }
}

/// Each category but O asks for one of the two (BR-S-02 and its likes), O forbids the first
/// (BR-O-02). Of a seller with both only the first counts.
fn seller_id(party: Element<'_>) -> Result<TaxId, DocumentRefusal> {
    if let Some(id) = vat_id(party)? {
        return Ok(id);
    }
    let missing = "the seller has neither VAT identifier (BT-31) nor tax registration (BT-32)";
    let number =
        tax_scheme(party, false)?.ok_or_else(|| DocumentRefusal::missing_field(missing))?;
    let country = party.required("cac:PostalAddress")?.required("cac:Country")?;
    TaxId::registration(&country.required_text("cbc:IdentificationCode")?, &number)
}

/// The VAT identifier of a party, if it has one.
fn vat_id(party: Element<'_>) -> Result<Option<TaxId>, DocumentRefusal> {
    tax_scheme(party, true)?.map(|id| TaxId::vat(&id)).transpose()
}

/// A party's number in the scheme of VAT, or in another one.
fn tax_scheme(party: Element<'_>, is_vat: bool) -> Result<Option<String>, DocumentRefusal> {
    let mut found = None;
    for registration in party.all("cac:PartyTaxScheme") {
        let scheme = registration.required("cac:TaxScheme")?.optional_text("cbc:ID")?;
        if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("VAT")) != is_vat {
            continue;
        }
        if found.replace(registration.required_text("cbc:CompanyID")?).is_some() {
            let what = if is_vat { "VAT identifiers" } else { "tax registrations" };
            return Err(DocumentRefusal::bad_identifier(format!("a party with two {what}")));
        }
    }
    Ok(found)
}

fn account(context: &MappingContext, id: &TaxId) -> Result<Address, DocumentRefusal> {
    let unknown = || DocumentRefusal::unknown_party(format!("no account is known for {id}"));
    context.account(id.as_str()).ok_or_else(unknown)
}
