//! Work on a ledger as a whole: carrying it elsewhere, making it smaller, making it anew.

use super::{Config, Runtime};
use crate::RuntimeError;
use sandpact_state::{
    Head, Pruned, Recovery, State, StateStats,
    disk::FolderDisk,
    snapshot::{Manifest, OnProgress},
};
use std::path::Path;

impl Runtime {
    /// What opening made good.
    #[must_use]
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// What is kept, in numbers.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn stats(&self) -> Result<StateStats, RuntimeError> {
        Ok(self.state.stats()?)
    }

    /// Writes a snapshot of the head's state into an empty or new folder.
    ///
    /// # Errors
    /// [`RuntimeError`].
    pub fn export(
        &self,
        folder: &Path,
        on_progress: OnProgress<'_>,
    ) -> Result<Manifest, RuntimeError> {
        Ok(self.state.export(&FolderDisk::new(folder), on_progress)?)
    }

    /// Makes a ledger of the snapshot in a folder. Repeated after an interruption, it goes
    /// on where it was.
    ///
    /// # Errors
    /// [`RuntimeError`].
    pub fn import(
        config: &Config,
        folder: &Path,
        on_progress: OnProgress<'_>,
    ) -> Result<Head, RuntimeError> {
        let from = FolderDisk::new(folder);
        config.import(|place| State::import(place, &from, on_progress))
    }

    /// Removes old blocks, after a snapshot of the head took their place.
    ///
    /// # Errors
    /// [`RuntimeError`].
    pub fn prune(&self, on_progress: OnProgress<'_>) -> Result<Pruned, RuntimeError> {
        Ok(self.state.prune(on_progress)?)
    }

    /// Opens a ledger with everything that is derived built anew from its log. An anchor
    /// that cannot be read is written anew as well; whether it was.
    ///
    /// # Errors
    /// [`RuntimeError`].
    pub fn rebuild(config: &Config) -> Result<(Self, bool), RuntimeError> {
        let place = config.open()?;
        let is_anchor_new = State::prepare_rebuild(place.as_ref())?;
        Ok((Self::start(config, place)?, is_anchor_new))
    }
}
