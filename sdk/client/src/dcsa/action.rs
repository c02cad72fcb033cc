//! Endorsement chains as a surrender request lists them (EBL_SUR 3.0.4, `EndorsementChainLink`).

use super::json::checked_text;
use super::party::{Party, is_none, party};
use super::time::milliseconds;
use crate::document::{DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use serde_json::Value;

/// Most links of a chain. Published ones have seven at most.
const LINKS_MAX: usize = 256;

/// What a chain of actions comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Who issued the bill.
    pub carrier: Party,
    /// Who possesses it, and surrenders.
    pub possessor: Party,
    /// Time of the last action.
    pub at_ms: u64,
}

/// Follows a chain from its issue on.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn follow(
    links: &[Value],
    is_delivery: bool,
    context: &MappingContext,
) -> Result<Chain, DocumentRefusal> {
    if links.len() > LINKS_MAX {
        return Err(DocumentRefusal::too_large(format!("more than {LINKS_MAX} links")));
    }
    let mut chain: Option<Chain> = None;
    let mut is_surrendered = false;
    for (index, link) in links.iter().enumerate() {
        let path = format!("endorsementChain[{index}]");
        if is_surrendered {
            return Err(wrong(&path, "follows the surrender"));
        }
        let link = Link::read(&path, link)?;
        if chain.as_ref().is_some_and(|chain| link.at_ms < chain.at_ms) {
            return Err(DocumentRefusal::bad_date(format!(
                "{path} is earlier than the one before"
            )));
        }
        is_surrendered = link.code.starts_with("SURRENDER_FOR_");
        chain = Some(link.apply(chain, is_delivery, context)?);
    }
    chain.ok_or_else(|| DocumentRefusal::missing_field("endorsementChain has no issue"))
}

struct Link<'a> {
    path: &'a str,
    code: &'a str,
    actor: &'a Value,
    recipient: &'a Value,
    at_ms: u64,
}

impl<'a> Link<'a> {
    fn read(path: &'a str, value: &'a Value) -> Result<Self, DocumentRefusal> {
        let node = Node::new(path, value)?;
        let code = checked_text(path, node.required_text("actionCode")?, 50)?;
        let recipient = node.required("recipient")?;
        // SIGN, BLANK_ENDORSE and SURRENDERED need no recipient; every other action does.
        let may_be_none = matches!(code, "SIGN" | "BLANK_ENDORSE" | "SURRENDERED");
        if is_none(&node.path_of("recipient"), recipient)? && !may_be_none {
            return Err(wrong(path, "has no recipient"));
        }
        Ok(Self {
            path,
            code,
            actor: node.required("actor")?,
            recipient,
            at_ms: milliseconds(path, node.required_text("actionDateTime")?)?,
        })
    }

    fn apply(
        &self,
        chain: Option<Chain>,
        is_delivery: bool,
        context: &MappingContext,
    ) -> Result<Chain, DocumentRefusal> {
        let actor = || party(&format!("{}.actor", self.path), self.actor, context);
        let recipient = || party(&format!("{}.recipient", self.path), self.recipient, context);
        let at_ms = self.at_ms;
        match (self.code, chain) {
            ("ISSUE", None) => Ok(Chain { carrier: actor()?, possessor: recipient()?, at_ms }),
            (_, None) => Err(wrong(self.path, "comes before the issue")),
            ("ISSUE", Some(_)) => Err(wrong(self.path, "issues the bill again")),
            ("TRANSFER", Some(chain)) => {
                self.check_possessor(&chain, &actor()?)?;
                Ok(Chain { possessor: recipient()?, at_ms, ..chain })
            }
            ("SIGN" | "ENDORSE" | "ENDORSE_TO_ORDER" | "BLANK_ENDORSE", Some(chain)) => {
                Ok(Chain { at_ms, ..chain })
            }
            ("SURRENDER_FOR_DELIVERY", Some(chain)) if is_delivery => {
                self.check_possessor(&chain, &actor()?)?;
                Ok(Chain { at_ms, ..chain })
            }
            ("SURRENDER_FOR_AMENDMENT", Some(chain)) if !is_delivery => {
                self.check_possessor(&chain, &actor()?)?;
                Ok(Chain { at_ms, ..chain })
            }
            ("SURRENDER_FOR_DELIVERY" | "SURRENDER_FOR_AMENDMENT", Some(_)) => {
                Err(wrong(self.path, "is of another surrender than the request"))
            }
            ("SURRENDERED", Some(_)) => Err(wrong(self.path, "ends the bill")),
            _ => Err(wrong(self.path, "has an unknown action code")),
        }
    }

    /// Possession goes on from whoever has it.
    fn check_possessor(&self, chain: &Chain, actor: &Party) -> Result<(), DocumentRefusal> {
        if chain.possessor.account == actor.account {
            Ok(())
        } else {
            Err(wrong(self.path, "is by somebody who does not possess the bill"))
        }
    }
}

fn wrong(path: &str, what: &str) -> DocumentRefusal {
    DocumentRefusal::unsupported_value(format!("{path} {what}"))
}
