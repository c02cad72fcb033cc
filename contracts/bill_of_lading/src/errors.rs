//! Refusals of this contract. Codes are stable. The codes in brackets are DCSA's replies to a
//! transfer (PINT 3.0: DISE, BSIG, BENV) where there is one.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The block before has another successor, or is not the newest of its chain (B4, `DISE`).
    #[code(100)]
    DisputedChain,
    /// The block before is not on this ledger, or is of the other chain (B4, `BENV`).
    #[code(101)]
    UnknownPrevious,
    /// Neither the holder's account called, nor was the holder's signature attested to a
    /// platform (B2, `BSIG`).
    #[code(102)]
    NotTheHolder,
    /// A straight bill is not endorsed (B6).
    #[code(103)]
    EndorsementOfStraightBill,
    /// Title was endorsed to a holder and not to that holder's order (B6).
    #[code(104)]
    NotToOrder,
    /// The title holder endorses what it possesses (B2, B6).
    #[code(105)]
    TitleHolderLacksPossession,
    /// Neither shipper nor consignee of a straight bill, or not the named title holder (B6).
    #[code(106)]
    NotEntitledToSurrender,
    /// A surrender waits for the carrier's answer (B7).
    #[code(107)]
    SurrenderOpen,
    /// Somebody else possesses the bill (B7).
    #[code(108)]
    NotThePossessor,
    /// The carrier has answered (B8).
    #[code(109)]
    AlreadyAnswered,
    /// The bill was surrendered, amended or switched to paper (B9).
    #[code(110)]
    BillEnded,
    /// The document is another one than that of the bill (B10).
    #[code(111)]
    ChecksumMismatch,
    /// The reference was used for another surrender (B11).
    #[code(112)]
    ReferenceReused,
    /// The action is earlier than the one before (B12).
    #[code(113)]
    ActionTimeDecreases,
    /// The action is later than the block.
    #[code(114)]
    FutureActionTime,
    /// The carrier has issued a bill under this reference.
    #[code(115)]
    ReferenceIssued,
    /// The block names another title block than the newest one.
    #[code(116)]
    TitleMismatch,
    /// After an export the next block is the import (B2).
    #[code(117)]
    ImportPending,
    /// No export has announced a registry key (B2).
    #[code(118)]
    NotExported,
    /// An import leaves possession with whom it was exported to (B2).
    #[code(119)]
    ImportChangesPossessor,
    /// The bill is pledged: it goes to the bank only, until the bank releases it.
    #[code(120)]
    BillPledged,
    /// The bill is not pledged, or to another bank.
    #[code(121)]
    NotPledged,
    /// The block is no second successor of a block on this ledger.
    #[code(122)]
    NothingDisputed,
    /// The bill to be replaced was not surrendered for amendment, or has a successor.
    #[code(123)]
    NothingToReplace,
    /// An amended version is issued to who surrendered the one before (DCSA EBL_SUR 3.0.4).
    #[code(124)]
    NotToTheRequester,
    /// The admin writes no business state: its role goes with no other one.
    #[code(125)]
    RoleConflict,
    /// A straight bill is issued to its shipper.
    #[code(126)]
    NotIssuedToShipper,
    /// Only an export is counter-signed (B3).
    #[code(127)]
    NothingToCountersign,
}
