//! Loops whose number of turns is known when they begin.
//!
//! A loop that runs straight through and moves a local by a power of two until it reaches a
//! value that does not change: its turns are a difference and a shift, so all of them are
//! paid before the first, and none compares or subtracts. That is exact: such a loop has no
//! other end but a trap, and a call that traps takes all gas anyway.
//!
//! A loop that may also be left before, and whose steps are ones, is paid where it is left,
//! by how far its counter went. So that it does not run on without gas, its bound is moved
//! nearer when all turns would cost more than there is; reaching that bound is a trap.
//!
//! Compilers write most of their inner loops in this form. What does not match is charged
//! turn by turn like any other loop.

use wasmparser::Operator;

/// A loop with a known number of turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The local that counts.
    pub counter: Counter,
    /// What it is compared to.
    pub bound: Bound,
    /// Index of the operator that reads the bound; a branch on the counter reads none.
    pub bound_at: Option<usize>,
    /// When the loop ends.
    pub until: Until,
    /// Ticks of one turn.
    pub ticks: u64,
    /// Index of the operator that sets the counter.
    pub moved_at: usize,
    /// Indices of the `br_if`s that leave the loop early.
    pub exits: Vec<usize>,
    /// Index of the `br_if` that jumps back.
    pub back: usize,
}

/// A local that moves by the same step in every turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Its index.
    pub local: u32,
    /// Base-two logarithm of the step.
    pub step_log2: u32,
    /// Whether it counts down.
    pub is_down: bool,
    /// Whether it is an i64; an i32 otherwise.
    pub is_wide: bool,
}

/// When a loop goes on no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Once its counter equals the bound.
    Equal,
    /// Once its counter equals the bound or is past it, as unsigned numbers.
    Past,
}

/// What a counter is compared to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number.
    Constant(i64),
    /// A local that the loop does not set.
    Local(u32),
}

/// Most operators of a turn for which it is worth to pay all turns before the first: longer
/// turns hide what a comparison costs, and paying takes machine code too. The first is for
/// loops that end at their bound, the second for those that end past it, such as those that
/// part what is sorted.
const TURN_OPERATORS_MAX: [usize; 2] = [40, 56];

/// Most operators of a turn for which it is worth to keep count of where a loop is left.
const LEFT_OPERATORS_MAX: usize = 18;

/// The counted loop that begins at `index`, if it is one, of operators that take `ticks`.
/// `leads_to_trap` says whether the
/// `br_if` at an index leads to nothing but a trap.
pub fn counted(
    operators: &[Operator<'_>],
    ticks: &[u32],
    index: usize,
    leads_to_trap: impl Fn(usize) -> bool,
) -> Option<Counted> {
    let first = index.checked_add(1)?;
    let (mut back, mut exits) = (first, Vec::new());
    loop {
        match operators.get(back)? {
            Operator::BrIf { relative_depth: 0 } => break,
            Operator::BrIf { .. } if leads_to_trap(back) => {}
            Operator::BrIf { .. } => exits.push(back),
            other if is_control(other) => return None,
            _ => {}
        }
        back = back.checked_add(1)?;
    }
    let body = operators.get(first..back)?;
    let is_last = match operators.get(back.checked_add(1)?..)? {
        [Operator::Br { relative_depth }, Operator::End, ..] => *relative_depth > 0,
        [Operator::End, ..] => true,
        _ => false,
    };
    let turn_ticks = ticks.get(first..=back)?;
    let condition = condition(body)?;
    let Condition { counter, bound, .. } = condition;
    let is_set = |local| body.iter().filter(|operator| sets(operator, local)).count();
    let is_fixed = match bound {
        Bound::Local(local) => is_set(local) == 0,
        Bound::Constant(_) => true,
    };
    let moved_at = body.iter().position(|operator| sets(operator, counter.local))?;
    let is_counted = is_last && is_fixed && is_set(counter.local) == 1;
    // Turns are told from the counter where the loop is left, so none may be passed over.
    let [equal, past] = TURN_OPERATORS_MAX;
    let is_short = body.len() <= if condition.until == Until::Past { past } else { equal };
    let can_be_left = counter.step_log2 == 0 && body.len() <= LEFT_OPERATORS_MAX;
    (is_short && is_counted && (exits.is_empty() || can_be_left)).then(|| Counted {
        counter,
        bound,
        bound_at: condition.bound_at.map(|place| first.saturating_add(place)),
        until: condition.until,
        ticks: sum(turn_ticks),
        moved_at: first.saturating_add(moved_at),
        exits,
        back,
    })
}

fn sum(ticks: &[u32]) -> u64 {
    ticks.iter().copied().map(u64::from).fold(0, u64::saturating_add)
}

/// What may go elsewhere, or has a price that depends on a length.
fn is_control(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Br { .. }
            | O::BrTable { .. }
            | O::Return
            | O::Unreachable
            | O::Call { .. }
            | O::CallIndirect { .. }
            | O::MemoryGrow { .. }
            | O::MemoryCopy { .. }
            | O::MemoryFill { .. }
    )
}

/// The condition under which a loop goes on.
struct Condition {
    counter: Counter,
    bound: Bound,
    /// Where the bound is read; a branch on the counter itself reads none.
    bound_at: Option<usize>,
    until: Until,
}

/// The condition at the end of a turn.
fn condition(body: &[Operator<'_>]) -> Option<Condition> {
    if let Some((counter, _)) = moved(body).filter(|(counter, _)| !counter.is_wide) {
        let (bound, until) = (Bound::Constant(0), Until::Equal);
        return Some(Condition { counter, bound, bound_at: None, until });
    }
    let (comparison, sides) = body.split_last()?;
    let (is_wide, relation) = relation(comparison)?;
    let (counter, bound_at, is_left) = sides_of(sides)?;
    let until = match (relation, is_left == counter.is_down) {
        (Relation::Differ, _) => Until::Equal,
        // Up while less, down while greater; seen from the counter's side.
        (Relation::Less, false) | (Relation::Greater, true) => Until::Past,
        _ => return None,
    };
    let bound = bound(body.get(bound_at)?)?;
    let bound_at = Some(bound_at);
    (counter.is_wide == is_wide).then_some(Condition { counter, bound, bound_at, until })
}

/// How the left side of a comparison must stand to the right one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Differ,
    Less,
    Greater,
}

fn relation(operator: &Operator<'_>) -> Option<(bool, Relation)> {
    Some(match operator {
        Operator::I32Ne => (false, Relation::Differ),
        Operator::I64Ne => (true, Relation::Differ),
        Operator::I32LtU => (false, Relation::Less),
        Operator::I64LtU => (true, Relation::Less),
        Operator::I32GtU => (false, Relation::Greater),
        Operator::I64GtU => (true, Relation::Greater),
        _ => return None,
    })
}

/// The counter, where its bound is read, and whether the counter is the left side.
fn sides_of(sides: &[Operator<'_>]) -> Option<(Counter, usize, bool)> {
    let last = sides.len().checked_sub(1)?;
    if let Some((counter, before)) = moved(sides) {
        return Some((counter, before.len().checked_sub(1)?, false));
    }
    if let Some((counter, _)) = moved(sides.get(..last)?) {
        return Some((counter, last, true));
    }
    let left = last.checked_sub(1)?;
    let counts = |side: usize| moved_in(sides, sides.get(side)?);
    let right_counts = counts(last).filter(|_| sides.get(left).and_then(bound).is_some());
    right_counts.map(|counter| (counter, left, false)).or_else(|| Some((counts(left)?, last, true)))
}

/// A counter that is moved and left on the stack by the last operators, and those before.
fn moved<'o, 'a>(operators: &'o [Operator<'a>]) -> Option<(Counter, &'o [Operator<'a>])> {
    let is_left = matches!(operators.last()?, Operator::LocalTee { .. });
    let (before, last) = operators.split_at_checked(operators.len().checked_sub(4)?)?;
    Some((step(last).filter(|_| is_left)?, before))
}

/// The counter that `side` reads, if a block moves it.
fn moved_in(block: &[Operator<'_>], side: &Operator<'_>) -> Option<Counter> {
    let Operator::LocalGet { local_index: local } = side else { return None };
    let set = block.iter().position(|operator| sets(operator, *local))?;
    step(block.get(set.checked_sub(3)?..=set)?)
}

/// The counter that four operators move.
fn step(operators: &[Operator<'_>]) -> Option<Counter> {
    let [get, number, add, set] = operators else { return None };
    let Operator::LocalGet { local_index: local } = get else { return None };
    let (step, is_wide) = match (number, add) {
        (Operator::I32Const { value }, Operator::I32Add) => (i64::from(*value), false),
        (Operator::I64Const { value }, Operator::I64Add) => (*value, true),
        _ => return None,
    };
    let size = step.unsigned_abs();
    (sets(set, *local) && size.is_power_of_two()).then_some(Counter {
        local: *local,
        step_log2: size.trailing_zeros(),
        is_down: step < 0,
        is_wide,
    })
}

fn bound(operator: &Operator<'_>) -> Option<Bound> {
    match operator {
        Operator::LocalGet { local_index } => Some(Bound::Local(*local_index)),
        Operator::I32Const { value } => Some(Bound::Constant(i64::from(*value))),
        Operator::I64Const { value } => Some(Bound::Constant(*value)),
        _ => None,
    }
}

fn sets(operator: &Operator<'_>, local: u32) -> bool {
    match operator {
        Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
            *local_index == local
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmparser::{Parser, Payload};

    /// The counted loop in a function of the locals `$i` and `$n`, with `turn` as its turn.
    fn found(turn: &str) -> Option<Counted> {
        let text = format!(
            "(module (memory 1) (func $f) (func (local $i i32) (local $n i32)
                (block $out (block $trap (loop $turn {turn} br_if $turn) (br $out)) unreachable)))"
        );
        let module = wat::parse_str(text).unwrap();
        let bodies = Parser::new(0).parse_all(&module).filter_map(|payload| match payload {
            Ok(Payload::CodeSectionEntry(body)) => Some(body),
            _ => None,
        });
        let body = bodies.last().unwrap();
        let operators: Vec<_> =
            body.get_operators_reader().unwrap().into_iter().collect::<Result<_, _>>().unwrap();
        let index = operators.iter().position(|operator| matches!(operator, Operator::Loop { .. }));
        let traps =
            |branch: usize| matches!(operators[branch], Operator::BrIf { relative_depth: 1 });
        counted(&operators, &vec![0; operators.len()], index.unwrap(), traps)
    }

    const UP: &str = "local.get $i i32.const 4 i32.add";
    const DOWN: &str = "local.get $i i32.const -1 i32.add";

    #[test]
    fn what_compilers_write_is_counted() {
        for (turn, is_down, until) in [
            (format!("{DOWN} local.tee $i"), true, Until::Equal),
            (format!("{UP} local.tee $i local.get $n i32.ne"), false, Until::Equal),
            (format!("local.get $n {UP} local.tee $i i32.ne"), false, Until::Equal),
            (format!("{UP} local.set $i local.get $n local.get $i i32.ne"), false, Until::Equal),
            (format!("{UP} local.set $i local.get $i i32.const 64 i32.ne"), false, Until::Equal),
            (format!("{UP} local.tee $i local.get $n i32.lt_u"), false, Until::Past),
            (format!("local.get $n {UP} local.tee $i i32.gt_u"), false, Until::Past),
            (format!("{DOWN} local.tee $i local.get $n i32.gt_u"), true, Until::Past),
            (format!("local.get $n {DOWN} local.tee $i i32.lt_u"), true, Until::Past),
            (format!("(br_if $trap (local.get $n)) {DOWN} local.tee $i"), true, Until::Equal),
            (format!("(br_if $out (local.get $n)) {DOWN} local.tee $i"), true, Until::Equal),
        ] {
            let turns = found(&turn).unwrap_or_else(|| panic!("{turn}"));
            assert_eq!((turns.counter.is_down, turns.until), (is_down, until), "{turn}");
            assert_eq!(turns.exits.len(), usize::from(turn.contains("$out")), "{turn}");
        }
    }

    #[test]
    fn what_may_end_otherwise_is_not_counted() {
        for turn in [
            // The bound moves, the counter moves twice, by three, or the wrong way.
            format!("(local.set $n (i32.const 9)) {UP} local.tee $i local.get $n i32.ne"),
            format!("(local.set $i (i32.const 9)) {UP} local.tee $i local.get $n i32.ne"),
            "local.get $i i32.const 3 i32.add local.tee $i local.get $n i32.ne".into(),
            format!("{UP} local.tee $i local.get $n i32.gt_u"),
            format!("{DOWN} local.tee $i local.get $n i32.lt_u"),
            // Something else decides.
            format!("{UP} local.set $i local.get $n"),
            format!("{UP} local.tee $i i32.eqz"),
            // A turn costs more than its operators, or is not straight.
            format!("(call $f) {DOWN} local.tee $i"),
            format!(
                "(memory.fill (local.get $n) (local.get $n) (local.get $n)) {DOWN} local.tee $i"
            ),
            format!("(if (local.get $n) (then)) {DOWN} local.tee $i"),
            // It may be left before, and steps over numbers.
            format!("(br_if $out (local.get $n)) {UP} local.tee $i local.get $n i32.ne"),
        ] {
            assert_eq!(found(&turn), None, "{turn}");
        }
    }
}
