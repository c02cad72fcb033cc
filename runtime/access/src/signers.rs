//! Who signed a transaction, and whether that counts. Whether the signatures are right was found
//! out before.

use crate::{
    AccessError, Records, certified,
    decide::has_role,
    denial::{Denial, Subject},
    records,
    standing::{Standing, standing},
};
use sandpact_abi::{
    Address, Height, PublicKey, UnixSeconds,
    access::{Member, MemberKey, OrganisationId, RoleName, Validity},
};

/// A member that signed, or whoever it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// A member in good standing.
    Member {
        /// Its address.
        address: Address,
        /// What is known of it.
        member: Box<Member>,
    },
    /// Somebody whose signature counts for nothing, and why.
    Unfit(Denial),
}

/// Those who signed a transaction, the sender first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signers {
    /// The sender's address.
    pub sender: Address,
    /// All of them.
    pub signers: Vec<Signer>,
    /// Height of the block.
    pub height: Height,
    /// Its time.
    pub time: UnixSeconds,
    /// Whether they only ask, and nobody has signed anything.
    pub is_query: bool,
}

impl Signers {
    /// Finds out who the owners of these keys are.
    ///
    /// # Errors
    /// Only for a node's own failure.
    pub fn of_keys<R: Records>(
        records: &mut R,
        sender: Address,
        keys: &[PublicKey],
        (height, time): (Height, UnixSeconds),
    ) -> Result<Self, AccessError<R::Error>> {
        let signers = keys.iter().map(|key| of_key(records, key, (height, time)));
        let signers = signers.collect::<Result<_, _>>()?;
        Ok(Self { sender, signers, height, time, is_query: false })
    }

    /// A member who is known without a signature, and others who would endorse: each as if it
    /// signed with a key that may sign, if it has one.
    ///
    /// # Errors
    /// Only for a node's own failure.
    pub fn known<R: Records>(
        records: &mut R,
        sender: Address,
        endorsers: &[Address],
        (height, time): (Height, UnixSeconds),
    ) -> Result<Self, AccessError<R::Error>> {
        let all = std::iter::once(&sender).chain(endorsers);
        let signers = all.map(|address| match records::member(records, address)? {
            None => Ok(Signer::Unfit(Denial::NotAMember { account: *address })),
            Some(member) => of_any_key(records, *address, &member, (height, time)),
        });
        let signers = signers.collect::<Result<_, _>>()?;
        Ok(Self { sender, signers, height, time, is_query: false })
    }

    /// The sender, as a member in good standing.
    ///
    /// # Errors
    /// The [`Denial`] that keeps the sender from everything.
    pub fn sender(&self) -> Result<&Member, Denial> {
        match self.signers.first() {
            Some(Signer::Member { address, member }) if *address == self.sender => Ok(member),
            Some(Signer::Unfit(denial)) => Err(denial.clone()),
            _ => Err(Denial::NotAMember { account: self.sender }),
        }
    }

    /// The members whose signatures count, the sender's first.
    pub fn members(&self) -> impl Iterator<Item = (&Address, &Member)> {
        self.signers.iter().filter_map(|signer| match signer {
            Signer::Member { address, member } => Some((address, member.as_ref())),
            Signer::Unfit(_) => None,
        })
    }

    /// Why signatures do not count, in their order.
    pub fn unfit(&self) -> impl Iterator<Item = &Denial> {
        self.signers.iter().filter_map(|signer| match signer {
            Signer::Member { .. } => None,
            Signer::Unfit(denial) => Some(denial),
        })
    }

    /// The roles that the sender has at this height, in order.
    #[must_use]
    pub fn roles(&self) -> Vec<RoleName> {
        let Ok(member) = self.sender() else { return Vec::new() };
        let has = |role: &&RoleName| has_role(member, role, self.height);
        member.roles.keys().filter(has).cloned().collect()
    }

    /// The organisation that the sender acts for.
    #[must_use]
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.sender().ok().map(|member| &member.organisation)
    }
}

/// When a signature is to count: height and time of the block.
type At = (Height, UnixSeconds);

fn of_key<R: Records>(
    records: &mut R,
    key: &PublicKey,
    at: At,
) -> Result<Signer, AccessError<R::Error>> {
    let unknown = || Signer::Unfit(Denial::UnknownKey { key: *key });
    let Some(address) = records::member_of_key(records, key)? else { return Ok(unknown()) };
    let Some(member) = records::member(records, &address)? else { return Ok(unknown()) };
    let Some(own) = member.key(key) else { return Ok(unknown()) };
    with_key(records, address, &member, own, at)
}

/// The member with the first of its keys that may sign, or why the last one may not.
fn of_any_key<R: Records>(
    records: &mut R,
    address: Address,
    member: &Member,
    at: At,
) -> Result<Signer, AccessError<R::Error>> {
    let mut found = Signer::Unfit(Denial::NotAMember { account: address });
    for own in &member.keys {
        found = with_key(records, address, member, own, at)?;
        if matches!(found, Signer::Member { .. }) {
            break;
        }
    }
    Ok(found)
}

/// The member, if the key, its organisation, it itself and the key's certificates are in good
/// standing.
fn with_key<R: Records>(
    records: &mut R,
    address: Address,
    member: &Member,
    own: &MemberKey,
    at: At,
) -> Result<Signer, AccessError<R::Error>> {
    let (height, _) = at;
    let of_key = standing(&own.validity, own.revocation.as_ref(), height);
    if let Some(denial) = denial(of_key, Subject::Key { of: address }) {
        return Ok(Signer::Unfit(denial));
    }
    let id = &member.organisation;
    let organisation = records::organisation(records, id)?;
    let organisation = organisation.ok_or(AccessError::Damaged("a member's organisation"))?;
    let of_organisation =
        standing(&organisation.validity, organisation.revocation.as_ref(), height);
    let of_member = standing(&member.validity, member.revocation.as_ref(), height);
    let denied = denial(of_organisation, Subject::Organisation { id: id.clone() })
        .or_else(|| denial(of_member, Subject::Member { address }));
    let denied = match (denied, &own.certified) {
        (None, Some(certified)) => {
            certified::denial(records, (id, &organisation), (address, certified), at)?
        }
        (denied, _) => denied,
    };
    Ok(match denied {
        Some(denial) => Signer::Unfit(denial),
        None => Signer::Member { address, member: Box::new(member.clone()) },
    })
}

/// What a standing keeps from; nothing when it is good.
fn denial(standing: Standing, what: Subject) -> Option<Denial> {
    match standing {
        Standing::Valid => None,
        Standing::NotYet(from) => Some(Denial::NotYetValid { what, from }),
        Standing::Expired(until) => Some(Denial::Expired { what, until }),
        Standing::Revoked(from) => Some(Denial::Revoked { what, from }),
        Standing::Rotated(from) => Some(Denial::Rotated { what, from }),
    }
}

/// Why a role does not hold at a height; nothing when it does.
pub fn role_denial(role: &Subject, validity: &Validity, height: Height) -> Option<Denial> {
    denial(standing(validity, None, height), role.clone())
}
