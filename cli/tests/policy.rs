//! A contract's policy from its file to what its rules have done.
#![allow(clippy::unwrap_used)]

mod pilot;

use pilot::run;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

const POLICY: &str = r#"
[contract]
upgrade = { callers = ["role:developer"], endorsements = [{ at_least = 2 }] }
freeze = { callers = ["role:regulator"] }
unfreeze = { callers = ["role:regulator"], endorsements = [{ at_least = 2 }] }
govern = { callers = ["role:admin"], endorsements = [{ at_least = 2 }] }

[methods]
grant = { callers = ["role:admin@bank"] }
revoke = { callers = ["role:admin@bank"], endorsements = [{ at_least = 2 }] }
publish = { callers = ["role:admin"] }
close = { callers = ["role:admin"] }
is_banking_day = { open = true }
day_kind = { open = true }
next_banking_day = { open = true }
nth_banking_day_after = { open = true }
nth_banking_day_passed = { open = true }
last_presentation_day = { open = true }
local_date = { open = true }
year = { open = true }
years = { callers = ["role:regulator"], logged = true }
"#;

/// A ledger of a bank and an authority, with the key of an admin of each.
fn desk() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path();
    let mut address = String::new();
    let organisations = [("bank", "clerk"), ("authority", "regulator")].map(|(id, role)| {
        let key = run(desk, &format!("keygen --out {id}.key"), 0);
        if id == "bank" {
            address = key["address"].as_str().unwrap().to_owned();
        }
        (id, role, key["public_key"].as_str().unwrap().to_owned())
    });
    let genesis = pilot::genesis(&organisations);
    fs::write(desk.join("genesis.toml"), genesis).unwrap();
    fs::write(desk.join("policy.toml"), POLICY).unwrap();
    run(desk, "init --genesis genesis.toml", 0);
    (folder, address)
}

#[test]
fn a_policy_goes_with_its_contract_and_its_coverage_is_seen() {
    let (folder, bank) = desk();
    let desk = folder.path();
    // Without its policy nobody could call the contract, and a policy for another one is refused.
    fs::write(desk.join("short.toml"), POLICY.replace("year = { open = true }\n", "")).unwrap();
    let deploy = format!("deploy banking_calendar --key bank.key --arg authority={bank}");
    let refused = run(desk, &format!("{deploy} --policy short.toml"), 1);
    assert_eq!(refused["error"]["code"], 11_020);
    assert!(refused["error"]["message"].as_str().unwrap().ends_with("no rule for year"));
    let writing =
        POLICY.replace("{ callers = [\"role:admin@bank\"] }", "{ open = true, logged = true }");
    fs::write(desk.join("writing.toml"), writing).unwrap();
    let refused = run(desk, &format!("{deploy} --policy writing.toml"), 1);
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.ends_with("not a method that only reads: grant"), "{message}");
    run(desk, &format!("{deploy} --policy policy.toml"), 0);

    let call = |method: &str, words: &str, exit_code| {
        let words = format!("call banking_calendar {method} {words}");
        run(desk, &words, exit_code)
    };
    let grant = format!("--arg account={bank} --arg role=Oracle");
    call("grant", &format!("{grant} --key bank.key"), 0);
    call("grant", &format!("{grant} --key authority.key"), 1);
    let revoke = format!("{grant} --key bank.key --endorse authority.key");
    call("revoke", &revoke, 0);
    // The rule lets it in, and the contract refuses.
    call("revoke", &revoke, 1);
    call("revoke", &format!("{grant} --key bank.key"), 1);
    let coverage = run(desk, "policy coverage banking_calendar", 0);
    let rule = |name: &str| {
        let rules = coverage["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["rule"] == name).unwrap();
        (rule["passed"].clone(), rule["refused"].clone(), rule["verdict"].clone())
    };
    assert_eq!(rule("methods.grant"), (json!(1), json!(1), json!("")));
    assert_eq!(rule("methods.revoke"), (json!(2), json!(1), json!("")));
    assert_eq!(rule("methods.publish"), (json!(0), json!(0), json!("never tried")));
    assert_eq!(rule("contract.govern"), (json!(1), json!(0), json!("never refused")));
    assert_eq!(rule("contract.freeze").2, "never tried");
    assert_eq!(coverage["never_tried"], 14);
}

/// Every contract that comes with sandpact has a policy for each of its methods.
#[test]
fn the_contracts_of_this_repository_have_policies() {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
    for module in sandpact_contracts::ALL {
        let policy = contracts.join(module.name).join("policy.toml");
        let words = format!("policy check {} {}", policy.display(), module.name);
        assert_eq!(run(Path::new("."), &words, 0)["contract"], module.name);
    }
}

/// Whoever endorses a transaction reads what it does, in words.
#[test]
fn endorsers_see_the_rules_that_they_sign() {
    let (folder, bank) = desk();
    let desk = folder.path();
    let contract = "ab".repeat(32);
    let changes = format!(
        "[[change]]\nkind = \"set-contract-policy\"\ncontract = \"{contract}\"\n\
         policy_file = \"policy.toml\"\n\n\
         [[change]]\nkind = \"revoke-member\"\nmember = \"{bank}\"\nfrom = 90\n"
    );
    fs::write(desk.join("changes.toml"), changes).unwrap();
    let signed = run(desk, "change changes.toml --key bank.key --out change.tx", 0);
    let shown = run(desk, "endorse change.tx --key authority.key", 0);
    assert_eq!(signed["calls"], shown["calls"]);
    let policy = &shown["calls"][0];
    assert_eq!(
        (&policy["change"], &policy["says"]),
        (
            &json!("set a contract's policy"),
            &json!(format!("{contract}, reads that are logged: years")),
        )
    );
    let rules = policy["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 17);
    let revoke = rules.iter().find(|rule| rule["rule"] == "method revoke").unwrap();
    assert_eq!(revoke["callers"], json!(["role:admin@bank"]));
    assert_eq!(revoke["endorsements"][0]["at_least"], 2);
    assert_eq!(shown["calls"][1]["says"], format!("{bank} from height 90 on"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    let output = command.current_dir(desk).args(["endorse", "change.tx"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let row = text.lines().find(|line| line.contains("method revoke")).unwrap();
    let cells: Vec<_> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    assert_eq!(cells, ["method revoke", "role:admin@bank", "2 of all organisations"]);
    assert!(text.contains(&format!("revoke a member: {bank} from height 90 on")), "{text}");
    assert!(!text.contains("ContractPolicy {"), "{text}");
}
