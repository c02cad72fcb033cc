//! The module's path among the messages of `cargo build --message-format=json`.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The wasm file built from this manifest, if there is one. A contract that
/// another one depends on is built as a module too, so the manifest decides.
pub fn module(messages: &str, manifest_path: &Path) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["manifest_path"].as_str().map(Path::new) == Some(manifest_path))
        .find_map(|message| {
            let files = message["filenames"].as_array()?;
            let is_module = |path: &&Path| path.extension().is_some_and(|end| end == "wasm");
            files.iter().filter_map(Value::as_str).map(Path::new).find(is_module).map(Into::into)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"
not json: some build script's chatter
{"reason":"compiler-artifact","manifest_path":"/w/dep/Cargo.toml","filenames":["/t/dep.wasm"]}
{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","filenames":["/t/build-script"]}
{"reason":"other","manifest_path":"/w/a/Cargo.toml","filenames":["/t/other.wasm"]}
{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","filenames":["/t/a.rlib","/t/a b.wasm"]}
{"reason":"build-finished","success":true}"#;

    #[test]
    fn the_manifest_decides_which_module() {
        let found = |manifest: &str| module(MESSAGES, Path::new(manifest));
        assert_eq!(found("/w/a/Cargo.toml"), Some(PathBuf::from("/t/a b.wasm")));
        assert_eq!(found("/w/dep/Cargo.toml"), Some(PathBuf::from("/t/dep.wasm")));
        assert_eq!(found("/w/b/Cargo.toml"), None);
        assert_eq!(module("", Path::new("/w/a/Cargo.toml")), None);
    }
}
