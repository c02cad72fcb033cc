//! Limits of a module, checked before the compiler sees a byte. Each has a code of its own;
//! `docs/limits.md` lists them, and a test takes a module on each side of every one.
//!
//! Together they bound the time and memory of compiling: what grows faster than the module
//! is limited as a product. Figures are in `benches/README.md` (`compile_bombs`).

use crate::code::Code;

/// A limit of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModuleLimit {
    /// The stable code of its refusal.
    pub code: u32,
    /// Its name.
    pub name: &'static str,
    /// What is counted.
    pub what: &'static str,
    /// The most that is accepted.
    pub max: u64,
    /// Why.
    pub reason: &'static str,
}

macro_rules! module_limits {
    ($($NAME:ident = $code:literal, $name:literal, $what:literal, $max:literal, $reason:literal;)*) => {
        $(
            #[doc = concat!("The ", $what, ": ", $reason, ".")]
            pub const $NAME: ModuleLimit =
                ModuleLimit { code: $code, name: $name, what: $what, max: $max, reason: $reason };
        )*

        /// Every limit, by code.
        pub const ALL: &[ModuleLimit] = &[$($NAME),*];

        /// The codes of the refusals.
        pub const CODES: &[Code] = &[$(Code {
            number: $code,
            name: $name,
            meaning: concat!("The ", $what, " is over its limit."),
        }),*];
    };
}

module_limits! {
    MODULE_LEN_BYTES = 12_101, "ModuleLength", "length of the module in bytes", 524_288,
        "four times the largest contract of this repository";
    TYPES = 12_102, "Types", "number of function types", 512,
        "types are compared with one another";
    IMPORTS = 12_103, "Imports", "number of imports", 64,
        "three times the host functions there are";
    FUNCTIONS = 12_104, "Functions", "number of functions", 4_000,
        "each costs the compiler 33 microseconds before its first operator";
    TABLES = 12_105, "Tables", "number of tables", 1,
        "calls through a table need one";
    GLOBALS = 12_106, "Globals", "number of globals", 64,
        "compilers emit three";
    EXPORTS = 12_107, "Exports", "number of exports", 128,
        "a contract of a hundred methods";
    ELEMENT_SEGMENTS = 12_108, "ElementSegments", "number of element segments", 1_024,
        "each is set up with every instance";
    DATA_SEGMENTS = 12_109, "DataSegments", "number of data segments", 1_024,
        "each is set up with every instance";
    PARAMS = 12_110, "Params", "number of parameters of a function", 32,
        "every call moves all of them (CWA-2023-004)";
    EXPORT_NAME_LEN_BYTES = 12_111, "ExportNameLength", "length of an export's name in bytes", 80,
        "the longest method name and its prefix";
    SEGMENT_ELEMENTS = 12_112, "SegmentElements", "number of elements of a segment", 4_096,
        "as many as the table";
    TABLE_ELEMENTS = 12_113, "TableElements", "number of elements of the table", 4_096,
        "as many as there are functions";
    MEMORY_INITIAL_PAGES = 12_114, "MemoryInitialPages", "number of pages of memory at start", 64,
        "4 MiB, set up with every instance";
    BODY_LEN_BYTES = 12_115, "BodyLength", "length of a function's body in bytes", 32_768,
        "the compiler's time grows with its square; seven times the largest contract of this repository";
    LOCALS = 12_116, "Locals", "number of locals of a function", 512,
        "each is a value to follow through every block";
    MODULE_LOCALS = 12_117, "ModuleLocals", "number of locals of all functions", 40_000,
        "five kilobytes can declare 25 million";
    BLOCKS = 12_118, "Blocks", "number of basic blocks of a function, targets of br_table included", 1_000,
        "time and memory grow with their square; twice the largest contract of this repository";
    MODULE_BLOCKS = 12_119, "ModuleBlocks", "number of basic blocks of all functions", 40_000,
        "each costs the compiler and may carry a charge";
    STRAIGHT_LINE = 12_120, "StraightLine", "number of operators between two control operators", 4_000,
        "25 000 constant additions took the optimiser 2 seconds";
    CONTROL_NESTING = 12_121, "ControlNesting", "depth of nested control operators", 256,
        "deeper than compilers emit";
    LOOP_NESTING = 12_122, "LoopNesting", "depth of nested loops", 32,
        "the compiler's time grows with its square and the locals";
    BR_TABLE_TARGETS = 12_123, "BrTableTargets", "number of targets of a br_table", 512,
        "each is a block to follow values along";
    MODULE_BR_TABLE_TARGETS = 12_124, "ModuleBrTableTargets", "number of br_table targets of all functions", 16_384,
        "a million targets took 5 seconds";
    BLOCKS_TIMES_LOCALS = 12_125, "BlocksTimesLocals", "product of blocks and locals of a function", 50_000,
        "three times the largest contract of this repository; 80 000 took 0.3 seconds";
    MODULE_BLOCKS_TIMES_LOCALS = 12_126, "ModuleBlocksTimesLocals", "product of blocks and locals, summed over functions", 1_000_000,
        "bounds the places where values of locals meet";
    MODULE_LOOPS_TIMES_LOCALS = 12_127, "ModuleLoopsTimesLocals", "product of loop nesting and locals, summed over functions", 200_000,
        "1 000 nested loops with 100 locals took 3 seconds";
    STACK_HEIGHT_BYTES = 12_128, "StackHeight", "height of the highest chain of calls in bytes", 1_048_576,
        "a quarter of the native stack";
    COMPILE_GAS = 12_129, "CompileGas", "estimated gas of compiling all functions", 1_880_000_000,
        "three times the largest contract of this repository; a transaction must be able to pay it";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_in_the_range_of_modules() {
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].name);
        }
        assert!(ALL.iter().all(|limit| (12_100..12_999).contains(&limit.code)));
    }
}
