//! Files that a reviewer reads in place of what makes them.

use std::path::Path;

/// Compares with a file of this crate; `SANDPACT_BLESS=1` writes it.
pub fn check(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != made && std::env::var_os("SANDPACT_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("is made");
        std::fs::write(&path, made).expect("is written");
        return;
    }
    assert!(kept == made, "{file} is out of date; run this test with SANDPACT_BLESS=1");
}
