//! Builds the library that records file operations, for `LD_PRELOAD`.

use std::{env, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=shim/record.c");
    let Some(out) = env::var_os("OUT_DIR") else { return ExitCode::FAILURE };
    let library = PathBuf::from(out).join("record.so");
    let compiler =
        cc::Build::new().opt_level(2).pic(true).warnings_into_errors(true).get_compiler();
    let mut command = compiler.to_command();
    command.args(["-shared", "-fPIC", "-Wall", "-o"]).arg(&library).arg("shim/record.c");
    command.args(["-ldl", "-lpthread"]);
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        other => {
            println!("cargo:warning=the recording library cannot be built: {other:?}");
            ExitCode::FAILURE
        }
    }
}
