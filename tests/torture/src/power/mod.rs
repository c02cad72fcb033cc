//! Power cuts: what a process does to its files is recorded, and from the record every
//! state can be made that a power cut may have left.
//!
//! The strict model. Only fsync and fdatasync make a file's bytes and length durable, only
//! an fsync of a folder makes durable which names are in it; `sync_file_range` does
//! nothing. Of what is not durable:
//! * a sector of 512 bytes holds one of the contents that it had since the last sync, each
//!   sector by itself;
//! * a file has one of the lengths that it had since;
//! * changes of names survive in one of two ways, by the seed: of each folder the first few
//!   and none of the later ones, as journals do, or each name by itself. A rename is one
//!   step, durable once either folder is synced.

mod example;
mod file;
mod names;
mod record;
mod replay;
mod run;

pub use example::example;
pub use file::{File, Luck, SECTOR_LEN_BYTES};
pub use names::{Names, Node};
pub use record::{Event, RecordError, read};
pub use replay::{Replay, ReplayError};
pub use run::record;
