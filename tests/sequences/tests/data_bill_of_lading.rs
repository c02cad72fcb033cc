//! Published documents of DCSA through mapper and contract: every chain of blocks is replayed, and
//! an oracle attests its signatures.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use bill_of_lading::{
    Answer, BillOfLading, BillState, BlockKind, DisputeReport, IssueRequest, PossessionBlock, Role,
    Step, SurrenderRequest, Title, TitleBlock,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::dcsa::{
    Block, ChainIssue, DcsaFormat, Jwk, account_key, check_signature, map_attestation, map_chain,
    map_issue,
};
use sandpact_client::document::{DocumentCall, MappingContext};
use sandpact_test_sequences::plain_text::Search;
use sandpact_testing::prelude::*;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};

/// The published documents.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/trade-finance");

fn context() -> MappingContext {
    MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]))
}

/// Files or folders below the published ones, sorted; says so when there are none.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        println!("absent, so not tested: {}", folder.display());
        return Vec::new();
    };
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// A block of a published chain.
struct Published {
    bytes: Vec<u8>,
    block: Block,
    transferee: Json,
}

impl Published {
    fn read(file: &Path) -> Self {
        let bytes = fs::read(file).unwrap();
        assert_eq!(DcsaFormat::detect(&bytes), Some(DcsaFormat::Block), "{}", file.display());
        let block = Block::read(&bytes).unwrap();
        let payload = decoded(&jws(&bytes)["payload"]);
        let transferee = serde_json::from_slice::<Json>(&payload).unwrap()["transferee"].clone();
        Self { bytes, block, transferee }
    }

    fn is_title(&self) -> bool {
        !self.payload()["blockPayload"]["documentHash"].is_null()
    }

    fn payload(&self) -> Json {
        serde_json::from_slice(&decoded(&jws(&self.bytes)["payload"])).unwrap()
    }

    /// Whether the first signature holds under this key.
    fn is_signed_by(&self, key: &Json) -> bool {
        let jwk = Jwk::read("key", key).unwrap();
        check_signature(&self.block, &jwk).is_ok()
    }
}

fn jws(bytes: &[u8]) -> Json {
    let value: Json = serde_json::from_slice(bytes).unwrap();
    if value["transferBlock"].is_null() { value } else { value["transferBlock"].clone() }
}

/// RFC 4648 section 5, without padding.
fn decoded(text: &Json) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut bits, mut len) = (Vec::new(), 0_u32, 0);
    for byte in text.as_str().unwrap().bytes() {
        bits = bits << 6 | ALPHABET.iter().position(|it| *it == byte).unwrap() as u32;
        len += 6;
        if len >= 8 {
            len -= 8;
            bytes.push((bits >> len) as u8);
            bits &= (1 << len) - 1;
        }
    }
    bytes
}

fn args<T: Decode>(call: &DocumentCall) -> T {
    T::decode_all(&mut &call.args[..]).unwrap()
}

/// The keys that may have signed a block: the transferees of all blocks, and the announced ones.
fn candidates(blocks: &[Published]) -> Vec<Json> {
    let mut keys: Vec<Json> = blocks.iter().map(|it| it.transferee.clone()).collect();
    for block in blocks {
        let announced = block.payload()["blockPayload"]["nextRegistryJWK"].clone();
        match &announced["keys"] {
            Json::Array(announced) => keys.extend(announced.clone()),
            _ if announced.is_object() => keys.push(announced),
            _ => {}
        }
    }
    keys
}

struct Replay<'a> {
    ledger: &'a Ledger,
    contract: Deployed<BillOfLading>,
    carrier: Account,
    platform: Account,
    oracle: Account,
}

impl<'a> Replay<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let [admin, carrier, platform, oracle] =
            ledger.accounts(["admin", "carrier", "platform", "oracle"]);
        let contract = ledger.deploy(&admin, Calls::<BillOfLading>::create(admin.address));
        for (role, account) in
            [(Role::Carrier, carrier), (Role::Platform, platform), (Role::Oracle, oracle)]
        {
            contract.by(&admin).grant(role, account.address).ok();
        }
        Self { ledger, contract, carrier, platform, oracle }
    }

    /// The oracle attests whatever it finds to hold.
    fn attest(&self, published: &Published, keys: &[Json]) {
        for key in keys.iter().filter(|key| published.is_signed_by(key)) {
            let key = Jwk::read("key", key).unwrap();
            let call = map_attestation(&published.bytes, &key).unwrap();
            let (subject, key) = args::<(Hash, Hash)>(&call);
            self.contract.by(&self.oracle).attest(subject, key).ok();
        }
    }

    fn refused(&self, code: u32, call: impl FnOnce() -> u32) {
        let before = self.ledger.state_root();
        assert_eq!(call(), code);
        assert_eq!(self.ledger.state_root(), before, "a refusal changes nothing");
    }

    /// Hands in a block that is not a first one, once before the oracle attests, then twice.
    fn hand_in(&self, published: &Published, keys: &[Json]) -> BlockKind {
        let call = DcsaFormat::Block.map(&published.bytes, &context()).unwrap();
        assert_eq!(call.contract, "bill_of_lading");
        let by = || self.contract.by(&self.platform);
        let submit = || match call.method {
            "endorse" => by().endorse(args::<TitleBlock>(&call)),
            "transfer" => by().transfer(args::<PossessionBlock>(&call)),
            other => panic!("no method of blocks: {other}"),
        };
        self.refused(102, || submit().code());
        self.attest(published, keys);
        let entry = submit().ok();
        let root = self.ledger.state_root();
        assert_eq!(submit().ok(), entry, "the same again is a duplicate (B5)");
        assert_eq!(self.ledger.state_root(), root);
        entry.kind
    }
}

/// The blocks of a chain, first ones first, then by time; of one time, a block after the one that
/// it follows.
fn ordered(mut blocks: Vec<Published>) -> Vec<Published> {
    let mut ordered: Vec<Published> = Vec::new();
    blocks.sort_by_key(|it| (it.block.at_ms, !it.is_title()));
    while !blocks.is_empty() {
        let is_next = |it: &Published| {
            it.block.previous.is_none_or(|id| ordered.iter().any(|other| other.block.id == id))
        };
        let next = blocks.iter().position(is_next).expect("a chain without gaps");
        ordered.push(blocks.remove(next));
    }
    ordered
}

fn replay(folder: &Path) {
    let files = entries(folder);
    let blocks = ordered(files.iter().map(|file| Published::read(file)).collect());
    let keys = candidates(&blocks);
    let [title, possession, rest @ ..] = &blocks[..] else { panic!("two first blocks") };
    assert!(title.is_title() && !possession.is_title(), "{}", folder.display());
    // The carrier signed both first blocks; of the keys of the chain, one is its.
    let carrier = keys.iter().find(|key| title.is_signed_by(key)).expect("the carrier's key");
    let carrier_key = Jwk::read("key", carrier).unwrap();
    let issue = ChainIssue {
        title: &title.bytes,
        possession: &possession.bytes,
        carrier: &carrier_key,
        reference: "NW2025000017",
        document: None,
    };
    let request: IssueRequest = args(&map_issue(&issue, &context()).unwrap());
    let ledger = &Ledger::new();
    // The whole chain at once gives the same calls.
    let bytes: Vec<&[u8]> = blocks.iter().map(|block| block.bytes.as_slice()).collect();
    let whole = map_chain(&bytes, issue.reference, &context()).unwrap();
    let of_issue = whole.iter().find(|it| it.call.method == "issue").unwrap();
    assert_eq!(of_issue.call, map_issue(&issue, &context()).unwrap());
    let attested = whole.iter().filter(|it| it.call.method == "attest");
    assert_eq!(
        attested.map(|it| it.block).collect::<Vec<_>>(),
        (0..blocks.len()).collect::<Vec<_>>()
    );
    let replay = Replay::new(ledger);
    let by_carrier = || replay.contract.by(&replay.carrier);
    replay.refused(102, || by_carrier().issue(request.clone()).code());
    replay.attest(title, &keys);
    replay.attest(possession, &keys);
    let issued = by_carrier().issue(request.clone()).ok();
    assert_eq!(by_carrier().issue(request).ok(), issued);

    let mut kinds = Vec::new();
    for published in rest {
        kinds.push(replay.hand_in(published, &keys));
        if published.block.signatures > 1 {
            replay.contract.by(&replay.platform).countersign(published.block.id).ok();
        }
    }
    let bill = replay.contract.query().bill(issued.bill).ok();
    assert_eq!(bill.possessor, carrier_key.thumbprint(), "the chain ends with its carrier");
    assert_eq!(bill.announced, None);
    assert_eq!(bill.state, BillState::InCirculation);
    refuse_a_fork(&replay, rest);
    let mut search = Search::default();
    for published in &blocks {
        search.look_for(&published.bytes);
        search.look_for(&decoded(&jws(&published.bytes)["payload"]));
    }
    search.finds_nothing(ledger, &[]);
}

/// A second successor of a block that has one is refused, and can be reported (B4).
fn refuse_a_fork(replay: &Replay<'_>, rest: &[Published]) {
    let transfers = rest.iter().filter(|it| !it.is_title());
    let transfers: Vec<_> = transfers.collect();
    let first = transfers.first().unwrap();
    let call = DcsaFormat::Block.map(&first.bytes, &context()).unwrap();
    let bill = replay.contract.query().entry(first.block.id).ok().bill;
    let title_block = replay.contract.query().bill(bill).ok().title_head;
    let fork = PossessionBlock {
        id: Hash([77; 32]),
        title_block,
        step: Step::Transfer,
        at_ms: rest.iter().map(|it| it.block.at_ms).max().unwrap(),
        ..args(&call)
    };
    let signer = replay.contract.query().entry(first.block.id).ok().signer;
    replay.contract.by(&replay.oracle).attest(fork.id, signer).ok();
    let by = || replay.contract.by(&replay.platform);
    replay.refused(100, || by().transfer(fork.clone()).code());
    let report = DisputeReport { id: fork.id, accepted: first.block.id };
    assert_eq!(by().report_dispute(report).ok(), 1);
}

#[test]
fn published_chains_are_accepted_and_their_forks_are_not() {
    for folder in entries(Path::new(FOLDER)).into_iter().filter(|path| path.is_dir()) {
        if folder.file_name().unwrap().to_string_lossy().starts_with("endorsement-chain") {
            replay(&folder);
        }
    }
}

#[test]
fn published_samples_with_placeholders_are_refused_and_other_files_are_unknown() {
    for file in entries(Path::new(FOLDER)).into_iter().filter(|path| path.is_file()) {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let is_json = text.trim_start().starts_with('{');
        let has_placeholder = is_json && (text.contains("\"{") || text.contains("_PLACEHOLDER\""));
        match DcsaFormat::detect(&bytes) {
            // A form of its own, and YAML, which has a test of its own.
            None => assert!(!text.contains("transportDocumentTypeCode"), "{}", file.display()),
            Some(format) => {
                let refusal = format.map(&bytes, &context()).unwrap_err();
                let expected = if has_placeholder { "Placeholder" } else { "UnsupportedKind" };
                assert_eq!(refusal.name, expected, "{}", file.display());
            }
        }
    }
}

/// DCSA's surrender interface in YAML: the example of a request, and an answer of the example values
/// of its schema's required properties.
const SURRENDER_API: &str = "EBL_SUR_v3.0.4.yaml";

/// The document as JSON, within bounds of depth, size and repetition.
fn yaml(text: &str) -> Result<Json, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 32,
            max_nodes: 10_000,
            max_events: 40_000,
            max_total_scalar_bytes: 256 * 1024,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
    };
    serde_saphyr::from_str_with_options(text, options)
}

/// The values below every `examples`.
fn examples(value: &Json, found: &mut Vec<Json>) {
    let Json::Object(members) = value else {
        value.as_array().into_iter().flatten().for_each(|item| examples(item, found));
        return;
    };
    for (name, member) in members {
        match (name.as_str(), member) {
            ("examples", Json::Object(all)) => {
                found.extend(all.values().filter_map(|example| example.get("value")).cloned());
            }
            _ => examples(member, found),
        }
    }
}

/// A value of the example values that a schema gives its required properties.
fn of_examples(schema: &Json) -> Json {
    let required = schema["required"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
    let example = |name: &str| (name.to_owned(), schema["properties"][name]["example"].clone());
    Json::Object(required.map(example).collect())
}

#[sandpact::test]
fn the_published_surrender_examples_are_accepted_for_the_bill_that_they_name(ledger: &Ledger) {
    let Ok(text) = fs::read_to_string(Path::new(FOLDER).join(SURRENDER_API)) else {
        println!("absent, so not tested: {SURRENDER_API}");
        return;
    };
    let document = yaml(&text).unwrap();
    let mut found = Vec::new();
    examples(&document, &mut found);
    let bytes = |value: &Json| serde_json::to_vec(value).unwrap();
    let format = |value: &Json| DcsaFormat::detect(&bytes(value));
    let is_request = |value: &&Json| format(value) == Some(DcsaFormat::SurrenderRequest);
    let requests: Vec<_> = found.iter().filter(is_request).collect();
    let [request] = requests[..] else { panic!("one example of a request: {requests:?}") };
    let answer = of_examples(&document["components"]["schemas"]["SurrenderRequestAnswer"]);
    assert_eq!(format(&answer), Some(DcsaFormat::SurrenderAnswer));

    let replay = Replay::new(ledger);
    let holder = ledger.account("holder");
    // Whom the example names as issuer, and as the party to whom the bill was issued.
    let context = context()
        .party("BOLE:BOLE007", replay.carrier.address)
        .party("BOLE:DCSA123", holder.address);
    let mapped = |value: &Json| format(value).unwrap().map(&bytes(value), &context).unwrap();
    let call = mapped(request);
    assert_eq!((call.method, call.actor.as_str()), ("request_surrender", "BOLE:DCSA123"));
    let surrender: SurrenderRequest = args(&call);
    let submit = || replay.contract.by(&holder).request_surrender(surrender.clone());
    let root = ledger.state_root();
    assert_eq!(submit().code(), Common::UnknownId.code(), "there is no such bill yet");
    assert_eq!(ledger.state_root(), root);
    let possessor = account_key(&holder.address);
    let issue = IssueRequest {
        reference: surrender.document,
        checksum: Hash([51; 32]),
        carrier_key: account_key(&replay.carrier.address),
        title_block: Hash([52; 32]),
        title: Title::Blank,
        title_at_ms: surrender.at_ms,
        possession_block: Hash([53; 32]),
        possessor,
        possession_at_ms: surrender.at_ms,
        replaces: None,
    };
    let issued = replay.contract.by(&replay.carrier).issue(issue).ok();
    submit().ok();
    let (reference, answer): (Hash, Answer) = args(&mapped(&answer));
    replay.contract.by(&replay.carrier).answer_surrender(reference, answer).ok();
    assert_eq!(replay.contract.query().bill(issued.bill).ok().state, BillState::Surrendered);
    Search::of(&bytes(request)).finds_nothing(ledger, &[]);
    println!("{SURRENDER_API}: its example surrenders the bill that it names");
}

#[test]
fn yaml_that_would_grow_or_nest_without_end_is_refused() {
    let read = |text: &str| yaml(text).is_ok();
    assert!(read("a: [1, 2]"));
    assert!(!read(&"[".repeat(40)), "too deep, and not closed");
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(30)) && !read(&nested(33)));
    assert!(!read("a: &b [1]\nc: *b"), "an alias repeats what it names");
}
