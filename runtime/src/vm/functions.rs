//! Host functions as the instrumented module imports them: the contract's
//! signature with the gas (in ticks) as one more parameter and one more result.
//!
//! The table is written once and linked into each engine by [`link_host_functions`], so
//! that no engine has a host function of its own.

/// Links every host function into an engine's linker.
///
/// `$Guest` is the engine's handle of a running guest. `$enter` runs a function on the
/// frame and the guest's memory and returns its result with the gas left; `$height` reads
/// the stack height that the guest's code counted.
macro_rules! link_host_functions {
    ($linker:ident, $Guest:ty, $enter:path, $height:path) => {
        link_host_functions! { @each $linker, $Guest, $enter, $height;
            context_caller(out: i32) [frame memory] nothing =>
                context::caller(frame, memory, out);
            context_contract(out: i32) [frame memory] nothing =>
                context::contract(frame, memory, out);
            context_input_read(out: i32) [frame memory] nothing =>
                context::input_read(frame, memory, out);
            context_height() [frame memory] value => context::height(frame);
            context_time() [frame memory] value => context::time(frame);
            context_return(ptr: i32, len: i32) [frame memory] nothing =>
                context::set_return(frame, memory, ptr, len);
            context_revert(code: i32, ptr: i32, len: i32) [frame memory] nothing =>
                context::revert(frame, memory, code, ptr, len);
            context_abort(ptr: i32, len: i32) [frame memory] nothing =>
                context::abort(frame, memory, ptr, len);
            storage_get(key: i32, key_len: i32, out: i32, out_len: i32) [frame memory] value =>
                storage::get(frame, memory, (key, key_len), out, out_len);
            storage_set(key: i32, key_len: i32, value: i32, value_len: i32) [frame memory] nothing =>
                storage::set(frame, memory, (key, key_len), value, value_len);
            storage_remove(key: i32, key_len: i32) [frame memory] value =>
                storage::remove(frame, memory, (key, key_len));
            storage_next(key: i32, key_len: i32, prefix_len: i32, out: i32, out_len: i32)
                [frame memory] value =>
                storage::next(frame, memory, (key, key_len), prefix_len, out, out_len);
            event_emit(name: i32, name_len: i32, data: i32, data_len: i32) [frame memory] nothing =>
                event::emit(frame, memory, (name, name_len), (data, data_len));
            call_contract(
                address: i32, method: i32, method_len: i32, args: i32, args_len: i32, gas_limit: i64
            ) [frame memory] nested =>
                calls::call_contract(
                    frame, memory, address, (method, method_len), (args, args_len), gas_limit
                );
            call_result_len() [frame memory] value => calls::result_len(frame);
            call_result_read(out: i32) [frame memory] nothing =>
                calls::result_read(frame, memory, out);
            crypto_sha3_256(ptr: i32, len: i32, out: i32) [frame memory] nothing =>
                crypto::sha3_256(frame, memory, (ptr, len), out);
            crypto_sha2_256(ptr: i32, len: i32, out: i32) [frame memory] nothing =>
                crypto::sha2_256(frame, memory, (ptr, len), out);
            crypto_ed25519_verify(key: i32, ptr: i32, len: i32, signature: i32) [frame memory] value =>
                crypto::ed25519_verify(frame, memory, key, (ptr, len), signature);
        }
    };
    (@each $linker:ident, $Guest:ty, $enter:path, $height:path;
        $($name:ident($($arg:ident: $ty:ty),*) [$frame:ident $memory:ident] $kind:ident => $body:expr;)*
    ) => {
        $(link_host_functions! { @one $linker, $Guest, $enter, $height;
            $name($($arg: $ty),*) [$frame $memory] $kind => $body })*
    };
    (@one $linker:ident, $Guest:ty, $enter:path, $height:path;
        $name:ident($($arg:ident: $ty:ty),*) [$frame:ident $memory:ident] nothing => $body:expr
    ) => {
        $linker.func_wrap(MODULE, stringify!($name), |mut guest: $Guest, $($arg: $ty,)* gas: i64| {
            let call = HostCall { name: stringify!($name), args: &[$(i64::from($arg)),*] };
            $enter(&mut guest, gas, &call, |$frame, $memory| $body).map(|((), gas)| gas)
        })?;
    };
    (@one $linker:ident, $Guest:ty, $enter:path, $height:path;
        $name:ident($($arg:ident: $ty:ty),*) [$frame:ident $memory:ident] value => $body:expr
    ) => {
        $linker.func_wrap(MODULE, stringify!($name), |mut guest: $Guest, $($arg: $ty,)* gas: i64| {
            let call = HostCall { name: stringify!($name), args: &[$(i64::from($arg)),*] };
            #[allow(unused_variables)]
            $enter(&mut guest, gas, &call, |$frame, $memory| $body)
        })?;
    };
    (@one $linker:ident, $Guest:ty, $enter:path, $height:path;
        $name:ident($($arg:ident: $ty:ty),*) [$frame:ident $memory:ident] nested => $body:expr
    ) => {
        $linker.func_wrap(MODULE, stringify!($name), |mut guest: $Guest, $($arg: $ty,)* gas: i64| {
            let height = $height(&mut guest)?;
            let call = HostCall { name: stringify!($name), args: &[$(i64::from($arg)),*] };
            $enter(&mut guest, gas, &call, |$frame, $memory| {
                $frame.stack_height_bytes = height;
                $body
            })
        })?;
    };
}

pub(super) use link_host_functions;
