//! What compiling a module is estimated to take, from counts that admission makes anyway:
//! deterministic, and an upper bound of what was measured. The numbers are in
//! [`schedule`](crate::schedule).

use crate::schedule as s;

/// What the estimate of one function is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunctionCounts {
    /// Operators.
    pub operators: u64,
    /// Basic blocks.
    pub blocks: u64,
    /// Parameters, locals and operands at the start of each block, summed.
    pub slots: u64,
    /// Values brought to where ways meet.
    pub edges: u64,
    /// Targets of all `br_table`s; each is one of the blocks too.
    pub br_table_targets: u64,
    /// Calls through the table.
    pub indirect_calls: u64,
    /// `memory.copy` and `memory.fill`.
    pub bulks: u64,
    /// `memory.grow`.
    pub grows: u64,
}

impl FunctionCounts {
    /// Estimated gas of compiling this function. The compiler's time grows with the
    /// squares of some counts; nothing overflows, the largest number stands for all above.
    #[must_use]
    pub fn compile_gas(&self) -> u64 {
        let each = [
            (self.operators, s::COMPILE_OPERATOR),
            (self.blocks, s::COMPILE_BLOCK),
            (self.slots, s::COMPILE_SLOT),
            (self.indirect_calls, s::COMPILE_CALL_INDIRECT),
            (self.bulks, s::COMPILE_BULK),
            (self.grows, s::COMPILE_GROW),
            (square(self.operators), s::COMPILE_OPERATOR_PAIR),
            (square(self.blocks), s::COMPILE_BLOCK_PAIR),
            (square(self.edges), s::COMPILE_EDGE_PAIR),
        ];
        each.into_iter().fold(s::COMPILE_FUNCTION, |sum, (count, gas)| {
            sum.saturating_add(count.saturating_mul(gas))
        })
    }
}

fn square(count: u64) -> u64 {
    count.saturating_mul(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let max = u64::MAX;
        let all = FunctionCounts {
            operators: max,
            blocks: max,
            slots: max,
            edges: max,
            br_table_targets: max,
            indirect_calls: max,
            bulks: max,
            grows: max,
        };
        assert_eq!(all.compile_gas(), max);
        let edges = FunctionCounts { edges: 1 << 32, ..FunctionCounts::default() };
        assert_eq!(edges.compile_gas(), max);
        assert_eq!(s::deploy_gas(usize::MAX), max);
    }

    #[test]
    fn every_count_adds_to_the_estimate() {
        let none = FunctionCounts::default();
        assert_eq!(none.compile_gas(), s::COMPILE_FUNCTION);
        for more in [
            FunctionCounts { operators: 1, ..none },
            FunctionCounts { blocks: 1, ..none },
            FunctionCounts { slots: 1, ..none },
            FunctionCounts { edges: 1, ..none },
            FunctionCounts { indirect_calls: 1, ..none },
            FunctionCounts { bulks: 1, ..none },
            FunctionCounts { grows: 1, ..none },
        ] {
            assert!(more.compile_gas() > none.compile_gas(), "{more:?}");
        }
    }
}
