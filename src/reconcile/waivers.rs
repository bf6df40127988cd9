//! Discrepancies that a person accepted: findings and waivers in, what each waiver does out.
//!
//! A waiver is bound to the evidence that its author saw: it is void as soon as a compared value
//! or the words around it change, and when its day has passed. What cannot be read counts against
//! it. The day is given from outside: no stage reads the clock.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, Findings, State};

mod file;

pub use file::{WaiverFault, parse, put};

/// A discrepancy that a person accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waiver {
    /// The id of the finding.
    pub finding: String,
    /// Its check, as people were told: where it is another, the id was put over it.
    pub check: String,
    /// The document it is told against; one that has another path now is the same.
    pub document: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepts it.
    pub by: String,
    /// The last day on which it holds, as written.
    pub until: String,
    /// The hash of the evidence that was accepted.
    pub evidence: String,
}

/// A waiver and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The waiver.
    #[serde(flatten)]
    pub waiver: Waiver,
    /// What became of it.
    pub status: WaiverStatus,
    /// Why it does nothing; null where it is used.
    pub why: Option<Why>,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverStatus {
    /// Its finding is accepted.
    Used,
    /// Its finding is there, and it holds no more.
    Void,
    /// It has no finding to accept.
    Unused,
}

/// Why a waiver does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A compared value or the words around it are others than those accepted.
    EvidenceChanged,
    /// The finding is one of another check.
    OtherCheck,
    /// The finding is told against another document than the one named, which is there too.
    OtherDocument,
    /// Its day has passed.
    Expired,
    /// Its day is missing or no ISO date: it counts as passed.
    DateUnreadable,
    /// Nobody says why.
    NoReason,
    /// Nobody answers for it.
    NoAuthor,
    /// No finding has this id.
    NotFound,
    /// The discrepancy is gone.
    Resolved,
    /// The finding is no discrepancy, only something to know.
    Information,
    /// Another waiver before it accepts the same finding.
    Double,
}

/// Marks the findings that waivers accept, and says what became of each waiver; `read` has the
/// paths of the documents that were read.
#[must_use]
pub fn waive(
    mut findings: Findings,
    waivers: &[Waiver],
    today: Date,
    read: &BTreeSet<&str>,
) -> Findings {
    for waiver in waivers {
        let finding = accepted(&mut findings.findings, waiver);
        let refused = judge(waiver, finding.as_deref(), today, read);
        match (refused, finding) {
            (None, Some(finding)) => finding.state = State::Waived,
            // Somebody has to answer for it again, however long it has been known.
            (Some((WaiverStatus::Void, _)), Some(finding)) if finding.state == State::Known => {
                finding.state = State::Returned;
            }
            _ => {}
        }
        let (status, why) = match refused {
            None => (WaiverStatus::Used, None),
            Some((status, why)) => (status, Some(why)),
        };
        findings.waivers.push(Judged { waiver: waiver.clone(), status, why });
    }
    findings
}

/// The finding of a waiver: that of its identity; else, where only another finding told it apart
/// that is gone, the one of its check, document and very evidence.
fn accepted<'f>(findings: &'f mut [Finding], waiver: &Waiver) -> Option<&'f mut Finding> {
    let same = |f: &Finding| {
        !f.terms.is_empty()
            && (&f.check, &f.document, &f.evidence)
                == (&waiver.check, &waiver.document, &waiver.evidence)
    };
    let named = findings.iter().position(|f| f.id == waiver.finding);
    let mut alike = findings.iter().enumerate().filter(|(_, f)| same(f)).map(|(at, _)| at);
    let at = named.or_else(|| alike.next().filter(|_| alike.next().is_none()))?;
    findings.get_mut(at)
}

/// Why a waiver does nothing; `None` where it accepts its finding.
fn judge(
    waiver: &Waiver,
    finding: Option<&Finding>,
    today: Date,
    read: &BTreeSet<&str>,
) -> Option<(WaiverStatus, Why)> {
    let void = |why| Some((WaiverStatus::Void, why));
    let unused = |why| Some((WaiverStatus::Unused, why));
    let Some(finding) = finding else { return unused(Why::NotFound) };
    match finding.state {
        State::Resolved => return unused(Why::Resolved),
        State::Waived => return unused(Why::Double),
        _ if !finding.is_loud() => return unused(Why::Information),
        _ => {}
    }
    if !waiver.check.is_empty() && waiver.check != finding.check {
        return void(Why::OtherCheck);
    }
    if waiver.document != finding.document && read.contains(waiver.document.as_str()) {
        return void(Why::OtherDocument);
    }
    if waiver.evidence != finding.evidence {
        return void(Why::EvidenceChanged);
    }
    match day(&waiver.until) {
        None => void(Why::DateUnreadable),
        Some(until) if until < today => void(Why::Expired),
        Some(_) if waiver.reason.trim().is_empty() => void(Why::NoReason),
        Some(_) if waiver.by.trim().is_empty() => void(Why::NoAuthor),
        Some(_) => None,
    }
}

/// An ISO 8601 day, `2026-12-31`, and nothing else: what has to be guessed at is no date.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::made::some;
    use super::*;
    use crate::issue::Severity;

    fn waiver(finding: &str, until: &str) -> Waiver {
        Waiver {
            finding: finding.to_owned(),
            reason: "accord du 3 mai".to_owned(),
            by: "M. Roy".to_owned(),
            until: until.to_owned(),
            evidence: "1".to_owned(),
            ..Waiver::default()
        }
    }

    fn judged(finding: Finding, waiver: Waiver) -> (State, WaiverStatus, Option<Why>) {
        let findings = Findings { findings: vec![finding], ..Findings::default() };
        let read = BTreeSet::from(["bilan.pdf", "autre.pdf"]);
        let told = waive(findings, &[waiver], date(2026, 6, 15), &read);
        (told.findings[0].state, told.waivers[0].status, told.waivers[0].why)
    }

    #[test]
    fn a_waiver_holds_to_the_end_of_its_day() {
        let used = (State::Waived, WaiverStatus::Used, None);
        assert_eq!(judged(some("a", "1"), waiver("a", "2026-06-15")), used);
        let passed = (State::New, WaiverStatus::Void, Some(Why::Expired));
        assert_eq!(judged(some("a", "1"), waiver("a", "2026-06-14")), passed);
    }

    #[test]
    fn a_waiver_finds_the_very_evidence_under_another_identity() {
        let named = |evidence: &str| Waiver {
            check: "essai".to_owned(),
            document: "bilan.pdf".to_owned(),
            evidence: evidence.to_owned(),
            ..waiver("a-2", "2026-12-31")
        };
        let used = (State::Waived, WaiverStatus::Used, None);
        assert_eq!(judged(some("a", "1"), named("1")), used);
        let missing = (State::New, WaiverStatus::Unused, Some(Why::NotFound));
        assert_eq!(judged(some("a", "1"), named("2")), missing);
    }

    #[test]
    fn a_known_finding_whose_waiver_is_void_has_returned() {
        let known = || Finding { state: State::Known, ..some("a", "1") };
        for (until, evidence) in [("2026-06-14", "1"), ("fin 2026", "1"), ("2026-12-31", "2")] {
            let waiver = Waiver { evidence: evidence.to_owned(), ..waiver("a", until) };
            assert_eq!(judged(known(), waiver).0, State::Returned, "{until} {evidence}");
        }
        assert_eq!(judged(known(), waiver("a", "2026-06-15")).0, State::Waived);
        assert_eq!(judged(known(), waiver("b", "2026-06-14")).0, State::Known);
    }

    #[test]
    fn a_waiver_dies_with_its_evidence() {
        let changed = (State::New, WaiverStatus::Void, Some(Why::EvidenceChanged));
        assert_eq!(judged(some("a", "2"), waiver("a", "2026-12-31")), changed);
    }

    #[test]
    fn a_waiver_of_another_check_or_document_is_void() {
        let of = |check: &str, document: &str| Waiver {
            check: check.to_owned(),
            document: document.to_owned(),
            ..waiver("a", "2026-12-31")
        };
        let void = |why| (State::New, WaiverStatus::Void, Some(why));
        let used = (State::Waived, WaiverStatus::Used, None);
        for (check, document, told) in [
            ("essai", "bilan.pdf", used),
            ("", "", used),
            ("essai", "ancien-nom.pdf", used),
            ("parite", "bilan.pdf", void(Why::OtherCheck)),
            ("essai", "autre.pdf", void(Why::OtherDocument)),
        ] {
            assert_eq!(judged(some("a", "1"), of(check, document)), told, "{check} {document}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_read_has_passed() {
        for until in ["", "31/12/2026", "2026-12-31T00:00", "2026-02-30", "2026-6-30", "toujours"] {
            let (state, status, why) = judged(some("a", "1"), waiver("a", until));
            assert_eq!((state, status), (State::New, WaiverStatus::Void), "{until}");
            assert_eq!(why, Some(Why::DateUnreadable), "{until}");
        }
    }

    #[test]
    fn nobody_accepts_without_a_reason_or_a_name() {
        let silent = Waiver { reason: " ".to_owned(), ..waiver("a", "2026-12-31") };
        assert_eq!(judged(some("a", "1"), silent).2, Some(Why::NoReason));
        let nameless = Waiver { by: String::new(), ..waiver("a", "2026-12-31") };
        assert_eq!(judged(some("a", "1"), nameless).2, Some(Why::NoAuthor));
    }

    #[test]
    fn a_waiver_without_a_discrepancy_is_unused() {
        let resolved = Finding { state: State::Resolved, ..some("a", "1") };
        let unused = (State::Resolved, WaiverStatus::Unused, Some(Why::Resolved));
        assert_eq!(judged(resolved, waiver("a", "2026-12-31")), unused);
        let told = Finding { severity: Severity::Info, ..some("a", "1") };
        assert_eq!(judged(told, waiver("a", "2026-12-31")).2, Some(Why::Information));
        assert_eq!(judged(some("a", "1"), waiver("b", "2026-12-31")).2, Some(Why::NotFound));
    }

    #[test]
    fn the_first_of_two_waivers_that_holds_is_used() {
        let findings = Findings { findings: vec![some("a", "1")], ..Findings::default() };
        let all = [waiver("a", "2020-01-01"), waiver("a", "2026-12-31"), waiver("a", "2027-12-31")];
        let told = waive(findings, &all, date(2026, 6, 15), &BTreeSet::new());
        let why: Vec<Option<Why>> = told.waivers.iter().map(|w| w.why).collect();
        assert_eq!(why, [Some(Why::Expired), None, Some(Why::Double)]);
    }
}
