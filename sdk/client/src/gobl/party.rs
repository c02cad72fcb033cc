//! Seller and buyer.

use crate::commitment::commit;
use crate::document::{DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use crate::ubl::TaxId;
use sandpact_abi::Address;
use serde_json::Value;
use vat_invoice::messages::{Kind, Party};

/// What the pseudonym of a buyer without account commits to: the buyer's part of the document
/// in its canonical form (RFC 8785), or nothing where an invoice names no buyer.
const BUYER_TAG: &str = "sandpact/gobl/buyer/1";

/// Both sides of a document.
pub struct Parties {
    /// The seller's VAT identifier, or its tax registration without one.
    pub seller: TaxId,
    /// The seller's account.
    pub seller_account: Address,
    /// The buyer as the ledger knows it.
    pub buyer: Party,
    /// The buyer's VAT identifier when the buyer issues.
    issuing_buyer: Option<TaxId>,
}

impl Parties {
    /// Reads both sides. A buyer whose account is unknown is a pseudonym that is fresh for each
    /// document, as its salt is.
    pub fn read(
        invoice: Node<'_, '_>,
        kind: Kind,
        context: &MappingContext,
    ) -> Result<Self, DocumentRefusal> {
        let supplier = Node::new("doc.supplier", invoice.required("supplier")?)?;
        let missing = |what: &str| DocumentRefusal::missing_field(format!("{what}.tax_id.code"));
        let seller = match vat_id(supplier)? {
            Some(id) => id,
            None => registration(supplier)?.ok_or_else(|| missing("doc.supplier"))?,
        };
        let seller_account = account(context, &seller)?;
        let customer = invoice.get("customer");
        let buyer_id = match customer {
            Some(customer) => vat_id(Node::new("doc.customer", customer)?)?,
            None => None,
        };
        if kind == Kind::SelfBilled {
            let id = buyer_id.ok_or_else(|| missing("doc.customer"))?;
            let buyer = Party::Account { address: account(context, &id)? };
            return Ok(Self { seller, seller_account, buyer, issuing_buyer: Some(id) });
        }
        let buyer = match buyer_id.and_then(|id| context.account(id.as_str())) {
            Some(address) => Party::Account { address },
            None => pseudonym(customer, context)?,
        };
        Ok(Self { seller, seller_account, buyer, issuing_buyer: None })
    }

    /// Who issues.
    pub fn issuer(&self) -> &TaxId {
        self.issuing_buyer.as_ref().unwrap_or(&self.seller)
    }
}

fn pseudonym(customer: Option<&Value>, context: &MappingContext) -> Result<Party, DocumentRefusal> {
    let canonical = match customer {
        Some(customer) => serde_json_canonicalizer::to_vec(customer)
            .map_err(|error| DocumentRefusal::not_well_formed(error.to_string()))?,
        None => Vec::new(),
    };
    Ok(Party::Pseudonym { hash: commit(BUYER_TAG, &context.salt, &canonical) })
}

/// A party's VAT identifier: country and code, which may repeat the country.
fn vat_id(party: Node<'_, '_>) -> Result<Option<TaxId>, DocumentRefusal> {
    let Some(tax_id) = party.get("tax_id") else { return Ok(None) };
    let path = party.path_of("tax_id");
    let tax_id = Node::new(&path, tax_id)?;
    let country = tax_id.required_text("country")?;
    match tax_id.text("code")? {
        Some(code) if code.starts_with(country) => TaxId::vat(code).map(Some),
        Some(code) => TaxId::vat(&format!("{country}{code}")).map(Some),
        None => Ok(None),
    }
}

/// A party's tax registration, with the country of its VAT identifier that has no code.
fn registration(party: Node<'_, '_>) -> Result<Option<TaxId>, DocumentRefusal> {
    let mut found = None;
    let identities = party.list_or_empty("identities")?.iter();
    for (index, identity) in identities.enumerate() {
        let path = party.path_of(&format!("identities[{index}]"));
        let identity = Node::new(&path, identity)?;
        let is_german = identity.text("key")? == Some("de-tax-number");
        if !is_german && identity.text("scope")? != Some("tax") {
            continue;
        }
        if found.replace(identity.required_text("code")?).is_some() {
            let reason = format!("{} has two tax registrations", party.path_of("identities"));
            return Err(DocumentRefusal::bad_identifier(reason));
        }
    }
    let Some(number) = found else { return Ok(None) };
    let path = party.path_of("tax_id");
    let tax_id = Node::new(&path, party.required("tax_id")?)?;
    TaxId::registration(tax_id.required_text("country")?, number).map(Some)
}

fn account(context: &MappingContext, id: &TaxId) -> Result<Address, DocumentRefusal> {
    context.account(id.as_str()).ok_or_else(|| {
        DocumentRefusal::unknown_party(format!("no account of {id} in the directory"))
    })
}
