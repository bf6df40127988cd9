//! Rows that have more columns than the header, mended by evidence.
//!
//! Where the delimiter is a comma, an amount `100 000,00` that is not quoted takes two columns.
//! A row is mended only by joining fields so that it has the header's number of columns, and
//! where there is a choice, so that every column holds what it holds in the other rows.

use std::collections::{BTreeMap, BTreeSet};

use super::records::{self, Record};
use crate::issue::{Code, Issue};
use look::{Look, look};

mod look;

/// Columns too many beyond which a row is not one of the table's any more.
const MOST_EXCESS: usize = 20;

/// Ways to join fields that are tried in a file; beyond, its rows are left as they are.
const MOST_TRIED: usize = 30_000_000;

/// The cost of cutting before a space: « Challans, la Foire » is a sentence's comma. Where
/// every column opens with a space, every way of joining costs the same.
const SPACED: usize = 20;

/// Mends the rows; the issue tells how many there were.
pub(super) fn mend(records: &mut [Record], delimiter: u8) -> Option<Issue> {
    let trailing = strip_ends(records, delimiter);
    let header = header(records)?;
    let width = records.get(header)?.fields.len();
    if width < 2 {
        return None;
    }
    unwrap_quoted(records, header, width, delimiter);
    let rows = || header + 1..records.len();
    let long: Vec<usize> = rows().filter(|i| is_longer(records, *i, width)).collect();
    let short = rows().filter(|i| is_shorter(records, *i, width)).count();
    let looks = Looks::learn(records, header, width, delimiter);
    let (mut unmended, mut tried) = (0, 0);
    for row in &long {
        let Some(record) = records.get_mut(*row) else { continue };
        let excess = record.fields.len().saturating_sub(width).min(MOST_EXCESS);
        tried += width * (excess + 1).pow(2);
        if tried > MOST_TRIED {
            unmended += 1;
            continue;
        }
        match looks.fit(&record.fields, width, delimiter) {
            Some(fields) => record.fields = fields,
            None => unmended += 1,
        }
    }
    let count = long.len() + short;
    (count > 0).then(|| {
        let mended = long.len() - unmended;
        let mut why: Vec<String> = Vec::new();
        let mut tell = |n: usize, what: &str| {
            if n > 0 {
                why.push(format!("{n} {what}"));
            }
        };
        tell(mended, "recollées : un montant ou un texte contient le séparateur sans guillemets");
        tell(unmended, "laissées telles quelles : trop de colonnes");
        tell(short, "trop courtes");
        tell(trailing, "terminées par des séparateurs étrangers");
        Issue::new(Code::ShiftedColumns, &[("count", &count), ("why", &why.join(" ; "))])
    })
}

/// Splits a field that was quoted around half of the row and more.
fn unwrap_quoted(records: &mut [Record], header: usize, width: usize, delimiter: u8) {
    for record in records.iter_mut().skip(header + 1).filter(|r| r.fields.len() < width) {
        let signs = |f: &String| f.matches(char::from(delimiter)).count();
        let Some(at) = record.fields.iter().position(|f| signs(f) * 2 >= width) else { continue };
        let inner = record.fields.get(at).and_then(|f| records::inner(f, delimiter));
        let Some(inner) = inner.filter(|i| i.len() + record.fields.len() > width) else { continue };
        record.fields.splice(at..=at, inner);
    }
}

/// Takes semicolons off the ends of lines that another sign delimits, and blank columns off the
/// end of every row; gives the number of lines with foreign signs.
fn strip_ends(records: &mut [Record], delimiter: u8) -> usize {
    let mut found = 0;
    for record in records.iter_mut() {
        if delimiter != b';'
            && let Some(last) = record.fields.last_mut()
            && last.ends_with(';')
        {
            found += 1;
            last.truncate(last.trim_end_matches(';').len());
        }
        while record.fields.last().is_some_and(|f| f.trim().is_empty()) {
            record.fields.pop();
        }
    }
    found
}

/// The header: the first row as wide as any of the ten first ones, all of words.
fn header(records: &[Record]) -> Option<usize> {
    let first = records.iter().take(10).enumerate();
    let wordy = first.filter(|(_, r)| {
        r.fields.len() > 1
            && r.fields.iter().all(|f| matches!(look(f), Look::Word | Look::Text | Look::Blank))
    });
    wordy.max_by_key(|(i, r)| (r.fields.len(), usize::MAX - i)).map(|(i, _)| i)
}

fn is_longer(records: &[Record], row: usize, width: usize) -> bool {
    records.get(row).is_some_and(|r| r.fields.len() > width)
}

/// A row of data that stops before half of the header: what is missing at the end of others
/// was blank.
fn is_shorter(records: &[Record], row: usize, width: usize) -> bool {
    records.get(row).is_some_and(|r| r.fields.len() > 1 && r.fields.len() * 2 < width)
}

/// The commonest of some counts, the largest of equals.
pub(super) fn most_frequent(counts: &[usize]) -> Option<usize> {
    let mut tally: BTreeMap<usize, usize> = BTreeMap::new();
    for count in counts {
        *tally.entry(*count).or_default() += 1;
    }
    tally.into_iter().max_by_key(|(value, n)| (*n, *value)).map(|(value, _)| value)
}

/// How often each column holds each look.
struct Looks(Vec<BTreeMap<Look, usize>>);

impl Looks {
    /// Learns from rows that fit, and from rows that fit once the only amount that can be
    /// rejoined is.
    fn learn(records: &[Record], header: usize, width: usize, delimiter: u8) -> Self {
        let mut looks = vec![BTreeMap::new(); width];
        for record in records.iter().skip(header + 1) {
            let Some(fields) = certain(&record.fields, width, delimiter) else { continue };
            for (column, field) in looks.iter_mut().zip(&fields) {
                *column.entry(look(field)).or_default() += 1;
            }
        }
        Self(looks)
    }

    /// The cost of a text in a column, from 0 for what it mostly holds to 100.
    fn cost(&self, column: usize, text: &str) -> usize {
        let Some(tally) = self.0.get(column) else { return 100 };
        let all: usize = tally.values().sum();
        if all == 0 {
            return 50;
        }
        let look = look(text);
        let count = |l: &Look| tally.get(l).copied().unwrap_or(0);
        let kin = look.kin().map_or(0, |k| count(&k));
        100 - (100 * count(&look) + 70 * kin) / all
    }

    /// The fields joined into as many columns as the header has, at the least cost.
    fn fit(&self, fields: &[String], width: usize, delimiter: u8) -> Option<Vec<String>> {
        let most = fields.len().checked_sub(width).filter(|n| *n <= MOST_EXCESS)?;
        // Of each column, by the fields too many up to its end: the least cost, and how many of
        // them lie before it.
        let mut best: Vec<Vec<Option<(usize, usize)>>> = vec![vec![None; most + 1]; width + 1];
        *best.first_mut()?.first_mut()? = Some((0, 0));
        for column in 0..width {
            for before in 0..=most {
                let Some((cost, _)) = best.get(column).and_then(|b| *b.get(before)?) else {
                    continue;
                };
                let start = column + before;
                for after in before..=most {
                    let run = fields.get(start..=column + after)?;
                    let Some(joined) = join(run, delimiter) else { continue };
                    let cut = if opens_with_space(fields, start) { SPACED } else { 0 };
                    let total = cost + self.cost(column, &joined) + cut + 5 * (after - before);
                    let slot = best.get_mut(column + 1)?.get_mut(after)?;
                    if slot.is_none_or(|(least, _)| total < least) {
                        *slot = Some((total, before));
                    }
                }
            }
        }
        let (cost, _) = (*best.last()?.last()?)?;
        // Columns beyond the header, notes mostly, are told from shifted ones by the fit of
        // those before them.
        let as_is: usize =
            fields.iter().take(width).enumerate().map(|(c, f)| self.cost(c, f)).sum();
        if cost >= as_is {
            return None;
        }
        let (mut joined, mut after) = (Vec::with_capacity(width), most);
        for column in (0..width).rev() {
            let (_, before) = (*best.get(column + 1)?.get(after)?)?;
            joined.push(join(fields.get(column + before..=column + after)?, delimiter)?);
            after = before;
        }
        joined.reverse();
        Some(joined)
    }
}

/// Whether the sign before a field is followed by a space, as in a sentence.
fn opens_with_space(fields: &[String], at: usize) -> bool {
    at > 0 && fields.get(at).is_some_and(|f| f.starts_with(' ') && !f.trim().is_empty())
}

/// A run of fields as one: an amount with its decimals, or texts around the delimiter.
fn join(run: &[String], delimiter: u8) -> Option<String> {
    let [first, rest @ ..] = run else { return None };
    let mut out = first.clone();
    for field in rest {
        let amount = is_amount(&out, field) || is_fraction(&out, field);
        let texts = look(&out) == Look::Text || look(field) == Look::Text;
        let texts = texts || (look(&out) == Look::Word && look(field) == Look::Word);
        if !amount && !texts {
            return None;
        }
        out.push(char::from(delimiter));
        out.push_str(field);
    }
    Some(out)
}

/// The row as it is, or with its only excess fields rejoined as amounts.
fn certain(fields: &[String], width: usize, delimiter: u8) -> Option<Vec<String>> {
    let excess = fields.len().checked_sub(width);
    if excess.is_none_or(|n| n == 0) {
        return Some(fields.to_vec());
    }
    let pairs: Vec<usize> = fields
        .windows(2)
        .enumerate()
        .filter(|(_, w)| matches!(w, [a, b] if is_amount(a, b)))
        .map(|(i, _)| i)
        .collect();
    if Some(pairs.len()) != excess {
        return None;
    }
    let pairs = BTreeSet::from_iter(pairs);
    let mut out: Vec<String> = Vec::with_capacity(width);
    for (i, field) in fields.iter().enumerate() {
        match out.last_mut() {
            Some(last) if i > 0 && pairs.contains(&(i - 1)) => {
                last.push(char::from(delimiter));
                last.push_str(field);
            }
            _ => out.push(field.clone()),
        }
    }
    Some(out)
}

/// Whether two fields are the whole part of an amount and its two decimals.
fn is_amount(whole: &str, decimals: &str) -> bool {
    let cents = decimals.trim().trim_end_matches('€').trim_end();
    look(whole) == Look::Number
        && !whole.contains([',', '.'])
        && cents.len() == 2
        && cents.bytes().all(|b| b.is_ascii_digit())
}

/// Whether two fields may be a number and decimals that a program shortened: `12,5`, `0,333`.
fn is_fraction(whole: &str, decimals: &str) -> bool {
    let (whole, decimals) = (whole.trim(), decimals.trim().trim_end_matches(['%', '€', ' ']));
    look(whole) == Look::Number
        && !whole.contains([',', '.'])
        && (decimals.len() == 1 || whole == "0")
        && decimals.bytes().all(|b| b.is_ascii_digit())
        && !decimals.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Record {
        Record { row: 0, line: 1, fields: text.split(',').map(str::to_owned).collect() }
    }

    #[test]
    fn where_two_joins_are_possible_the_columns_decide() {
        let mut records: Vec<Record> =
            ["nom,code,montant,part", "A,12,100 000,00,1", "B,13,5 000,00,1", "C,14,28 000,50,10"]
                .iter()
                .map(|t| row(t))
                .collect();
        let issue = mend(&mut records, b',').unwrap();
        assert_eq!(records[1].fields, ["A", "12", "100 000,00", "1"]);
        assert_eq!(records[3].fields, ["C", "14", "28 000,50", "10"]);
        assert!(issue.message.starts_with("3 lignes"), "{}", issue.message);
    }

    #[test]
    fn a_text_with_commas_is_rejoined_where_the_other_columns_say_so() {
        let mut records: Vec<Record> = [
            "siret,objet,montant,date",
            "32416633900055,fonctionnement,100,2018-03-22",
            "35123272300012,équipement,200,2018-03-22",
            "42141605800012,la musique, le chant et la danse pour tous les enfants du canton,300,2018-03-22",
        ]
        .iter()
        .map(|t| row(t))
        .collect();
        mend(&mut records, b',').unwrap();
        assert_eq!(records[3].fields.len(), 4);
        assert_eq!(records[3].fields[2], "300");
    }

    #[test]
    fn shortened_decimals_are_rejoined_where_the_columns_say_so() {
        let lines = ["nom,part,nature,montant", "A,1,aide,100", "B,1,aide,200", "C,0,5,aide,930"];
        let mut records: Vec<Record> = lines.iter().map(|t| row(t)).collect();
        mend(&mut records, b',').unwrap();
        assert_eq!(records[3].fields, ["C", "0,5", "aide", "930"]);
    }

    #[test]
    fn a_comma_before_a_space_is_one_of_a_sentence() {
        let mut records: Vec<Record> = [
            "nom,objet,montant",
            "Les Arts,fonctionnement de la saison,100",
            "Le Refuge,équipement de la salle,200",
            "Challans, la Foire,organisation des quatre jeudis,300",
        ]
        .iter()
        .map(|t| row(t))
        .collect();
        mend(&mut records, b',').unwrap();
        let expected = ["Challans, la Foire", "organisation des quatre jeudis", "300"];
        assert_eq!(records[3].fields, expected);
    }

    #[test]
    fn a_note_beyond_the_header_stays_a_column_of_its_own() {
        let mut records: Vec<Record> = [
            "nom,montant,date,nature",
            "A,100,2018-03-22,aide",
            "B,200,2018-03-22,prêt",
            "C,300,2018-03-22,aide,à vérifier",
        ]
        .iter()
        .map(|t| row(t))
        .collect();
        let issue = mend(&mut records, b',').unwrap();
        assert_eq!(records[3].fields, ["C", "300", "2018-03-22", "aide", "à vérifier"]);
        assert!(issue.message.contains("laissées telles quelles"), "{}", issue.message);
    }

    #[test]
    fn an_amount_takes_two_fields_where_the_second_is_its_cents() {
        assert!(is_amount("100 000", "00"));
        assert!(!is_amount("32416633900055", "00"));
        assert!(!is_amount("2018-03-22", "00"));
    }
}
