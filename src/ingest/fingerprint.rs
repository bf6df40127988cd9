//! A file's size, hash, first and last bytes, in one pass and little memory.
//!
//! Files over the limit are not hashed: their first bytes still tell what they are.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

use sha2::{Digest, Sha256};

/// Bytes kept from the start: the header of any format, and lines enough to know a csv.
const HEAD: usize = 64 << 10;
/// Bytes kept from the end: the directory of a zip of 10,000 entries fits in.
const TAIL: u64 = 1 << 20;

/// What one pass over a file gives.
pub(super) struct Fingerprint {
    /// Its size in bytes.
    pub(super) size: u64,
    /// Hexadecimal SHA-256; `None` for a file over the limit.
    pub(super) sha256: Option<String>,
    /// Its first bytes.
    pub(super) head: Vec<u8>,
    /// Its last bytes where it is a container, whose directory stands there; else empty.
    pub(super) tail: Vec<u8>,
}

/// Takes the fingerprint of a regular file.
pub(super) fn take(path: &Path, limit: u64) -> io::Result<Fingerprint> {
    let mut file = open(path)?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    (&file).take(HEAD as u64).read_to_end(&mut head)?;
    // No further than it was long: one that goes on growing is another when it is read.
    let rest = size.saturating_sub(head.len() as u64);
    let sha256 = if size <= limit { Some(hash(&head, &mut (&file).take(rest))?) } else { None };
    let container = head.starts_with(b"PK") || head.starts_with(&super::containers::OLE);
    let tail = if container { read_tail(&mut file, size)? } else { Vec::new() };
    Ok(Fingerprint { size, sha256, head, tail })
}

/// Opens a regular file. What has come in its place since it was found (a pipe, a device) may never
/// end, and is not waited for.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::other("ce n'est plus un fichier (no file any more)"))
}

/// Hashes the head and what follows it.
fn hash(head: &[u8], rest: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(head);
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = rest.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|c| !c.is_empty()) else { break };
        hasher.update(chunk);
    }
    Ok(hex(&hasher.finalize()))
}

/// The last bytes of a file.
fn read_tail(file: &mut File, size: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Bytes that are hashed as they are read or written.
pub(crate) struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R> Hashing<R> {
    /// Hashes what is read from it or written to it.
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    /// The hexadecimal SHA-256 of what was read or written.
    pub(crate) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The hexadecimal SHA-256 of bytes in memory.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_longer_than_the_head_is_hashed_whole() {
        let bytes = vec![b'x'; HEAD + 12_345];
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let seen = take(file.path(), u64::MAX).unwrap();
        assert_eq!(seen.sha256, Some(sha256(&bytes)));
        assert_eq!((seen.head.len(), seen.size), (HEAD, bytes.len() as u64));
        assert_eq!(take(file.path(), 10).unwrap().sha256, None);
    }

    #[test]
    fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        assert!(take(&path, u64::MAX).is_err());
        assert!(open(Path::new("/dev/zero")).is_err());
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
    }
}
