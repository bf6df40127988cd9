//! The name of a document's result, from its path in the archive and from nothing else.
//!
//! Never from document text: a sheet or rule named `../../x` writes nowhere.

use std::path::{Component, Path, PathBuf};

use crate::ingest::sha256;

/// The longest name that file systems take, in bytes.
const LONGEST: usize = 255;

/// The longest path below the run folder, in bytes: systems take 4,096 for all of a path.
const LONGEST_PATH: usize = 2_000;

/// `documents/<path>.json`, another for each path. A part that is too long for a file system, a
/// folder under which a record would stand as a file, and any that holds the mark itself are told
/// apart by `~` and the hash of the path so far; a path too long as a whole by the hash of all.
#[must_use]
pub fn document_name(path: &str) -> String {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let (last, folders) = parts.split_last().unwrap_or((&"document", &[]));
    let mut name = "documents/".to_owned();
    for (at, folder) in folders.iter().enumerate() {
        let odd = has_ending(folder) || folder.contains('~') || folder.len() > LONGEST;
        name += &marked(folder, odd, || parts.get(..=at).unwrap_or_default().join("/"));
        name.push('/');
    }
    let odd = last.contains('~') || last.len() + ".json".len() > LONGEST;
    name += &marked(last, odd, || parts.join("/"));
    if name.len() > LONGEST_PATH {
        name = format!("documents/{}", marked(last, true, || parts.join("/")));
    }
    name + ".json"
}

/// A part of a path, told apart by the hash of the path so far where it is odd.
fn marked(part: &str, odd: bool, path: impl FnOnce() -> String) -> String {
    if !odd {
        return part.to_owned();
    }
    let hash = sha256(path().as_bytes());
    format!("{}~{}", shortened(part), hash.get(..16).unwrap_or_default())
}

/// The file of a document's snapshot: its path, `__` between folders. A name that is too long is
/// cut, and one that could be another path's is told apart, by the hash of the whole path.
#[must_use]
pub fn snapshot_name(path: &str) -> String {
    let ending = super::snapshots::ENDING;
    let name = path.replace('/', "__");
    if !path.contains("__") && name.len() + ending.len() <= LONGEST {
        return name + ending;
    }
    let hash = sha256(path.as_bytes());
    format!("{}~{}{ending}", shortened(&name), hash.get(..16).unwrap_or_default())
}

/// Whether a folder is named like a result.
fn has_ending(folder: &str) -> bool {
    Path::new(folder).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// The start of a name that leaves room for a hash and the ending.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(LONGEST - "~0123456789abcdef.json".len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

/// Whether a name read from a `run.json` is one that [`document_name`] could have made.
pub(super) fn is_document_name(name: &str) -> bool {
    let parts = || Path::new(name).components();
    let inside = parts().all(|part| matches!(part, Component::Normal(_)));
    // `documents//a.json` is the file of another name.
    let plain = parts().collect::<PathBuf>().as_os_str() == name;
    inside && plain && name.starts_with("documents/") && has_ending(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_stands_where_its_document_stands() {
        assert_eq!(document_name("2023/a.pdf"), "documents/2023/a.pdf.json");
        assert_eq!(document_name("/../a.pdf"), "documents/a.pdf.json");
        let folder = document_name("a.pdf.json/b.pdf");
        assert!(folder.starts_with("documents/a.pdf.json~") && folder.ends_with("/b.pdf.json"));
    }

    #[test]
    fn no_two_paths_have_one_name() {
        let long = "d".repeat(250) + ".json";
        let of = |path: &str| document_name(path);
        assert_ne!(of("x.json/a.csv"), of("x.json~/a.csv"));
        let cut = of(&"é".repeat(130));
        let alike = cut.strip_prefix("documents/").and_then(|c| c.strip_suffix(".json")).unwrap();
        assert_ne!(cut, of(alike));
        let deep = [long.as_str(); 15].join("/");
        for path in [&format!("{long}/a.csv"), &deep, &format!("{deep}/a.csv")] {
            let name = of(path);
            assert!(name.len() <= LONGEST_PATH + LONGEST, "{name}");
            assert!(name.split('/').all(|part| part.len() <= LONGEST), "{name}");
        }
        assert_eq!(
            of("x.json/a.csv").rsplit_once('/').unwrap().0,
            of("x.json/b").rsplit_once('/').unwrap().0
        );
    }

    #[test]
    fn a_name_too_long_for_a_file_system_is_cut_and_stays_unique() {
        let long = |end: &str| document_name(&format!("{}{end}", "é".repeat(125)));
        let (a, b) = (long("a.pdf"), long("b.pdf"));
        assert_ne!(a, b);
        assert!(a.len() - "documents/".len() <= LONGEST);
    }

    #[test]
    fn a_snapshot_is_named_by_its_path_and_no_two_alike() {
        assert_eq!(snapshot_name("2023/a b.pdf"), "2023__a b.pdf.snap");
        let other = snapshot_name("2023__a b.pdf");
        let hash = other.strip_prefix("2023__a b.pdf~").and_then(|o| o.strip_suffix(".snap"));
        assert_eq!(hash.map(str::len), Some(16), "{other}");
        assert!(snapshot_name(&"é".repeat(400)).len() <= LONGEST);
        assert_eq!(snapshot_name("/../a.pdf"), "__..__a.pdf.snap");
    }

    #[test]
    fn names_that_lead_out_are_none_of_ours() {
        let wrong = ["documents/../x.json", "/etc/x.json", "run.json", "documents/a.pdf"];
        for name in wrong.into_iter().chain(["documents//a.json", "documents/./a.json"]) {
            assert!(!is_document_name(name), "{name}");
        }
        assert!(is_document_name(&document_name("a/b.pdf")));
    }
}
