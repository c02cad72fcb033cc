//! Every kernel of this machine against the crate `sha3`.

use super::{Block, Kernel, Message};
use proptest::prelude::*;
use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};

fn expected(bytes: &[u8]) -> Hash {
    Hash(Sha3_256::digest(bytes).into())
}

fn split(bytes: &[u8], at: usize) -> Message<'_> {
    let (tag, rest) = bytes.split_first().unwrap();
    let (head, tail) = rest.split_at(at.min(rest.len()));
    Message { tag: *tag, head, tail }
}

#[test]
fn every_length_hashes_as_sha3_does() {
    let input: Vec<u8> = (0..500_u32).map(|byte| (byte * 7 % 251) as u8).collect();
    for kernel in Kernel::available() {
        // Growing, so that a group of lanes has different lengths, and each length alone.
        let mut found = vec![Hash::ZERO; 480];
        kernel.hash_messages(&mut found, |index| split(&input[..=index], index / 3));
        for (index, hash) in found.iter().enumerate() {
            assert_eq!(*hash, expected(&input[..=index]), "length {}", index + 1);
            let mut alone = [Hash::ZERO];
            kernel.hash_messages(&mut alone, |_| split(&input[..=index], index));
            assert_eq!(alone[0], *hash);
        }
    }
}

#[test]
fn blocks_hash_as_sha3_does() {
    fn check<const LEN: usize>(kernel: Kernel) {
        for count in 0..20 {
            let inputs: Vec<[u8; LEN]> = (0..count)
                .map(|number| std::array::from_fn(|at| (number * 31 + at) as u8))
                .collect();
            let mut found = vec![Hash::ZERO; count];
            let fill = |index: usize, block: &mut Block| block.set(6, &inputs[index]);
            kernel.hash_blocks(&mut found, fill);
            for (input, hash) in inputs.iter().zip(&found) {
                assert_eq!(*hash, expected(&[&[6], &input[..]].concat()));
            }
        }
    }
    for kernel in Kernel::available() {
        check::<0>(kernel);
        check::<1>(kernel);
        check::<64>(kernel);
        check::<128>(kernel);
        check::<133>(kernel);
        check::<134>(kernel);
    }
}

/// FIPS 202 example values of NIST (SHA3-256 of 1600 bits of 0xa3), and "abc".
#[test]
fn published_vectors() {
    let many = [0xa3; 200];
    for kernel in Kernel::available() {
        let mut found = [Hash::ZERO; 2];
        kernel.hash_messages(&mut found, |index| {
            if index == 0 { split(b"abc", 1) } else { split(&many, 77) }
        });
        assert_eq!(
            found.map(|hash| hash.to_string()),
            [
                "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
                "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787",
            ]
        );
    }
}

#[test]
fn this_processor_has_a_kernel_that_works() {
    let kernels = Kernel::available();
    assert!(matches!(kernels.last(), Some(Kernel::Scalar)));
    #[cfg(target_arch = "x86_64")]
    assert_eq!(kernels.len() > 1, is_x86_feature_detected!("avx2"));
}

proptest! {
    #[test]
    fn any_messages(
        inputs in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..700), 0..20),
        at in 0_usize..700,
    ) {
        for kernel in Kernel::available() {
            let mut found = vec![Hash::ZERO; inputs.len()];
            kernel.hash_messages(&mut found, |index| split(&inputs[index], at));
            let all: Vec<Hash> = inputs.iter().map(|input| expected(input)).collect();
            prop_assert_eq!(&found, &all);
        }
    }
}
