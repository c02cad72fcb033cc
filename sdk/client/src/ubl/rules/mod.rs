//! The business rules of EN 16931-1:2017 (6.4) on UBL, one by one, so that a fragment of an
//! invoice can be judged by a rule although it is no whole invoice. A whole one is not judged here:
//! the mapper refuses what it cannot map, and the contract checks the arithmetic and the categories.
//!
//! Here are BR-01 to BR-65, BR-CO and those of nine VAT categories. Rules of code lists (BR-CL), of
//! decimals (BR-DEC), of split payment (BR-B), of the syntax (UBL-SR, UBL-DT) and those that only a
//! reader can judge (BR-CO-05 to -08) are not known. Amounts must be exact: a sum that is rounded elsewhere has its place in
//! `PayableRoundingAmount`.

mod categories;
mod existence;
mod fragments;
mod place;
#[cfg(test)]
mod tests;
mod totals;

pub use fragments::{Judged, is_test_set, judge_fragments};

use place::{Context, Place};

/// A rule: where it is asked, and whether it holds there.
struct Rule {
    id: &'static str,
    context: Context,
    holds: fn(Place<'_>) -> bool,
}

/// Whether the rule holds wherever it is asked in the document; `None` for a rule that is not
/// here.
fn holds(rule: &str, document: Place<'_>) -> Option<bool> {
    let mut rules = existence::RULES.iter().copied().flatten().chain(totals::RULES);
    match rules.find(|known| known.id == rule) {
        Some(known) => Some((known.context)(document).into_iter().all(known.holds)),
        None => categories::holds(rule, document),
    }
}
