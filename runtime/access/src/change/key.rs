//! A key that a member gets.

use super::{Joining, NotChanged, bad, exists};
use crate::{ChangeFault, Denial, Records, Thing, Work, certified, records};
use sandpact_abi::{
    Address, PublicKey,
    access::{MemberKey, NewKey, Organisation, OrganisationId, key_proof_preimage},
};
use sha3::{Digest as _, Sha3_256};

/// Whether nobody has the key or had it.
pub fn check_free<R: Records>(
    records: &mut R,
    key: &PublicKey,
) -> Result<(), NotChanged<R::Error>> {
    match records::member_of_key(records, key)? {
        Some(of) => Err(exists(Thing::Key { key: *key, of }).into()),
        None => Ok(()),
    }
}

/// A new key of a member as it is kept: admitted by the ledger's policy, proven, and vouched for
/// as its organisation asks for.
pub fn keep<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    (id, organisation): (&OrganisationId, &Organisation),
    (member, new): (Address, &NewKey),
) -> Result<MemberKey, NotChanged<R::Error>> {
    let NewKey { key, validity, .. } = *new;
    let kind = key.kind();
    if !joining.ledger.key_kinds.contains(&kind) {
        return Err(bad(ChangeFault::KeyKind { kind }).into());
    }
    sandpact_keys::check_key(&key)
        .map_err(|error| bad(ChangeFault::Key { fault: (&error).into() }))?;
    check_proof(records, joining, id, (member, new))?;
    let certified = certified::certify(records, joining, (id, organisation), (member, new))?;
    Ok(MemberKey { key, validity, revocation: None, certified })
}

/// Whether the key itself has signed that the member is to have it. A proof that is not asked for
/// holds, too, or is none.
fn check_proof<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    id: &OrganisationId,
    (member, new): (Address, &NewKey),
) -> Result<(), NotChanged<R::Error>> {
    let key = new.key;
    let is_good = match &new.proof {
        None => !joining.is_proven,
        Some(proof) => {
            let paid = records.pay(Work::Signature(key.kind()));
            paid.map_err(|error| NotChanged::Failed(crate::AccessError::Records(error)))?;
            let preimage = key_proof_preimage(joining.chain_id, id, &member, &key);
            sandpact_keys::verify(&key, &Sha3_256::digest(preimage), proof)
        }
    };
    if is_good { Ok(()) } else { Err(Denial::KeyNotProven { key, member }.into()) }
}
