//! Trust anchors of an organisation, and certificates that it trusts no more: changed by its own
//! admins.

use super::{Asking, Changed, Joining, NotChanged, Writes, bad, exists, member, not_found, revoke};
use crate::{ChangeFault, Records, Thing, certified, records};
use sandpact_abi::{
    Height,
    access::{CertificateId, Organisation, OrganisationId, Revocation},
};

pub fn add<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    der: &Vec<u8>,
) -> Changed<R> {
    member::administers(asking, id)?;
    let mut organisation = member::own_organisation(asking, id)?;
    let joining = asking.joining();
    let writes = Writes::default();
    let writes = add_to(asking.records, &joining, (id, &mut organisation), der, writes)?;
    Ok(writes.and_organisation(id, &organisation))
}

/// One anchor more of an organisation, which is still to be written.
pub fn add_to<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    (id, organisation): (&OrganisationId, &mut Organisation),
    der: &Vec<u8>,
    writes: Writes,
) -> Result<Writes, NotChanged<R::Error>> {
    let anchor = certified::anchor(records, joining, der)?;
    if !organisation.anchors.insert(anchor) {
        return Err(exists(Thing::Anchor { anchor, of: id.clone() }).into());
    }
    if !organisation.is_within_limits() {
        return Err(bad(ChangeFault::TooManyAnchors).into());
    }
    Ok(writes.and(records::anchor_key(id, &anchor), der))
}

pub fn remove<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    anchor: &CertificateId,
) -> Changed<R> {
    member::administers(asking, id)?;
    let mut organisation = member::own_organisation(asking, id)?;
    if !organisation.anchors.remove(anchor) {
        return Err(not_found(Thing::Anchor { anchor: *anchor, of: id.clone() }).into());
    }
    let writes = Writes::default().and_organisation(id, &organisation);
    Ok(writes.without(records::anchor_key(id, anchor)))
}

pub fn revoke_certificate<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    certificate: &CertificateId,
    from: Height,
) -> Changed<R> {
    member::administers(asking, id)?;
    member::own_organisation(asking, id)?;
    let mut before = records::certificate_revocation(asking.records, id, certificate)?;
    let ended = Revocation::Revoked { from };
    revoke(&mut before, ended, asking.signers.height)?;
    Ok(Writes::of(records::certificate_revocation_key(id, certificate), &ended))
}
