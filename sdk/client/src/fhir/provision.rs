//! Provisions to the contract's normal form.

use super::actor::{Actors, actors};
use super::code::{actions, classes, codes, purposes};
use super::json::Node;
use crate::commitment::FingerprintKey;
use crate::document::DocumentRefusal;
use consent_directive::{ActorKey, Base, Directive, Effect, Exception, Period, Purpose};
use sandpact_abi::CivilDate;

/// Elements of a provision that are read, or that change nothing.
const KNOWN: &[&str] = &[
    "id",
    "extension",
    "type",
    "period",
    "actor",
    "action",
    "purpose",
    "class",
    "code",
    "dataPeriod",
    "provision",
];

/// Elements that narrow a rule by something the normal form has no place for.
const NARROWING: &[&str] = &["securityLabel", "data"];

/// What reading provisions needs beside them.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The consent's organisation.
    pub custodian: &'a str,
    /// Key of the fingerprints.
    pub key: &'a FingerprintKey,
    /// The base rule.
    pub base: Base,
}

impl Reader<'_> {
    /// The directive of a consent, whose root provision may be missing.
    pub fn directive(self, root: Option<Node<'_, '_>>) -> Result<Directive, DocumentRefusal> {
        let Some(root) = root else { return Ok(self.unlimited()) };
        check_elements(root)?;
        match effect(root)? {
            None => self.limited(root),
            Some(effect) => self.typed_root(root, effect),
        }
    }

    fn unlimited(self) -> Directive {
        let (actors, purposes, exceptions) = (vec![], vec![], vec![]);
        Directive { base: self.base, period: Period::OPEN, actors, purposes, exceptions }
    }

    /// A root without type limits the base rule; nested provisions are exceptions.
    fn limited(self, root: Node<'_, '_>) -> Result<Directive, DocumentRefusal> {
        for name in ["action", "class", "code", "dataPeriod"] {
            if root.get(name).is_some() {
                return Err(ambiguous(format!(
                    "{} has no type, so it is no rule that could be about some data or actions",
                    root.path_of(name)
                )));
            }
        }
        let actors = self.limits(root)?;
        let mut directive = Directive {
            period: period(root, "period")?.unwrap_or(Period::OPEN),
            actors,
            purposes: purposes(root)?,
            ..self.unlimited()
        };
        let path = root.path_of("provision");
        for nested in root.list("provision")? {
            let exception = self.nested(Node::new(&path, nested)?, &directive)?;
            directive.exceptions.push(exception);
        }
        Ok(directive)
    }

    fn limits(self, root: Node<'_, '_>) -> Result<Vec<ActorKey>, DocumentRefusal> {
        let actors = actors(root, self.custodian, self.key)?;
        if actors.names_author {
            return Err(ambiguous(format!(
                "{}: an author may be meant as a source or as a recipient of data",
                root.path_of("actor")
            )));
        }
        if self.base == Base::PermitAll {
            check_recipient(root, &actors)?;
        }
        Ok(actors.keys)
    }

    /// A root with a type, which FHIR R4 does not permit, is the only exception.
    fn typed_root(self, root: Node<'_, '_>, effect: Effect) -> Result<Directive, DocumentRefusal> {
        if effect == self.base_effect() {
            return Err(ambiguous("provision.type repeats the base rule: limit or exception?"));
        }
        if root.get("provision").is_some() {
            return Err(ambiguous("provision.type at the root and nested provisions"));
        }
        let period = period(root, "period")?;
        if period.is_some() && effect == Effect::Deny {
            return Err(ambiguous(
                "provision.period of a deny at the root: of the deny or of the whole consent?",
            ));
        }
        let exceptions = vec![self.exception(root, effect)?];
        let period = period.unwrap_or(Period::OPEN);
        Ok(Directive { period, exceptions, ..self.unlimited() })
    }

    fn nested(
        self,
        nested: Node<'_, '_>,
        directive: &Directive,
    ) -> Result<Exception, DocumentRefusal> {
        check_elements(nested)?;
        let Some(effect) = effect(nested)? else {
            return Err(ambiguous("provision.provision has no type"));
        };
        for name in ["provision", "period"] {
            if nested.get(name).is_some() {
                return Err(ambiguous(format!("{}: an exception has none", nested.path_of(name))));
            }
        }
        let exception = self.exception(nested, effect)?;
        if effect == self.base_effect() && overlaps_base(&exception, directive) {
            return Err(ambiguous(
                "provision.provision repeats the base rule within its limits, as if there were none",
            ));
        }
        if effect == Effect::Permit && leaves_open(&exception, directive) {
            return Err(ambiguous(
                "provision.provision permits without the limits that the base rule has",
            ));
        }
        Ok(exception)
    }

    fn exception(self, rule: Node<'_, '_>, effect: Effect) -> Result<Exception, DocumentRefusal> {
        let actors = actors(rule, self.custodian, self.key)?;
        match effect {
            Effect::Permit => check_recipient(rule, &actors)?,
            // Read as a recipient, the author's data would go to everybody else.
            Effect::Deny if actors.names_author => {
                return Err(ambiguous(format!(
                    "{}: a deny about an author's data or about the author?",
                    rule.path_of("actor")
                )));
            }
            Effect::Deny => {}
        }
        Ok(Exception {
            effect,
            actors: actors.keys,
            actions: actions(rule)?,
            purposes: purposes(rule)?,
            classes: classes(rule, self.key)?,
            codes: codes(rule, self.key)?,
            data_period: period(rule, "dataPeriod")?,
        })
    }

    const fn base_effect(self) -> Effect {
        match self.base {
            Base::PermitAll => Effect::Permit,
            Base::DenyAll => Effect::Deny,
        }
    }
}

/// A permit whose only actor is the custodian may mean everyone or the custodian.
fn check_recipient(rule: Node<'_, '_>, actors: &Actors) -> Result<(), DocumentRefusal> {
    if actors.names_custodian && actors.keys.is_empty() {
        return Err(ambiguous(format!(
            "{}: a permit that names the custodian and no recipient",
            rule.path_of("actor")
        )));
    }
    Ok(())
}

/// Whether the base rule and the exception may be about the same request.
fn overlaps_base(exception: &Exception, directive: &Directive) -> bool {
    let is_same = |a: &ActorKey, b: &ActorKey| a == b;
    let is_kin = |a: &Purpose, b: &Purpose| a.is_kind_of(*b) || b.is_kind_of(*a);
    meets(&exception.actors, &directive.actors, is_same)
        && meets(&exception.purposes, &directive.purposes, is_kin)
}

/// Among lists of which the empty one stands for everything.
fn meets<T>(a: &[T], b: &[T], is_common: impl Fn(&T, &T) -> bool) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|a| b.iter().any(|b| is_common(a, b)))
}

fn leaves_open(exception: &Exception, directive: &Directive) -> bool {
    (exception.actors.is_empty() && !directive.actors.is_empty())
        || (exception.purposes.is_empty() && !directive.purposes.is_empty())
}

fn check_elements(provision: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    match provision.unknown(KNOWN) {
        None => Ok(()),
        Some(name) if NARROWING.contains(&name) => {
            Err(ambiguous(format!("{} narrows a rule", provision.path_of(name))))
        }
        Some(name) => Err(DocumentRefusal::unsupported_value(format!(
            "{} is unknown",
            provision.path_of(name)
        ))),
    }
}

fn effect(provision: Node<'_, '_>) -> Result<Option<Effect>, DocumentRefusal> {
    match provision.text("type")? {
        None => Ok(None),
        Some("permit") => Ok(Some(Effect::Permit)),
        Some("deny") => Ok(Some(Effect::Deny)),
        Some(_) => Err(DocumentRefusal::unsupported_value(format!(
            "{} is neither permit nor deny",
            provision.path_of("type")
        ))),
    }
}

/// A period in whole days. A time of day would have to be rounded, and a month or a year
/// completed; both are guesses.
fn period(provision: Node<'_, '_>, name: &str) -> Result<Option<Period>, DocumentRefusal> {
    let Some(value) = provision.get(name) else { return Ok(None) };
    let path = provision.path_of(name);
    let node = Node::new(&path, value)?;
    if let Some(name) = node.unknown(&["id", "extension", "start", "end"]) {
        let unknown = format!("{} is unknown", node.path_of(name));
        return Err(DocumentRefusal::unsupported_value(unknown));
    }
    let day = |name: &str| -> Result<Option<CivilDate>, DocumentRefusal> {
        let Some(text) = node.text(name)? else { return Ok(None) };
        let bad = |_| DocumentRefusal::bad_date(format!("{} is no whole day", node.path_of(name)));
        CivilDate::parse(text).map(Some).map_err(bad)
    };
    let period = Period { start: day("start")?, end: day("end")? };
    if period == Period::OPEN {
        return Err(DocumentRefusal::missing_field(format!("{path} has neither start nor end")));
    }
    Ok(Some(period))
}

fn ambiguous(reason: impl Into<String>) -> DocumentRefusal {
    DocumentRefusal::ambiguous_directive(reason)
}
