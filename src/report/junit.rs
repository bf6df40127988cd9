//! `findings.junit.xml`: one suite a document, one case a check, for what runs tests (GitLab,
//! Jenkins).
//!
//! A case fails where `bilan run` ends in 1 for it: a discrepancy that is neither accepted nor
//! known. What could not be checked, is known or is accepted is skipped, with why: never a pass.
//! The first case of a suite is the reading of its document. No times: the same input gives the
//! same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::name::QName;

use crate::issue::{Issue, Lang, Severity};
use crate::reconcile::finding::{Finding, FindingTerm, State, Verdict};
use crate::store::FileOutcome;
use crate::worker::Outcome;

use super::{Run, past, words};

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Passed,
    Skipped,
    Failed,
    Broken,
}

impl End {
    /// The element that says so; none for a pass.
    fn element(self) -> Option<&'static str> {
        match self {
            Self::Passed => None,
            Self::Skipped => Some("skipped"),
            Self::Failed => Some("failure"),
            Self::Broken => Some("error"),
        }
    }
}

/// One case of a suite.
struct Case {
    name: String,
    end: End,
    /// The sentence that says why it ended so.
    message: String,
    /// All that is known, for who opens it.
    detail: String,
}

/// The checks as suites of test cases.
pub fn render(run: &Run<'_>) -> io::Result<Vec<u8>> {
    let suites = suites(run);
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = counts(suites.values().flatten());
    let root = out.create_element("testsuites").with_attribute(("name", "bilan"));
    root.with_attributes(attributes(all)).write_inner_content(|out| {
        suites.iter().try_for_each(|(document, cases)| suite(out, document, cases))
    })?;
    let mut bytes = out.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The cases by document.
fn suites<'r>(run: &Run<'r>) -> BTreeMap<&'r str, Vec<Case>> {
    let mut out: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for file in &run.index.files {
        out.entry(&file.path).or_default().push(reading(file));
    }
    for held in &run.findings.held {
        let name = format!("{} : {}", held.check, held.message);
        let (message, detail) = (String::new(), String::new());
        let case = Case { name, end: End::Passed, message, detail };
        out.entry(&held.document).or_default().push(case);
    }
    for finding in run.findings.findings.iter().filter(|f| f.state != State::Resolved) {
        out.entry(&finding.document).or_default().push(checked(finding, run));
    }
    out
}

/// The reading of a document as a case.
fn reading(file: &FileOutcome) -> Case {
    let told: Vec<&Issue> = file.issues.iter().filter(|i| i.severity != Severity::Info).collect();
    let end = match file.outcome {
        Outcome::Done => End::Passed,
        Outcome::Duplicate => End::Skipped,
        Outcome::Unsupported if told.is_empty() => End::Skipped,
        _ => End::Broken,
    };
    let lines = told.iter().map(|i| format!("{} ; {}", i.message, i.hint));
    let detail = lines.collect::<Vec<_>>().join("\n");
    let outcome = if end == End::Passed { "" } else { words::outcome(file.outcome, Lang::Fr) };
    Case { name: "lecture".to_owned(), end, message: outcome.to_owned(), detail }
}

/// A finding as a case: its name is the same in every run.
fn checked(finding: &Finding, run: &Run<'_>) -> Case {
    let waiver = past::accepted(finding, run.findings).map(|w| past::why(w, Lang::Fr));
    let end = match finding.state {
        State::Waived | State::Known => End::Skipped,
        _ if finding.is_loud() => End::Failed,
        _ if finding.verdict == Verdict::NotCheckable => End::Skipped,
        _ => End::Passed,
    };
    let state = match finding.state {
        State::New => None,
        state => Some(words::state(state, Lang::Fr)),
    };
    let message = state.map_or_else(String::new, |s| format!("{s} : ")) + &finding.message;
    let place = |t: &FindingTerm| words::place_read(&t.place, Lang::Fr);
    let terms =
        finding.terms.iter().map(|t| format!("{} : {}, {}", t.written, t.document, place(t)));
    let hypotheses = finding.hypotheses.iter().map(|h| h.text.clone());
    let detail = std::iter::once(finding.relation.clone()).chain(terms).chain(hypotheses);
    let detail = detail.chain(finding.ask.clone()).chain(waiver).collect::<Vec<_>>().join("\n");
    Case { name: format!("{} ({})", finding.check, finding.id), end, message, detail }
}

/// Cases by how they ended: all, failed, broken, skipped.
fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> [usize; 4] {
    cases.fold([0; 4], |[all, failed, broken, skipped], case| {
        let is = |end| usize::from(case.end == end);
        [all + 1, failed + is(End::Failed), broken + is(End::Broken), skipped + is(End::Skipped)]
    })
}

/// Counts as attributes.
fn attributes(counts: [usize; 4]) -> impl Iterator<Item = Attribute<'static>> {
    let names = ["tests", "failures", "errors", "skipped"];
    names
        .into_iter()
        .zip(counts)
        .map(|(name, count)| Attribute { key: QName(name), value: Cow::Owned(count.to_string()) })
}

/// Writes the suite of a document.
fn suite(out: &mut Writer<Vec<u8>>, document: &str, cases: &[Case]) -> io::Result<()> {
    let name = words::shown(document);
    let element = out.create_element("testsuite").with_attribute(("name", name.as_ref()));
    element
        .with_attributes(attributes(counts(cases.iter())))
        .write_inner_content(|out| cases.iter().try_for_each(|case| write(out, &name, case)))?;
    Ok(())
}

/// Writes a case.
fn write(out: &mut Writer<Vec<u8>>, document: &str, case: &Case) -> io::Result<()> {
    let (name, message) = (words::shown(&case.name), words::shown(&case.message));
    let detail = words::shown(&case.detail);
    let element = out.create_element("testcase");
    let element = element.with_attributes([("classname", document), ("name", name.as_ref())]);
    let text = BytesText::new(&detail);
    match case.end.element() {
        None if message.is_empty() => element.write_empty()?,
        None => element.write_inner_content(|out| {
            let said = format!("{message}\n{detail}");
            out.create_element("system-out").write_text_content(BytesText::new(&said))?;
            Ok(())
        })?,
        Some(how) => element.write_inner_content(|out| {
            let told = out.create_element(how).with_attribute(("message", message.as_ref()));
            told.write_text_content(text)?;
            Ok(())
        })?,
    };
    Ok(())
}
