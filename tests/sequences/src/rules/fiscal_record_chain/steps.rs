//! What is tried, and what a simple person expects of it.
#![allow(clippy::arithmetic_side_effects)] // small numbers; an overflow fails the run

use super::Cast;
use super::model::{Line, Model, Texts};
use crate::Tally;
use fiscal_record_chain::{
    Cancellation, Entry, Error, InvoiceId, Place, Recorded, Registration, cancellation_text,
    registration_text,
};
use proptest::{collection::vec, prelude::*};
use sandpact_sdk::Refusal as _;
use sandpact_sdk::prelude::{Code, Hash};
use sandpact_testing::{Failure, Outcome};
use sha2::{Digest as _, Sha256};

/// Most steps of a sequence.
const STEPS_MAX: usize = 8;
/// Invoices that are written about.
const INVOICES: usize = 3;
/// Amounts that differ as texts and not as numbers (F9).
const AMOUNTS: [&str; 3] = ["123.1", "123.10", "-0.50"];

/// What is wrong with a step, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// It follows another record than the newest.
    Fork,
    /// Its number is too high.
    Gap,
    /// Its time is before that of the newest record.
    Early,
    /// Its hash is of another text.
    Hash,
    /// It is the last record again.
    Again,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Registration { is_correction: bool },
    Cancellation,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    pub kind: Kind,
    pub invoice: usize,
    pub amount: usize,
    pub seconds: u64,
    pub flaw: Flaw,
    pub writer: usize,
}

/// What a step did.
pub struct Did {
    /// The number, or the refusal's code.
    pub result: Result<u64, u32>,
    /// What the model expected.
    pub expected: Result<u64, u32>,
    /// The state root before.
    pub root: Hash,
    /// Whether the last record was handed in again.
    pub is_repeated: bool,
}

/// Steps, most of them without a flaw.
pub fn sequences() -> impl Strategy<Value = Vec<Step>> {
    let kind = prop_oneof![
        5 => Just(Kind::Registration { is_correction: false }),
        2 => Just(Kind::Registration { is_correction: true }),
        3 => Just(Kind::Cancellation),
    ];
    let flaw = prop_oneof![
        15 => Just(Flaw::None), 1 => Just(Flaw::Fork), 1 => Just(Flaw::Gap), 1 => Just(Flaw::Early),
        1 => Just(Flaw::Hash), 1 => Just(Flaw::Again)
    ];
    let step = (kind, 0..INVOICES, 0..AMOUNTS.len(), 0..3_u64, flaw, 0..2_usize).prop_map(
        |(kind, invoice, amount, seconds, flaw, writer)| Step {
            kind,
            invoice,
            amount,
            seconds,
            flaw,
            writer,
        },
    );
    vec(step, 1..=STEPS_MAX)
}

/// Tries a step on the ledger and in the model.
pub fn run_step(cast: &Cast, model: &mut Model, step: &Step, tally: &mut Tally) -> Did {
    let is_repeated = step.flaw == Flaw::Again && !model.lines.is_empty();
    // The same record again is the record that was written last, without the last line.
    let shortened =
        is_repeated.then(|| Model { lines: model.lines[..model.lines.len() - 1].to_vec() });
    let (second, place) = place(shortened.as_ref().unwrap_or(model), model, step, is_repeated);
    let expected = expected(model, step, &place, is_repeated);
    let root = cast.ledger.state_root();
    let (line, outcome) = submit(cast, model, step, (second, place), is_repeated);
    let result = match tally.count(outcome) {
        Ok(recorded) => Ok(recorded.counter),
        Err(Failure::Refused(error)) => Err(error.code()),
        Err(other) => panic!("{other:?}"),
    };
    if result.is_ok() && !is_repeated {
        model.lines.push(line);
    }
    Did { result, expected, root, is_repeated }
}

fn place(base: &Model, model: &Model, step: &Step, is_repeated: bool) -> (u64, Place) {
    let last = model.last_second();
    let second = match step.flaw {
        _ if is_repeated => last,
        Flaw::Early if last > 0 => last - 1,
        _ => last + step.seconds,
    };
    let mut previous = base.head();
    if step.flaw == Flaw::Fork {
        previous = if base.lines.len() > 1 { base.lines[0].previous } else { Some(Hash([9; 32])) };
    }
    let counter = base.lines.len() as u64 + if step.flaw == Flaw::Gap { 2 } else { 1 };
    let time = format!("2025-12-01T10:{:02}:{:02}+01:00", second / 60, second % 60);
    let time = Code::parse(&time).expect("is a short text");
    (second, Place { previous, counter, time, hash: Hash::ZERO })
}

/// In the order in which the contract looks.
fn expected(model: &Model, step: &Step, place: &Place, is_repeated: bool) -> Result<u64, u32> {
    if is_repeated {
        return Ok(place.counter);
    }
    let (is_known, is_over) = (model.is_registered(step.invoice), model.is_cancelled(step.invoice));
    let of_invoice = match step.kind {
        _ if is_over => Some(107),
        Kind::Registration { is_correction: false } => is_known.then_some(108),
        Kind::Registration { is_correction: true } | Kind::Cancellation => {
            (!is_known).then_some(106)
        }
    };
    let code = [
        (step.flaw == Flaw::Fork).then_some(101),
        (step.flaw == Flaw::Gap).then_some(102),
        (step.flaw == Flaw::Early && model.last_second() > 0).then_some(103),
        of_invoice,
    ];
    code.into_iter().flatten().next().map_or(Ok(place.counter), Err)
}

fn submit(
    cast: &Cast,
    model: &Model,
    step: &Step,
    (second, mut place): (u64, Place),
    is_repeated: bool,
) -> (Line, Outcome<Recorded, Error>) {
    let contract = cast.contract.by(&cast.writers[step.writer]);
    // What is handed in again is what the last line says.
    let last = model.lines.last().filter(|_| is_repeated);
    let number = last.map_or(step.invoice, |line| line.invoice);
    let invoice = InvoiceId {
        issuer: Code::parse("89890001K").expect("is a tax number"),
        number: Code::parse(&format!("A-{number}")).expect("is a number"),
        date: Code::parse("01-12-2025").expect("is a date"),
    };
    let previous = place.previous;
    let line = |text: Vec<u8>, hash, is_cancellation, texts| Line {
        hash,
        text,
        texts,
        previous,
        second,
        invoice: number,
        is_cancellation,
    };
    let is_cancellation = last.map_or(step.kind == Kind::Cancellation, |line| line.is_cancellation);
    if is_cancellation {
        let mut record = Cancellation { place, invoice };
        let text = cancellation_text(&record);
        record.place.hash = last.map_or_else(|| hash(&text, step.flaw), |line| line.hash);
        let called = contract.cancel(entry(&record.place, number));
        return (line(text, record.place.hash, true, Texts::Cancellation(record)), called);
    }
    let amount = last.map_or(AMOUNTS[step.amount], |line| amount_of(&line.text));
    let is_correction = match last {
        // The line before the last one tells whether it was the first of its invoice.
        Some(line) => {
            let earlier = &model.lines[..model.lines.len() - 1];
            earlier.iter().any(|it| it.invoice == line.invoice)
        }
        None => step.kind == (Kind::Registration { is_correction: true }),
    };
    place.hash = Hash::ZERO;
    let mut record = Registration {
        place,
        invoice,
        kind: Code::parse("F1").expect("is a kind"),
        tax: Code::parse("12.35").expect("is an amount"),
        total: Code::parse(amount).expect("is an amount"),
        is_correction,
    };
    let text = registration_text(&record);
    record.place.hash = last.map_or_else(|| hash(&text, step.flaw), |line| line.hash);
    let called = contract.register(entry(&record.place, number), is_correction);
    (line(text, record.place.hash, false, Texts::Registration(record)), called)
}

/// What a device hands in: fingerprints that only this test can read.
fn entry(place: &Place, invoice: usize) -> Entry {
    let mark = u8::try_from(invoice).expect("there are few");
    Entry { place: place.clone(), taxpayer: Hash([7; 32]), invoice: Hash([mark; 32]) }
}

fn hash(text: &[u8], flaw: Flaw) -> Hash {
    let mut hash = Hash(Sha256::digest(text).into());
    if flaw == Flaw::Hash {
        hash.0[0] ^= 1;
    }
    hash
}

fn amount_of(text: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(text);
    let has = |amount: &&&str| text.contains(&format!("ImporteTotal={amount}&"));
    AMOUNTS.iter().find(has).expect("is one of the amounts")
}
