//! The folder where Loadline keeps what nobody has to back up: unsaved work, earlier saves.

use std::path::PathBuf;

/// The platform's state folder for Loadline, whether or not it exists: `$XDG_STATE_HOME/loadline`,
/// `~/.local/state/loadline`, or the data folder where a platform has no folder for states. None if there is no home.
pub fn folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_dir()).join("loadline"))
}
