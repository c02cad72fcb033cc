//! Descriptions as values.

use sandpact_abi::{Contract, ContractAbi, Method, MethodDef, encode};

/// The description of a contract.
pub fn of(contract: &Contract) -> ContractAbi {
    ContractAbi::from_section(&encode(contract)).expect("a contract describes itself rightly")
}

/// The descriptions of an interface's methods.
pub fn methods(methods: &'static [Method]) -> Vec<MethodDef> {
    let contract = Contract {
        name: "",
        version: "",
        docs: "",
        methods,
        common_errors: &[],
        errors: &[],
        events: &[],
        storage: &[],
    };
    of(&contract).methods
}
