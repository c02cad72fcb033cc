//! How the engine is set up. Every proposal is named: defaults move between
//! releases, and what contracts may use is decided in `module::feature`.

use sandpact_abi::limits;
use wasmtime::{Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig};

/// Instances alive at once: the deepest chain of calls, for a block and a few queries.
const INSTANCES: u32 = limits::CALL_DEPTH_MAX * 4;

/// Native stack of one instance: four times the wasm-level limit, which counts more than
/// compiled frames need; the native guard must never decide.
const NATIVE_STACK_BYTES: usize = limits::STACK_HEIGHT_BYTES_MAX as usize * 4;

/// Bytes of a page of wasm memory.
const PAGE_BYTES: usize = 64 * 1024;

/// The engine for production.
///
/// # Errors
/// What the engine says when this machine cannot run it.
pub fn engine() -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config
        .cranelift_opt_level(OptLevel::Speed)
        .max_wasm_stack(NATIVE_STACK_BYTES)
        // Unused, but it may not be smaller.
        .async_stack_size(NATIVE_STACK_BYTES)
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .native_unwind_info(false)
        .memory_init_cow(true)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
    proposals(&mut config);
    Engine::new(&config)
}

fn pool() -> PoolingAllocationConfig {
    let pages = usize::try_from(limits::MEMORY_PAGES_MAX).unwrap_or(usize::MAX);
    let elements = usize::try_from(limits::TABLE_ELEMENTS_MAX).unwrap_or(usize::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(INSTANCES)
        .total_memories(INSTANCES)
        .total_tables(INSTANCES)
        .max_memories_per_module(1)
        .max_tables_per_module(1)
        .table_elements(elements)
        .max_memory_size(pages.saturating_mul(PAGE_BYTES))
        .linear_memory_keep_resident(PAGE_BYTES);
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
