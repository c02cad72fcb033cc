//! What a test needs: `use sandpact_testing::prelude::*`.

pub use crate::{Account, Calls, Denied, Deployed, Failure, Ledger, Organisations, Outcome};
pub use insta::assert_snapshot;
pub use sandpact_sdk::native::Upgrade;
pub use sandpact_sdk::prelude::*;

/// The name under which tests are written: `#[sandpact::test]`.
pub mod sandpact {
    pub use crate::test;
}
