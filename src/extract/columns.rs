//! The columns of a table: which hold numbers, and which id each has.
//!
//! A rule gives each id its headings in order of preference. Preferences are dealt out in
//! rounds, so that « Montant État » goes to `etat` before a catch-all heading of
//! `collectivite` may take it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::document::{Cell, Table};
use crate::number::{self, CellValue, Kind, fold};
use crate::rules::TableRule;
use crate::rules::phrase::{Phrase, Reading};

use self::rivals::Rival;
use self::stated::{Stated, is_year};

pub(super) mod above;
pub(super) mod header;
mod rivals;
pub(super) mod stated;
pub(super) mod told;

/// Rows that are looked at to tell what a column holds.
const SAMPLE: usize = 200;

/// A column of a budget.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// Its index in the table.
    pub(super) index: usize,
    /// Its id.
    pub(super) id: String,
    /// Its headings from the top, joined.
    pub(super) label: String,
    /// Whether its cells are amounts (else texts).
    pub(super) numeric: bool,
    /// Whether its cells are numbers, amounts or others (a year, the number of a programme).
    pub(super) counted: bool,
    /// What a number without a currency is multiplied by: 1000 under « en milliers d'euros ».
    pub(super) scale: Decimal,
    /// What its heading and the lines above the table say of its amounts.
    pub(super) stated: Stated,
    /// The id of which it is another reading: « Réalisé État » beside « Prévu État ».
    pub(super) rival: Option<Rival>,
}

/// What is known around a table when its columns are named.
#[derive(Debug, Clone, Default)]
pub(super) struct Around<'a> {
    /// The lines above it that may state a unit, the nearest first.
    pub(super) lines: Vec<&'a str>,
    /// The year of its document.
    pub(super) year: Option<&'a str>,
}

/// Names the columns of a table, by a rule where there is one.
pub(super) fn name(table: &Table, rule: Option<&TableRule>, around: &Around<'_>) -> Vec<Column> {
    let content = contents(table);
    let assumed = rule.and_then(|r| r.scale).unwrap_or(Decimal::ONE);
    let headings = table.headings_of(0..table.columns).into_iter().enumerate();
    let mut columns: Vec<Column> = headings
        .map(|(index, path)| {
            let path: Vec<&str> = path.iter().map(|c| c.text.text.trim()).collect();
            let label = path.join(" / ");
            let stated = Stated::below(&label, &around.lines);
            let scale = stated.scale.unwrap_or(assumed);
            let numeric = content.get(index).is_some_and(|c| c.is_numeric(rule.is_some()));
            let counted = content.get(index).is_some_and(|c| c.numbers > c.texts);
            let id = String::new();
            Column { index, id, label, numeric, counted, scale, stated, rival: None }
        })
        .collect();
    if let Some(rule) = rule {
        by_place(rule, &mut columns);
        let filled = |c: &Column| content.get(c.index).is_some_and(|c| c.numbers > 0);
        let share = |c: &Column| content.get(c.index).is_some_and(|c| c.shares * 2 > c.numbers);
        let amounts = |c: &Column| filled(c) && !share(c) && !is_reference(&c.label);
        deal(&rule.columns, &mut columns, amounts, Some(around));
        deal(&rule.texts, &mut columns, |_| true, None);
        further(rule, &mut columns, &content);
        shares(&mut columns, &content);
    }
    name_the_rest(&mut columns);
    columns
}

/// Tells further columns of amounts than those that the rule names: by words of the rule or of
/// money in their headings, or by a heading that they share with a column of amounts.
fn further(rule: &TableRule, columns: &mut [Column], content: &[Content]) {
    let parts = |c: &Column| -> Vec<String> {
        c.label.split(" / ").map(fold::key).filter(|part| !part.is_empty()).collect()
    };
    let says = |c: &Column| {
        let label = Reading::new(&c.label);
        let mut phrases = rule.columns.iter().flat_map(|(_, phrases)| phrases);
        is_money(&c.label) || phrases.any(|p| !p.find_all(&label).is_empty())
    };
    let likely = |c: &Column| content.get(c.index).is_some_and(|c| c.is_likely_money());
    let is_open =
        |c: &Column| c.id.is_empty() && !c.numeric && likely(c) && !is_reference(&c.label);
    let mut known: BTreeSet<String> =
        columns.iter().filter(|c| c.numeric).flat_map(parts).collect();
    let mut open: Vec<(bool, &mut Column)> =
        columns.iter_mut().filter(|c| is_open(c)).map(|c| (says(c), c)).collect();
    // What one column shares with an amount another may share with it.
    loop {
        let (amounts, rest): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|(said, c)| *said || parts(c).iter().any(|p| known.contains(p)));
        if amounts.is_empty() {
            return;
        }
        for (_, column) in amounts {
            column.numeric = true;
            known.extend(parts(column));
        }
        open = rest;
    }
}

/// Tells columns of percentages that a rule names none of its own: what they are of can be
/// reckoned again.
fn shares(columns: &mut [Column], content: &[Content]) {
    let mostly = |c: &Column| {
        content.get(c.index).is_some_and(|c| c.shares > c.texts && c.shares * 2 > c.numbers)
    };
    for column in columns.iter_mut().filter(|c| c.id.is_empty() && mostly(c)) {
        column.numeric = true;
    }
}

/// Whether a heading speaks of money.
fn is_money(label: &str) -> bool {
    const STEMS: &[&str] = &[
        "montant",
        "credit",
        "subvention",
        "depense",
        "recette",
        "cout",
        "somme",
        "dotation",
        "euro",
        "budget",
    ];
    fold::key(label).split(' ').any(|w| STEMS.iter().any(|s| w.starts_with(s)))
}

/// Names the columns of a table without headings by their place, if the rule says how.
fn by_place(rule: &TableRule, columns: &mut [Column]) {
    let bare = columns.iter().all(|c| c.label.is_empty());
    if !bare || columns.len() != rule.untitled.len() {
        return;
    }
    for (column, id) in columns.iter_mut().zip(&rule.untitled) {
        id.clone_into(&mut column.id);
        column.numeric = rule.columns.iter().any(|(named, _)| named == id);
    }
}

/// Whether a heading announces numbers that identify or date rather than count.
fn is_reference(label: &str) -> bool {
    const WORDS: [&str; 8] =
        ["numero", "code", "siret", "siren", "date", "reference", "ref", "dossier"];
    let key = fold::key(label);
    let mut words = key.split(' ');
    words.any(|w| WORDS.contains(&w)) || fold::fold(label).text.starts_with("n°")
}

/// Deals the ids of a rule to columns, one preference a round: columns of amounts where what is
/// known around the table is given, of texts else.
fn deal(
    wanted: &[(String, Vec<Phrase>)],
    columns: &mut [Column],
    fits: impl Fn(&Column) -> bool,
    amounts: Option<&Around<'_>>,
) {
    let rounds = wanted.iter().map(|(_, p)| p.len()).max().unwrap_or(0);
    let labels: Vec<String> = columns.iter().map(|c| c.label.clone()).collect();
    let labels: Vec<Reading<'_>> = labels.iter().map(|l| Reading::new(l)).collect();
    for round in 0..rounds {
        for (id, phrases) in wanted {
            let Some(phrase) = phrases.get(round) else { continue };
            if columns.iter().any(|c| &c.id == id) {
                continue;
            }
            let open = |(c, label): &(&Column, &Reading<'_>)| {
                let free = c.id.is_empty() && c.rival.is_none() && fits(c);
                free && !phrase.find_all(label).is_empty()
            };
            let fitting = columns.iter().zip(&labels).filter(open);
            let fitting: Vec<usize> = fitting.map(|(c, _)| c.index).collect();
            match (amounts, fitting.as_slice()) {
                (_, []) => {}
                (Some(around), [_, _, ..]) if rivals::is_name(phrase) => {
                    rivals::choose(id, &fitting, columns, around.year);
                }
                (_, [first, ..]) => {
                    if let Some(column) = columns.iter_mut().find(|c| c.index == *first) {
                        id.clone_into(&mut column.id);
                        column.numeric = amounts.is_some();
                    }
                }
            }
        }
    }
}

/// Gives the columns that no rule names an id made of their heading, unique in the table.
fn name_the_rest(columns: &mut [Column]) {
    let mut ids: BTreeSet<String> = columns.iter().map(|c| c.id.clone()).collect();
    for (i, column) in columns.iter_mut().enumerate().filter(|(_, c)| c.id.is_empty()) {
        let slug = fold::key(&column.label).replace(' ', "_");
        let position = format!("c{}", i + 1);
        let base = if slug.is_empty() { position.clone() } else { slug };
        column.id = if ids.contains(&base) { format!("{base}_{position}") } else { base };
        ids.insert(column.id.clone());
    }
}

/// What the data cells of a column hold.
#[derive(Debug, Clone, Copy, Default)]
struct Content {
    /// Amounts, counts and shares.
    numbers: usize,
    /// Of these, amounts with their currency.
    money: usize,
    /// Of the numbers, shares.
    shares: usize,
    /// Of the numbers, those that may be years.
    years: usize,
    /// Anything else that is written.
    texts: usize,
}

impl Content {
    /// Whether the column is one of numbers. Where a rule names the amounts, a further column
    /// must show a currency: a programme's or a département's number is no amount.
    fn is_numeric(self, by_rule: bool) -> bool {
        let numbers = if by_rule { self.money } else { self.numbers };
        numbers > self.texts
    }

    /// Whether the column may be a further one of amounts, if its heading says so: the amount
    /// asked for beside the amount granted, last year's beside this year's.
    fn is_likely_money(self) -> bool {
        let years = self.years == self.numbers && self.numbers > 2;
        self.numbers > self.texts && self.shares * 2 < self.numbers && !years
    }
}

/// Counts what the first rows of each column hold.
fn contents(table: &Table) -> Vec<Content> {
    let mut all = vec![Content::default(); table.columns];
    let until = table.header_rows + SAMPLE;
    let data = table.cells.iter().filter(|c| (table.header_rows..until).contains(&c.row));
    for cell in data.filter(|c| c.column_span <= 1) {
        let Some(content) = all.get_mut(cell.column) else { continue };
        match held(cell) {
            Some(Kind::Amount) => {
                content.numbers += 1;
                content.money += 1;
            }
            Some(kind @ (Kind::Count | Kind::Percent | Kind::Rate)) => {
                content.numbers += 1;
                content.shares += usize::from(kind == Kind::Percent);
                content.years += usize::from(is_year(&cell.text.text));
            }
            Some(_) => content.texts += 1,
            None => {}
        }
    }
    all
}

/// What a text of a cell says: as [`number::cell`] has it, or as it has it once a closing sign,
/// a remark in brackets (« 1 500 € (solde) ») or a sign of currency in front is set aside. Without
/// a currency these may be a numbering (« 2. »), and are left.
pub(super) fn value(text: &str) -> CellValue {
    let read = number::cell(text);
    let opens = |c: char| c.is_ascii_digit() || "€+-−(".contains(c);
    if read != CellValue::Text || !text.trim_start().starts_with(opens) {
        return read;
    }
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = spaced.trim_start_matches('€').trim_end_matches(['.', ';', ',', ':', ' ']);
    let bare = match bare.rsplit_once('(') {
        Some((amount, remark)) if !remark.contains(|c: char| c.is_ascii_digit()) => amount,
        _ => bare,
    };
    let moneyed =
        if spaced.starts_with('€') { format!("{} €", bare.trim()) } else { bare.into() };
    match number::cell(&moneyed) {
        CellValue::Number(token) if token.kind == Kind::Amount || moneyed == spaced => {
            CellValue::Number(token)
        }
        _ => read,
    }
}

/// What a cell holds; `None` for nothing or a mark of nothing. A text is a [`Kind::Label`].
fn held(cell: &Cell) -> Option<Kind> {
    match value(&cell.text.text) {
        CellValue::Number(token) => Some(token.kind),
        CellValue::Absent | CellValue::Blank => None,
        CellValue::Text => Some(Kind::Label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_beside_signs_and_remarks_is_one() {
        for text in ["6 750,00 €.", "€ 6 750", "6  750,00", "6 750 € (solde)", "6 750 €"] {
            let CellValue::Number(token) = value(text) else { panic!("{text}") };
            assert_eq!(token.value, Some(Decimal::from(6750)), "{text}");
        }
        for text in ["2.", "3 (Sport)", "6 750 € (dont 300 €)", "14 lots", "1 500 € x 3"] {
            assert_eq!(value(text), CellValue::Text, "{text}");
        }
    }

    /// The ids of the columns of a table with these cells, below `header_rows` rows of headings.
    fn ids(
        columns: usize,
        header_rows: usize,
        cells: &[(usize, usize, usize, &str)],
    ) -> Vec<String> {
        let pack = r#"
            [pack]
            id = "liste"
            langage = 1
            [reconnaitre]
            contient = ["Subventions"]
            [[tableau]]
            id = "subventions"
            sans_titre = ["nom", "montant"]
            [tableau.colonnes]
            montant = ["Réalisé / État"]
            [tableau.textes]
            nom = ["Association"]
        "#;
        let rules = crate::rules::load_written(&[("liste.toml".into(), pack.into())]).unwrap();
        let rule = rules.packs[0].tables.iter().find(|t| t.id == "subventions");
        let cell = |&(row, column, column_span, text): &(usize, usize, usize, &str)| Cell {
            row,
            column,
            row_span: 1,
            column_span,
            text: crate::place::PlacedText { text: text.into(), ..Default::default() },
            stored: None,
        };
        let cells = cells.iter().map(cell).collect();
        let table = Table { rows: 3, columns, header_rows, cells, ..Table::default() };
        name(&table, rule, &Around::default()).into_iter().map(|c| c.id).collect()
    }

    #[test]
    fn a_table_without_headings_is_named_by_place() {
        let cells =
            [(0, 0, 1, "Judo"), (0, 1, 1, "850 €"), (1, 0, 1, "Chorale"), (1, 1, 1, "90 €")];
        assert_eq!(ids(2, 0, &cells), ["nom", "montant"]);
        assert_eq!(ids(3, 0, &cells), ["c1", "c2", "c3"]);
    }

    #[test]
    fn a_column_is_found_by_the_path_of_its_headings() {
        let cells = [
            (0, 1, 2, "Prévu"),
            (0, 3, 2, "Réalisé"),
            (1, 1, 1, "État"),
            (1, 2, 1, "Ville"),
            (1, 3, 1, "État"),
            (1, 4, 1, "Ville"),
            (2, 0, 1, "Judo"),
            (2, 1, 1, "10 €"),
            (2, 2, 1, "20 €"),
            (2, 3, 1, "30 €"),
            (2, 4, 1, "40 €"),
        ];
        assert_eq!(
            ids(5, 2, &cells),
            ["c1", "prevu_etat", "prevu_ville", "montant", "realise_ville"]
        );
    }

    #[test]
    fn headings_that_identify_are_no_amounts() {
        assert!(is_reference("N° de subvention") && is_reference("Date de versement"));
        assert!(!is_reference("Montant versé"));
    }
}
