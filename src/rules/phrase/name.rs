//! Proper names: « CESAM », « association MDPM », « Pôle Solidarité 21 », « Dijon métropole ».
//!
//! French tells a name by its capitals; small words may link them. The article before a name is
//! passed over, the common noun that says what it is (association, centre) belongs to it.

use std::ops::Range;

use super::reading::{Class, Reading};
use super::slot::range;
use crate::number::Kind;

/// A name: the lexeme behind it and its byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) end: usize,
    pub(super) range: Range<usize>,
}

/// Common nouns that open the name of a body.
const OPENERS: &[&str] = &[
    "agence",
    "amicale",
    "antenne",
    "association",
    "associations",
    "atelier",
    "banque",
    "bureau",
    "caisse",
    "centre",
    "collectif",
    "college",
    "comite",
    "communaute",
    "commune",
    "conseil",
    "cooperative",
    "departement",
    "direction",
    "entreprise",
    "epicerie",
    "espace",
    "etablissement",
    "federation",
    "fondation",
    "foyer",
    "groupe",
    "groupement",
    "hopital",
    "institut",
    "lycee",
    "mairie",
    "maison",
    "metropole",
    "mission",
    "mutuelle",
    "office",
    "organisme",
    "plateforme",
    "pole",
    "prefecture",
    "regie",
    "region",
    "reseau",
    "residence",
    "ressourcerie",
    "service",
    "societe",
    "structure",
    "syndicat",
    "union",
    "universite",
    "ville",
];

/// Adjectives in small letters that go on a name: « Secours populaire », « Mission locale ».
const ADJECTIVES: &[&str] = &[
    "agricole",
    "alimentaire",
    "catholique",
    "communal",
    "communale",
    "departemental",
    "departementale",
    "europeen",
    "europeenne",
    "federal",
    "federale",
    "francais",
    "francaise",
    "humanitaire",
    "intercommunal",
    "intercommunale",
    "islamique",
    "israelite",
    "local",
    "locale",
    "metropolitain",
    "metropolitaine",
    "municipal",
    "municipale",
    "national",
    "nationale",
    "populaire",
    "protestant",
    "protestante",
    "regional",
    "regionale",
    "rural",
    "rurale",
    "solidaire",
];

/// Adjectives and nouns in small letters that belong to what an opener names only.
const QUALIFIERS: &[&str] = &[
    "action",
    "culturel",
    "culturelle",
    "educatif",
    "educative",
    "emploi",
    "familial",
    "familiale",
    "familiales",
    "habitat",
    "hebergement",
    "hospitalier",
    "hospitaliere",
    "insertion",
    "jeunesse",
    "locaux",
    "maternelle",
    "medico",
    "prevention",
    "primaire",
    "public",
    "publique",
    "sante",
    "social",
    "sociale",
    "sociales",
    "sociaux",
    "socioculturel",
    "solidarite",
    "solidarites",
    "urbain",
    "urbaine",
];

/// Words that link the parts of a name.
const LINKS: &[&str] = &[
    "&", "a", "au", "aux", "d'", "de", "des", "du", "en", "et", "l'", "la", "le", "les", "pour",
    "sous", "sur",
];

/// Small nouns that may follow the name of a place: « Dijon métropole ».
const FOLLOWERS: &[&str] = &["agglo", "agglomeration", "communaute", "habitat", "metropole"];

/// Words with a capital at the head of a sentence that name nobody.
const NAMELESS: &[&str] = &[
    "afin",
    "ainsi",
    "apres",
    "au",
    "aucun",
    "aucune",
    "aux",
    "avec",
    "ce",
    "cela",
    "celle",
    "celles",
    "celui",
    "ces",
    "cet",
    "cette",
    "ceux",
    "chaque",
    "ci",
    "d'",
    "dans",
    "de",
    "des",
    "du",
    "elle",
    "elles",
    "en",
    "et",
    "il",
    "ils",
    "je",
    "l'",
    "la",
    "le",
    "les",
    "leur",
    "leurs",
    "mais",
    "notre",
    "nous",
    "on",
    "ou",
    "par",
    "plusieurs",
    "pour",
    "qui",
    "sa",
    "sans",
    "ses",
    "si",
    "son",
    "sur",
    "tous",
    "tout",
    "toute",
    "toutes",
    "un",
    "une",
    "vous",
];

/// Words in a name at most.
const MAX_WORDS: usize = 16;

/// The names that open at a lexeme, longest first.
pub(super) fn names(reading: &Reading<'_>, at: usize) -> Vec<Name> {
    let start = behind_article(reading, at);
    if reading.form(start) == "\"" {
        return quoted(reading, start).into_iter().collect();
    }
    let (core, mut ends) = behind_opener(reading, start);
    if core > start {
        ends.extend(quoted(reading, core).map(|name| name.end));
    }
    ends.extend(proper_ends(reading, core));
    ends.sort_unstable();
    ends.iter().rev().map(|&end| Name { end, range: range(reading, start, end) }).collect()
}

/// The lexeme behind `à la`, `au`, `l'` …; an article with a capital inside a sentence belongs to
/// the name (`La Poste`).
fn behind_article(reading: &Reading<'_>, at: usize) -> usize {
    let mut start = at;
    if matches!(reading.form(start), "a" | "au" | "aux") && !opens_name(reading, start) {
        start += 1;
    }
    if matches!(reading.form(start), "la" | "le" | "les" | "l'")
        && !is_inner_capital(reading, start)
    {
        start += 1;
    }
    start
}

fn is_inner_capital(reading: &Reading<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|p| reading.lexemes.get(p));
    reading.is_capital(at) && before.is_some_and(|l| !l.ends_sentence && l.class == Class::Word)
}

/// The text between quotation marks.
fn quoted(reading: &Reading<'_>, open: usize) -> Option<Name> {
    if reading.form(open) != "\"" {
        return None;
    }
    let last = (open + 1 + MAX_WORDS).min(reading.lexemes.len());
    let close = (open + 2..last).find(|&p| reading.form(p) == "\"")?;
    Some(Name { end: close + 1, range: range(reading, open + 1, close) })
}

/// The lexeme behind « association », « centre communal d'action sociale » and a link, and the
/// ends that make a name already.
fn behind_opener(reading: &Reading<'_>, start: usize) -> (usize, Vec<usize>) {
    let mut ends = Vec::new();
    if !OPENERS.contains(&reading.form(start)) || reading.is_capital(start) {
        return (start, ends);
    }
    let mut at = start + 1;
    loop {
        let linked = at + links(reading, at);
        if qualifies(reading, linked) {
            at = linked + 1;
            ends.push(at);
        } else {
            return (named_object(reading, at, linked), ends);
        }
    }
}

/// Where the proper name behind an opener opens: at once, or behind what the body is one of
/// (`régie de quartiers Bel-Air`).
fn named_object(reading: &Reading<'_>, at: usize, linked: usize) -> usize {
    let small = |p: usize| {
        reading.lexemes.get(p).is_some_and(|l| l.class == Class::Word) && !reading.is_capital(p)
    };
    if opens_name(reading, linked) {
        linked
    } else if linked > at && small(linked) && opens_name(reading, linked + 1) {
        linked + 1
    } else {
        at
    }
}

/// Whether a small word belongs to what an opener names.
fn qualifies(reading: &Reading<'_>, at: usize) -> bool {
    let form = reading.form(at);
    (QUALIFIERS.contains(&form) || ADJECTIVES.contains(&form)) && !reading.is_capital(at)
}

/// Where a run of names and links may end.
fn proper_ends(reading: &Reading<'_>, core: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    if !opens_name(reading, core) {
        return ends;
    }
    let body = OPENERS.contains(&reading.form(core));
    let mut at = part_end(reading, core);
    ends.push(at);
    while ends.len() < MAX_WORDS {
        let linked = at + links(reading, at);
        let follows = opens_name(reading, linked)
            || (body && qualifies(reading, linked))
            || (linked == at && continues(reading, at));
        if !follows {
            break;
        }
        at = part_end(reading, linked);
        ends.push(at);
    }
    ends
}

/// How many linking words stand at a lexeme, four at most; none where `et à` joins two
/// complements rather than two words of a name.
fn links(reading: &Reading<'_>, at: usize) -> usize {
    let count = (at..at + 4).take_while(|&p| LINKS.contains(&reading.form(p))).count();
    let joins = reading.form(at) == "et" && matches!(reading.form(at + 1), "a" | "au" | "aux");
    if joins { 0 } else { count }
}

/// Whether a name may open here: a capital that is no pronoun, or digits glued to letters.
fn opens_name(reading: &Reading<'_>, at: usize) -> bool {
    let Some(lexeme) = reading.lexemes.get(at) else { return false };
    match lexeme.class {
        Class::Word => {
            let form = reading.form(at);
            let article = matches!(form, "la" | "le" | "les") && is_inner_capital(reading, at);
            let nameless = form == "a" || form.ends_with('\'') || NAMELESS.contains(&form);
            reading.is_capital(at) && lexeme.number.is_none() && (article || !nameless)
        }
        Class::Digits => {
            is_plain_number(reading, at)
                && reading.lexemes.get(at + 1).is_some_and(|l| l.class == Class::Word)
                && reading.is_capital(at + 1)
        }
        Class::Mark => false,
    }
}

/// Whether a name goes on here without a link.
fn continues(reading: &Reading<'_>, at: usize) -> bool {
    let digits = reading.lexemes.get(at).is_some_and(|l| l.class == Class::Digits);
    let form = reading.form(at);
    (digits && is_plain_number(reading, at))
        || FOLLOWERS.contains(&form)
        || ADJECTIVES.contains(&form)
}

/// Whether the digits are no amount, date or percentage. What looks like a year right behind a
/// name belongs to it (`Passerelle 2000`): a year of its own has a word before it.
fn is_plain_number(reading: &Reading<'_>, at: usize) -> bool {
    let number =
        reading.lexemes.get(at).and_then(|l| l.number).and_then(|n| reading.numbers.get(n));
    number.is_none_or(|n| matches!(n.kind, Kind::Count | Kind::Label | Kind::Year))
}

/// The end of a part of a name, over what is glued behind dashes, strokes and apostrophes.
fn part_end(reading: &Reading<'_>, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let joint = usize::from(
            matches!(reading.form(end), "-" | "/" | "&")
                && reading.lexemes.get(end).is_some_and(|l| l.glued),
        );
        let part = reading.lexemes.get(end + joint);
        if !part.is_some_and(|l| l.glued && l.class != Class::Mark) {
            return end;
        }
        end += joint + 1;
    }
}
