//! The name of a document's result, from its path in the archive and from nothing else.
//!
//! Never from document text: a sheet or rule named `../../x` writes nowhere.

use std::path::{Component, Path};

use crate::ingest::sha256;

/// The longest name that file systems take, in bytes.
const LONGEST: usize = 255;

/// `documents/<path>.json`. A last part too long for a file system is cut and told apart by the
/// hash of the whole path, and so is one under which another document's folder would stand.
#[must_use]
pub fn document_name(path: &str) -> String {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let (last, folders) = parts.split_last().unwrap_or((&"document", &[]));
    let mut name = "documents/".to_owned();
    for folder in folders {
        // A folder `a.pdf.json` would stand where the result of a file `a.pdf` has to.
        name.push_str(folder);
        name.push_str(if has_ending(folder) { "~/" } else { "/" });
    }
    if last.len() + ".json".len() <= LONGEST {
        name.push_str(last);
    } else {
        name.push_str(shortened(last));
        name.push('~');
        name.push_str(sha256(path.as_bytes()).get(..16).unwrap_or_default());
    }
    name.push_str(".json");
    name
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
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    inside && name.starts_with("documents/") && has_ending(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_stands_where_its_document_stands() {
        assert_eq!(document_name("2023/a.pdf"), "documents/2023/a.pdf.json");
        assert_eq!(document_name("/../a.pdf"), "documents/a.pdf.json");
        assert_eq!(document_name("a.pdf.json/b.pdf"), "documents/a.pdf.json~/b.pdf.json");
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
        for name in ["documents/../x.json", "/etc/x.json", "run.json", "documents/a.pdf"] {
            assert!(!is_document_name(name), "{name}");
        }
        assert!(is_document_name(&document_name("a/b.pdf")));
    }
}
