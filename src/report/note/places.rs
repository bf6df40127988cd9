//! Where values stand, as a note says it: « page 3 », « cellule B7 », with the file where it is not
//! that of the bilan.

use std::collections::{BTreeMap, BTreeSet};

use crate::place::Place;
use crate::report::words;

/// Places named before the rest is counted.
const MOST: usize = 3;
/// Characters of a file or a spot: a name of a thousand would take the page.
const LONGEST: usize = 60;

/// The places of some values, each with its document, seen from one of these.
pub(super) fn places<'a>(all: impl Iterator<Item = (&'a str, &'a Place)>, from: &str) -> String {
    let mut pages: BTreeMap<&str, (BTreeSet<u32>, BTreeSet<bool>)> = BTreeMap::new();
    let mut told: Vec<String> = Vec::new();
    let mut files: Vec<&str> = Vec::new();
    for (document, place) in all {
        match place {
            Place::Page { page, ocr, .. } => {
                if !pages.contains_key(document) {
                    files.push(document);
                }
                let (numbers, on_scan) = pages.entry(document).or_default();
                numbers.insert(*page);
                on_scan.insert(ocr.is_some());
            }
            Place::Cell { cell, .. } => {
                let spot = with_file(document, &format!("cellule {cell}"), from);
                if !told.contains(&spot) {
                    told.push(spot);
                }
            }
        }
    }
    let of_pages = files.iter().filter_map(|file| Some((file, pages.get(file)?)));
    let of_pages = of_pages
        .map(|(file, (numbers, on_scan))| with_file(file, &listed(numbers), from) + read(on_scan));
    let all: Vec<String> = of_pages.chain(told).collect();
    cut(&all, MOST)
}

/// That all values, or some, were read on a scan.
fn read(on_scan: &BTreeSet<bool>) -> &'static str {
    match (on_scan.contains(&true), on_scan.contains(&false)) {
        (false, _) => "",
        (true, false) => ", lu sur un scan",
        (true, true) => ", lu en partie sur un scan",
    }
}

/// « page 3 », « pages 2 et 3 ».
fn listed(pages: &BTreeSet<u32>) -> String {
    let numbers: Vec<String> = pages.iter().map(u32::to_string).collect();
    match numbers.as_slice() {
        [one] => format!("page {one}"),
        [first @ .., last] if first.len() < MOST => format!("pages {} et {last}", first.join(", ")),
        many => format!("pages {}", cut(many, MOST)),
    }
}

/// A spot, behind its file where that is another one.
fn with_file(document: &str, spot: &str, from: &str) -> String {
    let spot = words::cut(spot, LONGEST);
    if document == from {
        spot
    } else {
        format!("{}, {spot}", words::cut(words::file_name(document), LONGEST))
    }
}

/// The first of some names, the others counted.
pub(super) fn cut(names: &[String], most: usize) -> String {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        1 => format!("{shown} et 1 autre, voir report.html"),
        more => format!("{shown} et {more} autres, voir report.html"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Recognised, Rect};

    fn page(page: u32) -> Place {
        read_page(page, None)
    }

    fn read_page(page: u32, ocr: Option<Recognised>) -> Place {
        let bbox = Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        Place::Page { page, bbox, ocr, text: String::new() }
    }

    fn cell(cell: &str) -> Place {
        let (sheet, cell, text) = ("Feuille".into(), cell.parse().unwrap(), String::new());
        Place::Cell { sheet, cell, line: None, text }
    }

    #[test]
    fn places_are_told_once_and_with_the_file_of_others() {
        let told = |all: &[(&str, Place)]| places(all.iter().map(|(d, p)| (*d, p)), "a/bilan.pdf");
        let own = "a/bilan.pdf";
        assert_eq!(told(&[(own, page(3)), (own, page(3))]), "page 3");
        assert_eq!(told(&[(own, page(4)), (own, page(3))]), "pages 3 et 4");
        assert_eq!(told(&[("a/b.xls", cell("B7")), (own, page(1))]), "page 1, b.xls, cellule B7");
        let many: Vec<(&str, Place)> = (1..=9).map(|n| (own, cell(&format!("B{n}")))).collect();
        assert_eq!(told(&many), "cellule B1, cellule B2, cellule B3 et 6 autres, voir report.html");
        let scan = |number| (own, read_page(number, Some(Recognised::Confidence(93))));
        assert_eq!(told(&[scan(3), scan(4)]), "pages 3 et 4, lu sur un scan");
        assert_eq!(told(&[scan(3), (own, page(4))]), "pages 3 et 4, lu en partie sur un scan");
        let pages: Vec<(&str, Place)> = (1..=5).map(|n| (own, page(n))).collect();
        assert_eq!(told(&pages), "pages 1, 2, 3 et 2 autres, voir report.html");
    }
}
