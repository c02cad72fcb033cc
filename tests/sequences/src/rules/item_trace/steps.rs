//! What partners and the recall authority do.

use super::model::ITEMS;
use proptest::collection::vec;
use proptest::prelude::*;

/// A step.
#[allow(missing_docs)]
#[derive(Clone, Debug)]
pub enum Step {
    Commission { item: u8 },
    Pack { by: u8, parent: u8, child: u8 },
    Unpack { by: u8, parent: u8, child: u8 },
    Ship { by: u8, item: u8, to: u8 },
    Receive { by: u8, item: u8 },
    Dispense { by: u8, item: u8 },
    Transform { by: u8, input: u8, output: u8 },
    Recall,
    Continue,
}

fn item() -> impl Strategy<Value = u8> {
    0..ITEMS
}

/// The maker more often than the buyer.
fn by() -> impl Strategy<Value = u8> {
    prop_oneof![3 => Just(0_u8), 1 => Just(1_u8)]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => item().prop_map(|item| Step::Commission { item }),
        5 => (by(), item(), item())
            .prop_map(|(by, parent, child)| Step::Pack { by, parent, child }),
        2 => (by(), item(), item())
            .prop_map(|(by, parent, child)| Step::Unpack { by, parent, child }),
        4 => (by(), item(), 0..2_u8).prop_map(|(by, item, to)| Step::Ship { by, item, to }),
        3 => (0..2_u8, item()).prop_map(|(by, item)| Step::Receive { by, item }),
        1 => (by(), item()).prop_map(|(by, item)| Step::Dispense { by, item }),
        3 => (by(), item(), item())
            .prop_map(|(by, input, output)| Step::Transform { by, input, output }),
        1 => Just(Step::Recall),
        2 => Just(Step::Continue),
    ]
}

/// Items that are there, then what happens to them.
pub fn sequence() -> impl Strategy<Value = Vec<Step>> {
    (vec(item(), 2..5), vec(step(), 2..9)).prop_map(|(items, steps)| {
        let items = items.into_iter().map(|item| Step::Commission { item });
        items.chain(steps).collect()
    })
}
