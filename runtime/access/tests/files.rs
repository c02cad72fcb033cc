//! Files that people write: what they mean, and what is said of wrong ones.
#![allow(clippy::unwrap_used, missing_docs)]

use sandpact_abi::access::{Change, RoleName, Who};
use sandpact_access::file::{parse_changes, parse_genesis, parse_policy};

const KEY_A: &str = "ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const KEY_B: &str = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

fn genesis() -> String {
    format!(
        r#"chain = "trade-1"
time = 2026-01-05T00:00:00Z

[policy]
keys = ["ed25519", "p256"]
govern = {{ callers = ["role:admin"], endorsements = [{{ at_least = 2 }}] }}
deploy = {{ callers = ["role:developer@bank-a"], until = 2027-01-01T00:00:00Z }}

[organisations.bank-a]
name = "Bank A"
roles = ["clerk", "developer"]
quota = {{ period_seconds = 86400, gas = 9, calls = 8, written_bytes = 7 }}
members = [{{ keys = ["{KEY_A}"], roles = ["admin", "developer"], attributes = {{ desk = "trade" }} }}]

[organisations.customs]
name = "Customs"
members = [{{ keys = ["{KEY_B}"], roles = ["admin"], valid_until = 100 }}]
"#
    )
}

const POLICY: &str = r#"
[contract]
upgrade = { callers = ["role:developer@bank-a"], endorsements = [{ at_least = 2, organisations = ["customs", "bank-a"] }] }
freeze = { callers = ["role:regulator@customs"] }
unfreeze = { callers = ["role:regulator@customs"] }
govern = { callers = ["role:admin"], endorsements = [{ at_least = 2 }] }

[methods]
issue = { callers = ["role:clerk", "attribute:desk=trade@bank-a"] }
state = { open = true, logged = true }

[[keys]]
field = "limits"
key_prefix = "00ff"
endorsements = [{ at_least = 2, role = "admin" }]
"#;

fn no_file(name: &str) -> Result<Vec<u8>, String> {
    Err(format!("no {name}"))
}

#[test]
fn a_genesis_and_a_policy_mean_what_they_say() {
    let file = parse_genesis(&genesis(), &no_file).unwrap();
    assert_eq!((file.chain_id.0.as_str(), file.time.0), ("trade-1", 1_767_571_200));
    let bank = &file.consortium.organisations[&"bank-a".into()];
    assert!(bank.roles.contains(&RoleName::from("clerk")));
    assert_eq!(file.consortium.members.len(), 2);
    assert_eq!(file.consortium.quotas[&"bank-a".into()].calls, 8);
    let deploy = &file.consortium.policy.deploy;
    assert_eq!(deploy.window.unwrap().until.0, 1_798_761_600);
    let policy = parse_policy(POLICY).unwrap();
    assert_eq!(policy.logged.iter().collect::<Vec<_>>(), ["state"]);
    assert_eq!(policy.methods["state"].callers, [Who::Anyone]);
    assert_eq!(policy.keys[0].key_prefix, [0, 0xff]);
    assert_eq!(policy.upgrade.endorsements[0].organisations[0], "bank-a".into());
}

#[test]
fn a_wrong_file_is_refused_with_what_is_wrong() {
    let genesis = genesis();
    for (old, new, said) in [
        ("role:admin\"]", "role:Admin\"]", "\"Admin\" is no name"),
        ("at_least = 2", "at_least = 1", "signatures of at least two organisations"),
        ("\"role:developer@bank-a\"", "\"developer\"", "\"developer\" is nobody"),
        ("chain = ", "chian = ", "unknown field `chian`"),
        ("time = 2026-01-05T00:00:00Z", "time = 2026-01-05T00:00:00", "is no time"),
        ("ed25519:3d40", "ed25519:3d4", "is no public key"),
        (KEY_B, KEY_A, "already"),
        ("roles = [\"clerk\", \"developer\"]", "roles = []", "may not give the role developer"),
        ("roles = [\"admin\"], valid", "valid", "has no member with the role admin"),
        ("\"p256\"", "\"rsa\"", "no keys of kind \"rsa\""),
        ("period_seconds = 86400", "period_seconds = 0", "period of a quota is zero"),
        ("[policy]", "[policy", "line 4"),
    ] {
        assert!(genesis.contains(old), "{old}");
        let error =
            parse_genesis(&genesis.replacen(old, new, 1), &no_file).unwrap_err().to_string();
        assert!(error.contains(said), "{new}: {error}");
    }
    let two = "endorsements = [{ at_least = 2 }] }";
    for (old, new, said) in [
        ("{ open = true, logged = true }", "{}", "rule `state` lets nobody in"),
        (
            "{ open = true, logged = true }",
            "{ open = true, callers = [\"members\"] }",
            "is open and has callers",
        ),
        ("at_least = 2, organ", "at_least = 3, organ", "rule `upgrade` has too many"),
        (two, "endorsements = [{ at_least = 1 }] }", "at least two"),
        ("\"00ff\"", "\"0\"", "is not hexadecimal"),
    ] {
        assert!(POLICY.contains(old), "{old}");
        let error = parse_policy(&POLICY.replacen(old, new, 1)).unwrap_err().to_string();
        assert!(error.contains(said), "{new}: {error}");
    }
}

#[test]
fn changes_come_in_their_order() {
    let address = "11".repeat(32);
    let text = format!(
        r#"
change = [
    {{ kind = "add-member", organisation = "bank-a", member = {{ keys = ["{KEY_A}"], roles = ["clerk"] }} }},
    {{ kind = "grant-role", member = "{address}", role = "clerk", from = 3 }},
    {{ kind = "rotate-key", member = "{address}", old = "{KEY_A}", new = "{KEY_B}", from = 9 }},
    {{ kind = "set-contract-policy", contract = "{address}", policy_file = "policy.toml" }},
    {{ kind = "set-quota", organisation = "bank-a" }},
    {{ kind = "set-collection", collection = "offers", organisations = ["bank-a", "customs"], keeps_seconds_max = 9, record = {{ callers = ["role:clerk@bank-a"] }}, confirm = {{ callers = ["members"] }}, purge = {{ callers = ["members"], endorsements = [{{ at_least = 2 }}] }} }},
    {{ kind = "set-sealing-key", organisation = "bank-a", key = "x25519:{address}" }},
    {{ kind = "record-private", collection = "offers", commitment = "{address}", expires_at = 2026-01-05T00:00:00Z }},
    {{ kind = "confirm-delivery", commitment = "{address}" }},
    {{ kind = "purge-private", commitment = "{address}" }},
    {{ kind = "confirm-erasure", commitment = "{address}" }},
    {{ kind = "set-organisation", organisation = "bank-d", name = "Bank D", admin = {{ keys = ["{KEY_B}"] }} }},
]
"#
    );
    let read = |name: &str| match name {
        "policy.toml" => Ok(POLICY.as_bytes().to_vec()),
        other => Err(format!("no {other}")),
    };
    let changes = parse_changes(&text, &read).unwrap();
    let names: Vec<_> = changes.iter().map(Change::name).collect();
    let expected = [
        "add a member",
        "grant a role",
        "rotate a key",
        "set a contract's policy",
        "set a quota",
        "set a private collection",
        "set a sealing key",
        "record a private payload",
        "confirm a delivery",
        "purge a private record",
        "confirm an erasure",
        "set an organisation",
    ];
    assert_eq!(names, expected);
    let missing = text.replace("policy.toml", "other.toml");
    assert!(parse_changes(&missing, &read).unwrap_err().to_string().contains("no other.toml"));
    for (old, new, said) in [
        ("x25519:11", "ed25519:11", "is no sealing key: write x25519:HEX"),
        ("[\"bank-a\", \"customs\"], keeps", "[], keeps", "has no or too many organisations"),
        ("collection = \"offers\", organ", "collection = \"Offers\", organ", "is no name"),
        ("confirm = { callers = [\"members\"] }", "confirm = { }", "lets nobody in"),
        ("confirm = { callers", "confirm = { logged = true, callers", "only a method's can be"),
    ] {
        assert!(text.contains(old), "{old}");
        let error = parse_changes(&text.replacen(old, new, 1), &read).unwrap_err().to_string();
        assert!(error.contains(said), "{new}: {error}");
    }
    let unknown = text.replace("grant-role", "make-king");
    assert!(parse_changes(&unknown, &read).unwrap_err().to_string().contains("make-king"));
}
