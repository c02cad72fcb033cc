//! What a transaction costs before and around its call, and a deployment.

use crate::{figure::Figure, probe::Probe};
use sandpact_abi::{KeyKind, limits};
use sandpact_runtime::schedule;

/// Figures of transactions and deployments.
pub fn figures(probe: &mut Probe) -> Vec<Figure> {
    let mut figures: Vec<Figure> = [0, 1_000, limits::ARGS_LEN_BYTES_MAX]
        .map(|args_len| Figure {
            name: format!("a transaction with {args_len} bytes of arguments for nobody"),
            entries: vec!["transaction_base", "transaction_byte", "transaction_request"],
            subject: None,
            picoseconds: probe.transactions(args_len, KeyKind::Ed25519),
        })
        .into();
    let signatures = [
        (KeyKind::Ed25519, "signature_ed25519"),
        (KeyKind::P256, "signature_p256"),
        (KeyKind::Sm2, "signature_sm2"),
    ];
    figures.extend(signatures.map(|(kind, entry)| Figure {
        name: format!("a transaction signed by a {kind} key"),
        entries: vec![entry],
        subject: None,
        picoseconds: probe.transactions(0, kind),
    }));
    let dearest =
        sandpact_contracts::ALL.iter().map(|module| (probe.deployment(module.wasm), module.name));
    if let Some((picoseconds, name)) = dearest.max() {
        figures.push(Figure {
            name: format!("deploying {name}"),
            entries: schedule::table()
                .iter()
                .map(|(entry, _)| *entry)
                .filter(|entry| entry.starts_with("deploy_") || entry.starts_with("compile_"))
                .collect(),
            subject: None,
            picoseconds,
        });
    }
    figures
}
