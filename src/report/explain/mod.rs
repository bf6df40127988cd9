//! Why rules read a document as they do, as text: the packs, a line a rule that read, and what
//! came nearest for each that did not.
//!
//! Asked for one rule, everything of it is told. Slots stand between braces as in a phrase, what
//! is wrong in a near miss between brackets.

use std::fmt::Write as _;

use crate::extract::trace::Candidate;
use crate::issue::Lang;
use crate::rules::RuleKind;
use crate::verify::explain::{Answer, Explanation, Hit, Lost, Near, Note, Scope, Why};

use super::terminal::line;
use super::{tell, words};

mod notes;

use notes::{note, why};

/// Matches told of one rule.
const MATCHES: usize = 20;

/// Matches told of a rule that read, where all rules are told.
const LOST: usize = 3;

/// Longest words quoted, in characters.
const QUOTED: usize = 140;

/// Phrases of a pack that are named where none stands in the document.
const PHRASES: usize = 3;

/// What is asked of an explanation.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Whether rules of one id are asked for, and not all.
    pub one: bool,
    /// Whether one page is.
    pub page: bool,
    /// The language of the tool's own words.
    pub lang: Lang,
}

/// Renders the text.
#[must_use]
pub fn render(explanation: &Explanation, asked: Asked) -> String {
    let mut out = String::new();
    head(explanation, asked.lang, &mut out);
    if asked.one {
        for answer in &explanation.answers {
            whole(answer, asked.lang, &mut out);
        }
        return out;
    }
    if !asked.page {
        packs(explanation, asked.lang, &mut out);
    }
    rules(explanation, asked, &mut out);
    out
}

/// The document and the pack that read it.
fn head(explanation: &Explanation, lang: Lang, out: &mut String) {
    let Explanation { path, pages, sheets, pack: (pack, file), .. } = explanation;
    let path = line(path);
    let unit = match sheets {
        true => tell(lang, "feuille", "sheet"),
        false => "page",
    };
    let plural = if *pages > 1 { "s" } else { "" };
    let _ = match lang {
        Lang::Fr => {
            writeln!(out, "{path} : {pages} {unit}{plural}, lu par le jeu « {pack} » ({file})")
        }
        Lang::En => {
            writeln!(out, "{path}: {pages} {unit}{plural}, read by the pack “{pack}” ({file})")
        }
    };
}

/// Why the other packs do not read the document.
fn packs(explanation: &Explanation, lang: Lang, out: &mut String) {
    let others = explanation.candidates.iter().filter(|c| c.pack != explanation.pack.0);
    let _ = writeln!(out, "\n{}", tell(lang, "Autres jeux de règles", "Other packs"));
    for candidate in others {
        let _ = writeln!(out, "  {} : {}", candidate.pack, reason(candidate, lang));
    }
}

/// What of a pack's recognition does not hold.
fn reason(candidate: &Candidate, lang: Lang) -> String {
    if candidate.known {
        let (fr, en) = ("le reconnaît aussi, priorité", "knows it too, priority");
        return format!("{} {}", tell(lang, fr, en), candidate.priority);
    }
    let mut reasons = Vec::new();
    let quoted = |phrase: &String| format!("« {} »", line(phrase));
    if !candidate.missing.is_empty() {
        let all: Vec<String> = candidate.missing.iter().map(quoted).collect();
        let label = tell(lang, "contient : il manque", "contient: missing");
        reasons.push(format!("{label} {}", all.join(", ")));
    }
    if !candidate.none_of.is_empty() {
        let some: Vec<String> = candidate.none_of.iter().take(PHRASES).map(quoted).collect();
        let more = candidate.none_of.len().saturating_sub(PHRASES);
        let more = if more > 0 { format!(" (+ {more})") } else { String::new() };
        let label = tell(lang, "contient_un : rien de", "contient_un: none of");
        reasons.push(format!("{label} {}{more}", some.join(", ")));
    }
    for (_, found) in &candidate.forbidden {
        let label = tell(lang, "sans : il s'y trouve", "sans: it holds");
        reasons.push(format!("{label} “{}”", cut(found)));
    }
    if !candidate.absent.is_empty() {
        let label = tell(lang, "structure : non trouvé", "structure: not found");
        reasons.push(format!("{label} {}", candidate.absent.join(", ")));
    }
    if reasons.is_empty() {
        let none = tell(lang, "aucune condition dans [reconnaitre]", "[reconnaitre] asks nothing");
        reasons.push(none.to_owned());
    }
    reasons.join(" ; ")
}

/// All rules: those that read a line each, then those that did not with what came nearest.
fn rules(explanation: &Explanation, asked: Asked, out: &mut String) {
    let lang = asked.lang;
    let says =
        |a: &&Answer| !(asked.page && a.hits.is_empty() && a.lost.is_empty() && a.near.is_empty());
    let answers: Vec<&Answer> = explanation.answers.iter().filter(says).collect();
    let (checks, others): (Vec<&Answer>, Vec<&Answer>) =
        answers.into_iter().partition(|a| a.rule.kind == RuleKind::Check);
    let (read, silent): (Vec<&Answer>, Vec<&Answer>) =
        others.into_iter().partition(|a| !a.hits.is_empty());
    title(tell(lang, "Règles qui ont lu", "Rules that read"), read.len(), out);
    for answer in read {
        used(answer, lang, out);
    }
    unused(&silent, asked, out);
    title(tell(lang, "Contrôles", "Checks"), checks.len(), out);
    for answer in checks {
        let _ = writeln!(out, "  {} : {}", answer.rule.id, possible(answer, lang));
    }
}

/// A rule that read, and what is to be known of it all the same.
fn used(answer: &Answer, lang: Lang, out: &mut String) {
    let times = times(answer.hits.len(), lang);
    let first = answer.hits.first().map(|hit| told(hit, lang)).unwrap_or_default();
    let _ = writeln!(out, "  {} : {times}, {first}", name(answer));
    // That a field stands in more than one sentence is no fault.
    lost(answer.lost.iter().filter(|lost| lost.why != Why::Second).collect(), LOST, lang, out);
    for one in &answer.notes {
        if matches!(one, Note::Table(tried) if !tried.missing.is_empty()) {
            note(one, lang, out);
        }
    }
}

/// The rules that read nothing: those that came near first.
fn unused(silent: &[&Answer], asked: Asked, out: &mut String) {
    let lang = asked.lang;
    let none = if asked.page {
        tell(lang, "Règles qui n'y ont rien lu", "Rules that read nothing there")
    } else {
        tell(lang, "Règles qui n'ont rien lu", "Rules that read nothing")
    };
    title(none, silent.len(), out);
    let (far, near): (Vec<&Answer>, Vec<&Answer>) = silent.iter().partition(|a| nothing(a));
    for answer in near {
        let _ = writeln!(out, "  {} ({})", name(answer), answer.rule.file);
        details(answer, LOST, lang, out);
    }
    if !far.is_empty() {
        let label = tell(lang, "rien d'approchant pour", "nothing near for");
        let far: Vec<String> = far.into_iter().map(name).collect();
        let _ = writeln!(out, "  {label} {}", far.join(", "));
    }
}

/// A title and how much stands under it; nothing where nothing does.
fn title(title: &str, count: usize, out: &mut String) {
    if count > 0 {
        let _ = writeln!(out, "\n{title} ({count})");
    }
}

/// Everything of one rule.
fn whole(answer: &Answer, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "\n{} ({})", name(answer), answer.rule.file);
    if answer.rule.kind != RuleKind::Check {
        let count = answer.hits.len();
        let never = tell(lang, "n'a rien lu", "read nothing").to_owned();
        let read = format!("{} {}", tell(lang, "a lu", "read"), times(count, lang));
        let _ = writeln!(out, "    {}", if count == 0 { never } else { read });
    }
    for hit in answer.hits.iter().take(MATCHES) {
        let _ = writeln!(out, "      {}", told(hit, lang));
    }
    more(answer.hits.len().saturating_sub(MATCHES), "      ", lang, out);
    details(answer, MATCHES, lang, out);
}

/// Where a rule looked, what it lost and what came nearest.
fn details(answer: &Answer, shown: usize, lang: Lang, out: &mut String) {
    if let Some(scope) = scope(&answer.scope, lang) {
        let _ = writeln!(out, "    {scope}");
    }
    if answer.scope.unopened {
        let words = tell(
            lang,
            "aucun paragraphe ne dit « apres » : la règle ne commence jamais à lire",
            "no paragraph says “apres”: the rule never begins to read",
        );
        let _ = writeln!(out, "    {words}");
    }
    lost(answer.lost.iter().collect(), shown, lang, out);
    answer.near.iter().for_each(|near| {
        let _ = writeln!(out, "    {}", nearly(near, lang));
    });
    answer.notes.iter().for_each(|one| note(one, lang, out));
    if nothing(answer) {
        let _ = writeln!(out, "    {}", tell(lang, "rien d'approchant", "nothing near"));
    }
}

/// Whether there is nothing to tell of a rule, not even that its section is not there.
fn nothing(answer: &Answer) -> bool {
    let Answer { hits, lost, near, notes, scope, .. } = answer;
    let absent = scope.inside.as_ref().is_some_and(|(_, sections)| sections.is_empty());
    hits.is_empty()
        && lost.is_empty()
        && near.is_empty()
        && notes.is_empty()
        && !absent
        && !scope.unopened
}

/// Matches that read nothing.
fn lost(all: Vec<&Lost>, shown: usize, lang: Lang, out: &mut String) {
    let left_out = all.len().saturating_sub(shown);
    for lost in all.into_iter().take(shown) {
        let place = words::place(&lost.place, lang);
        let _ = writeln!(out, "    {place} “{}” : {}", cut(&lost.words), why(&lost.why, lang));
    }
    more(left_out, "    ", lang, out);
}

/// How many lines are left out.
fn more(count: usize, indent: &str, lang: Lang, out: &mut String) {
    if count > 0 {
        let _ = match lang {
            Lang::Fr => writeln!(out, "{indent}… et {count} de plus"),
            Lang::En => writeln!(out, "{indent}… and {count} more"),
        };
    }
}

/// Where a rule looked, if not everywhere.
fn scope(scope: &Scope, lang: Lang) -> Option<String> {
    match (&scope.inside, &scope.outside) {
        (Some((id, sections)), _) if sections.is_empty() => Some(match lang {
            Lang::Fr => format!("aucune section « {id} » dans ce document"),
            Lang::En => format!("no section “{id}” in this document"),
        }),
        (Some((id, sections)), _) => Some(match lang {
            Lang::Fr => format!("cherchée dans les sections « {id} » : {}", sections.join(", ")),
            Lang::En => format!("looked for in the sections “{id}”: {}", sections.join(", ")),
        }),
        (None, Some(id)) => Some(match lang {
            Lang::Fr => format!("cherchée hors des sections « {id} »"),
            Lang::En => format!("looked for outside of the sections “{id}”"),
        }),
        (None, None) => None,
    }
}

/// A near miss in one line.
fn nearly(near: &Near, lang: Lang) -> String {
    let (place, words) = (words::place(&near.place, lang), cut(&near.words));
    let found = match (near.found.is_empty(), lang) {
        (false, Lang::Fr) => format!("« {} »", line(&near.found)),
        (false, Lang::En) => format!("“{}”", line(&near.found)),
        (true, _) => tell(lang, "la fin du texte", "the end of the text").to_owned(),
    };
    match lang {
        Lang::Fr => format!(
            "presque trouvé {place} : “{words}” : attendait {}, a trouvé {found}",
            near.expected
        ),
        Lang::En => {
            format!("nearly found {place}: “{words}”: expected {}, found {found}", near.expected)
        }
    }
}

/// Whether a check can be made here, and what it lacks.
fn possible(answer: &Answer, lang: Lang) -> String {
    let terms = answer.notes.iter().filter_map(|note| match note {
        Note::Term { name, kind, values } => Some((name, kind, values)),
        _ => None,
    });
    let mut lacking = Vec::new();
    let mut elsewhere = Vec::new();
    for (name, kind, values) in terms {
        match kind {
            Some(kind) => elsewhere.push(format!("{kind}:{name}")),
            None if values.is_empty() => lacking.push(name.clone()),
            None => {}
        }
    }
    let mut said = if lacking.is_empty() {
        tell(
            lang,
            "toutes ses valeurs sont là (« bilan run » dit s'il tient)",
            "all its values are here (“bilan run” says whether it holds)",
        )
        .to_owned()
    } else {
        let label = tell(lang, "sans valeur dans ce document :", "without a value here:");
        format!("{label} {}", lacking.join(", "))
    };
    if !elsewhere.is_empty() {
        let label = tell(lang, "dans d'autres documents :", "in other documents:");
        let _ = write!(said, " ; {label} {}", elsewhere.join(", "));
    }
    said
}

/// What a rule is and its id.
fn name(answer: &Answer) -> String {
    format!("{} {}", answer.rule.kind.block(), answer.rule.id)
}

/// Something read, in one line.
fn told(hit: &Hit, lang: Lang) -> String {
    let place = words::place(&hit.place, lang);
    match &hit.value {
        Some(value) => {
            format!("{place} : {} “{}”", line(value), cut(&hit.words))
        }
        None => format!("{place} : “{}”", cut(&hit.words)),
    }
}

fn times(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Fr, _) => format!("{count} fois"),
        (Lang::En, 1) => "once".to_owned(),
        (Lang::En, _) => format!("{count} times"),
    }
}

/// A quotation on one line, no longer than it has to be.
fn cut(text: &str) -> String {
    words::cut(&line(text), QUOTED)
}
