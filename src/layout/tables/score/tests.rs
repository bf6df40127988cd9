//! Grids made by hand on each side of what a table must be, with why the other side is none.

use std::cell::RefCell;

use super::super::trace::{Fate, Trace};
use super::super::watch::Watcher;
use super::super::{find_watched, frame};
use super::*;
use crate::document::Page;
use frame::tests::page;

/// What thirteen words make of a cell.
const SENTENCE: &str = "La ville a mis en place un lieu pour tous les habitants isolés";

/// A page on which cells stand every 150 points, on lines of their own; an empty text is no cell.
fn placed(rows: &[&[&str]]) -> Page {
    let at = |row: usize, column: usize| (150.0 * column as f32, 100.0 + 14.0 * row as f32);
    let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().enumerate().map(move |(column, text)| {
            let (x, y) = at(row, column);
            (x, y, *text)
        })
    });
    page(&cells.filter(|c| !c.2.is_empty()).collect::<Vec<_>>())
}

/// The grid of such cells.
fn grid(rows: &[&[&str]], header_rows: usize) -> Grid {
    let mut next = 0;
    let mut slot = |row, column, text: &str| {
        let words: Vec<usize> = (next..next + text.split(' ').count()).collect();
        next += words.len();
        Slot { row, column, row_span: 1, column_span: 1, words }
    };
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        let own = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        cells.extend(own.map(|(column, text)| slot(row, column, text)));
    }
    let columns = rows.iter().map(|r| r.len()).max().unwrap_or(0);
    Grid { rows: rows.len(), columns, header_rows, cells, ..Grid::default() }
}

fn tokens(page: &Page) -> Vec<Option<Token<'_>>> {
    frame::tokens(page).into_iter().map(Some).collect()
}

fn marks(rows: &[&[&str]]) -> Marks {
    judge(&grid(rows, 0), &tokens(&placed(rows)))
}

/// Why cells below so many headings are no table.
fn told(rows: &[&[&str]], header_rows: usize) -> Option<Refusal> {
    let page = placed(rows);
    let (grid, tokens) = (grid(rows, header_rows), tokens(&page));
    refusal(&grid, judge(&grid, &tokens), &tokens, false)
}

#[test]
fn marks_are_the_shares_of_what_is_as_in_a_table() {
    let full = marks(&[&["Charges", "10"], &["Produits", "12"]]);
    assert_eq!(
        (full.filled, full.typed, full.aligned, full.single, full.numeric),
        (1.0, 1.0, 1.0, 1.0, 1.0)
    );
    let holed = marks(&[&["Charges", "10"], &["Produits", ""]]);
    let double = marks(&[&["Charges", "10"], &["Produits", "12 1990"]]);
    assert_eq!((holed.filled, double.single), (0.75, 0.75));
    let mixed = marks(&[&["Charges", "10"], &["12", "Produits"]]);
    assert_eq!((mixed.typed, mixed.numeric), (0.5, 0.0));
}

#[test]
fn a_table_has_two_columns_two_rows_and_one_below_its_headings() {
    let rows: [&[&str]; 2] = [&["Charges", "10"], &["Produits", "12"]];
    assert_eq!(told(&rows, 0), None);
    assert_eq!(told(&rows, 2), Some(Refusal::Small));
    assert_eq!(told(&rows[..1], 0), Some(Refusal::Small));
    assert_eq!(told(&[&["Charges 10"], &["Produits 12"]], 0), Some(Refusal::Small));
}

#[test]
fn numbers_without_a_word_are_the_lettering_of_a_chart() {
    assert_eq!(told(&[&["2", "10"], &["3", "17"]], 0), Some(Refusal::Chart));
    assert_eq!(told(&[&["2", "10"], &["Total", "17"]], 0), None);
}

#[test]
fn four_numbers_that_go_by_one_step_are_a_scale() {
    let of = |numbers: &[&str]| {
        let rows: Vec<[&str; 2]> = numbers.iter().map(|n| ["Ville", *n]).collect();
        told(&rows.iter().map(<[_; 2]>::as_slice).collect::<Vec<_>>(), 0)
    };
    assert_eq!(of(&["10", "20", "30", "40"]), Some(Refusal::Chart));
    assert_eq!(of(&["10", "20", "30", "41"]), None);
    assert_eq!(of(&["10", "20", "30"]), None);
    assert_eq!(of(&["10", "10", "10", "10"]), None);
}

#[test]
fn half_empty_beside_an_axis_that_falls_is_a_chart() {
    let rows = |axis: [&'static str; 4], more: &'static str| -> Option<Refusal> {
        let rows = [
            [axis[0], "Ville", "", ""],
            [axis[1], "", "17", ""],
            [axis[2], more, "3", more],
            [axis[3], "", "", ""],
        ];
        told(&rows.iter().map(<[_; 4]>::as_slice).collect::<Vec<_>>(), 0)
    };
    assert_eq!(rows(["30", "20", "10", "0"], ""), Some(Refusal::Chart));
    assert_eq!(rows(["0", "10", "20", "30"], ""), None);
    assert_eq!(rows(["30", "20", "10", "0"], "Oui"), None);
}

#[test]
fn a_table_of_numbers_has_three_slots_in_ten_filled() {
    let of = |third: &'static str| {
        told(
            &[
                &["Nord", "17", "", "", ""],
                &["Sud", "3", "", "", ""],
                &["Est", third, "", "", ""],
                &["Ouest", "", "", "", ""],
            ],
            0,
        )
    };
    assert_eq!(of(""), Some(Refusal::Sparse));
    assert_eq!(of("8"), None);
}

#[test]
fn a_table_of_numbers_has_more_than_55_marks() {
    let rows: [&[&str]; 2] = [&["Charges", "10"], &["Produits", "12"]];
    let page = placed(&rows);
    let of = |single| {
        let marks = Marks { filled: 0.4, typed: 1.0, aligned: 0.75, single, numeric: 1.0 };
        refusal(&grid(&rows, 0), marks, &tokens(&page), false)
    };
    assert_eq!(of(0.0), Some(Refusal::LowMarks));
    assert_eq!(of(0.04), None);
}

#[test]
fn one_row_of_numbers_is_a_table_where_rules_speak_for_it() {
    let rows: [&[&str]; 2] = [&["Lieu", "Montant"], &["Charges", "10"]];
    let page = placed(&rows);
    let (grid, tokens) = (grid(&rows, 1), tokens(&page));
    let of = |ruled| refusal(&grid, judge(&grid, &tokens), &tokens, ruled);
    assert_eq!(of(false), Some(Refusal::OneRow));
    assert_eq!(of(true), None);
}

#[test]
fn a_third_of_the_cells_beside_numbers_may_be_sentences() {
    let twelve = SENTENCE.rsplit_once(' ').unwrap().0;
    assert_eq!(told(&[&[SENTENCE, "10"], &["Produits", "12"]], 0), None);
    assert_eq!(told(&[&[SENTENCE, "10"], &[SENTENCE, "12"]], 0), Some(Refusal::Sentences));
    assert_eq!(told(&[&[twelve, "10"], &[twelve, "12"]], 0), None);
}

#[test]
fn words_alone_are_a_table_in_three_columns_and_rows() {
    let row: &[&str] = &["Ville", "Jeunes", "Oui"];
    assert_eq!(told(&[row; 3], 0), None);
    assert_eq!(told(&[row; 2], 0), Some(Refusal::WordsAlone));
    assert_eq!(told(&[&row[..2]; 3], 0), Some(Refusal::WordsAlone));
}

#[test]
fn words_alone_are_a_table_in_cells_all_ruled_and_half_filled() {
    let of = |rows: &[&[&str]], method, ruled| {
        let page = placed(rows);
        let (grid, tokens) = (Grid { method, ..grid(rows, 0) }, tokens(&page));
        refusal(&grid, judge(&grid, &tokens), &tokens, ruled)
    };
    let most: [&[&str]; 2] = [&["Ville", "Jeunes"], &["Nord", ""]];
    let half: [&[&str]; 2] = [&["Ville", ""], &["Nord", ""]];
    assert_eq!(of(&most, Method::Ruled, true), None);
    assert_eq!(of(&half, Method::Ruled, true), Some(Refusal::WordsAlone));
    assert_eq!(of(&most, Method::PartlyRuled, true), Some(Refusal::WordsAlone));
    assert_eq!(of(&most, Method::Ruled, false), Some(Refusal::WordsAlone));
}

#[test]
fn words_alone_fill_seven_slots_in_ten_and_hold_no_sentence() {
    let full: &[&str] = &["Ville", "Jeunes", "Oui", "Nord", "Est"];
    let (four, two) = (&["Ville", "Jeunes", "Oui", "Nord", ""], &["Ville", "Jeunes", "", "", ""]);
    let three = &["Ville", "Jeunes", "Oui", "", ""];
    assert_eq!(told(&[full, full, three, two], 0), None);
    assert_eq!(told(&[full, four, three, two], 0), Some(Refusal::Sparse));
    let said: &[&str] = &["Ville", "Jeunes", SENTENCE];
    assert_eq!(told(&[said; 3], 0), Some(Refusal::Sentences));
}

#[test]
fn words_alone_that_go_on_in_small_letters_or_stand_near_are_running_text() {
    let row: &[&str] = &["Ville", "Jeunes", "Oui"];
    let small: &[&str] = &["Ville", "jeunes", "Oui"];
    assert_eq!(told(&[row, row, small], 0), None);
    assert_eq!(told(&[row, small, small], 0), Some(Refusal::RunningText));
    // Letters are five points wide: 27 of them and a gap of 15, then 28 and a gap of 10.
    let apart: &[&str] = &["Aménagementsdesquartiersduu", "Jeunes", "Oui"];
    let near: &[&str] = &["Aménagementsdesquartiersduuu", "Jeunes", "Oui"];
    assert_eq!(told(&[row, row, apart], 0), None);
    assert_eq!(told(&[row, row, near], 0), Some(Refusal::RunningText));
}

#[test]
fn leaders_to_page_numbers_that_rise_are_a_table_of_contents() {
    let of = |rows: &[&[&str]]| is_contents(&grid(rows, 0), &tokens(&placed(rows)));
    let first: &[&str] = &["Habitat .....", "3"];
    assert!(of(&[first, &["Emploi", "12"]]));
    assert!(!of(&[first, &["Emploi", "2"]]), "numbers that fall");
    assert!(!of(&[first, &["Emploi", "12"], &["Sport", "14"]]), "a third has leaders");
    assert!(!of(&[&["Habitat .....", "3", "4", "5"], &["Emploi .....", "12", "13", "14"]]));
    assert!(!of(&[&["Habitat .....", "3", "4"], &["Emploi .....", "12", "13"]]), "led elsewhere");
}

#[test]
fn a_table_of_contents_on_a_page_is_refused_as_one() {
    let page = placed(&[
        &["Habitat .....", "3"],
        &["Emploi .....", "12"],
        &["Sport .....", "19"],
        &["Culture .....", "31"],
    ]);
    let trace = RefCell::new(Trace::default());
    assert_eq!(find_watched(&page, None, Watcher::new(&trace)), []);
    let fates: Vec<Fate> = trace.into_inner().tried.iter().map(|t| t.fate).collect();
    assert!(fates.contains(&Fate::Refused(Refusal::Contents)), "{fates:?}");
}
