//! The normal form of a consent directive (C3): a base rule with limits, then
//! exceptions, each with an explicit effect. Codes are those of HL7 value sets.

use crate::messages::{Role, Scope};
use sandpact_sdk::prelude::*;

/// Most exceptions of one directive; published examples have one.
pub const EXCEPTIONS_LEN_MAX: usize = 12;
/// Most actors that one rule names.
pub const ACTORS_LEN_MAX: usize = 8;
/// Most classes that one exception names.
pub const CLASSES_LEN_MAX: usize = 8;
/// Most codes that one exception names.
pub const CODES_LEN_MAX: usize = 16;

/// What holds where no exception does.
#[message]
pub enum Base {
    /// The patient assents (v3-ActCode OPTIN).
    PermitAll,
    /// The patient dissents (v3-ActCode OPTOUT).
    DenyAll,
}

/// What an exception does.
#[message]
pub enum Effect {
    /// Permits what it matches.
    Permit,
    /// Denies what it matches.
    Deny,
}

/// What is done with the data (HL7 consentaction).
#[message]
pub enum Action {
    /// collect.
    Collect,
    /// access.
    Access,
    /// use.
    Use,
    /// disclose.
    Disclose,
    /// correct.
    Correct,
}

/// What the data is for (HL7 v3-PurposeOfUse).
#[message]
pub enum Purpose {
    /// TREAT, treatment.
    Treatment,
    /// ETREAT, emergency treatment.
    EmergencyTreatment,
    /// BTG, break the glass.
    BreakTheGlass,
    /// HRESCH, healthcare research.
    Research,
    /// HPAYMT, healthcare payment.
    Payment,
    /// HOPERAT, healthcare operations.
    Operations,
    /// PUBHLTH, public health.
    PublicHealth,
    /// HLEGAL, legal.
    Legal,
    /// HMARKT, healthcare marketing.
    Marketing,
    /// PATRQT, patient requested.
    PatientRequest,
    /// FAMRQT, family requested.
    FamilyRequest,
}

/// Whom a rule matches.
#[message]
pub enum ActorKey {
    /// One actor.
    Actor {
        /// Keyed fingerprint of the actor.
        pseudonym: Hash,
    },
    /// Everyone who holds a role of this contract.
    Holder {
        /// The role.
        role: Role,
    },
}

/// Days from the first to the last, both included; an end that is missing is open.
/// Days are days of UTC, as block dates are.
#[message]
pub struct Period {
    /// First day.
    pub start: Option<CivilDate>,
    /// Last day.
    pub end: Option<CivilDate>,
}

/// A departure from the base rule. An empty list or a missing period matches anything;
/// at least one of them must say something.
#[message]
pub struct Exception {
    /// What it does.
    pub effect: Effect,
    /// Whom it matches.
    pub actors: Vec<ActorKey>,
    /// Which actions.
    pub actions: Vec<Action>,
    /// Which purposes.
    pub purposes: Vec<Purpose>,
    /// Which classes of data: keyed fingerprints of code system and code.
    pub classes: Vec<Hash>,
    /// Which codes of data: keyed fingerprints of code system and code.
    pub codes: Vec<Hash>,
    /// Data from which days.
    pub data_period: Option<Period>,
}

/// A consent directive. Outside its period and outside the limits of its base rule the
/// custodian's default policy answers, which is to deny.
#[message]
pub struct Directive {
    /// The base rule.
    pub base: Base,
    /// When the directive is in force, exceptions included.
    pub period: Period,
    /// Whom the base rule is about; empty means everyone.
    pub actors: Vec<ActorKey>,
    /// Which purposes the base rule is about; empty means all.
    pub purposes: Vec<Purpose>,
    /// Departures from the base rule; their order means nothing.
    pub exceptions: Vec<Exception>,
}

impl Period {
    /// Without beginning and end.
    pub const OPEN: Self = Self { start: None, end: None };

    /// Whether the last day, if both are known, is not before the first.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        match (self.start, self.end) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        }
    }

    /// Whether all of `inner` lies in this period.
    #[must_use]
    pub fn contains(&self, inner: &Self) -> bool {
        let starts_within = match self.start {
            None => true,
            Some(start) => inner.start.is_some_and(|inner| start <= inner),
        };
        let ends_within = match self.end {
            None => true,
            Some(end) => inner.end.is_some_and(|inner| inner <= end),
        };
        starts_within && ends_within
    }

    /// Whether the two periods have a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |begin: Option<CivilDate>, end: Option<CivilDate>| match (begin, end) {
            (Some(begin), Some(end)) => begin <= end,
            _ => true,
        };
        begins_in_time(self.start, other.end) && begins_in_time(other.start, self.end)
    }
}

impl Directive {
    /// Pseudonyms of all actors that a rule names.
    pub fn named_actors(&self) -> impl Iterator<Item = &Hash> {
        let in_exceptions = self.exceptions.iter().flat_map(|exception| &exception.actors);
        self.actors.iter().chain(in_exceptions).filter_map(|key| match key {
            ActorKey::Actor { pseudonym } => Some(pseudonym),
            ActorKey::Holder { .. } => None,
        })
    }
}

impl Purpose {
    /// The purpose of which this one is a special case: in v3-PurposeOfUse TREAT has the
    /// child ETREAT, and ETREAT has the child BTG.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::EmergencyTreatment => Some(Self::Treatment),
            Self::BreakTheGlass => Some(Self::EmergencyTreatment),
            _ => None,
        }
    }

    /// Whether this purpose is `general` or a special case of it.
    #[must_use]
    pub fn is_kind_of(self, general: Self) -> bool {
        self == general || self.parent().is_some_and(|parent| parent.is_kind_of(general))
    }

    /// Which of a patient's consents is about this purpose: the one on research about
    /// research, the one on privacy about all else.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Research => Scope::Research,
            _ => Scope::PatientPrivacy,
        }
    }

    /// Whether access for this purpose may override a directive (C5).
    #[must_use]
    pub fn is_emergency(self) -> bool {
        self.is_kind_of(Self::EmergencyTreatment)
    }

    /// The purpose of a v3-ActReason code, or `None` for one this contract does not take.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "TREAT" => Self::Treatment,
            "ETREAT" => Self::EmergencyTreatment,
            "BTG" => Self::BreakTheGlass,
            "HRESCH" => Self::Research,
            "HPAYMT" => Self::Payment,
            "HOPERAT" => Self::Operations,
            "PUBHLTH" => Self::PublicHealth,
            "HLEGAL" => Self::Legal,
            "HMARKT" => Self::Marketing,
            "PATRQT" => Self::PatientRequest,
            "FAMRQT" => Self::FamilyRequest,
            _ => return None,
        })
    }
}

impl Action {
    /// The action of a consentaction code, or `None` for one this contract does not take.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "collect" => Self::Collect,
            "access" => Self::Access,
            "use" => Self::Use,
            "disclose" => Self::Disclose,
            "correct" => Self::Correct,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::period;

    #[test]
    fn both_ends_of_a_period_belong_to_it() {
        let march = period("2026-03-01", "2026-03-31");
        for (start, end, is_contained, overlaps) in [
            ("2026-03-01", "2026-03-31", true, true),
            ("2026-02-28", "2026-03-31", false, true),
            ("2026-03-01", "2026-04-01", false, true),
            ("2026-02-01", "2026-02-28", false, false),
            ("2026-02-01", "2026-03-01", false, true),
            ("2026-03-31", "2026-04-02", false, true),
            ("2026-04-01", "2026-04-02", false, false),
        ] {
            let other = period(start, end);
            assert_eq!(march.contains(&other), is_contained, "{start} {end}");
            assert_eq!(march.overlaps(&other), overlaps, "{start} {end}");
            assert_eq!(other.overlaps(&march), overlaps, "{start} {end}");
        }
        assert!(Period::OPEN.contains(&march) && Period::OPEN.overlaps(&march));
        assert!(!march.contains(&Period::OPEN) && march.overlaps(&Period::OPEN));
        assert!(march.is_ordered() && Period::OPEN.is_ordered());
        assert!(!period("2026-03-02", "2026-03-01").is_ordered());
    }

    #[test]
    fn emergency_treatment_is_a_kind_of_treatment_and_not_the_other_way_round() {
        assert!(Purpose::BreakTheGlass.is_kind_of(Purpose::Treatment));
        assert!(Purpose::EmergencyTreatment.is_kind_of(Purpose::Treatment));
        assert!(!Purpose::Treatment.is_kind_of(Purpose::EmergencyTreatment));
        assert!(!Purpose::Payment.is_kind_of(Purpose::Treatment));
        assert!(Purpose::BreakTheGlass.is_emergency() && !Purpose::Treatment.is_emergency());
    }

    #[test]
    fn codes_outside_the_value_sets_have_no_meaning() {
        assert_eq!(Purpose::from_code("HRESCH"), Some(Purpose::Research));
        assert_eq!(Purpose::from_code("treat"), None);
        assert_eq!(Action::from_code("correct"), Some(Action::Correct));
        assert_eq!(Action::from_code("delete"), None);
    }
}
