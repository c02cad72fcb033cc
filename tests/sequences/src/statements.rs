//! The numbered statements of the seven sector contracts, each with the standard it is from. A
//! statement is held by the tests whose names begin with its number.

/// A rule that a contract holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its number: a letter for the contract, then counted.
    pub number: &'static str,
    /// The contract.
    pub contract: &'static str,
    /// The standard or law and its clause.
    pub source: &'static str,
    /// What holds, in a few words.
    pub text: &'static str,
}

const fn of(
    contract: &'static str,
    (number, source, text): (&'static str, &'static str, &'static str),
) -> Statement {
    Statement { number, contract, source, text }
}

macro_rules! statements {
    ($($contract:literal: [$(($number:literal, $source:literal, $text:literal),)*],)*) => {
        /// All of them, by contract and number.
        pub const STATEMENTS: &[Statement] = &[$($(of($contract, ($number, $source, $text)),)*)*];
    };
}

statements! {
    "documentary_credit": [
        ("A1", "UCP 600 art. 7, 30", "all drawings stay within amount and tolerance"),
        ("A2", "UCP 600 art. 18(b)", "a presentation pays at most what remains"),
        ("A3", "UCP 600 art. 6(e), 14(c), 29(a), 36", "last day for presentation, extended for closed days and not for force majeure"),
        ("A4", "UCP 600 art. 29(c)", "the latest shipment date is never extended"),
        ("A5", "UCP 600 art. 14(b)", "five banking days for each bank, at its own place"),
        ("A6", "UCP 600 art. 14(b)", "expiry does not shorten an examination"),
        ("A7", "UCP 600 art. 16(c), 16(d)", "one notice of refusal, in time, with discrepancies and a disposal"),
        ("A8", "UCP 600 art. 16(f)", "a bank that missed it is precluded from refusing"),
        ("A9", "UCP 600 art. 16(b)", "seeking a waiver moves no deadline"),
        ("A10", "UCP 600 art. 10", "no amendment or cancellation without issuing bank, confirming bank and beneficiary; part of one is none of it"),
        ("A11", "UCP 600 art. 14(g)", "documents that are not required change nothing"),
        ("A12", "UCP 600 art. 31(a), 30(c)", "one drawing where partial shipment is not allowed; it may be up to 5 % short"),
        ("A13", "UCP 600 art. 30(a), 30(b)", "about is 10 %; a quantity that is no number of items may differ by 5 %"),
        ("A14", "UCP 600 art. 32", "a missed instalment ends it and all later ones"),
        ("A15", "UCP 600 art. 28(e), 28(f)", "insurance of at least 110 %, dated no later than shipment"),
        ("A16", "UCP 600 art. 18(a)", "the invoice is by the beneficiary, to the applicant, in the credit's currency"),
        ("A17", "UCP 600 art. 38(b), 38(d), 38(g)", "transferred once, within what is available, with terms that only shrink"),
        ("A18", "UCP 600 art. 6(a) to 6(d)", "no draft on the applicant; expiry, place, availability and bank are stated"),
        ("A19", "UCP 600 art. 7(b), 7(c), 12(b)", "an undertaking matures on its day and is never refused"),
        ("A20", "UCP 600 art. 4, 5", "no complaint about goods is an input of anything"),
    ],
    "bill_of_lading": [
        ("B1", "MLETR art. 10, 11", "one possessor and, to order, one title holder at any time"),
        ("B2", "MLETR art. 11; DCSA PINT 3.0", "only the possessor's key makes the next block; an import is signed by the announced registry"),
        ("B3", "DCSA endorsement chain", "a block's id is the SHA-256 of its JSON, fixed before a counter-signature"),
        ("B4", "DCSA PINT 3.0 DISE", "a block follows the head; a second successor is refused"),
        ("B5", "DCSA PINT 3.0 DUPE", "the same transfer again is answered as before"),
        ("B6", "DCSA eBL surrender API 3.0", "a straight bill is not endorsed, a named one by its holder, a blank one by whoever possesses it"),
        ("B7", "DCSA eBL surrender API 3.0", "a surrender request takes possession with the carrier until it is answered"),
        ("B8", "DCSA eBL surrender API 3.0 (409)", "the carrier answers a request once"),
        ("B9", "MLETR art. 17", "nothing follows a surrender; after a switch to paper the electronic bill is void"),
        ("B10", "DCSA eBL issuance 3.0.4; RFC 8785", "a document's checksum is the SHA-256 of its canonical form"),
        ("B11", "DCSA eBL surrender API 3.0", "surrender references are never used again"),
        ("B12", "DCSA endorsement chain", "times of actions do not decrease along a chain"),
    ],
    "vat_invoice": [
        ("T1", "Dir. 2006/112/EC art. 167, 184", "deducted input tax never exceeds issued output tax net of reversals"),
        ("T2", "Dir. 2006/112/EC art. 226(2)", "seller, kind, number and year are unique"),
        ("T3", "EN 16931 BR-CO-10, -13 to -17, BR-S-08, -09", "the arithmetic of an invoice"),
        ("T4", "EN 16931 BR-AE, BR-Z, BR-E, BR-IC, BR-G, BR-O", "categories without tax; reverse charge moves the tax to the buyer, both sides or neither"),
        ("T5", "EN 16931 BG-3", "a credit note takes at most what remains of the invoice that it names"),
        ("T6", "Dir. 2006/112/EC art. 184, 185", "a reversal takes the deduction back in the same call"),
        ("T7", "Dir. 2006/112/EC art. 167, 168", "one deduction, by the named buyer, and not after a reimbursement"),
        ("T8", "practice of Shenzhen's electronic invoices", "one reimbursement over all employers"),
        ("T9", "STA announcement 2024/11", "what is issued in a period stays within the issuer's quota"),
        ("T10", "Dir. (EU) 2025/516 (ViDA)", "issued within ten days of the tax point across borders"),
        ("T11", "STA announcement 2024/11", "a red-letter request lapses when the other side does not confirm in time"),
        ("T12", "Dir. 2006/112/EC art. 93", "the rate is the one in force on the tax point; a new table changes no stored invoice"),
        ("T13", "Dir. 2006/112/EC art. 252", "nothing is written into a closed period but corrections"),
        ("T14", "Dir. 2006/112/EC art. 224", "self-billing needs the seller's acceptance"),
    ],
    "fiscal_record_chain": [
        ("F1", "AEAT VeriFactu, huella v0.1.2", "a record's hash is the SHA-256 of its field string with the previous hash, as whoever has the texts verifies"),
        ("F2", "AEAT VeriFactu; ZATCA PIH", "a record follows the head, or is refused as a fork"),
        ("F3", "ZATCA ICV", "the counter rises by one, over registrations and cancellations alike"),
        ("F4", "AEAT VeriFactu FechaHoraHusoGenRegistro", "times have an offset and do not decrease"),
        ("F5", "AEAT VeriFactu", "a cancellation names a registration that is not cancelled"),
        ("F6", "Real Decreto 1007/2023 art. 8", "nothing is overwritten; a correction is a new record"),
        ("F7", "AEAT VeriFactu", "of two writers at once one wins"),
        ("F8", "AEAT VeriFactu", "one first record, with no previous hash"),
        ("F9", "AEAT VeriFactu, huella v0.1.2", "amounts are hashed as they are written"),
    ],
    "consent_directive": [
        ("C1", "FHIR R4 Consent.provision.period", "no permit outside the validity, after a withdrawal, or of an older version"),
        ("C2", "sandpact determinism", "a decision depends on the stored consent, the request and the time only"),
        ("C3", "FHIR R4 Consent.policyRule, provision", "a base rule with limits, then typed exceptions; deny beats permit"),
        ("C4", "GDPR art. 7(3)", "a withdrawal is the patient's alone, at once and for good"),
        ("C5", "HL7 v3 ETREAT, BTG", "emergency access is recorded, notified and reviewed"),
        ("C6", "FHIR R4 Consent.provision", "no permission is broader than its grant"),
        ("C7", "FHIR R4 Consent.performer", "only patient, mandated representative or court change a consent"),
        ("C8", "FHIR R4 Consent.status", "one active consent for patient, custodian and scope"),
        ("C9", "FHIR R4 AuditEvent", "receipts are only ever added, and the patient sees all"),
        ("C10", "FHIR R4 Consent.status entered-in-error", "a consent entered in error grants nothing; what it permitted is listed"),
    ],
    "claim_adjudication": [
        ("K1", "FHIR R4 ClaimResponse.item.adjudication", "a benefit is at most what was submitted"),
        ("K2", "FHIR R4 ClaimResponse.total", "the total is the sum of its lines"),
        ("K3", "FHIR R4 ClaimResponse.payment", "the payment is benefit less adjustment, and an adjustment has a reason"),
        ("K4", "FHIR R4 ClaimResponse.status", "one adjudication stands; another one pays only the difference"),
        ("K5", "NAIC coordination of benefits", "all payers together pay at most what was submitted"),
        ("K6", "FHIR R4 Claim.item", "the same service is not paid twice"),
        ("K7", "FHIR R4 Coverage.costToBeneficiary", "payments stay within the coverage's limit of a period"),
        ("K8", "FHIR R4 Claim.use preauthorization", "a pre-authorisation is used within its amount and time"),
        ("K9", "FHIR R4 Coverage.period", "no payment where the coverage was not active on the day of service"),
        ("K10", "FHIR R4 ClaimResponse.outcome error", "what failed at intake is not adjudicated"),
        ("K11", "FHIR R4 Money", "a claim has one currency"),
        ("K12", "FHIR R4 Claim.status cancelled", "a cancelled claim pays nothing"),
    ],
    "item_trace": [
        ("D1", "DSCSA sec. 582", "a unit has one owner and is not transferred twice"),
        ("D2", "DSCSA sec. 581(2), 582", "only authorised trading partners take part"),
        ("D3", "DSCSA sec. 581; EPCIS 2.0 DELETE", "dispensing or decommissioning ends a unit"),
        ("D4", "DSCSA sec. 582(b)(4)", "an expired or recalled lot is neither shipped nor dispensed"),
        ("D5", "DSCSA sec. 582(c)(4)(D)", "a verification says yes or no, and neither owner nor history"),
        ("D6", "EPCIS 2.0 AggregationEvent", "moving a parent moves all contained units"),
        ("M1", "EPCIS 2.0 ObjectEvent ADD", "an item is commissioned once"),
        ("M2", "EPCIS 2.0 shipping, receiving", "the holder ships and the named receiver receives"),
        ("M3", "EPCIS 2.0 AggregationEvent", "an item has at most one parent, and containment no cycle"),
        ("M4", "EPCIS 2.0 AggregationEvent", "a moved parent takes its descendants along; what is contained does not move alone"),
        ("M5", "EPCIS 2.0 TransformationEvent", "inputs are consumed for good; outputs stay within a declared yield"),
        ("M6", "EPCIS 2.0 quantityList", "a lot's quantity at a place is never negative"),
        ("M7", "EPCIS 2.0 eventTime", "an event is no later than its block and no earlier than the item's last"),
        ("M8", "EPCIS 2.0 errorDeclaration", "an error declaration names an event, keeps it visible, and names its correction"),
        ("M9", "Regulation (EC) 178/2002 art. 18, 19", "a recall reaches every unit and descendant, in bounded steps"),
        ("M10", "Catena-X SingleLevelBomAsBuilt", "a reported child is its stated partner's own"),
    ],
}
