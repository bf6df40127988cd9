//! The summary on the terminal: what was read, what is wrong with documents, which amounts do
//! not agree and where each side stands.
//!
//! Document text reaches a terminal here: control characters are taken out of it.

use std::fmt::Write as _;
use std::path::Path;

use comfy_table::{Cell, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

use crate::issue::{Issue, Lang, Severity};
use crate::number::format;
use crate::reconcile::finding::{Finding, FindingTerm, Side, Verdict};
use crate::store::FileOutcome;

use super::{Run, tell, words};

/// Values of one finding whose places are listed; all are in the report.
const PLACES: usize = 6;

/// The summary, for a terminal `width` columns wide (100 where that is not known).
#[must_use]
pub fn render(run: &Run<'_>, width: Option<u16>) -> String {
    let mut out = files(run);
    out.push_str(&issues(&run.index.files, run.lang));
    out.push_str(&plain(&findings(run, run.lang, width)));
    out
}

/// Where the reports of a run are.
#[must_use]
pub fn written(out: &Path, lang: Lang) -> String {
    let (report, book) = (out.join("report.html"), out.join("ecarts.xlsx"));
    let (report, book) = (report.to_string_lossy(), book.to_string_lossy());
    let label = tell(lang, "rapport :", "report:");
    format!("{label} {}, {}\n", line(&report), line(&book))
}

/// One line of counts: files by outcome.
fn files(run: &Run<'_>) -> String {
    let outcomes = run.outcomes();
    let parts = outcomes.iter().map(|(o, n)| format!("{n} {}", words::outcomes(*o, *n, run.lang)));
    let parts: Vec<String> = parts.collect();
    let files = match (run.lang, run.index.files.len()) {
        (Lang::Fr, 0 | 1) => "fichier :",
        (Lang::Fr, _) => "fichiers :",
        (Lang::En, 1) => "file:",
        (Lang::En, _) => "files:",
    };
    format!("{} {files} {}\n", run.index.files.len(), parts.join(", "))
}

/// The issues of files that someone should look at.
#[must_use]
pub fn issues(files: &[FileOutcome], lang: Lang) -> String {
    files
        .iter()
        .map(|file| {
            let loud = file.issues.iter().filter(|issue| issue.severity != Severity::Info);
            told(&file.path, loud, lang)
        })
        .collect()
}

/// Issues of one file: path, then what, then what to do. Of several of one code the first is
/// told, and the others counted: a scan of forty pages is one thing to know.
pub fn told<'a>(path: &str, issues: impl IntoIterator<Item = &'a Issue>, lang: Lang) -> String {
    let mut kinds: Vec<(&Issue, usize)> = Vec::new();
    for issue in issues {
        match kinds.iter_mut().find(|(first, _)| first.code == issue.code) {
            Some((_, count)) => *count += 1,
            None => kinds.push((issue, 1)),
        }
    }
    let mut out = String::new();
    for (issue, count) in kinds {
        let (message, hint) = issue.told(lang);
        let colon = tell(lang, " :", ":");
        let more = match (lang, count - 1) {
            (_, 0) => String::new(),
            (Lang::Fr, 1) => " (et 1 autre semblable)".to_owned(),
            (Lang::Fr, n) => format!(" (et {n} autres semblables)"),
            (Lang::En, n) => format!(" (and {n} more like it)"),
        };
        let _ = writeln!(out, "{}{colon} {}{more}", line(path), line(&message));
        let _ = writeln!(out, "    → {}", line(&hint));
    }
    out
}

/// The table of discrepancies, then the tally of checks.
fn findings(run: &Run<'_>, lang: Lang, width: Option<u16>) -> String {
    let told: Vec<&Finding> =
        run.findings.findings.iter().filter(|f| f.severity != Severity::Info).collect();
    let tally = run.findings.checks;
    let tally = match lang {
        Lang::Fr => format!(
            "contrôles : {} tenus, {} en écart, {} non vérifiables",
            tally.held, tally.failed, tally.not_checkable
        ),
        Lang::En => format!(
            "checks: {} hold, {} fail, {} not checkable",
            tally.held, tally.failed, tally.not_checkable
        ),
    };
    if told.is_empty() {
        let checked = run.findings.checks.held + run.findings.checks.failed > 0;
        let none = if checked {
            tell(lang, "Aucun écart.", "No discrepancy.")
        } else {
            tell(lang, "Aucun contrôle n'a pu être fait.", "No check could be made.")
        };
        return format!("\n{none}\n{tally}\n");
    }
    let count = told.len();
    let title = match (lang, count) {
        (Lang::Fr, 1) => "1 écart".to_owned(),
        (Lang::Fr, n) => format!("{n} écarts"),
        (Lang::En, 1) => "1 discrepancy".to_owned(),
        (Lang::En, n) => format!("{n} discrepancies"),
    };
    format!("\n{title}\n{}\n{tally}\n", table(&told, lang, width))
}

/// The discrepancies as a table.
fn table(findings: &[&Finding], lang: Lang, width: Option<u16>) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width.unwrap_or(100));
    table.set_header(match lang {
        Lang::Fr => ["gravité", "écart", "document", "constat"],
        Lang::En => ["severity", "difference", "document", "what was found"],
    });
    for finding in findings {
        table.add_row([
            Cell::new(words::severity(finding.severity, lang)),
            Cell::new(finding.difference.map(format::format).unwrap_or_default()),
            Cell::new(&finding.document),
            Cell::new(said(finding, lang)),
        ]);
    }
    table
}

/// What a finding says: its sentence in French, which holds figures and places; in English the
/// figures, then where each stands.
fn said(finding: &Finding, lang: Lang) -> String {
    if lang == Lang::Fr {
        return finding.message.clone();
    }
    let side =
        |s: &Option<Side>| s.as_ref().map_or_else(|| "?".to_owned(), |s| format::format(s.value));
    let figures = match finding.verdict {
        Verdict::NotCheckable => String::new(),
        _ => format!(" ({} / {})", side(&finding.left), side(&finding.right)),
    };
    let head = format!("{}: {}{figures}", finding.check, words::verdict(finding.verdict, lang));
    let terms = finding.terms.iter().take(PLACES).map(|t| stands(t, finding, lang));
    let mut lines: Vec<String> = std::iter::once(head).chain(terms).collect();
    if let Some(more) = finding.terms.len().checked_sub(PLACES).filter(|n| *n > 0) {
        lines.push(format!("  … {more} other values"));
    }
    lines.join("\n")
}

/// A value and where it stands.
fn stands(term: &FindingTerm, finding: &Finding, lang: Lang) -> String {
    let place = words::place(&term.place, lang);
    if term.document == finding.document {
        format!("  {} : {place}", term.written)
    } else {
        format!("  {} : {}, {place}", term.written, term.document)
    }
}

/// Text without the control characters that a terminal would obey, line ends kept.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !(c.is_control() || is_direction(*c))).collect()
}

/// Text on one line, without what a terminal would obey.
pub(super) fn line(text: &str) -> String {
    plain(text).replace('\n', " ")
}

/// Marks that turn the direction of writing.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing_to_obey() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc\nd");
    }
}
