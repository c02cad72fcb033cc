//! Where the values of locals meet. Control flow is structured: ways join at the end of a
//! construct or at the head of a loop, and a local has several values there only if it was
//! set inside that construct. Each way that leads there brings one value for each of them.

use wasmparser::Operator;

/// Counts over one body.
#[derive(Default)]
pub struct Flow {
    open: Vec<Construct>,
    edges: u64,
}

/// An open block, loop or `if`.
struct Construct {
    /// Ways that lead to where it joins.
    ways: u64,
    set: Locals,
}

impl Flow {
    /// Values brought to joins, the gas included.
    pub fn edges(&self) -> u64 {
        self.edges
    }

    /// Counts an operator.
    pub fn count(&mut self, operator: &Operator<'_>) {
        use Operator as O;
        match operator {
            O::Block { .. } | O::Loop { .. } => self.enter(1),
            O::If { .. } => self.enter(2),
            O::End => self.leave(),
            O::Br { relative_depth } | O::BrIf { relative_depth } => self.branch(*relative_depth),
            O::BrTable { targets } => {
                self.branch(targets.default());
                targets.targets().flatten().for_each(|depth| self.branch(depth));
            }
            O::LocalSet { local_index } | O::LocalTee { local_index } => {
                if let Some(construct) = self.open.last_mut() {
                    construct.set.insert(*local_index);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, ways: u64) {
        self.open.push(Construct { ways, set: Locals::default() });
    }

    /// A branch to the function's own end joins nothing but its result.
    fn branch(&mut self, depth: u32) {
        let above = usize::try_from(depth).unwrap_or(usize::MAX).saturating_add(1);
        let index = self.open.len().checked_sub(above);
        if let Some(construct) = index.and_then(|index| self.open.get_mut(index)) {
            construct.ways = construct.ways.saturating_add(1);
        }
    }

    fn leave(&mut self) {
        let Some(construct) = self.open.pop() else { return };
        if construct.ways > 1 {
            let values = construct.set.len().saturating_add(1);
            self.edges = self.edges.saturating_add(values.saturating_mul(construct.ways));
        }
        if let Some(outer) = self.open.last_mut() {
            outer.set.insert_all(&construct.set);
        }
    }
}

/// A set of locals, a bit each.
#[derive(Default)]
struct Locals(Vec<u64>);

impl Locals {
    fn insert(&mut self, local: u32) {
        let word = usize::try_from(local / u64::BITS).unwrap_or(usize::MAX);
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (local % u64::BITS);
        }
    }

    fn insert_all(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(all, more)| *all |= more);
    }

    fn len(&self) -> u64 {
        self.0.iter().fold(0, |sum, word| sum.saturating_add(u64::from(word.count_ones())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmparser::{BlockType, Operator as O};

    fn edges(operators: &[O<'_>]) -> u64 {
        let mut flow = Flow::default();
        operators.iter().for_each(|operator| flow.count(operator));
        assert!(flow.open.is_empty());
        flow.edges()
    }

    const BLOCK: O<'_> = O::Block { blockty: BlockType::Empty };
    const IF: O<'_> = O::If { blockty: BlockType::Empty };

    fn set(local_index: u32) -> O<'static> {
        O::LocalSet { local_index }
    }

    fn branch(relative_depth: u32) -> O<'static> {
        O::BrIf { relative_depth }
    }

    #[test]
    fn values_are_counted_where_ways_meet() {
        assert_eq!(edges(&[BLOCK, set(1), O::End, O::End]), 0, "one way meets nothing");
        assert_eq!(edges(&[BLOCK, branch(0), O::End]), 2, "the gas on two ways");
        assert_eq!(edges(&[BLOCK, set(1), set(1), set(70), branch(0), O::End]), 6);
        assert_eq!(edges(&[IF, set(3), O::Else, O::End]), 4);
        // The inner local is set inside the outer construct too.
        assert_eq!(edges(&[BLOCK, IF, set(300), O::End, branch(0), O::End]), 8);
        assert_eq!(edges(&[BLOCK, branch(7), set(1), O::End]), 0, "to the function's end");
    }
}
