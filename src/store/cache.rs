//! Documents read and laid out, kept so that rules are tried on them again without their files;
//! and what Tesseract read of pictures, which takes a second a page.
//!
//! An entry is named by all that it depends on, so that none is ever out of date: a document by the
//! bytes of the file, how it was read, and the program itself; a picture by its pixels and by
//! Tesseract alone, so that it outlives a build. The cache is a help and nothing else: an entry
//! that cannot be read or written is as good as none, and the oldest go when there are too many.
//! Under `$XDG_CACHE_HOME` or `~/.cache` if no folder is given.

use std::fs::{self, DirEntry, Metadata};
use std::io::Write as _;
use std::iter;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::ingest::sha256;
use crate::readers::ocr::Readings;

use super::atomic;
use super::snapshots::regular;

/// Bytes that all entries may take: some ten thousand bilans.
const MOST: u64 = 2 << 30;

/// Bytes of an entry at most: an answer of a worker is no larger unless it is asked for.
const LARGEST: u64 = 1 << 30;

/// Hexadecimal digits of the name of an entry.
const HASH: usize = 64;

/// How names of entries end: those of documents, and those of pictures.
const ENDINGS: [&str; 2] = [".json", ".hocr"];

/// A folder of entries.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    /// What every entry depends on: this build of the program, or how entries are made.
    made_by: String,
    /// How names of its entries end.
    ending: &'static str,
}

impl Cache {
    /// The cache in a folder; in that of the user if none is given, and none where there is no
    /// such folder.
    #[must_use]
    pub fn open(folder: Option<&Path>) -> Option<Self> {
        let folder = folder.map(Path::to_owned).or_else(of_the_user)?;
        Some(Self { folder, made_by: build(), ending: ENDINGS[0] })
    }

    /// The cache of what is read of pictures, whatever the build, in the same folder.
    #[must_use]
    pub fn of_pictures(self) -> Self {
        Self { made_by: "pictures/1".to_owned(), ending: ENDINGS[1], ..self }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is kept under a key.
    #[must_use]
    pub fn get(&self, key: &[&str]) -> Option<Vec<u8>> {
        regular(&self.path(key), LARGEST).ok()
    }

    /// Keeps something, whose bytes come in pieces; whether it could.
    pub fn put<'b>(&self, key: &[&str], mut pieces: impl Iterator<Item = &'b [u8]>) -> bool {
        let path = self.path(key);
        let Some(folder) = path.parent() else { return false };
        let written = fs::create_dir_all(folder).and_then(|()| {
            // Not synced: an entry that a power cut tears does not parse and is made anew.
            let mut file = atomic::temporary(folder)?;
            pieces.try_for_each(|piece| file.write_all(piece))?;
            file.persist(&path).map_err(|error| error.error)
        });
        written.is_ok()
    }

    /// Removes the oldest entries until the rest is not too much.
    pub fn trim(&self) {
        self.trim_to(MOST);
    }

    fn trim_to(&self, most: u64) {
        let mut entries = self.entries();
        entries.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.modified().ok()));
        let mut sum = 0;
        for (path, entry) in entries {
            if sum + entry.len() > most {
                let _ = fs::remove_file(path);
            } else {
                sum += entry.len();
            }
        }
    }

    /// Its own files: nothing else in the folder is ever touched.
    fn entries(&self) -> Vec<(PathBuf, Metadata)> {
        let inside = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
        // A link may lead to a folder that is somebody else's.
        let own = |shelf: &DirEntry| shelf.file_type().is_ok_and(|kind| kind.is_dir());
        let shelves = inside(self.folder.clone()).filter(|s| own(s) && is_shelf(&s.path()));
        let files = shelves.flat_map(|shelf| inside(shelf.path()));
        files
            .filter(|file| is_entry(&file.path()) || is_left_over(file))
            .filter_map(|file| Some((file.path(), file.metadata().ok().filter(Metadata::is_file)?)))
            .collect()
    }

    fn path(&self, key: &[&str]) -> PathBuf {
        let name = sha256([&[self.made_by.as_str()], key].concat().join("\n").as_bytes());
        self.folder.join(name.get(..2).unwrap_or_default()).join(name + self.ending)
    }
}

impl Readings for Cache {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        Self::get(self, &[key])
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        Self::put(self, &[key], iter::once(bytes));
    }
}

/// Whether a path is that of a folder of entries: two digits of their hash.
fn is_shelf(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.len() == 2 && is_hash(name))
}

fn is_entry(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let shelf = path.parent().and_then(Path::file_name).and_then(|shelf| shelf.to_str());
    let bare = name.and_then(|name| ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)));
    let hash = bare.filter(|name| is_hash(name));
    hash.zip(shelf).is_some_and(|(hash, shelf)| hash.len() == HASH && hash.starts_with(shelf))
}

/// Whether a file is one that a program which was killed did not come to finish.
fn is_left_over(file: &DirEntry) -> bool {
    let name = file.file_name();
    let name = name.to_string_lossy();
    name.starts_with(atomic::PREFIX) && name.ends_with(atomic::SUFFIX)
}

fn is_hash(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The folder that the system gives programs for what can be made again.
fn of_the_user() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    Some(base.join("bilan"))
}

/// What tells this build of the program from another, without reading it through.
pub(super) fn build() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let when = |file: &Metadata| file.modified().ok()?.duration_since(UNIX_EPOCH).ok();
    let told = file.ok().map(|file| format!("{} {:?}", file.len(), when(&file)));
    format!("{} {}", env!("CARGO_PKG_VERSION"), told.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_there_under_its_whole_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(Some(folder.path())).unwrap();
        assert_eq!(cache.get(&["a", "b"]), None);
        assert!(cache.put(&["a", "b"], iter::once(b"one".as_slice())));
        assert!(cache.put(&["a", "c"], iter::once(b"two".as_slice())));
        assert_eq!(cache.get(&["a", "b"]).as_deref(), Some(&b"one"[..]));
        let pictures = cache.clone().of_pictures();
        assert!(pictures.put(&["a", "b"], iter::once(b"three".as_slice())));
        let other = Cache { made_by: "another build".to_owned(), ..cache };
        assert_eq!(other.get(&["a", "b"]), None);
        let pictures = other.of_pictures();
        assert_eq!(pictures.get(&["a", "b"]).as_deref(), Some(&b"three"[..]), "of every build");
    }

    #[test]
    fn the_oldest_go_first_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(Some(folder.path())).unwrap();
        fs::write(folder.path().join("notes.json"), b"mine").unwrap();
        fs::create_dir(folder.path().join("20")).unwrap();
        fs::write(folder.path().join("20/2023.json"), [0; 100]).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let linked = elsewhere.path().join(format!("aa{}.json", "0".repeat(62)));
        fs::write(&linked, [0; 100]).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("aa")).unwrap();
        let pictures = cache.clone().of_pictures();
        let all = [(&cache, "old"), (&pictures, "old"), (&cache, "new")];
        for (seconds, (cache, name)) in (1..).zip(all) {
            assert!(cache.put(&[name], iter::once([0; 100].as_slice())));
            let then = UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::open(cache.path(&[name])).unwrap().set_modified(then).unwrap();
        }
        cache.trim_to(150);
        let there = all.map(|(cache, name)| cache.get(&[name]).is_some());
        assert_eq!(there, [false, false, true]);
        assert!(folder.path().join("notes.json").exists());
        assert!(folder.path().join("20/2023.json").exists() && linked.exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_keeps_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = Cache::open(Some(file.path())).unwrap();
        assert!(!cache.put(&["a"], iter::once(b"one".as_slice())));
        assert_eq!(cache.get(&["a"]), None);
    }
}
