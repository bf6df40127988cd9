//! What a report shows of the documents to prove its discrepancies: which values are shown
//! together, and what came of it.
//!
//! [`plan`] says what is to be shown, a worker makes it, a [`Gathering`] keeps what a report has
//! room for, [`Evidence`] hands it to the report by finding. Values near each other in a document
//! are one picture, and a picture that several findings need is made once.

use std::collections::BTreeMap;
use std::sync::Arc;

mod gathering;

pub use gathering::Gathering;

use crate::place::{CellRef, Place, Rect};
use crate::reconcile::finding::{Finding, FindingTerm, Findings, State};
use crate::worker::evidence::{Asked, Boxed, Shown};

/// Parts shown for one finding at most: a sum of many lines is one or two of them.
const PARTS: usize = 6;
/// Points between two values that are shown together, and of all of them from top to bottom: half
/// a page is still legible.
const NEAR: f32 = 60.0;
const TALL: f32 = 320.0;
/// The same in rows of a sheet.
const NEAR_ROWS: u32 = 6;
const TALL_ROWS: u32 = 12;

/// What is to be shown.
#[derive(Debug, Default)]
pub struct Plan<'f> {
    /// The parts of each document, by its path.
    pub documents: BTreeMap<&'f str, Vec<Asked>>,
    wanted: Vec<Wanted<'f>>,
    /// How many parts of a finding are not to be shown.
    left_out: BTreeMap<&'f str, usize>,
}

/// A part that a finding wants.
#[derive(Debug)]
struct Wanted<'f> {
    finding: &'f str,
    document: &'f str,
    /// Its number among those of the document.
    part: usize,
    terms: Vec<usize>,
}

/// What came of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// It is shown, or the issue says why not.
    Shown(Shown),
    /// Its file is not where it was.
    Gone,
    /// Its file is another one now.
    Changed,
    /// Pictures before it have filled the report.
    TooMany,
}

/// A part of a document that a finding is proved by.
#[derive(Debug, Clone, PartialEq)]
pub struct Exhibit {
    /// The document.
    pub document: String,
    /// The terms of the finding that stand there, by number.
    pub terms: Vec<usize>,
    /// What is seen of it, which other findings may stand on too.
    pub seen: Arc<Seen>,
}

/// What is shown for each finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    exhibits: BTreeMap<String, Vec<Exhibit>>,
    left_out: BTreeMap<String, usize>,
    off: bool,
}

impl Evidence {
    /// None, as the user asked.
    #[must_use]
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Whether the user asked for none.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.off
    }

    /// What is shown for a finding; nothing where nothing was asked for.
    #[must_use]
    pub fn of(&self, finding: &str) -> &[Exhibit] {
        self.exhibits.get(finding).map_or(&[], Vec::as_slice)
    }

    /// How many further parts of documents a finding stands on, that are not shown.
    #[must_use]
    pub fn left_out(&self, finding: &str) -> usize {
        self.left_out.get(finding).copied().unwrap_or(0)
    }
}

/// What is to be shown for findings: of the discrepancies that stand in documents as they are
/// now, the first `most` parts.
#[must_use]
pub fn plan(findings: &Findings, most: usize) -> Plan<'_> {
    let mut plan = Plan::default();
    let gone = |f: &Finding| matches!(f.state, State::Resolved | State::Unverified);
    for finding in findings.findings.iter().filter(|f| f.is_loud() && !gone(f)) {
        let parts = parts(&finding.terms);
        let shown = PARTS.min(most - plan.wanted.len());
        if parts.len() > shown {
            plan.left_out.insert(&finding.id, parts.len() - shown);
        }
        for (document, terms, asked) in parts.into_iter().take(shown) {
            let all = plan.documents.entry(document).or_default();
            let part = all.iter().position(|other| *other == asked).unwrap_or_else(|| {
                all.push(asked);
                all.len() - 1
            });
            plan.wanted.push(Wanted { finding: &finding.id, document, part, terms });
        }
    }
    plan
}

/// The parts that show some values, in the order of the values.
fn parts(terms: &[FindingTerm]) -> Vec<(&str, Vec<usize>, Asked)> {
    let mut spots: Vec<Spot<'_>> = terms.iter().enumerate().map(Spot::of).collect();
    spots.sort_by(|a, b| (a.document, a.whole).cmp(&(b.document, b.whole)).then(a.cmp_within(b)));
    let mut groups: Vec<Vec<Spot<'_>>> = Vec::new();
    for spot in spots {
        match groups.last_mut() {
            Some(group) if group.iter().any(|other| spot.is_near(other, group)) => group.push(spot),
            _ => groups.push(vec![spot]),
        }
    }
    let mut parts: Vec<_> = groups.iter().filter_map(|group| asked(group)).collect();
    parts.sort_by_key(|(_, terms, _)| terms.iter().min().copied());
    parts
}

/// The part that shows a group of values, with their numbers.
fn asked<'t>(group: &[Spot<'t>]) -> Option<(&'t str, Vec<usize>, Asked)> {
    let first = group.first()?;
    let mut terms: Vec<usize> = group.iter().map(|spot| spot.term).collect();
    terms.sort_unstable();
    let asked = match first.whole {
        Whole::Page(page) => {
            let mut values: Vec<Boxed> = group.iter().filter_map(Spot::boxed).collect();
            values.dedup();
            Asked::Page { page, values }
        }
        Whole::Sheet(sheet) => {
            let mut cells: Vec<CellRef> = group.iter().filter_map(Spot::cell).collect();
            cells.dedup();
            Asked::Sheet { sheet: sheet.to_owned(), cells }
        }
    };
    Some((first.document, terms, asked))
}

/// The page or sheet that a value stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whole<'t> {
    Page(u32),
    Sheet(&'t str),
}

/// Where on it.
#[derive(Debug, Clone, Copy)]
enum At {
    Box(Rect),
    Cell(CellRef),
}

/// A value of a finding and where it stands.
#[derive(Debug, Clone, Copy)]
struct Spot<'t> {
    term: usize,
    document: &'t str,
    written: &'t str,
    whole: Whole<'t>,
    at: At,
}

impl<'t> Spot<'t> {
    fn of((term, value): (usize, &'t FindingTerm)) -> Self {
        let (whole, at) = match &value.place {
            Place::Page { page, bbox, .. } => (Whole::Page(*page), At::Box(*bbox)),
            Place::Cell { sheet, cell, .. } => (Whole::Sheet(sheet), At::Cell(*cell)),
        };
        let (document, written) = (&value.document, &value.written);
        Self { term, document, written, whole, at }
    }

    fn boxed(&self) -> Option<Boxed> {
        match self.at {
            At::Box(bbox) => Some(Boxed { bbox, written: self.written.to_owned() }),
            At::Cell(_) => None,
        }
    }

    fn cell(&self) -> Option<CellRef> {
        match self.at {
            At::Cell(cell) => Some(cell),
            At::Box(_) => None,
        }
    }

    fn cmp_within(&self, other: &Self) -> std::cmp::Ordering {
        match (self.at, other.at) {
            (At::Box(a), At::Box(b)) => a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)),
            (At::Cell(a), At::Cell(b)) => a.cmp(&b),
            _ => std::cmp::Ordering::Equal,
        }
    }

    /// Whether it is to be shown with the one before it, in a group that goes from its first.
    fn is_near(&self, before: &Self, group: &[Self]) -> bool {
        let Some(first) = group.first() else { return false };
        if (self.document, self.whole) != (before.document, before.whole) {
            return false;
        }
        match (self.at, before.at, first.at) {
            (At::Box(own), At::Box(before), At::Box(first)) => {
                own.y0 - before.y1 <= NEAR && own.y1 - first.y0 <= TALL
            }
            (At::Cell(own), At::Cell(before), At::Cell(first)) => {
                own.row - before.row <= NEAR_ROWS && own.row - first.row <= TALL_ROWS
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn page(document: &str, page: u32, y: f32) -> FindingTerm {
        let bbox = Rect { x0: 10.0, y0: y, x1: 60.0, y1: y + 10.0 };
        term(document, Place::Page { page, bbox, ocr: None, text: "1 000 €".to_owned() })
    }

    fn cell(document: &str, cell: &str) -> FindingTerm {
        let (sheet, cell, text) = ("Budget".into(), cell.parse().unwrap(), String::new());
        term(document, Place::Cell { sheet, cell, line: None, text })
    }

    fn term(document: &str, place: Place) -> FindingTerm {
        let (name, written, document) = (String::new(), String::new(), document.to_owned());
        FindingTerm { name, value: 1000.into(), written, document, place }
    }

    pub(super) fn finding(id: &str, terms: Vec<FindingTerm>) -> Finding {
        let mut finding = Finding::plain(crate::reconcile::finding::Verdict::Different);
        finding.severity = crate::issue::Severity::Error;
        (finding.id, finding.terms) = (id.to_owned(), terms);
        finding
    }

    #[test]
    fn values_near_each_other_are_shown_together_in_the_order_of_the_terms() {
        let terms = [
            page("b.pdf", 5, 300.0),
            page("a.pdf", 2, 100.0),
            page("b.pdf", 5, 340.0),
            page("b.pdf", 5, 700.0),
            page("b.pdf", 6, 300.0),
            cell("c.xlsx", "B9"),
            cell("c.xlsx", "C7"),
            cell("c.xlsx", "C40"),
        ];
        let parts = parts(&terms);
        let numbers: Vec<&[usize]> = parts.iter().map(|(_, terms, _)| terms.as_slice()).collect();
        assert_eq!(numbers, [&[0, 2][..], &[1], &[3], &[4], &[5, 6], &[7]]);
        let Asked::Sheet { sheet, cells } = &parts[4].2 else { panic!("{:?}", parts[4]) };
        assert_eq!((sheet.as_str(), cells.len()), ("Budget", 2));
    }

    #[test]
    fn a_column_taller_than_half_a_page_is_parted() {
        let terms: Vec<FindingTerm> =
            (0..40).map(|at| page("b.pdf", 1, f32::from(at as u8) * 15.0)).collect();
        let parts = parts(&terms);
        assert_eq!(parts.iter().map(|p| p.1.len()).collect::<Vec<_>>(), [21, 19]);
    }

    #[test]
    fn no_more_is_asked_for_than_a_report_can_hold() {
        let terms = (0..4).map(|p| page("b.pdf", p, 300.0)).collect();
        let findings = Findings { findings: vec![finding("one", terms)], ..Findings::default() };
        let plan = plan(&findings, 3);
        assert_eq!(plan.documents["b.pdf"].len(), 3);
        assert_eq!(Gathering::new(&plan, 0).finish().left_out("one"), 1);
    }
}
