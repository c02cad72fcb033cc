//! Quantities of lots at places (M6) and what comes out of a transformation (M5). Pure rules.

use crate::errors::Error;
use crate::messages::{LotQuantity, UnitCode};
use sandpact_sdk::prelude::*;

/// What is at a place after more came.
///
/// # Errors
/// [`Common::Overflow`].
pub fn plus(stock: Option<Decimal>, amount: &Decimal) -> Result<Decimal, Error> {
    Ok(stock.unwrap_or(Decimal::integer(0)).checked_add(amount)?)
}

/// What is left at a place (M6).
///
/// # Errors
/// [`Error::StockNegative`], [`Common::Overflow`].
pub fn minus(stock: Option<Decimal>, of: &LotQuantity) -> Result<Decimal, Error> {
    let left = stock.unwrap_or(Decimal::integer(0)).checked_sub(&of.amount)?;
    if left < Decimal::integer(0) { Err(Error::StockNegative { lot: of.lot }) } else { Ok(left) }
}

/// All quantities of a lot are in one unit.
///
/// # Errors
/// [`Error::UnitMismatch`].
pub fn check_unit(of: &LotQuantity, unit: Option<UnitCode>) -> Result<(), Error> {
    if of.unit == unit { Ok(()) } else { Err(Error::UnitMismatch { lot: of.lot }) }
}

/// No more comes out than goes in times the declared yield (M5). Items count as one piece each;
/// with a yield, all quantities are in one unit.
///
/// # Errors
/// [`Error::YieldExceeded`], [`Error::UnitMismatch`], [`Common::Overflow`].
pub fn check_yield(
    (inputs, input_quantities): (usize, &[LotQuantity]),
    (outputs, output_quantities): (usize, &[LotQuantity]),
    yield_max: Option<&Decimal>,
) -> Result<(), Error> {
    let Some(yield_max) = yield_max else { return Ok(()) };
    let mut unit = None;
    let input = total(inputs, input_quantities, &mut unit)?;
    let output = total(outputs, output_quantities, &mut unit)?;
    let most = input.checked_mul(yield_max, Decimal::SCALE_MAX)?;
    if output > most { Err(Error::YieldExceeded) } else { Ok(()) }
}

fn total(
    items: usize,
    quantities: &[LotQuantity],
    unit: &mut Option<Option<UnitCode>>,
) -> Result<Decimal, Error> {
    let items = i128::try_from(items).map_err(|_| Common::Overflow)?;
    if items > 0 && unit.get_or_insert(None).is_some() {
        return Err(Error::UnitMismatch { lot: Hash::ZERO });
    }
    let mut sum = Decimal::integer(items);
    for quantity in quantities {
        check_unit(quantity, *unit.get_or_insert(quantity.unit))?;
        sum = sum.checked_add(&quantity.amount)?;
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{hash, quantity};

    #[test]
    fn m6_nothing_is_taken_that_is_not_there() {
        let ten = plus(None, &Decimal::integer(10)).ok();
        assert_eq!(minus(ten, &quantity(1, 10)), Ok(Decimal::integer(0)));
        let refused = Err(Error::StockNegative { lot: hash(1) });
        assert_eq!(minus(ten, &quantity(1, 11)), refused);
        assert_eq!(minus(None, &quantity(1, 1)), refused);
    }

    #[test]
    fn m5_no_more_comes_out_than_the_yield_allows() {
        let half = Decimal::parse("0.5").ok();
        for (input, output, is_good) in [(10, 5, true), (10, 6, false), (1, 1, false)] {
            let checked =
                check_yield((0, &[quantity(1, input)]), (0, &[quantity(2, output)]), half.as_ref());
            assert_eq!(checked.is_ok(), is_good, "{input} {output}");
        }
        assert_eq!(check_yield((2, &[]), (1, &[]), half.as_ref()), Ok(()));
        assert_eq!(check_yield((1, &[]), (1, &[]), half.as_ref()), Err(Error::YieldExceeded));
        assert_eq!(check_yield((1, &[]), (100, &[]), None), Ok(()));
    }

    #[test]
    fn units_are_not_mixed() {
        let kilograms = LotQuantity { unit: UnitCode::parse("KGM").ok(), ..quantity(1, 1) };
        assert_eq!(check_unit(&kilograms, None), Err(Error::UnitMismatch { lot: hash(1) }));
        let one = Decimal::integer(1);
        let mixed = check_yield((0, &[kilograms]), (0, &[quantity(2, 1)]), Some(&one));
        assert_eq!(mixed, Err(Error::UnitMismatch { lot: hash(2) }));
    }
}
