//! Private records: shared, delivered, purged and erased by the organisations of a collection.

use super::{Asking, Changed, NotChanged, Writes, bad, exists, ledger, member, named, not_found};
use crate::{
    ChangeFault, Denial, Records, Thing, decide::decide, denial::RuleName, records, request::Caller,
};
use sandpact_abi::{
    Hash, UnixSeconds,
    access::{Collection, CollectionId, OrganisationId, PrivateRecord, Rule, SealingKey},
};
use std::collections::{BTreeMap, BTreeSet};

pub fn set_collection<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &CollectionId,
    collection: &Collection,
) -> Changed<R> {
    ledger::govern(asking)?;
    if !id.is_valid() || !collection.is_within_limits() {
        return Err(bad(ChangeFault::Collection).into());
    }
    if collection.keeps_seconds_max == Some(0) {
        return Err(bad(ChangeFault::KeepsNothing).into());
    }
    for organisation in &collection.organisations {
        if records::organisation(asking.records, organisation)?.is_none() {
            return Err(not_found(named(organisation)).into());
        }
    }
    Ok(Writes::of(records::collection_key(id), collection))
}

pub fn set_sealing_key<R: Records>(
    asking: &mut Asking<'_, R>,
    organisation: &OrganisationId,
    key: Option<&SealingKey>,
) -> Changed<R> {
    member::administers(asking, organisation)?;
    let place = records::sealing_key_key(organisation);
    let Some(key) = key else { return Ok(Writes::default().without(place)) };
    Ok(Writes::of(place, key))
}

pub fn record<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &CollectionId,
    commitment: &Hash,
    expires_at: Option<UnixSeconds>,
) -> Changed<R> {
    let collection = collection(asking, id)?;
    let organisation = may(asking, id, "record", &collection.record, &collection.organisations)?;
    let now = asking.signers.time;
    if expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(bad(ChangeFault::ExpiredAlready).into());
    }
    if let Some(most) = collection.keeps_seconds_max {
        let until = UnixSeconds(now.0.saturating_add(most));
        if expires_at.is_none_or(|expires_at| until < expires_at) {
            return Err(bad(ChangeFault::KeptTooLong { until }).into());
        }
    }
    if records::private_record(asking.records, commitment)?.is_some() {
        return Err(exists(Thing::PrivateRecord { commitment: *commitment }).into());
    }
    let record = PrivateRecord {
        collection: id.clone(),
        delivered: BTreeMap::from([(organisation.clone(), asking.signers.height)]),
        recorded_by: organisation,
        recorded_at: now,
        expires_at,
        recipients: collection.organisations,
        purged: None,
        erased: BTreeMap::new(),
    };
    Ok(Writes::of(records::private_record_key(commitment), &record))
}

pub fn confirm_delivery<R: Records>(asking: &mut Asking<'_, R>, commitment: &Hash) -> Changed<R> {
    let (mut record, organisation) = found(asking, commitment, "confirm", |it| &it.confirm)?;
    if record.has_ended(asking.signers.time) {
        return Err(Denial::RecordEnded { commitment: *commitment }.into());
    }
    if record.delivered.insert(organisation.clone(), asking.signers.height).is_some() {
        let delivery = Thing::Delivery { commitment: *commitment, to: organisation };
        return Err(exists(delivery).into());
    }
    Ok(Writes::of(records::private_record_key(commitment), &record))
}

pub fn purge<R: Records>(asking: &mut Asking<'_, R>, commitment: &Hash) -> Changed<R> {
    let (mut record, organisation) = found(asking, commitment, "purge", |it| &it.purge)?;
    if record.has_ended(asking.signers.time) {
        return Err(Denial::RecordEnded { commitment: *commitment }.into());
    }
    record.purged = Some((organisation, asking.signers.height));
    Ok(Writes::of(records::private_record_key(commitment), &record))
}

pub fn confirm_erasure<R: Records>(asking: &mut Asking<'_, R>, commitment: &Hash) -> Changed<R> {
    let (mut record, organisation) = found(asking, commitment, "confirm", |it| &it.confirm)?;
    if !record.has_ended(asking.signers.time) {
        return Err(Denial::RecordNotEnded { commitment: *commitment }.into());
    }
    if record.erased.insert(organisation.clone(), asking.signers.height).is_some() {
        let erasure = Thing::Erasure { commitment: *commitment, by: organisation };
        return Err(exists(erasure).into());
    }
    Ok(Writes::of(records::private_record_key(commitment), &record))
}

fn collection<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &CollectionId,
) -> Result<Collection, NotChanged<R::Error>> {
    let collection = records::collection(asking.records, id)?;
    Ok(collection.ok_or_else(|| not_found(Thing::Collection { id: id.clone() }))?)
}

/// A record, and the sender's organisation, which is one of its recipients and may do this.
fn found<R: Records>(
    asking: &mut Asking<'_, R>,
    commitment: &Hash,
    name: &str,
    rule: fn(&Collection) -> &Rule,
) -> Result<(PrivateRecord, OrganisationId), NotChanged<R::Error>> {
    let record = records::private_record(asking.records, commitment)?;
    let record =
        record.ok_or_else(|| not_found(Thing::PrivateRecord { commitment: *commitment }))?;
    let collection = collection(asking, &record.collection)?;
    let organisation =
        may(asking, &record.collection, name, rule(&collection), &record.recipients)?;
    Ok((record, organisation))
}

/// The sender's organisation, if it is one of these and the rule lets the sender in.
fn may<R: Records>(
    asking: &Asking<'_, R>,
    id: &CollectionId,
    name: &str,
    rule: &Rule,
    organisations: &BTreeSet<OrganisationId>,
) -> Result<OrganisationId, Denial> {
    let organisation = asking.signers.sender()?.organisation.clone();
    if !organisations.contains(&organisation) {
        return Err(Denial::NotInCollection { organisation, collection: id.clone() });
    }
    let name = RuleName::Collection { collection: id.clone(), rule: name.to_owned() };
    decide(rule, &name, Caller::Sender(asking.signers))?;
    Ok(organisation)
}
