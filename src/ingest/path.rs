//! Paths in the archive: text, `/` between folders, no way up or out, unique in a run.
//!
//! A name that is no UTF-8 keeps what can be read of it, other bytes as `%XX`; should two paths
//! meet by that, or two roots hold the same name, the later one gets a `~2` before its ending.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path};

/// The archive path of a relative path.
pub(super) fn archive_path(relative: &Path) -> String {
    let parts: Vec<String> = relative
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(readable(name.as_bytes())),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// A name as text, bytes that are no UTF-8 as `%XX`.
fn readable(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Gives a path of its own to each of the (sorted) entries.
pub(super) fn make_unique(entries: &mut [super::walk::Entry]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for entry in entries {
        let mut number = 2;
        let mut path = entry.path.clone();
        while !taken.insert(path.clone()) {
            path = numbered(&entry.path, number);
            number += 1;
        }
        entry.path = path;
    }
}

/// `a/b.pdf` as `a/b~2.pdf`.
fn numbered(path: &str, number: u32) -> String {
    let name_at = path.rfind('/').map_or(0, |at| at + 1);
    match path.rfind('.').filter(|at| *at > name_at) {
        Some(at) => {
            let (stem, ending) = path.split_at(at);
            format!("{stem}~{number}{ending}")
        }
        None => format!("{path}~{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn no_path_leads_up_or_out() {
        assert_eq!(archive_path(Path::new("/../a/./../b.pdf")), "a/b.pdf");
    }

    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        let name = OsStr::from_bytes(b"b\xE9n\xE9.pdf");
        assert_eq!(archive_path(Path::new(name)), "b%E9n%E9.pdf");
    }

    #[test]
    fn the_number_stands_before_the_ending() {
        assert_eq!(numbered("x.y/b.pdf", 2), "x.y/b~2.pdf");
        assert_eq!(numbered("x.y/b", 3), "x.y/b~3");
        assert_eq!(numbered(".profile", 2), ".profile~2");
    }
}
