//! Days as French writes them: `22 juin 2023`, `1er janvier 2024`, `22/06/2023`, `2023-06-22`.
//!
//! A day without its year (« au 31 décembre ») is found, and has no date: the year it belongs
//! to is for the reader of the document to say.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::text::{char_at, digit_at, digits_end, letters_end, plain_text, skip_blanks, word_at};
use super::{Kind, scan};

/// The day that a text is, but for blanks, a weekday or « le » before and a time behind.
///
/// ```
/// let day = bilan::number::date::parse("jeudi 22 juin 2023");
/// assert_eq!(day, Some(jiff::civil::date(2023, 6, 22)));
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let mut at = skip_blanks(text, 0, text.len());
    while !digit_at(text, at) {
        let word = word_at(text, at);
        if !is_lead(word) {
            return None;
        }
        at = skip_blanks(text, at + word.len(), 4);
    }
    let (end, date) = day_at(text, at)?;
    is_time(text.get(end..)?).then_some(date)?
}

fn is_lead(word: &str) -> bool {
    let plain = plain_text(word, 10);
    matches!(
        plain.as_str(),
        "le" | "du"
            | "au"
            | "lundi"
            | "mardi"
            | "mercredi"
            | "jeudi"
            | "vendredi"
            | "samedi"
            | "dimanche"
    )
}

/// Spreadsheets show a day as `22/06/2023 00:00:00`.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim();
    rest.len() <= 16
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'T' | 'Z'))
        && (rest.is_empty() || rest.contains(':'))
}

/// The first year that a text names, alone or in a date.
///
/// ```
/// assert_eq!(bilan::number::date::year("Budget prévisionnel 2023 par action"), Some(2023));
/// ```
#[must_use]
pub fn year(text: &str) -> Option<i16> {
    scan(text).into_iter().find_map(|token| match token.kind {
        Kind::Year => token.value?.to_i16(),
        Kind::Date(date) => Some(date?.year()),
        _ => None,
    })
}

/// The end and the date of the day that starts with the digit at `at`.
pub(super) fn day_at(text: &str, at: usize) -> Option<(usize, Option<Date>)> {
    numeric(text, at).or_else(|| spelled(text, at))
}

/// `22/06/2023`, `22-06-23`, `22.06.2023`, `2023-06-22`.
fn numeric(text: &str, at: usize) -> Option<(usize, Option<Date>)> {
    let (first, mark_at) = number(text, at)?;
    let mark = char_at(text, mark_at).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let (month, second_mark) = number(text, mark_at + 1)?;
    if char_at(text, second_mark)? != mark {
        return None;
    }
    let (last, end) = number(text, second_mark + 1)?;
    let last_digits = end - second_mark - 1;
    let goes_on = char_at(text, end).is_some_and(|c| c == mark && digit_at(text, end + 1));
    if goes_on || char_at(text, end).is_some_and(|c| c.is_alphabetic() && c != 'T') {
        return None;
    }
    let date = match (mark_at - at, last_digits) {
        (4, 1 | 2) => Date::new(first, month.try_into().ok()?, last.try_into().ok()?),
        (1 | 2, 4) => Date::new(last, month.try_into().ok()?, first.try_into().ok()?),
        (2, 2) if mark == '/' => {
            let century = if last < 70 { 2000 } else { 1900 };
            Date::new(century + last, month.try_into().ok()?, first.try_into().ok()?)
        }
        _ => return None,
    };
    Some((end, Some(date.ok()?)))
}

/// At most four digits as a number.
fn number(text: &str, at: usize) -> Option<(i16, usize)> {
    let end = digits_end(text, at);
    let value = text.get(at..end).filter(|d| (1..=4).contains(&d.len()))?.parse().ok()?;
    Some((value, end))
}

/// `22 juin 2023`, `1er janvier`.
fn spelled(text: &str, at: usize) -> Option<(usize, Option<Date>)> {
    let (day, digits) = number(text, at)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let suffixed = char_at(text, digits).is_some_and(char::is_alphabetic);
    // A superscript is often set apart: « 1 er janvier ».
    let apart = first_of_month(text, day, skip_blanks(text, digits, 1));
    let after = if suffixed { apart? } else { apart.unwrap_or(digits) };
    let (month, end) = month_at(text, skip_blanks(text, after, 3))?;
    let Some((year, year_end)) = year_at(text, skip_blanks(text, end, 3)) else {
        return Some((end, None));
    };
    Some((year_end, Date::new(year, month, day.try_into().ok()?).ok()))
}

/// The end of « er » of « 1er »; `1ᵉʳ` in superscripts is as good.
fn first_of_month(text: &str, day: i16, at: usize) -> Option<usize> {
    let end = letters_end(text, at);
    let suffix = text.get(at..end)?;
    (day == 1 && matches!(suffix, "er" | "ER" | "ᵉʳ")).then_some(end)
}

fn year_at(text: &str, at: usize) -> Option<(i16, usize)> {
    let (year, end) = number(text, at)?;
    (end - at == 4 && (1900..2100).contains(&year)).then_some((year, end))
}

/// The month named at `at`, in full or cut short, with the end of its name.
fn month_at(text: &str, at: usize) -> Option<(i8, usize)> {
    let word = word_at(text, at);
    if !(3..=10).contains(&word.len()) {
        return None;
    }
    let plain = plain_text(word, 12);
    let mut end = at + word.len();
    let month = match plain.as_str() {
        "janvier" => 1,
        "fevrier" => 2,
        "mars" => 3,
        "avril" => 4,
        "mai" => 5,
        "juin" => 6,
        "juillet" => 7,
        "aout" => 8,
        "septembre" => 9,
        "octobre" => 10,
        "novembre" => 11,
        "decembre" => 12,
        short => {
            let month = match short {
                "janv" | "jan" => 1,
                "fevr" | "fev" => 2,
                "avr" => 4,
                "juil" => 7,
                "sept" => 9,
                "oct" => 10,
                "nov" => 11,
                "dec" => 12,
                _ => return None,
            };
            if char_at(text, end) == Some('.') {
                end += 1;
            }
            month
        }
    };
    Some((month, end))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_every_writing() {
        for text in [
            "22 juin 2023",
            "22/06/2023",
            "22-06-2023",
            "2023-06-22",
            "22.06.2023",
            "22/06/23",
            " le jeudi 22 juin 2023 ",
            "22/06/2023 00:00:00",
            "22\u{a0}JUIN\n2023",
        ] {
            assert_eq!(parse(text), Some(date(2023, 6, 22)), "{text}");
        }
        assert_eq!(parse("1er janvier 2024"), Some(date(2024, 1, 1)));
        assert_eq!(parse("1 er janvier 2024"), Some(date(2024, 1, 1)));
        assert_eq!(parse("3 févr. 2020"), Some(date(2020, 2, 3)));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["31 décembre", "31/02/2023", "22 juin 2023 à Dijon", "2023", "", "juin 2023"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_of_a_title_is_found() {
        assert_eq!(year("Bilan de la convention 2021-2023"), Some(2021));
        assert_eq!(year("au 31/12/2022"), Some(2022));
        assert_eq!(year("au 31 décembre"), None);
    }
}
