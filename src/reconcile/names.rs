//! Names of bodies and places as they are compared from document to document.
//!
//! « L'association MDPM » in a bilan is « MDPM » on its sheet: articles and the common noun are
//! left out, unless nothing else is there.

use super::correspondences::{Correspondences, NameKind};
use crate::number::fold;
use crate::record::Record;

/// Words that open a name without being part of it.
const LEFT_OUT: [&str; 11] =
    ["l", "la", "le", "les", "de", "du", "des", "d", "et", "&", "association"];

/// A name without accents, case, marks, articles: « L'association MDPM » is `mdpm`.
pub(super) fn key(name: &str) -> String {
    let key = fold::key(name);
    let kept: Vec<&str> = key.split(' ').filter(|w| !LEFT_OUT.contains(w)).collect();
    if kept.is_empty() { key } else { kept.join(" ") }
}

/// The authority of a document, folded: the first of the names that people said to be its.
pub(super) fn territory(record: &Record, table: &Correspondences) -> Option<String> {
    let key = record.territory().map(key).filter(|key| !key.is_empty())?;
    Some(table.first(NameKind::Funder, &key).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_articles() {
        assert_eq!(key("L'association  MDPM"), "mdpm");
        assert_eq!(key("Pôle Solidarité 21"), "pole solidarite 21");
        assert_eq!(key("Habitat & Présence"), key("Habitat et Présence"));
        assert_eq!(key("La"), "la");
    }
}
