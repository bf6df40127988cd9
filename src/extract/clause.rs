//! The clause that an amount stands in, and what it says of it: another year, an action, a
//! rounding.
//!
//! « l'État » beside an amount does not make it the State's support of the year: « En 2022, … »,
//! « pour l'action 3.1 ». The words before an amount speak of it back to the number before, or to
//! where the sentence turns; those behind it up to the first joint, for there the next clause may
//! open (« … et le solde sera versé en 2024 »). A year counts only where it says of when the
//! amount is: that of a convention, or of the day on which it was signed, says nothing of it.

use std::ops::Range;

use crate::number::{Kind, Qualifier, Token, fold};
use crate::record::Record;

use super::text::{Passage, sentence};

/// What the clause of an amount says of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Clause {
    /// Its bytes in the passage.
    pub(super) range: Range<usize>,
    /// The years it speaks of, where they are not the document's own.
    pub(super) period: Option<String>,
    /// Whether it is about an action, or about some of them.
    pub(super) of_action: bool,
    /// The code of that action.
    pub(super) action: Option<String>,
    /// Whether a note behind the amount calls it rounded.
    pub(super) rounded: bool,
}

/// The clause of a number.
pub(super) fn of(read: &Passage<'_>, number: usize, record: &Record) -> Clause {
    let Some(token) = read.reading.numbers.get(number) else { return Clause::default() };
    let range = range(read, number, token);
    let text = read.reading.text.get(range.clone()).unwrap_or("");
    let (of_action, action) = action(text, record);
    Clause {
        period: period(read, &range, token, record.year()),
        of_action,
        action,
        rounded: note(read.reading.text, token).is_some_and(|n| is_rounded(&n)),
        range,
    }
}

/// What turns a sentence: behind it another clause stands.
const TURNS: &[&str] =
    &["; ", " : ", " mais ", " tandis que ", " alors que ", " puis ", ", et ", " contre "];

/// What opens a clause behind an amount.
const JOINTS: &[&str] = &[
    ", ",
    " ;",
    " : ",
    " (",
    " et ",
    " dont ",
    " tandis ",
    " alors que ",
    " puis ",
    " mais ",
    " contre ",
    " ainsi ",
];

/// What goes on with an amount behind a comma: « 400 000 €, pour 2024 ».
const GOES_ON: &[&str] = &["pour ", "en ", "au titre ", "à titre "];

fn range(read: &Passage<'_>, number: usize, own: &Token) -> Range<usize> {
    let (text, numbers) = (read.reading.text, &read.reading.numbers);
    let sentence = sentence(text, &own.range);
    let how_much =
        |t: &&Token| matches!(t.kind, Kind::Amount | Kind::Count | Kind::Percent | Kind::Rate);
    let before = numbers.iter().take(number).rfind(how_much).map_or(0, |t| t.range.end);
    let from = before.max(sentence.start);
    let head = text.get(from..own.range.start).unwrap_or("");
    let turn = TURNS.iter().filter_map(|t| head.rfind(t).map(|at| at + t.len())).max();
    let after = numbers.iter().skip(number + 1).find(how_much);
    let to = after.map_or(sentence.end, |t| t.range.start.min(sentence.end));
    let tail = text.get(own.range.end..to).unwrap_or("");
    from + turn.unwrap_or(0)..own.range.end + joint(tail)
}

/// Where the words behind an amount stop speaking of it.
fn joint(tail: &str) -> usize {
    let goes_on = |at: usize| {
        let next = tail.get(at..).and_then(|t| t.strip_prefix(", ")).unwrap_or("");
        GOES_ON.iter().any(|opening| next.starts_with(opening))
    };
    let joints = JOINTS.iter().flat_map(|j| tail.match_indices(j).map(|(at, _)| at));
    joints.filter(|at| !goes_on(*at)).min().unwrap_or(tail.len())
}

/// The years of a clause, or of the words that open its sentence, if none of them is the own one.
fn period(
    read: &Passage<'_>,
    clause: &Range<usize>,
    token: &Token,
    own: Option<&str>,
) -> Option<String> {
    let own = own?;
    let text = read.reading.text;
    let sentence = sentence(text, &token.range);
    let head = text.get(sentence.clone()).and_then(|s| s.find(", ")).unwrap_or(0);
    let opening = sentence.start..(sentence.start + head).min(token.range.start);
    let said = [clause.clone(), opening].into_iter().find_map(|within| {
        let years = years(read, &within);
        let told = if years.is_empty() { relative(text.get(within)?, own) } else { years };
        (!told.is_empty()).then_some(told)
    })?;
    (!said.iter().any(|year| year == own)).then(|| said.join(", "))
}

/// The years that say of when something is, `2022-2023` for what is told of both together.
fn years(read: &Passage<'_>, within: &Range<usize>) -> Vec<String> {
    let text = read.reading.text;
    let inside = |t: &&Token| t.kind == Kind::Year && within.contains(&t.range.start);
    let mut out: Vec<String> = Vec::new();
    let mut last_end = None;
    for token in read.reading.numbers.iter().filter(inside) {
        let year = text.get(token.range.clone()).unwrap_or("");
        let between = last_end.and_then(|end| text.get(end..token.range.start)).map(fold::key);
        match (between.as_deref(), out.last_mut()) {
            (Some("" | "et" | "a"), Some(first)) => *first = format!("{first}-{year}"),
            _ if is_when(text.get(within.start..token.range.start).unwrap_or("")) => {
                out.push(year.to_owned());
            }
            _ => continue,
        }
        last_end = Some(token.range.end);
    }
    out
}

/// Openings of what is done once: the year behind them is that of an act, not of an amount.
const ACTS: &[&str] = &[
    "sign", "conclu", "lanc", "cree", "ouvert", "adopt", "vote", "deliber", "initi", "demarr",
    "debut", "fonde", "fondat", "instaur",
];

/// The same as whole words: « née en 2019 », and not « nette en 2019 ».
const BORN: &[&str] = &["ne", "nee", "nes", "nees"];

/// Whether the words before a year make it one of when: « en », « pour », « au titre de ».
fn is_when(before: &str) -> bool {
    let key = fold::key(before);
    let mut words = key.rsplit(' ');
    match words.next().unwrap_or("") {
        "en" => {
            let act = |w: &str| BORN.contains(&w) || ACTS.iter().any(|act| w.starts_with(act));
            !words.next().is_some_and(act)
        }
        "pour" | "annee" | "annees" | "exercice" | "exercices" | "periode" | "courant" | "etat" => {
            !key.contains("rapport a l") && !key.contains("convention")
        }
        "de" => key.ends_with("titre de"),
        _ => false,
    }
}

/// The year that a clause names by its distance from the own one.
fn relative(clause: &str, own: &str) -> Vec<String> {
    const BEFORE: &[&str] =
        &["l an dernier", "l an passe", "annee derniere", "annee precedente", "exercice precedent"];
    const AFTER: &[&str] =
        &["l an prochain", "annee prochaine", "annee suivante", "exercice suivant"];
    const COMPARES: &[&str] = &["rapport", "que", "comme", "contre", "celui", "celle"];
    let key = fold::key(clause);
    let said = |words: &&str| {
        let at = key.find(*words)?;
        let lead = key.get(..at)?.rsplit(' ').take(5);
        (!lead.into_iter().any(|w| COMPARES.contains(&w))).then_some(())
    };
    let step = if BEFORE.iter().find_map(said).is_some() {
        -1
    } else if AFTER.iter().find_map(said).is_some() {
        1
    } else {
        return Vec::new();
    };
    own.parse::<i32>().map(|year| (year + step).to_string()).into_iter().collect()
}

/// Whether a clause names an action, and its code if it is one.
fn action(clause: &str, record: &Record) -> (bool, Option<String>) {
    const ONE: &[&str] = &["action", "fiche", "mesure", "action n", "fiche n", "mesure n"];
    const SEVERAL: &[&str] = &["actions", "fiches", "mesures"];
    let key = format!(" {} ", fold::key(clause));
    let named = |kinds: &[&str], id: &str| {
        let code = fold::key(id);
        kinds.iter().any(|kind| key.contains(&format!(" {kind} {code} ")))
    };
    let mut codes = record.actions.iter().map(|a| a.id.as_str());
    if codes.clone().any(|id| named(SEVERAL, id)) {
        return (true, None);
    }
    let code = codes.find(|id| named(ONE, id)).map(str::to_owned);
    let pointed = [" cette action ", " cette mesure "].iter().any(|words| key.contains(words));
    (pointed || code.is_some(), code)
}

/// The parenthesis right behind an amount.
fn note(text: &str, token: &Token) -> Option<String> {
    let tail = text.get(token.range.end..)?.trim_start().strip_prefix('(')?;
    Some(fold::key(tail.split(')').next()?))
}

fn is_rounded(note: &str) -> bool {
    !note.contains("non arrondi")
        && note.split(' ').any(|w| w.starts_with("arrondi") || w == "environ")
        && !note.chars().any(|c| c.is_ascii_digit())
}

/// How exact an amount is, with what the note behind it says.
pub(super) fn qualifier(token: &Token, clause: &Clause) -> Qualifier {
    match token.qualifier {
        Qualifier::Exact if clause.rounded => Qualifier::About,
        said => said,
    }
}
