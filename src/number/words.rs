//! Numbers written in words: « dix mille euros », « trois associations », « cent pour cent ».
//!
//! A number word is a common word first: « un » and « une » count only before a currency or a
//! percent sign, « neuf » is an adjective behind a noun, « les deux » points and counts
//! nothing. What is left stands before a noun in the plural.

use rust_decimal::Decimal;
use text2num::{lang::French, text2digits};

use super::text::{char_at, is_space, plain, plain_before, skip_blanks, word_at};
use super::unit::{self, Measure, Unit};

/// No amount in words is longer: « quatre cent quatre-vingt-dix-sept mille … ».
const MOST_WORDS: usize = 24;

/// Words behind which a number may open.
const OPENING: &[&str] = &[
    "dont",
    "et",
    "les",
    "ces",
    "des",
    "soit",
    "avec",
    "pour",
    "a",
    "sur",
    "aux",
    "ont",
    "par",
    "ou",
    "environ",
    "que",
    "de",
    "quelque",
    "sont",
    "ainsi",
    "seulement",
    "total",
    "moins",
    "plus",
    "compte",
    "accueille",
    "suivi",
];

/// Small words that end as a plural does.
const SMALL: &[&str] = &[
    "dans",
    "plus",
    "sous",
    "mais",
    "puis",
    "sans",
    "vers",
    "très",
    "alors",
    "depuis",
    "après",
    "lors",
    "jamais",
    "toujours",
    "nous",
    "vous",
    "elles",
    "deux",
    "leurs",
    "dix",
    "trois",
    "certains",
    "plusieurs",
    "autres",
    "moins",
    "dès",
    "mars",
    "tous",
    "temps",
    "fois",
    "toutes",
    "mieux",
    "ceux",
    "parmi",
    "concernant",
    "êtes",
    "nos",
];

/// Nouns in the plural that end as a participle does.
const COUNTED: &[&str] = &[
    "employés",
    "salariés",
    "retraités",
    "réfugiés",
    "entrées",
    "journées",
    "nuitées",
    "années",
    "soirées",
    "associés",
    "invités",
    "marchés",
    "arrêtés",
    "musées",
    "lycées",
    "matinées",
    "arrivées",
    "licenciés",
    "mariés",
    "députés",
    "comités",
    "communautés",
    "activités",
    "unités",
    "collectivités",
    "entités",
    "difficultés",
    "cités",
    "propriétés",
    "sociétés",
    "procédés",
    "énoncés",
    "handicapés",
    "traités",
];

/// A number in words.
pub(super) struct Spelled {
    /// Its value, its unit's factor not applied.
    pub(super) value: Decimal,
    /// What the last word stands for: a million, or one.
    pub(super) step: Decimal,
    /// The unit behind it.
    pub(super) unit: Unit,
}

/// Whether a word can start a number.
pub(super) fn starts(word: &str) -> bool {
    word.len() <= 9 && is_number_word(word)
}

/// Whether a word names a number, whatever its case.
fn is_number_word(word: &str) -> bool {
    let mut buffer = [0_u8; 9];
    let Some(slot) = buffer.get_mut(..word.len()) else { return false };
    slot.copy_from_slice(word.as_bytes());
    slot.make_ascii_lowercase();
    names_number(slot)
}

/// A match and no list: it is asked of nearly every word of a document.
fn names_number(word: &[u8]) -> bool {
    matches!(
        word,
        b"un"
            | b"une"
            | b"deux"
            | b"trois"
            | b"quatre"
            | b"cinq"
            | b"six"
            | b"sept"
            | b"huit"
            | b"neuf"
            | b"dix"
            | b"onze"
            | b"douze"
            | b"treize"
            | b"quatorze"
            | b"quinze"
            | b"seize"
            | b"vingt"
            | b"vingts"
            | b"trente"
            | b"quarante"
            | b"cinquante"
            | b"soixante"
            | b"septante"
            | b"huitante"
            | b"nonante"
            | b"cent"
            | b"cents"
            | b"mille"
            | b"million"
            | b"millions"
            | b"milliard"
            | b"milliards"
    )
}

/// Reads the number in words that starts at `at`.
pub(super) fn read(text: &str, at: usize) -> Option<Spelled> {
    let run = run(text, at);
    // What begins a number is one itself: the first failure ends it, « deux trois » is two.
    let read = |&(end, last)| Some((end, last, value(text.get(at..end)?)?));
    let (end, last, value) = run.iter().map_while(read).last()?;
    let mut unit = unit::read(text, end);
    if unit.measure == Measure::None
        && let Some(shared) = apposed(text, end)
    {
        unit = Unit { end, reach: end, ..shared };
    }
    let step = match plain(last.chars().next()?) {
        'm' if last.len() > 8 => Decimal::from(1_000_000_000),
        'm' if last.len() > 5 => Decimal::from(1_000_000),
        _ => Decimal::ONE,
    };
    let mut spelled = Spelled { value, step, unit };
    if unit.measure == Measure::Money && unit.factor == Decimal::ONE {
        add_cents(text, &mut spelled);
    }
    let measured = unit.measure != Measure::None;
    (measured || counts(text, at, end, value)).then_some(spelled)
}

/// The unit behind digits in parentheses that repeat the words: « dix mille (10 000) euros ».
fn apposed(text: &str, at: usize) -> Option<Unit> {
    let open = skip_blanks(text, at, 2);
    let inner = text.get(open..)?.strip_prefix('(')?;
    let len: usize = inner
        .chars()
        .take(24)
        .take_while(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.'))
        .map(char::len_utf8)
        .sum();
    unit::behind_parenthesis(text, open + 1 + len)
}

/// « et cinquante centimes » behind an amount in words.
fn add_cents(text: &str, spelled: &mut Spelled) {
    let mut at = skip_blanks(text, spelled.unit.end, 2);
    if word_at(text, at) == "et" {
        at = skip_blanks(text, at + 2, 2);
    }
    let run = run(text, at);
    let read = |&(end, _): &(usize, &str)| Some((end, value(text.get(at..end)?)?));
    let Some((end, cents)) = run.iter().map_while(read).last() else { return };
    let noun = skip_blanks(text, end, 2);
    let word = word_at(text, noun);
    if !matches!(word, "centimes" | "centime" | "cents") || cents >= Decimal::ONE_HUNDRED {
        return;
    }
    spelled.value += cents * Decimal::new(1, 2);
    spelled.step = Decimal::new(1, 2);
    spelled.unit.end = noun + word.len();
    spelled.unit.reach = spelled.unit.end;
}

/// The ends of the first words from `at` on that may belong to one number, with each word.
fn run(text: &str, at: usize) -> Vec<(usize, &str)> {
    let (mut ends, mut next) = (Vec::new(), at);
    while ends.len() < MOST_WORDS {
        let word = word_at(text, next);
        let joins = word == "et" && !ends.is_empty();
        if !joins && (word.is_empty() || !is_number_word(word)) {
            break;
        }
        let end = next + word.len();
        if !joins {
            ends.push((end, word));
        }
        let Some(gap) = char_at(text, end) else { break };
        if gap != '-' && gap != '‑' && !gap.is_whitespace() {
            break;
        }
        next = end + gap.len_utf8();
    }
    ends
}

fn value(words: &str) -> Option<Decimal> {
    let plain: String =
        words.chars().map(|c| if c.is_whitespace() { ' ' } else { plain(c) }).collect();
    let digits = text2digits(&plain, &French::new()).ok()?;
    digits.parse().ok()
}

/// Whether words without a unit count the noun behind them.
fn counts(text: &str, at: usize, end: usize, value: Decimal) -> bool {
    if value < Decimal::TWO || !char_at(text, end).is_some_and(is_space) {
        return false;
    }
    let noun = word_at(text, skip_blanks(text, end, 2));
    if !is_plural_noun(noun) {
        return false;
    }
    let before = plain_before(text, at, 24);
    let previous = before.trim_end().rsplit([' ', '\'']).next().unwrap_or_default();
    let points =
        matches!(previous, "les" | "ces" | "des" | "tous" | "toutes" | "nos" | "vos" | "ses");
    let adjective = value == Decimal::from(9) && !introduces(previous);
    !(adjective || (points && value == Decimal::TWO))
}

/// Words behind which a number may open; a noun in front would make « neuf » its adjective.
pub(super) fn introduces(previous: &str) -> bool {
    previous.is_empty()
        || previous.ends_with(|c: char| !c.is_alphanumeric())
        || OPENING.contains(&previous)
}

/// Whether a word looks like a noun in the plural, and not like the small words and
/// participles that end likewise.
pub(super) fn is_plural_noun(word: &str) -> bool {
    let mut last = word.chars().rev();
    if word.chars().count() < 4 || !last.next().is_some_and(|c| matches!(c, 's' | 'x' | 'z')) {
        return false;
    }
    if !word.starts_with(char::is_lowercase) {
        return false;
    }
    let participle = word.ends_with("és") || word.ends_with("ées");
    COUNTED.contains(&word) || !(participle || SMALL.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_in_the_plural_are_told_from_what_ends_alike() {
        for word in ["personnes", "jeunes", "entrées", "travaux", "activités"] {
            assert!(is_plural_noun(word), "{word}");
        }
        for word in ["dans", "réalisés", "consolidées", "par", "Paris", "mars", "temps"] {
            assert!(!is_plural_noun(word), "{word}");
        }
    }

    #[test]
    fn the_longest_beginning_that_is_a_number_is_read() {
        for (text, expected, end) in [
            ("deux trois euros", None, 0),
            ("soixante et onze euros", Some("71"), 22),
            ("mille euros et dix centimes", Some("1000.10"), 27),
            ("dix mille (10 000) euros", Some("10000"), 9),
            ("un agent", None, 0),
        ] {
            let spelled = read(text, 0);
            let value = spelled.as_ref().map(|s| s.value.to_string());
            assert_eq!(value.as_deref(), expected, "{text}");
            assert_eq!(spelled.map_or(0, |s| s.unit.end), end, "{text}");
        }
    }
}
