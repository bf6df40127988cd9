//! The identity of a finding, and the hash of its evidence.
//!
//! The identity is made of the check, the keys and the names of what is compared: never of a
//! page, a line or a value, so that it survives a new scan, another layout and an edited rule.
//! A document is known by its kind, territory and year where it states them, else by its path.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::finding::Finding;
use super::names;
use crate::record::Record;

/// The first twelve hexadecimal digits of the SHA-256 of some parts.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().take(6).fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// What a document is, whatever its file is called.
pub(super) fn document_key(record: &Record) -> String {
    match (record.territory().map(names::key), record.year().map(names::key)) {
        (Some(territory), Some(year)) => {
            format!("{}|{territory}|{year}", record.document.kind)
        }
        _ => record.document.path.clone(),
    }
}

/// The hash of the values compared and of the snippets that hold them.
pub(super) fn evidence(finding: &Finding) -> String {
    let parts: Vec<String> = finding
        .terms
        .iter()
        .flat_map(|t| [t.value.normalize().to_string(), t.place.text().to_owned()])
        .collect();
    hash(parts.iter().map(String::as_str))
}

/// Tells apart findings that share an identity: two bilans of one territory and year, or two
/// wrong mentions of one quantity. The path comes first, then the order.
pub(super) fn distinguish(findings: &mut [Finding]) {
    for by_path in [true, false] {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for finding in findings.iter_mut() {
            let count = seen.entry(finding.id.clone()).or_default();
            *count += 1;
            if *count > 1 {
                let apart = if by_path { finding.document.clone() } else { count.to_string() };
                finding.id = hash([finding.id.as_str(), apart.as_str()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, check, run};
    use super::*;

    /// The finding of two amounts that differ, in a bilan of a year.
    fn found((path, year): (&str, &str), page: u32, total: &str, says: &str) -> Finding {
        let made = Made::new("bilan", path).field("territoire", "Val-de-Brenne");
        let made = made.field("annee", year).amount("soutien", "347000", page);
        let made = made.amount("total", total, page + 1);
        let check = crate::rules::Check { says: says.to_owned(), ..check("c", "soutien = total") };
        let mut findings = run(vec![made], vec![check]).findings;
        assert_eq!(findings.len(), 1);
        findings.remove(0)
    }

    #[test]
    fn identity_survives_another_file_another_layout_and_an_edited_rule() {
        let first = found(("bilan.pdf", "2023"), 2, "347500", "Ils sont égaux");
        let again = found(("scan/v2.pdf", "2023"), 7, "347500", "Le total est le soutien");
        assert_eq!((&again.id, &again.evidence), (&first.id, &first.evidence));
    }

    #[test]
    fn another_value_is_other_evidence_of_the_same_finding() {
        let first = found(("bilan.pdf", "2023"), 2, "347500", "");
        let changed = found(("bilan.pdf", "2023"), 2, "348500", "");
        assert_eq!(changed.id, first.id);
        assert_ne!(changed.evidence, first.evidence);
    }

    #[test]
    fn another_year_is_another_finding() {
        let of = |year| found(("bilan.pdf", year), 2, "347500", "").id;
        assert_ne!(of("2022"), of("2023"));
    }
}
