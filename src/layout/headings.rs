//! Which paragraphs are headings, and of which level.
//!
//! The structure tree's word counts. Else a heading is short, larger or bolder than the text
//! of the document, and does not end as a sentence does unless it opens with a number. Levels
//! rank the styles of headings: the largest is 1.

use std::collections::BTreeMap;

use super::bullets::{Opening, opening};
use super::paragraphs::Draft;

/// Lines and bytes of a heading at most.
const LINES: usize = 6;
const BYTES: usize = 400;

/// Size in quarter points, and weight, ordered from the body upwards.
type Style = (u32, bool);

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Headings {
    body: Style,
    /// Styles of headings from the largest.
    levels: Vec<Style>,
}

fn style(draft: &Draft) -> Style {
    let Some(first) = draft.lines.first() else { return (0, false) };
    let bold = draft.lines.iter().map(|l| l.bold).sum::<f32>() / draft.lines.len() as f32;
    ((first.size * 4.0).round() as u32, bold > 0.9)
}

impl Headings {
    /// Learns the styles of all paragraphs, each with its text.
    pub(super) fn of<'a>(all: impl Iterator<Item = (&'a Draft, &'a str)> + Clone) -> Self {
        let mut letters: BTreeMap<Style, usize> = BTreeMap::new();
        for (draft, text) in all.clone() {
            *letters.entry(style(draft)).or_default() += text.len();
        }
        let body = letters.iter().max_by_key(|(_, n)| **n).map(|(s, _)| *s).unwrap_or_default();
        let mut known = Self { body, levels: Vec::new() };
        let mut levels: Vec<Style> =
            all.filter(|(d, t)| known.is_set_off(d, t)).map(|(d, _)| style(d)).collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        levels.dedup();
        known.levels = levels;
        known
    }

    /// The level of a paragraph; `None` for running text.
    pub(super) fn level(&self, draft: &Draft, text: &str) -> Option<u8> {
        let role = draft.lines.first().and_then(|l| l.role.as_deref());
        match role {
            Some("Title" | "H") => return Some(1),
            Some("P" | "LBody") if !self.is_set_off(draft, text) => return None,
            Some(role) => {
                if let Some(level) = role.strip_prefix('H').and_then(|n| n.parse().ok()) {
                    return Some(level);
                }
            }
            None => {}
        }
        if !self.is_set_off(draft, text) {
            return None;
        }
        let own = style(draft);
        let at = self.levels.binary_search_by(|s| own.cmp(s)).ok()?;
        u8::try_from(at + 1).ok()
    }

    /// Set off from the body by size or weight, and short.
    fn is_set_off(&self, draft: &Draft, text: &str) -> bool {
        let (size, bold) = style(draft);
        let larger = f64::from(size) > f64::from(self.body.0) * 1.1;
        let bolder = bold && !self.body.1 && f64::from(size) > f64::from(self.body.0) * 0.85;
        let short = draft.lines.len() <= LINES && text.len() <= BYTES;
        let aside = draft.lines.first().is_some_and(|l| l.aside);
        let says = text.chars().any(char::is_alphabetic);
        let ends = text.trim_end().ends_with(['.', ';', ',']) && !is_numbered(text);
        (larger || bolder) && short && says && !ends && !aside
    }
}

/// Whether a text opens with a number, or with a word and a number: `2. …`, `Action 1.1 …`.
fn is_numbered(text: &str) -> bool {
    let mut words = text.split(' ');
    let digit = |w: Option<&str>| w.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    opening(text.split(' ')) != Opening::None || digit(words.next()) || digit(words.next())
}

#[cfg(test)]
mod tests {
    use super::super::lines::FlowLine;
    use super::*;

    fn draft(size: f32, bold: f32) -> Draft {
        Draft { lines: vec![FlowLine { size, bold, ..FlowLine::default() }], ..Draft::default() }
    }

    #[test]
    fn styles_over_the_body_are_ranked() {
        let body = "Un long texte de plusieurs lignes dans la taille courante du document.";
        let all = [
            (draft(16.0, 1.0), "Bilan 2023"),
            (draft(12.0, 1.0), "Action 1 – Accès aux droits"),
            (draft(10.0, 1.0), "Action 1.1 Identifier."),
            (draft(10.0, 0.0), body),
            (draft(10.0, 1.0), "Une phrase en gras."),
        ];
        let known = Headings::of(all.iter().map(|(d, t)| (d, *t)));
        let levels: Vec<_> = all.iter().map(|(d, t)| known.level(d, t)).collect();
        assert_eq!(levels, [Some(1), Some(2), Some(3), None, None]);
    }
}
