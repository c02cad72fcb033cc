//! Whether a ledger is what it must be.

use crate::{
    Random,
    chain::{Chain, Expected},
    work::key,
};
use sandpact_abi::{Address, Hash, Height};
use sandpact_proof::{verify_absence, verify_inclusion};
use sandpact_state::{State, StateError, StateRead, Version};
use std::fmt::Display;

/// What is wrong, in words.
pub type Check = Result<(), String>;

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Some keys, and `State::verify`, which compares everything with the root.
    Sampled,
    /// Every key, block and module.
    Whole,
}

/// Something that failed, and at what.
pub fn at<E: Display>(what: &'static str) -> impl Fn(E) -> String {
    move |error| format!("{what}: {error}")
}

/// The head is at least what was acknowledged, and at most what was begun.
///
/// # Errors
/// What is wrong.
pub fn check_height(head: Height, acknowledged: Option<u64>, last: u64) -> Check {
    match acknowledged {
        Some(acknowledged) if head.0 < acknowledged => {
            Err(format!("LOST: the head is {head}, but {acknowledged} was acknowledged"))
        }
        _ if head.0 > last => Err(format!("the head is {head}, but {last} is the last block")),
        _ => Ok(()),
    }
}

/// The state is the chain's at its head.
///
/// # Errors
/// What is wrong.
pub fn check(state: &State, chain: &Chain, random: &mut Random, depth: Depth) -> Check {
    let head = state.head();
    let height = head.height.0;
    let expected = chain.at(height);
    let roots = (head.state_root, head.account_root);
    if roots != (expected.state_root, expected.account_root) {
        return Err(format!("WRONG ROOT: {roots:?} at height {height}"));
    }
    check_contents(&state.version(), &expected, random, depth)?;
    let report = state.verify().map_err(at("verify"))?;
    let counts = (report.values, report.accounts, report.blocks);
    let len = |len: usize| u64::try_from(len).unwrap_or(u64::MAX);
    let (values, nonces) = (&expected.contents.values, &expected.contents.nonces);
    if counts != (len(values.len()), len(nonces.len()), height + 1) {
        return Err(format!("WRONG COUNTS {report:?} at height {height}"));
    }
    check_blocks(state, chain, random, depth)?;
    check_past(state, chain, random, depth)
}

/// Values, nonces, modules, order of keys and proofs.
///
/// # Errors
/// What is wrong.
pub fn check_contents(
    version: &Version,
    expected: &Expected,
    random: &mut Random,
    depth: Depth,
) -> Check {
    let contents = &expected.contents;
    let all = contents.values.iter();
    let some = all.filter(|_| depth == Depth::Whole || random.percent(5)).collect::<Vec<_>>();
    for ((contract, key), value) in some {
        let found = version.get(contract, key).map_err(at("read a value"))?;
        if found.as_ref() != Some(value) {
            return Err(format!("WRONG VALUE under {key:?} of {contract}"));
        }
    }
    for (account, nonce) in &contents.nonces {
        if version.nonce(account).map_err(at("read a nonce"))? != *nonce {
            return Err(format!("WRONG NONCE of {account}"));
        }
    }
    for (hash, code) in &contents.code {
        if version.code(hash).map_err(at("read code"))?.as_ref() != Some(code) {
            return Err(format!("WRONG CODE {hash}"));
        }
    }
    let samples = if depth == Depth::Whole { 20 } else { 3 };
    for _ in 0..samples {
        let (contract, key) = key(random);
        check_proof(version, &contract, &key, expected)?;
        check_next(version, &contract, &key, expected)?;
    }
    Ok(())
}

fn check_proof(version: &Version, contract: &Address, key: &[u8], expected: &Expected) -> Check {
    let value = expected.contents.values.get(&(*contract, key.to_vec()));
    let proven = version.prove(contract, key).map_err(at("prove"))?;
    if proven.value.as_ref() != value {
        return Err(format!("WRONG VALUE proven under {key:?}"));
    }
    let root: &Hash = &expected.state_root;
    match value {
        Some(value) => verify_inclusion(root, contract, key, value, &proven.proof),
        None => verify_absence(root, contract, key, &proven.proof),
    }
    .map_err(at("WRONG PROOF"))
}

fn check_next(version: &Version, contract: &Address, key: &[u8], expected: &Expected) -> Check {
    let prefix = &key[..key.len().min(1)];
    let start = (*contract, [key, &[0]].concat());
    let next = expected.contents.values.range(start..).next();
    let next = next.filter(|((of, key), _)| of == contract && key.starts_with(prefix));
    let found = version.next_key(contract, key, prefix).map_err(at("walk keys"))?;
    if found.as_ref() == next.map(|((_, key), _)| key) {
        return Ok(());
    }
    Err(format!("WRONG NEXT KEY after {key:?}"))
}

fn check_blocks(state: &State, chain: &Chain, random: &mut Random, depth: Depth) -> Check {
    let head = state.head().height.0;
    let heights: Vec<u64> = match depth {
        Depth::Whole => (0..=head).collect(),
        Depth::Sampled => vec![0, random.below(head + 1), head],
    };
    for height in heights {
        let block = state.block(Height(height)).map_err(at("read a block"))?;
        let block = block.ok_or_else(|| format!("MISSING BLOCK {height} of {head}"))?;
        if block.body != chain.work.body(height) {
            return Err(format!("WRONG BODY of block {height}"));
        }
        if depth == Depth::Sampled && block.record != chain.record(height) {
            return Err(format!("WRONG RECORD of block {height}"));
        }
    }
    Ok(())
}

/// One past version, or all that are kept.
fn check_past(state: &State, chain: &Chain, random: &mut Random, depth: Depth) -> Check {
    let head = state.head().height.0;
    let oldest = state.oldest_height().map_err(at("oldest height"))?.0;
    let heights = match depth {
        Depth::Sampled => {
            let height = oldest + random.below(head - oldest.min(head) + 1);
            height..=height
        }
        Depth::Whole => oldest..=head,
    };
    for height in heights {
        let version = match state.version_at(Height(height)) {
            Ok(version) => version.ok_or_else(|| format!("MISSING VERSION {height}"))?,
            // A block was folded since.
            Err(StateError::Pruned { .. }) => continue,
            Err(error) => return Err(at("a past version")(error)),
        };
        check_contents(&version, &chain.at(height), random, depth)
            .map_err(|error| format!("{error}, at height {height} below {head}"))?;
    }
    Ok(())
}

/// Commits the next block and compares it.
///
/// # Errors
/// What is wrong.
pub fn commit_next(state: &State, chain: &Chain) -> Check {
    let next = state.head().height.0 + 1;
    let head = state
        .commit(&chain.work.changes(next), chain.work.seal(next))
        .map_err(at("commit the next block"))?;
    let expected = chain.at(next);
    if (head.state_root, head.account_root) != (expected.state_root, expected.account_root) {
        return Err(format!("WRONG ROOT of the next block {next}"));
    }
    Ok(())
}

/// Whether something is not as it should be. That is in capital letters; other errors are the
/// ledger's own.
#[must_use]
pub fn is_wrong(error: &str) -> bool {
    error.chars().take(5).all(|letter| letter.is_ascii_uppercase() || letter == ' ')
}
