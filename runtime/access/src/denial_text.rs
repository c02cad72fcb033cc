//! Denials as sentences.

use crate::denial::{Counted, Denial, RuleName, Subject};
use sandpact_abi::{
    Address,
    access::{Endorsement, OrganisationId, Who},
};
use std::fmt::{self, Display, Formatter};

/// Hexadecimal digits of an address that tell it from others.
const SHORT_DIGITS: usize = 12;

pub fn short(address: &Address) -> String {
    hex::encode(address.0).chars().take(SHORT_DIGITS).collect()
}

impl Display for Subject {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation { id } => write!(to, "organisation {id}"),
            Self::Member { address } => write!(to, "member {}", short(address)),
            Self::Key { of } => write!(to, "the key of member {}", short(of)),
            Self::Role { role, of } => write!(to, "role {role} of member {}", short(of)),
        }
    }
}

impl Display for RuleName {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::LedgerGovern => to.write_str("the ledger's rule `govern`"),
            Self::LedgerDeploy => to.write_str("the ledger's rule `deploy`"),
            Self::OwnOrganisation { organisation } => {
                write!(to, "the rule that {organisation} changes its own members")
            }
            Self::Contract { contract, rule } => {
                write!(to, "rule `{rule}` of contract {}", short(contract))
            }
            Self::Method { contract, method } => {
                write!(to, "the rule of method `{method}` of contract {}", short(contract))
            }
            Self::Writes { contract } => {
                write!(to, "the rule of all writing calls of contract {}", short(contract))
            }
            Self::Key { contract, field } => {
                write!(to, "the rule of field `{field}` of contract {}", short(contract))
            }
            Self::Collection { collection, rule } => {
                write!(to, "rule `{rule}` of private collection {collection}")
            }
            Self::NoPolicy { contract } => {
                write!(to, "the rule of contracts without a policy, as {}", short(contract))
            }
        }
    }
}

impl Display for Counted {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Gas => "gas",
            Self::Calls => "calls",
            Self::WrittenBytes => "written bytes",
        })
    }
}

impl Display for Denial {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAMember { account } => write!(to, "account {} is no member", short(account)),
            Self::UnknownKey { key } => {
                write!(to, "the {} key is no member's", key.kind().name())
            }
            Self::NotYetValid { what, from } => write!(to, "{what} is valid from height {from} on"),
            Self::Expired { what, until } => write!(to, "{what} was valid until height {until}"),
            Self::Revoked { what, from } => write!(to, "{what} was revoked at height {from}"),
            Self::Rotated { what, from } => {
                write!(to, "{what} was replaced by another at height {from}")
            }
            Self::NoRule { rule } => write!(to, "there is no such rule: {rule}"),
            Self::NotACaller { rule, callers } => {
                write!(to, "{rule} lets in {}, and the caller is none of them", list(callers))
            }
            Self::EndorsementMissing { rule, endorsement, signed } => {
                missing(to, rule, endorsement, signed)
            }
            Self::OutsideWindow { rule, window, time } => write!(
                to,
                "{rule} holds from second {} to {}, the block is of {time}",
                window.from, window.until
            ),
            Self::Frozen { contract, since } => {
                write!(to, "contract {} is frozen since height {since}", short(contract))
            }
            Self::CodeNotListed { code_hash } => {
                write!(to, "the ledger's policy does not list the module {code_hash}")
            }
            Self::QuotaExceeded { organisation, counted, limit, used, next_period } => write!(
                to,
                "{organisation} may use {limit} {counted} in a period and has used {used}; \
                 the next period begins at second {next_period}"
            ),
            Self::NotFound { what } => write!(to, "there is no {what}"),
            Self::Exists { what } => write!(to, "there is a {what} already"),
            Self::BadChange { fault } => fault.fmt(to),
            Self::ReadIsLogged { contract, method } => write!(
                to,
                "reads of method `{method}` of contract {} are logged: send it as a transaction",
                short(contract)
            ),
            Self::NotInCollection { organisation, collection } => {
                write!(to, "{organisation} does not share the private collection {collection}")
            }
            Self::RecordEnded { commitment } => {
                write!(to, "private record {commitment} was purged or has expired")
            }
            Self::RecordNotEnded { commitment } => {
                write!(to, "private record {commitment} was neither purged nor has it expired")
            }
            Self::CertificateOutsideValidity { of, not_before, not_after, time } => write!(
                to,
                "the certificates of the key of member {} are valid from second {not_before} to \
                 {not_after}, the block is of {time}; missing: a key with certificates that are \
                 valid",
                short(of)
            ),
            Self::CertificateRevoked { of, certificate, from } => write!(
                to,
                "certificate {certificate}, on which the key of member {} rests, was revoked at \
                 height {from}",
                short(of)
            ),
            Self::AnchorRemoved { of, anchor } => write!(
                to,
                "the certificates of the key of member {} end at anchor {anchor}, which is none \
                 of its organisation's any more",
                short(of)
            ),
            Self::CertificateMissing { organisation, key } => write!(
                to,
                "{organisation} requires certificates, and the {} key has none",
                key.kind().name()
            ),
            Self::CertificateRefused { certificate, fault } => {
                write!(to, "certificate {certificate} of the path: {fault}")
            }
            Self::KeyNotProven { key, member } => write!(
                to,
                "the {} key has not signed that member {} is to have it",
                key.kind().name(),
                short(member)
            ),
        }
    }
}

/// Who signed, and who still could.
fn missing(
    to: &mut Formatter<'_>,
    rule: &RuleName,
    endorsement: &Endorsement,
    signed: &[OrganisationId],
) -> fmt::Result {
    let needed = usize::try_from(endorsement.at_least).unwrap_or(usize::MAX);
    let left = needed.saturating_sub(signed.len());
    let of = if endorsement.organisations.is_empty() {
        "all organisations".to_owned()
    } else {
        list(&endorsement.organisations)
    };
    let role = endorsement.role.as_ref().map(|role| format!(" by role {role}"));
    let role = role.unwrap_or_default();
    let signed_by = if signed.is_empty() { "none".to_owned() } else { list(signed) };
    write!(to, "{rule} needs {needed} of {of}{role}; signed: {signed_by}; missing: {left} more")?;
    let others: Vec<_> =
        endorsement.organisations.iter().filter(|id| !signed.contains(id)).cloned().collect();
    if others.is_empty() { Ok(()) } else { write!(to, " of {}", list(&others)) }
}

fn list<T: ToText>(items: &[T]) -> String {
    if items.is_empty() {
        return "nobody".to_owned();
    }
    items.iter().map(ToText::to_text).collect::<Vec<_>>().join(", ")
}

/// Those whom a rule lets in, in the words of a policy file.
#[must_use]
pub fn words(callers: &[Who]) -> Vec<String> {
    callers.iter().map(ToText::to_text).collect()
}

/// In the words of a policy file.
pub trait ToText {
    /// The words.
    fn to_text(&self) -> String;
}

impl ToText for OrganisationId {
    fn to_text(&self) -> String {
        self.0.clone()
    }
}

impl ToText for Who {
    fn to_text(&self) -> String {
        match self {
            Self::Anyone => "anyone".to_owned(),
            Self::Members => "members".to_owned(),
            Self::Organisation(id) => format!("organisation:{id}"),
            Self::Role { role, organisation: None } => format!("role:{role}"),
            Self::Role { role, organisation: Some(id) } => format!("role:{role}@{id}"),
            Self::Attribute { organisation, name, value } => {
                format!("attribute:{name}={value}@{organisation}")
            }
            Self::Member(address) => format!("member:{address}"),
            Self::Contract(address) => format!("contract:{address}"),
        }
    }
}
