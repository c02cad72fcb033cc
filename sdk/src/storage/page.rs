//! Pages of what is in order.

use crate::{
    host,
    read::{Read, Reader},
};
use alloc::vec::Vec;
use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{Describe, Field, Type};

/// Most items on a page. What a method returns has at most 16 KiB, so a page of this length may
/// have items of about 160 bytes; a method whose items are longer asks for fewer.
pub const PAGE_LEN_MAX: u32 = 100;

/// Some items in order, and where the next page begins. A method may return it.
///
/// The first page is asked for without a cursor, each further one with the `next` of the page
/// before it. A page has as many items as were asked for, at least one and at most
/// [`PAGE_LEN_MAX`], or all that there are; `next` is absent when nothing follows. What is added
/// or removed between two pages is seen if it lies after the cursor.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut prices = OrderedMap::<u32, u64>::named("prices");
///     for number in 0..5 {
///         prices.set(&number, &1_000);
///     }
///     let first = prices.page(None, 3);
///     assert_eq!((first.items.len(), first.next), (3, Some(2)));
///     let second = prices.page(first.next.as_ref(), 3);
///     assert_eq!((second.items, second.next), (vec![(3, 1_000), (4, 1_000)], None));
/// });
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Page<T, C> {
    /// The items.
    pub items: Vec<T>,
    /// The cursor of the next page.
    pub next: Option<C>,
}

impl<T: Read, C: Read> Read for Page<T, C> {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self { items: Read::read(reader), next: Read::read(reader) }
    }
}

impl<T: Describe, C: Describe> Describe for Page<T, C> {
    const TYPE: Type = Type::Struct {
        name: "Page",
        docs: "Some items in order, and where the next page begins.",
        fields: &[
            Field { name: "items", docs: "The items.", ty: &<Vec<T>>::TYPE },
            Field { name: "next", docs: "The cursor of the next page.", ty: &<Option<C>>::TYPE },
        ],
    };
}

impl<T, C> Page<T, C> {
    /// The page of the keys above `start` that begin with `prefix`.
    pub(super) fn of_keys(
        prefix: &[u8],
        start: Vec<u8>,
        limit: u32,
        item: impl Fn(&[u8]) -> T,
        cursor: impl Fn(&[u8]) -> C,
    ) -> Self {
        Self::of_keys_while(prefix, start, limit, |_| true, item, cursor)
    }

    /// The same, up to the first key that `belongs` is false for.
    pub(super) fn of_keys_while(
        prefix: &[u8],
        start: Vec<u8>,
        limit: u32,
        belongs: impl Fn(&[u8]) -> bool,
        item: impl Fn(&[u8]) -> T,
        cursor: impl Fn(&[u8]) -> C,
    ) -> Self {
        let (keys, is_last) = keys(prefix, start, page_len(limit), &belongs);
        let next = if is_last { None } else { keys.last().map(|key| cursor(key)) };
        Self { items: keys.iter().map(|key| item(key)).collect(), next }
    }
}

/// Items of a page for which so many were asked.
pub fn page_len(limit: u32) -> u32 {
    limit.clamp(1, PAGE_LEN_MAX)
}

/// The keys above `key` that begin with `prefix` and belong to the page, at most `limit`, and
/// whether those are all.
fn keys(
    prefix: &[u8],
    mut key: Vec<u8>,
    limit: u32,
    belongs: &dyn Fn(&[u8]) -> bool,
) -> (Vec<Vec<u8>>, bool) {
    let mut keys = Vec::new();
    for _ in 0..limit {
        if !host::storage_next(&mut key, prefix.len()) || !belongs(&key) {
            return (keys, true);
        }
        keys.push(key.clone());
    }
    let is_last = !host::storage_next(&mut key, prefix.len()) || !belongs(&key);
    (keys, is_last)
}
