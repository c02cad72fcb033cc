//! Basic blocks and their cost. A block ends at every operator that may leave
//! it: branches, calls (a callee may not come back) and ends of constructs.

use crate::gas::schedule;
use wasmparser::Operator;

/// What precedes each operator of a body.
pub struct Plan {
    /// Ticks to charge before the operator at the same index; zero for none.
    pub charges: Vec<u32>,
    /// Whether the operator at the same index can be reached.
    pub live: Vec<bool>,
}

/// Where the walk through a body stands.
struct Walk {
    plan: Plan,
    /// Index at which the current block's charge stands.
    leader: Option<usize>,
    /// Constructs opened inside dead code, to be skipped whole.
    dead_depth: Option<u32>,
}

/// Plans one charge for every reachable basic block: the sum of its operators' ticks.
pub fn plan(operators: &[Operator<'_>]) -> Plan {
    let mut walk = Walk {
        plan: Plan { charges: vec![0; operators.len()], live: vec![true; operators.len()] },
        leader: None,
        dead_depth: None,
    };
    for (index, operator) in operators.iter().enumerate() {
        if walk.skip_dead(index, operator) {
            continue;
        }
        walk.charge(index, operator);
        walk.end_block(operator);
    }
    walk.plan
}

impl Walk {
    /// Marks operators after an unconditional jump; returns whether this one is dead.
    fn skip_dead(&mut self, index: usize, operator: &Operator<'_>) -> bool {
        let Some(depth) = self.dead_depth else { return false };
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                self.dead_depth = Some(depth.saturating_add(1));
            }
            Operator::End if depth > 0 => self.dead_depth = Some(depth.saturating_sub(1)),
            Operator::End | Operator::Else if depth == 0 => {
                self.dead_depth = None;
                return false;
            }
            _ => {}
        }
        if let Some(live) = self.plan.live.get_mut(index) {
            *live = false;
        }
        true
    }

    /// Adds the operator's ticks to its block. A construct's own mark stands
    /// before its first operator, so the block that it opens begins after it.
    fn charge(&mut self, index: usize, operator: &Operator<'_>) {
        let ticks = schedule::operator_ticks(operator).unwrap_or(0);
        let opens = matches!(operator, Operator::Loop { .. } | Operator::Else | Operator::End);
        if opens {
            self.leader = None;
            return;
        }
        let leader = *self.leader.get_or_insert(index);
        if let Some(charge) = self.plan.charges.get_mut(leader) {
            *charge = charge.saturating_add(ticks);
        }
    }

    fn end_block(&mut self, operator: &Operator<'_>) {
        match operator {
            Operator::Br { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable => {
                self.leader = None;
                self.dead_depth = Some(0);
            }
            Operator::BrIf { .. }
            | Operator::If { .. }
            | Operator::Call { .. }
            | Operator::CallIndirect { .. } => self.leader = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let plan = plan(&operators);
        let simple = schedule::TICKS_SIMPLE;
        let branch = schedule::TICKS_BRANCH;
        let expected =
            [simple + branch, 0, simple + branch, 0, 0, 0, 0, 0, branch, 0, 0, simple, 0, 0];
        assert_eq!(plan.charges, expected);
        let dead: Vec<usize> =
            plan.live.iter().enumerate().filter(|(_, live)| !**live).map(|(i, _)| i).collect();
        assert_eq!(dead, [5]);
    }
}
