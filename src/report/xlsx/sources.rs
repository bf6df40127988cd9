//! Links from the workbook to the documents of the archive, seen from the run folder that both
//! are kept beside.
//!
//! A link is given only where it surely leads to the file: nothing here looks at the disk. A path
//! with `#` or `%` is one that Excel and LibreOffice do not read alike, and has none.

use std::path::Path;

use crate::place::Place;
use crate::store::RunIndex;

use super::super::words;

/// The longest address that is written, in bytes; Excel admits 2,080 characters once escaped.
const LONGEST: usize = 600;

/// Where the documents lie.
pub(super) struct Sources<'r> {
    roots: &'r [String],
}

impl<'r> Sources<'r> {
    /// Those of a run.
    pub(super) fn of(index: &'r RunIndex) -> Self {
        let roots = index.archive.as_ref().map_or(&[][..], |archive| &archive.roots);
        // A run writes roots that begin in its own folder; one that an address could begin with
        // was written by somebody else.
        let near = |root: &String| !root.starts_with('/') && !root.contains(':');
        Self { roots: if roots.iter().all(near) { roots } else { &[] } }
    }

    /// The address of a document; `None` where it is not known.
    pub(super) fn document(&self, path: &str) -> Option<String> {
        let file = self.file(path)?;
        let plain = !file.contains(['#', '%', '\\']) && !file.contains(words::is_unfit);
        (plain && file.len() <= LONGEST).then(|| format!("file://{file}"))
    }

    /// The address of a place: of a page its number too.
    pub(super) fn place(&self, path: &str, place: &Place) -> Option<String> {
        let file = self.document(path)?;
        Some(match place {
            Place::Page { page, .. } => format!("{file}#page={page}"),
            Place::Cell { .. } => file,
        })
    }

    /// The file of a document, seen from the run folder.
    fn file(&self, path: &str) -> Option<String> {
        let name = |root: &'r String| Path::new(root).file_name()?.to_str();
        if let [root] = self.roots {
            let is_file = name(root) == Some(path);
            return Some(if is_file { root.clone() } else { joined(root, path) });
        }
        // Beside others a folder's own name stands before what is in it.
        let mut fitting = self.roots.iter().filter(|root| {
            name(root).is_some_and(|name| {
                path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        });
        let (root, None) = (fitting.next()?, fitting.next()) else { return None };
        Some(joined(root, path.get(name(root)?.len()..)?.trim_start_matches('/')))
    }
}

/// A path below a root.
fn joined(root: &str, rest: &str) -> String {
    match (root, rest) {
        ("", _) => format!("./{rest}"),
        (_, "") => root.to_owned(),
        _ => format!("{}/{rest}", root.trim_end_matches('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(roots: &[&str], path: &str) -> Option<String> {
        let roots: Vec<String> = roots.iter().map(|r| (*r).to_owned()).collect();
        Sources { roots: &roots }.document(path)
    }

    #[test]
    fn roots_that_no_run_writes_give_no_link() {
        let index = |root: &str| {
            let archive =
                crate::store::Archive { roots: vec![root.to_owned()], ..Default::default() };
            RunIndex { archive: Some(archive), ..RunIndex::default() }
        };
        for root in ["http://evil.example/x", "javascript:alert(1)", "//host/share", "/etc"] {
            assert_eq!(Sources::of(&index(root)).document("a.pdf"), None, "{root}");
        }
        assert!(Sources::of(&index("../archive")).document("a.pdf").is_some());
    }

    #[test]
    fn a_document_is_found_from_the_run_folder() {
        let found = |file: &str| Some(format!("file://{file}"));
        assert_eq!(link(&["../archive"], "2023/a.pdf"), found("../archive/2023/a.pdf"));
        assert_eq!(link(&[".."], "a.pdf"), found("../a.pdf"));
        assert_eq!(link(&["../x/a.pdf"], "a.pdf"), found("../x/a.pdf"));
        assert_eq!(link(&["../n", "../o"], "o/1/a.pdf"), found("../o/1/a.pdf"));
        assert_eq!(link(&["../n", "../o/b.pdf"], "b.pdf"), found("../o/b.pdf"));
    }

    #[test]
    fn what_may_lead_elsewhere_has_no_link() {
        assert_eq!(link(&[], "a.pdf"), None);
        assert_eq!(link(&["../a", "../b/a"], "a/x.pdf"), None);
        for hostile in ["a#b.pdf", "a%2F.pdf", "\u{202e}fdp.pdf", "a\u{1b}.pdf"] {
            assert_eq!(link(&["../archive"], hostile), None, "{hostile}");
        }
    }
}
