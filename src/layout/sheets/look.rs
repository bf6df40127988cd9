//! What a cell of a sheet looks like, as far as finding headings asks.

use crate::document::{SheetCell, Stored};

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Words.
    Text,
    /// A whole number from 1900 to 2100: a heading or a value.
    Year,
    /// A number or an amount, also written as text.
    Number,
    /// A date.
    Date,
    /// A mark for no value.
    Absent,
}

impl Look {
    /// Whether it is what data holds and headings don't.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Number | Self::Date | Self::Absent)
    }
}

/// Marks for no value, as accountants write them.
const ABSENT: [&str; 9] = ["-", "–", "—", "x", "n.c.", "nc", "nd", "n.d.", "néant"];

/// Units and currencies that a number may stand with.
const UNITS: [&str; 8] = ["euros", "euro", "k€", "m€", "€", "eur", "%", "ttc"];

/// What a cell looks like.
pub(super) fn look(cell: &SheetCell) -> Look {
    match &cell.stored {
        Stored::Date(_) => Look::Date,
        Stored::Number(n) => year_or_number(&n.normalize().to_string()),
        Stored::Uncomputed | Stored::Error => Look::Number,
        Stored::Bool(_) => Look::Absent,
        Stored::Text => text(&cell.shown),
    }
}

fn text(shown: &str) -> Look {
    let lower = shown.trim().to_lowercase();
    if ABSENT.contains(&lower.as_str()) {
        return Look::Absent;
    }
    let bare: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    if is_date(&bare) {
        return Look::Date;
    }
    let bare = UNITS.iter().find_map(|u| bare.strip_suffix(u)).unwrap_or(&bare);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let numeric = |c: char| c.is_ascii_digit() || ".,+-()'’".contains(c);
    if digits > 0 && bare.chars().all(numeric) { year_or_number(bare) } else { Look::Text }
}

fn year_or_number(text: &str) -> Look {
    match text.parse::<u32>() {
        Ok(1900..=2100) => Look::Year,
        _ => Look::Number,
    }
}

/// `22/06/2023`, `2017-11-16`, `2018-04-01_2018-12-31`.
fn is_date(bare: &str) -> bool {
    let signs = bare.matches(['/', '-']).count();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    signs >= 2 && digits >= 6 && bare.chars().all(|c| c.is_ascii_digit() || "/-_:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_amounts_years_dates_and_marks_are_told_apart() {
        for (shown, expected) in [
            ("50\u{a0}000 euros", Look::Number),
            ("97 000euros", Look::Number),
            ("97 658 €", Look::Number),
            ("(1 200,50)", Look::Number),
            ("1999", Look::Year),
            ("2017-11-16", Look::Date),
            ("22/06/2023", Look::Date),
            ("n.c.", Look::Absent),
            ("X", Look::Absent),
            ("60 - Achats", Look::Text),
            ("Réalisé 2023", Look::Text),
            ("€", Look::Text),
        ] {
            assert_eq!(text(shown), expected, "{shown}");
        }
    }
}
