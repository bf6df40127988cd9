//! What a zipped workbook must satisfy before a library opens it.
//!
//! Everything is inflated once and counted while it flows: sizes that the archive states are not
//! believed. Entries that overlap, come twice or inflate beyond reason are refused, and so are
//! entity declarations and the stated counts that make a reader reserve memory in advance.

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
    let mut inflated = 0;
    for index in 0..archive.len() {
        inflated += check_entry(&mut archive, index, inflated, limits)?;
    }
    Ok(archive)
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
    let mut watch = Watch::new(&name);
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

/// What is seen of the bytes of one entry.
struct Watch {
    xml: bool,
    size: u64,
    tail: Vec<u8>,
    /// Shared strings that the part states.
    stated: u64,
}

impl Watch {
    fn new(name: &str) -> Self {
        let xml = [".xml", ".rels"].iter().any(|ending| name.ends_with(ending));
        Self { xml, size: 0, tail: Vec::new(), stated: 0 }
    }

    fn see(&mut self, chunk: &[u8]) -> Result<(), SheetError> {
        self.size += chunk.len() as u64;
        let Some(suspect) = SUSPECT.as_ref().filter(|_| self.xml) else { return Ok(()) };
        self.tail.extend_from_slice(chunk);
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

/// The error of a refusal.
pub(super) fn refused(why: &str) -> SheetError {
    SheetError::Refused(why.to_owned())
}
