//! What an instance holds before it first runs, and bringing one back to that.
//!
//! A guest can change its memory and its globals, nothing else: tables have no writing
//! operator in the accepted subset, and no segment is passive. Memory that has grown cannot
//! shrink, so such an instance is not used again.

use super::guest::LiveInstance;
use wasmtime::Val;

/// Memory is compared and restored in pieces of this size.
const PIECE_LEN_BYTES: usize = 4 * 1024;
const ZEROS: [u8; PIECE_LEN_BYTES] = [0; PIECE_LEN_BYTES];

/// The first contents of memory and globals.
pub struct Pristine {
    /// Pieces of memory; `None` for zeros.
    pieces: Vec<Option<Box<[u8]>>>,
    globals: Vec<Val>,
}

/// Whether an instance is as good as new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// It is.
    Done,
    /// Its memory has grown: it cannot be.
    Impossible,
}

impl Pristine {
    /// What an instance that has not run yet holds.
    pub fn of(live: &mut LiveInstance) -> Self {
        let memory = live.memory.data(&live.store);
        let pieces = memory
            .chunks(PIECE_LEN_BYTES)
            .map(|piece| (piece != ZEROS.as_slice()).then(|| piece.to_vec().into_boxed_slice()));
        let pieces = pieces.collect();
        let globals = live.globals.iter().map(|global| global.get(&mut live.store)).collect();
        Self { pieces, globals }
    }

    /// Restores memory and globals.
    ///
    /// # Errors
    /// When a global does not take its own value, which no admitted module has.
    pub fn restore(&self, live: &mut LiveInstance) -> wasmtime::Result<Reset> {
        let memory = live.memory.data_mut(&mut live.store);
        if memory.len().div_ceil(PIECE_LEN_BYTES) != self.pieces.len() {
            return Ok(Reset::Impossible);
        }
        for (piece, first) in memory.chunks_mut(PIECE_LEN_BYTES).zip(&self.pieces) {
            let first = first.as_deref().unwrap_or(&ZEROS);
            if piece != first {
                piece.copy_from_slice(first);
            }
        }
        for (global, first) in live.globals.iter().zip(&self.globals) {
            global.set(&mut live.store, *first)?;
        }
        Ok(Reset::Done)
    }
}
