//! A rule of a file.

use super::text::{TextError, TimeText, WhoText, organisation, role_name};
use sandpact_abi::access::{Endorsement, Rule, TimeWindow};
use serde::Deserialize;

/// Whoever may, what it takes, and when.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleFile {
    /// Lets anybody in; instead of `callers`.
    open: bool,
    callers: Vec<WhoText>,
    endorsements: Vec<EndorsementFile>,
    from: Option<TimeText>,
    until: Option<TimeText>,
    /// Of a method that only reads: its readers are to be known later.
    pub logged: bool,
}

/// How many organisations have to sign.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, try_from = "EndorsementFields")]
pub struct EndorsementFile(pub Endorsement);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndorsementFields {
    at_least: u32,
    #[serde(default)]
    organisations: Vec<String>,
    role: Option<String>,
}

impl TryFrom<EndorsementFields> for EndorsementFile {
    type Error = TextError;

    fn try_from(fields: EndorsementFields) -> Result<Self, TextError> {
        let EndorsementFields { at_least, organisations, role } = fields;
        let organisations = organisations.iter().map(|id| organisation(id));
        let mut organisations = organisations.collect::<Result<Vec<_>, _>>()?;
        organisations.sort_unstable();
        organisations.dedup();
        let role = role.map(|role| role_name(&role)).transpose()?;
        Ok(Self(Endorsement { at_least, organisations, role }))
    }
}

impl RuleFile {
    /// The rule; the error says what is wrong with the one of this name.
    pub fn rule(self, name: &str) -> Result<Rule, String> {
        let Self { open, callers, endorsements, from, until, logged } = self;
        if logged {
            return Err(format!("rule `{name}` is logged, which only a method's can be"));
        }
        let callers: Vec<_> = callers.into_iter().map(|WhoText(who)| who).collect();
        let mut rule = match (open, callers.is_empty()) {
            (true, true) => Rule::open(),
            (false, false) => Rule::of(callers),
            (true, false) => return Err(format!("rule `{name}` is open and has callers")),
            (false, true) => {
                return Err(format!("rule `{name}` lets nobody in: write callers or open = true"));
            }
        };
        rule.endorsements = endorsements.into_iter().map(|EndorsementFile(one)| one).collect();
        rule.window = match (from, until) {
            (None, None) => None,
            (from, until) => Some(TimeWindow {
                from: from.map_or_else(Default::default, |time| time.0),
                until: until.map_or(sandpact_abi::UnixSeconds(u64::MAX), |time| time.0),
            }),
        };
        if rule.window.is_some_and(|window| window.until < window.from) {
            return Err(format!("rule `{name}` ends before it begins"));
        }
        if rule.is_within_limits() {
            return Ok(rule);
        }
        Err(format!(
            "rule `{name}` has too many callers or endorsements, or one that asks for more \
             organisations than it names"
        ))
    }
}
