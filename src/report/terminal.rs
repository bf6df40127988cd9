//! What `bilan run` says at its end: files by outcome, what is wrong with which, what differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Run;
use crate::issue::{Issue, Lang, Severity};
use crate::place::Place;
use crate::store::FileOutcome;
use crate::worker::Outcome;

/// Renders the summary.
#[must_use]
pub fn render(run: &Run<'_>) -> String {
    let mut out = outcomes(run);
    out.push_str(&issues(&run.index.files, run.lang));
    for finding in run.findings.findings.iter().filter(|f| f.severity != Severity::Info) {
        let _ = writeln!(out, "\n{} : {}", plain(&finding.document), plain(&finding.message));
        for term in &finding.terms {
            let _ = writeln!(
                out,
                "    {} = {} ({}, {})",
                plain(&term.name),
                term.value,
                plain(&term.document),
                place(&term.place)
            );
        }
    }
    let checks = run.findings.checks;
    let _ = match run.lang {
        Lang::Fr => writeln!(
            out,
            "\n{} contrôles tenus, {} en écart, {} non vérifiables",
            checks.held, checks.failed, checks.not_checkable
        ),
        Lang::En => writeln!(
            out,
            "\n{} checks hold, {} fail, {} cannot be checked",
            checks.held, checks.failed, checks.not_checkable
        ),
    };
    out
}

/// The number of files by outcome, on one line.
fn outcomes(run: &Run<'_>) -> String {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for file in &run.index.files {
        *counts.entry(file.outcome).or_default() += 1;
    }
    let told: Vec<String> =
        counts.iter().map(|(o, n)| format!("{n} {}", outcome(*o, run.lang))).collect();
    let files = if run.lang == Lang::Fr { "fichiers" } else { "files" };
    format!("{} {files} : {}\n", run.index.files.len(), told.join(", "))
}

/// The name of an outcome.
fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    let (fr, en) = match outcome {
        Outcome::Done => ("lus", "read"),
        Outcome::Partial => ("lus en partie", "read in part"),
        Outcome::Refused => ("refusés", "refused"),
        Outcome::Crashed => ("interrompus", "crashed"),
        Outcome::OutOfMemory => ("hors mémoire", "out of memory"),
        Outcome::TimedOut => ("hors délai", "timed out"),
        Outcome::Unsupported => ("d'un type non lu", "of a kind not read"),
        Outcome::Duplicate => ("en double", "duplicates"),
    };
    if lang == Lang::Fr { fr } else { en }
}

/// The issues of files that someone should look at.
#[must_use]
pub fn issues(files: &[FileOutcome], lang: Lang) -> String {
    files
        .iter()
        .map(|file| {
            let loud = file.issues.iter().filter(|issue| issue.severity != Severity::Info);
            tell(&file.path, loud, lang)
        })
        .collect()
}

/// Issues of one file: path, then what, then what to do.
pub fn tell<'a>(path: &str, issues: impl IntoIterator<Item = &'a Issue>, lang: Lang) -> String {
    let mut out = String::new();
    for issue in issues {
        let (message, hint) = issue.told(lang);
        let colon = if lang == Lang::Fr { " :" } else { ":" };
        let _ = writeln!(out, "{}{colon} {}", plain(path), plain(&message));
        let _ = writeln!(out, "    → {}", plain(&hint));
    }
    out
}

/// Text from an archive without what would steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Where a value stands, in a few words.
fn place(place: &Place) -> String {
    match place {
        Place::Page { page, .. } => format!("p. {page}"),
        Place::Cell { sheet, cell, .. } => format!("{} {cell}", plain(sheet)),
    }
}
