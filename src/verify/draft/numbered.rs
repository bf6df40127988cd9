//! Headings and labels that are numbered: « Action 1.2 … » twice is a pattern of the document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::words::literal;
use crate::document::{Block as Part, Laid};
use crate::number::fold;

use super::block::Block;

/// Headings of one pattern that make a rule: one alone may be chance.
const LEAST: usize = 2;

/// Up to three words, a number or code, and the title.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?P<words>(?:[\p{L}][\p{L}'’-]*\s+){0,3}?(?:[Nn]°\s*)?)";
    let code = r"(?P<code>\d{1,3}(?:[.\-–]\d{1,3})*|[IVX]{1,5})";
    Regex::new(&format!(r"^{words}{code}(?:[.)°]|\b)(?P<title>.*)$")).ok()
});

/// A way of numbering.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbering {
    /// The words before the number, as written first.
    pub(super) words: String,
    /// Whether the numbers have parts: 1.1.
    pub(super) dotted: bool,
}

impl Numbering {
    /// The phrase of the words and the number.
    pub(super) fn phrase(&self) -> String {
        let slot = if self.dotted { "{code:code}" } else { "{code:rang}" };
        if self.words.is_empty() {
            slot.to_owned()
        } else {
            format!("{} {slot}", literal(&self.words))
        }
    }
}

/// The ways in which several of these texts are numbered, groups (1) before what they hold (1.1).
pub(super) fn numberings<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Numbering> {
    let mut found: BTreeMap<(bool, String), (String, BTreeSet<String>)> = BTreeMap::new();
    for text in texts {
        let Some(parts) = NUMBERED.as_ref().and_then(|regex| regex.captures(text.trim())) else {
            continue;
        };
        let part = |name| parts.name(name).map_or("", |part| part.as_str().trim());
        let dotted = part("code").contains(['.', '-', '–']);
        // A bare 3 may be any number; a Roman numeral without words any letter.
        if part("words").is_empty() && !dotted {
            continue;
        }
        let key = (dotted, fold::key(part("words")));
        let entry = found.entry(key).or_insert_with(|| (part("words").to_owned(), BTreeSet::new()));
        entry.1.insert(part("code").to_owned());
    }
    let several = found.into_iter().filter(|(_, (_, codes))| codes.len() >= LEAST);
    several.map(|((dotted, _), (words, _))| Numbering { words, dotted }).collect()
}

/// The sections of a document by its numbered headings: groups, and actions in them. A document
/// of one level has actions only.
pub(super) fn sections(laid: &Laid) -> Vec<Block> {
    let headings = laid.blocks.iter().filter_map(|part| match part {
        Part::Paragraph(p) if p.heading.is_some() || p.bold => Some(p.text.text.as_str()),
        _ => None,
    });
    let all = numberings(headings);
    let (dotted, plain): (Vec<_>, Vec<_>) = all.into_iter().partition(|n| n.dotted);
    let titles = |ways: &[Numbering]| -> Vec<String> {
        ways.iter().map(|way| way.phrase() + " {libelle:texte}").collect()
    };
    match (plain.as_slice(), dotted.as_slice()) {
        ([], []) => Vec::new(),
        ([], only) | (only, []) => {
            vec![Block::new("section", "action").texts("titres", &titles(only))]
        }
        (groups, actions) => vec![
            Block::new("section", "groupe").texts("titres", &titles(groups)),
            Block::new("section", "action")
                .text("dans", "groupe")
                .texts("titres", &titles(actions)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_numbered_alike_is_a_pattern() {
        let texts = ["Action 1 – Accès", "Action 1.1 Aller vers", "ACTION 1.2 Accueillir"];
        let more = ["Action 2 – Logement", "Fiche 7", "Le 31 décembre", "2023 en bref"];
        let found = numberings(texts.into_iter().chain(more));
        let phrases: Vec<String> = found.iter().map(Numbering::phrase).collect();
        assert_eq!(phrases, ["Action {code:rang}", "Action {code:code}"]);
    }

    #[test]
    fn bare_codes_count_where_they_have_parts() {
        let found = numberings(["1.1. Accueil", "1.2. Suivi", "3 Total", "4 Reste"].into_iter());
        assert_eq!(found.iter().map(Numbering::phrase).collect::<Vec<_>>(), ["{code:code}"]);
    }
}
