//! A design inside something else: packed into letters that survive a chat, a picture or an e-mail, and found again.

use super::{FileError, Opened, read, write_fragment};
use crate::design::Element;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// What a packed design begins with: the name and the version of the packing.
pub const PREFIX: &str = "loadline:1:";
/// The key under which a picture carries a design.
pub const KEY: &str = "loadline";
/// The most that a packed design may become, in bytes.
pub const LARGEST_UNPACKED: usize = 16 << 20;
/// The most that anything carrying a design may have, in bytes.
pub const LARGEST_CARRIER: usize = 64 << 20;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn wrong(message: impl Into<String>) -> FileError {
    FileError { line: 1, column: 1, message: message.into() }
}

/// Packs a text into one line: a prefix, then deflated and in letters, digits, `-` and `_`.
pub fn pack(text: &str) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), 9)))
}

/// The text that was packed. Spaces and line ends that a mail has put in are passed over.
///
/// # Errors
/// [`FileError`] if it is cut short, damaged, or would become larger than [`LARGEST_UNPACKED`].
pub fn unpack(line: &str) -> Result<String, FileError> {
    let Some(packed) = line.trim().strip_prefix(PREFIX) else {
        return Err(wrong(format!("expected a line that begins with `{PREFIX}`, found another")));
    };
    let letters: Vec<u8> = packed.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = URL_SAFE_NO_PAD
        .decode(&letters)
        .map_err(|error| wrong(format!("the packed design is damaged or cut short ({error}); copy it again")))?;
    let text = decompress_to_vec_with_limit(&bytes, LARGEST_UNPACKED).map_err(|error| {
        wrong(match error.status {
            TINFLStatus::HasMoreOutput => {
                format!("expected a packed design of at most {} MiB, found more", LARGEST_UNPACKED >> 20)
            }
            _ => "the packed design is damaged or cut short; copy it again".to_owned(),
        })
    })?;
    String::from_utf8(text).map_err(|_| wrong("expected UTF-8 in the packed design, found other bytes"))
}

/// Elements as one packed line for the clipboard.
pub fn pack_fragment(elements: &[Element]) -> String {
    pack(&write_fragment(elements))
}

/// Whether bytes are something that may carry a design: a PNG, an SVG or a packed line.
pub fn is_carrier(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || is_svg(bytes) || bytes.trim_ascii_start().starts_with(PREFIX.as_bytes())
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default().trim_ascii_start();
    head.starts_with(b"<") && head.windows(4).any(|four| four == b"<svg")
}

/// The design that a PNG, an SVG or a packed line carries.
///
/// # Errors
/// [`FileError`] if it carries none, or what it carries cannot be read.
pub fn read_carrier(bytes: &[u8]) -> Result<Opened, FileError> {
    if bytes.len() > LARGEST_CARRIER {
        return Err(wrong(format!("expected at most {} MiB, found more", LARGEST_CARRIER >> 20)));
    }
    let packed = if bytes.starts_with(PNG) {
        in_png(bytes)
            .ok_or_else(|| wrong("this PNG carries no design: export one with Loadline, or open the .ron file"))?
    } else if is_svg(bytes) {
        in_svg(bytes)
            .ok_or_else(|| wrong("this SVG carries no design: export one with Loadline, or open the .ron file"))?
    } else {
        bytes
    };
    let packed = std::str::from_utf8(packed).map_err(|_| wrong("expected a packed design, found other bytes"))?;
    read(&unpack(packed)?)
}

/// The text under our key in a PNG.
fn in_png(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(PNG.len()..)?;
    loop {
        let (head, body) = rest.split_at_checked(8)?;
        let (length, sort) = head.split_at_checked(4)?;
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        let (data, after) = body.split_at_checked(length)?;
        if sort == b"tEXt"
            && let Some(text) = data.strip_prefix(KEY.as_bytes()).and_then(|rest| rest.strip_prefix(b"\0"))
        {
            return Some(text);
        }
        // The checksum.
        rest = after.get(4..)?;
    }
}

/// The text of our metadata in an SVG.
fn in_svg(bytes: &[u8]) -> Option<&[u8]> {
    let begin = b"<metadata id=\"loadline\">";
    let at = bytes.windows(begin.len()).position(|window| window == begin)? + begin.len();
    let rest = bytes.get(at..)?;
    let end = rest.iter().position(|byte| *byte == b'<')?;
    rest.get(..end)
}

/// Puts a packed design into a PNG, before the picture itself. None if the bytes are no PNG.
pub fn put_into_png(png: &[u8], packed: &str) -> Option<Vec<u8>> {
    // The signature, and the header with length, name, 13 bytes and checksum.
    let (head, body) = png.split_at_checked(PNG.len() + 25)?;
    if !head.starts_with(PNG) {
        return None;
    }
    let mut chunk = b"tEXt".to_vec();
    chunk.extend(KEY.as_bytes());
    chunk.push(0);
    chunk.extend(packed.as_bytes());
    let length = u32::try_from(chunk.len() - 4).ok()?;
    let mut out = Vec::with_capacity(png.len() + chunk.len() + 8);
    out.extend(head);
    out.extend(length.to_be_bytes());
    out.extend(&chunk);
    out.extend(checksum(&chunk).to_be_bytes());
    out.extend(body);
    Some(out)
}

/// The checksum of PNG: CRC-32 of ISO 3309.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
        sum
    })
}
