//! Records that differ in one thing, and what is told of it.

use rust_decimal::Decimal;

use super::*;
use crate::number::Qualifier;
use crate::place::Rect;
use crate::record::{
    AmountMention, Budget, BudgetCell, BudgetColumn, BudgetRow, ByColumn, Head, Indicator, RowKind,
    Unread, UnreadKind,
};

/// A place by line and column, in a sentence.
fn place(line: f32, x: f32, text: &str) -> Place {
    let bbox = Rect::from([x, line * 12.0, x + 10.0, line * 12.0 + 10.0]);
    Place::Page { page: 1, bbox, ocr: None, text: text.to_owned() }
}

fn amount(id: &str, value: i64, line: f32) -> AmountMention {
    AmountMention {
        id: id.to_owned(),
        action: None,
        period: None,
        value: Decimal::from(value),
        written: format!("{value} €"),
        step: Decimal::ONE,
        qualifier: Qualifier::Exact,
        tax: None,
        nature: None,
        effect: None,
        part: false,
        rule: id.to_owned(),
        match_number: line as u32,
        place: place(line, 50.0, &format!("ligne {line}")),
    }
}

fn indicator(id: &str, value: i64, line: f32) -> Indicator {
    Indicator {
        id: id.to_owned(),
        action: Some("3.2".to_owned()),
        value: Decimal::from(value),
        step: Decimal::ONE,
        written: value.to_string(),
        unit: "personnes".to_owned(),
        label: format!("{value} personnes"),
        period: None,
        qualifier: Qualifier::Exact,
        rule: id.to_owned(),
        match_number: 1,
        place: place(line, 50.0, &format!("ligne {line}")),
    }
}

fn row(label: &str, amounts: [i64; 2], line: f32) -> BudgetRow {
    let cell = |value: i64, x: f32| BudgetCell {
        value: Decimal::from(value),
        written: format!("{value} €"),
        step: Decimal::ONE,
        stored: None,
        second_reading: None,
        place: place(line, x, &format!("{value} €")),
    };
    let [etat, autre] = amounts;
    let cells = [("etat", cell(etat, 100.0)), ("collectivite", cell(autre, 200.0))];
    BudgetRow {
        kind: RowKind::Line,
        action: None,
        label: label.to_owned(),
        cells: cells.into_iter().collect(),
        texts: ByColumn::default(),
    }
}

/// A table of rows, one a line.
fn table(rows: &[(&str, [i64; 2])]) -> Record {
    let column = |id: &str, label: &str| BudgetColumn {
        id: id.to_owned(),
        label: label.to_owned(),
        ..BudgetColumn::default()
    };
    let mut record = Record::new(Head::default());
    record.budgets.push(Budget {
        id: "budget".to_owned(),
        title: "Budget".to_owned(),
        unit: "EUR".to_owned(),
        nature: None,
        table: "t1".to_owned(),
        columns: vec![column("etat", "Montant État"), column("collectivite", "Montant métropole")],
        rows: rows.iter().zip(1_u8..).map(|((l, a), n)| row(l, *a, f32::from(n))).collect(),
    });
    record
}

fn amounts(all: &[AmountMention]) -> Record {
    let mut record = Record::new(Head::default());
    record.amounts = all.to_vec();
    record
}

/// Changes on one line each.
fn told(before: &Record, after: &Record) -> Vec<String> {
    let value = |seen: &Option<Seen>| seen.as_ref().map_or("-", |s| &s.written).to_owned();
    let line = |c: &Change| {
        let name = c.name.told(crate::issue::Lang::Fr);
        let instead = c.instead.as_ref().map(|n| format!(" [{}]", n.told(crate::issue::Lang::Fr)));
        let (before, after) = (value(&c.before), value(&c.after));
        format!("{:?} {name}: {before} → {after}{}", c.kind, instead.unwrap_or_default())
    };
    difference(before, after).iter().map(line).collect()
}

#[test]
fn equal_records_differ_in_nothing_even_with_other_numbers_of_matches() {
    let a = amounts(&[amount("soutien", 10, 1.0), amount("soutien", 10, 2.0)]);
    let mut b = a.clone();
    b.amounts[1].match_number = 40;
    assert_eq!(told(&a, &b), [""; 0]);
}

#[test]
fn a_row_put_in_is_one_row_gained_and_a_row_taken_out_one_lost() {
    let two = table(&[("Action 1.1", [10, 20]), ("Total", [40, 60])]);
    let mut three = two.clone();
    three.budgets[0].rows.insert(1, row("Action 1.2", [30, 40], 9.0));
    assert_eq!(
        told(&two, &three),
        ["Gained tableau budget, ligne « Action 1.2 »: - → 40 € · 30 €"]
    );
    assert_eq!(difference(&two, &three)[0].count, 2);
    assert_eq!(told(&three, &two), ["Lost tableau budget, ligne « Action 1.2 »: 40 € · 30 € → -"]);
}

#[test]
fn rows_pushed_down_by_a_new_one_have_moved_and_nothing_else() {
    let two = table(&[("Action 1.1", [10, 20]), ("Total", [40, 60])]);
    let three = table(&[("Action 1.1", [10, 20]), ("Action 1.2", [30, 40]), ("Total", [40, 60])]);
    assert_eq!(
        told(&two, &three),
        [
            "Gained tableau budget, ligne « Action 1.2 »: - → 40 € · 30 €",
            "Moved tableau budget, ligne « Total »: 60 € · 40 € → 60 € · 40 €"
        ]
    );
}

#[test]
fn rows_of_one_label_keep_to_their_values() {
    let rows = [("Subvention", [1, 1]), ("Subvention", [2, 2]), ("Subvention", [3, 3])];
    let (three, two) = (table(&rows), table(&[rows[0], rows[2]]));
    assert_eq!(
        told(&three, &two),
        [
            "Lost tableau budget, ligne « Subvention »: 2 € · 2 € → -",
            "Moved tableau budget, ligne « Subvention »: 3 € · 3 € → 3 € · 3 €"
        ]
    );
}

#[test]
fn a_cell_is_told_by_row_and_heading() {
    let before = table(&[("Action 2.1", [140_000, 20])]);
    let after = table(&[("Action 2.1", [40_000, 20])]);
    let changes = difference(&before, &after);
    assert_eq!(
        told(&before, &after),
        ["Changed tableau budget, ligne « Action 2.1 », colonne « Montant État »: \
          140000 € → 40000 €"]
    );
    let seen = changes[0].after.as_ref().unwrap();
    assert_eq!(
        (seen.value.as_str(), seen.path.as_str()),
        ("40000", "budgets[0].rows[0].cells.etat")
    );
}

#[test]
fn a_row_of_another_label_at_the_same_place_is_that_row() {
    let before = table(&[("Action 2.1", [10, 20])]);
    let after = table(&[("Action 2.1.", [10, 20])]);
    assert_eq!(
        told(&before, &after),
        ["Changed tableau budget, ligne « Action 2.1. », libellé: Action 2.1 → Action 2.1."]
    );
}

#[test]
fn of_two_mentions_the_one_that_is_gone_is_lost() {
    let two = amounts(&[amount("soutien", 10, 1.0), amount("soutien", 10, 2.0)]);
    let second = amounts(&[amount("soutien", 10, 2.0)]);
    assert_eq!(told(&two, &second), ["Lost montant soutien: 10 € → -"]);
    let lost = &difference(&two, &second)[0];
    assert_eq!(lost.before.as_ref().unwrap().path, "amounts[0]");
}

#[test]
fn a_named_value_read_elsewhere_is_another_value_or_the_same_moved() {
    let before = amounts(&[amount("soutien", 10, 1.0)]);
    let other = amounts(&[amount("soutien", 30, 7.0)]);
    assert_eq!(told(&before, &other), ["Changed montant soutien: 10 € → 30 €"]);
    let moved = amounts(&[amount("soutien", 10, 7.0)]);
    assert_eq!(told(&before, &moved), ["Moved montant soutien: 10 € → 10 €"]);
}

#[test]
fn free_numbers_at_two_places_are_two_numbers() {
    let (before, after) =
        (amounts(&[amount("montant", 10, 1.0)]), amounts(&[amount("montant", 30, 7.0)]));
    assert_eq!(
        told(&before, &after),
        ["Lost montant sans règle: 10 € → -", "Gained montant sans règle: - → 30 €"]
    );
}

#[test]
fn a_number_that_is_read_no_more_is_told_once_with_what_reads_it_now() {
    let mut named = Record::new(Head::default());
    named.indicators = vec![indicator("file_active.suivies", 269, 1.0)];
    let mut free = Record::new(Head::default());
    free.indicators = vec![indicator("libre", 269, 1.0)];
    assert_eq!(
        told(&named, &free),
        [
            "Lost indicateur file_active.suivies (action 3.2): 269 personnes → - \
             [indicateur sans règle (action 3.2)]",
            "Gained indicateur sans règle (action 3.2): - → 269 personnes \
             [indicateur file_active.suivies (action 3.2)]"
        ]
    );
    let echoes: Vec<bool> = difference(&named, &free).iter().map(Change::is_echo).collect();
    assert_eq!(echoes, [false, true]);
    let mut unread = Record::new(Head::default());
    let place = named.indicators[0].place.clone();
    unread.unread = vec![Unread { written: "269".to_owned(), kind: UnreadKind::Number, place }];
    assert_eq!(
        told(&named, &unread),
        ["Lost indicateur file_active.suivies (action 3.2): 269 personnes → - [nombre non lu]"]
    );
    assert_eq!(
        told(&unread, &named),
        ["Gained indicateur file_active.suivies (action 3.2): - → 269 personnes [nombre non lu]"]
    );
}

#[test]
fn what_is_said_beside_a_value_is_told_by_its_name() {
    let mut before = Record::new(Head::default());
    before.indicators = vec![indicator("libre", 269, 1.0)];
    let mut after = before.clone();
    after.indicators[0].unit = "ménages".to_owned();
    after.indicators[0].action = Some("3.1".to_owned());
    assert_eq!(
        told(&before, &after),
        [
            "Changed indicateur sans règle (action 3.1), action: 3.2 → 3.1",
            "Changed indicateur sans règle (action 3.1), unité: personnes → ménages"
        ]
    );
}

#[test]
fn the_pack_that_reads_a_document_is_a_value_of_it() {
    let before = Record::new(Head::default());
    let mut after = before.clone();
    after.document.kind = "bilan".to_owned();
    assert_eq!(told(&before, &after), ["Changed document kind:  → bilan"]);
}
