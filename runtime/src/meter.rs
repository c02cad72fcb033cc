//! The gas that one call has left, as the host sees it.

use sandpact_abi::Gas;
use sandpact_module::schedule::TICKS_PER_GAS;

/// There is less gas left than a step costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfGas;

/// Gas left, in ticks. Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    ticks_left: u64,
}

impl Meter {
    /// A meter holding `gas`.
    #[must_use]
    pub fn new(gas: Gas) -> Self {
        Self { ticks_left: gas.0.saturating_mul(TICKS_PER_GAS) }
    }

    /// A meter holding `ticks`.
    #[must_use]
    pub fn from_ticks(ticks: u64) -> Self {
        Self { ticks_left: ticks }
    }

    /// Ticks left.
    #[must_use]
    pub fn ticks_left(self) -> u64 {
        self.ticks_left
    }

    /// Whole units of gas left.
    #[must_use]
    pub fn gas_left(self) -> Gas {
        Gas(self.ticks_left / TICKS_PER_GAS)
    }

    /// Takes `gas`.
    ///
    /// # Errors
    /// [`OutOfGas`] when there is less; nothing is taken then.
    pub fn charge(&mut self, gas: u64) -> Result<(), OutOfGas> {
        self.charge_ticks(gas.saturating_mul(TICKS_PER_GAS))
    }

    /// Takes `base` and `per_byte` for each of `len_bytes`.
    ///
    /// # Errors
    /// [`OutOfGas`] when there is less; nothing is taken then.
    pub fn charge_bytes(
        &mut self,
        base: u64,
        per_byte: u64,
        len_bytes: usize,
    ) -> Result<(), OutOfGas> {
        let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
        self.charge(base.saturating_add(per_byte.saturating_mul(len_bytes)))
    }

    /// Takes `ticks`.
    ///
    /// # Errors
    /// [`OutOfGas`] when there are fewer; nothing is taken then.
    pub fn charge_ticks(&mut self, ticks: u64) -> Result<(), OutOfGas> {
        self.ticks_left = self.ticks_left.checked_sub(ticks).ok_or(OutOfGas)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_exactly_to_zero_and_not_below() {
        let mut meter = Meter::new(Gas(3));
        assert_eq!(meter.charge(2), Ok(()));
        assert_eq!(meter.charge_bytes(0, 1, 2), Err(OutOfGas));
        assert_eq!(meter.gas_left(), Gas(1));
        assert_eq!(meter.charge_ticks(10), Ok(()));
        assert_eq!(meter.ticks_left(), 0);
        assert_eq!(meter.charge_ticks(1), Err(OutOfGas));
        assert_eq!(Meter::new(Gas(9)).charge_bytes(1, u64::MAX, 2), Err(OutOfGas));
    }
}
