//! What can be asked of a layout when a contract is compiled.

use crate::abi::{Storage, StorageKind};

/// Whether the host finds the field that a guard names: a field of this kind has this key, or
/// there is none of the kind at all, which the compiler says better itself.
#[must_use]
#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
pub const fn has_guard_field(layout: &[Storage], kind: StorageKind, name: &str) -> bool {
    let mut others = 0;
    let mut i = 0;
    while i < layout.len() {
        if layout[i].shape.kind as u8 == kind as u8 {
            if is_equal(layout[i].name.as_bytes(), name.as_bytes()) {
                return true;
            }
            others += 1;
        }
        i += 1;
    }
    others == 0
}

#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
const fn is_equal(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prelude::{Owner, Value},
        storage::Field,
    };

    #[test]
    fn a_guards_field_is_found_by_its_key() {
        let field = |name, shape| Storage { name, docs: "", shape };
        let layout = [field("count", Value::<u8>::SHAPE), field("owner", Owner::SHAPE)];
        assert!(has_guard_field(&layout, StorageKind::Owner, "owner"));
        assert!(!has_guard_field(&layout, StorageKind::Owner, "own"));
        assert!(!has_guard_field(&layout, StorageKind::Owner, "count"));
        assert!(has_guard_field(&layout, StorageKind::Roles, "roles"));
    }
}
