//! What a word of a table is, seen from afar: a number, its unit, a mark for "nothing", or text.
//!
//! The layers that type columns only need this much; the exact value is read later by
//! [`crate::number`]. A word of digits with signs, brackets, per cents and currencies is a
//! number; letters make it text, so that `25g` and `6ème` stay labels.

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, with signs, separators and currency.
    Value,
    /// A currency or per cent sign by itself.
    Unit,
    /// A dash, `n.c.`, `nd`: a cell that says that there is nothing.
    Absent,
    /// Dots that lead the eye from a label to its number.
    Leader,
    /// Anything else.
    Text,
}

impl Kind {
    /// Whether it stands in a cell as a number does.
    pub(super) fn is_data(self) -> bool {
        matches!(self, Self::Value | Self::Absent)
    }
}

/// Letters of the longest word that is a unit or says that there is nothing.
const LONGEST: usize = 5;

/// The kind of a word.
pub(super) fn kind(word: &str) -> Kind {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if digits > 0 {
        return if is_value(word, digits) { Kind::Value } else { Kind::Text };
    }
    if word.chars().filter(|c| matches!(c, '.' | '…' | '_')).count() >= 3
        && word.chars().all(|c| matches!(c, '.' | '…' | '_'))
    {
        return Kind::Leader;
    }
    if word.chars().nth(LONGEST).is_some() {
        return Kind::Text;
    }
    match word.to_lowercase().as_str() {
        "€" | "%" | "k€" | "m€" | "eur" | "euros" | "keur" | "$" | "£" => Kind::Unit,
        "-" | "–" | "—" | "−" | ":" | "n.c." | "n.c" | "nc" | "nd" | "n.d." | "na" | "n/a"
        | "n.a." | "." | ".." | "ref" | "so" | "s.o." => Kind::Absent,
        _ => Kind::Text,
    }
}

fn is_value(word: &str, digits: usize) -> bool {
    let mut others = 0;
    for c in word.chars() {
        match c {
            '0'..='9' | '€' | '%' | '$' | '£' => {}
            '.' | ',' | '+' | '-' | '–' | '−' | '(' | ')' | '/' | '*' | '\'' | '’' | '°' | ':'
            | '<' | '>' | '~' | '\u{a0}' | '\u{202f}' | '[' | ']' | '≤' | '≥' => others += 1,
            'k' | 'K' | 'M' if word.ends_with('€') => {}
            _ => return false,
        }
    }
    others <= digits + 2
}

/// Whether a word is a rule drawn with a typewriter: `--------`.
pub(super) fn is_drawn_line(word: &str) -> bool {
    word.chars().count() >= 6
        && word.chars().all(|c| matches!(c, '-' | '=' | '_' | '–' | '—' | '─'))
}

/// Whether `next` goes on with the digits of `word`: `347` `500`, as French writes thousands.
pub(super) fn groups(word: &str, next: &str) -> bool {
    let head = word.trim_start_matches(|c: char| !c.is_ascii_digit());
    let tail = next.bytes().take_while(u8::is_ascii_digit).count();
    let after = next.chars().nth(3);
    (1..=3).contains(&head.len())
        && head.chars().all(|c| c.is_ascii_digit())
        && tail == 3
        && after.is_none_or(|c| matches!(c, ',' | '.' | '€' | '%' | ')' | '*'))
}

/// Whether a word is a year or a span of years, which head columns though they are numbers.
pub(super) fn is_year(word: &str) -> bool {
    let digits = || word.bytes().filter(u8::is_ascii_digit);
    let plain =
        word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | '(' | ')' | '*'));
    let first = digits().take(4).fold(0, |number, d| number * 10 + u32::from(d - b'0'));
    plain
        && (1900..=2100).contains(&first)
        && match digits().count() {
            4 => true,
            6 | 8 => word.contains(['-', '–', '/']),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_labels() {
        for word in ["347", "12,5%", "(3.4)", "-7.7", "+109", "2,753,438", "000€", "12.5*"] {
            assert_eq!(kind(word), Kind::Value, "{word}");
        }
        for word in ["25g", "6ème", "A4", "Total", "CESAM"] {
            assert_eq!(kind(word), Kind::Text, "{word}");
        }
        assert_eq!(kind("—"), Kind::Absent);
        assert_eq!(kind("....."), Kind::Leader);
    }

    #[test]
    fn thousands_set_apart_are_one_number() {
        assert!(groups("347", "500"));
        assert!(groups("1", "500,00") && groups("8", "512.00"));
        assert!(!groups("2013", "500"));
        assert!(!groups("12", "50"));
    }

    #[test]
    fn years_and_school_years_are_years() {
        assert!(is_year("2023") && is_year("2003-04") && is_year("2022/2023"));
        assert!(!is_year("3023") && !is_year("1.2") && !is_year("200304"));
    }
}
