//! The summary on the terminal: what was read, what is wrong with documents, which amounts do
//! not agree and where each side stands.
//!
//! Document text reaches a terminal here: control characters are taken out of it, one text at a
//! time, so that the only escapes are the styles of this file. Who prints takes those out where
//! colour is not wanted; none says what no word says. On a terminal discrepancies are a table; in
//! a pipe each is one line, whole, for `grep`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{Cell, Color, ContentArrangement, Table};

use crate::issue::{Issue, Lang, Severity};
use crate::number::format;
use crate::reconcile::finding::{Finding, State};
use crate::record::PackRef;
use crate::store::{FileOutcome, Reused};

use super::{Run, tell, words};

/// Columns below which a table would break words: discrepancies are lines there too.
const NARROW: u16 = 72;

/// What should be seen first.
const STRONG: Style = Style::new().bold();

/// The summary, for a terminal so wide; for a pipe where that is `None`.
#[must_use]
pub fn render(run: &Run<'_>, width: Option<u16>) -> String {
    let mut out = files(run);
    out.push_str(&issues(&run.index.files, run.lang));
    out.push_str(&findings(run, run.lang, width));
    out
}

/// Text broken between words at the width of a terminal, lines that go on set in; as it is for a
/// pipe.
#[must_use]
pub fn wrapped(text: &str, width: Option<u16>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let options = textwrap::Options::new(usize::from(width.max(20)))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
        .subsequent_indent("    ");
    let lines = text
        .split('\n')
        .map(|line| if line.is_empty() { String::new() } else { textwrap::fill(line, &options) });
    lines.collect::<Vec<_>>().join("\n")
}

/// What was taken over from an earlier run, if anything was, and why the rest was not.
#[must_use]
pub fn reused(reused: &Reused, lang: Lang) -> String {
    let mut out = kept_from_before(reused.files, reused.stopped, lang);
    for (changed, count) in &reused.again {
        let (one, many) = match lang {
            Lang::Fr => ("fichier", "fichiers"),
            Lang::En => ("file", "files"),
        };
        let label = tell(lang, "relu :", "read again:");
        let files = words::counted(*count, one, many, lang);
        let _ = writeln!(out, "{label} {files}, {}", words::changed(*changed, lang));
    }
    out
}

/// What was taken over from an earlier run, if anything was.
fn kept_from_before(files: usize, stopped: usize, lang: Lang) -> String {
    if files == 0 {
        return String::new();
    }
    let (one, many) = match lang {
        Lang::Fr => ("fichier inchangé, non relu", "fichiers inchangés, non relus"),
        Lang::En => ("unchanged file, not read again", "unchanged files, not read again"),
    };
    let stopped = match (lang, stopped) {
        (_, 0) => String::new(),
        (Lang::Fr, n) => format!(", dont {n} dont la lecture avait dû être arrêtée"),
        (Lang::En, n) => format!(", {n} of them stopped while being read"),
    };
    let all = tell(lang, "--fresh pour tout relire", "--fresh to read all again");
    let label = tell(lang, "repris :", "kept:");
    format!("{label} {}{stopped} ({all})\n", words::counted(files, one, many, lang))
}

/// Where the reports of a run are.
#[must_use]
pub fn written<'n>(out: &Path, files: impl IntoIterator<Item = &'n &'n str>, lang: Lang) -> String {
    let paths: Vec<String> = files.into_iter().map(|name| beside(out, name)).collect();
    format!("{} {}\n", tell(lang, "rapport :", "report:"), paths.join(", "))
}

/// Where all else of a run is.
#[must_use]
pub fn kept(out: &Path, lang: Lang) -> String {
    let paths = ["run.json", "findings.json", "documents"].map(|name| beside(out, name));
    format!("{} {}\n", tell(lang, "résultats :", "results:"), paths.join(", "))
}

/// The path of a result.
fn beside(out: &Path, name: &str) -> String {
    line(&out.join(name).to_string_lossy())
}

/// A file that was read: what became of it, its pages, how long it took, the pack that read it.
#[must_use]
pub fn file(file: &FileOutcome, pack: Option<&PackRef>, lang: Lang) -> String {
    let mut out =
        format!("{}{} {}", line(&file.path), colon(lang), words::outcome(file.outcome, lang));
    if file.pages > 0 {
        let (one, many) = match lang {
            Lang::Fr => ("page ou feuille", "pages ou feuilles"),
            Lang::En => ("page or sheet", "pages or sheets"),
        };
        let _ = write!(out, ", {}", words::counted(file.pages as usize, one, many, lang));
    }
    if file.outcome.is_read() {
        let seconds = format!("{:.3}", file.seconds);
        let seconds = if lang == Lang::Fr { seconds.replace('.', ",") } else { seconds };
        let _ = write!(out, ", {seconds} s");
    }
    if let Some(PackRef { id, version }) = pack {
        let _ = write!(out, ", {} {} {}", tell(lang, "règles", "rules"), line(id), line(version));
    }
    out + "\n"
}

fn colon(lang: Lang) -> &'static str {
    tell(lang, " :", ":")
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
    let scanned = words::scanned(run.scanned(), run.lang).map(|told| format!("{told}\n"));
    format!("{} {files} {}\n", run.index.files.len(), parts.join(", "))
        + &scanned.unwrap_or_default()
}

/// The issues of files that someone should look at.
#[must_use]
pub fn issues(files: &[FileOutcome], lang: Lang) -> String {
    files
        .iter()
        .map(|file| {
            let loud = file.issues.iter().filter(|issue| issue.severity != Severity::Info);
            told_in(STRONG, &file.path, loud, lang)
        })
        .collect()
}

/// Issues of one file: path, then what, then what to do. Of several of one code the first is
/// told, and the others counted: a scan of forty pages is one thing to know.
pub fn told<'a>(path: &str, issues: impl IntoIterator<Item = &'a Issue>, lang: Lang) -> String {
    told_in(Style::new(), path, issues, lang)
}

/// Issues of one file, its path in a style.
fn told_in<'a>(
    style: Style,
    path: &str,
    issues: impl IntoIterator<Item = &'a Issue>,
    lang: Lang,
) -> String {
    let mut kinds: Vec<(&Issue, usize)> = Vec::new();
    for issue in issues {
        match kinds.iter_mut().find(|(first, _)| is_alike(first, issue)) {
            Some((_, count)) => *count += 1,
            None => kinds.push((issue, 1)),
        }
    }
    let mut out = String::new();
    for (issue, count) in kinds {
        let (message, hint) = issue.told(lang);
        let colon = colon(lang);
        let more = match (lang, count - 1) {
            (_, 0) => String::new(),
            (Lang::Fr, 1) => " (et 1 autre semblable)".to_owned(),
            (Lang::Fr, n) => format!(" (et {n} autres semblables)"),
            (Lang::En, n) => format!(" (and {n} more like it)"),
        };
        let _ = writeln!(out, "{style}{}{style:#}{colon} {}{more}", line(path), line(&message));
        let _ = writeln!(out, "    → {}", line(&hint));
    }
    out
}

/// Whether one issue speaks for another: they ask for the same flag, if for any.
fn is_alike(one: &Issue, other: &Issue) -> bool {
    let flag = |issue: &Issue| issue.details.iter().find(|(name, _)| name == "flag").cloned();
    one.code == other.code && flag(one) == flag(other)
}

/// The discrepancies, then what is set apart and the tally of checks.
fn findings(run: &Run<'_>, lang: Lang, width: Option<u16>) -> String {
    let told: Vec<&Finding> =
        run.findings.findings.iter().filter(|f| f.is_loud() && f.is_open()).collect();
    let tally = format!("{}\n{}", tally(run, lang), super::matches::aside(run.findings, lang));
    let aside = super::past::aside(run.findings, lang);
    let aside = if aside.is_empty() { aside } else { format!("\n{aside}") };
    if told.is_empty() {
        let checked = run.findings.checks.held + run.findings.checks.failed > 0;
        let none = match checked {
            false => tell(lang, "Aucun contrôle n'a pu être fait.", "No check could be made."),
            true if aside.is_empty() => tell(lang, "Aucun écart.", "No discrepancy."),
            true => tell(lang, "Aucun écart à traiter.", "No discrepancy to answer for."),
        };
        return format!("\n{STRONG}{none}{STRONG:#}\n{aside}{tally}");
    }
    let list = match width {
        Some(width) if width >= NARROW => format!("{}\n", table(&told, lang, width)),
        _ => lines(&told, lang),
    };
    format!("\n{STRONG}{}{STRONG:#}\n{list}{aside}{tally}", title(&told, lang))
}

/// How the checks ended.
fn tally(run: &Run<'_>, lang: Lang) -> String {
    let tally = run.findings.checks;
    match lang {
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
    }
}

/// The discrepancies, one a line: document, gravity, difference, sentence.
fn lines(findings: &[&Finding], lang: Lang) -> String {
    let past = has_past(findings);
    let colon = colon(lang);
    let mut out = String::new();
    for finding in findings {
        let style = match finding.severity {
            Severity::Error => STRONG.fg_color(Some(AnsiColor::Red.into())),
            Severity::Warning => STRONG.fg_color(Some(AnsiColor::Yellow.into())),
            Severity::Info => STRONG,
        };
        let severity = words::severity(finding.severity, lang);
        let _ = write!(out, "{}{colon} {style}{severity}{style:#}", line(&finding.document));
        if past {
            let _ = write!(out, ", {}", words::state(finding.state, lang));
        }
        if let Some(difference) = finding.difference {
            let name = tell(lang, "écart", "difference");
            let _ = write!(out, ", {name} {}", format::format_in(difference, lang));
        }
        let _ = writeln!(out, "{colon} {}", line(&finding.message));
    }
    out
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
    format!("{count}{} {}", colon(lang), parts.join(", "))
}

/// Whether more is known of any than that it is there: what nobody compared is new to nobody.
fn has_past(told: &[&Finding]) -> bool {
    told.iter().any(|f| f.state != State::New)
}

/// The discrepancies as a table.
fn table(findings: &[&Finding], lang: Lang, width: u16) -> Table {
    let past = has_past(findings);
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .enforce_styling()
        .set_width(width);
    let [severity, difference, document, finding] = match lang {
        Lang::Fr => ["gravité", "écart", "document", "constat"],
        Lang::En => ["severity", "difference", "document", "what was found"],
    };
    let state = past.then_some(tell(lang, "état", "state"));
    let head = [Some(severity), state, Some(difference), Some(document), Some(finding)];
    table.set_header(head.into_iter().flatten());
    let difference = |value| format::format_in(value, lang);
    for finding in findings {
        let severity = Cell::new(words::severity(finding.severity, lang));
        let severity = match finding.severity {
            Severity::Error => severity.fg(Color::DarkRed),
            Severity::Warning => severity.fg(Color::DarkYellow),
            Severity::Info => severity,
        };
        let row = [
            Some(severity),
            past.then(|| Cell::new(words::state(finding.state, lang))),
            Some(Cell::new(finding.difference.map(difference).unwrap_or_default())),
            Some(Cell::new(line(&finding.document))),
            Some(Cell::new(line(&finding.message))),
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

    #[test]
    fn issues_that_ask_for_different_flags_are_not_folded() {
        let over = |page: &str, flag| Issue::over(page, &"8 Mio", flag);
        let issues = [
            over("page 1", "--max-page-bytes"),
            over("page 2", "--max-inflated"),
            over("page 3", "--max-page-bytes"),
        ];
        let told = told("a.pdf", &issues, Lang::Fr);
        assert!(told.contains("n'est pas lue (et 1 autre semblable)\n"), "{told}");
        assert!(told.contains("--max-page-bytes") && told.contains("--max-inflated"), "{told}");
        assert_eq!(told.lines().count(), 4, "{told}");
    }

    #[test]
    fn lines_break_between_words_and_only_on_a_terminal() {
        let text = "a.pdf : on lit 347\u{a0}000\u{a0}€ dans le texte\n\n    → relire\n";
        assert_eq!(wrapped(text, None), text);
        let broken = "a.pdf : on lit\n    347\u{a0}000\u{a0}€ dans\n    le texte\n\n    → relire\n";
        assert_eq!(wrapped(text, Some(20)), broken);
        let styled = format!("{STRONG}a.pdf{STRONG:#} : on lit cela");
        assert_eq!(wrapped(&styled, Some(20)), styled, "styles take no room");
    }
}
