//! Client of the contract sample_office 1.2.3, written by `sandpact client rust`.

#![allow(missing_docs, dead_code, non_camel_case_types)]
#![allow(clippy::enum_variant_names, clippy::too_many_arguments)]

use sandpact_client::typed;

/// One Role.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Role {
    /// Is Clerk.
    #[codec(index = 0)]
    Clerk,
    /// Is Judge.
    #[codec(index = 4)]
    Judge,
}

/// A Line.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Line {
    /// The rate_bp.
    pub rate_bp: u16,
    /// The tax.
    pub tax: i128,
}

/// One Kind.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub enum Kind {
    /// Is Plain.
    #[codec(index = 0)]
    Plain,
    /// Is Credit.
    #[codec(index = 3)]
    Credit {
        /// The of.
        of: typed::Hash,
        /// The lines.
        lines: Vec<Line>,
    },
}

/// A Request.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Request {
    /// The kind.
    pub kind: Kind,
    /// The date.
    pub date: typed::CivilDate,
    /// The currency.
    pub currency: typed::Currency,
    /// The note.
    pub note: Option<String>,
    /// The deep.
    pub deep: Option<Option<u8>>,
    /// The pair.
    pub pair: (u64, [u8; 3]),
}

/// A Line.
#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]
#[codec(crate = typed::codec)]
pub struct Line2(
    /// The 0.
    pub typed::UnixSeconds,
);

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleOfficeError {
    /// 1: No role.
    NotAuthorised,
    /// 100: There is one.
    Taken {
        /// The number.
        number: u64,
    },
    /// A refusal that the description does not list, or one with other data.
    Other { code: u32, data: Vec<u8> },
}

impl SampleOfficeError {
    /// The error of a refusal's code and data.
    pub fn decode(code: u32, data: &[u8]) -> Self {
        let known = match code {
            1 => typed::whole(data, |_| Ok(Self::NotAuthorised)),
            100 => typed::whole(data, |input| Ok(Self::Taken { number: typed::codec::Decode::decode(input)? })),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Other { code, data: data.to_vec() })
    }
}

/// What a call told the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleOfficeEvent {
    /// Filed it.
    Filed {
        /// The id.
        id: typed::Hash,
        /// The by.
        by: typed::Address,
    },
}

impl SampleOfficeEvent {
    /// The event of a name and data; `None` when the description does not have it so.
    pub fn decode(name: &str, data: &[u8]) -> Option<Self> {
        match name {
            "Filed" => typed::whole(data, |input| Ok(Self::Filed { id: typed::codec::Decode::decode(input)?, by: typed::codec::Decode::decode(input)? })),
            _ => None,
        }
    }
}

/// An office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleOffice {
    /// Where the contract is.
    pub address: typed::Address,
}

impl SampleOffice {
    /// A deployment of the contract's module. Does create. In full.
    pub fn deploy(module_code: Vec<u8>, clerk: typed::Address) -> typed::Call {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&clerk, &mut encoded_arguments);
        typed::Call::Deploy { code: module_code, args: encoded_arguments }
    }

    /// Does grant. In full.
    pub fn grant(&self, role: Role, account: typed::Address) -> typed::MethodCall<()> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&role, &mut encoded_arguments);
        typed::codec::Encode::encode_to(&account, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "grant", encoded_arguments)
    }

    /// Does file_it. In full.
    pub fn file_it(&self, request: Request) -> typed::MethodCall<typed::Hash> {
        let mut encoded_arguments = Vec::new();
        typed::codec::Encode::encode_to(&request, &mut encoded_arguments);
        typed::MethodCall::new(self.address, "file_it", encoded_arguments)
    }

    /// Does lines. In full.
    pub fn lines(&self) -> typed::MethodCall<Vec<Line2>> {
        let encoded_arguments = Vec::new();
        typed::MethodCall::new(self.address, "lines", encoded_arguments)
    }
}
