//! Sequences of calls that mean something in a contract's sector, with the sector's rules
//! checked after each call. A folder for each contract.

use crate::Run;

/// The contracts whose rules are checked, by name.
pub const RULES: &[(&str, Run)] = &[];
