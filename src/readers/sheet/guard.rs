//! What a zipped workbook must satisfy before a library opens it.
//!
//! Everything is inflated once and counted while it flows: sizes that the archive states are not
//! believed. Entries that overlap, come twice or inflate beyond reason are refused, and so are
//! entity declarations and the stated counts that make a reader reserve memory in advance. What
//! is XML is told by its first bytes: a relationship may lead to a part of any name.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use regex::bytes::Regex;
use zip::ZipArchive;
use zip::result::ZipError;

use super::SheetError;
use crate::limits::Limits;

/// A zip over bytes in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Below this many inflated bytes a high ratio harms nobody: a small sheet of equal rows
/// passes any ratio honestly.
const RATIO_FLOOR: u64 = 8 << 20;

/// Fewest bytes that one shared string takes in XML: `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// The first bytes of a compound file.
pub(super) const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Opens a zip and checks all of it.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Archive<'a>, SheetError> {
    counted(bytes, limits).map(|(archive, _)| archive)
}

/// The same, with the size of each entry as it was counted: what a zip states need not be true.
pub(super) fn counted<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<(Archive<'a>, Vec<u64>), SheetError> {
    if bytes.starts_with(OLE_MAGIC) {
        // ECMA-376 part 2 packages are encrypted inside a compound file (MS-OFFCRYPTO 2.3.2).
        return Err(if super::ole::holds(bytes, "EncryptedPackage") {
            SheetError::Password
        } else {
            SheetError::Damaged("un fichier OLE là où un zip est attendu".to_owned())
        });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    check_directory(&mut archive, limits)?;
    let (mut inflated, mut sizes) = (0, Vec::new());
    for index in 0..archive.len() {
        let size = check_entry(&mut archive, index, inflated, limits)?;
        inflated += size;
        sizes.push(size);
    }
    Ok((archive, sizes))
}

/// The error of a zip, told.
pub(super) fn damaged(error: &ZipError) -> SheetError {
    SheetError::Damaged(format!("l'archive zip est coupée ou abîmée ({error})"))
}

/// Number, names and overlap of the entries.
fn check_directory(archive: &mut Archive<'_>, limits: &Limits) -> Result<(), SheetError> {
    let size = archive.len() as u64;
    if size > limits.zip_entries {
        let (limit, flag) = (limits.zip_entries, "--max-entries");
        return Err(SheetError::TooLarge { what: "entrées du zip", size, limit, flag });
    }
    if archive.has_duplicate_names() {
        return Err(refused("deux entrées du zip portent le même nom"));
    }
    if archive.has_overlapping_files().map_err(|e| damaged(&e))? {
        return Err(refused("des entrées du zip se recouvrent"));
    }
    Ok(())
}

/// Inflates one entry, counting; gives its inflated size.
fn check_entry(
    archive: &mut Archive<'_>,
    index: usize,
    before: u64,
    limits: &Limits,
) -> Result<u64, SheetError> {
    let mut entry = archive.by_index_raw(index).map_err(|e| damaged(&e))?;
    if entry.encrypted() {
        return Err(SheetError::Password);
    }
    let packed = entry.compressed_size().max(1);
    let name = entry.name().map(|n| n.to_ascii_lowercase()).unwrap_or_default();
    drop(entry);
    entry = archive.by_index(index).map_err(|e| damaged(&e))?;
    let mut watch = Watch::default();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = entry.read(&mut buffer).map_err(|e| {
            SheetError::Damaged(format!("l'entrée {name} ne se décompresse pas ({e})"))
        })?;
        let Some(chunk) = buffer.get(..read).filter(|c| !c.is_empty()) else { break };
        watch.see(chunk)?;
        let total = before + watch.size;
        if total > limits.inflated_bytes {
            let (size, limit, flag) = (total, limits.inflated_bytes, "--max-inflated");
            return Err(SheetError::TooLarge { what: "taille décompressée", size, limit, flag });
        }
        if watch.size > RATIO_FLOOR && watch.size / packed > limits.inflate_ratio {
            let (size, limit, flag) = (watch.size / packed, limits.inflate_ratio, "--max-ratio");
            return Err(SheetError::TooLarge { what: "taux de compression", size, limit, flag });
        }
    }
    watch.finish()
}

/// What is looked for in XML: entity declarations, and counts by which readers reserve memory.
/// A document type alone is harmless (old office programs wrote one).
static SUSPECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?-u)(<!ENTITY)|uniqueCount[ \t\r\n]*=[ \t\r\n]*["'][ \t\r\n]*([0-9]+)"#).ok()
});

/// Bytes kept between two chunks, in case what is looked for is cut there.
const OVERLAP: usize = 64;

/// Marks of UTF-16 and UTF-32, and how XML begins in UTF-16 without one: in a text of two bytes a
/// letter, nothing of what is looked for is found, and no reader here reads it.
const WIDE: [&[u8]; 5] = [b"\xFF\xFE", b"\xFE\xFF", b"<\0", b"\0<", b"\0\0"];

/// What is seen of the bytes of one entry.
#[derive(Default)]
struct Watch {
    /// Whether it is XML, once its first bytes are seen.
    xml: Option<bool>,
    size: u64,
    tail: Vec<u8>,
    /// Shared strings that the part states.
    stated: u64,
}

impl Watch {
    fn see(&mut self, chunk: &[u8]) -> Result<(), SheetError> {
        self.size += chunk.len() as u64;
        self.tail.extend_from_slice(chunk);
        let xml = match self.xml {
            Some(xml) => xml,
            None if self.tail.len() < 4 => return Ok(()),
            None => *self.xml.insert(is_xml(&self.tail)?),
        };
        let Some(suspect) = SUSPECT.as_ref().filter(|_| xml) else {
            self.tail.clear();
            return Ok(());
        };
        for found in suspect.captures_iter(&self.tail) {
            if found.get(1).is_some() {
                return Err(refused("le XML déclare des entités"));
            }
            let digits = found.get(2).map_or(&b""[..], |m| m.as_bytes());
            let stated = digits.iter().fold(0_u64, |n, b| {
                n.saturating_mul(10).saturating_add(u64::from(b.saturating_sub(b'0')))
            });
            self.stated = self.stated.max(stated);
        }
        let spare = self.tail.len().saturating_sub(OVERLAP);
        self.tail.drain(..spare);
        Ok(())
    }

    fn finish(self) -> Result<u64, SheetError> {
        if self.stated > self.size / SHORTEST_STRING + 1 {
            return Err(refused("le classeur annonce plus de textes qu'il n'en contient"));
        }
        Ok(self.size)
    }
}

/// Whether bytes begin as XML; refused where they do so in UTF-16.
fn is_xml(head: &[u8]) -> Result<bool, SheetError> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // A mark alone is no XML: pictures and printer settings begin as they please.
    let wide = WIDE.iter().any(|mark| head.starts_with(mark));
    let sign = head.iter().take(4).any(|byte| *byte == b'<');
    if wide && sign {
        return Err(refused("son XML est en UTF-16, qui n'est pas lu"));
    }
    Ok(head.trim_ascii_start().first().is_none_or(|byte| *byte == b'<'))
}

/// The error of a refusal.
pub(super) fn refused(why: &str) -> SheetError {
    SheetError::Refused(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(chunks: &[&[u8]]) -> Result<u64, SheetError> {
        let mut watch = Watch::default();
        for chunk in chunks {
            watch.see(chunk)?;
        }
        watch.finish()
    }

    #[test]
    fn entities_are_found_in_xml_of_any_name_and_cut_between_chunks() {
        assert!(matches!(
            seen(&[b"<!DOCTYPE a [<!ENT", b"ITY b 'c'>]>"]),
            Err(SheetError::Refused(_))
        ));
        assert!(matches!(seen(&[b"<", b"w>", b"<!ENTITY"]), Err(SheetError::Refused(_))));
        assert_eq!(seen(&[b"\x89PNG <!ENTITY"]).unwrap(), 13, "a picture is no XML");
    }

    #[test]
    fn entries_have_the_size_that_was_counted_and_not_the_one_that_is_stated() {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&[b' '; 500]).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        let entry = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&(1_u32 << 30).to_le_bytes());
        let (mut archive, sizes) = counted(&bytes, &Limits::default()).unwrap();
        assert_eq!((archive.by_index(0).unwrap().size(), sizes), (1 << 30, vec![500]));
    }

    #[test]
    fn xml_in_utf_16_hides_nothing() {
        for marked in [true, false] {
            let text = if marked { "\u{feff}<!ENTITY a 'b'>" } else { "<!ENTITY a 'b'>" };
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                let told = seen(&[&bytes]).unwrap_err().to_string();
                assert!(told.contains("UTF-16"), "{told}");
            }
        }
    }
}
