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

/// A strike closes most of the last days of the year after documents came: the deadline moves
/// into a year that nobody has published. The bank is in time and may say so (article 16(d)).
#[test]
fn a7_a_notice_in_time_needs_no_later_year() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-12-24", "2024-12-20");
    trade.ledger.set_day("2024-12-20");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-12-19", 100_000));
    assert_eq!(trade.standing(), (date("2024-12-27"), Standing::Received));
    for day in ["2024-12-24", "2024-12-25", "2024-12-26", "2024-12-27", "2024-12-30"] {
        trade.close_day(PLACE, strike(day));
    }
    trade.ledger.set_day("2024-12-31");
    let view: PresentationView = trade.ledger.query(&trade.credit, "presentation", &PRESENTATION);
    assert_eq!((view.banks[0].deadline, view.banks[0].standing), (None, Standing::Received));
    trade.refuse("nominated", "honour", &(PRESENTATION, 100_000_i128), Common::WrongState.code());
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.accept::<()>("nominated", "refuse", &notice);
}

/// A5: the day is that of the bank's place. The deadline is Monday 2024-01-15; in Los Angeles
/// it ends at 08:00 UTC on Tuesday, in Shanghai at 16:00 UTC on Monday.
#[test]
fn a5_a_day_is_the_day_at_the_banks_place() {
    for (place, offset, last_minute, first_late) in [
        (*b"USLAX", -8 * 60, ("2024-01-16", 7, 59), ("2024-01-16", 8, 0)),
        (*b"CNSHA", 8 * 60, ("2024-01-15", 15, 59), ("2024-01-15", 16, 0)),
    ] {
        for ((day, hours, minutes), is_late) in [(last_minute, false), (first_late, true)] {
            let mut trade = at_place(place, offset);
            assert_eq!(trade.standing(), (date("2024-01-15"), Standing::Received));
            trade.set_time(day, hours, minutes);
            let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
            if is_late {
                trade.refuse("nominated", "refuse", &notice, 115);
                assert_eq!(trade.standing().1, Standing::Precluded);
            } else {
                trade.accept::<()>("nominated", "refuse", &notice);
            }
        }
    }
}

/// Documents at the nominated bank of this place since its noon of Monday 2024-01-08.
fn at_place(place: [u8; 5], offset: i16) -> Trade {
    let mut trade = Trade::new(vec![]);
    if place != PLACE {
        trade.publish(place, offset, vec![]);
    }
    let nominated_bank = BankAt { place, ..terms().nominated_bank };
    trade.issue_as(CREDIT, Terms { nominated_bank, ..terms() });
    let noon = u64::try_from(12 * 60 - offset).unwrap();
    trade.set_time("2024-01-08", noon / 60, noon % 60);
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
    trade
}

/// A closure that comes after a place's own day has ended cannot move what ended with it.
#[test]
fn a_day_is_closed_until_it_ends_at_the_place() {
    let mut trade = Trade::new(vec![]);
    trade.publish(*b"USLAX", -8 * 60, vec![]);
    // Tuesday 00:30 in Shanghai, Monday 08:30 in Los Angeles.
    trade.set_time("2024-01-15", 16, 30);
    let (oracle, calendar) = (key_of("oracle"), trade.calendar);
    let monday = (PLACE, strike("2024-01-15"));
    trade.ledger.refuse(&oracle, &calendar, "close", &monday, 104);
    // Monday 23:59 in Los Angeles, then the first minute of its Wednesday.
    trade.set_time("2024-01-16", 7, 59);
    trade.close_day(*b"USLAX", strike("2024-01-15"));
    trade.set_time("2024-01-17", 8, 0);
    let tuesday = (*b"USLAX", strike("2024-01-16"));
    trade.ledger.refuse(&oracle, &calendar, "close", &tuesday, 104);
}

/// A3 and A4 on a ledger: a stated period counts, and leaving out the date of shipment
/// escapes nothing, when no transport document is asked for.
#[test]
fn a3_a4_the_shipment_date_counts_without_a_transport_document() {
    let with = |period_days, latest_shipment: Option<&str>, day, shipment_date: Option<&str>| {
        let mut trade = Trade::new(vec![]);
        let latest_shipment = latest_shipment.map(date);
        let mut terms = Terms { period_days, latest_shipment, ..terms() };
        terms.documents.retain(|document| !document.kind.is_transport());
        trade.issue_as(CREDIT, terms);
        trade.ledger.set_day(day);
        let shipment_date = shipment_date.map(date);
        (trade, PresentRequest { shipment_date, ..presentation("2024-01-05", 100_000) })
    };
    let (mut trade, request) = with(Some(10), None, "2024-01-15", Some("2024-01-05"));
    trade.accept::<()>("beneficiary", "present", &request);
    let (mut trade, request) = with(Some(10), None, "2024-01-16", Some("2024-01-05"));
    trade.refuse("beneficiary", "present", &request, 111);
    for (period_days, latest_shipment) in [(Some(10), None), (None, Some("2024-01-10"))] {
        let (mut trade, request) = with(period_days, latest_shipment, "2024-01-15", None);
        trade.refuse("beneficiary", "present", &request, 110);
    }
    let (mut trade, request) = with(None, None, "2024-03-28", None);
    trade.accept::<()>("beneficiary", "present", &request);
}
