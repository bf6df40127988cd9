//! Pages made by hand, and the tables on them.

use super::*;
use crate::document::{Method, Rule};
use frame::tests::page;

fn texts(found: &Found) -> Vec<(usize, usize, String)> {
    found.table.cells.iter().map(|c| (c.row, c.column, c.text.text.clone())).collect()
}

fn boxed(mut page: Page, xs: &[f32], ys: &[f32]) -> Page {
    let (x, y) = ((xs[0], xs[xs.len() - 1]), (ys[0], ys[ys.len() - 1]));
    let across =
        |at: &f32| Rule { bbox: Rect { x0: x.0, y0: *at, x1: x.1, y1: *at }, horizontal: true };
    let down =
        |at: &f32| Rule { bbox: Rect { x0: *at, y0: y.0, x1: *at, y1: y.1 }, horizontal: false };
    page.rules = ys.iter().map(across).chain(xs.iter().map(down)).collect();
    page
}

#[test]
fn running_text_gives_no_table() {
    let line = "La mission vise à favoriser la mobilisation des 12 acteurs du territoire en 2023";
    let page = page(&[(50.0, 100.0, line), (50.0, 114.0, line), (50.0, 128.0, "et 48 autres.")]);
    assert_eq!(find(&page), []);
}

#[test]
fn text_that_runs_over_its_cell_stays_in_it() {
    let words = page(&[
        (52.0, 112.0, "Name"),
        (152.0, 112.0, "Amount"),
        (52.0, 132.0, "A name too long for it"),
        (52.0, 152.0, "Short"),
        (152.0, 152.0, "20 €"),
    ]);
    let page = boxed(words, &[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0, 160.0]);
    let found = find(&page);
    assert_eq!(found.len(), 1);
    assert_eq!(texts(&found[0])[2], (1, 0, "A name too long for it".to_owned()));
    assert_eq!(found[0].table.at(1, 1), None);
    assert_eq!(found[0].table.method, Method::Ruled);
}

#[test]
fn lines_of_numbers_in_one_drawn_row_are_rows() {
    let words = page(&[
        (52.0, 112.0, "Name"),
        (152.0, 112.0, "Amount"),
        (52.0, 132.0, "One"),
        (152.0, 132.0, "10"),
        (52.0, 144.0, "Two"),
        (152.0, 144.0, "20"),
    ]);
    let page = boxed(words, &[50.0, 150.0, 250.0], &[100.0, 120.0, 150.0]);
    let found = find(&page);
    assert_eq!((found[0].table.rows, found[0].table.header_rows), (3, 1));
    assert_eq!(texts(&found[0])[5], (2, 1, "20".to_owned()));
}

#[test]
fn a_heading_over_columns_of_one_drawn_column_spans_them() {
    let words = page(&[
        (52.0, 112.0, "Age"),
        (165.0, 112.0, "People seen"),
        (152.0, 124.0, "Men"),
        (215.0, 124.0, "Women"),
        (52.0, 142.0, "0-20"),
        (157.0, 142.0, "12"),
        (230.0, 142.0, "34"),
        (52.0, 162.0, "20-40"),
        (157.0, 162.0, "56"),
        (230.0, 162.0, "78"),
    ]);
    let page = boxed(words, &[50.0, 150.0, 250.0], &[100.0, 130.0, 150.0, 170.0]);
    let table = &find(&page)[0].table;
    assert_eq!((table.rows, table.columns, table.header_rows), (4, 3, 2));
    let path: Vec<&str> = table.headings(2).iter().map(|c| c.text.text.as_str()).collect();
    assert_eq!(path, ["People seen", "Women"]);
    assert_eq!(table.at(1, 0).unwrap().text.text, "Age");
    assert_eq!(table.method, Method::PartlyRuled);
}

/// Headings and a row below them in one drawn row, other rows parted by rules; shaded down to the
/// first line.
fn shaded(first: [&str; 2], second: [&str; 2]) -> Page {
    let words = page(&[
        (52.0, 112.0, first[0]),
        (190.0, 112.0, first[1]),
        (52.0, 132.0, second[0]),
        (190.0, 132.0, second[1]),
        (52.0, 152.0, "Deux"),
        (190.0, 152.0, "20"),
        (52.0, 172.0, "Trois"),
        (190.0, 172.0, "37"),
    ]);
    let mut page = boxed(words, &[50.0, 150.0, 250.0], &[100.0, 140.0, 160.0, 180.0]);
    let dark = |x0: f32| Rect { x0, y0: 100.0, x1: x0 + 100.0, y1: 120.0 };
    page.fills = [50.0, 150.0].map(dark).into();
    page
}

#[test]
fn colour_parts_the_first_row_from_its_headings() {
    let mut page = shaded(["Nom", "Montant"], ["Un", "10"]);
    let found = find(&page);
    assert_eq!(found.len(), 1);
    let table = &found[0].table;
    assert_eq!((table.rows, table.header_rows), (4, 1));
    assert_eq!(texts(&found[0])[2..4], [(1, 0, "Un".to_owned()), (1, 1, "10".to_owned())]);
    page.fills.clear();
    assert_eq!(find(&page)[0].table.at(0, 1).unwrap().text.text, "Montant 10");
}

#[test]
fn colour_behind_the_first_line_of_a_heading_parts_nothing() {
    let found = find(&shaded(["Nom", "Taux sur 100"], ["complet", "habitants"]));
    assert_eq!((found[0].table.rows, found[0].table.header_rows), (3, 1));
    assert_eq!(texts(&found[0])[1], (0, 1, "Taux sur 100 habitants".to_owned()));
}

#[test]
fn a_number_that_wraps_in_its_drawn_cell_is_one() {
    let words = page(&[
        (52.0, 112.0, "Chapitre"),
        (152.0, 112.0, "2018"),
        (202.0, 112.0, "2019"),
        (52.0, 132.0, "Achats"),
        (152.0, 132.0, "960 774"),
        (202.0, 132.0, "862 539"),
        (52.0, 152.0, "Personnel"),
        (152.0, 152.0, "750 112"),
        (202.0, 152.0, "631 290"),
        (52.0, 178.0, "Total"),
        (152.0, 172.0, "21 456"),
        (152.0, 184.0, "789"),
        (202.0, 172.0, "22 034"),
        (202.0, 184.0, "112"),
    ]);
    let page = boxed(words, &[50.0, 150.0, 200.0, 250.0], &[100.0, 120.0, 140.0, 160.0, 190.0]);
    let found = find(&page);
    assert_eq!(found[0].table.rows, 4);
    assert_eq!(texts(&found[0])[10], (3, 1, "21 456 789".to_owned()));
}

#[test]
fn a_year_is_no_heading_over_years() {
    let mut words = vec![(52.0, 112.0, "Austria"), (152.0, 112.0, "2005")];
    words.extend([(52.0, 132.0, "Croatia"), (152.0, 132.0, "2002")]);
    words.extend([(52.0, 152.0, "Finland"), (152.0, 152.0, "2006")]);
    let page = boxed(page(&words), &[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0, 160.0]);
    assert_eq!(find(&page)[0].table.header_rows, 0);
}

#[test]
fn numbers_that_head_columns_below_a_rule_over_some_of_them_are_headings() {
    let mut words = vec![(52.0, 80.0, "Table 2."), (120.0, 80.0, "Pupils by grade")];
    words.extend([(215.0, 112.0, "Grade"), (52.0, 126.0, "Year")]);
    words.extend([(170.0, 126.0, "7"), (220.0, 126.0, "8"), (270.0, 126.0, "9")]);
    let years = ["1996", "1997", "1998", "1999"];
    for (year, y) in years.into_iter().zip([144.0, 156.0, 168.0, 180.0]) {
        words.push((52.0, y, year));
        words.extend([150.0, 200.0, 250.0].map(|x| (x, y, "3,464")));
    }
    let mut page = page(&words);
    let rule = |y: f32, from: f32| Rule {
        bbox: Rect { x0: from, y0: y, x1: 275.0, y1: y },
        horizontal: true,
    };
    page.rules = vec![rule(98.0, 50.0), rule(115.0, 120.0), rule(131.0, 50.0)];
    let table = &find(&page)[0].table;
    assert_eq!((table.rows, table.header_rows), (6, 2));
    assert_eq!(table.at(0, 2).unwrap().text.text, "Grade");
}

#[test]
fn bars_above_an_axis_are_no_table() {
    let mut words = Vec::new();
    for (year, y) in ["2001", "2005", "2010"].into_iter().zip([100.0, 120.0, 140.0]) {
        words.extend([(50.0, y, year), (100.0, y, "30.5"), (200.0, y, "49.0"), (300.0, y, "Men")]);
    }
    let table = page(&words);
    let ticks = ["0%", "10%", "20%", "30%", "40%", "50%", "60%"];
    let xs = [60.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0];
    words.extend(ticks.into_iter().zip(xs).map(|(t, x)| (x, 160.0, t)));
    assert_eq!(find(&table).len(), 1);
    assert_eq!(find(&page(&words)).len(), 0);
}
