//! Identifiers of GS1 in one form, whether they are EPC URNs (GS1 TDS 2.1, section 6) or GS1
//! Digital Links (URI syntax 1.4): application identifiers with their values, such as
//! `01:09521141012345|21:2017`.

use crate::document::DocumentRefusal;

/// Longest identifier in bytes.
const LEN_BYTES_MAX: usize = 512;

/// How an EPC scheme becomes an application identifier.
struct Scheme {
    /// As in `urn:epc:id:SCHEME`.
    name: &'static str,
    /// Its key's application identifier.
    ai: &'static str,
    /// Digits of company prefix and reference together; none where the reference is free text.
    digits: Option<usize>,
    /// How what follows is written.
    rest: Rest,
}

enum Rest {
    /// There is nothing.
    Nothing,
    /// Appended to the key after its check digit.
    Appended,
    /// Under an application identifier of its own.
    Under(&'static str),
    /// The same, but `0` stands for nothing.
    UnderUnlessZero(&'static str),
}

/// The first digit of the reference stands before the company prefix: indicator of a GTIN,
/// extension of an SSCC.
const LEADING: &[&str] = &["sgtin", "sscc", "lgtin", "upui"];

const SCHEMES: &[Scheme] = &[
    Scheme { name: "sgtin", ai: "01", digits: Some(13), rest: Rest::Under("21") },
    Scheme { name: "lgtin", ai: "01", digits: Some(13), rest: Rest::Under("10") },
    Scheme { name: "upui", ai: "01", digits: Some(13), rest: Rest::Under("235") },
    Scheme { name: "sscc", ai: "00", digits: Some(17), rest: Rest::Nothing },
    Scheme { name: "sgln", ai: "414", digits: Some(12), rest: Rest::UnderUnlessZero("254") },
    Scheme { name: "pgln", ai: "417", digits: Some(12), rest: Rest::Nothing },
    Scheme { name: "grai", ai: "8003", digits: Some(12), rest: Rest::Appended },
    Scheme { name: "giai", ai: "8004", digits: None, rest: Rest::Nothing },
    Scheme { name: "gsrn", ai: "8018", digits: Some(17), rest: Rest::Nothing },
    Scheme { name: "gsrnp", ai: "8017", digits: Some(17), rest: Rest::Nothing },
    Scheme { name: "gdti", ai: "253", digits: Some(12), rest: Rest::Appended },
    Scheme { name: "sgcn", ai: "255", digits: Some(12), rest: Rest::Appended },
    Scheme { name: "ginc", ai: "401", digits: None, rest: Rest::Nothing },
    Scheme { name: "gsin", ai: "402", digits: Some(16), rest: Rest::Nothing },
    Scheme { name: "cpi", ai: "8010", digits: None, rest: Rest::Under("8011") },
];

/// Primary keys of Digital Links, with the digits of those that end with a check digit.
const KEYS: &[(&str, Option<usize>)] = &[
    ("01", Some(14)),
    ("00", Some(18)),
    ("414", Some(13)),
    ("417", Some(13)),
    ("8003", None),
    ("8004", None),
    ("8017", Some(18)),
    ("8018", Some(18)),
    ("253", None),
    ("255", None),
    ("401", None),
    ("402", Some(17)),
    ("8010", None),
    ("8006", None),
];

/// Key qualifiers of Digital Links that tell items, lots and places apart.
const QUALIFIERS: &[&str] = &["21", "10", "235", "254", "8011"];

/// The one form of an identifier. What is neither an EPC URN nor a Digital Link is itself.
pub fn normalised(identifier: &str) -> Result<String, DocumentRefusal> {
    let text = identifier.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if text.is_empty() || !is_plain || text.len() > LEN_BYTES_MAX || !text.contains(':') {
        return Err(bad(identifier));
    }
    for (prefix, is_pattern) in
        [("urn:epc:id:", false), ("urn:epc:class:", false), ("urn:epc:idpat:", true)]
    {
        if let Some(epc) = text.strip_prefix(prefix) {
            return urn(epc, is_pattern, text);
        }
    }
    match text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
        Some(rest) => link(rest, text),
        None => Ok(text.to_owned()),
    }
}

fn bad(identifier: &str) -> DocumentRefusal {
    let shown: String = identifier.chars().take(60).collect();
    DocumentRefusal::bad_identifier(format!("{shown:?} is no identifier of its kind"))
}

fn urn(epc: &str, is_pattern: bool, whole: &str) -> Result<String, DocumentRefusal> {
    let (name, value) = epc.split_once(':').ok_or_else(|| bad(whole))?;
    let Some(scheme) = SCHEMES.iter().find(|scheme| scheme.name == name) else {
        // Schemes without an application identifier have no other form.
        return Ok(whole.to_owned());
    };
    let mut parts = value.splitn(3, '.');
    let company = parts.next().filter(|part| is_digits(part)).ok_or_else(|| bad(whole))?;
    let reference = parts.next().ok_or_else(|| bad(whole))?;
    let rest = parts.next().map(decoded).transpose().ok().flatten();
    let key = match scheme.digits {
        Some(len) => digits(name, company, reference, len).ok_or_else(|| bad(whole))?,
        None => format!("{company}{}", decoded(reference).map_err(|()| bad(whole))?),
    };
    let key = if name == "grai" { format!("0{key}") } else { key };
    let rest = rest.filter(|rest| !(is_pattern && rest == "*"));
    match (&scheme.rest, rest) {
        (Rest::Nothing, None) => Ok(format!("{}:{key}", scheme.ai)),
        (Rest::Appended, Some(rest)) => Ok(format!("{}:{key}{rest}", scheme.ai)),
        (Rest::UnderUnlessZero(_), Some(rest)) if rest == "0" => Ok(format!("{}:{key}", scheme.ai)),
        (Rest::Under(ai) | Rest::UnderUnlessZero(ai), Some(rest)) if !rest.is_empty() => {
            Ok(format!("{}:{key}|{ai}:{rest}", scheme.ai))
        }
        (_, None) if is_pattern => Ok(format!("{}:{key}", scheme.ai)),
        _ => Err(bad(whole)),
    }
}

/// Company prefix and reference in their order, with the check digit.
fn digits(name: &str, company: &str, reference: &str, len: usize) -> Option<String> {
    if !is_digits(reference) && !reference.is_empty() {
        return None;
    }
    let joined = if LEADING.contains(&name) {
        let (first, rest) = reference.split_at_checked(1)?;
        format!("{first}{company}{rest}")
    } else {
        format!("{company}{reference}")
    };
    (joined.len() == len).then(|| format!("{joined}{}", check_digit(&joined)))
}

fn link(rest: &str, whole: &str) -> Result<String, DocumentRefusal> {
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let is_key = |segment: &&str| KEYS.iter().any(|(ai, _)| ai == segment);
    let Some(start) = segments.iter().position(is_key) else { return Ok(whole.to_owned()) };
    let mut found = Vec::new();
    for pair in segments.get(start..).unwrap_or_default().chunks(2) {
        let [ai, value] = pair else { return Err(bad(whole)) };
        found.push((*ai, decoded(value).map_err(|()| bad(whole))?));
    }
    let (ai, value) = found.first().cloned().ok_or_else(|| bad(whole))?;
    let len = KEYS.iter().find(|(known, _)| *known == ai).and_then(|(_, len)| *len);
    if let Some(len) = len {
        let is_right = value.len() == len && is_digits(&value) && has_check_digit(&value);
        if !is_right {
            return Err(bad(whole));
        }
    }
    // A serial number tells more than a lot; both together are the item.
    let qualifier = QUALIFIERS.iter().find_map(|wanted| {
        found.iter().skip(1).find(|(ai, _)| ai == wanted).filter(|(_, value)| !value.is_empty())
    });
    match qualifier {
        Some((under, below)) => Ok(format!("{ai}:{value}|{under}:{below}")),
        None => Ok(format!("{ai}:{value}")),
    }
}

/// The class of an item in the one form: its GTIN, where it has one, or what it is.
pub fn class_of(normalised: &str) -> &str {
    normalised.split_once('|').map_or(normalised, |(class, _)| class)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// GS1 General Specifications, section 7.9: weights 3 and 1 from the right.
fn check_digit(digits: &str) -> u32 {
    let weights = [3_u32, 1].into_iter().cycle();
    let values = digits.bytes().rev().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let sum: u32 = values.zip(weights).map(|(value, weight)| value.saturating_mul(weight)).sum();
    10_u32
        .saturating_sub(sum.checked_rem(10).unwrap_or_default())
        .checked_rem(10)
        .unwrap_or_default()
}

fn has_check_digit(digits: &str) -> bool {
    let Some((rest, last)) = digits.split_at_checked(digits.len().saturating_sub(1)) else {
        return false;
    };
    last == check_digit(rest).to_string()
}

/// Without percent encoding (RFC 3986, section 2.1).
fn decoded(text: &str) -> Result<String, ()> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (hex, after) = rest.split_at_checked(2).ok_or(())?;
        let hex = std::str::from_utf8(hex).map_err(|_| ())?;
        bytes.push(u8::from_str_radix(hex, 16).map_err(|_| ())?);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_urn_and_its_digital_link_are_one_identifier() {
        for (urn, link, expected) in [
            (
                "urn:epc:id:sgtin:9521141.001234.2017",
                "https://id.gs1.org/01/09521141012345/21/2017",
                "01:09521141012345|21:2017",
            ),
            (
                "urn:epc:id:sgtin:0614141.712345.A%2FB",
                "https://example.com/some/01/70614141123451/10/L1/21/A%2fB?x=1",
                "01:70614141123451|21:A/B",
            ),
            (
                "urn:epc:id:sscc:4012345.0000000333",
                "https://id.gs1.org/00/040123450000003338",
                "00:040123450000003338",
            ),
            (
                "urn:epc:class:lgtin:4012345.012345.998877",
                "https://id.gs1.org/01/04012345123456/10/998877",
                "01:04012345123456|10:998877",
            ),
            (
                "urn:epc:idpat:sgtin:4012345.098765.*",
                "http://id.gs1.org/01/04012345987652",
                "01:04012345987652",
            ),
            (
                "urn:epc:id:sgln:4012345.00011.0",
                "https://id.gs1.de/414/4012345000115",
                "414:4012345000115",
            ),
            (
                "urn:epc:id:sgln:4012345.00011.A1",
                "https://id.gs1.de/414/4012345000115/254/A1",
                "414:4012345000115|254:A1",
            ),
            (
                "urn:epc:id:giai:4000001.12345",
                "https://id.gs1.org/8004/400000112345",
                "8004:400000112345",
            ),
            (
                "urn:epc:id:grai:4012345.55555.987",
                "https://id.gs1.org/8003/04012345555554987",
                "8003:04012345555554987",
            ),
            (
                "urn:epc:id:pgln:4012345.00225",
                "https://id.gs1.org/417/4012345002256",
                "417:4012345002256",
            ),
        ] {
            assert_eq!(normalised(urn).unwrap(), expected, "{urn}");
            assert_eq!(normalised(link).unwrap(), expected, "{link}");
        }
        assert_eq!(class_of("01:09521141012345|21:2017"), "01:09521141012345");
    }

    #[test]
    fn other_identifiers_are_themselves_and_wrong_ones_are_refused() {
        for itself in [
            "urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8",
            "urn:epc:id:imovn:9176187",
            "https://example.com/items/7",
        ] {
            assert_eq!(normalised(itself).unwrap(), itself);
        }
        for wrong in [
            "",
            "2017",
            "urn:epc:id:sgtin:9521141.001234",
            "urn:epc:id:sgtin:9521141.01234.2017",
            "urn:epc:id:sgtin:952114a.001234.2017",
            "urn:epc:id:sgtin:9521141.001234.%zz",
            "urn:epc:id:sscc:4012345.0000000333.1",
            "https://id.gs1.org/01/09521141012346/21/2017",
            "https://id.gs1.org/01/9521141012345/21/2017",
            "https://id.gs1.org/01/09521141012345/21",
            "urn:epc:id:sgtin:9521141.001234.20 17",
        ] {
            assert_eq!(normalised(wrong).unwrap_err().name, "BadIdentifier", "{wrong}");
        }
    }
}
