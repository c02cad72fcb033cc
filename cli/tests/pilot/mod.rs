//! The genesis of a ledger for tests: organisations of one member each.

/// A genesis file. Each organisation is given by its short name, the role of its member besides
/// `admin`, and the member's public key.
pub fn genesis(organisations: &[(&str, &str, String)]) -> String {
    let head = "chain = \"pilot\"\ntime = 2026-01-05T00:00:00Z\n[policy]\nkeys = [\"ed25519\"]\n\
        govern = { callers = [\"role:admin\"], endorsements = [{ at_least = 2 }] }\n\
        deploy = { callers = [\"role:admin\"] }\n";
    let organisation = |(id, role, key): &(&str, &str, String)| {
        format!(
            "[organisations.{id}]\nname = \"{id}\"\nroles = [\"{role}\"]\n\
             members = [{{ keys = [\"{key}\"], roles = [\"admin\", \"{role}\"] }}]\n"
        )
    };
    let organisations: String = organisations.iter().map(organisation).collect();
    format!("{head}{organisations}")
}
