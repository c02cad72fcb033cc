//! What an event takes for granted.

use item_trace::messages::{Act, LotQuantity};
use sandpact_abi::Hash;
use sandpact_sdk::prelude::Decimal;

/// Items and quantities that there must be before an act: a document tells a piece of a supply
/// chain, and whoever replays it begins with these. Of a lot whose parts are built in, one piece.
#[must_use]
pub fn taken(act: &Act) -> (Vec<Hash>, Vec<LotQuantity>) {
    match act.clone() {
        Act::Commission { .. } => (vec![], vec![]),
        Act::Observe { items, quantities }
        | Act::Ship { items, quantities, .. }
        | Act::Receive { items, quantities }
        | Act::Decommission { items, quantities } => (items, quantities),
        Act::Dispense { items } => (items, vec![]),
        Act::Pack { parent, children, quantities }
        | Act::Unpack { parent, children, quantities } => {
            ([vec![parent], children].concat(), quantities)
        }
        Act::Transform { inputs, input_quantities, .. } => (inputs, input_quantities),
        Act::Associate { parent, children, lots } => {
            let one = |lot| LotQuantity { lot, amount: Decimal::integer(1), unit: None };
            ([vec![parent], children].concat(), lots.into_iter().map(one).collect())
        }
    }
}
