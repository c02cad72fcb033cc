//! Size and limits.

use super::{Finding, LARGE_MODULE, NEAR_LIMIT, Used};
use sandpact_abi::ContractAbi;

/// A quarter of the longest module.
const LARGE_LEN_BYTES: usize = 128 * 1024;

/// The module, when it is large.
pub fn large(abi: &ContractAbi, len_bytes: usize) -> Option<Finding> {
    (len_bytes > LARGE_LEN_BYTES).then(|| Finding {
        lint: LARGE_MODULE,
        place: abi.name.clone(),
        message: format!(
            "{len_bytes} bytes, more than {LARGE_LEN_BYTES}; a deployment pays for each"
        ),
    })
}

/// The limits of which more than four fifths are used. A count of one of one says nothing.
pub fn near_limit(used: &[Used]) -> impl Iterator<Item = Finding> {
    let near = used.iter().filter(|(limit, value)| {
        limit.max > 1 && value.saturating_mul(5) > limit.max.saturating_mul(4)
    });
    near.map(|(limit, value)| Finding {
        lint: NEAR_LIMIT,
        place: limit.name.to_owned(),
        message: format!("the {} is {value} of at most {}", limit.what, limit.max),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_abi::module_limits::{IMPORTS, TABLES};

    #[test]
    fn four_fifths_are_no_more_than_four_fifths() {
        let places = |used: &[Used]| near_limit(used).map(|it| it.place).collect::<Vec<_>>();
        assert_eq!(places(&[(&IMPORTS, IMPORTS.max * 4 / 5), (&TABLES, 1)]), [""; 0]);
        assert_eq!(places(&[(&IMPORTS, IMPORTS.max * 4 / 5 + 1)]), ["Imports"]);
    }
}
