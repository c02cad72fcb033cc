//! Deadlines and the calendar that they come from (articles 6, 14, 16, 29, 36).

use super::*;

/// Five banking days after the day of presentation (article 14(b)): the first two of the
/// four worked examples. A strike's days are no banking days either (article 36).
#[test]
fn the_examination_ends_with_the_fifth_banking_day() {
    for (closed, deadline) in [
        (vec![], "2024-01-15"),
        (vec![holiday("2024-01-10"), holiday("2024-01-11")], "2024-01-17"),
        (vec![strike("2024-01-10"), strike("2024-01-11")], "2024-01-17"),
    ] {
        let mut trade = Trade::new(closed);
        trade.issue("2024-03-31", "2024-03-20");
        trade.ledger.set_day("2024-01-08");
        trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
        assert_eq!(trade.standing(), (date(deadline), Standing::Received));
        let asked = (PLACE, date("2024-01-08"), 5_u16);
        let counted: CivilDate =
            trade.ledger.query(&trade.calendar, "nth_banking_day_after", &asked);
        assert_eq!(counted, date(deadline));
        let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
        // On the last day a notice is in time, on the day after it is not.
        trade.ledger.set_day(deadline);
        trade.accept::<()>("nominated", "take_up", &PRESENTATION);
        trade.accept::<()>("nominated", "refuse", &notice);
        assert_eq!(trade.standing().1, Standing::Refused);
        trade.refuse("nominated", "refuse", &notice, 113);
    }
}

/// Twenty-one days after shipment, never after expiry, extended over closed days but not
/// over force majeure (articles 14(c), 29(a), 36): the last two of the worked examples.
#[test]
fn the_last_day_for_presentation_is_the_earlier_of_two() {
    for (shipped, closed, last_day, day_after) in [
        ("2024-02-01", vec![], "2024-02-22", "2024-02-23"),
        ("2024-03-20", vec![holiday("2024-04-01")], "2024-04-02", "2024-04-03"),
        // The Monday after the Sunday is closed by a strike: nothing is extended past it.
        ("2024-03-20", vec![strike("2024-04-01")], "2024-04-01", "2024-04-02"),
    ] {
        for (day, is_late) in [(last_day, false), (day_after, true)] {
            let mut trade = Trade::new(closed.clone());
            trade.issue("2024-03-31", "2024-03-20");
            trade.ledger.set_day(day);
            let request = presentation(shipped, 100_000);
            if is_late {
                let data = trade.refuse("beneficiary", "present", &request, 111);
                assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(date(last_day)));
            } else {
                trade.accept::<()>("beneficiary", "present", &request);
            }
        }
    }
}

#[test]
fn a_bank_that_misses_its_deadline_is_precluded_and_pays() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
    trade.ledger.set_day("2024-01-16");
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    let data = trade.refuse("nominated", "refuse", &notice, 115);
    assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(date("2024-01-15")));
    assert_eq!(trade.standing().1, Standing::Precluded);
    trade.accept::<()>("nominated", "honour", &(PRESENTATION, 100_000_i128));
    assert_eq!(trade.standing().1, Standing::Honoured);
}

/// A question that needs an unpublished year is never answered by guessing, and the
/// callee's own refusal reaches the caller as one of the credit.
#[test]
fn a_missing_calendar_stops_everything_that_needs_it() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-12-30", "2024-12-20");
    trade.ledger.set_day("2024-12-27");
    let request = presentation("2024-12-20", 100_000);
    trade.refuse("beneficiary", "present", &request, 100);
}

/// A strike closes two of the last days of the year after documents came: the deadline moves
/// into a year that nobody has published. The bank is in time and may say so (article 16(d)).
#[test]
fn a7_a_notice_in_time_needs_no_later_year() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-12-24", "2024-12-20");
    trade.ledger.set_day("2024-12-20");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-12-19", 100_000));
    assert_eq!(trade.standing(), (date("2024-12-27"), Standing::Received));
    for day in ["2024-12-24", "2024-12-25", "2024-12-26", "2024-12-27", "2024-12-30"] {
        let closure = (PLACE, strike(day));
        let (oracle, calendar) = (key_of("oracle"), trade.calendar);
        trade.ledger.accept::<()>(&oracle, &calendar, "close", &closure);
    }
    trade.ledger.set_day("2024-12-31");
    let view: PresentationView = trade.ledger.query(&trade.credit, "presentation", &PRESENTATION);
    assert_eq!((view.banks[0].deadline, view.banks[0].standing), (None, Standing::Received));
    trade.refuse("nominated", "honour", &(PRESENTATION, 100_000_i128), Common::WrongState.code());
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.accept::<()>("nominated", "refuse", &notice);
}
