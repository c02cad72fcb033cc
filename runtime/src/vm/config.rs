//! How the production engine is set up. Every proposal is named: defaults move between
//! releases, and what contracts may use is decided in `sandpact_module`.

use crate::{explain::FRAMES_MAX, host::WARM_INSTANCES_MAX};
use sandpact_abi::{limits, module_limits};
use std::num::NonZeroUsize;
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
};

/// Instances alive at once: the deepest chain of calls for a block and for sixteen queries
/// beside it, and the block's warm instances. A slot takes six gigabytes of address space
/// and no memory.
const INSTANCES: u32 = limits::CALL_DEPTH_MAX * 17 + WARM_INSTANCES_MAX as u32;

/// Native stack of one instance: four times the wasm-level limit, which counts more than
/// compiled frames need; the native guard must never decide.
const NATIVE_STACK_BYTES: usize = limits::STACK_HEIGHT_BYTES_MAX as usize * 4;

/// Bytes of a page of wasm memory.
const PAGE_BYTES: usize = 64 * 1024;

/// Memory that a slot keeps between instances, all that a module may have at start, and that
/// is written anew for each: half a microsecond a page, where giving it back and faulting it in
/// again takes some microseconds for every 4 KiB that are touched. A block's slots keep 160 MiB
/// at most, all slots 672 MiB.
const KEPT_BYTES: usize = module_limits::MEMORY_INITIAL_PAGES.max as usize * PAGE_BYTES;

/// The production engine. Optimised or not, it gives the same results; tests compare them.
///
/// # Errors
/// What the engine says when this machine cannot run it.
pub fn engine(optimised: bool) -> wasmtime::Result<Engine> {
    let mut config = config(optimised);
    config
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
    Engine::new(&config)
}

/// An engine whose errors say where the guest was. Compiled code carries a table for that, and
/// each trap walks the stack; so it runs only what is to be explained.
///
/// # Errors
/// What the engine says when this machine cannot run it.
pub fn watching_engine() -> wasmtime::Result<Engine> {
    // An optimised trap may stand for another one.
    let mut config = config(false);
    config
        .wasm_backtrace_max_frames(NonZeroUsize::new(FRAMES_MAX))
        .generate_address_map(true)
        .allocation_strategy(InstanceAllocationStrategy::OnDemand);
    Engine::new(&config)
}

fn config(optimised: bool) -> Config {
    let mut config = Config::new();
    config
        .cranelift_opt_level(if optimised { OptLevel::Speed } else { OptLevel::None })
        .max_wasm_stack(NATIVE_STACK_BYTES)
        // Unused, but it may not be smaller.
        .async_stack_size(NATIVE_STACK_BYTES)
        .native_unwind_info(false)
        .memory_init_cow(true);
    proposals(&mut config);
    config
}

fn pool() -> PoolingAllocationConfig {
    let pages = usize::try_from(limits::MEMORY_PAGES_MAX).unwrap_or(usize::MAX);
    let elements = usize::try_from(module_limits::TABLE_ELEMENTS.max).unwrap_or(usize::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(INSTANCES)
        .total_memories(INSTANCES)
        .total_tables(INSTANCES)
        .max_memories_per_module(1)
        .max_tables_per_module(1)
        .table_elements(elements)
        .max_memory_size(pages.saturating_mul(PAGE_BYTES))
        .linear_memory_keep_resident(KEPT_BYTES)
        .table_keep_resident(elements.saturating_mul(size_of::<usize>()))
        // Asking the kernel what was written takes longer than writing a page or two.
        .pagemap_scan(Enabled::No);
    pool
}

fn proposals(config: &mut Config) {
    config
        .wasm_multi_value(true)
        .wasm_bulk_memory(true)
        .wasm_extended_const(true)
        .wasm_simd(false)
        .wasm_relaxed_simd(false)
        .wasm_tail_call(false)
        .wasm_multi_memory(false)
        .wasm_memory64(false)
        .wasm_custom_page_sizes(false)
        .wasm_wide_arithmetic(false);
}
