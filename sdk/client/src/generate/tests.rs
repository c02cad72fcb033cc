#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::{golden, samples};
use sandpact_abi::{ContractAbi, encode_to, encoded_len};
use sandpact_sdk::ContractDescription as _;
use vat_invoice::contract::VatInvoice;

fn vat_invoice() -> ContractAbi {
    const LEN: usize = encoded_len(&VatInvoice::ABI);
    ContractAbi::from_section(&encode_to::<LEN>(&VatInvoice::ABI)).unwrap()
}

/// Written by a change that is meant: `SANDPACT_BLESS=1`. The npm package compiles and runs
/// these modules, `tests/typed_client.rs` the Rust one.
#[test]
fn generated_clients_are_as_reviewed() {
    for abi in [vat_invoice(), samples::abi()] {
        let typescript = typescript::module(&abi).unwrap();
        golden::check(&format!("typescript/test/contracts/{}.ts", abi.name), &typescript);
        let rust = rust::module(&abi).unwrap();
        golden::check(&format!("tests/generated/{}.rs", abi.name), &rust);
    }
}

#[test]
fn packages_are_complete_and_the_same_twice() {
    let package = typescript::package(&vat_invoice()).unwrap();
    assert_eq!(package, typescript::package(&vat_invoice()).unwrap());
    let names: Vec<_> = package.iter().map(|file| file.path.as_str()).collect();
    let manifest = package.iter().find(|file| file.path == "package.json").unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest.contents).unwrap();
    assert_eq!(manifest["name"], "sandpact-vat-invoice");
    assert_eq!(manifest["version"], vat_invoice().version);
    assert!(manifest["dependencies"]["scale-ts"].is_string());

    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("typescript/src");
    let runtime = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    for file in runtime {
        let path = format!("src/sandpact/{}", file.to_str().unwrap());
        assert!(names.contains(&path.as_str()), "{path} is left out");
    }
}

#[test]
fn a_strangers_description_stays_in_its_comments() {
    let mut abi = samples::abi();
    let end = "*/ evil(); /* \n evil!(); \u{2028} evil()".to_owned();
    abi.docs = end.clone();
    abi.methods.iter_mut().for_each(|method| method.docs = end.clone());
    abi.errors.iter_mut().for_each(|error| error.docs = end.clone());
    abi.events.iter_mut().for_each(|event| event.fields[0].docs = end.clone());
    for text in [typescript::module(&abi).unwrap(), rust::module(&abi).unwrap()] {
        for line in text.lines().filter(|line| line.contains("evil")) {
            let line = line.trim();
            let is_comment = line.starts_with("///")
                || (line.starts_with("/**")
                    && line.matches("*/").count() == 1
                    && line.ends_with("*/"));
            assert!(is_comment, "{line}");
        }
    }
}

#[test]
fn words_of_a_language_get_another_form() {
    let mut abi = samples::abi();
    abi.methods[1].name = "then".into();
    abi.methods[2].name = "type".into();
    abi.methods[2].args[0].name = "self".into();
    abi.methods[3].name = "deploy".into();
    abi.methods[3].returns = samples::structure("Promise", vec![]);
    let typescript = typescript::module(&abi).unwrap();
    for part in ["async then_(", "this.#contract.call(signer, \"then\"", "interface Promise2 {"] {
        assert!(typescript.contains(part), "{part}");
    }
    let rust = rust::module(&abi).unwrap();
    for part in
        ["pub fn r#type(&self, self_: Request)", "pub fn deploy_(&self)", "pub struct Promise;"]
    {
        assert!(rust.contains(part), "{part}");
    }
}
