//! What is noted and written of a module that is watched while it runs: where each byte of
//! a body comes from, and calls of a probe. The charges stand before each basic block then.

use super::Writer;
use crate::{
    body::Body,
    charge::{BasicBlock, Plan, blocks},
};
use std::collections::BTreeMap;
use wasm_encoder::Instruction;

/// Why an instruction of an instrumented body is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the source's own, or stands for it.
    Source,
    /// It takes gas, and traps when there is too little.
    Gas,
    /// It counts the stack's height, and traps when that is too much.
    Height,
}

/// From a byte of a body on, until the next mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Place in the body, from its locals on.
    pub at: usize,
    /// Index of the source's operator.
    pub operator: usize,
    /// Why the bytes are there.
    pub why: Why,
}

/// What a number means that a probe is called with. Operators are indices in the body.
#[derive(Clone, Debug)]
pub enum Event {
    /// A function begins.
    Entry {
        /// Its index.
        function: u32,
    },
    /// The running function returns.
    Exit,
    /// A basic block of the running function was paid for.
    Block(BasicBlock),
    /// An operator was paid for by its length, with these ticks.
    Bulk {
        /// Its index.
        operator: usize,
    },
}

/// Functions that the module defines move up when a probe is imported behind its imports.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    imports: u32,
    by: u32,
}

impl Moved {
    /// Of a module with so many imports.
    pub fn new(imports: usize, is_probed: bool) -> Self {
        Self { imports: u32::try_from(imports).unwrap_or(u32::MAX), by: u32::from(is_probed) }
    }

    /// Where a function stands now.
    pub fn index(self, function: u32) -> u32 {
        if function < self.imports { function } else { function.saturating_add(self.by) }
    }
}

/// What is collected of a module.
#[derive(Debug)]
pub struct Watching {
    is_probed: bool,
    /// Marks of each function, in order.
    pub functions: Vec<(u32, Vec<Mark>)>,
    /// What each number of a probe means, with the function that it is in.
    pub events: Vec<(u32, Event)>,
}

impl Watching {
    /// Nothing yet.
    pub fn new(is_probed: bool) -> Self {
        Self { is_probed, functions: Vec::new(), events: Vec::new() }
    }

    /// Whether a probe is called.
    pub fn is_probed(&self) -> bool {
        self.is_probed
    }

    /// What the writer of one body notes.
    pub(super) fn function(&self, body: &Body<'_>, plan: &Plan) -> Watched {
        let blocks = if self.is_probed {
            blocks(&body.operators, &body.ticks, &plan.live)
        } else {
            Vec::new()
        };
        Watched {
            marks: Vec::new(),
            probed: self.is_probed.then(|| Probed {
                first: self.events.len(),
                events: Vec::new(),
                blocks: blocks.into_iter().map(|block| (block.leader, block)).collect(),
            }),
        }
    }

    /// Takes what was noted.
    pub(super) fn written(&mut self, function: u32, watched: Watched) {
        self.functions.push((function, watched.marks));
        if let Some(probed) = watched.probed {
            self.events.extend(probed.events.into_iter().map(|event| (function, event)));
        }
    }
}

/// What the writer of one body notes.
pub(super) struct Watched {
    marks: Vec<Mark>,
    probed: Option<Probed>,
}

struct Probed {
    /// Number of this body's first event.
    first: usize,
    events: Vec<Event>,
    /// Basic blocks by their leaders.
    blocks: BTreeMap<usize, BasicBlock>,
}

impl Writer {
    /// Notes why the bytes from here on are there.
    pub(super) fn mark(&mut self, why: Why, operator: usize) {
        if let Some(watched) = &mut self.watched {
            watched.marks.push(Mark { at: self.out.byte_len(), operator, why });
        }
    }

    /// As [`Writer::mark`], for the operator of the last mark.
    pub(super) fn mark_again(&mut self, why: Why) {
        let last = self.watched.as_ref().and_then(|watched| watched.marks.last());
        if let Some(operator) = last.map(|mark| mark.operator) {
            self.mark(why, operator);
        }
    }

    pub(super) fn probe_entry(&mut self, function: u32) {
        self.probe(Event::Entry { function }, &Instruction::I64Const(0));
    }

    pub(super) fn probe_exit(&mut self) {
        self.probe(Event::Exit, &Instruction::I64Const(0));
    }

    /// After the charge of the block that begins at an operator, if one does.
    pub(super) fn probe_block(&mut self, operator: usize) {
        let probed = self.watched.as_mut().and_then(|watched| watched.probed.as_mut());
        if let Some(block) = probed.and_then(|probed| probed.blocks.remove(&operator)) {
            self.probe(Event::Block(block), &Instruction::I64Const(0));
        }
    }

    /// After a charge by length, whose ticks are in the scratch local.
    pub(super) fn probe_bulk(&mut self) {
        let marks = self.watched.as_ref().map(|watched| watched.marks.as_slice());
        if let Some(Mark { operator, .. }) = marks.and_then(|marks| marks.last()).copied() {
            self.probe(Event::Bulk { operator }, &Instruction::LocalGet(self.scratch_i64));
        }
    }

    fn probe(&mut self, event: Event, ticks: &Instruction<'_>) {
        // Just behind the contract's own imports.
        let function = self.moved.imports;
        let Some(probed) = self.watched.as_mut().and_then(|watched| watched.probed.as_mut()) else {
            return;
        };
        let number = probed.first.saturating_add(probed.events.len());
        probed.events.push(event);
        self.put(&Instruction::I32Const(i32::try_from(number).unwrap_or(i32::MAX)));
        self.put(ticks);
        self.put(&Instruction::Call(function));
    }
}
