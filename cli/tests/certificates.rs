//! Certificates from the genesis to the key that they do not vouch for any more.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

#[path = "../../tests/src/certificates.rs"]
#[allow(dead_code, reason = "shared with the tests of the runtime")]
mod certificates;
mod pilot;

use certificates::Saying;
use pem_rfc7468::{LineEnding, encode_string};
use pilot::run;
use sandpact_client::key::KeyPair;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn pem(der: &[u8]) -> String {
    encode_string("CERTIFICATE", LineEnding::LF, der).unwrap()
}

fn message(refused: &Value) -> &str {
    refused["error"]["message"].as_str().unwrap()
}

const ROOT: &str = "Root of bank";

fn root() -> KeyPair {
    KeyPair::from_seed([9; 32])
}

/// A key file with a certificate beside it, in PEM.
fn certified(desk: &Path, name: &str, saying: Saying<'_>) -> (String, String) {
    let shown = run(desk, &format!("keygen --out {name}.key"), 0);
    let key = KeyPair::read(&desk.join(format!("{name}.key"))).unwrap();
    let der = saying.issued(key.public_key(), (ROOT, &root()));
    fs::write(desk.join(format!("{name}.pem")), pem(&der)).unwrap();
    let text = |field: &str| shown[field].as_str().unwrap().to_owned();
    (text("public_key"), text("address"))
}

/// A ledger whose bank requires certificates.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path();
    let (bank, _) = certified(desk, "admin", Saying::member("Admin", 2));
    let authority = run(desk, "keygen --out authority.key", 0);
    let authority = authority["public_key"].as_str().unwrap().to_owned();
    fs::write(desk.join("root.pem"), pem(&Saying::authority(ROOT, 1).self_issued(&root())))
        .unwrap();
    let plain = pilot::genesis(&[("bank", "clerk", bank.clone()), ("authority", "x", authority)]);
    let genesis = plain.replacen(
        &format!("keys = [\"{bank}\"]"),
        &format!("keys = [{{ key = \"{bank}\", certificate_file = \"admin.pem\" }}]"),
        1,
    );
    let genesis = genesis.replacen(
        "name = \"bank\"\n",
        "name = \"bank\"\ncertificates = \"required\"\nanchor_files = [\"root.pem\"]\n",
        1,
    );
    fs::write(desk.join("genesis.toml"), genesis).unwrap();
    folder
}

#[test]
fn a_genesis_that_names_a_wrong_file_is_refused_with_the_place() {
    let folder = desk();
    let desk = folder.path();
    let genesis = fs::read_to_string(desk.join("genesis.toml")).unwrap();
    let key = fs::read_to_string(desk.join("admin.key")).unwrap();
    let key = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", &key[..64]);
    fs::write(desk.join("key.pem"), key).unwrap();
    let root = fs::read_to_string(desk.join("root.pem")).unwrap();
    fs::write(desk.join("two.pem"), root.repeat(2)).unwrap();
    for (old, new, says) in [
        ("root.pem", "missing.pem", "line 10, column 17: missing.pem: there is no such file"),
        ("root.pem", "key.pem", "line 10, column 17: key.pem: line 1: `PRIVATE KEY` is no"),
        ("root.pem", "two.pem", "line 10, column 17: two.pem: there are 2 certificates in it"),
        ("root.pem", "admin.pem", "certificate 0 of the path: it is no authority's"),
        ("admin.pem", "root.pem", "certificate 0 of the path: it is about another key"),
        (", certificate_file = \"admin.pem\"", "", "bank requires certificates"),
        ("\"required\"", "\"always\"", "unknown variant `always`"),
        ("certificate_file", "certificate", "unknown field `certificate`"),
    ] {
        assert!(genesis.contains(old), "{old}");
        fs::write(desk.join("wrong.toml"), genesis.replace(old, new)).unwrap();
        let refused = run(desk, "init --genesis wrong.toml", 2);
        assert!(message(&refused).contains(says), "{says}: {}", message(&refused));
    }
}

#[test]
fn certificates_are_added_shown_explained_and_taken_away() {
    let folder = desk();
    let desk = folder.path();
    run(desk, "init --genesis genesis.toml", 0);
    let by_admin = |words: &str, second: u64, exit_code| {
        run(desk, &format!("{words} --key admin.key --time {}", 1_767_571_200 + second), exit_code)
    };

    // A member joins with a key whose file only it has.
    let saying = Saying::member("Clerk", 3).valid("260101000000Z", "260201000000Z");
    let (public, clerk) = certified(desk, "clerk", saying);
    let refused = by_admin("members add bank --new-key clerk.key --role clerk", 10, 1);
    assert_eq!(refused["error"]["name"], "CertificateMissing");
    let proof = run(desk, "members prove bank --new-key clerk.key --chain-id pilot", 0);
    assert_eq!(proof, run(desk, "members prove bank --new-key clerk.key", 0));
    let proof = proof["proof"].as_str().unwrap();
    let add = format!(
        "members add bank --public-key {public} --proof {proof} --certificate clerk.pem --role clerk"
    );
    let wrong = add.replace("add bank", "add authority");
    let refused = run(desk, &format!("{wrong} --key authority.key --time 1767571211"), 1);
    assert_eq!(refused["error"]["name"], "BadChange", "another may not give the role");
    by_admin(&add, 12, 0);

    // Shown with what vouches for it.
    let read = run(desk, "certificates read clerk.pem", 0);
    let read = &read["certificates"][0];
    assert_eq!(
        (&read["subject"], &read["issuer"], &read["serial"], &read["not_after"]),
        (&json!("CN=Clerk"), &json!("CN=Root of bank"), &json!("03"), &json!(1_769_904_000))
    );
    let shown = run(desk, "certificates show --organisation bank", 0);
    let anchor = &shown["organisations"][0]["anchors"][0];
    assert_eq!(anchor["subject"], "CN=Root of bank");
    assert_eq!(shown["organisations"][0]["required"], true);
    let key = |desk: &Path| {
        let members = run(desk, "members --organisation bank", 0);
        let members = members["organisations"][0]["members"].as_array().unwrap().clone();
        members.into_iter().find(|member| member["member"] == clerk.as_str()).unwrap()
    };
    assert_eq!(key(desk)["keys"], json!(["ed25519 (certified until 2026-02-01T00:00:00Z)"]));
    let certified_by = &key(desk)["certified"][0]["certificates"];
    assert_eq!(certified_by, &json!([read["identity"], anchor["identity"]]));

    // Its key is rotated to one that lasts; the old one has had its time.
    let (_, other) = certified(desk, "next", Saying::member("Clerk", 4));
    assert_ne!(other, clerk);
    let late = 40 * 86_400;
    let rotate = format!("members rotate-key {clerk} --old {public} --from 9 --new-key next.key");
    let refused = run(
        desk,
        &format!("{rotate} --certificate next.pem --key clerk.key --time {}", 1_767_571_200 + late),
        1,
    );
    assert_eq!(refused["error"]["name"], "CertificateOutsideValidity");
    assert!(message(&refused).contains("from second 1767225600 to 1769904000"), "{refused}");
    by_admin(&format!("{rotate} --certificate next.pem"), late, 0);

    // The authority is trusted no more.
    let identity = anchor["identity"].as_str().unwrap();
    let revoked = read["identity"].as_str().unwrap();
    by_admin(&format!("certificates revoke bank {revoked} --from 9"), late + 1, 0);
    let shown = run(desk, "certificates show", 0);
    let all = shown["organisations"].as_array().unwrap();
    let bank = all.iter().find(|it| it["organisation"] == "bank").unwrap();
    assert_eq!(bank["revoked"], json!([{ "identity": revoked, "from": 9 }]));
    by_admin(&format!("certificates remove-anchor bank {identity}"), late + 2, 0);
    let refused = by_admin("certificates add-anchor bank root.pem", late + 3, 1);
    assert_eq!(refused["error"]["name"], "AnchorRemoved");
    assert_eq!(key(desk)["certified"][1]["code"], 11_017);
}
