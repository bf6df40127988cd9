//! Findings of today and those of an earlier run in, what is new, known, changed, resolved or
//! returned out.
//!
//! Findings are matched by their identity and told apart by the hash of their evidence. One that
//! only the presence of another told apart (two wrong mentions of an amount, of which one is mended)
//! has another identity now: it is known by its very evidence, and goes on under its old one.
//! One that is gone is kept as it was, so that it can be known for returned later; it is in no
//! count. It is resolved only if what it compares was compared again: where a document of it is
//! no longer read, or the check could not be made, it stays open, since a missing fact is never a
//! pass. What the earlier run says of acceptance is not taken over: waivers are judged anew, and
//! what was accepted and is no more has returned, since nobody who reads only news has seen it.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Findings, Held, State, Verdict, sort};
use super::room;

/// Marks each finding by what the baseline knows of it, and adds those that are gone, last;
/// `read` has the paths of the documents that were read this time.
#[must_use]
pub fn remember(mut now: Findings, baseline: &Findings, read: &BTreeSet<&str>) -> Findings {
    let before: BTreeMap<&str, &Finding> =
        baseline.findings.iter().map(|f| (f.id.as_str(), f)).collect();
    adopt(&mut now.findings, &before);
    for finding in &mut now.findings {
        finding.state = state(finding, before.get(finding.id.as_str()).copied());
    }
    let here: BTreeSet<&str> = now.findings.iter().map(|f| f.id.as_str()).collect();
    let gone = before.values().filter(|f| !here.contains(f.id.as_str()));
    let mut gone: Vec<Finding> =
        gone.map(|f| Finding { state: gone_state(f, &now, read), ..(*f).clone() }).collect();
    sort(&mut gone);
    sort(&mut now.findings);
    now.findings.extend(gone);
    now
}

/// Gives findings that no identity matches that of the one of the same check, document and
/// evidence in the baseline, where it is the only one.
fn adopt(now: &mut [Finding], before: &BTreeMap<&str, &Finding>) {
    let here: BTreeSet<String> = now.iter().map(|f| f.id.clone()).collect();
    let gone = before.values().filter(|f| !here.contains(&f.id) && f.state != State::Resolved);
    let mut left: BTreeMap<Evidence, Option<&str>> = BTreeMap::new();
    for finding in gone.filter(|f| !f.terms.is_empty()) {
        let one = left.entry(evidence(finding));
        one.and_modify(|id| *id = None).or_insert(Some(finding.id.as_str()));
    }
    for finding in now.iter_mut().filter(|f| !before.contains_key(f.id.as_str())) {
        if let Some(Some(id)) = left.remove(&evidence(finding)) {
            id.clone_into(&mut finding.id);
        }
    }
}

/// What a finding is told by where its identity is not.
type Evidence = (String, String, String);

fn evidence(finding: &Finding) -> Evidence {
    (finding.check.clone(), finding.document.clone(), finding.evidence.clone())
}

/// What became of a finding that is no longer told.
fn gone_state(finding: &Finding, now: &Findings, read: &BTreeSet<&str>) -> State {
    let about = |document: &str| {
        finding.document == document || finding.terms.iter().any(|t| t.document == document)
    };
    let all_read = read.contains(finding.document.as_str())
        && finding.terms.iter().all(|t| read.contains(t.document.as_str()));
    // A document that there was no room for was compared by no check.
    let unmade = |f: &Finding| f.check == finding.check || f.check == room::CHECK;
    let not_made = |f: &Finding| unmade(f) && f.verdict == Verdict::NotCheckable;
    let unmade = now.findings.iter().any(|f| not_made(f) && about(&f.document))
        || now.unmatched.iter().any(|u| u.check == finding.check && about(&u.document));
    let was_not_checkable = finding.verdict == Verdict::NotCheckable;
    // The very relation may hold now, though others of its check could not be made.
    let about_the_same = |held: &Held| {
        let subject = subject(&finding.message);
        held.check == finding.check
            && held.document == finding.document
            && subject.is_some()
            && self::subject(&held.message) == subject
    };
    let holds = now.held.iter().any(about_the_same);
    if finding.state == State::Resolved || holds || (all_read && (was_not_checkable || !unmade)) {
        State::Resolved
    } else {
        State::Unverified
    }
}

/// What a sentence is about within its document: « Action 1.2 — … ».
fn subject(message: &str) -> Option<&str> {
    message.split_once(" — ").map(|(subject, _)| subject)
}

/// What is known of a finding by the one of the same identity in the baseline.
fn state(finding: &Finding, before: Option<&Finding>) -> State {
    match before {
        None => State::New,
        Some(before) if before.state == State::Resolved => State::Returned,
        Some(before) if before.evidence != finding.evidence => State::Changed,
        Some(before) if before.state == State::Waived => State::Returned,
        Some(_) => State::Known,
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::some;
    use super::*;

    fn of(findings: &[(&str, &str)]) -> Findings {
        let findings = findings.iter().map(|(id, evidence)| some(id, evidence)).collect();
        Findings { findings, ..Findings::default() }
    }

    /// What is remembered where every document is read again.
    fn again(now: Findings, baseline: &Findings) -> Findings {
        let read = baseline.findings.iter().flat_map(|f| f.terms.iter().map(|t| &t.document));
        let own = baseline.findings.iter().map(|f| &f.document);
        let read = read.chain(own).map(String::as_str).collect();
        remember(now, baseline, &read)
    }

    fn states(findings: &Findings) -> Vec<(&str, State)> {
        findings.findings.iter().map(|f| (f.id.as_str(), f.state)).collect()
    }

    #[test]
    fn each_finding_is_marked_by_identity_and_evidence() {
        let first = again(of(&[("a", "1"), ("b", "1"), ("c", "3")]), &Findings::default());
        assert_eq!(states(&first), ["a", "b", "c"].map(|id| (id, State::New)));
        let second = again(of(&[("a", "1"), ("b", "2"), ("d", "1")]), &first);
        assert_eq!(
            states(&second),
            [("a", State::Known), ("b", State::Changed), ("d", State::New), ("c", State::Resolved)]
        );
    }

    #[test]
    fn what_is_gone_is_kept_as_it_was_until_it_returns() {
        let first = of(&[("a", "1")]);
        let gone = again(of(&[]), &first);
        assert_eq!(gone.findings[0], Finding { state: State::Resolved, ..some("a", "1") });
        assert_eq!(gone.checks, Findings::default().checks, "it is in no count");
        let still_gone = again(of(&[]), &gone);
        assert_eq!(states(&still_gone), [("a", State::Resolved)]);
        let back = again(of(&[("a", "1")]), &still_gone);
        assert_eq!(states(&back), [("a", State::Returned)]);
        assert_eq!(states(&again(of(&[("a", "1")]), &back)), [("a", State::Known)]);
    }

    #[test]
    fn a_finding_that_is_told_apart_no_more_goes_on_under_its_old_identity() {
        let first = of(&[("a-1", "1"), ("a-2", "2")]);
        let second = again(of(&[("a", "2")]), &first);
        assert_eq!(states(&second), [("a-2", State::Known), ("a-1", State::Resolved)]);
        let other = again(of(&[("a", "3")]), &first);
        assert_eq!(other.findings[0].state, State::New);
    }

    #[test]
    fn an_earlier_acceptance_is_not_taken_over() {
        let mut first = of(&[("a", "1")]);
        first.findings[0].state = State::Waived;
        assert_eq!(states(&again(of(&[("a", "1")]), &first)), [("a", State::Returned)]);
        assert_eq!(states(&again(of(&[("a", "2")]), &first)), [("a", State::Changed)]);
    }

    #[test]
    fn what_is_not_compared_again_is_not_resolved() {
        let first = of(&[("a", "1")]);
        let gone = remember(of(&[]), &first, &BTreeSet::new());
        assert_eq!(states(&gone), [("a", State::Unverified)]);
        assert!(gone.findings[0].is_open());
        assert_eq!(states(&remember(of(&[]), &gone, &BTreeSet::new())), [("a", State::Unverified)]);
        let mut unmade = of(&[("other", "2")]);
        unmade.findings[0].verdict = Verdict::NotCheckable;
        let of_both = again(unmade, &first);
        assert_eq!(states(&of_both), [("other", State::New), ("a", State::Unverified)]);
        assert_eq!(states(&again(of(&[]), &gone)), [("a", State::Resolved)]);
        assert_eq!(states(&again(of(&[("a", "1")]), &gone)), [("a", State::Known)]);
    }

    #[test]
    fn a_relation_that_holds_now_is_resolved_whatever_others_of_its_check() {
        let mut first = of(&[("a", "1")]);
        first.findings[0].message = "Action 1.2 — on lit 9 et 10.".to_owned();
        let mut now = of(&[("other", "2")]);
        now.findings[0].verdict = Verdict::NotCheckable;
        let Finding { check, document, .. } = now.findings[0].clone();
        assert_eq!(again(now.clone(), &first).findings[1].state, State::Unverified);
        let message = "Action 1.2 — la part est la même : 10 et 10.".to_owned();
        now.held.push(Held { check, document, message });
        assert_eq!(again(now, &first).findings[1].state, State::Resolved);
    }
}
