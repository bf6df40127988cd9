//! Lists on pages made by hand, and what is no list beside them.

use crate::document::{Method, Page, Rule};
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

/// The rules of a grid at these places across and down.
fn grid(xs: &[f32], ys: &[f32]) -> Vec<Rule> {
    let rule = |x0: f32, y0: f32, x1: f32, y1: f32| {
        let bbox = Rect { x0, y0, x1, y1 };
        Rule { bbox, horizontal: x1 > x0 }
    };
    let across = ys.iter().map(|y| rule(xs[0], *y, xs[xs.len() - 1], *y));
    let down = xs.iter().map(|x| rule(*x, ys[0], *x, ys[ys.len() - 1]));
    across.chain(down).collect()
}

/// A page of three columns: a place, a name, an amount; with its grid drawn or not.
fn placed(name: &str, drawn: bool) -> Page {
    let mut words = Vec::new();
    for (i, place) in ["Nord", "Sud", "Est", "Ouest"].into_iter().enumerate() {
        let y = 112.0 + 20.0 * i as f32;
        words.extend([(52.0, y, place), (102.0, y, name), flush(398.0, y, "1 500,00 €")]);
    }
    let mut page = page(&words);
    if drawn {
        let down = [100.0, 120.0, 140.0, 160.0, 180.0];
        page.rules = grid(&[50.0, 100.0, 310.0, 400.0], &down);
    }
    page
}

#[test]
fn a_drawn_table_is_not_replaced_by_a_list_of_its_last_columns() {
    // Nine words in ten are of the list.
    let page = placed("Une aide à la vie du club de la ville", true);
    let found = find(&page);
    assert_eq!(
        found.iter().map(|f| (f.table.columns, f.is_list)).collect::<Vec<_>>(),
        [(3, false)]
    );
    assert_eq!(rows(&page, 0)[3], "Ouest | Une aide à la vie du club de la ville | 1 500,00 €");
}

#[test]
fn a_table_of_white_space_with_more_beside_the_list_is_kept() {
    let page = placed("Une aide", false);
    let found = find(&page);
    assert_eq!(
        found.iter().map(|f| (f.table.columns, f.is_list)).collect::<Vec<_>>(),
        [(3, false)]
    );
}

#[test]
fn a_drawn_table_below_headings_that_reads_the_list_is_kept_and_is_one() {
    let mut page = page(&[
        (52.0, 112.0, "Association"),
        flush(228.0, 112.0, "Montant"),
        (52.0, 132.0, "Judo"),
        flush(228.0, 132.0, "850,00 €"),
        (52.0, 152.0, "Tennis"),
        flush(228.0, 152.0, "372,00 €"),
        (52.0, 172.0, "Chorale"),
        flush(228.0, 172.0, "1 100,00 €"),
    ]);
    page.rules = grid(&[50.0, 150.0, 230.0], &[100.0, 120.0, 140.0, 160.0, 180.0]);
    let found = find(&page);
    let told: Vec<_> =
        found.iter().map(|f| (f.table.method, f.table.header_rows, f.is_list)).collect();
    assert_eq!(told, [(Method::Ruled, 1, true)]);
    assert_eq!(rows(&page, 0)[3], "Chorale | 1 100,00 €");
}

#[test]
fn amounts_flush_at_the_left_are_a_column_and_no_list() {
    let amounts = ["4 500 €", "6 000 €", "800 €", "15 000 €", "16 000 €", "22 000 €", "30 000 €"];
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
