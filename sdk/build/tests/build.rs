//! Builds a contract without dependencies in temporary folders, by whichever
//! compiler this machine has. Without an installed target, each target folder compiles `core`
//! first.
#![allow(clippy::unwrap_used)]

use sandpact_build::{
    BuildError, BuildOptions, BuildRecord, build_contract, build_contracts, file_name,
};
use std::{fs, path::Path};

const MANIFEST: &str = "\
[package]
name = \"least\"
version = \"1.0.0\"
edition = \"2024\"
[lib]
crate-type = [\"cdylib\"]
[workspace]
";

/// The panic names its place in the source, which must not name the folder.
const SOURCE: &str = "\
#![no_std]
#[allow(dead_code)]
#[unsafe(link_section = \"sandpact_abi\")]
static SECTION: [u8; 3] = *b\"abi\";
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let place = info.location().map_or(\"\", |place| place.file());
    unsafe { show(place.as_ptr(), place.len()) };
    loop {}
}
#[link(wasm_import_module = \"sandpact\")]
unsafe extern \"C\" {
    #[link_name = \"context_abort\"]
    safe fn unused();
    #[link_name = \"context_return\"]
    fn show(text: *const u8, len: usize);
}
#[unsafe(export_name = \"method.create\")]
extern \"C\" fn create(divisor: u32) {
    if 7 % divisor == 3 { unused() }
}
";

fn write_contract(dir: &Path, manifest: &str, source: &str) {
    fs::create_dir_all(dir.join("src")).unwrap();
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    fs::write(dir.join("src/lib.rs"), source).unwrap();
}

/// A contract with a public function that is called once and too long to be inlined otherwise.
fn source_with_rule() -> String {
    let steps = "rest = (rest % divisor) ^ (rest << 7) ^ (rest >> 3);\n".repeat(20);
    let rule = format!("pub fn rest(divisor: u32) -> u32 {{ let mut rest = 7; {steps} rest }}");
    SOURCE.replace("7 % divisor", "rest(divisor)") + &rule
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_same_source_gives_the_same_module_in_every_folder_and_a_broken_one_none() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let deeper = two.path().join("a folder with blanks");
    let source = &source_with_rule();
    write_contract(one.path(), MANIFEST, source);
    write_contract(&deeper, MANIFEST, source);
    let elsewhere = two.path().join("built");
    let options = BuildOptions { target_dir: Some(elsewhere.clone()), ..BuildOptions::default() };
    let first = build_contract(one.path(), &BuildOptions::default()).unwrap();
    let second = build_contract(&deeper, &options).unwrap();

    assert_eq!(first.wasm, second.wasm);
    assert_eq!(first.package, "least");
    assert!(first.wasm.starts_with(b"\0asm\x01\0\0\0"));
    assert!(contains(&first.wasm, b"method.create") && contains(&first.wasm, b"sandpact_abiabi"));
    let folder = one.path().to_str().unwrap().as_bytes();
    assert!(contains(&first.wasm, b"src/lib.rs") && !contains(&first.wasm, folder));
    assert!(!contains(&first.wasm, b"producers") && !contains(&first.wasm, b"target_features"));
    assert!(second.path.starts_with(&elsewhere), "{}", second.path.display());
    assert!(first.compiler.starts_with("rustc 1."), "{}", first.compiler);
    let record = BuildRecord::new(one.path(), &first).unwrap();
    assert_eq!(record, BuildRecord::new(&deeper, &second).unwrap());
    assert_eq!((record.package.as_str(), record.sdk_version.as_ref()), ("least", None));
    assert!(first.compiler.starts_with(&record.compiler.rustc), "{record:?}");
    let beside = second.path.with_file_name(file_name(&second.symbols.code_hash));
    assert_eq!(fs::read(&second.path).unwrap(), second.wasm);
    assert_eq!(fs::read(&beside).unwrap(), second.symbols.to_bytes());
    assert!(contains(second.symbols.section(".debug_str"), b"/contract"));
    assert!(!contains(&first.symbols.to_bytes(), folder), "symbols name no folder either");
    // A lock file was written by now, so the build may insist on it.
    let locked = BuildOptions { locked: true, offline: true, ..options };
    fs::remove_file(&beside).unwrap();
    let without = BuildOptions { without_symbols: true, ..locked.clone() };
    assert_eq!(build_contract(&deeper, &without).unwrap().wasm, first.wasm);
    assert!(!beside.exists(), "no symbols were asked for");
    assert_eq!(build_contract(&deeper, &locked).unwrap().wasm, first.wasm);
    assert!(beside.exists());

    // Were a library built along, the rule would stay a function of its own.
    let library = MANIFEST.replace(r#"["cdylib"]"#, r#"["cdylib", "rlib"]"#);
    assert_ne!(library, MANIFEST);
    write_contract(&deeper, &library, source);
    assert_eq!(build_contract(&deeper, &locked).unwrap().wasm, first.wasm);

    write_contract(&deeper, MANIFEST, "#![no_std] fn broken(");
    let broken = build_contract(&deeper, &locked).unwrap_err();
    assert!(
        matches!(&broken, BuildError::Compile { package, .. } if package == "least"),
        "{broken}"
    );
}

/// A contract with a rule in a package beside it; the order of functions follows their names.
fn write_with_package_outside(dir: &Path, rules: &str) {
    let dependency = format!("[dependencies]\nrules = {{ path = {rules:?} }}\n");
    let source = SOURCE.replace("7 % divisor", "rules::rest(7, divisor)");
    write_contract(&dir.join("contract"), &format!("{MANIFEST}{dependency}"), &source);
    let manifest = MANIFEST.replace("least", "rules").replace("cdylib", "rlib");
    let rule = "#![no_std]\n#[inline(never)]\npub fn rest(a: u32, b: u32) -> u32 { a % b }\n";
    write_contract(&dir.join("contract").join(rules), &manifest, rule);
}

#[test]
fn a_package_outside_the_workspace_may_lie_anywhere() {
    let dir = tempfile::tempdir().unwrap();
    let options = BuildOptions::default();
    let built = [("one", "../rules"), ("other", "../a/b/rules")].map(|(name, rules)| {
        write_with_package_outside(&dir.path().join(name), rules);
        build_contract(&dir.path().join(name).join("contract"), &options).unwrap().wasm
    });
    assert_eq!(built[0], built[1]);
    assert!(contains(&built[0], b"/rules/src/lib.rs"));
    assert!(!contains(&built[0], dir.path().to_str().unwrap().as_bytes()));
}

#[test]
fn a_folder_without_a_contract_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let options = BuildOptions::default();
    let missing = build_contract(dir.path(), &options).unwrap_err();
    assert!(matches!(missing, BuildError::Manifest { .. }), "{missing}");
    write_contract(dir.path(), &MANIFEST.replace("cdylib", "rlib"), SOURCE);
    let library = build_contract(dir.path(), &options).unwrap_err();
    assert!(matches!(library, BuildError::NotAContract { .. }), "{library}");
    assert!(library.to_string().contains(&dir.path().display().to_string()));
    assert_eq!(build_contracts(&[], &options).unwrap(), []);
}
