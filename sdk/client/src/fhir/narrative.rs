//! The narrative against the rules. It can make a consent ambiguous and nothing else.

use super::json::Node;
use super::words::{is_english_marker, is_refusing};
use crate::document::DocumentRefusal;
use crate::xml;
use consent_directive::{Base, Directive, Effect, Period};

/// Elements of a narrative (FHIR R4, datatype `Narrative`).
const KNOWN: &[&str] = &["id", "extension", "status", "div"];

/// Most XML nodes.
const NODES_MAX: u32 = 200_000;

/// Elements of XHTML that show what is no text.
const PICTURES: &[&str] = &["img", "map", "object", "svg"];

/// Punctuation outside ASCII that hides no letter: no-break space, dashes, quotation
/// marks, bullet, ellipsis.
const TYPOGRAPHY: &[char] = &[
    '\u{a0}', '\u{2013}', '\u{2014}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}',
    '\u{2026}',
];

/// Checks that the narrative does not say more than the rules do.
///
/// # Errors
/// `AmbiguousDirective` where the rules permit and the narrative says itself that it
/// says more than they do; and where they can be read the wrong way round, if it speaks of
/// withholding or cannot be read.
pub fn check(consent: Node<'_, '_>, directive: &Directive) -> Result<(), DocumentRefusal> {
    let Some(text) = consent.get("text") else { return Ok(()) };
    let narrative = Node::new("Consent.text", text)?;
    if let Some(name) = narrative.unknown(KNOWN) {
        let unknown = format!("{} is unknown", narrative.path_of(name));
        return Err(DocumentRefusal::unsupported_value(unknown));
    }
    let (status, div) = (narrative.required_text("status")?, narrative.required_text("div")?);
    if status == "additional" && permits(directive) {
        return Err(ambiguous("the narrative says more than the provisions: status `additional`"));
    }
    if is_reversible(directive) { read(div, consent.text("language")?) } else { Ok(()) }
}

fn permits(directive: &Directive) -> bool {
    directive.base == Base::PermitAll
        || directive.exceptions.iter().any(|exception| exception.effect == Effect::Permit)
}

/// Whether the rules may have been meant the other way round: they only permit, or what
/// limits the permit could be what is withheld, whatever exceptions there are beside.
fn is_reversible(directive: &Directive) -> bool {
    let only_permits = directive.exceptions.iter().all(|it| it.effect == Effect::Permit);
    let is_limited = directive.period != Period::OPEN
        || !directive.actors.is_empty()
        || !directive.purposes.is_empty();
    directive.base == Base::PermitAll && (only_permits || is_limited)
}

/// Reads a narrative in XHTML, which has no entities but those of XML (FHIR R4, Narrative).
fn read(xhtml: &str, language: Option<&str>) -> Result<(), DocumentRefusal> {
    let document = xml::parse(xhtml, NODES_MAX).map_err(|refusal| match refusal.name {
        "TooLarge" => refusal,
        _ => unreadable("it is no well-formed XHTML"),
    })?;
    let elements = || document.descendants().filter(roxmltree::Node::is_element);
    if elements().any(|element| PICTURES.contains(&element.tag_name().name())) {
        return Err(unreadable("it shows a picture"));
    }
    let attributes = elements().flat_map(|element| element.attributes());
    let mut languages: Vec<&str> =
        attributes.filter(|it| it.name() == "lang").map(|it| it.value()).collect();
    languages.extend(language);
    if !languages.iter().all(|language| is_english(language)) {
        return Err(unreadable("it is not in English"));
    }
    let texts = document.descendants().filter(roxmltree::Node::is_text);
    let texts: Vec<&str> = texts.filter_map(|text| text.text()).collect();
    check_words(&texts, !languages.is_empty())
}

/// A tag of RFC 5646 whose language is `en`.
fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

/// Markup may stand between words or inside one, so that both readings count.
fn check_words(texts: &[&str], is_declared_english: bool) -> Result<(), DocumentRefusal> {
    let apart = texts.join(" ").to_lowercase();
    let is_foreign = |letter: char| !letter.is_ascii() && !TYPOGRAPHY.contains(&letter);
    if apart.contains(is_foreign) {
        return Err(unreadable("it has letters that are not English"));
    }
    let joined = texts.concat().to_lowercase().replace('-', "");
    if words(&apart).chain(words(&joined)).any(is_refusing) {
        return Err(ambiguous("the narrative speaks of withholding, the provisions permit"));
    }
    let is_silent = words(&apart).next().is_none();
    if is_silent || is_declared_english || words(&apart).any(is_english_marker) {
        Ok(())
    } else {
        Err(unreadable("nothing tells that it is in English"))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn unreadable(why: &str) -> DocumentRefusal {
    ambiguous(format!("the narrative cannot be checked: {why}"))
}

fn ambiguous(reason: impl Into<String>) -> DocumentRefusal {
    DocumentRefusal::ambiguous_directive(reason)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn assert_refused(xhtml: &str, reason: &str) {
        let refusal = read(xhtml, None).unwrap_err();
        assert_eq!(refusal.name, "AmbiguousDirective", "{xhtml}");
        assert!(refusal.reason.contains(reason), "{xhtml}: {}", refusal.reason);
    }

    #[test]
    fn words_of_refusal_are_found_in_the_text_alone() {
        for refusing in [
            "<div>Please WITHHOLD everything</div>",
            "<p>I do <b>not</b> agree</p>",
            "<p>consent is denied.</p>",
            "<p>I don&apos;t agree</p>",
            "<p>I don\u{2019}t agree</p>",
            "<p>all except the psychiatric record</p>",
            "<p>Block the ex-spouse</p>",
            "<p>I decline</p>",
            "<p>I object to this</p>",
            "<p>Hide the record</p>",
            "<p>Only the nurse</p>",
            "<p>the data is off-limits</p>",
            "<p>opt-out</p>",
        ] {
            assert_refused(refusing, "speaks of withholding");
        }
        for permitting in [
            "<div title=\"not shown\">Notice of the privacy practices</div>",
            "<p>The dentist in Denmark may see noted results</p>",
            "<p>This is \u{201c}normal\u{201d} access</p>",
            "<div/>",
            "<div xml:lang=\"en-GB\">Normal access</div>",
        ] {
            assert_eq!(read(permitting, None), Ok(()), "{permitting}");
        }
        assert_eq!(read("<p>Normal access</p>", Some("en")), Ok(()));
    }

    #[test]
    fn markup_and_entities_hide_no_word() {
        for hidden in [
            "<p>with<b>hold</b> the record</p>",
            "<p>with<!-- -->hold the record</p>",
            "<p>&#119;ithhold the record</p>",
            "<p>the record is d&#x65;nied</p>",
            "<p><![CDATA[withhold]]> the record</p>",
            "<p>with-hold the record</p>",
            "<table><tr><td>the record</td><td>no</td></tr></table>",
        ] {
            assert_refused(hidden, "speaks of withholding");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_consent() {
        for (unread, why) in [
            ("<p>with\u{ad}hold the record</p>", "not English"),
            ("<p>the r\u{435}cord</p>", "not English"),
            ("<p>\u{62d}\u{62c}\u{628}</p>", "not English"),
            ("<p>Il paziente nasconde tutto</p>", "nothing tells"),
            ("<p>Alle Daten sind zu sperren</p>", "nothing tells"),
            ("<p xml:lang=\"de\">the record</p>", "not in English"),
            ("<p>the record <span lang=\"nl\">houden</span></p>", "not in English"),
            ("<p>the record <img src=\"x.png\"/></p>", "picture"),
            ("<p>the record", "well-formed"),
            ("<p>the&nbsp;record</p>", "well-formed"),
            ("<!DOCTYPE p [<!ENTITY x \"withhold\">]><p>the &x;</p>", "well-formed"),
        ] {
            assert_refused(unread, why);
        }
        assert!(read("<p>the record</p>", Some("fr-CA")).is_err());
        assert!(read("<p>the record</p>", Some("english")).is_err());
    }

    #[test]
    fn negations_of_other_languages_count_among_english_words() {
        for mixed in [
            "<p>Generated Narrative with Details: Daten nicht weitergeben</p>",
            "<p>the patient: sin acceso</p>",
        ] {
            assert_refused(mixed, "speaks of withholding");
        }
    }
}
