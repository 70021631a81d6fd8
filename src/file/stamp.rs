//! What a file on the disk was when it was last read or written, to notice that somebody else has changed it since.

use siphasher::sip128::{Hasher128 as _, SipHasher13};
use std::fmt;
use std::fs;
use std::hash::Hasher as _;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A modification this recent may be followed by another within one tick of the file system's clock.
const TICK: Duration = Duration::from_secs(2);

/// A fingerprint of content: 128 bits, the same on every machine and in every version.
///
/// It tells contents apart that differ by accident. It is no proof against somebody who wants two files to look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of a content.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = SipHasher13::new();
        hasher.write(bytes);
        Self(hasher.finish128().as_u128())
    }

    /// The fingerprint that was written as 32 hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What a file was: its length, when it was modified, its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// When it was modified, if the system says.
    pub modified: Option<SystemTime>,
    /// Its content.
    pub content: Fingerprint,
    /// Whether time and length are enough to see a change: not if it was modified only just before it was looked at.
    settled: bool,
}

/// What has become of a file since a [`Stamp`] was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Nothing: the same content. The stamp is that of now.
    Same(Stamp),
    /// Other content.
    Changed(Stamp),
    /// It is gone, or what stands there is no file.
    Gone,
}

impl Outside {
    /// What has become of the file, in words.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::Same(_) => "it is as it was",
            Self::Changed(_) => "it has been changed since it was opened",
            Self::Gone => "it has been moved or removed since it was opened",
        }
    }
}

impl Stamp {
    /// The stamp of content that was read from a file with that metadata.
    pub(super) fn of(bytes: &[u8], metadata: Option<&fs::Metadata>) -> Self {
        let modified = metadata.and_then(|metadata| metadata.modified().ok());
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        Self {
            length: bytes.len() as u64,
            modified,
            content: Fingerprint::of(bytes),
            settled: age.is_some_and(|age| age > TICK),
        }
    }

    /// The stamp of content of which only this is known: any file of other content counts as changed.
    pub fn of_content(length: u64, content: Fingerprint) -> Self {
        Self { length, modified: None, content, settled: false }
    }

    /// The stamp of the file that is there now.
    ///
    /// # Errors
    /// What the system says, or [`io::ErrorKind::FileTooLarge`] beyond [`super::LARGEST_FILE`].
    pub fn read(path: &Path) -> io::Result<Self> {
        let (bytes, metadata) = super::save::bytes_of(path)?;
        if bytes.len() > super::LARGEST_FILE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(Self::of(&bytes, Some(&metadata)))
    }

    /// Looks what has become of the file. Cheap while length and time are the same; else the content decides, so that
    /// a file that was only touched counts as the same.
    ///
    /// # Errors
    /// What the system says, if there is a file that cannot be read.
    pub fn look(&self, path: &Path) -> io::Result<Outside> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return Ok(Outside::Gone),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Outside::Gone);
            }
            Err(error) => return Err(error),
        };
        let same_time = metadata.modified().ok() == self.modified && self.modified.is_some();
        if self.settled && same_time && metadata.len() == self.length {
            return Ok(Outside::Same(*self));
        }
        match Self::read(path) {
            Ok(now) if now.content == self.content => Ok(Outside::Same(now)),
            Ok(now) => Ok(Outside::Changed(now)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Outside::Gone),
            Err(error) => Err(error),
        }
    }
}
