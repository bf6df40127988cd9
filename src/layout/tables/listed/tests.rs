//! Lists on pages made by hand.

use crate::document::{Page, Rule};
use crate::layout::tables::find;
use crate::layout::tables::frame::tests::page;
use crate::place::Rect;

/// Words that end at `x1` on the baseline `y`.
fn flush(x1: f32, y: f32, text: &str) -> (f32, f32, &str) {
    let gaps = text.split(' ').count() as f32 - 1.0;
    (x1 - (text.chars().count() as f32 - gaps) * 5.0 - gaps * 2.5, y, text)
}

fn rows(page: &Page, table: usize) -> Vec<String> {
    let found = find(page);
    let table = &found.get(table).expect("a list").table;
    let row = |r| table.row(r).map(|c| c.text.text.clone()).collect::<Vec<_>>().join(" | ");
    (0..table.rows).map(row).collect()
}

#[test]
fn an_amount_one_space_from_its_name_is_cut_where_the_others_end() {
    let page = page(&[
        (50.0, 100.0, "Club de judo"),
        flush(230.0, 100.0, "850,00 €"),
        (50.0, 112.0, "Coop scolaire école publique"),
        flush(230.0, 112.0, "1 372,00 €"),
        (50.0, 124.0, "Amicale laïque"),
        flush(230.0, 124.0, "22 000,00 €"),
        (50.0, 136.0, "Parents d'élèves du groupe scolaire"),
        flush(230.0, 148.0, "1 100,00 €"),
    ]);
    assert_eq!(
        rows(&page, 0),
        [
            "Club de judo | 850,00 €",
            "Coop scolaire école publique | 1 372,00 €",
            "Amicale laïque | 22 000,00 €",
            "Parents d'élèves du groupe scolaire | 1 100,00 €"
        ]
    );
}

#[test]
fn rules_between_names_part_rows_of_several_lines() {
    let mut page = page(&[
        (50.0, 100.0, "Association"),
        (50.0, 112.0, "Les Chiens Guides"),
        flush(230.0, 112.0, "86,00 €"),
        (50.0, 124.0, "Vie Libre"),
        flush(230.0, 124.0, "35,00 €"),
        (50.0, 136.0, "La Rose des Vents"),
        (50.0, 148.0, "Soins"),
        flush(230.0, 148.0, "35,00 €"),
    ]);
    let across =
        |y: f32| Rule { bbox: Rect { x0: 50.0, y0: y, x1: 230.0, y1: y }, horizontal: true };
    page.rules = [114.5, 126.5, 150.5].map(across).into();
    assert_eq!(
        rows(&page, 0),
        [
            "Association Les Chiens Guides | 86,00 €",
            "Vie Libre | 35,00 €",
            "La Rose des Vents Soins | 35,00 €"
        ]
    );
}

#[test]
fn lists_beside_each_other_are_read_one_by_one() {
    let mut words = Vec::new();
    let names = ["Judo", "Tennis", "Chorale", "Théâtre"];
    for (i, name) in names.into_iter().enumerate() {
        let y = 100.0 + i as f32 * 12.0;
        words.extend([(50.0, y, name), flush(150.0, y, "1 500,00 €")]);
        words.extend([(165.0, y, name), flush(265.0, y, "250,00 €")]);
    }
    let page = page(&words);
    assert_eq!(rows(&page, 0)[3], "Théâtre | 1 500,00 €");
    assert_eq!(rows(&page, 1)[3], "Théâtre | 250,00 €");
}

#[test]
fn amounts_that_end_the_lines_of_a_justified_paragraph_are_no_list() {
    let page = page(&[
        (50.0, 100.0, "La commune a versé au club une aide de 1 500,00 €"),
        (50.0, 112.0, "puis au titre de l'année une autre de 2 500,00 €"),
        (50.0, 124.0, "et enfin pour les travaux du local, 12 500,00 €"),
    ]);
    assert!(find(&page).is_empty());
}

#[test]
fn amounts_flush_at_the_left_are_a_column_and_no_list() {
    let amounts = ["4 500 €", "12 000 €", "800 €", "15 000 €", "3 000 €", "22 000 €", "30 000 €"];
    let mut words = vec![(60.0, 88.0, "Nom"), (300.0, 88.0, "Montant versé")];
    for (i, amount) in amounts.into_iter().enumerate() {
        let y = 102.0 + i as f32 * 14.0;
        words.extend([(60.0, y, "Association des amis"), (300.0, y, amount)]);
    }
    let rows = rows(&page(&words), 0);
    assert_eq!(rows.len(), 8);
    assert_eq!(
        (rows[0].as_str(), rows[3].as_str()),
        ("Nom | Montant versé", "Association des amis | 800 €")
    );
}

#[test]
fn a_heading_wider_than_its_amounts_stays_whole() {
    let mut words = vec![(60.0, 88.0, "Nom"), (300.0, 88.0, "Montant versé")];
    for i in 0..5 {
        let y = 102.0 + i as f32 * 14.0;
        words.extend([(60.0, y, "Association des amis"), (300.0, y, "1 600 €")]);
    }
    assert_eq!(rows(&page(&words), 0)[0], "Nom | Montant versé");
}
