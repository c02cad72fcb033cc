//! From the bytes of an instrumented module back to those of the source.

use super::{
    emit::{Event, Watching, Why},
    error::ModuleError,
};
use wasmparser::{Parser, Payload};

/// Where an instruction of an instrumented module comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Index of the function in the source, imports counted.
    pub function: u32,
    /// Place of the source's operator, in bytes from the start of the source's code section,
    /// as in DWARF for WebAssembly.
    pub offset: u32,
    /// Why the instruction is there.
    pub why: Why,
}

/// Where all instructions come from.
#[derive(Clone, Debug, Default)]
pub struct CodeMap {
    /// By the place in the instrumented module from which on it holds.
    origins: Vec<(usize, Origin)>,
}

impl CodeMap {
    /// Where the instruction at a place of the instrumented module comes from; `None` outside
    /// of its code.
    #[must_use]
    pub fn origin(&self, module_offset: usize) -> Option<Origin> {
        let after = self.origins.partition_point(|(at, _)| *at <= module_offset);
        self.origins.get(after.checked_sub(1)?).map(|(_, origin)| *origin)
    }
}

/// What a probe's number means. Offsets are those of [`Origin::offset`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeEvent {
    /// A function begins.
    Entry {
        /// Its index in the source, imports counted.
        function: u32,
    },
    /// The running function returns.
    Exit,
    /// These operators of the running function were paid for, each with its ticks; the last
    /// one is where control may go elsewhere, by a call too.
    Block(Vec<(u32, u32)>),
    /// An operator of the running function was paid for by its length.
    Bulk {
        /// Where it is.
        offset: u32,
    },
}

/// Puts what the writer noted into places of both modules.
///
/// # Errors
/// [`ModuleError`] when either module is none; both were validated.
pub fn read(
    source: &[u8],
    instrumented: &[u8],
    watching: Watching,
) -> Result<(CodeMap, Vec<ProbeEvent>), ModuleError> {
    let offsets = operator_offsets(source)?;
    let starts = body_starts(instrumented)?;
    let first = watching.functions.first().map_or(0, |(function, _)| *function);
    let place = |function: u32, operator: usize| {
        let body = usize::try_from(function.saturating_sub(first)).ok()?;
        offsets.get(body)?.get(operator).copied()
    };
    let mut origins = Vec::new();
    for ((function, marks), start) in watching.functions.iter().zip(starts) {
        for mark in marks {
            let offset = place(*function, mark.operator).unwrap_or_default();
            let origin = Origin { function: *function, offset, why: mark.why };
            origins.push((start.saturating_add(mark.at), origin));
        }
    }
    let event = |(function, event): (u32, Event)| match event {
        Event::Entry { function } => ProbeEvent::Entry { function },
        Event::Exit => ProbeEvent::Exit,
        Event::Block(block) => {
            let placed = |(operator, ticks)| (place(function, operator).unwrap_or_default(), ticks);
            ProbeEvent::Block(block.operators.into_iter().map(placed).collect())
        }
        Event::Bulk { operator } => {
            ProbeEvent::Bulk { offset: place(function, operator).unwrap_or_default() }
        }
    };
    Ok((CodeMap { origins }, watching.events.into_iter().map(event).collect()))
}

/// For each body of a module, where its operators are in the code section.
fn operator_offsets(module: &[u8]) -> Result<Vec<Vec<u32>>, ModuleError> {
    let (mut start, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => start = range.start,
            Payload::CodeSectionEntry(body) => {
                let mut offsets = Vec::new();
                let mut reader = body.get_operators_reader()?;
                while !reader.eof() {
                    let offset = reader.original_position().saturating_sub(start);
                    offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
                    reader.read()?;
                }
                bodies.push(offsets);
            }
            _ => {}
        }
    }
    Ok(bodies)
}

/// Where in a module each body begins, its length not counted.
fn body_starts(module: &[u8]) -> Result<Vec<usize>, ModuleError> {
    let mut starts = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CodeSectionEntry(body) = payload? {
            starts.push(body.range().start);
        }
    }
    Ok(starts)
}
