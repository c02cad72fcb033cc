//! A contract's keys in order, within a block and over blocks.

use sandpact_abi::Address;
use sandpact_runtime::Outcome;
use sandpact_tests::{Raw, TestLedger, key_of, module};

/// `set`: first byte is the key's length, then key and value. `remove`: the key.
/// `next`: first byte is the prefix's length, then the key to go on from.
fn store() -> Vec<u8> {
    let set = "(local $k i32) (call $context_input_read (i32.const 0))
        (local.set $k (i32.load8_u (i32.const 0)))
        (call $storage_set (i32.const 1) (local.get $k) (i32.add (local.get $k) (i32.const 1))
            (i32.sub (i32.sub (local.get $len) (local.get $k)) (i32.const 1)))";
    let remove = "(call $context_input_read (i32.const 0))
        (i32.store (i32.const 1000) (call $storage_remove (i32.const 0) (local.get $len)))
        (call $context_return (i32.const 1000) (i32.const 4))";
    let next = "(local $n i32) (call $context_input_read (i32.const 0))
        (local.set $n (call $storage_next (i32.const 1) (i32.sub (local.get $len) (i32.const 1))
            (i32.load8_u (i32.const 0)) (i32.const 1000) (i32.const 300)))
        (if (i32.ge_s (local.get $n) (i32.const 0))
            (then (call $context_return (i32.const 1000) (local.get $n))))";
    let get = "(local $n i32) (call $context_input_read (i32.const 0))
        (local.set $n (call $storage_get (i32.const 0) (local.get $len) (i32.const 1000) (i32.const 4)))
        (i32.store (i32.const 1100) (local.get $n))
        (i32.store (i32.const 1104) (i32.load (i32.const 1000)))
        (call $context_return (i32.const 1100) (i32.const 8))";
    module(&[("set", set), ("remove", remove), ("next", next), ("get", get)], "")
}

struct Stored {
    ledger: TestLedger,
    contract: Address,
}

impl Stored {
    fn run(&mut self, method: &str, args: &[&[u8]]) -> Vec<u8> {
        let args = Raw(args.concat());
        match self.ledger.call(&key_of("someone"), &self.contract, method, &args).outcome {
            Outcome::Success { returned } => returned[0].clone(),
            other => panic!("{method}: {other:?}"),
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        let len = u8::try_from(key.len()).unwrap();
        self.run("set", &[&[len], key.as_bytes(), value.as_bytes()]);
    }

    fn walk(&mut self, prefix: &str) -> Vec<String> {
        let (mut keys, mut last) = (Vec::new(), prefix.to_owned());
        loop {
            let len = u8::try_from(prefix.len()).unwrap();
            let found = self.run("next", &[&[len], last.as_bytes()]);
            if found.is_empty() {
                return keys;
            }
            last = String::from_utf8(found).unwrap();
            keys.push(last.clone());
        }
    }
}

fn stored() -> Stored {
    let mut ledger = TestLedger::in_memory();
    let contract = ledger.deploy(&store(), &());
    Stored { ledger, contract }
}

#[test]
fn keys_are_found_in_order_under_their_prefix() {
    let mut stored = stored();
    for key in ["b/2", "a", "b/10", "b/1", "c", "b/3"] {
        stored.set(key, "value");
    }
    assert_eq!(stored.walk("b/"), ["b/1", "b/10", "b/2", "b/3"]);
    assert_eq!(stored.run("remove", &[b"b/10"]), 1_u32.to_le_bytes());
    assert_eq!(stored.run("remove", &[b"b/10"]), 0_u32.to_le_bytes());
    assert_eq!(stored.walk("b/"), ["b/1", "b/2", "b/3"]);
    assert_eq!(stored.walk("d"), [""; 0]);
}

#[test]
fn a_value_is_copied_up_to_the_room_there_is() {
    let mut stored = stored();
    stored.set("k", "long value");
    let read = stored.run("get", &[b"k"]);
    assert_eq!(read, [&10_u32.to_le_bytes()[..], b"long"].concat());
    let absent = stored.run("get", &[b"other"]);
    assert_eq!(absent[..4], (-1_i32).to_le_bytes());
    stored.set("e", "");
    assert_eq!(stored.run("get", &[b"e"])[..4], 0_u32.to_le_bytes());
}

#[test]
fn contracts_do_not_see_each_others_keys() {
    let mut one = stored();
    let other = one.ledger.deploy(&store(), &());
    one.set("k", "mine");
    let mine = std::mem::replace(&mut one.contract, other);
    assert_eq!(one.run("get", &[b"k"])[..4], (-1_i32).to_le_bytes());
    assert_eq!(one.walk("k"), [""; 0]);
    one.set("k", "other");
    let stored = |contract| one.ledger.runtime.storage(contract, b"k").unwrap().unwrap();
    assert_eq!((stored(&mine), stored(&other)), (b"mine".to_vec(), b"other".to_vec()));
}

#[test]
fn an_emptied_ledger_has_its_first_root_again() {
    let mut stored = stored();
    let before = stored.ledger.runtime.state_root();
    stored.set("a", "1");
    stored.set("b", "2");
    assert_ne!(stored.ledger.runtime.state_root(), before);
    stored.run("remove", &[b"a"]);
    stored.run("remove", &[b"b"]);
    assert_eq!(stored.ledger.runtime.state_root(), before);
}
