//! What a change of rules changes, on the terminal: a line a document, then each value with where
//! it stands and how it was and is read, then the findings.

use std::fmt::Write as _;

use super::{tell, terminal, words};
use crate::issue::Lang;
use crate::reconcile::finding::Finding;
use crate::verify::difference::{ChangeKind, Seen};
use crate::verify::impact::{Changed, Flip, FlipKind, Impact, Tally};

/// Changes shown one by one if not all are asked for; the lines of documents count them all.
const SHOWN: usize = 200;
/// Characters of a snippet.
const SNIPPET: usize = 90;

/// The impact as text.
#[must_use]
pub fn render(impact: &Impact, all: bool, lang: Lang) -> String {
    let mut out = head(impact, lang);
    for document in &impact.documents {
        let _ = writeln!(out, "  {}  {}", document.path, tally(document.values, lang));
    }
    for unreadable in &impact.unreadable {
        out.push_str(&terminal::told(&unreadable.path, &unreadable.issues, lang));
    }
    let mut left = if all { usize::MAX } else { SHOWN };
    for document in &impact.documents {
        out.push_str(&changes(document, &mut left, lang));
    }
    if impact.documents.iter().map(|d| d.changes.len()).sum::<usize>() > SHOWN && !all {
        let more = tell(
            lang,
            "… le reste par --all ou --format html",
            "… the rest by --all or --format html",
        );
        let _ = writeln!(out, "\n{more}");
    }
    out.push_str(&findings(&impact.findings, lang));
    terminal::plain(&out)
}

/// The totals.
fn head(impact: &Impact, lang: Lang) -> String {
    let totals = &impact.totals;
    let (read, changed) = (totals.documents, totals.changed_documents);
    match lang {
        Lang::Fr => format!(
            "documents : {read} lus, {changed} changés, {} non lus\nvaleurs : {}\nconstats : {} apparus, {} disparus, {} inversés\n",
            impact.unreadable.len(),
            tally(totals.values, lang),
            totals.appear,
            totals.vanish,
            totals.flip
        ),
        Lang::En => format!(
            "documents: {read} read, {changed} changed, {} not read\nvalues: {}\nfindings: {} appear, {} vanish, {} flip\n",
            impact.unreadable.len(),
            tally(totals.values, lang),
            totals.appear,
            totals.vanish,
            totals.flip
        ),
    }
}

/// Values by what became of them, in words.
pub(super) fn tally(values: Tally, lang: Lang) -> String {
    let Tally { lost, gained, changed, moved } = values;
    let words = match lang {
        Lang::Fr => {
            [(lost, "perdue"), (gained, "gagnée"), (changed, "changée"), (moved, "déplacée")]
        }
        Lang::En => [(lost, "lost"), (gained, "gained"), (changed, "changed"), (moved, "moved")],
    };
    let plural = |n| if lang == Lang::Fr && n > 1 { "s" } else { "" };
    let told = words.iter().filter(|(n, _)| *n > 0);
    let told: Vec<String> = told.map(|(n, word)| format!("{n} {word}{}", plural(*n))).collect();
    if told.is_empty() { tell(lang, "aucune", "none").to_owned() } else { told.join(", ") }
}

/// The changes of a document, as long as there is room.
fn changes(document: &Changed, left: &mut usize, lang: Lang) -> String {
    let mut out = String::new();
    for change in document.changes.iter().take(*left) {
        if out.is_empty() {
            let [before, after] = &document.packs;
            let packs = if before == after {
                before.id.clone()
            } else {
                format!("{} {} → {} {}", before.id, before.version, after.id, after.version)
            };
            let _ = writeln!(out, "\n{} ({packs})", document.path);
        }
        let _ = writeln!(out, "  {} {}", sign(change.kind), change.name.told(lang));
        let sides = [("−", &change.before), ("+", &change.after)];
        for (mark, seen) in sides.iter().filter_map(|(mark, seen)| Some((mark, seen.as_ref()?))) {
            let _ = writeln!(out, "      {mark} {}", side(seen, lang));
        }
        if let Some(instead) = &change.instead {
            let read = match change.kind {
                ChangeKind::Gained => tell(lang, "lu avant comme :", "read before as:"),
                _ => tell(lang, "lu maintenant comme :", "read now as:"),
            };
            let _ = writeln!(out, "      {read} {}", instead.told(lang));
        }
    }
    *left = left.saturating_sub(document.changes.len());
    out
}

/// The mark of what became of a value.
fn sign(kind: ChangeKind) -> char {
    match kind {
        ChangeKind::Lost => '−',
        ChangeKind::Gained => '+',
        ChangeKind::Changed => '≠',
        ChangeKind::Moved => '→',
    }
}

/// A value, where it stands, and the words around it.
fn side(seen: &Seen, lang: Lang) -> String {
    let written = if seen.written.is_empty() { &seen.value } else { &seen.written };
    let Some(place) = seen.places.first() else { return written.clone() };
    let text = words::cut(place.text(), SNIPPET);
    let place = words::place(place, lang);
    if text.trim() == written.trim() {
        format!("{written}  {place}")
    } else {
        format!("{written}  {place}  « {text} »")
    }
}

/// The findings that change.
fn findings(flips: &[Flip], lang: Lang) -> String {
    let mut out = String::new();
    for flip in flips {
        let word = flipped(flip.kind, lang);
        let Some(told) = flip.after.as_ref().or(flip.before.as_ref()) else { continue };
        let severity = words::severity(told.severity, lang);
        let _ = writeln!(out, "\n{word} : {severity}, {}, {}", told.check, told.document);
        let said = |finding: &Finding| {
            format!("{} ({})", finding.message, words::verdict(finding.verdict, lang))
        };
        for (mark, finding) in [("−", &flip.before), ("+", &flip.after)] {
            if let Some(finding) = finding {
                let _ = writeln!(out, "  {mark} {}", said(finding));
            }
        }
    }
    out
}

/// The word for what became of a finding.
pub(super) fn flipped(kind: FlipKind, lang: Lang) -> &'static str {
    match kind {
        FlipKind::Appears => tell(lang, "constat apparu", "finding appears"),
        FlipKind::Vanishes => tell(lang, "constat disparu", "finding vanishes"),
        FlipKind::Flips => tell(lang, "constat inversé", "finding flips"),
    }
}
