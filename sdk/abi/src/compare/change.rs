//! What can be found, under names that stay.

use core::fmt;

/// What an upgrade may do, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What is stored and who calls need nothing.
    Compatible,
    /// What may be stored does not fit the new layout: a `#[migrate]` method must change it.
    NeedsMigration,
    /// No migration can make it right: others are bound to what it takes away.
    Refused,
}

impl Verdict {
    /// `compatible`, `needs-migration` or `refused`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::NeedsMigration => "needs-migration",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! changes {
    ($($name:ident = $text:literal, $meaning:literal;)*) => {
        /// What changed. A name never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Change {
            $(#[doc = $meaning] $name,)*
        }

        impl Change {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it is, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

changes! {
    ContractRenamed = "contract-renamed", "The new code is of another contract.";
    VersionNotHigher = "version-not-higher", "The new version is not above the old one.";
    VersionUnreadable = "version-unreadable", "The new version is no semantic version.";
    MethodAdded = "method-added", "A method that the old code does not have.";
    MethodRemoved = "method-removed", "A method that nobody can call any more.";
    MethodWrites = "method-writes", "A reading method became a writing one.";
    MethodReads = "method-reads", "A writing method became a reading one.";
    ReentrancyAdded = "reentrancy-added", "A method became reentrant.";
    ReentrancyRemoved = "reentrancy-removed", "A method is no longer reentrant.";
    GuardLoosened = "guard-loosened", "More accounts may call a method.";
    GuardTightened = "guard-tightened", "Fewer accounts may call a method.";
    GuardChanged = "guard-changed", "Other accounts may call a method.";
    ErrorAdded = "error-added", "A code that the old code does not give.";
    ErrorRemoved = "error-removed", "A code that the description no longer explains.";
    ErrorRenamed = "error-renamed", "A code under another name.";
    EventAdded = "event-added", "An event that the old code does not emit.";
    EventRemoved = "event-removed", "An event that the description no longer explains.";
    FieldAdded = "field-added", "A storage field that the old code does not have.";
    FieldRemoved = "field-removed", "A storage field whose entries no code knows any more.";
    KindChanged = "kind-changed", "A storage field of another kind.";
    IndexAdded = "index-added", "An index that old entries are not in.";
    IndexRemoved = "index-removed", "An index whose entries no code knows any more.";
    IndexChanged = "index-changed", "An index that became unique, or no longer is.";
    TypeChanged = "type-changed", "A type whose values are not encoded as before.";
    Retyped = "retyped", "Another type with the same encoding.";
    Renamed = "renamed", "A field or variant under another name, with the same encoding.";
    Moved = "moved", "A field or variant at another's place.";
    PartAdded = "part-added", "A field more in a struct, a tuple, arguments, an event or an error.";
    PartRemoved = "part-removed", "A field less in a struct, a tuple, arguments, an event or an error.";
    VariantAdded = "variant-added", "A variant that the old enum does not have.";
    VariantRemoved = "variant-removed", "A variant that the new enum does not have.";
    Migrates = "migrates", "The new code has a migrate method, which the upgrade runs.";
}
