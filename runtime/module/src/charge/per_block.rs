//! One checked charge before every basic block: the sum of its operators' ticks. A block
//! ends at every operator that may leave it: branches, calls (a callee may not come back)
//! and ends of constructs.

use super::{Charge, Plan, nesting};
use wasmparser::Operator;

/// A reachable basic block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicBlock {
    /// Index of the operator at which its charge stands.
    pub leader: usize,
    /// Indices of its operators in order, each with its ticks. The last one is where it is
    /// left, by a call too.
    pub operators: Vec<(usize, u32)>,
}

/// Plans one charge for every reachable basic block.
pub fn per_block(operators: &[Operator<'_>], ticks: &[u32]) -> Plan {
    let mut plan = Plan::new(nesting::live(operators));
    for block in blocks(operators, ticks, &plan.live) {
        let ticks = block.operators.iter().map(|(_, ticks)| u64::from(*ticks));
        let ticks = ticks.fold(0, u64::saturating_add);
        plan.before[block.leader] = Charge { ticks, check: ticks > 0 };
    }
    plan
}

/// The reachable basic blocks of a body, in order.
pub fn blocks(operators: &[Operator<'_>], ticks: &[u32], live: &[bool]) -> Vec<BasicBlock> {
    let mut blocks: Vec<BasicBlock> = Vec::new();
    let mut is_open = false;
    for (index, operator) in operators.iter().enumerate() {
        if !live[index] {
            is_open = false;
            continue;
        }
        // A construct's own mark stands before its first operator, so the block that it
        // opens begins after it.
        if matches!(operator, Operator::Loop { .. } | Operator::Else | Operator::End) {
            is_open = false;
            continue;
        }
        if !is_open {
            blocks.push(BasicBlock { leader: index, operators: Vec::new() });
        }
        if let Some(block) = blocks.last_mut() {
            block.operators.push((index, ticks[index]));
        }
        is_open = !ends_block(operator);
    }
    blocks
}

fn ends_block(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Br { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable
            | Operator::BrIf { .. }
            | Operator::If { .. }
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prices::Prices,
        schedule::{TICKS_BRANCH, TICKS_SIMPLE},
    };
    use wasmparser::BlockType;

    #[test]
    fn blocks_are_charged_once_and_dead_code_never() {
        let operators = [
            Operator::I32Const { value: 1 },
            Operator::If { blockty: BlockType::Empty },
            Operator::I32Const { value: 2 },
            Operator::Drop,
            Operator::Br { relative_depth: 0 },
            Operator::I32Const { value: 3 },
            Operator::Else,
            Operator::Loop { blockty: BlockType::Empty },
            Operator::Br { relative_depth: 0 },
            Operator::End,
            Operator::End,
            Operator::I64Const { value: 4 },
            Operator::Drop,
            Operator::End,
        ];
        let prices = Prices::of(1);
        let ticks: Vec<u32> =
            operators.iter().map(|operator| prices.ticks(operator).unwrap()).collect();
        let plan = per_block(&operators, &ticks);
        let (simple, branch) = (TICKS_SIMPLE, TICKS_BRANCH);
        let expected =
            [simple + branch, 0, simple + branch, 0, 0, 0, 0, 0, branch, 0, 0, simple, 0, 0];
        let ticks: Vec<u64> = plan.before.iter().map(|charge| charge.ticks).collect();
        assert_eq!(ticks, expected.map(u64::from));
        assert!(plan.before.iter().all(|charge| charge.check == (charge.ticks > 0)));
        let dead: Vec<usize> =
            plan.live.iter().enumerate().filter(|(_, live)| !**live).map(|(i, _)| i).collect();
        assert_eq!(dead, [5]);
    }
}
