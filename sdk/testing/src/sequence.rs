//! Random sequences of calls, made from a contract's description alone: what no author thought
//! of, run natively and as wasm.
//!
//! ```no_run
//! use sandpact_testing::{Calls, Ledger, sequence::{self, Step}};
//! use proptest::prelude::*;
//! # mod empty {
//! #     use sandpact_sdk::prelude::*;
//! #     #[error]
//! #     pub enum Error {}
//! #     #[storage]
//! #     pub struct Counter { count: Value<u64> }
//! #     #[contract(error = Error)]
//! #     impl Counter {
//! #         #[init]
//! #         pub fn create(&mut self) -> Result<(), Error> { Ok(()) }
//! #     }
//! # }
//! # use empty::Counter;
//!
//! proptest!(|(steps in sequence::of::<Counter>(1..20))| {
//!     let ledger = Ledger::new();
//!     let counter = ledger.deploy(&ledger.account("0"), Calls::<Counter>::create());
//!     sequence::run(&ledger, &counter, &steps);
//! });
//! ```

use crate::{Deployed, Ledger, Outcome, Raw, description};
use parity_scale_codec::{Compact, Encode};
use proptest::{collection::vec, prelude::*, sample::SizeRange};
use sandpact_abi::{FieldDef, MethodDef, MethodKind, TypeDef};
use sandpact_sdk::{Common, native::NativeContract};

/// Accounts that call.
const CALLERS: u8 = 4;

/// Longest list, text or byte string.
const LEN_MAX: usize = 4;

/// One call of a sequence.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which of the callers "0" to "3".
    pub caller: u8,
    /// The method.
    pub method: &'static str,
    /// Its encoded arguments.
    pub args: Vec<u8>,
}

/// Sequences of calls of the contract's methods, `init` and `migrate` aside. Numbers are small
/// or at the ends of their types and addresses those of the callers, so that calls meet.
pub fn of<C: NativeContract>(len: impl Into<SizeRange>) -> impl Strategy<Value = Vec<Step>> {
    let abi = description::of(&C::ABI);
    let is_called =
        |method: &MethodDef| matches!(method.kind, MethodKind::Write | MethodKind::Read);
    let methods: Vec<_> = C::ABI
        .methods
        .iter()
        .zip(abi.methods)
        .filter(|(_, method)| is_called(method))
        .map(|(name, method)| step(name.name, &method))
        .collect();
    vec(proptest::strategy::Union::new(methods), len)
}

fn step(name: &'static str, method: &MethodDef) -> BoxedStrategy<Step> {
    (0..CALLERS, fields(&method.args))
        .prop_map(move |(caller, args)| Step { caller, method: name, args })
        .boxed()
}

/// Makes the calls, each in a block of its own, and returns how each ended. Every call is
/// compared natively and as wasm.
#[track_caller]
pub fn run<C: NativeContract>(
    ledger: &Ledger,
    contract: &Deployed<C>,
    steps: &[Step],
) -> Vec<Outcome<Raw, Common>> {
    let call = |step: &Step| {
        let caller = ledger.account(&step.caller.to_string());
        contract.call_raw(&caller, step.method, step.args.clone())
    };
    steps.iter().map(call).collect()
}

fn fields(fields: &[FieldDef]) -> BoxedStrategy<Vec<u8>> {
    concat(fields.iter().map(|field| value(&field.ty)).collect())
}

fn concat(parts: Vec<BoxedStrategy<Vec<u8>>>) -> BoxedStrategy<Vec<u8>> {
    parts.prop_map(|parts| parts.concat()).boxed()
}

macro_rules! integer {
    ($ty:ty) => {
        prop_oneof![4 => (0..8_u8).prop_map(|small| <$ty>::try_from(small).unwrap_or(0)),
            1 => Just(<$ty>::MAX), 1 => Just(<$ty>::MIN), 1 => any::<$ty>()]
        .prop_map(|value| value.encode())
        .boxed()
    };
}

/// Encodings of values of a type.
fn value(ty: &TypeDef) -> BoxedStrategy<Vec<u8>> {
    match ty {
        TypeDef::Bool => any::<bool>().prop_map(|value| value.encode()).boxed(),
        TypeDef::U8 => integer!(u8),
        TypeDef::U16 => integer!(u16),
        TypeDef::U32 => integer!(u32),
        TypeDef::U64 | TypeDef::UnixSeconds => integer!(u64),
        TypeDef::U128 => integer!(u128),
        TypeDef::I8 => integer!(i8),
        TypeDef::I16 => integer!(i16),
        TypeDef::I32 => integer!(i32),
        TypeDef::I64 => integer!(i64),
        TypeDef::I128 => integer!(i128),
        TypeDef::CivilDate => (20_450..20_460_i32).prop_map(|days| days.encode()).boxed(),
        TypeDef::Text => "[a-c]{0,4}".prop_map(|text| text.encode()).boxed(),
        TypeDef::Bytes => vec(any::<u8>(), 0..LEN_MAX).prop_map(|bytes| bytes.encode()).boxed(),
        TypeDef::FixedBytes(len) => {
            let len = usize::try_from(*len).unwrap_or(0);
            (0..4_u8).prop_map(move |byte| vec![byte; len]).boxed()
        }
        TypeDef::Hash => (0..4_u8).prop_map(|byte| vec![byte; 32]).boxed(),
        TypeDef::Address => (0..u32::from(CALLERS))
            .prop_map(|index| crate::Account::new(index).address.encode())
            .boxed(),
        TypeDef::Currency => prop_oneof![Just(b"EUR".to_vec()), Just(b"JPY".to_vec())].boxed(),
        TypeDef::Option(inner) => {
            let some = value(inner).prop_map(|value| [vec![1], value].concat());
            prop_oneof![Just(vec![0]), some].boxed()
        }
        TypeDef::List(inner) => vec(value(inner), 0..LEN_MAX)
            .prop_map(|items| {
                let len = u32::try_from(items.len()).unwrap_or(0);
                [Compact(len).encode(), items.concat()].concat()
            })
            .boxed(),
        TypeDef::Tuple(parts) => concat(parts.iter().map(value).collect()),
        TypeDef::Struct { fields: members, .. } => fields(members),
        TypeDef::Enum { variants, .. } => {
            let variants = variants.iter().map(|variant| {
                let index = variant.index;
                fields(&variant.fields).prop_map(move |value| [vec![index], value].concat()).boxed()
            });
            proptest::strategy::Union::new(variants).boxed()
        }
    }
}
