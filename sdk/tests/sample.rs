//! A small contract that uses every macro, and what its description says.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use sandpact_sdk::{
    ContractDescription, Event,
    abi::{
        ContractAbi, GuardDef, MethodKind, TypeDef, encode_to, encoded_len,
        limits::{EVENT_NAME_LEN_BYTES_MAX, METHOD_NAME_LEN_BYTES_MAX},
    },
    prelude::*,
};

/// Who may do what.
#[message]
pub enum Role {
    /// Sets the rules.
    Owner,
    /// Writes
    /// records.
    ///
    /// Not part of the summary.
    Clerk,
}

/// A shape, with gaps in its numbers.
#[message]
pub enum Shape {
    /// Nothing.
    Point,
    /// Unnamed.
    #[codec(index = 7)]
    Circle(u32),
    /// Named.
    Rectangle {
        /// Millimetres.
        width_mm: u32,
        /// Millimetres.
        height_mm: u32,
    },
}

/// A record.
#[message]
pub struct Record {
    /// Its shape.
    pub shape: Shape,
    /// Its price.
    pub price: Money,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was written.
    pub written: Option<Height>,
}

/// Why a call was refused.
#[error]
pub enum Error {
    /// The record is too wide.
    #[code(100)]
    TooWide {
        /// What it is.
        width_mm: u32,
        /// What it may be.
        width_mm_max: u32,
    },
    /// No further records.
    #[code(9_999)]
    Closed,
    /// With an unnamed field.
    #[code(101)]
    Unpriced(Currency),
}

/// A record was written.
#[event]
pub struct Written {
    /// Its number.
    pub number: u64,
    /// By whom.
    pub by: Address,
}

/// Nothing more will be written.
#[event]
pub struct Closed;

/// Another contract.
#[interface]
pub trait Prices {
    /// The price of a shape.
    fn price(&self, shape: Shape, currency: Currency) -> Money;
    /// Nothing to give back.
    fn forget(&mut self, shape: Shape);
}

/// Records by number.
#[storage]
pub struct Registry {
    roles: Roles<Role>,
    prices: Value<Address>,
    records: OrderedMap<u64, Record>,
    by_owner: Map<(Address, u64), ()>,
}

#[contract(error = Error, events = [Written, Closed])]
impl Registry {
    /// Names the first owner.
    #[init]
    pub fn create(&mut self, owner: Address, prices: Address) -> Result<(), Error> {
        self.roles.grant(Role::Owner, &owner);
        self.prices.set(&prices);
        Ok(())
    }

    /// Writes a record.
    #[only(Role::Owner, Role::Clerk)]
    pub fn write(&mut self, number: u64, shape: Shape, tags: Vec<String>) -> Result<u64, Error> {
        check_width(&shape)?;
        if self.records.contains(&number) {
            return Err(Common::AlreadyExists.into());
        }
        let prices = PricesAt(self.prices.get().ok_or(Common::WrongState)?);
        let currency = Currency::new(*b"EUR").ok_or(Common::BadFormat)?;
        let price = prices.gas(PRICE_GAS).price(shape.clone(), currency)?;
        let record = Record { shape, price, tags, written: Some(env::height()) };
        self.records.set(&number, &record);
        self.by_owner.set(&(env::caller(), number), &());
        self.emit(Written { number, by: env::caller() });
        Ok(number)
    }

    /// Records in order.
    #[reentrant]
    pub fn page(&self, after: Option<u64>, limit: u32) -> Result<Vec<(u64, Record)>, Error> {
        Ok(self.records.after(after.as_ref(), limit.min(100)))
    }

    /// Closes the book.
    #[only(Role::Owner)]
    pub fn close(&mut self) -> Result<(), Error> {
        PricesAt(self.prices.get().ok_or(Common::WrongState)?).forget(Shape::Point)?;
        self.emit(Closed);
        Ok(())
    }
}

/// What a price may cost; the book does not halt when the other contract does.
const PRICE_GAS: Gas = Gas(1_000_000);

const WIDTH_MM_MAX: u32 = 1_000;

fn check_width(shape: &Shape) -> Result<(), Error> {
    match shape {
        Shape::Rectangle { width_mm, .. } if *width_mm > WIDTH_MM_MAX => {
            Err(Error::TooWide { width_mm: *width_mm, width_mm_max: WIDTH_MM_MAX })
        }
        _ => Ok(()),
    }
}

const SECTION: [u8; encoded_len(&Registry::ABI)] = encode_to(&Registry::ABI);

fn abi() -> ContractAbi {
    ContractAbi::from_section(&SECTION).unwrap()
}

#[test]
fn the_section_decodes_to_what_was_written() {
    let abi = abi();
    assert_eq!((abi.name.as_str(), abi.docs.as_str()), ("sample", "Records by number."));
    assert_eq!(abi.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(abi.to_section(), SECTION);
    let methods: Vec<_> =
        abi.methods.iter().map(|method| (method.name.as_str(), method.kind)).collect();
    let expected = [
        ("create", MethodKind::Init),
        ("write", MethodKind::Write),
        ("page", MethodKind::Read),
        ("close", MethodKind::Write),
    ];
    assert_eq!(methods, expected);
    let reentrant = abi.methods.iter().filter(|method| method.is_reentrant);
    assert_eq!(reentrant.map(|method| method.name.as_str()).collect::<Vec<_>>(), ["page"]);
}

#[test]
fn a_method_lists_arguments_roles_and_result() {
    let abi = abi();
    let write = abi.method("write").unwrap();
    assert_eq!((write.docs.as_str(), &write.returns), ("Writes a record.", &TypeDef::U64));
    let GuardDef::Roles { field, roles } = &write.guard else { panic!("{:?}", write.guard) };
    assert_eq!(field, "roles");
    let roles: Vec<_> = roles.iter().map(|role| (role.index, role.name.as_str())).collect();
    assert_eq!(roles, [(0, "Owner"), (1, "Clerk")]);
    let names: Vec<_> = write.args.iter().map(|arg| arg.name.as_str()).collect();
    assert_eq!(names, ["number", "shape", "tags"]);
    assert_eq!(write.args[2].ty, TypeDef::List(Box::new(TypeDef::Text)));
    assert_eq!(abi.method("create").unwrap().returns, TypeDef::Tuple(vec![]));
    assert_eq!(abi.method("create").unwrap().guard, GuardDef::Open);
}

#[test]
fn an_enum_lists_its_numbers_and_fields() {
    let abi = abi();
    let TypeDef::Enum { name, variants, docs } = &abi.method("write").unwrap().args[1].ty else {
        panic!("shape is an enum");
    };
    assert_eq!((name.as_str(), docs.as_str()), ("Shape", "A shape, with gaps in its numbers."));
    let numbers: Vec<_> = variants.iter().map(|variant| variant.index).collect();
    assert_eq!(numbers, [0, 7, 8]);
    assert_eq!(variants[1].fields[0].name, "0");
    assert_eq!(variants[2].fields[1].name, "height_mm");
    for (shape, number) in [
        (Shape::Point, 0),
        (Shape::Circle(1), 7),
        (Shape::Rectangle { width_mm: 1, height_mm: 2 }, 8),
    ] {
        assert_eq!(shape.encode()[0], number);
        assert_eq!(Shape::decode(&mut &shape.encode()[..]), Ok(shape));
    }
}

#[test]
fn errors_carry_code_and_data() {
    let abi = abi();
    assert_eq!(abi.errors.len(), 17 + 3);
    assert_eq!(abi.error(1).unwrap().name, "NotAuthorised");
    assert_eq!(abi.error(100).unwrap().fields[1].name, "width_mm_max");
    assert_eq!(abi.error(9_999).unwrap().docs, "No further records.");
    let wide = Shape::Rectangle { width_mm: 1_001, height_mm: 1 };
    let refusal = check_width(&wide).unwrap_err();
    assert_eq!((refusal.code(), refusal.data()), (100, (1_001_u32, 1_000_u32).encode()));
    assert_eq!((Error::Closed.code(), Error::Closed.data()), (9_999, vec![]));
    let yen = Currency::new(*b"JPY").unwrap();
    assert_eq!((Error::Unpriced(yen).code(), Error::Unpriced(yen).data()), (101, b"JPY".to_vec()));
    assert_eq!(check_width(&Shape::Rectangle { width_mm: 1_000, height_mm: 1 }), Ok(()));
}

#[test]
fn shared_errors_and_failed_calls_become_own_errors() {
    assert_eq!(Error::from(Common::Frozen), Error::Common(Common::Frozen));
    assert_eq!(Error::from(Common::Frozen).code(), 12);
    let refused = Error::from(CallFailure::Reverted { code: 300, data: vec![1] });
    assert_eq!(refused, Error::Common(Common::CalleeRefused { code: 300 }));
    assert_eq!((refused.code(), refused.data()), (15, 300_u32.encode()));
    assert_eq!(Error::from(CallFailure::Halted).code(), 16);
}

#[test]
fn events_are_listed() {
    let abi = abi();
    assert_eq!(abi.event("Written").unwrap().fields[1].ty, TypeDef::Address);
    assert_eq!(abi.event("Closed").unwrap().fields, []);
    assert_eq!(Written::EVENT.docs, "A record was written.");
    assert_eq!(Closed.encode(), []);
}

#[test]
fn enums_without_fields_are_keys_in_order() {
    assert!(Role::Owner < Role::Clerk);
    let mut key = vec![];
    Role::Clerk.write_key(&mut key);
    assert_eq!(key, [1]);
    assert_eq!(Role::read_key(&mut &key[..]), Some(Role::Clerk));
    assert_eq!(Role::read_key(&mut &[2_u8][..]), None);
}

/// The macros know these limits by number: a macro crate cannot be asked at run time.
#[test]
fn the_macros_use_the_limits_of_the_runtime() {
    assert_eq!((METHOD_NAME_LEN_BYTES_MAX, EVENT_NAME_LEN_BYTES_MAX), (64, 64));
}
