//! Putting contracts on a test's ledger, and replacing their code.

use super::{Ledger, Ran, Signing};
use crate::{
    Account, Deployed, description, engine,
    native::{Code, End, Entry, Request},
    stand_in,
};
use sandpact_abi::{MethodKind, contract_address_preimage};
use sandpact_sdk::{
    native::{Creation, Mock, NativeContract},
    prelude::Address,
};
use sandpact_testing_protocol::{Call, MockModule, Module};
use sha3::{Digest as _, Sha3_256};
use std::marker::PhantomData;

impl Ledger {
    /// Deploys a contract, which must succeed.
    #[track_caller]
    pub fn deploy<C: NativeContract>(&self, by: &Account, creation: Creation<C>) -> Deployed<C> {
        self.deploy_ruled(by, creation, None)
    }

    /// Deploys a contract with its rules, the text of its `policy.toml`, on a ledger of
    /// organisations; both must succeed. A native ledger knows no rules and refuses nobody.
    #[track_caller]
    pub fn deploy_with_policy<C: NativeContract>(
        &self,
        by: &Account,
        creation: Creation<C>,
        policy: &str,
    ) -> Deployed<C> {
        self.deploy_ruled(by, creation, Some(policy.to_owned()))
    }

    #[track_caller]
    fn deploy_ruled<C: NativeContract>(
        &self,
        by: &Account,
        creation: Creation<C>,
        policy: Option<String>,
    ) -> Deployed<C> {
        let module = self.module::<C>();
        let (address, ran) = self.deploy_code(by, Code::of::<C>(), (module, policy), creation.args);
        if !matches!(ran.end, End::Returned(_)) {
            panic!("{} was to be deployed: {:?}", C::ABI.name, ran.end);
        }
        self.inner.borrow_mut().contracts.push((address, description::of(&C::ABI)));
        Deployed { address, ledger: self.clone(), contract: PhantomData }
    }

    /// Deploys a stand-in for a contract and returns its address.
    #[track_caller]
    pub fn mock<M: Mock>(&self, mock: M) -> Address {
        let (methods, answers) = (description::methods(M::METHODS), mock.answers());
        let module = Module::Mock(MockModule {
            name: M::NAME.to_owned(),
            methods: methods.clone(),
            answers: answers.iter().cloned().map(stand_in::answer).collect(),
        });
        let mut known = methods;
        known.push(stand_in::init());
        let by = self.account("who deploys the mocks");
        let code = Code::Mock { methods: known, answers };
        let (address, ran) = self.deploy_code(&by, code, (module, None), Vec::new());
        assert!(matches!(ran.end, End::Returned(_)), "a mock deploys: {:?}", ran.end);
        address
    }

    #[track_caller]
    fn deploy_code(
        &self,
        by: &Account,
        code: Code,
        (module, policy): (Module, Option<String>),
        args: Vec<u8>,
    ) -> (Address, Ran) {
        let (native, nonce) = {
            let inner = self.inner.borrow();
            (inner.native.clone(), inner.nonces.get(&by.index).copied().unwrap_or(0))
        };
        let preimage = contract_address_preimage(&by.address, nonce, 0);
        let address = Address(Sha3_256::digest(preimage).into());
        let init = match &code {
            Code::Contract { abi, .. } => abi.methods.clone(),
            Code::Mock { methods, .. } => methods.clone(),
        };
        let init = init.into_iter().find(|method| method.kind == MethodKind::Init);
        let init = init.expect("a contract has an init method").name;
        native.put(address, code, by.address);
        let request = Request {
            contract: address,
            caller: by.address,
            method: &init,
            args: args.clone(),
            entry: Entry::Deploy,
        };
        let call = Call::Deploy { module, args, policy };
        let mut ran =
            self.block(Signing::alone(by), &init, call, None, |native| native.run(request));
        if let End::Returned(value) = &mut ran.end {
            value.clear();
        } else {
            native.take(&address);
        }
        (address, ran)
    }

    /// The module of a crate, built unless it was.
    #[track_caller]
    fn module<C: NativeContract>(&self) -> Module {
        if self.inner.borrow().number.is_some() {
            engine::build(C::MANIFEST_DIR);
        }
        Module::Crate { manifest_dir: C::MANIFEST_DIR.to_owned() }
    }

    /// Replaces the code of a contract by that of `C`.
    #[track_caller]
    pub(crate) fn upgrade<C: NativeContract>(
        &self,
        by: &Account,
        contract: Address,
        args: Vec<u8>,
    ) -> Ran {
        let call = Call::Upgrade { contract, module: self.module::<C>(), args: args.clone() };
        let abi = description::of(&C::ABI);
        let method = format!("the upgrade to {} {}", abi.name, abi.version);
        let ran = self.block(Signing::alone(by), &method, call, None, |native| {
            native.upgrade(by.address, contract, abi.clone(), C::enter, args)
        });
        if matches!(ran.end, End::Returned(_)) {
            let mut inner = self.inner.borrow_mut();
            let known = inner.contracts.iter_mut().find(|(address, _)| *address == contract);
            if let Some((_, known)) = known {
                *known = abi;
            }
        }
        ran
    }
}
