//! The folder where Loadline keeps what nobody has to back up: unsaved work, earlier saves.

use std::path::PathBuf;
use std::time::SystemTime;

/// The platform's state folder for Loadline, whether or not it exists: `$XDG_STATE_HOME/loadline`,
/// `~/.local/state/loadline`, or the data folder where a platform has no folder for states. None if there is no home.
pub fn folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_dir()).join("loadline"))
}

/// The same with seconds, where several are near each other: `2026-11-24 01:37:09`.
pub fn utc_to_the_second(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    format!("{}:{:02}", utc(time), seconds % 60)
}

/// A time as people write it, in UTC: `2026-11-24 01:37`.
pub fn utc(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, minutes) = (seconds / 86_400, seconds % 86_400 / 60);
    // Civil from days, after Howard Hinnant: years begin in March, so that the leap day is the last of a year.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::utc;
    use std::time::{Duration, SystemTime};

    #[test]
    fn times_are_those_of_the_calendar() {
        let at = |seconds| utc(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01 00:00");
        assert_eq!(at(951_782_400), "2000-02-29 00:00");
        assert_eq!(at(1_709_251_199), "2024-02-29 23:59");
        assert_eq!(at(1_709_251_200), "2024-03-01 00:00");
        assert_eq!(at(4_102_444_740), "2099-12-31 23:59");
    }
}
