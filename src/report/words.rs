//! The words of reports for outcomes, severities, verdicts, statuses and places.
//!
//! One place for all sinks, so that a document refused on the terminal is refused in the page
//! and in the workbook. What documents and findings say themselves passes as it is.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::issue::{Lang, Severity};
use crate::place::{Place, Recognised};
use crate::reconcile::finding::{State, Verdict};
use crate::reconcile::waivers::{WaiverStatus, Why};
use crate::record::{Nature, RowKind, Status};
use crate::store::Changed;
use crate::worker::Outcome;

use super::tell;

/// What became of a file.
pub(super) fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    outcomes(outcome, 1, lang)
}

/// What became of some files.
pub(super) fn outcomes(outcome: Outcome, count: u32, lang: Lang) -> &'static str {
    let (fr, en) = match (outcome, count) {
        (Outcome::Done, 0 | 1) => ("lu", "read"),
        (Outcome::Done, _) => ("lus", "read"),
        (Outcome::Partial, 0 | 1) => ("lu en partie", "read in part"),
        (Outcome::Partial, _) => ("lus en partie", "read in part"),
        (Outcome::Refused, 0 | 1) => ("refusé", "refused"),
        (Outcome::Refused, _) => ("refusés", "refused"),
        (Outcome::Crashed, _) => ("en échec de lecture", "reading broke down"),
        (Outcome::OutOfMemory, _) => ("hors mémoire", "out of memory"),
        (Outcome::TimedOut, _) => ("hors délai", "timed out"),
        (Outcome::Unsupported, _) => ("d'un type non lu", "not a kind read"),
        (Outcome::Duplicate, _) => ("en double", "duplicate"),
    };
    tell(lang, fr, en)
}

/// Why documents that did not change are read again.
pub(super) fn changed(changed: Changed, lang: Lang) -> &'static str {
    let (fr, en) = match changed {
        Changed::Program => (
            "le programme a changé depuis le dernier passage",
            "the program has changed since the last run",
        ),
        Changed::Rules => (
            "les règles ont changé depuis le dernier passage",
            "the rules have changed since the last run",
        ),
        Changed::Limits => (
            "les limites ont changé depuis le dernier passage",
            "the limits have changed since the last run",
        ),
        Changed::Engine => (
            "ce qui lit les pages numérisées a changé depuis le dernier passage",
            "what reads scanned pages has changed since the last run",
        ),
        Changed::Index => (
            "run.json a été modifié depuis le dernier passage",
            "run.json was edited since the last run",
        ),
        Changed::Record => (
            "résultat JSON modifié ou supprimé depuis le dernier passage",
            "JSON record edited or removed since the last run",
        ),
    };
    tell(lang, fr, en)
}

/// How grave some things are.
pub(super) fn severities(severity: Severity, count: usize, lang: Lang) -> &'static str {
    let (fr, en) = match (severity, count) {
        (Severity::Error, 0 | 1) => ("erreur", "error"),
        (Severity::Error, _) => ("erreurs", "errors"),
        (Severity::Warning, 0 | 1) => ("avertissement", "warning"),
        (Severity::Warning, _) => ("avertissements", "warnings"),
        (Severity::Info, 0 | 1) => ("information", "information"),
        (Severity::Info, _) => ("informations", "information"),
    };
    tell(lang, fr, en)
}

/// How grave something is.
pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    severities(severity, 1, lang)
}

/// How two sides compare.
pub(super) fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Different => tell(lang, "différents", "different"),
        Verdict::EqualAsWritten => tell(lang, "égaux tels qu'écrits", "equal as written"),
        Verdict::EqualIfTruncated => tell(lang, "égaux si l'un est tronqué", "equal if truncated"),
        Verdict::NotCheckable => tell(lang, "non vérifiable", "not checkable"),
    }
}

/// What is known of a discrepancy.
pub(super) fn state(state: State, lang: Lang) -> &'static str {
    states(state, 1, lang)
}

/// What is known of some discrepancies.
pub(super) fn states(state: State, count: usize, lang: Lang) -> &'static str {
    let (fr, en) = match (state, count) {
        (State::New, 0 | 1) => ("nouveau", "new"),
        (State::New, _) => ("nouveaux", "new"),
        (State::Known, 0 | 1) => ("connu", "known"),
        (State::Known, _) => ("connus", "known"),
        (State::Changed, 0 | 1) => ("modifié", "changed"),
        (State::Changed, _) => ("modifiés", "changed"),
        (State::Resolved, 0 | 1) => ("résolu", "resolved"),
        (State::Resolved, _) => ("résolus", "resolved"),
        (State::Unverified, 0 | 1) => ("non revérifié", "not checked again"),
        (State::Unverified, _) => ("non revérifiés", "not checked again"),
        (State::Returned, 0 | 1) => ("revenu", "returned"),
        (State::Returned, _) => ("revenus", "returned"),
        (State::Waived, 0 | 1) => ("accepté", "accepted"),
        (State::Waived, _) => ("acceptés", "accepted"),
    };
    tell(lang, fr, en)
}

/// What became of a waiver.
pub(super) fn waiver(status: WaiverStatus, lang: Lang) -> &'static str {
    match status {
        WaiverStatus::Used => tell(lang, "dérogation appliquée", "waiver used"),
        WaiverStatus::Void => tell(lang, "dérogation caduque", "void waiver"),
        WaiverStatus::Unused => tell(lang, "dérogation sans objet", "unused waiver"),
    }
}

/// Why a waiver does nothing; `None` where it is used.
pub(super) fn why(why: Option<Why>, lang: Lang) -> Option<&'static str> {
    let (fr, en) = match why? {
        Why::EvidenceChanged => (
            "une valeur comparée ou son texte a changé",
            "a compared value or its text has changed",
        ),
        Why::OtherCheck => (
            "le constat de cet identifiant est d'un autre contrôle",
            "the finding of this id is one of another check",
        ),
        Why::OtherDocument => (
            "le constat de cet identifiant est d'un autre document",
            "the finding of this id is one of another document",
        ),
        Why::Expired => ("sa date est passée", "its date has passed"),
        Why::DateUnreadable => ("sa date est illisible", "its date cannot be read"),
        Why::NoReason => ("elle est sans motif", "it gives no reason"),
        Why::NoAuthor => ("elle est sans auteur", "it has no author"),
        Why::NotFound => ("aucun constat n'a cet identifiant", "no finding has this id"),
        Why::Resolved => ("l'écart a disparu", "the discrepancy is gone"),
        Why::Information => ("ce n'est pas un écart", "it is no discrepancy"),
        Why::Double => ("une autre accepte déjà cet écart", "another one accepts it already"),
    };
    Some(tell(lang, fr, en))
}

/// What became of an action.
pub(super) fn status(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Realisee) => "réalisée",
        Some(Status::Partielle) => "partiellement réalisée",
        Some(Status::EnCours) => "en cours",
        Some(Status::NonRealisee) => "non réalisée",
        Some(Status::Reportee) => "reportée",
        Some(Status::Abandonnee) => "abandonnée",
        None => "non écrit",
    }
}

/// The name of a file without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What an amount is.
pub(super) fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Previsionnel => "prévisionnel",
        Nature::Engage => "engagé",
        Nature::Realise => "réalisé",
    }
}

/// A quantity by the id that rules give it: « Soutien de l'État »; ids of other packs with their
/// words apart.
pub(super) fn quantity(id: &str) -> String {
    match id {
        "soutien_etat" => "Soutien de l'État".to_owned(),
        "depenses_engagees" => "Dépenses engagées".to_owned(),
        _ => {
            let spaced = id.replace(['_', '.', '-'], " ");
            let mut chars = spaced.chars();
            let first = chars.next().map(char::to_uppercase).into_iter().flatten();
            first.chain(chars).collect()
        }
    }
}

/// What a row of a budget is.
pub(super) fn row(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Group => "groupe",
        RowKind::Line => "ligne",
        RowKind::Subtotal => "sous-total",
        RowKind::Total => "total",
    }
}

/// Where a value stands, for people: `p. 3`, `Compte rendu, cellule B7`, `ligne 12`.
pub(super) fn place(place: &Place, lang: Lang) -> String {
    match place {
        Place::Page { page, .. } => format!("p. {page}"),
        Place::Cell { line: Some(line), cell, .. } => {
            format!("{} {line} ({cell})", tell(lang, "ligne", "line"))
        }
        Place::Cell { sheet, cell, .. } => {
            format!("{sheet}, {} {cell}", tell(lang, "cellule", "cell"))
        }
    }
}

/// Where a value stands and, of one that stands on a scan, how it was read: `p. 3, scan, 93 %`.
pub(super) fn place_read(at: &Place, lang: Lang) -> String {
    match reading([at], lang) {
        Some(reading) => format!("{}, {reading}", place(at, lang)),
        None => place(at, lang),
    }
}

/// How values on scans were read, by the least sure of them: `scan, 93 %`; `None` where all were
/// typed.
pub(super) fn reading<'p>(
    places: impl IntoIterator<Item = &'p Place>,
    lang: Lang,
) -> Option<String> {
    Some(format!("scan, {}", sureness(Recognised::least(places)?, lang)))
}

/// How sure a value on a scan is.
pub(super) fn sureness(recognised: Recognised, lang: Lang) -> String {
    match (recognised.confidence(), lang) {
        (Some(confidence), Lang::Fr) => format!("{confidence}\u{a0}%"),
        (Some(confidence), Lang::En) => format!("{confidence}%"),
        (None, _) => tell(lang, "couche de texte", "text layer").to_owned(),
    }
}

/// How many pages were read as pictures, and how many by the text that came with them; `None` where
/// none was.
pub(super) fn scanned((read, layered): (usize, usize), lang: Lang) -> Option<String> {
    let (one, many) = match lang {
        Lang::Fr => {
            ("page numérisée, lue par reconnaissance", "pages numérisées, lues par reconnaissance")
        }
        Lang::En => ("scanned page, read by recognition", "scanned pages, read by recognition"),
    };
    let (layer, layers) = match lang {
        Lang::Fr => (
            "page numérisée, lue par sa couche de texte",
            "pages numérisées, lues par leur couche de texte",
        ),
        Lang::En => (
            "scanned page, read by its layer of text",
            "scanned pages, read by their layer of text",
        ),
    };
    let parts = [(read, one, many), (layered, layer, layers)];
    let told = parts.iter().filter(|(pages, ..)| *pages > 0);
    let told: Vec<String> =
        told.map(|(pages, one, many)| counted(*pages, one, many, lang)).collect();
    (!told.is_empty()).then(|| told.join(" ; "))
}

/// A day in French: `1er janvier 2024`, `22 juin 2023`.
pub(super) fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at));
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first} {} {}", date.day(), month.unwrap_or(&""), date.year())
}

/// How many things there are, in agreement: zero is one in French and many in English.
pub(super) fn counted(count: usize, one: &str, many: &str, lang: Lang) -> String {
    let is_one = count == 1 || (count == 0 && lang == Lang::Fr);
    format!("{count} {}", if is_one { one } else { many })
}

/// The first characters of a text, with a mark where it goes on.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// A text as it may be shown anywhere: characters that XML forbids, that a terminal obeys or that
/// turn the direction of writing stand as the mark of a character that is none.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if text.contains(is_unfit) {
        return Cow::Owned(text.replace(is_unfit, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

/// Whether a spreadsheet would take a text for a formula: some take off what is blank or is not
/// seen before they look.
pub(super) fn is_like_a_formula(text: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let first = text.trim_start_matches(unseen).chars().next();
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}'))
        || text.starts_with(['\t', '\r'])
}

/// Characters that XML forbids or that mislead.
pub(super) fn is_unfit(c: char) -> bool {
    is_order(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Characters that no text needs and that mislead whoever reads the page: controls, which HTML
/// forbids, and marks that turn the direction of writing, by which a name can lie.
pub(super) fn is_order(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Rect;

    #[test]
    fn a_formula_is_seen_behind_what_is_not() {
        for text in
            ["=1", "+1", "-1", "@SUM(A1)", " =1", "\n=1", "\u{a0}=1", "\u{200b}=1", "\u{ff1d}1"]
        {
            assert!(is_like_a_formula(text), "{text:?}");
        }
        for text in ["Total = 1", "1-2", "", "é"] {
            assert!(!is_like_a_formula(text), "{text:?}");
        }
    }

    #[test]
    fn a_value_on_a_scan_says_how_sure_it_is() {
        let on = |ocr| {
            let (bbox, text) = (Rect::default(), String::new());
            Place::Page { page: 3, bbox, ocr, text }
        };
        let sure = |confidence| on(Some(Recognised::Confidence(confidence)));
        assert_eq!(place_read(&sure(93), Lang::Fr), "p. 3, scan, 93\u{a0}%");
        assert_eq!(place_read(&sure(93), Lang::En), "p. 3, scan, 93%");
        let layer = on(Some(Recognised::LAYER));
        assert_eq!(place_read(&layer, Lang::Fr), "p. 3, scan, couche de texte");
        assert_eq!(place_read(&on(None), Lang::Fr), "p. 3");
        let least = reading([&sure(93), &on(None), &layer, &sure(61)], Lang::Fr);
        assert_eq!(least.as_deref(), Some("scan, 61\u{a0}%"));
        assert_eq!(reading([&on(None)], Lang::Fr), None);
        assert_eq!(scanned((0, 0), Lang::Fr), None);
        let one = "1 page numérisée, lue par reconnaissance";
        assert_eq!(scanned((1, 0), Lang::Fr).as_deref(), Some(one));
        let both = format!("{one} ; 6 pages numérisées, lues par leur couche de texte");
        assert_eq!(scanned((1, 6), Lang::Fr), Some(both));
    }

    #[test]
    fn a_day_is_told_as_french_writes_it() {
        assert_eq!(day(jiff::civil::date(2026, 8, 1)), "1er août 2026");
        assert_eq!(day(jiff::civil::date(2023, 12, 22)), "22 décembre 2023");
    }
}
