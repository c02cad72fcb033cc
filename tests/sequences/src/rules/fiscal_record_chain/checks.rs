//! The statements that hold after every step. Function names carry their numbers.

use super::Cast;
use super::model::{Model, Texts};
use super::steps::Did;
use fiscal_record_chain::{ChainKind, Error};
use sandpact_sdk::prelude::Hash;
use sandpact_testing::Failure;
use sha2::{Digest as _, Sha256};

/// Checks all of them.
pub fn check(cast: &Cast, before: &Model, model: &Model, did: &Did) {
    assert_eq!(did.result, did.expected, "after {before:?}");
    if did.result.is_err() || did.is_repeated {
        assert_eq!(cast.ledger.state_root(), did.root, "nothing changes");
        assert_eq!(before, model);
    }
    f1_texts_are_a_records_when_its_hash_is_theirs(cast, model);
    f2_f7_and_f8_every_record_follows_the_one_before(model);
    f4_times_do_not_decrease(model);
    f5_an_invoice_is_cancelled_once_and_after_its_registration(model);
    f6_what_was_written_stays(before, model);
    f3_the_ledger_has_every_number(cast, model);
}

/// The newest record is asked about; the others have been.
fn f1_texts_are_a_records_when_its_hash_is_theirs(cast: &Cast, model: &Model) {
    let Some(line) = model.lines.last() else { return };
    let is_of_text = line.hash == Hash(Sha256::digest(&line.text).into());
    let (query, issuer) = (cast.contract.query(), cast.issuer.address);
    let asked = match &line.texts {
        Texts::Registration(texts) => query.verify_registration(issuer, texts.clone()).result(),
        Texts::Cancellation(texts) => query.verify_cancellation(issuer, texts.clone()).result(),
    };
    let hash = asked.map(|record| record.hash);
    let expected =
        if is_of_text { Ok(line.hash) } else { Err(Failure::Refused(Error::HashMismatch)) };
    assert_eq!(hash, expected);
    let previous = line.previous.map(|hash| hash.0).unwrap_or_default();
    let hex: String = previous.iter().map(|byte| format!("{byte:02X}")).collect();
    let hex = if line.previous.is_some() { hex } else { String::new() };
    let text = String::from_utf8_lossy(&line.text);
    assert!(text.contains(&format!("&Huella={hex}&")), "{text}");
}

fn f2_f7_and_f8_every_record_follows_the_one_before(model: &Model) {
    let mut head = None;
    for line in &model.lines {
        assert_eq!(line.previous, head);
        head = Some(line.hash);
    }
}

fn f3_the_ledger_has_every_number(cast: &Cast, model: &Model) {
    let chain = cast.contract.query().chain(cast.issuer.address, ChainKind::Invoices).result().ok();
    let head = chain.as_ref().map(|chain| chain.head);
    let counter = chain.map_or(0, |chain| chain.counter);
    assert_eq!((head, counter), (model.head(), model.lines.len() as u64));
}

fn f4_times_do_not_decrease(model: &Model) {
    assert!(model.lines.is_sorted_by_key(|line| line.second));
}

fn f5_an_invoice_is_cancelled_once_and_after_its_registration(model: &Model) {
    for (place, line) in model.lines.iter().enumerate().filter(|(_, it)| it.is_cancellation) {
        let of_invoice = |it: &&super::model::Line| it.invoice == line.invoice;
        let (earlier, rest) = model.lines.split_at(place);
        assert!(earlier.iter().filter(of_invoice).any(|it| !it.is_cancellation));
        assert_eq!(rest.iter().filter(of_invoice).count(), 1, "nothing follows");
    }
}

fn f6_what_was_written_stays(before: &Model, model: &Model) {
    assert!(model.lines.starts_with(&before.lines));
}
