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
use crate::number::{fold, place_of};
use crate::record::Record;

/// Words before a number that tell its mention: enough for « à hauteur de », few enough to
/// outlive another beginning of the sentence.
const WORDS: usize = 4;

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

/// The words that lead up to a number in its snippet, folded, figures left out: what tells one
/// mention of a quantity from another whatever their order.
pub(super) fn words_before(text: &str, written: &str) -> String {
    let before = place_of(text, written).and_then(|at| text.get(..at)).unwrap_or(text);
    let key = fold::key(before);
    let words = key.split(' ').filter(|w| w.chars().all(char::is_alphabetic) && !w.is_empty());
    let words: Vec<&str> = words.collect();
    words.get(words.len().saturating_sub(WORDS)..).unwrap_or_default().join(" ")
}

/// Tells apart findings that share an identity: two bilans of one territory and year, or two
/// wrong mentions of one quantity. All of them change alike, so that none hangs on its place
/// among the others: by the path, then by the words before each value; the order comes last.
pub(super) fn distinguish(findings: &mut [Finding]) {
    apart(findings, |f| f.document.clone());
    apart(findings, |f| {
        let words = f.terms.iter().map(|t| words_before(t.place.text(), &t.written));
        words.collect::<Vec<_>>().join("|")
    });
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.id = hash([finding.id.as_str(), count.to_string().as_str()]);
        }
    }
}

/// Adds to the identity of findings that share one what is not the same in all of them.
fn apart(findings: &mut [Finding], by: impl Fn(&Finding) -> String) {
    let mut sharing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        sharing.entry(finding.id.clone()).or_default().push(at);
    }
    for group in sharing.into_values().filter(|group| group.len() > 1) {
        let told: Vec<(usize, String)> =
            group.iter().filter_map(|at| Some((*at, by(findings.get(*at)?)))).collect();
        if told.iter().all(|(_, text)| told.first().is_some_and(|(_, first)| first == text)) {
            continue;
        }
        for (at, text) in told {
            if let Some(finding) = findings.get_mut(at) {
                finding.id = hash([finding.id.as_str(), text.as_str()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, check, pair, run};
    use super::*;
    use crate::record::{Alias, Aliased};

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

    /// The ids of two wrong mentions of one amount by their values, as pages put them.
    fn mentions(pages: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut made = Made::new("bilan", "b.pdf").field("territoire", "X").field("annee", "2023");
        for (text, value) in pages {
            made = made.amount("soutien", value, 1);
            let amount = made.0.amounts.last_mut().unwrap();
            let text = format!("{text} {}.", amount.written);
            amount.place = amount.place.clone().with_text(&text);
        }
        let made = made.amount("total", "347500", 2);
        let found = run(vec![made], vec![check("c", "soutien = total")]).findings;
        let value = |f: &Finding| f.left.as_ref().unwrap().value.to_string();
        found.iter().map(|f| (value(f), f.id.clone())).collect()
    }

    #[test]
    fn two_wrong_mentions_keep_their_identities_where_they_swap_places() {
        let (a, b) = (("L'État apporte", "347000"), ("soit un soutien de", "346000"));
        let (first, swapped) = (mentions(&[a, b]), mentions(&[b, a]));
        assert_eq!(first.len(), 2);
        assert_eq!(first, swapped);
        let changed = mentions(&[(a.0, "345000"), b]);
        assert_eq!(changed["345000"], first["347000"], "another value of the same mention");
        assert_eq!(changed["346000"], first["346000"]);
    }

    /// The ids of the sentences of one action whose part exceeds its whole, by the part.
    fn parts(sentences: &[(&str, &str, &str)]) -> BTreeMap<String, String> {
        let mut made = Made::new("bilan", "b.pdf").field("territoire", "X").field("annee", "2023");
        for (number, (words, whole, part)) in (7..).zip(sentences) {
            for (id, value) in [("dont.tout", whole), ("dont.partie", part)] {
                made = made.count("libre", "1.1", value, 1);
                let at = made.0.indicators.len() - 1;
                let indicator = &mut made.0.indicators[at];
                let text = format!("{words} {whole} dont {part}");
                indicator.place = indicator.place.clone().with_text(&text);
                let of = Aliased::Indicator(at);
                made.0.aliases.push(Alias { id: id.to_owned(), of, match_number: number });
            }
        }
        let found = run(vec![made], vec![check("dont", "dont.partie <= dont.tout")]).findings;
        found.iter().map(|f| (pair(f).0, f.id.clone())).collect()
    }

    #[test]
    fn of_two_wrong_sentences_of_an_action_each_keeps_its_identity_when_the_other_is_mended() {
        let both = parts(&[("Orientés :", "48", "84"), ("Mesures :", "31", "73")]);
        assert_eq!(both.len(), 2);
        let mended = parts(&[("Orientés :", "48", "31"), ("Mesures :", "31", "73")]);
        assert_eq!(mended, BTreeMap::from([("73".to_owned(), both["73"].clone())]));
        let swapped = parts(&[("Mesures :", "31", "73"), ("Orientés :", "48", "84")]);
        assert_eq!(swapped, both);
    }

    #[test]
    fn words_before_a_number_are_told_without_figures() {
        let text = "En 2023, l'État a soutenu la ville à hauteur de 347 000 € et plus";
        assert_eq!(words_before(text, "347 000 €"), "ville a hauteur de");
        assert_eq!(words_before("12,5", "12,5"), "");
    }
}
