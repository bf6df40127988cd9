//! Where a rule may read: in which sections, between which paragraphs, on which sheets.
//!
//! Prose is scoped by passages, tables by their sheet. The paragraph that opens a scope is no
//! part of it, nor is the one that closes it: they are headings and announcements, whose numbers
//! are told of elsewhere.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{Laid, Table};
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{Bounds, SheetFilter};

use super::sections::Outline;
use super::text::Script;

/// The passages that a rule may read, a range a section: those of its sections, or of the
/// document, and of each those between its bounds.
pub(super) fn passages(
    inside: Option<&String>,
    bounds: &Bounds,
    outline: &Outline,
    script: &Script<'_>,
) -> Vec<Range<usize>> {
    let whole: Vec<Range<usize>> = match inside {
        None => std::iter::once(0..script.passages.len()).collect(),
        Some(id) => outline.of(id).map(|s| script.within(&s.blocks)).collect(),
    };
    whole.into_iter().filter_map(|range| between(range, bounds, script)).collect()
}

/// Of some passages those behind the first that says one of `after` and before the next that
/// says one of `until`; `None` where nothing says `after`.
pub(super) fn between(
    passages: Range<usize>,
    bounds: &Bounds,
    script: &Script<'_>,
) -> Option<Range<usize>> {
    bounds.within(passages, |phrases, at| {
        let passage = script.passages.get(at);
        passage.is_some_and(|p| phrases.iter().any(|phrase| phrase.find(&p.reading).is_some()))
    })
}

/// The sheets on which a rule reads, found once for all tables.
pub(super) enum Sheets<'a> {
    /// The rule asks for none: any table will do, of a page too.
    Any,
    /// These, by name.
    Named(BTreeSet<&'a str>),
}

impl<'a> Sheets<'a> {
    /// Looks through the sheets for what a rule asks of them.
    pub(super) fn of(filter: &SheetFilter, laid: &'a Laid) -> Self {
        if filter.is_empty() {
            return Self::Any;
        }
        let named = |name: &str| {
            let name = Reading::new(name);
            filter.names.is_empty() || filter.names.iter().any(|p| p.find(&name).is_some())
        };
        let holds = |phrase: &Phrase, sheet: &crate::document::Sheet| {
            sheet.cells.iter().any(|c| phrase.find(&Reading::new(&c.shown)).is_some())
        };
        let fitting = laid
            .sheets
            .iter()
            .filter(|s| named(&s.name) && filter.holds.iter().all(|phrase| holds(phrase, s)));
        Self::Named(fitting.map(|s| &*s.name).collect())
    }

    /// Whether a table stands on one of them.
    pub(super) fn hold(&self, table: &Table) -> bool {
        match self {
            Self::Any => true,
            Self::Named(names) => table.sheet.as_deref().is_some_and(|s| names.contains(s)),
        }
    }
}
