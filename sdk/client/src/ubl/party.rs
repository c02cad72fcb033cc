//! Seller and buyer.

use super::element::Element;
use super::identifier::VatId;
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
    /// The seller's VAT identifier (BT-31).
    pub seller: VatId,
    /// The seller's account.
    pub seller_account: Address,
    /// The buyer as the ledger knows it.
    pub buyer: Party,
    /// The buyer's VAT identifier (BT-48) when the buyer issues.
    issuing_buyer: Option<VatId>,
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
        let seller = vat_id(seller)?.ok_or_else(|| missing_vat_id("seller", "BT-31"))?;
        let seller_account = account(context, &seller)?;
        let buyer = root.required("cac:AccountingCustomerParty")?;
        let buyer_id = vat_id(buyer.required("cac:Party")?)?;
        if kind == Kind::SelfBilled {
            let id = buyer_id.ok_or_else(|| missing_vat_id("issuing buyer", "BT-48"))?;
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
    pub fn issuer(&self) -> &VatId {
        self.issuing_buyer.as_ref().unwrap_or(&self.seller)
    }
}

/// The VAT identifier of a party, if it has one; other tax numbers do not count.
fn vat_id(party: Element<'_>) -> Result<Option<VatId>, DocumentRefusal> {
    let mut found = None;
    for registration in party.all("cac:PartyTaxScheme") {
        let scheme = registration.required("cac:TaxScheme")?.optional_text("cbc:ID")?;
        if scheme.is_none_or(|scheme| !scheme.eq_ignore_ascii_case("VAT")) {
            continue;
        }
        let id = VatId::parse(&registration.required_text("cbc:CompanyID")?)?;
        if found.replace(id).is_some() {
            let reason = "a party with two VAT identifiers";
            return Err(DocumentRefusal::bad_identifier(reason));
        }
    }
    Ok(found)
}

fn account(context: &MappingContext, id: &VatId) -> Result<Address, DocumentRefusal> {
    let unknown = || DocumentRefusal::unknown_party(format!("no account is known for {id}"));
    context.account(id.as_str()).ok_or_else(unknown)
}

fn missing_vat_id(who: &str, term: &str) -> DocumentRefusal {
    DocumentRefusal::missing_field(format!("the {who} has no VAT identifier ({term})"))
}
