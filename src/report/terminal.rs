//! The summary on the terminal: what was read, what is wrong with documents, which amounts do
//! not agree and where each side stands.
//!
//! Document text reaches a terminal here: control characters are taken out of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use comfy_table::{Cell, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

use crate::issue::{Issue, Lang, Severity};
use crate::number::format;
use crate::reconcile::finding::{Finding, State};
use crate::store::FileOutcome;

use super::{Run, tell, words};

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
pub fn written<'n>(out: &Path, files: impl IntoIterator<Item = &'n &'n str>, lang: Lang) -> String {
    let files = files.into_iter().map(|name| line(&out.join(name).to_string_lossy()));
    let label = tell(lang, "rapport :", "report:");
    format!("{label} {}\n", files.collect::<Vec<_>>().join(", "))
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
        run.findings.findings.iter().filter(|f| f.is_loud() && f.is_open()).collect();
    let tally = run.findings.checks;
    let tally = match lang {
        Lang::Fr => format!(
            "contrôles : {}, {} en écart, {}",
            words::counted(tally.held as usize, "tenu", "tenus", lang),
            tally.failed,
            words::counted(tally.not_checkable as usize, "non vérifiable", "non vérifiables", lang),
        ),
        Lang::En => format!(
            "checks: {} hold, {} fail, {} not checkable",
            tally.held, tally.failed, tally.not_checkable
        ),
    };
    let tally = format!("{tally}\n{}", super::matches::aside(run.findings, lang));
    let aside = super::past::aside(run.findings, lang);
    let aside = if aside.is_empty() { aside } else { format!("\n{aside}") };
    if told.is_empty() {
        let checked = run.findings.checks.held + run.findings.checks.failed > 0;
        let none = match checked {
            false => tell(lang, "Aucun contrôle n'a pu être fait.", "No check could be made."),
            true if aside.is_empty() => tell(lang, "Aucun écart.", "No discrepancy."),
            true => tell(lang, "Aucun écart à traiter.", "No discrepancy to answer for."),
        };
        return format!("\n{none}\n{aside}{tally}");
    }
    format!("\n{}\n{}\n{aside}{tally}", title(&told, lang), table(&told, lang, width))
}

/// « 3 écarts : 1 nouveau, 2 connus »; how many alone where there is no more to know.
fn title(told: &[&Finding], lang: Lang) -> String {
    let count = match (lang, told.len()) {
        (Lang::Fr, 1) => "1 écart".to_owned(),
        (Lang::Fr, n) => format!("{n} écarts"),
        (Lang::En, 1) => "1 discrepancy".to_owned(),
        (Lang::En, n) => format!("{n} discrepancies"),
    };
    if !has_past(told) {
        return count;
    }
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for finding in told {
        *states.entry(finding.state).or_default() += 1;
    }
    let parts = states.iter().map(|(s, n)| format!("{n} {}", words::states(*s, *n, lang)));
    let parts: Vec<String> = parts.collect();
    format!("{count}{} {}", tell(lang, " :", ":"), parts.join(", "))
}

/// Whether more is known of any than that it is there: what nobody compared is new to nobody.
fn has_past(told: &[&Finding]) -> bool {
    told.iter().any(|f| f.state != State::New)
}

/// The discrepancies as a table.
fn table(findings: &[&Finding], lang: Lang, width: Option<u16>) -> Table {
    let past = has_past(findings);
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width.unwrap_or(100));
    let [severity, difference, document, finding] = match lang {
        Lang::Fr => ["gravité", "écart", "document", "constat"],
        Lang::En => ["severity", "difference", "document", "what was found"],
    };
    let state = past.then_some(tell(lang, "état", "state"));
    let head = [Some(severity), state, Some(difference), Some(document), Some(finding)];
    table.set_header(head.into_iter().flatten());
    let difference = |value| format::format_in(value, lang);
    for finding in findings {
        let row = [
            Some(Cell::new(words::severity(finding.severity, lang))),
            past.then(|| Cell::new(words::state(finding.state, lang))),
            Some(Cell::new(finding.difference.map(difference).unwrap_or_default())),
            Some(Cell::new(&finding.document)),
            Some(Cell::new(&finding.message)),
        ];
        table.add_row(row.into_iter().flatten());
    }
    table
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
