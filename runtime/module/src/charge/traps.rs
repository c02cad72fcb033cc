//! Where every way ends in a trap.
//!
//! A call that traps takes all gas, so nothing is taken on such ways. A way on which the
//! host may look at the gas first is not one of them, nor is one back to a loop.

use super::{
    functions::Effect,
    nesting::{Nesting, Opened, at_depth},
};
use wasmparser::Operator;

/// Ways of one body that only lead to traps.
pub struct Traps {
    /// For each `end`, whether what follows a branch to it does.
    pub label: Vec<bool>,
    /// Whether the body does from its first operator on.
    pub whole: bool,
}

/// An open construct, seen from its end.
struct Label {
    traps: bool,
    /// Whether what follows its `else` does.
    else_traps: Option<bool>,
}

impl Traps {
    /// Walks a body once, from the last operator to the first.
    pub fn new(
        operators: &[Operator<'_>],
        nesting: &Nesting,
        effect: impl Fn(&Operator<'_>) -> Effect,
    ) -> Self {
        let mut label = vec![false; operators.len()];
        let mut open: Vec<Label> = Vec::new();
        let mut traps = false;
        for (index, operator) in operators.iter().enumerate().rev() {
            if !nesting.live[index] {
                continue;
            }
            if let Operator::End = operator {
                let is_forward =
                    matches!(nesting.opened[index], Some(Opened::Block(_) | Opened::If(_)));
                label[index] = is_forward && traps;
                open.push(Label { traps: label[index], else_traps: None });
                traps &= nesting.opened[index] != Some(Opened::Function);
            } else {
                traps = before(operator, &mut open, traps, &effect);
            }
        }
        Self { label, whole: traps }
    }
}

/// Whether every way from before an operator traps, from what is so after it.
fn before(
    operator: &Operator<'_>,
    open: &mut Vec<Label>,
    after: bool,
    effect: impl Fn(&Operator<'_>) -> Effect,
) -> bool {
    let at = |open: &[Label], depth| at_depth(open, depth).is_some_and(|label| label.traps);
    match operator {
        Operator::Else => {
            let Some(label) = open.last_mut() else { return false };
            label.else_traps = Some(after);
            label.traps
        }
        Operator::Block { .. } | Operator::Loop { .. } => {
            open.pop();
            after
        }
        Operator::If { .. } => {
            let label = open.pop();
            after && label.is_some_and(|label| label.else_traps.unwrap_or(label.traps))
        }
        Operator::Br { relative_depth } => at(open, *relative_depth),
        Operator::BrIf { relative_depth } => after && at(open, *relative_depth),
        Operator::BrTable { targets } => {
            targets.targets().flatten().chain([targets.default()]).all(|depth| at(open, depth))
        }
        Operator::Return => false,
        Operator::Unreachable => true,
        _ => match effect(operator) {
            Effect::On { .. } => after,
            Effect::Account { .. } => false,
            Effect::Trap => true,
        },
    }
}
