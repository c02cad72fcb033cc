//! One line of the demo's result: a document and what became of it.

use crate::outcome::{Refusal, plain};
use crate::output::grouped;
use crate::table::table;
use sandpact_abi::CivilDate;
use sandpact_client::document::DocumentRefusal;
use sandpact_client::ubl::rules::Judged;
use serde_json::{Value, json};

/// Digits of an address or hash in text.
const DIGEST_LEN: usize = 64;
/// Digits of it that people compare.
const SHORT_LEN: usize = 8;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is on the ledger.
    Accepted,
    /// A mapper, a contract or a rule refused it; the state is as before.
    Refused,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

/// A document and what became of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// File name, or what a person calls the document.
    pub document: String,
    /// Contract, when a call was made.
    pub contract: Option<String>,
    /// Method, when a call was made; of a document that is several calls, the last one's.
    pub call: Option<String>,
    /// How many calls were made.
    pub calls: usize,
    /// What became of it.
    pub verdict: Verdict,
    /// Stable code of a refusal.
    pub code: Option<u32>,
    /// Why it was refused: the code's name, then its meaning. Of a fragment, also the rule that
    /// it keeps.
    pub reason: Option<String>,
    /// Gas used.
    pub gas: u64,
    /// Its events, in order, as JSON.
    pub events: Vec<Value>,
    /// Day of its block, in a story.
    pub day: Option<CivilDate>,
}

impl Row {
    /// A document of which no call has been made yet.
    pub fn of(document: &str) -> Self {
        Self {
            document: document.to_owned(),
            contract: None,
            call: None,
            calls: 0,
            verdict: Verdict::Accepted,
            code: None,
            reason: None,
            gas: 0,
            events: vec![],
            day: None,
        }
    }

    /// A document that its mapper refused; nothing was sent.
    pub fn unmapped(document: &str, refusal: &DocumentRefusal) -> Self {
        Self {
            verdict: Verdict::Refused,
            code: Some(refusal.code),
            reason: Some(refusal.to_string()),
            ..Self::of(document)
        }
    }

    /// A fragment of a test set by one rule, and whether it is labelled otherwise.
    pub fn judged(fragment: &str, judged: &Judged) -> Self {
        let row = match judged.refusal() {
            Some(refusal) => Self::unmapped(fragment, &refusal),
            None => Self { reason: Some(format!("keeps {}", judged.rule)), ..Self::of(fragment) },
        };
        if judged.is_as_labelled() {
            return row;
        }
        let label = if judged.is_expected { "kept" } else { "broken" };
        let reason = row.reason.unwrap_or_default();
        Self { reason: Some(format!("{reason}, but labelled as {label}")), ..row }
    }

    /// Records a refusal, or that there was none.
    pub fn decided(mut self, refusal: Option<&Refusal>) -> Self {
        self.verdict = if refusal.is_some() { Verdict::Refused } else { Verdict::Accepted };
        self.code = refusal.map(|it| it.code);
        self.reason = refusal.map(Refusal::text);
        self
    }

    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        self.verdict == Verdict::Refused
    }

    /// Adds what became of the document's next call. One that is refused ends it.
    pub fn then(mut self, mut next: Self) -> Self {
        self.events.append(&mut next.events);
        Self {
            calls: self.calls.saturating_add(next.calls),
            gas: self.gas.saturating_add(next.gas),
            events: self.events,
            ..next
        }
    }

    /// The row for programs.
    pub fn json(&self) -> Value {
        json!({
            "file": self.document,
            "day": self.day.map(|day| day.to_string()),
            "contract": self.contract,
            "call": self.call,
            "calls": self.calls,
            "outcome": self.verdict.name(),
            "code": self.code,
            "reason": self.reason,
            "gas": self.gas,
            "events": self.events,
        })
    }

    fn cells(&self) -> [String; 6] {
        let or_none = |name: &Option<String>| name.as_deref().unwrap_or("-").to_owned();
        let outcome = match self.code {
            Some(code) => format!("{} [{code}]", self.verdict.name()),
            None => self.verdict.name().to_owned(),
        };
        let remark = match &self.reason {
            Some(reason) => shortened(reason),
            None if self.calls > 1 => event_counts(&self.events),
            None => self.events.iter().map(event_text).collect::<Vec<_>>().join("; "),
        };
        let (contract, call) = (or_none(&self.contract), or_none(&self.call));
        let call = if self.calls > 1 { format!("{call} ({} calls)", self.calls) } else { call };
        [self.document.clone(), contract, call, outcome, grouped(self.gas), remark]
    }
}

/// All rows as a table.
pub fn rows_table(rows: &[Row]) -> String {
    let cells: Vec<_> = rows.iter().map(|row| row.cells().to_vec()).collect();
    let head = ["document", "contract", "call", "outcome", "gas", "events, or why it was refused"];
    table(&head, &[4], &cells)
}

/// The rows of a story, day by day: a day is said once.
pub fn timeline(rows: &[Row]) -> String {
    let mut day = None;
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            let is_new = row.day != day;
            day = row.day;
            let shown = row.day.filter(|_| is_new).map(|day| day.to_string()).unwrap_or_default();
            let [document, _, call, outcome, gas, remark] = row.cells();
            vec![shown, document, call, outcome, gas, remark]
        })
        .collect();
    let head = ["day", "document", "call", "outcome", "gas", "events, or why it was refused"];
    table(&head, &[4], &cells)
}

/// How many events of each name, in the order of their first ones.
fn event_counts(events: &[Value]) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for event in events {
        let name = plain(&event["name"]);
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((name, 1)),
        }
    }
    let told = counts.into_iter().map(|(name, count)| format!("{count} {name}"));
    told.collect::<Vec<_>>().join(", ")
}

/// The event's name, and of its fields what means something to a person: no digests.
fn event_text(event: &Value) -> String {
    let name = plain(&event["name"]);
    let Some(fields) = event["fields"].as_object() else { return name };
    let told = fields.iter().filter(|(_, value)| !value.as_str().is_some_and(is_digest));
    let told: Value = told.map(|(name, value)| (name.clone(), value.clone())).collect();
    format!("{name} {}", plain(&told)).trim_end().to_owned()
}

/// Digests in a text by their first digits, as people compare them.
fn shortened(text: &str) -> String {
    let short = |word: &str| match word.get(..SHORT_LEN) {
        Some(digits) if is_digest(word) => format!("{digits}.."),
        _ => word.to_owned(),
    };
    let parts = text.split_inclusive(|char: char| !char.is_ascii_alphanumeric());
    parts
        .map(|part| {
            let word = part.trim_end_matches(|char: char| !char.is_ascii_alphanumeric());
            format!("{}{}", short(word), part.strip_prefix(word).unwrap_or_default())
        })
        .collect()
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGEST_LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_calls_are_one_row_until_one_is_refused() {
        let call = |gas, code: Option<u32>| Row {
            call: Some("capture".to_owned()),
            calls: 1,
            gas,
            events: vec![json!({"name": "Captured"})],
            code,
            verdict: if code.is_some() { Verdict::Refused } else { Verdict::Accepted },
            ..Row::of("trace.json")
        };
        let row = call(5, None).then(call(7, None));
        assert_eq!((row.calls, row.gas, row.events.len()), (2, 12, 2));
        assert_eq!(row.cells()[2], "capture (2 calls)");
        let row = row.then(call(1, Some(101)));
        assert_eq!((row.calls, row.verdict, row.code), (3, Verdict::Refused, Some(101)));
    }

    #[test]
    fn people_see_no_digests() {
        let digest = "ab".repeat(32);
        let event = json!({"name": "Issued", "fields": {"key": digest, "amount": 5}});
        assert_eq!(event_text(&event), "Issued amount=5");
        assert_eq!(event_text(&json!({"name": "Paused", "fields": {}})), "Paused");
        let events = ["Captured", "Recalled", "Captured"].map(|name| json!({"name": name}));
        assert_eq!(event_counts(&events), "2 Captured, 1 Recalled");
        let text = format!("Reused credit={digest}, to={digest}: an abab of (\u{e9})");
        let short = "Reused credit=abababab.., to=abababab..: an abab of (\u{e9})";
        assert_eq!(shortened(&text), short);
        assert_eq!(shortened(&digest), "abababab..");
    }
}
