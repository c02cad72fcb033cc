//! The host functions of module `sandpact`, the allocator and the panic
//! handler. All unsafe code of the SDK is here.
//!
//! Why the calls are sound: every pointer and length comes from one live slice
//! or array, and the host writes only inside the length it is given or that
//! `docs/abi.md` names. A fresh instance runs each call, on one thread.
#![allow(unsafe_code)]

use super::heap;
use alloc::vec::Vec;
use core::{
    alloc::{GlobalAlloc, Layout},
    arch::wasm32,
    cell::{Cell, RefCell, RefMut},
    ops::Deref,
    panic::PanicInfo,
};
use sandpact_abi::{
    Address,
    limits::{ARGS_LEN_BYTES_MAX, KEY_LEN_BYTES_MAX, RETURN_LEN_BYTES_MAX, VALUE_LEN_BYTES_MAX},
};

/// Names and types as in `sandpact_abi::host::FUNCTIONS`.
mod import {
    #[link(wasm_import_module = "sandpact")]
    unsafe extern "C" {
        pub fn call_contract(
            address: *const u8,
            method: *const u8,
            method_len: usize,
            args: *const u8,
            args_len: usize,
            gas_limit: i64,
        ) -> i32;
        pub fn call_result_len() -> usize;
        pub fn call_result_read(out: *mut u8);
        pub fn context_abort(message: *const u8, message_len: usize) -> !;
        pub fn context_caller(out: *mut u8);
        pub fn context_contract(out: *mut u8);
        pub fn context_height() -> u64;
        pub fn context_input_read(out: *mut u8);
        pub fn context_return(value: *const u8, value_len: usize);
        pub fn context_revert(code: u32, data: *const u8, data_len: usize) -> !;
        pub fn context_time() -> u64;
        pub fn crypto_ed25519_verify(
            public_key: *const u8,
            message: *const u8,
            message_len: usize,
            signature: *const u8,
        ) -> i32;
        pub fn crypto_sha2_256(input: *const u8, input_len: usize, out: *mut u8);
        pub fn crypto_sha3_256(input: *const u8, input_len: usize, out: *mut u8);
        pub fn event_emit(name: *const u8, name_len: usize, data: *const u8, data_len: usize);
        pub fn storage_get(key: *const u8, key_len: usize, out: *mut u8, out_len: usize) -> i32;
        pub fn storage_next(
            key: *const u8,
            key_len: usize,
            prefix_len: usize,
            out: *mut u8,
            out_len: usize,
        ) -> i32;
        pub fn storage_remove(key: *const u8, key_len: usize) -> i32;
        pub fn storage_set(key: *const u8, key_len: usize, value: *const u8, value_len: usize);
    }
}

/// For statics of an instance that has one thread.
struct SingleThreaded<T>(T);

// SAFETY: wasm32-unknown-unknown has no threads, and the runtime accepts no shared memory.
unsafe impl<T> Sync for SingleThreaded<T> {}

/// Bytes for the longest thing that the host copies in: a failed call's result
/// is its code (4 bytes) and its data.
const INBOX_LEN_BYTES: usize = {
    let mut len = RETURN_LEN_BYTES_MAX.saturating_add(4);
    if len < ARGS_LEN_BYTES_MAX {
        len = ARGS_LEN_BYTES_MAX;
    }
    if len < VALUE_LEN_BYTES_MAX { VALUE_LEN_BYTES_MAX } else { len }
};

/// Where the host copies values to before they are decoded: no allocation, and
/// one host call whatever the length.
static INBOX: SingleThreaded<RefCell<[u8; INBOX_LEN_BYTES]>> =
    SingleThreaded(RefCell::new([0; INBOX_LEN_BYTES]));

/// What the host has copied in. The inbox is free again when this is dropped.
pub struct Received {
    inbox: RefMut<'static, [u8; INBOX_LEN_BYTES]>,
    len: usize,
}

impl Deref for Received {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.inbox.get(..self.len).unwrap_or_default()
    }
}

/// Lets `fill` write to the inbox; it gives the number of bytes that it wrote.
fn receive(fill: impl FnOnce(&mut [u8; INBOX_LEN_BYTES]) -> Option<usize>) -> Option<Received> {
    let Ok(mut inbox) = INBOX.0.try_borrow_mut() else {
        abort("a type's decoding calls the host");
    };
    let len = fill(&mut inbox)?;
    if len > INBOX_LEN_BYTES {
        abort("the host gave more than its limits allow");
    }
    Some(Received { inbox, len })
}

#[inline(never)]
pub fn input(args_len: u32) -> Received {
    let len = usize::try_from(args_len).unwrap_or(usize::MAX);
    let received = receive(|inbox| {
        if len != 0 && len <= inbox.len() {
            // SAFETY: the host writes the args_len bytes of the arguments; they fit.
            unsafe { import::context_input_read(inbox.as_mut_ptr()) };
        }
        Some(len)
    });
    match received {
        Some(arguments) => arguments,
        None => abort("the arguments are always there"),
    }
}

pub fn set_return(value: &[u8]) {
    if !value.is_empty() {
        // SAFETY: a live slice.
        unsafe { import::context_return(value.as_ptr(), value.len()) }
    }
}

pub fn revert(code: u32, data: &[u8]) -> ! {
    // SAFETY: a live slice; the host unwinds the call.
    unsafe { import::context_revert(code, data.as_ptr(), data.len()) }
}

pub fn abort(message: &str) -> ! {
    // SAFETY: a live slice; the host unwinds the call.
    unsafe { import::context_abort(message.as_ptr(), message.len()) }
}

#[inline(never)]
pub fn caller() -> [u8; 32] {
    let mut out = [0; 32];
    // SAFETY: the host writes 32 bytes.
    unsafe { import::context_caller(out.as_mut_ptr()) };
    out
}

pub fn contract() -> [u8; 32] {
    let mut out = [0; 32];
    // SAFETY: the host writes 32 bytes.
    unsafe { import::context_contract(out.as_mut_ptr()) };
    out
}

pub fn height() -> u64 {
    // SAFETY: no memory is involved.
    unsafe { import::context_height() }
}

pub fn time() -> u64 {
    // SAFETY: no memory is involved.
    unsafe { import::context_time() }
}

pub fn sha3_256(input: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // SAFETY: a live slice; the host writes 32 bytes.
    unsafe { import::crypto_sha3_256(input.as_ptr(), input.len(), out.as_mut_ptr()) };
    out
}

pub fn sha2_256(input: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // SAFETY: a live slice; the host writes 32 bytes.
    unsafe { import::crypto_sha2_256(input.as_ptr(), input.len(), out.as_mut_ptr()) };
    out
}

pub fn ed25519_verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    // SAFETY: a live slice and two arrays of the lengths that the host reads.
    let verdict = unsafe {
        import::crypto_ed25519_verify(
            public_key.as_ptr(),
            message.as_ptr(),
            message.len(),
            signature.as_ptr(),
        )
    };
    verdict == 1
}

#[inline(never)]
pub fn emit(name: &str, data: &[u8]) {
    // SAFETY: live slices.
    unsafe { import::event_emit(name.as_ptr(), name.len(), data.as_ptr(), data.len()) }
}

#[inline(never)]
pub fn storage_get(key: &[u8]) -> Option<Received> {
    receive(|inbox| {
        // SAFETY: a live slice; the host writes at most the inbox's length.
        let len = unsafe {
            import::storage_get(key.as_ptr(), key.len(), inbox.as_mut_ptr(), inbox.len())
        };
        // -1 when absent.
        usize::try_from(len).ok()
    })
}

#[inline(never)]
pub fn storage_contains(key: &[u8]) -> bool {
    // SAFETY: a live slice; the host writes nothing into an empty buffer.
    unsafe { import::storage_get(key.as_ptr(), key.len(), core::ptr::null_mut(), 0) >= 0 }
}

pub fn storage_set(key: &[u8], value: &[u8]) {
    // SAFETY: live slices.
    unsafe { import::storage_set(key.as_ptr(), key.len(), value.as_ptr(), value.len()) }
}

pub fn storage_remove(key: &[u8]) -> bool {
    // SAFETY: a live slice.
    unsafe { import::storage_remove(key.as_ptr(), key.len()) == 1 }
}

/// Replaces `key` by the next key that shares its first `prefix_len` bytes;
/// returns whether there is one.
#[inline(never)]
pub fn storage_next(key: &mut Vec<u8>, prefix_len: usize) -> bool {
    let mut out = [0; KEY_LEN_BYTES_MAX];
    // SAFETY: a live slice and an array; the host writes at most the array's length.
    let len = unsafe {
        import::storage_next(key.as_ptr(), key.len(), prefix_len, out.as_mut_ptr(), out.len())
    };
    // -1 when there is none.
    match usize::try_from(len).ok().and_then(|len| out.get(..len)) {
        Some(next) => {
            key.clear();
            key.extend_from_slice(next);
            true
        }
        None => false,
    }
}

#[inline(never)]
pub fn call(address: &Address, method: &str, args: &[u8], gas_limit: i64) -> (i32, Received) {
    // SAFETY: live slices, and the 32 bytes of the address.
    let status = unsafe {
        import::call_contract(
            address.0.as_ptr(),
            method.as_ptr(),
            method.len(),
            args.as_ptr(),
            args.len(),
            gas_limit,
        )
    };
    // SAFETY: no memory is involved.
    let len = unsafe { import::call_result_len() };
    let received = receive(|inbox| {
        if len != 0 && len <= inbox.len() {
            // SAFETY: the host writes the len bytes it has just named; they fit.
            unsafe { import::call_result_read(inbox.as_mut_ptr()) };
        }
        Some(len)
    });
    match received {
        Some(result) => (status, result),
        None => abort("a call always has a result"),
    }
}

/// Hands out memory upwards from `__heap_base`; see [`heap`].
struct Heap {
    /// End of the newest block; 0 before the first.
    next: Cell<usize>,
}

#[global_allocator]
static HEAP: SingleThreaded<Heap> = SingleThreaded(Heap { next: Cell::new(0) });

impl Heap {
    fn next(&self) -> usize {
        unsafe extern "C" {
            // Where the linker says that static data end.
            static __heap_base: u8;
        }
        match self.next.get() {
            0 => (&raw const __heap_base).addr(),
            next => next,
        }
    }

    /// Makes memory reach `end` and the next block start there.
    fn reserve(&self, end: usize) -> bool {
        let memory_end = wasm32::memory_size::<0>().saturating_mul(heap::PAGE_LEN_BYTES);
        let missing = heap::pages_missing(memory_end, end);
        if missing > 0 && wasm32::memory_grow::<0>(missing) == usize::MAX {
            return false;
        }
        self.next.set(end);
        true
    }

    fn is_newest(&self, block: *mut u8, size: usize) -> bool {
        block.addr().checked_add(size) == Some(self.next())
    }
}

// SAFETY: blocks lie between `__heap_base` and the end of memory, are aligned by
// `heap::place`, and never overlap because `next` is at or above the end of
// every block that is in use.
unsafe impl GlobalAlloc for SingleThreaded<Heap> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match heap::place(self.0.next(), layout.size(), layout.align()) {
            Some((start, end)) if self.0.reserve(end) => {
                core::ptr::with_exposed_provenance_mut(start)
            }
            _ => core::ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if self.0.is_newest(block, layout.size()) {
            self.0.next.set(block.addr());
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if self.0.is_newest(block, layout.size()) {
            return match block.addr().checked_add(new_size) {
                Some(end) if self.0.reserve(end) => block,
                _ => core::ptr::null_mut(),
            };
        }
        if new_size <= layout.size() {
            return block;
        }
        // SAFETY: the caller's size and the layout's alignment form a layout.
        let layout_new = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the new size is above the old one, so above zero.
        let moved = unsafe { self.alloc(layout_new) };
        if !moved.is_null() {
            // SAFETY: both blocks have the old size's bytes and do not overlap.
            unsafe { core::ptr::copy_nonoverlapping(block, moved, layout.size()) };
        }
        moved
    }
}

/// A panic is a broken invariant: the call halts. Nothing is formatted.
#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    abort("the contract panicked")
}
