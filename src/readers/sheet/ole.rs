//! A compound file (MS-CFB): the sectors of a stream, so that it can be looked at and, where it
//! states a harmful size, mended in place before a library opens it.
//!
//! Every chain is walked with a bound: a cycle of sectors is damage, not an endless read.

use super::SheetError;

/// Sector numbers from here on mark the end of a chain or a special sector (MS-CFB 2.1).
const RESERVED: u32 = 0xFFFF_FFFA;

/// Streams shorter than this live in the mini stream.
const MINI_CUTOFF: usize = 4096;

/// A stream and where each of its bytes stands in the file.
pub(super) struct Stream {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// File offset of each sector of the stream.
    offsets: Vec<usize>,
    sector: usize,
}

impl Stream {
    /// Where a byte of the stream stands in the file.
    pub(super) fn file_offset(&self, at: usize) -> Option<usize> {
        Some(self.offsets.get(at / self.sector)? + at % self.sector)
    }
}

/// Whether a compound file has a stream of this name.
pub(super) fn holds(bytes: &[u8], name: &str) -> bool {
    Ole::new(bytes).is_ok_and(|ole| ole.entry(name).is_some())
}

/// Two little-endian bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four little-endian bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A compound file with its sector table.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Ole<'a> {
    /// Reads the header, the sector table and the directory.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged("en-tête OLE")),
        };
        let mut ole = Self { bytes, sector, fat: Vec::new(), directory: Vec::new() };
        ole.fat = ole.read_fat().ok_or_else(|| damaged("table des secteurs"))?;
        let start = u32_at(bytes, 48).ok_or_else(|| damaged("en-tête OLE"))?;
        ole.directory = ole.gather(&ole.chain(start)?);
        Ok(ole)
    }

    /// A stream by its name.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Stream>, SheetError> {
        let Some((start, size)) = self.entry(name) else { return Ok(None) };
        if size < MINI_CUTOFF {
            return self.mini_stream(start, size).map(Some);
        }
        let chain = self.chain(start)?;
        let mut bytes = self.gather(&chain);
        bytes.truncate(size);
        let offsets = chain.iter().map(|s| self.offset(*s)).collect();
        Ok(Some(Stream { bytes, offsets, sector: self.sector }))
    }

    /// Start and size of a directory entry. The size is 32 bits wide in files of any real kind.
    fn entry(&self, name: &str) -> Option<(u32, usize)> {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.directory.chunks_exact(128).find_map(|entry| {
            let length = usize::from(u16_at(entry, 64)?).checked_sub(2)?;
            let same = entry.get(..length.min(64))?.eq_ignore_ascii_case(&wanted);
            same.then(|| Some((u32_at(entry, 116)?, u32_at(entry, 120)? as usize)))?
        })
    }

    fn offset(&self, sector: u32) -> usize {
        (sector as usize + 1) * self.sector
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let from = self.offset(number);
        // The last sector of a file may be cut short.
        self.bytes.get(from..(from + self.sector).min(self.bytes.len()))
    }

    /// The sector table: 109 of its sectors are named in the header, the others in a chain.
    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut numbers: Vec<u32> =
            (0..109).filter_map(|i| u32_at(self.bytes, 76 + 4 * i)).collect();
        let most = self.bytes.len() / self.sector + 1;
        let mut next = u32_at(self.bytes, 68)?;
        for _ in 0..most {
            if next >= RESERVED {
                break;
            }
            let mut words = words(self.sector(next)?);
            next = words.pop()?;
            numbers.append(&mut words);
        }
        numbers.retain(|n| *n < RESERVED);
        (numbers.len() <= most).then_some(())?;
        Some(numbers.iter().filter_map(|n| self.sector(*n)).flat_map(words).collect())
    }

    /// The sectors of a chain; one longer than the file goes in circles.
    fn chain(&self, start: u32) -> Result<Vec<u32>, SheetError> {
        follow(&self.fat, start, self.bytes.len() / self.sector + 1)
    }

    fn gather(&self, chain: &[u32]) -> Vec<u8> {
        chain.iter().filter_map(|s| self.sector(*s)).flatten().copied().collect()
    }

    /// A short stream: 64-byte sectors inside the stream of the root entry.
    fn mini_stream(&self, start: u32, size: usize) -> Result<Stream, SheetError> {
        let fat_start = u32_at(self.bytes, 60).unwrap_or(RESERVED);
        let fat = words(&self.gather(&self.chain(fat_start)?));
        let root = u32_at(&self.directory, 116).ok_or_else(|| damaged("répertoire OLE"))?;
        let home = self.chain(root)?;
        let all = self.gather(&home);
        let chain = follow(&fat, start, all.len() / 64 + 1)?;
        let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
        for number in chain {
            let at = number as usize * 64;
            let piece = all.get(at..(at + 64).min(all.len()));
            bytes.extend_from_slice(piece.ok_or_else(|| damaged("mini-secteur"))?);
            let sector = home.get(at / self.sector).copied().unwrap_or_default();
            offsets.push(self.offset(sector) + at % self.sector);
        }
        bytes.truncate(size);
        Ok(Stream { bytes, offsets, sector: 64 })
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|w| u32::from_le_bytes(*w)).collect()
}

fn follow(table: &[u32], start: u32, most: usize) -> Result<Vec<u32>, SheetError> {
    let (mut out, mut next) = (Vec::new(), start);
    while next < RESERVED {
        if out.len() >= most {
            return Err(damaged("une chaîne de secteurs tourne en rond"));
        }
        out.push(next);
        next = table.get(next as usize).copied().ok_or_else(|| damaged("secteur inconnu"))?;
    }
    Ok(out)
}

fn damaged(what: &str) -> SheetError {
    SheetError::Damaged(format!("fichier OLE : {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_of_sectors_is_damage() {
        assert!(matches!(follow(&[1, 0], 0, 10), Err(SheetError::Damaged(_))));
        assert_eq!(follow(&[1, u32::MAX - 1], 0, 10).unwrap(), [0, 1]);
    }

    #[test]
    fn bytes_that_are_no_compound_file_are_damage() {
        assert!(Ole::new(b"\xD0\xCF\x11\xE0").is_err());
        assert!(!holds(&[0; 600], "Workbook"));
    }

    /// A compound file of a sector table and a directory with the entries given.
    fn compound(entries: &[(&str, u32, u32)]) -> Vec<u8> {
        let mut bytes = vec![0xFF_u8; 512 * 3];
        let mut put = |at: usize, word: &[u8]| bytes[at..at + word.len()].copy_from_slice(word);
        put(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        put(30, &9_u16.to_le_bytes());
        put(48, &1_u32.to_le_bytes());
        put(76, &0_u32.to_le_bytes());
        put(512, &0xFFFF_FFFD_u32.to_le_bytes());
        put(516, &0xFFFF_FFFE_u32.to_le_bytes());
        for (i, (name, start, size)) in entries.iter().enumerate() {
            let at = 1024 + 128 * i;
            let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(at, &[0; 128]);
            put(at, &letters);
            put(at + 64, &(letters.len() as u16 + 2).to_le_bytes());
            put(at + 116, &start.to_le_bytes());
            put(at + 120, &size.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn an_encrypted_package_is_seen_by_its_stream() {
        let bytes = compound(&[("Root Entry", u32::MAX - 1, 0), ("EncryptedPackage", 1, 8)]);
        assert!(holds(&bytes, "encryptedpackage"));
        assert!(!holds(&bytes, "Workbook"));
        let limits = crate::limits::Limits::default();
        let error = super::super::guard::open(&bytes, &limits).map(|_| ()).unwrap_err();
        assert!(matches!(error, SheetError::Password), "{error}");
    }

    #[test]
    fn bytes_of_a_stream_are_found_in_the_file() {
        let bytes = compound(&[("Root Entry", u32::MAX - 1, 0), ("Workbook", 1, 5000)]);
        let ole = Ole::new(&bytes).unwrap();
        let stream = ole.stream("Workbook").unwrap().unwrap();
        assert_eq!(stream.file_offset(10), Some(1034));
        assert_eq!(stream.bytes[10], bytes[1034]);
        assert_eq!(stream.file_offset(512), None);
    }
}
