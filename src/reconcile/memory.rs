//! Findings of today and those of an earlier run in, what is new, known, changed, resolved or
//! returned out.
//!
//! Findings are matched by their identity alone and told apart by the hash of their evidence.
//! One that is gone is kept as it was, so that it can be known for returned later; it is in no
//! count. What the earlier run says of acceptance is not taken over: waivers are judged anew.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Findings, State};

/// Marks each finding by what the baseline knows of it, and adds those that are gone, last.
#[must_use]
pub fn remember(mut now: Findings, baseline: &Findings) -> Findings {
    let before: BTreeMap<&str, &Finding> =
        baseline.findings.iter().map(|f| (f.id.as_str(), f)).collect();
    for finding in &mut now.findings {
        finding.state = state(finding, before.get(finding.id.as_str()).copied());
    }
    let here: BTreeSet<&str> = now.findings.iter().map(|f| f.id.as_str()).collect();
    let gone = before.values().filter(|f| !here.contains(f.id.as_str()));
    let mut gone: Vec<Finding> =
        gone.map(|f| Finding { state: State::Resolved, ..(*f).clone() }).collect();
    gone.sort_by(|a, b| {
        let key = |f: &Finding| (f.severity, f.document.clone(), f.check.clone(), f.id.clone());
        key(a).cmp(&key(b))
    });
    now.findings.extend(gone);
    now
}

/// What is known of a finding by the one of the same identity in the baseline.
fn state(finding: &Finding, before: Option<&Finding>) -> State {
    match before {
        None => State::New,
        Some(before) if before.state == State::Resolved => State::Returned,
        Some(before) if before.evidence == finding.evidence => State::Known,
        Some(_) => State::Changed,
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

    fn states(findings: &Findings) -> Vec<(&str, State)> {
        findings.findings.iter().map(|f| (f.id.as_str(), f.state)).collect()
    }

    #[test]
    fn each_finding_is_marked_by_identity_and_evidence() {
        let first = remember(of(&[("a", "1"), ("b", "1"), ("c", "1")]), &Findings::default());
        assert_eq!(states(&first), ["a", "b", "c"].map(|id| (id, State::New)));
        let second = remember(of(&[("a", "1"), ("b", "2"), ("d", "1")]), &first);
        assert_eq!(
            states(&second),
            [("a", State::Known), ("b", State::Changed), ("d", State::New), ("c", State::Resolved)]
        );
    }

    #[test]
    fn what_is_gone_is_kept_as_it_was_until_it_returns() {
        let first = of(&[("a", "1")]);
        let gone = remember(of(&[]), &first);
        assert_eq!(gone.findings[0], Finding { state: State::Resolved, ..some("a", "1") });
        assert_eq!(gone.checks, Findings::default().checks, "it is in no count");
        let still_gone = remember(of(&[]), &gone);
        assert_eq!(states(&still_gone), [("a", State::Resolved)]);
        let back = remember(of(&[("a", "1")]), &still_gone);
        assert_eq!(states(&back), [("a", State::Returned)]);
        assert_eq!(states(&remember(of(&[("a", "1")]), &back)), [("a", State::Known)]);
    }

    #[test]
    fn an_earlier_acceptance_is_not_taken_over() {
        let mut first = of(&[("a", "1")]);
        first.findings[0].state = State::Waived;
        assert_eq!(states(&remember(of(&[("a", "1")]), &first)), [("a", State::Known)]);
    }
}
