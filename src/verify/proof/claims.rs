//! What a record says stands somewhere: each value with its place and what must be read there.
//!
//! A value that is kept as written must be there to the letter. One that was made of what is
//! written (a date, a name without « association ») must be made of it again.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Fault;
use super::sight::{Sight, stands, under};
use crate::number::{self, CellValue, Kind, fold};
use crate::place::{Place, PlacedText, Spot};
use crate::reconcile::finding::FindingTerm;
use crate::record::{Field, FieldKind, Record};

/// Units in which a column may be headed: euros, thousands, millions.
const SCALES: [i64; 3] = [1, 1_000, 1_000_000];

/// A value and where it is said to stand.
pub(super) struct Claim<'r> {
    /// Its name in the record.
    pub(super) what: String,
    /// Where it is said to stand.
    pub(super) place: &'r Place,
    says: Says<'r>,
}

/// What must be read at a place.
enum Says<'r> {
    /// These words.
    Words(&'r str),
    /// These words, which are this number.
    Number(&'r str, Decimal),
    /// Words that make this value.
    Field(&'r Field),
    /// Words that hold these, the marks around them left out.
    Held(&'r str),
    /// Words that hold this name.
    Name(&'r str),
    /// All of the snippet, which holds this title.
    Title(&'r str),
    /// Anything: the place of a term of a computed value.
    Term,
}

/// Every value of a record, in its order.
pub(super) fn of(record: &Record) -> Vec<Claim<'_>> {
    let mut all = Vec::new();
    let mut claim = |what: String, place, says| all.push(Claim { what, place, says });
    for field in &record.fields {
        if field.from.is_empty() {
            claim(field.id.clone(), &field.place, Says::Field(field));
        }
        let first = field.from.first().filter(|first| **first != field.place);
        for place in first.map(|_| &field.place).into_iter().chain(&field.from) {
            claim(field.id.clone(), place, Says::Term);
        }
    }
    actions(record, &mut claim);
    for i in &record.indicators {
        claim(i.id.clone(), &i.place, Says::Number(&i.written, i.value));
    }
    for budget in &record.budgets {
        for row in &budget.rows {
            let what = |column: &str| format!("{}, « {} », {column}", budget.id, row.label);
            for (column, cell) in row.cells.iter() {
                claim(what(column), &cell.place, Says::Number(&cell.written, cell.value));
            }
            for (column, text) in row.texts.iter() {
                claim(what(column), &text.place, Says::Words(&text.text));
            }
        }
    }
    for a in &record.amounts {
        claim(a.id.clone(), &a.place, Says::Number(&a.written, a.value));
    }
    for u in &record.unread {
        claim("nombre non lu".to_owned(), &u.place, Says::Words(&u.written));
    }
    all
}

/// The titles, statuses and operators of actions.
fn actions<'r>(record: &'r Record, claim: &mut impl FnMut(String, &'r Place, Says<'r>)) {
    for action in &record.actions {
        let what = |part| format!("action {}, {part}", action.id);
        claim(what("titre"), &action.place, Says::Title(&action.title));
        if let (Some(place), Some(text)) = (&action.status_place, &action.status_text) {
            claim(what("statut"), place, Says::Held(text));
        }
        if let (Some(place), Some(name)) = (&action.operator_place, &action.operator) {
            claim(what("opérateur"), place, Says::Name(name));
        }
    }
}

/// A term of a finding; `None` for one that is a computed field, whose terms are proved with it.
pub(super) fn of_term<'r>(term: &'r FindingTerm, record: &'r Record) -> Option<Claim<'r>> {
    let is_it = |f: &&Field| {
        let is_number = f.number().is_some_and(|(value, _)| value == term.value);
        f.place == term.place && (is_number || f.kind == FieldKind::Date)
    };
    let says = match record.fields.iter().find(is_it) {
        Some(field) if !field.from.is_empty() => return None,
        Some(field) => Says::Field(field),
        None => Says::Number(&term.written, term.value),
    };
    Some(Claim { what: format!("constat, {}", term.name), place: &term.place, says })
}

impl Claim<'_> {
    /// What is wrong with it; `None` where it is proved.
    pub(super) fn fault(&self, sight: &Sight<'_>) -> Option<Fault> {
        let Some(texts) = sight.texts(self.place) else { return Some(Fault::Nowhere) };
        let snippet = self.place.text();
        let mut fault = Fault::Snippet;
        for text in texts {
            for at in occurrences(&text.text, snippet) {
                match self.within(text, at..at + snippet.len(), sight) {
                    Ok(()) => return None,
                    Err(other) => fault = other,
                }
            }
        }
        Some(fault)
    }

    /// What is wrong with it within one occurrence of its snippet.
    fn within(
        &self,
        text: &PlacedText,
        snippet: Range<usize>,
        sight: &Sight<'_>,
    ) -> Result<(), Fault> {
        let quoted = text.text.get(snippet.clone()).unwrap_or_default();
        let words = |words: &str| {
            let there = |at: usize| {
                let from = snippet.start + at;
                stands(text, from..from + words.len(), self.place)
            };
            occurrences(quoted, words).any(there)
        };
        let made = |is_made: &dyn Fn(&str) -> bool| made(text, self.place, &snippet, is_made);
        let valued = |is_it: bool| if is_it { Ok(()) } else { Err(Fault::Value) };
        match self.says {
            Says::Words(said) if words(said) => Ok(()),
            Says::Number(said, value) if words(said) => {
                valued(is_number(said, sight.stored(self.place), value))
            }
            Says::Title(title) if words(quoted) => valued(key(quoted).contains(&key(title))),
            Says::Words(_) | Says::Number(..) | Says::Title(_) => Err(Fault::Elsewhere),
            Says::Held(said) => made(&|read| read.contains(said)),
            Says::Name(name) => made(&|read| names(name, read)),
            Says::Field(field) => made(&|read| makes(field, read, sight.stored(self.place))),
            Says::Term => made(&|read| !read.trim().is_empty()),
        }
    }

    /// What must be read there, for people.
    pub(super) fn expected(&self) -> String {
        match self.says {
            Says::Words(said) | Says::Held(said) | Says::Name(said) | Says::Title(said) => {
                said.to_owned()
            }
            Says::Number(said, value) => format!("{said} ({})", number::format(value)),
            Says::Field(field) => field.written.as_ref().unwrap_or(&field.value).clone(),
            Says::Term => self.place.text().to_owned(),
        }
    }
}

/// What is wrong with the words at a place, of which a value must be made.
fn made(
    text: &PlacedText,
    place: &Place,
    snippet: &Range<usize>,
    is_made: &dyn Fn(&str) -> bool,
) -> Result<(), Fault> {
    let under = under(text, place).ok_or(Fault::Elsewhere)?;
    let range = under.start.max(snippet.start)..under.end.min(snippet.end);
    if range.is_empty() || !stands(text, range.clone(), place) {
        return Err(Fault::Elsewhere);
    }
    // What goes on over a page break is placed where it begins.
    let on = text.text.get(range.start..snippet.end).filter(|_| is_cut(text, &range));
    let mut read = text.text.get(range).into_iter().chain(on);
    if read.any(is_made) { Ok(()) } else { Err(Fault::Value) }
}

/// Where some words stand in a text; nowhere where there are none.
fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> + 't {
    let all = (!words.is_empty()).then(|| text.match_indices(words));
    all.into_iter().flatten().map(|(at, _)| at)
}

/// Whether the text goes on, on another page, right behind a range.
fn is_cut(text: &PlacedText, range: &Range<usize>) -> bool {
    let next = text.spans.iter().find(|s| s.range.start >= range.end);
    let last = text.spans.iter().rfind(|s| s.range.start < range.end);
    match (last.map(|s| &s.spot), next.map(|s| &s.spot)) {
        (Some(Spot::Page { page: here, .. }), Some(Spot::Page { page: there, .. })) => {
            here != there
        }
        _ => false,
    }
}

/// Letters and digits alone, folded.
fn key(text: &str) -> String {
    fold::fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether some words are a name, but for a common noun or an article.
fn names(name: &str, read: &str) -> bool {
    let (name, read) = (key(name), key(read));
    !read.is_empty() && (read.contains(&name) || name.ends_with(&read))
}

/// Whether some words, or what their cell stores, are a number in one of the units of a column.
fn is_number(read: &str, stored: Option<Decimal>, value: Decimal) -> bool {
    let mut numbers: Vec<Decimal> =
        number::scan(read).into_iter().filter_map(|token| token.value).collect();
    if let CellValue::Number(token) = number::cell(read) {
        numbers.extend(token.value);
    }
    numbers.extend(stored.into_iter().flat_map(|s| [s, s.round_dp(2)]));
    let scaled = |n: Decimal| SCALES.iter().filter_map(move |s| n.checked_mul(Decimal::from(*s)));
    numbers.into_iter().flat_map(scaled).any(|n| n == value)
}

/// Whether some words make the value of a field again.
fn makes(field: &Field, read: &str, stored: Option<Decimal>) -> bool {
    if let Some(written) = &field.written {
        return read.contains(written.as_str());
    }
    match field.kind {
        FieldKind::Year => read.contains(&field.value),
        FieldKind::Date => number::scan(read).iter().any(|token| match token.kind {
            Kind::Date(Some(date)) => date.to_string() == field.value,
            _ => false,
        }),
        FieldKind::Text => names(&field.value, read),
        FieldKind::Code => key(read).contains(&key(&field.value)),
        FieldKind::Number | FieldKind::Percent | FieldKind::Amount => {
            field.value.parse().is_ok_and(|value| is_number(read, stored, value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Laid, Paragraph};
    use crate::place::Rect;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// A paragraph of words of 40 points, the last of them on the next page.
    fn laid(words: &[&str]) -> Laid {
        let mut text = PlacedText::default();
        for (n, word) in words.iter().enumerate() {
            let x = 50.0 * n as f32;
            let page = if n + 1 == words.len() { 2 } else { 1 };
            let bbox = Rect::from([x, 0.0, x + 40.0, 10.0]);
            text.push(" ", word, Spot::Page { page, bbox, ocr: None });
        }
        let paragraph = Paragraph { text, ..Paragraph::default() };
        Laid { blocks: vec![Block::Paragraph(paragraph)], ..Laid::default() }
    }

    fn fault(says: Says<'_>, bbox: [f32; 4], text: &str) -> Option<Fault> {
        let laid = laid(&["soit", "347", "000", "euros", "(Dijon", "métropole)"]);
        let place = Place::Page { page: 1, bbox: bbox.into(), ocr: None, text: text.to_owned() };
        Claim { what: "essai".to_owned(), place: &place, says }.fault(&Sight::new(&laid))
    }

    #[test]
    fn words_must_stand_in_their_very_box() {
        let said = |bbox| fault(Says::Number("347 000", dec("347000")), bbox, "soit 347 000 euros");
        assert_eq!(said([50.0, 0.0, 140.0, 10.0]), None);
        for bbox in [
            [100.0, 0.0, 190.0, 10.0],
            [50.0, 50.0, 140.0, 60.0],
            [50.0, 0.0, 190.0, 10.0],
            [50.0, 0.0, 141.0, 10.0],
        ] {
            assert!(said(bbox).is_some(), "{bbox:?}");
        }
    }

    #[test]
    fn what_a_page_break_cuts_is_read_to_its_end() {
        let place = [206.7, 0.0, 240.0, 10.0];
        let name = |name| fault(Says::Name(name), place, "euros (Dijon métropole)");
        assert_eq!(name("Dijon métropole"), None);
        assert_eq!(name("Lyon métropole"), Some(Fault::Value));
    }

    #[test]
    fn a_number_is_what_is_written_in_a_unit_or_what_is_stored() {
        assert!(is_number("12,5", None, dec("12500")));
        assert!(is_number("20 632", Some(dec("20631.737446")), dec("20631.74")));
        assert!(is_number("(1 234,00)", None, dec("-1234")));
        assert!(!is_number("12,5", None, dec("125")));
        assert!(!is_number("20 632", None, dec("20631.74")));
    }

    #[test]
    fn a_name_may_lack_what_goes_before_it_and_no_more() {
        assert!(names("CESAM", "l'association CESAM"));
        assert!(names("La Passerelle", "Passerelle"));
        assert!(!names("La Passerelle", "") && !names("Le Fil", "La Passerelle"));
    }
}
