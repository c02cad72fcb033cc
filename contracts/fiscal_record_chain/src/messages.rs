//! What goes in: a record's place in the chain and keyed fingerprints, in calls; the exact texts of
//! its fields, in questions only, which stay on the node that is asked.

use sandpact_sdk::prelude::*;

/// A tax number (`IDEmisorFactura`).
pub type TaxId = Code<9>;
/// Series and number of an invoice (`NumSerieFactura`).
pub type InvoiceNumber = Code<60>;
/// A date, `dd-mm-yyyy` (`FechaExpedicionFactura`).
pub type DateText = Code<10>;
/// A kind of invoice, such as `F1` (`TipoFactura`).
pub type InvoiceType = Code<2>;
/// An amount (`CuotaTotal`, `ImporteTotal`), hashed as it is written (F9).
pub type Amount = Code<16>;
/// A time with an offset, `yyyy-mm-ddThh:mm:ss+hh:mm` (`FechaHoraHusoGenRegistro`).
pub type TimeText = Code<25>;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants roles and writes nothing else.
    Admin,
    /// A taxpayer who issues invoices and binds devices.
    Issuer,
    /// The tax authority: reads everything.
    Authority,
}

/// Which invoice.
#[message]
pub struct InvoiceId {
    /// The issuer's tax number.
    pub issuer: TaxId,
    /// Series and number.
    pub number: InvoiceNumber,
    /// Date of issue.
    pub date: DateText,
}

/// Where a record stands in its chain, as the device says.
#[message]
pub struct Place {
    /// Hash of the record before; none for the first one (F8).
    pub previous: Option<Hash>,
    /// Its number, from 1 (F3).
    pub counter: u64,
    /// When the record was made.
    pub time: TimeText,
    /// The hash that the device computed, which the next record names (F1, F2).
    pub hash: Hash,
}

/// A registration or cancellation as a call has it: nothing of it can be read.
#[message]
pub struct Entry {
    /// Its place.
    pub place: Place,
    /// Keyed fingerprint of the tax number, the same for all records of a chain.
    pub taxpayer: Hash,
    /// Keyed fingerprint of the invoice's issuer, number and date.
    pub invoice: Hash,
}

/// An event of an invoicing system as a call has it.
#[message]
pub struct EventEntry {
    /// Its place in the chain of events.
    pub place: Place,
    /// Keyed fingerprint of the tax number, the same for all records of a chain.
    pub taxpayer: Hash,
}

/// The texts of a registration of an invoice (VeriFactu, `RegistroAlta`).
#[message]
pub struct Registration {
    /// Its place.
    pub place: Place,
    /// Which invoice.
    pub invoice: InvoiceId,
    /// `TipoFactura`.
    pub kind: InvoiceType,
    /// `CuotaTotal`.
    pub tax: Amount,
    /// `ImporteTotal`.
    pub total: Amount,
    /// Whether it corrects an earlier registration of this invoice (`Subsanacion`; F6).
    pub is_correction: bool,
}

/// The texts of a cancellation of an invoice (VeriFactu, `RegistroAnulacion`).
#[message]
pub struct Cancellation {
    /// Its place.
    pub place: Place,
    /// Which invoice.
    pub invoice: InvoiceId,
}

/// An invoicing system as its events name it.
#[message]
pub struct System {
    /// Tax number of its producer.
    pub producer: TaxId,
    /// `IdSistemaInformatico`.
    pub id: Code<2>,
    /// `Version`.
    pub version: Code<50>,
    /// `NumeroInstalacion`.
    pub installation: Code<100>,
}

/// The texts of an event of an invoicing system (VeriFactu, `RegistroEvento`).
#[message]
pub struct EventRecord {
    /// Its place in the chain of events.
    pub place: Place,
    /// The system.
    pub system: System,
    /// The taxpayer's number.
    pub issuer: TaxId,
    /// `TipoEvento`.
    pub kind: Code<2>,
}

/// A document of a regime that chains whole documents by device (ZATCA: ICV and PIH). Its hash is
/// what the regime says; only a device that has the document can compute it.
#[message]
pub struct DocumentRecord {
    /// Its place in the device's chain.
    pub place: Place,
}
