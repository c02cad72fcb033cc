//! Words of the Core Business Vocabulary (GS1 CBV 2.0, sections 7.1, 7.2, 7.3 and 7.4).

use crate::document::DocumentRefusal;

const STEPS: &str = "accepting arriving assembling collecting commissioning consigning \
creating_class_instance cycle_counting decommissioning departing destroying disassembling \
dispensing encoding entering_exiting holding inspecting installing killing loading other packing \
picking receiving removing repackaging repairing replacing reserving retail_selling \
sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting \
unloading unpacking void_shipping";

const DISPOSITIONS: &str = "active available completeness_inferred completeness_verified \
conformant container_closed container_open damaged destroyed dispensed disposed encoded expired \
in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity \
needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed \
recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen \
unavailable unknown";

const SOURCES: &str = "owning_party possessing_party location";

const REASONS: &str = "did_not_occur incorrect_data";

/// A vocabulary, and the forms that its words have.
pub struct Vocabulary {
    words: &'static str,
    prefixes: [&'static str; 3],
    name: &'static str,
}

/// Business steps.
pub const STEP: Vocabulary = Vocabulary {
    words: STEPS,
    prefixes: ["urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-", "cbv:BizStep-"],
    name: "bizStep",
};

/// Dispositions.
pub const DISPOSITION: Vocabulary = Vocabulary {
    words: DISPOSITIONS,
    prefixes: ["urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-", "cbv:Disp-"],
    name: "disposition",
};

/// Types of sources and destinations.
pub const SOURCE: Vocabulary = Vocabulary {
    words: SOURCES,
    prefixes: ["urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-", "cbv:SDT-"],
    name: "type of source or destination",
};

/// Reasons of error declarations.
pub const REASON: Vocabulary = Vocabulary {
    words: REASONS,
    prefixes: ["urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-", "cbv:ER-"],
    name: "reason",
};

impl Vocabulary {
    /// The standard's word; none for one in a namespace of somebody's own.
    ///
    /// # Errors
    /// `UnsupportedValue` for a word that is neither.
    pub fn word(&self, text: &str) -> Result<Option<&'static str>, DocumentRefusal> {
        let text = text.trim();
        let standard = self.prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
        if standard.is_none() && is_extension(text) {
            return Ok(None);
        }
        let word = standard.unwrap_or(text);
        match self.words.split_ascii_whitespace().find(|known| *known == word) {
            Some(known) => Ok(Some(known)),
            None => {
                let shown: String = text.chars().take(60).collect();
                let reason = format!("{} {shown:?} is not of CBV 2.0", self.name);
                Err(DocumentRefusal::unsupported_value(reason))
            }
        }
    }
}

/// A URI or a compact one, outside the standard's own namespaces.
fn is_extension(text: &str) -> bool {
    let has_scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
        !scheme.is_empty() && !rest.is_empty() && scheme.bytes().all(is_name)
    });
    let is_standards = ["urn:epcglobal:cbv:", "https://ref.gs1.org/cbv/"]
        .iter()
        .any(|namespace| text.starts_with(namespace));
    has_scheme && !is_standards
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn words_have_three_forms_and_others_a_namespace() {
        for text in [
            "shipping",
            "urn:epcglobal:cbv:bizstep:shipping",
            "https://ref.gs1.org/cbv/BizStep-shipping",
            "cbv:BizStep-shipping",
        ] {
            assert_eq!(STEP.word(text).unwrap(), Some("shipping"), "{text}");
        }
        for own in ["http://epcis.example.org/step/x", "ext1:summarising", "urn:example:x"] {
            assert_eq!(STEP.word(own).unwrap(), None, "{own}");
        }
        for wrong in
            ["transforming", "urn:epcglobal:cbv:bizstep:transforming", "", ":x", "Shipping"]
        {
            assert_eq!(STEP.word(wrong).unwrap_err().name, "UnsupportedValue", "{wrong}");
        }
        assert!(DISPOSITION.word("in_transport").is_err());
        assert!(SOURCE.word("place").is_err());
    }
}
