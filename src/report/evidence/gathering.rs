//! What workers showed, kept as far as a report has room for it.
//!
//! Documents are shown side by side and come in any order. What stays is the same in every order,
//! pictures of the first findings, and at no time is more of them held.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Evidence, Exhibit, Plan, Seen};
use crate::worker::evidence::Shown;

impl Seen {
    /// What it takes of the room for pictures, as it stands in the report.
    fn bytes(&self) -> u64 {
        match self {
            Self::Shown(Shown::Picture(picture)) => picture.png.len() as u64,
            _ => 0,
        }
    }
}

/// What was seen so far of the parts of a plan. Documents come in any order; no more pictures are
/// held than there is room for, those of the first findings.
#[derive(Debug)]
pub struct Gathering<'p> {
    plan: &'p Plan<'p>,
    /// What is seen, by number among what is wanted.
    seen: BTreeMap<usize, Arc<Seen>>,
    /// The bytes of its pictures.
    used: u64,
    /// Those that there is room for.
    room: u64,
    /// The number from which there is none.
    full_from: usize,
}

impl<'p> Gathering<'p> {
    /// Nothing yet, with room for so many bytes of pictures as they stand in the report.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, room: u64) -> Self {
        Self { plan, seen: BTreeMap::new(), used: 0, room, full_from: usize::MAX }
    }

    /// Takes what was seen of the parts of a document, in their order. Pictures that there is no
    /// room for are left out, and told.
    pub fn enter(&mut self, document: &str, seen: Vec<Seen>) {
        let seen: Vec<Arc<Seen>> = seen.into_iter().map(Arc::new).collect();
        for (number, wanted) in self.plan.wanted.iter().enumerate() {
            if wanted.document != document {
                continue;
            }
            let mut seen = seen.get(wanted.part).cloned().unwrap_or_else(|| Seen::Gone.into());
            if number >= self.full_from && seen.bytes() > 0 {
                seen = Seen::TooMany.into();
            }
            self.used += seen.bytes();
            self.seen.insert(number, seen);
        }
        while self.used > self.room {
            let mut last = self.seen.iter_mut().rev();
            let Some((number, seen)) = last.find(|(_, seen)| seen.bytes() > 0) else { break };
            self.used -= seen.bytes();
            self.full_from = *number;
            *seen = Seen::TooMany.into();
        }
    }

    /// What is shown for each finding.
    #[must_use]
    pub fn finish(mut self) -> Evidence {
        let mut exhibits: BTreeMap<String, Vec<Exhibit>> = BTreeMap::new();
        for (number, wanted) in self.plan.wanted.iter().enumerate() {
            let seen = self.seen.remove(&number).unwrap_or_else(|| Seen::Gone.into());
            let (document, terms) = (wanted.document.to_owned(), wanted.terms.clone());
            let exhibit = Exhibit { document, terms, seen };
            exhibits.entry(wanted.finding.to_owned()).or_default().push(exhibit);
        }
        let left_out = self.plan.left_out.iter().map(|(id, count)| ((*id).to_owned(), *count));
        Evidence { exhibits, left_out: left_out.collect(), off: false }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan;
    use super::super::tests::{finding, page};
    use super::*;
    use crate::issue::{Code, Issue};
    use crate::place::Rect;
    use crate::reconcile::finding::{Findings, State};
    use crate::worker::evidence::Picture;

    #[test]
    fn a_part_that_two_findings_need_is_made_once_and_pictures_end_where_they_fill_the_report() {
        let terms = || vec![page("b.pdf", 5, 300.0)];
        let mut gone = finding("gone", terms());
        gone.state = State::Resolved;
        let all = vec![finding("one", terms()), finding("two", terms()), gone];
        let findings = Findings { findings: all, ..Findings::default() };
        let plan = plan(&findings, 10);
        assert_eq!(plan.documents["b.pdf"].len(), 1);
        let evidence = |seen: Shown, room| {
            let mut gathering = Gathering::new(&plan, room);
            gathering.enter("b.pdf", vec![Seen::Shown(seen)]);
            gathering.finish()
        };
        let shown = evidence(picture(100), 150);
        assert_eq!(*shown.of("one")[0].seen, Seen::Shown(picture(100)));
        assert_eq!(*shown.of("two")[0].seen, Seen::TooMany);
        assert!(shown.of("gone").is_empty());
        let nothing = Shown::Nothing(Box::new(Issue::new(Code::Empty, &[])));
        let shown = evidence(nothing.clone(), 0);
        assert_eq!(*shown.of("two")[0].seen, Seen::Shown(nothing), "nothing takes no room");
    }

    fn picture(bytes: usize) -> Shown {
        let (png, area) = ("a".repeat(bytes), Rect::default());
        Shown::Picture(Picture { png, width: 1, height: 1, page: 5, area, top: 0 })
    }

    #[test]
    fn the_first_findings_are_shown_in_whatever_order_documents_come() {
        let of = |id: &str, document: &str| finding(id, vec![page(document, 5, 300.0)]);
        let all = vec![of("1", "d.pdf"), of("2", "a.pdf"), of("3", "c.pdf"), of("4", "b.pdf")];
        let findings = Findings { findings: all, ..Findings::default() };
        let plan = plan(&findings, 10);
        let shown = |order: &[(&str, usize)]| {
            let mut gathering = Gathering::new(&plan, 100);
            for (document, bytes) in order {
                gathering.enter(document, vec![Seen::Shown(picture(*bytes))]);
                assert!(gathering.used <= 100);
            }
            let evidence = gathering.finish();
            ["1", "2", "3", "4"].map(|id| *evidence.of(id)[0].seen != Seen::TooMany)
        };
        let mut order = [("a.pdf", 50), ("b.pdf", 10), ("c.pdf", 60), ("d.pdf", 30)];
        for _ in 0..4 {
            order.rotate_left(1);
            assert_eq!(shown(&order), [true, true, false, false], "{order:?}");
        }
    }
}
