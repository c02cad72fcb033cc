//! The contracts of this repository as wasm modules, built from source by this
//! crate's build script. No built module is kept in the repository.
//!
//! ```
//! assert_eq!(sandpact_contracts::VAT_INVOICE.name, "vat_invoice");
//! assert!(sandpact_contracts::ALL.iter().all(|module| module.wasm.starts_with(b"\0asm")));
//! ```

/// A contract's module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContractModule {
    /// The contract's name, as in its ABI.
    pub name: &'static str,
    /// The module, as it is deployed.
    pub wasm: &'static [u8],
    /// The source's lines: a symbol file (`sandpact_symbols`).
    pub symbols: &'static [u8],
}

/// The name and the length; the bytes help nobody.
impl std::fmt::Debug for ContractModule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContractModule({}, {} bytes)", self.name, self.wasm.len())
    }
}

/// The module of this contract, if it is one of [`ALL`].
#[must_use]
pub fn module(name: &str) -> Option<&'static ContractModule> {
    ALL.into_iter().find(|module| module.name == name)
}

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    /// Longest module (`sandpact_abi::limits::MODULE_LEN_BYTES_MAX`).
    const MODULE_LEN_BYTES_MAX: usize = 512 * 1024;

    #[test]
    fn every_module_is_there_with_its_description() {
        let names: Vec<_> = ALL.iter().map(|module| module.name).collect();
        let expected = [
            "banking_calendar",
            "bill_of_lading",
            "claim_adjudication",
            "consent_directive",
            "documentary_credit",
            "fiscal_record_chain",
            "item_trace",
            "receivable_registry",
            "vat_invoice",
        ];
        assert_eq!(names, expected);
        for contract in ALL {
            assert!(contract.wasm.starts_with(b"\0asm\x01\0\0\0"), "{contract:?}");
            assert!(contract.wasm.len() <= MODULE_LEN_BYTES_MAX, "{contract:?}");
            // The section's name, then its format, then the contract's name with its length.
            let mut section = b"sandpact_abi\x04".to_vec();
            section.push(u8::try_from(contract.name.len() << 2).expect("a short name"));
            section.extend(contract.name.as_bytes());
            let has_section = contract.wasm.windows(section.len()).any(|bytes| bytes == section);
            assert!(has_section, "{contract:?}");
            assert_eq!(module(contract.name), Some(contract));
        }
        assert_eq!(module("none"), None);
        assert!(COMPILER.starts_with("rustc 1."), "{COMPILER}");
    }

    /// A folder in a module would give every machine its own code hash.
    #[test]
    fn no_module_names_a_folder_of_this_machine() {
        let repository = env!("CARGO_MANIFEST_DIR").trim_end_matches("/contracts/bundle");
        for contract in ALL {
            let names_it =
                contract.wasm.windows(repository.len()).any(|bytes| bytes == repository.as_bytes());
            assert!(!names_it, "{contract:?} names {repository}");
        }
    }
}
