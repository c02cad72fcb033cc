//! The book's examples: each code block of a chapter is a documentation test.

macro_rules! chapters {
    ($($name:ident $file:literal,)*) => {
        $(
            #[doc = include_str!($file)]
            pub mod $name {}
        )*
    };
}

chapters! {
    storage "src/storage.md",
    events_and_errors "src/events-and-errors.md",
    permissions "src/permissions.md",
    calls "src/calls.md",
    tests "src/tests.md",
    gas "src/gas.md",
    upgrades "src/upgrades.md",
    privacy "src/privacy.md",
}
