//! Insurance cover (article 28(e), 28(f), A15). Pure rules.

use crate::errors::Error;
use crate::presentation::Presentation;
use crate::terms::Terms;
use crate::tolerance::share_up;
use sandpact_sdk::prelude::*;

/// Cover that is asked for when the credit states no figure: 110 % of the CIF or CIP value
/// (article 28(f)(ii)).
pub const COVER_BP: u32 = 11_000;
/// Highest cover that a credit asks for, basis points: ten times the value.
pub const COVER_BP_MAX: u32 = 100_000;

/// What an insurance document says.
#[message]
pub struct InsuranceReading {
    /// Amount covered, minor units.
    pub cover_minor: i128,
    /// Its currency.
    pub currency: Currency,
    /// CIF or CIP value, minor units.
    ///
    /// As the documents show it. When `None`, cover is measured on the invoice's claim (article
    /// 28(f)(ii)).
    pub value_minor: Option<i128>,
    /// Date of the document.
    pub dated: CivilDate,
    /// From when it covers.
    pub effective_from: Option<CivilDate>,
}

/// Checks cover, currency and date.
///
/// # Errors
/// [`Common::CurrencyMismatch`], [`Common::AmountNotPositive`], [`Error::InsuranceShort`],
/// [`Error::InsuranceLate`], [`Error::ShipmentDateMissing`].
pub fn check_insurance(
    terms: &Terms,
    presentation: &Presentation,
    insurance: &InsuranceReading,
) -> Result<(), Error> {
    if insurance.currency != terms.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    let value_minor = insurance.value_minor.unwrap_or(presentation.claimed_minor);
    if value_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    let share_bp = terms.conditions.insurance_bp.unwrap_or(COVER_BP);
    let least_minor = share_up(value_minor, share_bp)?;
    if insurance.cover_minor < least_minor {
        return Err(Error::InsuranceShort { least_minor });
    }
    let shipped = presentation.shipment_date.ok_or(Error::ShipmentDateMissing)?;
    let covers_before = insurance.effective_from.is_some_and(|from| from <= shipped);
    if insurance.dated > shipped && !covers_before {
        return Err(Error::InsuranceLate);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples::{date, presentation, terms};

    /// Cover of the sample presentation, which claims 100 000 and was shipped on 2024-02-10.
    fn insured(cover_minor: i128, dated: &str, effective_from: Option<&str>) -> InsuranceReading {
        let (dated, effective_from) = (date(dated), effective_from.map(date));
        InsuranceReading {
            cover_minor,
            currency: terms().currency,
            value_minor: None,
            dated,
            effective_from,
        }
    }

    fn outcome(insurance: &InsuranceReading) -> Result<(), Error> {
        check_insurance(&terms(), &presentation(), insurance)
    }

    #[test]
    fn a15_cover_without_a_figure_is_a_hundred_and_ten_percent() {
        let short = Err(Error::InsuranceShort { least_minor: 110_000 });
        for (cover, expected) in [(110_000, Ok(())), (109_999, short), (200_000, Ok(()))] {
            assert_eq!(outcome(&insured(cover, "2024-02-10", None)), expected, "{cover}");
        }
    }

    #[test]
    fn a15_the_value_that_documents_show_is_measured_and_rounded_up() {
        let shown = |value_minor, cover| InsuranceReading {
            value_minor: Some(value_minor),
            ..insured(cover, "2024-02-10", None)
        };
        assert_eq!(outcome(&shown(90_001, 99_002)), Ok(()));
        let short = Err(Error::InsuranceShort { least_minor: 99_002 });
        assert_eq!(outcome(&shown(90_001, 99_001)), short);
        for value in [0, -1] {
            assert_eq!(outcome(&shown(value, 5)), Err(Common::AmountNotPositive.into()));
        }
    }

    #[test]
    fn a15_a_stated_figure_is_the_least() {
        let mut terms = terms();
        terms.conditions.insurance_bp = Some(12_000);
        let check =
            |cover| check_insurance(&terms, &presentation(), &insured(cover, "2024-02-10", None));
        assert_eq!(check(120_000), Ok(()));
        assert_eq!(check(119_999), Err(Error::InsuranceShort { least_minor: 120_000 }));
    }

    #[test]
    fn a15_cover_begins_not_after_shipment() {
        for (dated, effective_from, expected) in [
            ("2024-02-10", None, Ok(())),
            ("2024-02-11", None, Err(Error::InsuranceLate)),
            ("2024-02-11", Some("2024-02-10"), Ok(())),
            ("2024-02-11", Some("2024-02-11"), Err(Error::InsuranceLate)),
        ] {
            let insurance = insured(110_000, dated, effective_from);
            assert_eq!(outcome(&insurance), expected, "{dated} {effective_from:?}");
        }
    }

    #[test]
    fn a15_cover_is_in_the_credits_currency() {
        let currency = Currency::new(*b"EUR").unwrap();
        let insurance = InsuranceReading { currency, ..insured(110_000, "2024-02-10", None) };
        assert_eq!(outcome(&insurance), Err(Common::CurrencyMismatch.into()));
    }
}
