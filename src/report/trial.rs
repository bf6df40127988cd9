//! What `rules test` found, for a terminal: one line a document, what differs below it, and what
//! the words mean.
//!
//! Documents that pass are counted, not listed. Values that only stand elsewhere are told in one
//! line: a page break more moves all behind it.

use std::fmt::Write as _;

use crate::issue::Lang;
use crate::place::Place;
use crate::rules::Cases;
use crate::verify::difference::{Change, ChangeKind, Name, Seen};
use crate::verify::trial::{Outcome, Subject, Told, Trial};

use super::terminal::{line, plain};
use super::{tell, words};

/// Differences of a document that are shown.
const SHOWN: usize = 40;

/// Letters of a snippet that are shown.
const SNIPPET: usize = 110;

/// The outcomes with their words and what they mean, in both languages.
const OUTCOMES: &[(Outcome, [&str; 2], [&str; 2])] = &[
    (
        Outcome::Passed,
        ["conforme", "passed"],
        ["tout est lu comme dans l'instantané", "all is read as in the snapshot"],
    ),
    (
        Outcome::Missing,
        ["manquant", "missing"],
        [
            "une valeur de l'instantané n'est plus lue",
            "a value of the snapshot is not read any more",
        ],
    ),
    (
        Outcome::Wrong,
        ["différent", "wrong"],
        ["une valeur est autre, ou se trouve ailleurs", "a value is another, or stands elsewhere"],
    ),
    (
        Outcome::Noisy,
        ["en trop", "noisy"],
        [
            "une valeur est lue que l'instantané n'a pas",
            "a value is read that the snapshot has not",
        ],
    ),
    (
        Outcome::New,
        ["nouveau", "new"],
        ["le document n'a pas encore d'instantané", "the document has no snapshot yet"],
    ),
    (
        Outcome::Orphan,
        ["orphelin", "orphan"],
        [
            "l'instantané d'un document qui n'est plus là : remettre le document ou accepter",
            "the snapshot of a document that is gone: put it back, or accept",
        ],
    ),
];

fn pick([fr, en]: [&'static str; 2], lang: Lang) -> &'static str {
    tell(lang, fr, en)
}

/// The word of an outcome.
fn word(outcome: Outcome, lang: Lang) -> &'static str {
    let known = OUTCOMES.iter().find(|(o, ..)| *o == outcome);
    known.map_or("", |(_, words, _)| pick(*words, lang))
}

/// The cases of the packs, one line a pack that has some.
#[must_use]
pub fn cases(cases: &[Cases], lang: Lang) -> String {
    let mut out = String::new();
    for pack in cases.iter().filter(|c| c.examples + c.silent + c.to_do > 0) {
        let Cases { file, examples, silent, to_do } = pack;
        let _ = match lang {
            Lang::Fr => {
                let s = if *examples > 1 { "s" } else { "" };
                let t = if *silent > 1 { "s" } else { "" };
                write!(out, "{} : {examples} exemple{s} et {silent} muet{t} tenus", line(file))
            }
            Lang::En => {
                write!(out, "{}: {examples} of exemple and {silent} of muet hold", line(file))
            }
        };
        if *to_do > 0 {
            let _ = write!(out, ", {to_do} {}", tell(lang, "à faire", "to do"));
        }
        out.push('\n');
    }
    out
}

/// All trials: those that do not pass in full, then counts and what the words mean.
#[must_use]
pub fn render(trials: &[Trial], lang: Lang) -> String {
    let mut out = String::new();
    for trial in trials.iter().filter(|t| t.outcome != Outcome::Passed) {
        out.push_str(&one(trial, lang));
    }
    let counts = OUTCOMES.iter().filter_map(|(outcome, ..)| {
        let count = trials.iter().filter(|t| t.outcome == *outcome).count();
        (count > 0).then_some((*outcome, count))
    });
    let counts: Vec<(Outcome, usize)> = counts.collect();
    let told: Vec<String> =
        counts.iter().map(|(o, n)| format!("{n} {}", many(*o, *n, lang))).collect();
    let colon = tell(lang, " :", ":");
    let _ = writeln!(out, "{}{colon} {}", tell(lang, "essais", "trials"), told.join(", "));
    for (outcome, words, meaning) in OUTCOMES {
        if *outcome != Outcome::Passed && counts.iter().any(|(o, _)| o == outcome) {
            let _ = writeln!(out, "  {}{colon} {}", pick(*words, lang), pick(*meaning, lang));
        }
    }
    out
}

/// What to do about trials that do not pass.
#[must_use]
pub fn remedy(lang: Lang) -> &'static str {
    tell(
        lang,
        "→ corriger les règles, ou prendre ce qui est lu pour juste : --review (un à un), --accept\n",
        "→ mend the rules, or take what is read for right: --review (one by one), --accept\n",
    )
}

fn many(outcome: Outcome, count: usize, lang: Lang) -> String {
    let word = word(outcome, lang);
    match (lang, outcome) {
        (Lang::Fr, Outcome::New) if count > 1 => "nouveaux".to_owned(),
        (Lang::Fr, Outcome::Noisy) | (Lang::En, _) => word.to_owned(),
        (Lang::Fr, _) if count > 1 => format!("{word}s"),
        (Lang::Fr, _) => word.to_owned(),
    }
}

/// One trial: its outcome, and what differs.
#[must_use]
pub fn one(trial: &Trial, lang: Lang) -> String {
    let subject = match &trial.subject {
        Subject::Document(path) => line(path),
        Subject::Findings => tell(lang, "rapprochement", "findings").to_owned(),
        Subject::Snapshot(_) => line(&trial.file.to_string_lossy()),
    };
    let mut out = format!("{:<10} {subject}\n", word(trial.outcome, lang));
    let is_moved =
        |told: &&Told| matches!(told, Told::Value(change) if change.kind == ChangeKind::Moved);
    let rest: Vec<&Told> = trial.told.iter().filter(|told| !is_moved(told)).collect();
    for told in rest.iter().take(SHOWN) {
        difference(told, trial.outcome, lang, &mut out);
    }
    if let Some(more) = rest.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let words = tell(lang, "autres différences", "more differences");
        let _ = writeln!(out, "    … {more} {words}");
    }
    let moved: Vec<&Change> = trial.told.iter().filter(is_moved).filter_map(value).collect();
    if let Some(change) = moved.first() {
        elsewhere(change, moved.iter().map(|c| c.count).sum(), lang, &mut out);
    }
    plain(&out)
}

fn value(told: &Told) -> Option<&Change> {
    if let Told::Value(change) = told { Some(change) } else { None }
}

/// Values that are the same and stand elsewhere.
fn elsewhere(change: &Change, count: usize, lang: Lang, out: &mut String) {
    let place = |seen: Option<&Seen>| first(seen).map(|(_, place)| words::place(place, lang));
    let (was, is) = (place(change.before.as_ref()), place(change.after.as_ref()));
    let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
    let way = if was == is { is } else { format!("{was} → {is}") };
    let name = line(&change.name.told(lang));
    let _ = match (lang, count) {
        (Lang::Fr, 0 | 1) => writeln!(out, "    ⇄ se trouve ailleurs : {name}, {way}"),
        (Lang::Fr, n) => {
            writeln!(out, "    ⇄ {n} valeurs se trouvent ailleurs, d'abord {name}, {way}")
        }
        (Lang::En, 0 | 1) => writeln!(out, "    ⇄ stands elsewhere: {name}, {way}"),
        (Lang::En, n) => writeln!(out, "    ⇄ {n} values stand elsewhere, first {name}, {way}"),
    };
}

/// One thing that differs.
fn difference(told: &Told, outcome: Outcome, lang: Lang, out: &mut String) {
    let _ = match told {
        Told::Value(change) => return change_told(change, lang, out),
        Told::Sentence { gained, document, message } => {
            let sign = if *gained { '+' } else { '−' };
            writeln!(out, "    {sign} {} : {}", line(document), line(message))
        }
        Told::Evidence { document, message } => {
            let (document, message) = (line(document), line(message));
            let why = tell(lang, "sur d'autres valeurs, ou ailleurs", "of other values or places");
            writeln!(out, "    ≠ {document} : {message}\n        {why}")
        }
        Told::Json(spot) => {
            let none = |text: &str| {
                if text.is_empty() {
                    tell(lang, "rien", "nothing").to_owned()
                } else {
                    around(text, "")
                }
            };
            writeln!(out, "    ≠ {} : {} → {}", spot.path, none(&spot.before), none(&spot.after))
        }
        Told::Unreadable if outcome == Outcome::Orphan => {
            let words = tell(
                lang,
                "ce n'est pas un instantané de « rules test » : le ranger ailleurs",
                "it is no snapshot of `rules test`: put it elsewhere",
            );
            writeln!(out, "    {words}")
        }
        Told::Unreadable => {
            let words = tell(
                lang,
                "l'instantané n'est pas lisible : le reprendre du dépôt, ou accepter",
                "the snapshot cannot be read: take it from the repository again, or accept",
            );
            writeln!(out, "    {words}")
        }
    };
}

/// A value that differs, and the words of the document around it.
fn change_told(change: &Change, lang: Lang, out: &mut String) {
    let name = line(&change.name.told(lang));
    let shown = |seen: &Option<Seen>, other: &Option<Seen>| {
        let Some(seen) = seen else { return String::new() };
        // What is written alike and read otherwise is told as it is read.
        let alike = other.as_ref().is_some_and(|other| other.written == seen.written);
        let text = if alike || seen.written.is_empty() { &seen.value } else { &seen.written };
        if text.is_empty() { tell(lang, "rien", "nothing").to_owned() } else { line(text) }
    };
    let (before, after) =
        (shown(&change.before, &change.after), shown(&change.after, &change.before));
    let _ = match change.kind {
        ChangeKind::Lost => writeln!(out, "    − {name} : {before}"),
        ChangeKind::Gained => writeln!(out, "    + {name} : {after}"),
        ChangeKind::Changed | ChangeKind::Moved => {
            writeln!(out, "    ≠ {name} : {before} → {after}")
        }
    };
    let (was, is) = (first(change.before.as_ref()), first(change.after.as_ref()));
    match (was, is) {
        (Some(was), Some(is)) if was.1 != is.1 => {
            source(tell(lang, "avant, ", "before, "), was, lang, out);
            source(tell(lang, "après, ", "after, "), is, lang, out);
        }
        (_, Some(place)) | (Some(place), None) => source("", place, lang, out),
        (None, None) => {}
    }
    if let Some(other) = &change.instead {
        instead(change.kind, other, lang, out);
    }
}

/// The first place of a value, with what is written there.
fn first(seen: Option<&Seen>) -> Option<(&str, &Place)> {
    let seen = seen?;
    let written = seen.written.split(" · ").next().unwrap_or_default();
    Some((written, seen.places.first()?))
}

/// Where it stands, and the words around it.
fn source(head: &str, (value, place): (&str, &Place), lang: Lang, out: &mut String) {
    let shown = around(place.text(), value);
    let at = words::place(place, lang);
    let _ = match lang {
        Lang::Fr => writeln!(out, "        {head}{} : « {shown} »", line(&at)),
        Lang::En => writeln!(out, "        {head}{}: “{shown}”", line(&at)),
    };
}

/// The part of a text that holds a value, on one line.
fn around(text: &str, value: &str) -> String {
    let text = line(text);
    let at = text.find(value).and_then(|at| text.get(..at)).map_or(0, |t| t.chars().count());
    let end = at + value.chars().count();
    let skip = if end < SNIPPET { 0 } else { end - SNIPPET / 2 };
    let mut shown: String = text.chars().skip(skip).take(SNIPPET).collect();
    if skip > 0 {
        shown.insert(0, '…');
    }
    if text.chars().count() > skip + SNIPPET {
        shown.push('…');
    }
    shown
}

/// What else reads the number.
fn instead(kind: ChangeKind, other: &Name, lang: Lang, out: &mut String) {
    let head = match kind {
        ChangeKind::Gained => tell(lang, "jusque-là", "so far"),
        _ => tell(lang, "désormais", "now"),
    };
    let _ = writeln!(out, "        {head}{} {}", tell(lang, " :", ":"), line(&other.told(lang)));
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn trial(outcome: Outcome, told: Vec<Told>) -> Trial {
        let subject = Subject::Document("a\u{1b}[31m.pdf".to_owned());
        Trial { subject, outcome, told, file: PathBuf::from("a.snap"), fresh: None }
    }

    #[test]
    fn a_long_sentence_is_shown_where_its_value_stands() {
        let text = format!("{} une aide de 347 000 € {}", "mot ".repeat(60), "fin ".repeat(60));
        let shown = around(&text, "347 000 €");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("une aide de 347 000 € fin"), "{shown}");
        assert_eq!(around("une aide de 10 €", "10 €"), "une aide de 10 €");
    }

    #[test]
    fn what_passes_is_counted_and_the_rest_is_told_with_its_meaning() {
        let sentence = Told::Sentence {
            gained: true,
            document: "a.pdf".to_owned(),
            message: "un écart".to_owned(),
        };
        let trials = [
            trial(Outcome::Passed, vec![]),
            trial(Outcome::Noisy, vec![sentence]),
            trial(Outcome::New, vec![]),
            trial(Outcome::New, vec![]),
        ];
        assert_eq!(
            render(&trials, Lang::Fr),
            "en trop    a[31m.pdf\n    + a.pdf : un écart\nnouveau    a[31m.pdf\n\
             nouveau    a[31m.pdf\nessais : 1 conforme, 1 en trop, 2 nouveaux\n  \
             en trop : une valeur est lue que l'instantané n'a pas\n  \
             nouveau : le document n'a pas encore d'instantané\n"
        );
    }
}
