//! What verifying costs, as a ratio to Ed25519: `cargo run --release -p sandpact-keys --example cost`.
//!
//! Each round measures every kind once, one after the other, in CPU time of the thread, so that
//! what disturbs the machine disturbs all of them; a ratio is the median over the rounds.
#![expect(clippy::float_arithmetic, reason = "shown to people only")]
#![expect(clippy::arithmetic_side_effects, reason = "times of a measurement")]

use ed25519_dalek::Signer as _;
use rustix::time::{ClockId, clock_gettime};
use sandpact_abi::{PublicKey, Signature};
use sandpact_keys::{SM2_DISTINGUISHING_ID, verify};
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use std::hint::black_box;
use std::time::Duration;

/// Rounds of which the median is taken.
const ROUNDS: usize = 201;
/// Verifications of one kind in one round.
const REPEATS: u32 = 5;
/// Lengths of messages in bytes: a transaction's digest, and a document for the cost of a byte.
const MESSAGE_LENS: [usize; 3] = [32, 256, 65_536];

type Case = (PublicKey, Signature);
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    println!("| bytes | kind | median of a verification | ratio to ed25519 |");
    println!("|---:|---|---:|---:|");
    for len in MESSAGE_LENS {
        let message = vec![0x5a; len];
        let cases = cases(&message)?;
        let rounds: Vec<Vec<f64>> = (0..ROUNDS)
            .map(|_| cases.iter().map(|case| microseconds(case, &message)).collect())
            .collect::<Result<_, _>>()?;
        for (at, (key, _)) in cases.iter().enumerate() {
            let time = median(rounds.iter().map(|round| round[at]).collect());
            let ratio = median(rounds.iter().map(|round| round[at] / round[0]).collect());
            println!("| {len} | {} | {time:.1} us | {ratio:.2} |", key.kind());
        }
    }
    Ok(())
}

fn cases(message: &[u8]) -> Result<Vec<Case>, Failure> {
    let ed25519 = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let p256 = p256::ecdsa::SigningKey::from_slice(&[7; 32])?;
    let sm2 = sm2::dsa::SigningKey::from_slice(SM2_DISTINGUISHING_ID, &[7; 32])?;
    let p256_signature: p256::ecdsa::Signature = p256.sign(message);
    Ok(vec![
        (
            PublicKey::Ed25519(ed25519.verifying_key().to_bytes()),
            Signature::Ed25519(ed25519.sign(message).to_bytes()),
        ),
        (
            PublicKey::P256(p256.verifying_key().to_sec1_point(true).as_bytes().try_into()?),
            Signature::P256(p256_signature.normalize_s().to_bytes().into()),
        ),
        (
            PublicKey::Sm2(sm2.verifying_key().to_sec1_point(true).as_bytes().try_into()?),
            Signature::Sm2(sm2.sign(message).to_bytes().into()),
        ),
    ])
}

/// CPU time of one verification.
fn microseconds((key, signature): &Case, message: &[u8]) -> Result<f64, Failure> {
    let start = cpu_time()?;
    for _ in 0..REPEATS {
        assert!(verify(black_box(key), black_box(message), black_box(signature)));
    }
    Ok((cpu_time()? - start).as_secs_f64() * 1e6 / f64::from(REPEATS))
}

fn cpu_time() -> Result<Duration, Failure> {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Ok(Duration::new(time.tv_sec.try_into()?, time.tv_nsec.try_into()?))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
