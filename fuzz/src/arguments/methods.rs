//! Arguments of real methods, read twice: by the contract's own types, as in the sandbox, and
//! by its description, as outside. Both take the same bytes.

use banking_calendar::{BankingCalendar, ClosedDay, Weekday};
use consent_directive::{Access, AccessRequest, ConsentDirective, RegisterRequest};
use documentary_credit::{DocumentaryCredit, ExpiryCursor, PresentRequest, Terms};
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
    INVOICE: VatInvoice
}

/// One method of each shape of arguments.
fn rows() -> [Row; 16] {
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
