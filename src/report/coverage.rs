//! What rules read of an archive, as text: a line a document, totals, then what is left to do.
//!
//! Long lists are cut and say how much they leave out; amounts that nobody read come first, since
//! an officer would miss them first. The same in JSON is `bilan.coverage/1`.

use std::fmt::Write as _;

use crate::issue::{Lang, Severity};
use crate::verify::coverage::{Counts, Coverage, DocumentCoverage, RuleUse, UnreadNumber};

use super::terminal::{line, told};
use super::{tell, words};

/// Lines of a list that are shown, unless all are asked for.
const SHOWN: usize = 20;

/// Longest snippet shown, in characters.
const SNIPPET: usize = 100;

/// Renders the text; `all` shows every line of every list.
#[must_use]
pub fn render(coverage: &Coverage, all: bool, lang: Lang) -> String {
    let mut out = String::new();
    documents(coverage, lang, &mut out);
    for failed in &coverage.failed {
        let loud = failed.issues.iter().filter(|issue| issue.severity != Severity::Info);
        out.push_str(&told(&failed.path, loud, lang));
    }
    let shown = if all { usize::MAX } else { SHOWN };
    unread(coverage, shown, lang, &mut out);
    let title = tell(lang, "Règles qui n'ont rien lu", "Rules that read nothing");
    let silent = coverage.silent.iter().map(|rule| silent(rule, lang)).collect();
    list(title, silent, shown, lang, &mut out);
    let title =
        tell(lang, "Jeux de règles sans document reconnu", "Packs that recognised no document");
    let idle = coverage.idle.iter().map(|p| format!("{} ({})", p.pack, p.file)).collect();
    list(title, idle, shown, lang, &mut out);
    out
}

/// The table of documents and the line of totals.
fn documents(coverage: &Coverage, lang: Lang, out: &mut String) {
    let heads = match lang {
        Lang::Fr => ["couvert", "règles", "libres", "ignorés", "non lus", "document"],
        Lang::En => ["covered", "rules", "free", "ignored", "unread", "document"],
    };
    row(heads.map(str::to_owned), out);
    for document in &coverage.documents {
        let DocumentCoverage { path, pack, numbers, .. } = document;
        let none = tell(lang, " : aucun nombre", ": no number");
        let none = if numbers.total == 0 { none } else { "" };
        row(columns(numbers, format!("{} ({pack}){none}", line(path)), lang), out);
    }
    let count = coverage.documents.len();
    // French counts none as one.
    let one = count == 1 || (count == 0 && lang == Lang::Fr);
    let total = format!("total, {count} document{}", if one { "" } else { "s" });
    row(columns(&coverage.total, total, lang), out);
    let Counts { total, no_figure, .. } = coverage.total;
    let _ = match lang {
        Lang::Fr => writeln!(
            out,
            "{total} nombres, dont {no_figure} qui n'en comptent pas (années, dates, codes)"
        ),
        Lang::En => writeln!(
            out,
            "{total} numbers, of which {no_figure} are no figures (years, dates, codes)"
        ),
    };
}

/// The columns of a line.
fn columns(counts: &Counts, name: String, lang: Lang) -> [String; 6] {
    let share = counts.covered_percent.map_or_else(
        || "–".to_owned(),
        |share| {
            let share = share.to_string();
            let share = share.strip_suffix(".0").unwrap_or(&share).to_owned();
            match lang {
                Lang::Fr => format!("{} %", share.replace('.', ",")),
                Lang::En => format!("{share}%"),
            }
        },
    );
    let Counts { by_rule, free, ignored, part, unread, .. } = *counts;
    let [by_rule, free, ignored, unread] =
        [by_rule, free, ignored + part, unread].map(|count| count.to_string());
    [share, by_rule, free, ignored, unread, name]
}

fn row([share, by_rule, free, ignored, unread, name]: [String; 6], out: &mut String) {
    let _ = writeln!(out, "{share:>8}{by_rule:>8}{free:>8}{ignored:>9}{unread:>9}  {name}");
}

/// The numbers that nobody took, amounts of all documents first.
fn unread(coverage: &Coverage, shown: usize, lang: Lang, out: &mut String) {
    let all = || coverage.documents.iter().flat_map(|d| d.unread.iter().map(move |n| (d, n)));
    let is_amount = |number: &UnreadNumber| matches!(number.kind, "amount" | "rate");
    let amounts = all().filter(|(_, n)| is_amount(n));
    let others = all().filter(|(_, n)| !is_amount(n));
    let lines: Vec<String> = amounts.chain(others).map(|(d, n)| number(d, n, lang)).collect();
    let (any, in_table) = (!lines.is_empty(), all().any(|(_, n)| n.in_table));
    let title = tell(lang, "Nombres non lus, montants d'abord", "Numbers unread, amounts first");
    list(title, lines, shown, lang, out);
    if any {
        let hint = tell(
            lang,
            "« bilan rules explain FICHIER » dit pourquoi aucune règle ne lit un nombre ; s'il ne \
             compte rien, l'écarter par une règle [[ignorer]]",
            "“bilan rules explain FILE” says why no rule reads a number; if it counts nothing, \
             set it aside by a rule [[ignorer]]",
        );
        let _ = writeln!(out, "  → {hint}");
    }
    if in_table {
        let hint = tell(
            lang,
            "un nombre de tableau se lit par une règle [[tableau]] ou [[cellule]]",
            "a number of a table is read by a rule [[tableau]] or [[cellule]]",
        );
        let _ = writeln!(out, "  → {hint}");
    }
}

fn number(document: &DocumentCoverage, number: &UnreadNumber, lang: Lang) -> String {
    let place = words::place(&number.place, lang);
    let (written, text) = (line(&number.written), line(number.place.text()));
    let head = format!("{}, {place} : {written}", line(&document.path));
    if text.trim() == written.trim() {
        head
    } else {
        format!("{head} · « {} »", words::cut(&text, SNIPPET))
    }
}

fn silent(rule: &RuleUse, lang: Lang) -> String {
    let RuleUse { kind, id, pack, file, asked, .. } = rule;
    let tried = match (lang, asked) {
        (Lang::Fr, 1) => "essayée sur 1 document".to_owned(),
        (Lang::Fr, n) => format!("essayée sur {n} documents"),
        (Lang::En, 1) => "tried on 1 document".to_owned(),
        (Lang::En, n) => format!("tried on {n} documents"),
    };
    format!("{kind} {id} ({pack}, {file}), {tried}")
}

/// A list under its title; nothing where it is empty.
fn list(title: &str, lines: Vec<String>, shown: usize, lang: Lang, out: &mut String) {
    if lines.is_empty() {
        return;
    }
    let colon = tell(lang, " :", ":");
    let _ = writeln!(out, "\n{title}{colon} {}", lines.len());
    let more = lines.len().saturating_sub(shown);
    for text in lines.into_iter().take(shown) {
        let _ = writeln!(out, "  {text}");
    }
    if more > 0 {
        let _ = match lang {
            Lang::Fr => writeln!(out, "  … et {more} de plus (--all pour tout voir)"),
            Lang::En => writeln!(out, "  … and {more} more (--all to see all)"),
        };
    }
}
