//! Numbers that count nothing: telephones, SIRET, hours, ages, pages, articles, postcodes.
//!
//! Some are told by their own shape (`20h30`, `1/3`, `16-25 ans`), some by the word in front
//! (« Action 2 », « n° 12 »), some by what follows (a town behind a postcode).

use super::identifier;
use super::numeral::Numeral;
use super::text::{
    char_at, char_before, digit_at, digits_end, ends_with_words, plain_text, skip_blanks,
    starts_with_words, word_at,
};

/// Words that number what follows them.
const NUMBERED: &[&str] = &[
    "action",
    "axe",
    "fiche",
    "objectif",
    "article",
    "art.",
    "annexe",
    "chapitre",
    "page",
    "p.",
    "pp.",
    "phase",
    "tranche",
    "groupe",
    "niveau",
    "lot",
    "secteur",
    "quartier",
    "volet",
    "etape",
    "titre",
    "section",
    "tome",
    "tableau",
    "figure",
    "graphique",
    "au compte",
    "du compte",
    "le compte",
    "ligne",
    "rubrique",
    "version",
    "orientation",
    "alinea",
    "categorie",
    "bp",
    "cs",
    "cedex",
    "rn",
    "rd",
    "domaine",
    "thematique",
    "partie",
    "sous-action",
    "fiche-action",
    "question",
    "cerfa",
    "zone",
    "hall",
    "salle",
    "batiment",
];

/// The end of a label whose shape alone tells it, starting at the digit at `at`.
pub(super) fn shaped(text: &str, at: usize, before: &str) -> Option<usize> {
    identifier::end(text, at, before)
        .or_else(|| hour_end(text, at, before))
        .or_else(|| fraction_end(text, at))
        .or_else(|| ages_end(text, at, before))
}

/// `20h30`, `9 h 30`, `24h/24`, `7j/7`, and `9h` behind « à » or « de ».
fn hour_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    if first - at > 2 {
        return None;
    }
    let mark = skip_blanks(text, first, 1);
    let letter = word_at(text, mark);
    if !matches!(letter, "h" | "H" | "j") {
        return None;
    }
    let after = mark + letter.len();
    if char_at(text, after) == Some('/') && digit_at(text, after + 1) {
        return Some(digits_end(text, after + 1));
    }
    let minutes = if mark > first { skip_blanks(text, after, 1) } else { after };
    let end = digits_end(text, minutes);
    if end - minutes == 2 && letter != "j" {
        return Some(end);
    }
    let clock = ["a", "de", "des", "vers", "avant", "apres", "et"]
        .iter()
        .any(|w| ends_with_words(before.trim_end(), w));
    let next = plain_text(text.get(skip_blanks(text, after, 1)..).unwrap_or_default(), 3);
    let lasts = next.starts_with("d'") || starts_with_words(&next, "de");
    (clock && !lasts && letter != "j").then_some(after)
}

/// `1/3`, `7/7`; two years beside a slash stay years.
fn fraction_end(text: &str, at: usize) -> Option<usize> {
    let first = digits_end(text, at);
    if first - at > 4 || char_at(text, first) != Some('/') || !digit_at(text, first + 1) {
        return None;
    }
    let end = digits_end(text, first + 1);
    let second = text.get(first + 1..end)?;
    let years = is_year(text.get(at..first)?) && (is_year(second) || second.len() == 2);
    (!years).then_some(end)
}

/// Whether these are the four digits of a year from 1900 to 2099.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `16-25 ans`, « 18 à 25 ans », « entre 18 et 25 ans », « moins de 26 ans », « 60 ans et plus ».
fn ages_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    if first - at > 3 {
        return None;
    }
    if let Some(end) = years_end(text, first) {
        return one_age(text, end, before).then_some(end).or_else(|| age_to(text, end, before));
    }
    age_to(text, first, before)
}

/// The end of « à 25 ans » behind a first age that ends at `at`.
fn age_to(text: &str, at: usize, before: &str) -> Option<usize> {
    let mark = skip_blanks(text, at, 2);
    let c = char_at(text, mark)?;
    let after = match c {
        '-' | '–' | '/' | 'à' => mark + c.len_utf8(),
        'a' if char_at(text, mark + 1).is_some_and(char::is_whitespace) => mark + 1,
        'e' if starts_with_words(text.get(mark..)?, "et") => {
            ends_with_words(before.trim_end(), "entre").then_some(mark + 2)?
        }
        _ => return None,
    };
    let second = skip_blanks(text, after, 2);
    let end = digits_end(text, second);
    (1..=2).contains(&(end - second)).then(|| years_end(text, end)).flatten()
}

/// The end of « ans » behind `at`.
fn years_end(text: &str, at: usize) -> Option<usize> {
    let next = skip_blanks(text, at, 2);
    matches!(word_at(text, next), "ans" | "ANS").then_some(next + 3)
}

/// Whether « N ans » ending at `end` is an age; « une convention de 3 ans » is a duration.
fn one_age(text: &str, end: usize, before: &str) -> bool {
    let told = [
        "moins de",
        "plus de",
        "age de",
        "agee de",
        "ages de",
        "agees de",
        "a partir de",
        "des",
        "jusqu'a",
        "les",
        "-",
        "+",
    ];
    let rest = plain_text(text.get(skip_blanks(text, end, 2)..).unwrap_or_default(), 10);
    let open = ["et plus", "et moins", "ou plus", "revolus", "et +"];
    told.iter().any(|w| ends_with_words(before.trim_end(), w))
        || open.iter().any(|w| rest.starts_with(w))
}

/// Whether the word in front numbers a bare number: « Action 2 », « page 3 ».
pub(super) fn is_numbered(before: &str) -> bool {
    let before = before.trim_end();
    !before.is_empty() && NUMBERED.iter().any(|w| ends_with_words(before, w))
}

/// Whether the number is the second year of `2022-23`.
pub(super) fn ends_season(numeral: &Numeral, before: &str) -> bool {
    let head = before.trim_end_matches(['-', '/', '–']);
    let from = head.len().saturating_sub(4);
    numeral.is_bare()
        && numeral.whole_digits == 2
        && head.len() < before.len()
        && head.get(from..).is_some_and(is_year)
}

/// Whether the number opens a text or follows a sentence as `1.` or `2)` opens an item of a
/// list: no sentence is a number and nothing else.
pub(super) fn is_enumerator(text: &str, numeral: &Numeral, before: &str) -> bool {
    let mark = char_at(text, numeral.end).filter(|c| matches!(c, '.' | ')'));
    let Some(mark) = mark else { return false };
    let after = skip_blanks(text, numeral.end + mark.len_utf8(), 2);
    numeral.is_bare()
        && numeral.whole_digits <= 2
        && matches!(before.trim_end().chars().next_back(), None | Some('.'))
        && char_at(text, after).is_some_and(char::is_uppercase)
}

/// Whether the number is of a house: « 12 rue des Genêts », « 21 bis ».
pub(super) fn is_address(text: &str, numeral: &Numeral) -> bool {
    let word = word_at(text, skip_blanks(text, numeral.end, 2));
    let way = plain_text(word, 12);
    numeral.is_bare()
        && numeral.whole_digits <= 4
        && matches!(
            way.as_str(),
            "rue"
                | "avenue"
                | "boulevard"
                | "bd"
                | "allee"
                | "chemin"
                | "impasse"
                | "route"
                | "quai"
                | "bis"
                | "ter"
        )
}

/// Whether the word in front numbers items so surely that the digits behind it are one number:
/// a table row run into one line gives « Action 1 100 000 € », never eleven hundred thousand.
pub(super) fn is_item(before: &str) -> bool {
    let before = before.trim_end();
    ["action", "axe", "fiche", "annexe", "page"].iter().any(|w| ends_with_words(before, w))
}

/// Whether five bare digits stand before a town, or in front of an amount of its own.
pub(super) fn is_postcode(text: &str, numeral: &Numeral) -> bool {
    if !numeral.is_bare() || numeral.whole_digits != 5 {
        return false;
    }
    let next = skip_blanks(text, numeral.end, 1);
    let town = word_at(text, next);
    town.len() > 1
        && town.starts_with(char::is_uppercase)
        && char_before(text, next).is_none_or(|c| c != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_taken_whole() {
        for (before, label) in [
            ("", "03 80 12 34 56"),
            ("", "0380123456"),
            ("+", "33 3 80 12 34 56"),
            ("", "218 601 946 00000"),
            ("", "21860194600000"),
            ("siren : ", "218 601 946"),
            ("loi n° ", "2020-1576"),
            ("deliberation n°", "2008/45"),
            ("article l. ", "115-3"),
            ("", "20h30"),
            ("", "24h/24"),
            ("", "9 h 30"),
            ("", "7j/7"),
            ("", "1/3"),
            ("", "16-25 ans"),
            ("de ", "18 à 25 ans"),
            ("entre ", "18 et 25 ans"),
            ("les moins de ", "26 ans"),
        ] {
            let text = format!("{label}, puis");
            assert_eq!(shaped(&text, 0, before), Some(label.len()), "{label}");
        }
    }

    #[test]
    fn what_counts_is_no_label() {
        for (before, text) in [
            ("", "860 194 600 €"),
            ("", "2022/2023"),
            ("pendant ", "3 ans"),
            ("", "12h de formation"),
            ("il a ", "12 agents"),
            ("et ", "18 et 25 ans"),
        ] {
            assert_eq!(shaped(text, 0, before), None, "{text}");
        }
    }
}
