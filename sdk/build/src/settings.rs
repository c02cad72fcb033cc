//! The one set of compiler settings of all contracts.

use crate::sources::Sources;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Target triple of contracts.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A contract is built as a module alone, whatever else its manifest asks for: beside a library
/// for other crates all functions would be kept that those could call, a tenth of a module.
pub const CRATE_TYPE: &str = "--crate-type=cdylib";

/// Name of the cargo profile.
pub const PROFILE: &str = "contract";

/// The profile, for `--config`: a contract of another workspace has no such
/// profile, and whatever a manifest says, modules are built alike.
pub const PROFILE_SETTINGS: [&str; 10] = [
    r#"profile.contract.inherits="release""#,
    "profile.contract.opt-level=3",
    // Lines of source and paths of functions, of inlined ones too. LLVM may lay functions out
    // otherwise when it has them, so they are there in every build.
    r#"profile.contract.debug="limited""#,
    "profile.contract.debug-assertions=false",
    "profile.contract.overflow-checks=true",
    "profile.contract.incremental=false",
    r#"profile.contract.lto="fat""#,
    "profile.contract.codegen-units=1",
    r#"profile.contract.panic="abort""#,
    // This crate cuts all of that off, and keeps it or not: the module is the same.
    "profile.contract.strip=false",
];

/// Flags for rustc that are the same on every machine.
///
/// The shadow stack: 32 KiB, below the static data, so that running out of it goes below
/// address 0 and traps in place of overwriting data.
///
/// The panics of a function all end in the same call. LLVM would make one of them, which has
/// no line, were it not for the two that follow. A module's length changes by less than a hundredth.
///
/// The rest makes modules small, by a quarter. A function is inlined where that is about as short
/// as a call, or where it is called once and has less than a kibibyte on the stack. What is copied
/// or filled is so by `memory.copy` and `memory.fill`, in place of a load and a store for each
/// eight bytes; they are cheaper too. A loop whose count only a call knows is not written out eight
/// times: contracts loop over few things, and their gas stays what it was.
///
/// Optimising for size makes the largest modules 3 % shorter (`opt-level` "s" or "z"), and their
/// code 5 % ("s") or 15 to 50 % ("z") dearer in gas. LLVM's Attributor removes code that is needed.
pub const FLAGS: [&str; 10] = [
    "-Clink-arg=-zstack-size=32768",
    "-Clink-arg=--stack-first",
    "-Cllvm-args=-enable-tail-merge=false",
    "-Cllvm-args=-simplifycfg-sink-common=false",
    "-Cllvm-args=-inline-threshold=10",
    "-Cllvm-args=-inline-max-stacksize=1024",
    "-Cllvm-args=-max-store-memcpy=1",
    "-Cllvm-args=-max-store-memmove=1",
    "-Cllvm-args=-max-store-memset=1",
    "-Cllvm-args=-unroll-runtime=false",
];

/// Flags for rustc, in the form of `CARGO_ENCODED_RUSTFLAGS`.
///
/// No target feature is named: what LLVM's `generic` CPU emits for code without
/// floating point is inside the runtime's accepted list.
pub fn encoded_rustflags(workspace_root: &Path, sources: &Sources) -> OsString {
    let mut flags: Vec<OsString> = FLAGS.iter().map(OsString::from).collect();
    // No folder of this machine enters a module. The last match wins.
    if let Some(home) = cargo_home() {
        flags.push(remap(&home, "/cargo"));
    }
    for (name, folder) in sources.outside(workspace_root) {
        flags.push(remap(folder, &format!("/{name}")));
    }
    flags.push(remap(workspace_root, "/contract"));
    flags.join("\u{1f}".as_ref())
}

fn remap(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push("=");
    flag.push(to);
    flag
}

/// Where cargo keeps the sources of dependencies.
fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_blank_stays_one_flag() {
        let flags =
            encoded_rustflags(Path::new("/a b"), &Sources::default()).into_string().expect("UTF-8");
        let last = flags.split('\u{1f}').next_back();
        assert_eq!(last, Some("--remap-path-prefix=/a b=/contract"));
    }

    #[test]
    fn every_setting_is_of_the_profile() {
        for setting in PROFILE_SETTINGS {
            assert!(setting.strip_prefix("profile.").is_some_and(|rest| rest.starts_with(PROFILE)));
        }
    }
}
