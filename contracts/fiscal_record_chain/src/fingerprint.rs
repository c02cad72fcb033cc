//! The field strings that are hashed (F1, F9; AEAT, "huella" v0.1.2). Pure rules.

use crate::messages::{Cancellation, EventRecord, InvoiceId, Registration};
use sandpact_sdk::prelude::*;

/// The string of a registration.
#[must_use]
pub fn registration_text(registration: &Registration) -> Vec<u8> {
    let Registration { place, invoice: InvoiceId { issuer, number, date }, .. } = registration;
    join(&[
        ("IDEmisorFactura", issuer.as_bytes()),
        ("NumSerieFactura", number.as_bytes()),
        ("FechaExpedicionFactura", date.as_bytes()),
        ("TipoFactura", registration.kind.as_bytes()),
        ("CuotaTotal", registration.tax.as_bytes()),
        ("ImporteTotal", registration.total.as_bytes()),
        ("Huella", &upper_hex(place.previous.as_ref())),
        ("FechaHoraHusoGenRegistro", place.time.as_bytes()),
    ])
}

/// The string of a cancellation.
#[must_use]
pub fn cancellation_text(cancellation: &Cancellation) -> Vec<u8> {
    let Cancellation { place, invoice: InvoiceId { issuer, number, date } } = cancellation;
    join(&[
        ("IDEmisorFacturaAnulada", issuer.as_bytes()),
        ("NumSerieFacturaAnulada", number.as_bytes()),
        ("FechaExpedicionFacturaAnulada", date.as_bytes()),
        ("Huella", &upper_hex(place.previous.as_ref())),
        ("FechaHoraHusoGenRegistro", place.time.as_bytes()),
    ])
}

/// The string of an event. Its order of fields is that of the specification as it is known here;
/// no published vector of an event was at hand to compute again.
#[must_use]
pub fn event_text(event: &EventRecord) -> Vec<u8> {
    let EventRecord { place, system, issuer, kind } = event;
    join(&[
        ("NIF", system.producer.as_bytes()),
        ("ID", b""),
        ("IdSistemaInformatico", system.id.as_bytes()),
        ("Version", system.version.as_bytes()),
        ("NumeroInstalacion", system.installation.as_bytes()),
        ("NIF", issuer.as_bytes()),
        ("TipoEvento", kind.as_bytes()),
        ("HuellaEvento", &upper_hex(place.previous.as_ref())),
        ("FechaHoraHusoGenEvento", place.time.as_bytes()),
    ])
}

/// `name=value` with `&` between.
#[inline(never)]
fn join(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut text = Vec::with_capacity(512);
    for (name, value) in fields {
        if !text.is_empty() {
            text.push(b'&');
        }
        text.extend_from_slice(name.as_bytes());
        text.push(b'=');
        text.extend_from_slice(value);
    }
    text
}

/// A hash as the strings have it: hexadecimal in upper case, and nothing for the first record.
#[inline(never)]
fn upper_hex(hash: Option<&Hash>) -> Vec<u8> {
    let bytes = hash.map_or(&[][..], |hash| &hash.0[..]);
    let digit = |digit: u8| match digit {
        0..=9 => digit | b'0',
        // 10 is the letter after 64: the sum stays below 71.
        _ => digit.wrapping_sub(9) | 0x40,
    };
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::{Place, System};

    fn place(previous: Option<Hash>, time: &str) -> Place {
        let time = Code::parse(time).unwrap();
        Place { previous, counter: 1, time, hash: Hash::ZERO }
    }

    fn invoice() -> InvoiceId {
        InvoiceId {
            issuer: Code::parse("89890001K").unwrap(),
            number: Code::parse("12345678/G33").unwrap(),
            date: Code::parse("01-01-2024").unwrap(),
        }
    }

    #[test]
    fn f1_the_strings_are_those_of_the_published_vectors() {
        let registration = Registration {
            place: place(None, "2024-01-01T19:20:30+01:00"),
            invoice: invoice(),
            kind: Code::parse("F1").unwrap(),
            tax: Code::parse("12.35").unwrap(),
            total: Code::parse("123.45").unwrap(),
            is_correction: false,
        };
        let expected = "IDEmisorFactura=89890001K&NumSerieFactura=12345678/G33&\
            FechaExpedicionFactura=01-01-2024&TipoFactura=F1&CuotaTotal=12.35&\
            ImporteTotal=123.45&Huella=&FechaHoraHusoGenRegistro=2024-01-01T19:20:30+01:00";
        assert_eq!(registration_text(&registration), expected.as_bytes());
        let mut previous = Hash([0xab; 32]);
        previous.0[0] = 0x0f;
        let cancellation = Cancellation {
            place: place(Some(previous), "2024-01-01T19:20:40+01:00"),
            invoice: invoice(),
        };
        let text = String::from_utf8(cancellation_text(&cancellation)).unwrap();
        let start = "IDEmisorFacturaAnulada=89890001K&NumSerieFacturaAnulada=12345678/G33&\
            FechaExpedicionFacturaAnulada=01-01-2024&Huella=0FABAB";
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with("AB&FechaHoraHusoGenRegistro=2024-01-01T19:20:40+01:00"), "{text}");
    }

    #[test]
    fn an_events_string_names_system_and_taxpayer() {
        let event = EventRecord {
            place: place(None, "2024-01-01T19:20:30+01:00"),
            system: System {
                producer: Code::parse("89890002E").unwrap(),
                id: Code::parse("77").unwrap(),
                version: Code::parse("1.0").unwrap(),
                installation: Code::parse("383").unwrap(),
            },
            issuer: Code::parse("89890001K").unwrap(),
            kind: Code::parse("01").unwrap(),
        };
        let expected = "NIF=89890002E&ID=&IdSistemaInformatico=77&Version=1.0&\
            NumeroInstalacion=383&NIF=89890001K&TipoEvento=01&HuellaEvento=&\
            FechaHoraHusoGenEvento=2024-01-01T19:20:30+01:00";
        assert_eq!(event_text(&event), expected.as_bytes());
    }
}
