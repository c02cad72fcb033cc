//! What a transaction costs before and around its call, and a deployment.

use crate::{
    figure::{Figure, Measured},
    probe::Probe,
};
use sandpact_abi::{KeyKind, limits};
use sandpact_runtime::schedule;

/// Figures of transactions and deployments.
pub fn figures(probe: &mut Probe) -> Vec<Figure> {
    let mut take = |name: String, entries: Vec<&'static str>, of: Measured| {
        let picoseconds = of.picoseconds_per_gas(probe);
        Figure { name, entries, of, picoseconds }
    };
    let fixed = ["transaction_base", "transaction_byte", "transaction_request"];
    let mut figures: Vec<Figure> = [0, 1_000, limits::ARGS_LEN_BYTES_MAX]
        .map(|args_len| {
            let name = format!("a transaction with {args_len} bytes of arguments for nobody");
            take(name, fixed.into(), Measured::Transactions(args_len, KeyKind::Ed25519))
        })
        .into();
    let signatures = [
        (KeyKind::Ed25519, "signature_ed25519"),
        (KeyKind::P256, "signature_p256"),
        (KeyKind::Sm2, "signature_sm2"),
    ];
    figures.extend(signatures.map(|(kind, entry)| {
        let name = format!("a transaction signed by a {kind} key");
        take(name, vec![entry], Measured::Transactions(0, kind))
    }));
    let deployed = schedule::table().iter().map(|(entry, _)| *entry);
    let deployed = deployed.filter(|it| it.starts_with("deploy_") || it.starts_with("compile_"));
    let deployed: Vec<_> = deployed.collect();
    let deployments = sandpact_contracts::ALL.iter().map(|module| {
        let name = format!("deploying {}", module.name);
        take(name, deployed.clone(), Measured::Deployment(module.wasm))
    });
    figures.extend(deployments.max_by_key(|figure| figure.picoseconds));
    figures
}
