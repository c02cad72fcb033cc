//! Under which key a document is recorded (T2).

use crate::messages::{IssueRequest, Kind, Party};
use sandpact_sdk::prelude::*;

/// The key of a record: SHA3-256 over the issuer's account (32 bytes), the kind (its SCALE
/// index, 1 byte) and the fingerprint (32 bytes).
///
/// The ledger cannot check a fingerprint: whoever holds the consortium's key can make one of
/// another's number. With the issuer in the key, nobody occupies a number but his own.
#[must_use]
pub fn record_key(issuer: &Address, kind: Kind, fingerprint: &Hash) -> Hash {
    Hash(crypto::sha3_256(&(issuer, kind, fingerprint).encode()))
}

/// Who issues a document: the seller, or the buyer of a self-billed invoice.
#[must_use]
pub const fn issuer<'a>(kind: Kind, seller: &'a Address, buyer: &'a Party) -> Option<&'a Address> {
    match kind {
        Kind::SelfBilled => buyer.account(),
        _ => Some(seller),
    }
}

/// The keys under which the document that a request refers to may be recorded.
#[must_use]
pub fn candidates(request: &IssueRequest) -> Vec<Hash> {
    let listed = request.preceding.iter().flat_map(|reference| &reference.candidates);
    let keys = listed.filter_map(|candidate| {
        let issuer = issuer(candidate.kind, &request.seller, &request.buyer)?;
        Some(record_key(issuer, candidate.kind, &candidate.fingerprint))
    });
    keys.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{BUYER, SELLER};

    #[test]
    fn the_buyer_issues_a_self_billed_invoice() {
        let buyer = Party::Account { address: BUYER };
        assert_eq!(issuer(Kind::Invoice, &SELLER, &buyer), Some(&SELLER));
        assert_eq!(issuer(Kind::SelfBilled, &SELLER, &buyer), Some(&BUYER));
        let unknown = Party::Pseudonym { hash: Hash::ZERO };
        assert_eq!(issuer(Kind::SelfBilled, &SELLER, &unknown), None);
    }
}
