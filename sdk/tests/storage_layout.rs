//! What a description says of every collection.
#![allow(clippy::unwrap_used)]

use sandpact_sdk::{
    ContractDescription,
    abi::{ContractAbi, IndexDef, StorageKind, TypeDef, encode},
    prelude::*,
};

/// A claim.
#[message]
pub struct Claim {
    /// As the insurer numbers it.
    #[unique]
    pub number: Code<20>,
    /// By whom.
    #[index]
    pub claimant: Lei,
    /// When it must be settled.
    #[index("settle_by")]
    pub due: Option<CivilDate>,
    /// How much.
    pub amount: Amount,
}

/// Why a call was refused.
#[error]
pub enum Error {}

/// Claims.
#[storage]
pub struct Book {
    #[storage_key("first_owner")]
    previous: Value<Address>,
    /// By number.
    claims: IndexedMap<u64, Claim>,
    closed: Set<CivilDate>,
    journal: Vector<Hash>,
    rates: Map<Currency, Rate>,
    goods: OrderedMap<(Gtin, CivilDate), Quantity>,
}

#[contract(error = Error)]
impl Book {
    /// Begins.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        self.previous.set(&env::caller());
        Ok(())
    }

    /// A claim.
    pub fn file(&mut self, id: u64, claim: Claim) -> Result<(), Error> {
        self.closed.insert(&env::time().date());
        self.journal.push(&Hash::ZERO);
        self.rates.set(&claim.amount.currency, &Rate::basis_points(1));
        Ok(self.claims.insert(&id, &claim)?)
    }

    /// The claims of a claimant.
    pub fn of(
        &self,
        claimant: Lei,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<(u64, Claim), u64>, Error> {
        Ok(self.claims.page_by(Claim::BY_CLAIMANT, &claimant, after.as_ref(), limit))
    }

    /// Goods and what is left of them.
    pub fn goods(&self, of: Gtin) -> Result<Vec<(CivilDate, Quantity)>, Error> {
        Ok(self.goods.under(&of, None, 10))
    }
}

fn abi() -> ContractAbi {
    ContractAbi::from_section(&encode(&Book::ABI)).unwrap()
}

#[test]
fn every_collection_is_in_the_layout() {
    let abi = abi();
    let layout: Vec<_> = abi
        .storage
        .iter()
        .map(|field| (field.name.as_str(), field.kind, field.key.clone()))
        .collect();
    let by_good = TypeDef::Tuple(vec![TypeDef::Text, TypeDef::CivilDate]);
    let nothing = TypeDef::Tuple(vec![]);
    let expected = [
        ("first_owner", StorageKind::Value, nothing.clone()),
        ("claims", StorageKind::IndexedMap, TypeDef::U64),
        ("closed", StorageKind::Set, TypeDef::CivilDate),
        ("journal", StorageKind::Vector, nothing.clone()),
        ("rates", StorageKind::Map, TypeDef::Currency),
        ("goods", StorageKind::OrderedMap, by_good),
    ];
    assert_eq!(layout, expected);
    assert_eq!((&abi.storage[2].value, &abi.storage[3].value), (&nothing, &TypeDef::Hash));
}

#[test]
fn an_indexed_map_lists_its_indexes() {
    let abi = abi();
    let index = |name: &str, is_unique, key| IndexDef { name: name.to_owned(), is_unique, key };
    let expected = [
        index("number", true, TypeDef::Text),
        index("claimant", false, TypeDef::Text),
        index("settle_by", false, TypeDef::CivilDate),
    ];
    assert_eq!(abi.storage[1].indexes, expected);
    assert_eq!(abi.storage[1].docs, "By number.");
}

#[test]
fn a_page_is_a_struct_of_items_and_cursor() {
    let abi = abi();
    let TypeDef::Struct { name, fields, .. } = &abi.method("of").unwrap().returns else {
        panic!("a page is a struct");
    };
    assert_eq!(name, "Page");
    let TypeDef::List(item) = &fields[0].ty else { panic!("items are a list") };
    let TypeDef::Tuple(parts) = &**item else { panic!("an item is key and value") };
    assert_eq!(parts[0], TypeDef::U64);
    assert_eq!(fields[1].ty, TypeDef::Option(Box::new(TypeDef::U64)));
    let page = Page { items: vec![1_u8, 2], next: Some(2_u64) };
    assert_eq!(page.encode(), (vec![1_u8, 2], Some(2_u64)).encode());
    assert_eq!(Page::decode(&mut &page.encode()[..]), Ok(page));
}
