//! Dates: FHIR R4 datatypes `date`, `dateTime` and `Period`, to the day.

use super::super::json::Node;
use crate::document::DocumentRefusal;
use sandpact_abi::CivilDate;

/// The day in a member, if there is one. Of a time it is the day where it was written.
pub fn optional(node: Node<'_, '_>, name: &str) -> Result<Option<CivilDate>, DocumentRefusal> {
    node.text(name)?.map(|text| day(&node.path_of(name), text)).transpose()
}

/// The day in a member that must be there.
pub fn required(node: Node<'_, '_>, name: &str) -> Result<CivilDate, DocumentRefusal> {
    day(&node.path_of(name), node.required_text(name)?)
}

/// First and last day, each where it is stated.
pub type Days = (Option<CivilDate>, Option<CivilDate>);

/// First and last day of a period in a member, if there is one.
pub fn period(node: Node<'_, '_>, name: &str) -> Result<Option<Days>, DocumentRefusal> {
    let path = node.path_of(name);
    let Some(period) = node.get(name) else { return Ok(None) };
    let period = Node::new(&path, period)?;
    Ok(Some((optional(period, "start")?, optional(period, "end")?)))
}

/// A year or a month alone is no day, and would have to be guessed.
fn day(path: &str, text: &str) -> Result<CivilDate, DocumentRefusal> {
    let bad = || DocumentRefusal::bad_date(format!("{path} is no day or time with a day"));
    let (date, time) = text.split_at_checked(10).ok_or_else(bad)?;
    let is_time = time.starts_with('T') && has_offset(time);
    if !time.is_empty() && !is_time {
        return Err(bad());
    }
    CivilDate::parse(date).map_err(|_| bad())
}

/// A `dateTime` with a time states its offset (FHIR R4, datatypes).
fn has_offset(time: &str) -> bool {
    let is_clock = |text: &str| {
        text.len() == 5
            && text.split_once(':').is_some_and(|(hours, minutes)| {
                [hours, minutes]
                    .iter()
                    .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            })
    };
    match time.split_at_checked(time.len().saturating_sub(6)) {
        _ if time.ends_with('Z') => true,
        Some((_, offset)) => offset.strip_prefix(['+', '-']).is_some_and(is_clock),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_dates_and_times() {
        for (text, expected) in [
            ("2014-08-16", Some("2014-08-16")),
            ("2015-10-16T00:00:00-07:00", Some("2015-10-16")),
            ("2015-10-16T23:30:00.123Z", Some("2015-10-16")),
            ("2015-10-16T23:30:00", None),
            ("2015-10-16 23:30", None),
            ("2015-10", None),
            ("2015", None),
            ("2015-02-29", None),
            ("16.10.2015", None),
            ("", None),
            ("\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}", None),
        ] {
            let expected = expected.and_then(|text| CivilDate::parse(text).ok());
            assert_eq!(day("x", text).ok(), expected, "{text}");
        }
    }
}
