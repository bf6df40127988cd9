//! The outline of a document: which blocks stand under which numbered heading, and the actions
//! that come of it.
//!
//! The actions are the deepest numbered level that the document has: a bilan that numbers
//! « Action 1, Action 2 » without « Action 1.1 » has its actions one level higher.

use std::ops::Range;

use crate::document::Laid;
use crate::issue::{Code, Issue};
use crate::place::Place;
use crate::record::{Action, Record};
use crate::rules::phrase::Match;
use crate::rules::{Absent, Pack, status};

use super::budgets::Claimed;
use super::fields;
use super::scope;
use super::text::{Claim, Passage, Script};

/// A section.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The rule's id: `groupe`, `action`.
    pub(super) id: String,
    /// Its code, `1.1`.
    pub(super) code: Option<String>,
    /// Its title without the code.
    pub(super) title: String,
    /// Its heading, as an index of passages.
    passage: usize,
    /// The level of its heading.
    level: Option<u8>,
    /// The blocks under it, its heading left out.
    pub(super) blocks: Range<usize>,
    /// The section it stands in.
    parent: Option<usize>,
    /// Where its heading stands.
    pub(super) place: Option<Place>,
}

/// The sections of a document, in order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The sections.
    pub(super) sections: Vec<Section>,
    /// The passages that are headings, of sections dropped as repeated too.
    headings: Vec<usize>,
}

impl Outline {
    /// Finds the sections.
    pub(super) fn new(
        laid: &Laid,
        pack: &Pack,
        script: &Script<'_>,
        tables: &[Claimed<'_>],
    ) -> Self {
        let mut outline = Self::default();
        let closing = closing_tables(tables);
        for (i, passage) in script.passages.iter().enumerate() {
            outline.close_at_tables(&closing, passage.block);
            match opens(pack, passage) {
                Some((rule, found)) => outline.open(pack, rule, &found, passage, i),
                None => outline.close_at_heading(passage),
            }
        }
        let end = laid.blocks.len();
        for section in &mut outline.sections {
            section.blocks.end = section.blocks.end.min(end);
        }
        outline.headings = outline.sections.iter().map(|s| s.passage).collect();
        outline.drop_repeated();
        outline.promote(pack);
        outline
    }

    /// Claims the numbers of the headings: they are codes and parts of titles.
    pub(super) fn claim(&self, script: &mut Script<'_>) {
        for heading in &self.headings {
            if let Some(passage) = script.passages.get_mut(*heading) {
                passage.claim_range(&(0..passage.reading.text.len()), Claim::Heading);
            }
        }
    }

    /// Opens a section: sections of its own level and deeper end here.
    fn open(&mut self, pack: &Pack, rule: usize, found: &Match, passage: &Passage<'_>, i: usize) {
        let Some(rule) = pack.sections.get(rule) else { return };
        let parent = rule.inside.as_ref().and_then(|inside| self.last_open(inside));
        for (at, section) in self.sections.iter_mut().enumerate() {
            if Some(at) != parent && section.blocks.end > passage.block {
                section.blocks.end = passage.block;
            }
        }
        let slot = |name| found.captures.iter().find(|c| c.slot == name);
        let text = |name| slot(name).and_then(|c| passage.reading.text.get(c.range.clone()));
        self.sections.push(Section {
            id: rule.id.clone(),
            code: text("code").map(code),
            title: text("libelle").map(title).unwrap_or_default(),
            passage: i,
            level: passage.paragraph.heading,
            blocks: passage.block + 1..usize::MAX,
            parent,
            place: passage.place(0..passage.reading.text.len()),
        });
    }

    /// A heading that no rule names ends the sections whose own heading is lower: « Budget
    /// associé » after the last action. One of the same level may be a status set in bold.
    fn close_at_heading(&mut self, passage: &Passage<'_>) {
        let Some(level) = passage.paragraph.heading else { return };
        for section in &mut self.sections {
            if section.blocks.end > passage.block && section.level.is_some_and(|own| level < own) {
                section.blocks.end = passage.block;
            }
        }
    }

    /// The budget of all actions is under none of them.
    fn close_at_tables(&mut self, closing: &[usize], block: usize) {
        let Some(&table) = closing.iter().rfind(|t| **t < block) else { return };
        for section in &mut self.sections {
            if section.blocks.start <= table && section.blocks.end > table {
                section.blocks.end = table;
            }
        }
    }

    /// The last section of a rule that is still open.
    fn last_open(&self, id: &str) -> Option<usize> {
        self.sections.iter().rposition(|s| s.id == id && s.blocks.end == usize::MAX)
    }

    /// Of two sections with one code, a table of contents and the text, the longer stays.
    fn drop_repeated(&mut self) {
        let keep: Vec<bool> = self
            .sections
            .iter()
            .map(|s| {
                s.code.is_none()
                    || !self.sections.iter().any(|other| {
                        other.id == s.id
                            && other.code == s.code
                            && (other.blocks.len(), other.passage) > (s.blocks.len(), s.passage)
                    })
            })
            .collect();
        let moved: Vec<usize> = keep
            .iter()
            .scan(0, |n, k| {
                let at = *n;
                *n += usize::from(*k);
                Some(at)
            })
            .collect();
        let mut all = keep.iter();
        self.sections.retain(|_| all.next().copied().unwrap_or(true));
        for section in &mut self.sections {
            section.parent = section
                .parent
                .filter(|p| keep.get(*p).copied().unwrap_or(false))
                .and_then(|p| moved.get(p).copied());
        }
    }

    /// Where no action is numbered below a group, the groups are the actions.
    fn promote(&mut self, pack: &Pack) {
        let Some(inside) = pack.sections.iter().find(|r| r.id == ACTION).map(|r| &r.inside) else {
            return;
        };
        if self.sections.iter().any(|s| s.id == ACTION) {
            return;
        }
        for section in &mut self.sections {
            if Some(&section.id) == inside.as_ref() {
                ACTION.clone_into(&mut section.id);
            }
        }
    }

    /// The sections of a rule.
    pub(super) fn of<'s>(&'s self, id: &'s str) -> impl Iterator<Item = &'s Section> {
        self.sections.iter().filter(move |s| s.id == id)
    }

    /// The code of the action that a block stands under.
    pub(super) fn action(&self, block: usize) -> Option<&str> {
        self.of(ACTION).find(|s| s.blocks.contains(&block)).and_then(|s| s.code.as_deref())
    }
}

/// The id of the section that is an action.
pub(crate) const ACTION: &str = "action";

/// The section that a passage opens, if it is a heading by form: set apart, or no sentence.
fn opens(pack: &Pack, passage: &Passage<'_>) -> Option<(usize, Match)> {
    let paragraph = passage.paragraph;
    let sentence = passage.reading.text.trim_end().ends_with('.');
    if paragraph.heading.is_none() && !paragraph.bold && sentence {
        return None;
    }
    pack.sections.iter().enumerate().find_map(|(i, rule)| {
        let titles = rule.titles.iter().filter_map(|t| t.match_whole(&passage.reading));
        titles.into_iter().find(|m| is_heading(m, passage)).map(|m| (i, m))
    })
}

/// Whether a match can be a heading: one that opens with its number alone (« 1.1. Titre ») must
/// be set as a heading and numbered below another, or any list item would open a section.
fn is_heading(found: &Match, passage: &Passage<'_>) -> bool {
    let Some(slot) = found.captures.iter().find(|c| c.slot == "code") else { return true };
    let bare = slot.range.start == found.range.start;
    let written = passage.reading.text.get(slot.range.clone()).unwrap_or("");
    let set_apart = passage.paragraph.heading.is_some() || passage.paragraph.bold;
    !bare || (set_apart && code(written).contains('.'))
}

/// The blocks of tables that are the budget of the whole document.
fn closing_tables(tables: &[Claimed<'_>]) -> Vec<usize> {
    tables.iter().filter(|t| t.rule.is_some_and(|r| !r.line.is_empty())).map(|t| t.block).collect()
}

/// A code as it is compared: `1.1` for `1.1.` and `1-1`.
pub(crate) fn code(written: &str) -> String {
    let plain: String = written
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '-' | '–' | '‑' | '_') { '.' } else { c })
        .collect();
    plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// A title without the marks around it.
pub(super) fn title(written: &str) -> String {
    written.trim().trim_start_matches(['-', '–', '—', ':', '.', ')', ' ']).trim().to_owned()
}

/// The actions of the outline, with their status and operator.
pub(super) fn actions(
    outline: &Outline,
    pack: &Pack,
    script: &mut Script<'_>,
    record: &mut Record,
) {
    for section in outline.of(ACTION) {
        let (Some(id), Some(place)) = (section.code.clone(), section.place.clone()) else {
            continue;
        };
        let value = |name: &str, script: &mut Script<'_>, record: &Record| {
            let (index, rule) = pack.fields.iter().enumerate().find(|(_, f)| f.id == name)?;
            let passages = script.within(&section.blocks);
            let passages = scope::between(passages, &rule.bounds, script)?;
            fields::find((index, rule), passages, script, record)
        };
        let found = value("statut", script, record);
        let operator = value("operateur", script, record);
        let parent = section.parent.and_then(|p| outline.sections.get(p));
        let expects = pack.fields.iter().any(|f| f.id == "statut" && f.absent == Absent::Warn);
        if found.is_none() && expects {
            let issue = Issue::new(Code::NoStatus, &[("action", &id)]);
            record.issues.push(issue.at(Some(place.clone())));
        }
        record.actions.push(Action {
            group: parent
                .and_then(|p| p.code.clone())
                .or_else(|| id.rsplit_once('.').map(|(g, _)| g.to_owned())),
            id,
            title: section.title.clone(),
            status: found.as_ref().and_then(|f| status(&f.value)),
            status_text: found.as_ref().map(|f| f.written.clone()),
            status_place: found.map(|f| f.place),
            operator: operator.as_ref().map(|f| f.value.clone()),
            operator_place: operator.map(|f| f.place),
            place,
        });
    }
    fields::agree(record.actions.iter_mut().filter_map(|a| a.operator.as_mut()));
}

/// Tells actions of the text without a line in the budget, and lines without an action.
pub(super) fn compare_with_budget(record: &mut Record) {
    if record.actions.is_empty() {
        return;
    }
    let mut told = Vec::new();
    for budget in record.budgets.iter().filter(|b| b.rows.iter().any(|r| r.action.is_some())) {
        let lines: Vec<&str> = budget.rows.iter().filter_map(|r| r.action.as_deref()).collect();
        let here = format!("le tableau « {} »", budget.title);
        for action in record.actions.iter().filter(|a| !lines.contains(&a.id.as_str())) {
            let details: [(&str, &dyn std::fmt::Display); 3] =
                [("action", &action.id), ("here", &"le texte"), ("there", &here)];
            told.push(Issue::new(Code::ActionUnmatched, &details).at(Some(action.place.clone())));
        }
        for row in budget.rows.iter().filter(|r| r.kind == crate::record::RowKind::Line) {
            let Some(code) = &row.action else { continue };
            if !record.actions.iter().any(|a| &a.id == code) {
                let details: [(&str, &dyn std::fmt::Display); 3] =
                    [("action", code), ("here", &here), ("there", &"le texte")];
                let place = row.cells.values().next().map(|c| c.place.clone());
                told.push(Issue::new(Code::ActionUnmatched, &details).at(place));
            }
        }
    }
    record.issues.extend(told);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_titles_lose_the_marks_around_them() {
        assert_eq!(code("1.1."), "1.1");
        assert_eq!(code("2–3"), "2.3");
        assert_eq!(title(" – Actions concernant l'accès"), "Actions concernant l'accès");
    }
}
