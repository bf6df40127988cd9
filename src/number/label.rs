//! Numbers that count nothing: telephones, SIRET, hours, ages, pages, articles, postcodes.
//!
//! Some are told by their own shape (`20h30`, `1/3`, `16-25 ans`), some by the word in front
//! (« Action 2 », « n° 12 »), some by what follows (a town behind a postcode).

use super::numeral::Numeral;
use super::text::{
    char_at, char_before, digit_at, digits_end, ends_with_words, is_space, plain_text, skip_blanks,
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
    "volet",
    "etape",
    "titre",
    "section",
    "tome",
    "tableau",
    "figure",
    "graphique",
    "compte",
    "ligne",
    "rubrique",
    "version",
    "orientation",
    "alinea",
    "categorie",
    "bp",
    "cs",
    "cedex",
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

/// Words of an identifier, which a colon or « n° » may part from it.
const IDENTIFIED: &[&str] = &[
    "siret",
    "siren",
    "rcs",
    "rna",
    "tel",
    "tel.",
    "telephone",
    "fax",
    "portable",
    "code postal",
    "iban",
    "ape",
    "naf",
    "finess",
    "chorus",
    "ej",
];

/// The end of a label whose shape alone tells it, starting at the digit at `at`.
pub(super) fn shaped(text: &str, at: usize, before: &str) -> Option<usize> {
    phone_end(text, at, before)
        .or_else(|| company_end(text, at, before))
        .or_else(|| reference_end(text, at, before))
        .or_else(|| hour_end(text, at, before))
        .or_else(|| fraction_end(text, at))
        .or_else(|| ages_end(text, at, before))
}

/// `03 80 12 34 56`, `03.80.12.34.56`, `0380123456`, `+33 3 80 12 34 56`.
fn phone_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    let abroad = before.ends_with('+') && text.get(at..first) == Some("33");
    if !abroad && text.as_bytes().get(at) != Some(&b'0') {
        return None;
    }
    if first - at == 10 {
        return Some(first);
    }
    let mut end = first;
    let sizes: &[usize] = if abroad { &[1, 2, 2, 2, 2] } else { &[2, 2, 2, 2] };
    if !abroad && first - at != 2 {
        return None;
    }
    for size in sizes {
        let mark = char_at(text, end).filter(|c| is_space(*c) || matches!(c, '.' | '-'))?;
        let next = end + mark.len_utf8();
        end = digits_end(text, next);
        if end - next != *size {
            return None;
        }
    }
    Some(end)
}

/// A SIRET (14 digits) or SIREN (9): spaced as 3 3 3 5, or told by its word or its check digit.
fn company_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    let currency = || matches!(char_at(text, skip_blanks(text, first, 2)), Some('€' | 'e' | 'E'));
    match first - at {
        14 => return (!currency()).then_some(first),
        9 => return (!currency() && luhn(text.get(at..first)?)).then_some(first),
        3 => {}
        _ => return None,
    }
    let mut end = first;
    for _ in 0..2 {
        end = group_end(text, end, 3)?;
    }
    let named = IDENTIFIED.iter().any(|w| ends_with_words(identifier(before), w));
    group_end(text, end, 5).or(named.then_some(end))
}

/// The end of a blank and exactly `size` digits at `at`.
fn group_end(text: &str, at: usize, size: usize) -> Option<usize> {
    let mark = char_at(text, at).filter(|c| is_space(*c))?;
    let next = at + mark.len_utf8();
    let end = digits_end(text, next);
    (end - next == size).then_some(end)
}

/// The check that every SIREN passes (ISO/IEC 7812-1).
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    sum.is_multiple_of(10) && digits.bytes().any(|b| b != b'0')
}

/// `before` without the blanks, colon and « n° » that may part an identifier from its word.
fn identifier(before: &str) -> &str {
    before.trim_end_matches([' ', ':', '°']).trim_end_matches(" n")
}

/// What follows « n° », « L. », a word of [`IDENTIFIED`]: `2020-1576`, `2008/45`, `115-3`.
fn reference_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let trimmed = before.trim_end();
    let numbered =
        ["n°", "n° :", "numero", "no.", "nos", "n°s"].iter().any(|w| ends_with_words(trimmed, w))
            || IDENTIFIED.iter().any(|w| ends_with_words(identifier(before), w));
    (numbered || after_code_letter(trimmed)).then(|| joined_end(text, at))
}

/// « article L. 115-3 », « R.* 123 », « D 412 »: one letter of a code, behind a word of law.
fn after_code_letter(before: &str) -> bool {
    let head = before.trim_end_matches(['.', '*', ' ']);
    let Some(rest) = head.strip_suffix(['l', 'r', 'd', 'a']) else { return false };
    let dotted = before.ends_with('.') && !head.ends_with('a');
    let law = rest.trim_end();
    let said = ["article", "articles", "art.", "et", "a"].iter().any(|w| ends_with_words(law, w));
    !rest.ends_with(char::is_alphanumeric)
        && (dotted || (said && !head.ends_with('a')))
        && !rest.ends_with('\'')
}

/// Takes digits and letters with the hyphens, slashes and dots inside them.
fn joined_end(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        let joins = matches!(c, '-' | '/' | '.' | '_' | '‑')
            && char_at(text, next).is_some_and(char::is_alphanumeric);
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = next;
    }
    end
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
    let years = is_year(text.get(at..first)?) && is_year(text.get(first + 1..end)?);
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
    NUMBERED.iter().any(|w| ends_with_words(before, w))
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
