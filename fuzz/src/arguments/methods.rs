//! Arguments of real methods, read twice: by the contract's own types, as in the sandbox, and
//! by its description, as outside. Both take the same bytes.

use banking_calendar::{BankingCalendar, ClosedDay, Weekday};
use bill_of_lading::{
    Answer, BillOfLading, IssueRequest as BillRequest, PossessionBlock, SurrenderRequest,
    TitleBlock,
};
use claim_adjudication::contract::ClaimAdjudication;
use claim_adjudication::messages::{
    AdjudicateRequest, ClaimRef, CoverageRequest, PreauthApproval, ReasonCode, SubmitRequest,
};
use consent_directive::{Access, AccessRequest, ConsentDirective, RegisterRequest};
use documentary_credit::{DocumentaryCredit, ExpiryCursor, PresentRequest, Terms};
use fiscal_record_chain::{DocumentRecord, Entry, FiscalRecordChain};
use item_trace::contract::ItemTrace;
use item_trace::messages::{BomPart, ErrorDeclaration, EventRequest};
use parity_scale_codec::{DecodeAll, Encode};
use sandpact_abi::{Address, CivilDate, Contract, ContractAbi, Hash, encode_to, encoded_len};
use sandpact_client::value::{decode_fields, encode_arguments};
use sandpact_sdk::ContractDescription;
use serde_json::Value;
use std::sync::LazyLock;
use vat_invoice::{
    contract::VatInvoice,
    messages::{IssueRequest, Role},
};

/// Reads arguments as the sandbox does, and writes them again.
type Read = fn(&[u8]) -> Option<Vec<u8>>;

/// A method: its contract, its name and how its arguments are read.
type Row = (&'static ContractAbi, &'static str, Read);

macro_rules! described {
    ($($name:ident: $contract:ty),*) => {$(
        static $name: LazyLock<ContractAbi> = LazyLock::new(|| {
            const CONTRACT: &Contract = &<$contract as ContractDescription>::ABI;
            let section = encode_to::<{ encoded_len(CONTRACT) }>(CONTRACT);
            ContractAbi::from_section(&section).expect("what a contract describes can be read")
        });
    )*};
}

described! {
    CALENDAR: BankingCalendar, CONSENT: ConsentDirective, CREDIT: DocumentaryCredit,
    INVOICE: VatInvoice, BILL: BillOfLading, CLAIM: ClaimAdjudication, FISCAL: FiscalRecordChain,
    TRACE: ItemTrace
}

/// One method of each shape of arguments, and all that documents are mapped to.
fn rows() -> [Row; 36] {
    type Place = banking_calendar::Place;
    type Publish = (Place, u16, i16, Vec<Weekday>, Vec<CivilDate>, Vec<ClosedDay>);
    [
        (&CALENDAR, "publish", read::<Publish>),
        (&CALENDAR, "close", read::<(Place, ClosedDay)>),
        (&CALENDAR, "nth_banking_day_passed", read::<(Place, CivilDate, u16, CivilDate)>),
        (&CONSENT, "enrol", read::<(Address, Hash, u32, Vec<Hash>)>),
        (&CONSENT, "set_affiliation", read::<(Address, Hash, bool)>),
        (&CONSENT, "set_mandate", read::<(Address, Address, Option<CivilDate>)>),
        (&CONSENT, "register", read::<(RegisterRequest,)>),
        (&CONSENT, "supersede", read::<(u32, RegisterRequest)>),
        (&CONSENT, "request_access", read::<(Hash, Access, Option<Hash>)>),
        (&CONSENT, "check_access", read::<(Hash, AccessRequest)>),
        (&CREDIT, "issue", read::<(Hash, Terms)>),
        (&CREDIT, "present", read::<(PresentRequest,)>),
        (&CREDIT, "negotiate", read::<(Hash, i128)>),
        (&CREDIT, "credits_expiring", read::<(CivilDate, CivilDate, Option<ExpiryCursor>, u32)>),
        (&INVOICE, "issue", read::<(IssueRequest,)>),
        (&INVOICE, "revoke", read::<(Role, Address)>),
        (&BILL, "issue", read::<(BillRequest,)>),
        (&BILL, "endorse", read::<(TitleBlock,)>),
        (&BILL, "transfer", read::<(PossessionBlock,)>),
        (&BILL, "request_surrender", read::<(SurrenderRequest,)>),
        (&BILL, "answer_surrender", read::<(Hash, Answer)>),
        (&CLAIM, "register_coverage", read::<(CoverageRequest,)>),
        (&CLAIM, "submit", read::<(SubmitRequest,)>),
        (&CLAIM, "request_preauthorisation", read::<(SubmitRequest,)>),
        (&CLAIM, "accept", read::<(ClaimRef,)>),
        (&CLAIM, "pend", read::<(ClaimRef,)>),
        (&CLAIM, "cancel", read::<(ClaimRef,)>),
        (&CLAIM, "reject", read::<(ClaimRef, ReasonCode)>),
        (&CLAIM, "adjudicate", read::<(AdjudicateRequest,)>),
        (&CLAIM, "approve_preauthorisation", read::<(PreauthApproval,)>),
        (&CLAIM, "decline_preauthorisation", read::<(ClaimRef, ReasonCode)>),
        (&FISCAL, "register", read::<(Entry, bool)>),
        (&FISCAL, "append_document", read::<(DocumentRecord,)>),
        (&TRACE, "capture", read::<(EventRequest,)>),
        (&TRACE, "declare_error", read::<(ErrorDeclaration,)>),
        (&TRACE, "report_bom", read::<(Hash, Vec<BomPart>)>),
    ]
}

fn read<T: DecodeAll + Encode>(mut bytes: &[u8]) -> Option<Vec<u8>> {
    T::decode_all(&mut bytes).ok().map(|arguments| arguments.encode())
}

/// The first byte names the method.
pub fn check(bytes: &[u8]) {
    let Some((method, args)) = bytes.split_first() else { return };
    let rows = rows();
    let index = usize::from(*method).checked_rem(rows.len()).unwrap_or(0);
    agree(&rows[index], args);
}

/// Contracts whose types are narrower than a description can say: a `Code` is described as text, a
/// `Decimal` as its two numbers.
const NARROWER: [&str; 3] = ["claim_adjudication", "fiscal_record_chain", "item_trace"];

fn agree((abi, name, read): &Row, args: &[u8]) {
    let method = abi.method(name).unwrap_or_else(|| panic!("{} has no {name}", abi.name));
    let inside = read(args);
    let outside = decode_fields("", args, &method.args);
    match (&inside, &outside) {
        (Some(written), Ok(Value::Object(object))) => {
            assert_eq!(written, args, "{name}: another encoding inside");
            let written = encode_arguments(method, object);
            assert_eq!(written.as_deref(), Ok(args), "{name}: another encoding outside");
        }
        (None, Err(_)) => {}
        (None, Ok(_)) if NARROWER.contains(&abi.name.as_str()) => {}
        _ => panic!("{}.{name}: inside {}, outside {outside:?}", abi.name, inside.is_some()),
    }
}

/// The contract's own types read arguments that are made for it.
///
/// # Panics
/// When they do not.
pub fn readable(contract: &str, method: &str, args: &[u8]) {
    let rows = rows();
    let row = rows.iter().find(|(abi, name, _)| abi.name == contract && *name == method);
    let row = row.unwrap_or_else(|| panic!("{contract}.{method} is in no row"));
    assert!((row.2)(args).is_some(), "{contract}.{method} cannot read what was mapped for it");
    agree(row, args);
}
