//! A simple model: versions and a log, written from the statements and not from the contract.

use super::steps::{Rules, Step};
use std::collections::BTreeMap;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Active,
    Withdrawn,
    Superseded,
    InError,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Permit,
    Deny,
    Emergency,
}

/// A version of a consent.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    pub rules: Rules,
    pub status: Status,
}

/// An entry of the log.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub consent: (u8, u32),
    pub decided: Decided,
    pub is_reviewed: bool,
    pub is_disclosed: bool,
    /// The version was active and in its time when this was written.
    was_in_force: bool,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proposal {
    Open(Rules),
    Rejected,
    Registered(Rules),
}

#[derive(Default)]
pub struct Model {
    pub versions: BTreeMap<(u8, u32), Version>,
    pub current: Option<(u8, u32)>,
    pub log: Vec<Entry>,
    proposals: BTreeMap<u8, Proposal>,
    /// Versions that were ever withdrawn or in error.
    ended_for_good: Vec<(u8, u32)>,
}

/// `None`: refused.
type Taken = Option<Option<Decided>>;

fn must(holds: bool) -> Option<()> {
    holds.then_some(())
}

impl Model {
    /// Takes a step on a day since the first; returns what was decided, if anything was asked.
    pub fn take(&mut self, step: Step, today: i32) -> Taken {
        match step {
            Step::Register { id, rules, is_by_patient } => {
                must(is_by_patient)?;
                self.register(id, rules)?;
            }
            Step::Supersede { id, expected, rules } => {
                let latest = self.latest(id)?;
                must(latest == expected && self.current == Some((id, latest)))?;
                must(self.versions[&(id, latest)].status == Status::Active)?;
                self.make_current(id, latest + 1, rules);
            }
            Step::Withdraw { id, is_by_patient } => {
                let latest = self.latest(id)?;
                must(is_by_patient)?;
                let version = self.versions.get_mut(&(id, latest))?;
                must(version.status == Status::Active)?;
                version.status = Status::Withdrawn;
                self.ended_for_good.push((id, latest));
            }
            Step::EnterInError { id } => {
                let latest = self.latest(id)?;
                let version = self.versions.get_mut(&(id, latest))?;
                must(version.status != Status::InError)?;
                version.status = Status::InError;
                self.ended_for_good.push((id, latest));
            }
            Step::Ask { who, is_for_treatment } => {
                let permits = self.permits(Some(who), is_for_treatment, today)?;
                let decided = if permits { Decided::Permit } else { Decided::Deny };
                return Some(Some(self.write(decided, today)));
            }
            Step::Emergency => {
                // A permit for treatment is none for emergency treatment: C6 to the letter.
                let permits = self.permits(None, false, today)?;
                let decided = if permits { Decided::Permit } else { Decided::Emergency };
                return Some(Some(self.write(decided, today)));
            }
            Step::Review { number } => {
                let entry = self.entry(number)?;
                must(entry.decided == Decided::Emergency && !entry.is_reviewed)?;
                entry.is_reviewed = true;
            }
            Step::Disclose { number } => self.disclose(number, today)?,
            Step::Propose { id, rules } => self.propose(id, rules)?,
            Step::Reject { id } => {
                let proposal = self.proposals.get_mut(&id)?;
                must(matches!(proposal, Proposal::Open(_)))?;
                *proposal = Proposal::Rejected;
            }
            Step::Wait { .. } => {}
        }
        Some(None)
    }

    fn register(&mut self, id: u8, rules: Rules) -> Option<()> {
        if let Some(first) = self.versions.get(&(id, 1)) {
            return must(first.rules == rules);
        }
        if let Some(proposal) = self.proposals.get_mut(&id) {
            must(*proposal == Proposal::Open(rules))?;
            *proposal = Proposal::Registered(rules);
        }
        self.make_current(id, 1, rules);
        Some(())
    }

    fn propose(&mut self, id: u8, rules: Rules) -> Option<()> {
        must(self.latest(id).is_none())?;
        let proposal = *self.proposals.entry(id).or_insert(Proposal::Open(rules));
        must(proposal == Proposal::Open(rules))
    }

    fn disclose(&mut self, number: u64, today: i32) -> Option<()> {
        let entry = *self.entry(number)?;
        let may = match entry.decided {
            Decided::Deny => false,
            Decided::Emergency => true,
            Decided::Permit => self.is_in_force(entry.consent, today),
        };
        must(may && !entry.is_disclosed)?;
        self.entry(number)?.is_disclosed = true;
        Some(())
    }

    /// C8: the one before ends.
    fn make_current(&mut self, id: u8, version: u32, rules: Rules) {
        if let Some(before) = self.current.and_then(|key| self.versions.get_mut(&key))
            && before.status == Status::Active
        {
            before.status = Status::Superseded;
        }
        self.versions.insert((id, version), Version { rules, status: Status::Active });
        self.current = Some((id, version));
    }

    /// C1, C3, C6. An exception is about a requester, whatever the purpose. `None` for the
    /// clinician, whom no exception names.
    fn permits(&self, who: Option<u8>, is_for_treatment: bool, today: i32) -> Option<bool> {
        let current = self.current?;
        let rules = self.versions[&current].rules;
        let by_exception =
            rules.exception.filter(|(about, _)| Some(*about) == who).map(|(_, permits)| permits);
        let by_base = rules.permits && (is_for_treatment || !rules.is_for_treatment);
        Some(self.is_in_force(current, today) && by_exception.unwrap_or(by_base))
    }

    fn is_in_force(&self, key: (u8, u32), today: i32) -> bool {
        let version = self.versions[&key];
        version.status == Status::Active && version.rules.last_day.is_none_or(|last| today <= last)
    }

    fn write(&mut self, decided: Decided, today: i32) -> Decided {
        if let Some(consent) = self.current {
            let was_in_force = self.is_in_force(consent, today);
            let (is_reviewed, is_disclosed) = (false, false);
            self.log.push(Entry { consent, decided, is_reviewed, is_disclosed, was_in_force });
        }
        decided
    }

    fn entry(&mut self, number: u64) -> Option<&mut Entry> {
        self.log.get_mut(usize::try_from(number).ok()?)
    }

    fn latest(&self, id: u8) -> Option<u32> {
        self.versions.keys().filter(|key| key.0 == id).map(|key| key.1).max()
    }

    /// C1: what was permitted was in force then.
    pub fn c1_permits_are_in_force(&self) {
        for entry in &self.log {
            assert!(entry.decided != Decided::Permit || entry.was_in_force, "{entry:?}");
        }
    }

    /// C4, C10: what is withdrawn or in error never comes back.
    pub fn c4_c10_what_ended_stays_ended(&self) {
        for key in &self.ended_for_good {
            let status = self.versions[key].status;
            assert!(matches!(status, Status::Withdrawn | Status::InError), "{key:?} {status:?}");
        }
    }

    /// C8: at most one is active.
    pub fn c8_one_is_active(&self) {
        let active = self.versions.values().filter(|it| it.status == Status::Active).count();
        assert!(active <= 1, "{active} are active");
    }
}
