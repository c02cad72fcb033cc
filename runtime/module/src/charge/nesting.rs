//! What belongs together in a body: `end`s and their openers; and what can be reached.

use wasmparser::{BlockType, Operator};

/// What an `end` closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The function itself.
    Function,
    /// A `block` at this index.
    Block(usize),
    /// A `loop` at this index.
    Loop(usize),
    /// An `if` at this index.
    If(usize),
}

impl Opened {
    /// Whether a branch to it may carry an operand; a function's result counts as one. Loops
    /// take none in the accepted subset.
    fn has_result(self, operators: &[Operator<'_>]) -> bool {
        match self {
            Self::Function => true,
            Self::Loop(_) => false,
            Self::Block(opener) | Self::If(opener) => match operators[opener] {
                Operator::Block { blockty } | Operator::If { blockty } => {
                    blockty != BlockType::Empty
                }
                _ => false,
            },
        }
    }
}

/// The structure of a body.
pub struct Nesting {
    /// For each `end` that can be reached or jumped to, what it closes.
    pub opened: Vec<Option<Opened>>,
    /// For each `block`, `loop` and `if`, the index of its `end`.
    pub end_of: Vec<usize>,
    /// For each `br_if`, whether it carries operands.
    pub carries: Vec<bool>,
    /// For each `loop`, whether anything jumps back to it.
    pub jumped_to: Vec<bool>,
    /// Whether the operator at the same index can be reached.
    pub live: Vec<bool>,
}

impl Nesting {
    /// Walks a valid body once.
    pub fn new(operators: &[Operator<'_>]) -> Self {
        let live = live(operators);
        let mut nesting = Self {
            opened: vec![None; operators.len()],
            end_of: vec![operators.len(); operators.len()],
            carries: vec![false; operators.len()],
            jumped_to: vec![false; operators.len()],
            live,
        };
        let mut open = vec![Opened::Function];
        for (index, operator) in operators.iter().enumerate() {
            if !nesting.live[index] {
                continue;
            }
            match operator {
                Operator::Block { .. } => open.push(Opened::Block(index)),
                Operator::Loop { .. } => open.push(Opened::Loop(index)),
                Operator::If { .. } => open.push(Opened::If(index)),
                Operator::End => nesting.close(index, open.pop()),
                Operator::Br { relative_depth } => nesting.jump(&open, *relative_depth),
                Operator::BrIf { relative_depth } => {
                    nesting.jump(&open, *relative_depth);
                    let label = at_depth(&open, *relative_depth);
                    nesting.carries[index] = label.is_some_and(|label| label.has_result(operators));
                }
                Operator::BrTable { targets } => {
                    nesting.jump(&open, targets.default());
                    for depth in targets.targets().flatten() {
                        nesting.jump(&open, depth);
                    }
                }
                _ => {}
            }
        }
        nesting
    }

    fn close(&mut self, end: usize, opened: Option<Opened>) {
        self.opened[end] = opened;
        if let Some(Opened::Block(index) | Opened::Loop(index) | Opened::If(index)) = opened {
            self.end_of[index] = end;
        }
    }

    fn jump(&mut self, open: &[Opened], depth: u32) {
        if let Some(Opened::Loop(index)) = at_depth(open, depth) {
            self.jumped_to[*index] = true;
        }
    }
}

/// The construct that a branch of this depth leads to.
pub fn at_depth<T>(open: &[T], depth: u32) -> Option<&T> {
    let depth = usize::try_from(depth).ok()?;
    open.get(open.len().checked_sub(depth)?.checked_sub(1)?)
}

/// Marks operators behind an unconditional jump as dead, with all constructs opened there.
pub fn live(operators: &[Operator<'_>]) -> Vec<bool> {
    let mut dead_depth: Option<u32> = None;
    operators
        .iter()
        .map(|operator| {
            if let Some(depth) = dead_depth {
                match operator {
                    Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                        dead_depth = Some(depth.saturating_add(1));
                        return false;
                    }
                    Operator::End if depth > 0 => {
                        dead_depth = Some(depth.saturating_sub(1));
                        return false;
                    }
                    Operator::End | Operator::Else if depth == 0 => dead_depth = None,
                    _ => return false,
                }
            }
            if matches!(
                operator,
                Operator::Br { .. }
                    | Operator::BrTable { .. }
                    | Operator::Return
                    | Operator::Unreachable
            ) {
                dead_depth = Some(0);
            }
            true
        })
        .collect()
}
