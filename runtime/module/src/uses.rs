//! How much of each limit a module uses.

use super::error::ModuleError;
use sandpact_abi::module_limits::{ALL, ModuleLimit};

/// What a module uses of one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitUse {
    /// The limit.
    pub limit: &'static ModuleLimit,
    /// The largest value that was counted; for a limit of a function, in the function that
    /// comes closest to it.
    pub value: u64,
}

/// The largest value of each limit so far.
pub struct Uses([u64; ALL.len()]);

impl Default for Uses {
    fn default() -> Self {
        Self([0; ALL.len()])
    }
}

impl Uses {
    /// Notes `value`, and refuses it above `limit`.
    ///
    /// # Errors
    /// [`ModuleError::Limit`].
    pub fn limit(&mut self, limit: &'static ModuleLimit, value: u64) -> Result<(), ModuleError> {
        self.note(limit, value);
        ModuleError::limit(limit, value)
    }

    /// Notes `value`, which was held against `limit` elsewhere.
    pub fn note(&mut self, limit: &ModuleLimit, value: u64) {
        // Codes are consecutive; a test holds that.
        let place = ALL.first().and_then(|first| limit.code.checked_sub(first.code));
        let place = place.and_then(|place| usize::try_from(place).ok());
        if let Some(most) = place.and_then(|place| self.0.get_mut(place)) {
            *most = value.max(*most);
        }
    }

    /// Every limit, by code.
    pub fn all(&self) -> Vec<LimitUse> {
        ALL.iter().zip(self.0).map(|(limit, value)| LimitUse { limit, value }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_abi::module_limits::{BLOCKS, COMPILE_GAS, MODULE_LEN_BYTES};

    #[test]
    fn the_largest_value_of_each_limit_stays() {
        let mut uses = Uses::default();
        for value in [3, 9, 4] {
            assert_eq!(uses.limit(&BLOCKS, value), Ok(()));
        }
        uses.note(&MODULE_LEN_BYTES, 1);
        uses.note(&COMPILE_GAS, 2);
        assert!(uses.limit(&BLOCKS, BLOCKS.max + 1).is_err());
        let used: Vec<_> = uses.all().into_iter().filter(|used| used.value > 0).collect();
        let expected = [(&MODULE_LEN_BYTES, 1), (&BLOCKS, BLOCKS.max + 1), (&COMPILE_GAS, 2)];
        assert_eq!(used, expected.map(|(limit, value)| LimitUse { limit, value }));
    }

    #[test]
    fn codes_are_consecutive() {
        let codes: Vec<_> = ALL.iter().map(|limit| limit.code).collect();
        assert!(codes.windows(2).all(|pair| pair[1] == pair[0] + 1), "{codes:?}");
    }
}
