//! Number formats: a stored number in, the text that a French reader sees out.
//!
//! Format codes are those of ECMA-376 part 1, 18.8.31, written the invariant way (`#,##0.00`);
//! some producers write them the French way (`# ##0,00`), which is understood too. Values are
//! exact decimals throughout, so that nothing is rounded but what is shown.
//!
//! | stored | format | shown |
//! |---|---|---|
//! | 20631.737446204555 | `#,##0.00` | `20 631,74` |
//! | 20631.737446204555 | General | `20631,73745` |
//! | 0.125 | `0.0%` | `12,5%` |

use std::iter::Peekable;
use std::str::{Chars, FromStr};

use rust_decimal::{Decimal, RoundingStrategy};

/// The shortest decimal that reads back as the double; `None` outside what a decimal holds.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    // `Display` of a double is the shortest text that reads back, never with an exponent.
    value.is_finite().then(|| Decimal::from_str(&value.to_string()).ok())?
}

/// What a person sees of a number under a format.
pub(super) fn show(value: Decimal, code: &str) -> String {
    let sections = sections(code);
    let (section, value) = choose(&sections, value);
    let parts = Parts::parse(section);
    if parts.general || section.trim().is_empty() && code.trim().is_empty() {
        return format!("{}{}{}", parts.before, general(value), parts.after).trim().to_owned();
    }
    if !parts.digits {
        return parts.before.trim().to_owned();
    }
    parts.fill(value).trim().to_owned()
}

/// A number without a format, as a cell wide enough shows it: eleven signs at most, a whole
/// number in full (a SIRET has 14 digits).
pub(super) fn general(value: Decimal) -> String {
    let whole = value.trunc().abs().to_string().len() as u32;
    let rounded = round(value, 10_u32.saturating_sub(whole)).normalize();
    let kept = if rounded.is_zero() { value.normalize() } else { rounded };
    kept.to_string().replace('.', ",")
}

fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// The sections of a code, split at semicolons that are neither quoted nor escaped.
fn sections(code: &str) -> Vec<&str> {
    let (mut out, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            ';' if !quoted => {
                out.extend(code.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    out.extend(code.get(start..));
    out
}

/// The section for a value, and the value to show under it: a section of its own for negative
/// numbers writes its own sign.
fn choose<'a>(sections: &[&'a str], value: Decimal) -> (&'a str, Decimal) {
    let first = sections.first().copied().unwrap_or("");
    match (sections.get(1), sections.get(2)) {
        (Some(negative), _) if value.is_sign_negative() && !value.is_zero() => {
            (negative, value.abs())
        }
        (_, Some(zero)) if value.is_zero() => (zero, value),
        _ => (first, value),
    }
}

/// A section taken apart.
#[derive(Debug, Default)]
struct Parts {
    before: String,
    after: String,
    /// Whether it shows digits at all.
    digits: bool,
    general: bool,
    grouped: bool,
    percent: u32,
    /// Commas after the digits, each a division by a thousand.
    thousands: u32,
    whole_zeros: usize,
    /// Fewest and most decimals.
    decimals: (u32, u32),
}

impl Parts {
    fn parse(section: &str) -> Self {
        let mut parts = Self::default();
        let mut run = String::new();
        let mut rest = section;
        if let Some(at) = section.to_ascii_lowercase().find("general") {
            parts.general = true;
            parts.before = section.get(..at).unwrap_or_default().replace('"', "");
            rest = section.get(at + 7..).unwrap_or_default();
            run.push('0');
        }
        let mut chars = rest.chars().peekable();
        while let Some(c) = chars.next() {
            // A power of ten or a fraction: the value is shown plainly.
            if matches!(c, 'E' | 'e' | '/') && !run.is_empty() {
                parts.general = true;
                break;
            }
            parts.take(c, &mut chars, &mut run);
        }
        parts.read_run(&run);
        parts
    }

    /// Takes one sign of a section, with what belongs to it.
    fn take(&mut self, c: char, chars: &mut Peekable<Chars<'_>>, run: &mut String) {
        let before = run.is_empty();
        match c {
            '"' => self.literal(&until(chars, '"'), before),
            '[' => self.literal(currency(&until(chars, ']')), before),
            '\\' => self.literal_char(chars.next(), before),
            // A space as wide as the next sign, or the next sign as often as there is room.
            '_' | '*' => {
                chars.next();
                self.literal(if c == '_' { " " } else { "" }, before);
            }
            '0' | '#' | '?' | '.' | ',' => run.push(c),
            ' ' | '\u{a0}' | '\u{202f}'
                if !before && chars.peek().is_some_and(|n| matches!(n, '0' | '#')) =>
            {
                run.push(' ');
            }
            '%' => {
                self.percent += 1;
                self.literal("%", before);
            }
            '@' => self.general = true,
            other => self.literal_char(Some(other), before),
        }
    }

    fn literal(&mut self, text: &str, before: bool) {
        if before { self.before.push_str(text) } else { self.after.push_str(text) }
    }

    fn literal_char(&mut self, c: Option<char>, before: bool) {
        let mut buffer = [0; 4];
        if let Some(c) = c {
            self.literal(c.encode_utf8(&mut buffer), before);
        }
    }

    /// Reads the run of digit signs, points and commas.
    fn read_run(&mut self, run: &str) {
        self.digits = run.contains(['0', '#', '?']);
        let run = &french_run(run);
        let (whole, decimals) = run.split_once('.').unwrap_or((run, ""));
        let scaled = whole.trim_end_matches(',');
        self.thousands = (whole.len() - scaled.len()) as u32;
        self.grouped = scaled.contains([',', ' ']);
        self.whole_zeros = scaled.matches('0').count();
        let most = decimals.chars().filter(|c| matches!(c, '0' | '#' | '?')).count() as u32;
        self.decimals = (decimals.matches('0').count() as u32, most.min(20));
        self.thousands += decimals.matches(',').count() as u32;
    }

    fn fill(&self, value: Decimal) -> String {
        let scale = |v: Decimal, by: i64, times: u32, up: bool| {
            (0..times.min(6)).try_fold(v, |v, _| {
                if up { v.checked_mul(by.into()) } else { v.checked_div(by.into()) }
            })
        };
        let scaled = scale(value, 100, self.percent, true)
            .and_then(|v| scale(v, 1000, self.thousands, false))
            .unwrap_or(value);
        let rounded = round(scaled, self.decimals.1);
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        let text = format!("{:.*}", self.decimals.1 as usize, rounded.abs());
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let whole = pad(whole, self.whole_zeros);
        let whole = if self.grouped { group(&whole) } else { whole };
        let least = self.decimals.0 as usize;
        let spare = decimals.len() - decimals.trim_end_matches('0').len();
        let kept = decimals.get(..(decimals.len() - spare).max(least)).unwrap_or(decimals);
        let point = if kept.is_empty() { "" } else { "," };
        format!("{sign}{}{whole}{point}{kept}{}", self.before, self.after)
    }
}

/// What stands before a closing sign, which is taken too.
fn until(chars: &mut Peekable<Chars<'_>>, end: char) -> String {
    chars.by_ref().take_while(|c| *c != end).collect()
}

/// The currency of a `[$€-40C]`; nothing for a colour or a condition.
fn currency(inner: &str) -> &str {
    inner.strip_prefix('$').map_or("", |rest| rest.split('-').next().unwrap_or(""))
}

/// A run written the French way, `# ##0,00`, turned into the invariant way.
fn french_run(run: &str) -> String {
    let french = !run.contains('.')
        && run
            .rsplit_once(',')
            .is_some_and(|(_, end)| matches!(end.len(), 1 | 2) && end.chars().all(|c| c == '0'));
    if french { run.replace(',', ".").replace(' ', ",") } else { run.to_owned() }
}

/// A whole part brought to its fewest digits; a format without a zero shows none for 0.
fn pad(whole: &str, zeros: usize) -> String {
    let digits = whole.trim_start_matches('0');
    format!("{digits:0>zeros$}")
}

/// Digits in groups of three.
fn group(whole: &str) -> String {
    let mut out = String::with_capacity(whole.len() * 4 / 3);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, code: &str) -> String {
        show(decimal(value).unwrap(), code)
    }

    #[test]
    fn numbers_are_shown_as_a_french_reader_sees_them() {
        for (value, code, text) in [
            (20_631.737_446_204_555, "#,##0.00", "20 631,74"),
            (20_631.737_446_204_555, "General", "20631,73745"),
            (20_631.737_446_204_555, "#,##0", "20 632"),
            (250.0, "0.00", "250,00"),
            (22_100_005_200_011.0, "General", "22100005200011"),
            (22_100_005_200_011.0, "0", "22100005200011"),
            (0.125, "0.0%", "12,5%"),
            (0.5, "0%", "50%"),
            (1234.5, "# ##0,00 \"€\"", "1 234,50 €"),
            (1234.5, "#,##0.00\\ \"€\"", "1 234,50 €"),
            (1234.5, "#,##0.00\\ [$€-40C];[Red]\\-#,##0.00\\ [$€-40C]", "1 234,50 €"),
            (-1234.5, "#,##0.00\\ [$€-40C];[Red]\\-#,##0.00\\ [$€-40C]", "-1 234,50 €"),
            (-12.0, "#,##0;(#,##0)", "(12)"),
            (-0.3, "#,##0", "0"),
            (0.0, "_-* #,##0\\ _€_-;\\-* #,##0\\ _€_-;_-* \"-\"\\ _€_-;_-@_-", "-"),
            (1_234_567.0, "#,##0,\\ \"k€\"", "1 235 k€"),
            (7.0, "000", "007"),
            (1.5, "0.##", "1,5"),
            (1.0, "General\" €\"", "1 €"),
            (1234.5, "0.00E+00", "1234,5"),
            (0.5, "# ?/?", "0,5"),
            (0.0, "#,##0.00", "0,00"),
            (1.005, "0.00", "1,01"),
        ] {
            assert_eq!(shown(value, code), text, "{value} under {code}");
        }
    }

    #[test]
    fn a_double_is_stored_by_its_shortest_decimal() {
        assert_eq!(decimal(0.1).unwrap().to_string(), "0.1");
        assert_eq!(decimal(20_631.737_446_204_555).unwrap().to_string(), "20631.737446204555");
        assert_eq!(decimal(1e300), None);
        assert_eq!(decimal(f64::NAN), None);
    }
}
