//! The examples of the standards themselves.

use crate::integer::bytes;
use sandpact_abi::{Address, PublicKey, Signature};
use sandpact_keys::{address_of, check_key, verify};

/// RFC 8032 section 7.1, tests 1 to 3: key, message, signature.
const ED25519: [(&str, &str, &str); 3] = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
         d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c\
         387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659\
         4a7c15e9716ed28dc027beceea1ec40a",
    ),
];

#[test]
fn ed25519_of_rfc_8032() {
    for (key, message, signature) in ED25519 {
        let key = PublicKey::Ed25519(bytes(key));
        let message = hex::decode(message).unwrap();
        assert_eq!(check_key(&key), Ok(()));
        assert!(verify(&key, &message, &Signature::Ed25519(bytes(signature))));
    }
}

/// RFC 6979 appendix A.2.5, SHA-256, message "test"; its s is in the lower half.
#[test]
fn p256_of_rfc_6979() {
    let key = PublicKey::P256(bytes(
        "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
    ));
    let signature = Signature::P256(bytes(
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367\
         019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    ));
    assert_eq!(check_key(&key), Ok(()));
    assert!(verify(&key, b"test", &signature));
    assert!(!verify(&key, b"sample", &signature));
}

/// GB/T 32918.5-2017 annex A.2 (GM/T 0003.5-2012 annex A.2): the recommended curve, the default
/// distinguishing identifier, the message "message digest".
#[cfg(feature = "gm")]
#[test]
fn sm2_of_gb_t_32918_5() {
    let key =
        PublicKey::Sm2(bytes("0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"));
    let signature = Signature::Sm2(bytes(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
         b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
    ));
    assert_eq!(check_key(&key), Ok(()));
    assert!(verify(&key, b"message digest", &signature));
    assert!(!verify(&key, b"message digesu", &signature));
}

/// GB/T 32905-2016 annex A.1 and A.2: "abc", and "abcd" sixteen times.
#[cfg(feature = "gm")]
#[test]
fn sm3_of_gb_t_32905() {
    use sm3::{Digest as _, Sm3};
    let digest = |message: &[u8]| hex::encode(Sm3::digest(message));
    assert_eq!(digest(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assert_eq!(
        digest(&b"abcd".repeat(16)),
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    );
}

/// Computed by another implementation of SHA3-256 from the bytes of `docs/keys.md`.
#[test]
fn addresses() {
    let address = |key| address_of(&key).to_string();
    assert_eq!(address_of(&PublicKey::Ed25519([7; 32])), Address([7; 32]));
    assert_eq!(
        address(PublicKey::P256(bytes(
            "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        ))),
        "4d5ee05ca9211ce8e5d44515b07dc28cc86a7c82d368fe088e8876aca6b0506a"
    );
    assert_eq!(
        address(PublicKey::Sm2(bytes(
            "0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        ))),
        "e32f3d3f27b08469334ccad19bacc9662f33fe6f2222c2d278426628dd357b5d"
    );
}
