use super::*;
use clap::CommandFactory as _;
use sandpact_abi::limits;
use sandpact_client::builder::GAS_LIMIT_DEFAULT;

fn parse(words: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(std::iter::once("sandpact").chain(words.split_whitespace()))
}

#[test]
fn the_command_line_contradicts_itself_nowhere() {
    Cli::command().debug_assert();
}

#[test]
fn options_of_every_command_stand_anywhere() -> Result<(), clap::Error> {
    for words in ["--json --ledger l inspect", "inspect --ledger l --json"] {
        let cli = parse(words)?;
        assert!(cli.global.json);
        assert_eq!(cli.global.ledger, PathBuf::from("l"));
    }
    assert_eq!(parse("ledger verify")?.global.ledger, PathBuf::from("./sandpact-ledger"));
    Ok(())
}

#[test]
fn gas_limits_have_their_defaults() -> Result<(), clap::Error> {
    let gas = |words| {
        Ok::<_, clap::Error>(match parse(words)?.command {
            Command::Deploy(args) => args.gas_limit,
            Command::Call(args) => args.gas_limit,
            Command::Query(args) => args.gas_limit,
            _ => 0,
        })
    };
    assert_eq!(gas("deploy m.wasm --key k")?, limits::GAS_LIMIT_MAX);
    assert_eq!(gas("call c m --key k")?, GAS_LIMIT_DEFAULT.0);
    assert_eq!(gas("call c m --key k --gas-limit 7")?, 7);
    assert_eq!(gas("query c m")?, GAS_LIMIT_DEFAULT.0);
    Ok(())
}

#[test]
fn wrong_usage_is_refused() {
    let wrong = [
        "",
        "deploy m.wasm",
        "call c --key k",
        "call c m --key k --gas-limit -1",
        "inspect --keys",
        "prove c",
        "prove c --key a --field b",
        "verify-proof",
        "ledger",
        "demo --documents",
        "inspect --limit 3 c",
        "inspect --entries a",
        "inspect c --keys --entries a",
        "query c m --encoded 00 --arg a=1",
        "client rust c",
        "submit",
    ];
    for words in wrong {
        assert!(parse(words).is_err(), "{words}");
    }
    let right = ["prove c --field b", "prove c --key-hex 00", "prove c --field b --key-hex 00"];
    for words in right {
        assert!(parse(words).is_ok(), "{words}");
    }
}
