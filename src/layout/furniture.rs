//! Running headers, footers and page numbers, set aside before anything is joined over a page
//! break.
//!
//! Furniture is what recurs: the same row, numbers aside, at the same height near the same edge
//! of most pages. A page number is known by agreeing with the page that it stands on. From each
//! edge inwards the first row that is neither ends the search, and so does the heading row of a
//! table that goes on below, which recurs too but belongs to its table.

use std::collections::{BTreeMap, BTreeSet};

use super::segments::{Row, main_turn, rows, segments};
use super::table_rows;
use crate::document::Page;

/// Rows of a header or footer at most.
const DEEP: usize = 6;
/// Part of the page's height in which headers and footers stand, from each edge.
const BAND: f32 = 0.2;
/// Part of the page's height that is margin, from each edge.
const MARGIN: f32 = 0.08;
/// Heights at which a row recurs differ by less than this, in points.
const DRIFT: f32 = 4.0;

/// The furniture of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Furniture {
    /// Its words, by index in the page.
    pub(super) words: BTreeSet<usize>,
    /// Its rows at the top, from the top, by their words.
    pub(super) top: Vec<Vec<usize>>,
    /// Its rows at the bottom, from the top, by their words.
    pub(super) bottom: Vec<Vec<usize>>,
}

/// A row near an edge of its page.
struct Candidate {
    words: Vec<usize>,
    key: String,
    y: f32,
    fixed: bool,
    /// Whether it stands in the margin, well apart from the text.
    marginal: bool,
}

/// Where a text was seen.
#[derive(Debug, Default)]
struct Sighting {
    /// Page and height, near an edge.
    edges: Vec<(usize, f32)>,
    /// Whether it also stands amid a page.
    amid: bool,
}

/// Where each text was seen, by its key.
type Sightings = BTreeMap<String, Sighting>;

/// The furniture of each page.
pub(super) fn find(pages: &[Page]) -> Vec<Furniture> {
    let mut seen = Sightings::new();
    let mut amid: Vec<Vec<Vec<usize>>> = Vec::with_capacity(pages.len());
    let mut edges: Vec<[Vec<Candidate>; 2]> = Vec::with_capacity(pages.len());
    for (at, page) in pages.iter().enumerate() {
        let mut inner = Vec::new();
        edges.push(candidates(page, at, &mut seen, &mut inner));
        amid.push(inner);
    }
    note_amid(pages, &amid, &mut seen);
    let numbers = Numbering::of(pages, &edges);
    let mut out = Vec::with_capacity(pages.len());
    for (at, (page, [top, bottom])) in pages.iter().zip(edges).enumerate() {
        let recurs = |c: &Candidate| recurs(c, &seen, pages.len()) || numbers.names(c, page, at);
        let mut found = Furniture { top: taken(top, recurs), ..Furniture::default() };
        found.bottom = taken(bottom, recurs);
        found.bottom.reverse();
        found.words = found.top.iter().chain(&found.bottom).flatten().copied().collect();
        out.push(found);
    }
    out
}

/// The rows from the edge inwards as long as they are furniture.
fn taken(rows: Vec<Candidate>, is_furniture: impl Fn(&Candidate) -> bool) -> Vec<Vec<usize>> {
    rows.into_iter().take_while(|c| !c.fixed && is_furniture(c)).map(|c| c.words).collect()
}

/// Notes which of the texts that recur also stand amid a page.
///
/// Most rows of a long list are seen from their first letter to be none of them.
fn note_amid(pages: &[Page], amid: &[Vec<Vec<usize>>], seen: &mut Sightings) {
    let recurring = |s: &&mut Sighting| {
        let mut pages = s.edges.iter().map(|(page, _)| page);
        let first = pages.next();
        pages.any(|page| Some(page) != first)
    };
    let mut open: BTreeMap<Option<char>, BTreeMap<&str, &mut Sighting>> = BTreeMap::new();
    for (key, sighting) in seen.iter_mut() {
        if recurring(&sighting) {
            open.entry(initial([key.as_str()])).or_default().insert(key, sighting);
        }
    }
    for (page, rows) in pages.iter().zip(amid) {
        for words in rows {
            let own = words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.text.as_str());
            let Some(alike) = open.get_mut(&initial(own)) else { continue };
            if let Some(sighting) = alike.get_mut(key(&text(page, words)).as_str()) {
                sighting.amid = true;
            }
        }
    }
}

/// The first letter of a row as its key has it.
fn initial<'t>(words: impl IntoIterator<Item = &'t str>) -> Option<char> {
    let first = words.into_iter().flat_map(str::chars).find(|c| c.is_alphabetic());
    first.and_then(|c| c.to_lowercase().next())
}

/// The outermost rows of a page from the top and from the bottom, noted in `seen`; the words of
/// the rows between are added to `amid`.
fn candidates(
    page: &Page,
    at: usize,
    seen: &mut Sightings,
    amid: &mut Vec<Vec<usize>>,
) -> [Vec<Candidate>; 2] {
    let turn = main_turn(page);
    let rows = rows(segments(page, turn, |_| true));
    let height = if turn % 180 == 90 { page.width } else { page.height };
    let mut edges = [Vec::new(), Vec::new()];
    let last = rows.len().saturating_sub(DEEP);
    for (i, row) in rows.iter().enumerate() {
        let words: Vec<usize> = row.words().collect();
        let y = row.baseline();
        let top = i < DEEP && y < BAND * height;
        let bottom = i >= last && y > (1.0 - BAND) * height;
        if !top && !bottom {
            amid.push(words);
            continue;
        }
        let key = key(&text(page, &words));
        seen.entry(key.clone()).or_default().edges.push((at, y));
        let [head, foot] = &mut edges;
        let side = if top { head } else { foot };
        let fixed = table_rows::is_of_table(&page.rules, &rows, i, top);
        let marginal = is_marginal(&rows, i, height);
        side.push(Candidate { words, key, y, fixed, marginal });
    }
    edges[1].reverse();
    edges
}

/// The text of a row.
fn text(page: &Page, words: &[usize]) -> String {
    let words: Vec<&str> =
        words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.text.as_str()).collect();
    words.join(" ")
}

/// What a row says wherever the number of its page stands, left or right.
fn key(text: &str) -> String {
    let folded = folded(text);
    let bare = folded.trim_matches(|c: char| c == '#' || c.is_whitespace());
    if bare.chars().any(char::is_alphabetic) { bare.to_owned() } else { folded }
}

/// Lower case, with numbers that may count pages or years as `#`. Amounts keep their digits:
/// rows of a table differ by nothing else.
fn folded(text: &str) -> String {
    let keeps = text.contains(['€', '%']);
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut in_number = false;
        for c in word.chars().flat_map(char::to_lowercase) {
            let digit = c.is_ascii_digit() && !keeps;
            if digit && !in_number {
                out.push('#');
            } else if !digit {
                out.push(c);
            }
            in_number = digit;
        }
    }
    out
}

/// Whether the row recurs at its height on enough pages: on most of them, or on two in five of
/// a longer document, whose left and right pages may differ. A text that also stands amid pages
/// is one of the document's own unless every page has it at this height.
fn recurs(candidate: &Candidate, seen: &Sightings, pages: usize) -> bool {
    let Some(all) = seen.get(&candidate.key) else { return false };
    let near = all.edges.iter().filter(|(_, y)| (y - candidate.y).abs() < DRIFT);
    let mut at: Vec<usize> = near.map(|(page, _)| *page).collect();
    at.dedup();
    let enough = if all.amid {
        pages
    } else if pages >= 6 {
        (pages * 2).div_ceil(5)
    } else {
        (pages * 3).div_ceil(5)
    };
    at.len() >= enough.max(2)
}

/// Whether an outermost row stands in the margin with white space between it and the text.
fn is_marginal(rows: &[Row], at: usize, height: f32) -> bool {
    let Some(row) = rows.get(at) else { return false };
    let apart = |other: Option<&Row>| {
        other.is_none_or(|o| (o.baseline() - row.baseline()).abs() > 3.0 * o.size().max(row.size()))
    };
    let y = row.baseline();
    let head = at == 0 && y < MARGIN * height && apart(rows.get(1));
    let before = at.checked_sub(1).and_then(|i| rows.get(i));
    head || (at + 1 == rows.len() && y > (1.0 - MARGIN) * height && apart(before))
}

/// How the document numbers its pages.
struct Numbering {
    /// What is added to the index of a page, where two pages agree on it.
    shift: Option<i64>,
    pages: i64,
}

impl Numbering {
    fn of(pages: &[Page], edges: &[[Vec<Candidate>; 2]]) -> Self {
        let mut shifts: BTreeMap<i64, usize> = BTreeMap::new();
        for (at, (page, sides)) in pages.iter().zip(edges).enumerate() {
            let outer = sides.iter().filter_map(|side| side.first());
            for number in outer.filter_map(|c| lone_number(&text(page, &c.words))) {
                *shifts.entry(number - ordinal(at)).or_default() += 1;
            }
        }
        let best = shifts.iter().max_by_key(|(shift, count)| (**count, -shift.abs()));
        let shift = best.filter(|(_, count)| **count >= 2).map(|(shift, _)| *shift);
        Self { shift, pages: ordinal(pages.len()) }
    }

    /// Whether a row is the number of its page: a number by itself that agrees with the other
    /// pages or the page's place in the file, or stands alone in the margin; or a text that ends in « 1/3 », « page 1 ».
    fn names(&self, candidate: &Candidate, page: &Page, at: usize) -> bool {
        let text = text(page, &candidate.words);
        let place = ordinal(at) + 1;
        if let Some(number) = lone_number(&text) {
            return candidate.marginal
                || number == place
                || self.shift == Some(number - ordinal(at));
        }
        (candidate.marginal && is_roman(&text))
            || numbered_of(&text) == Some((place, Some(self.pages)))
            || numbered_of(&text) == Some((place, None))
    }
}

/// An index or count of pages, to reckon with.
fn ordinal(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX / 2)
}

/// Whether a row is nothing but a small Roman number: `xxii`.
fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b"ivxl".contains(&b))
}

/// The number of a row that is nothing but a page number: `2`, `- 2 -`, `Page 2`, `p. 2`.
fn lone_number(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| c.is_whitespace() || "-–—|[]()".contains(c));
    let bare = bare.trim_start_matches("page").trim_start_matches("p.").trim();
    (bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit())).then(|| bare.parse().ok())?
}

/// The `(2, 3)` of a row that ends in « 2/3 » or « page 2 sur 3 », the `(2, None)` of « … page 2 ».
fn numbered_of(text: &str) -> Option<(i64, Option<i64>)> {
    let lower = text.to_lowercase().replace('/', " / ");
    let mut words = lower.split_whitespace().rev();
    let last: i64 = words.next()?.parse().ok()?;
    match words.next()? {
        "/" | "sur" | "of" => Some((words.next()?.parse().ok()?, Some(last))),
        "page" | "p." => Some((last, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::segments::tests as made;
    use super::*;

    fn pages(of: &[&[(&str, f32)]]) -> Vec<Page> {
        of.iter()
            .map(|rows| {
                made::page(rows.iter().flat_map(|(t, y)| made::words(t, 50.0, *y, 10.0)).collect())
            })
            .collect()
    }

    fn aside(pages: &[Page]) -> Vec<Vec<String>> {
        let rows = |(p, f): (&Page, &Furniture)| -> Vec<String> {
            f.top.iter().chain(&f.bottom).map(|w| text(p, w)).collect()
        };
        pages.iter().zip(&find(pages)).map(rows).collect()
    }

    #[test]
    fn headers_and_footers_that_recur_are_set_aside() {
        let pages = pages(&[
            &[
                ("Convention – bilan 2020", 40.0),
                ("Un titre", 90.0),
                ("Dijon métropole 1/2", 800.0),
            ],
            &[
                ("Convention – bilan 2020", 40.0),
                ("La suite", 90.0),
                ("Dijon métropole 2/2", 800.0),
            ],
        ]);
        let own = ["Convention – bilan 2020", "Dijon métropole 1/2"];
        assert_eq!(aside(&pages)[0], own);
        assert_eq!(aside(&pages)[1][1], "Dijon métropole 2/2");
    }

    #[test]
    fn the_number_of_a_single_page_is_set_aside_and_a_last_line_is_not() {
        let one = pages(&[&[("Le texte", 90.0), ("Dijon métropole 1/1", 800.0)]]);
        assert_eq!(aside(&one)[0], ["Dijon métropole 1/1"]);
        let other = pages(&[&[("Un montant de 3", 780.0), ("950", 792.0)]]);
        assert!(aside(&other)[0].is_empty());
    }

    #[test]
    fn a_sentence_that_recurs_amid_pages_is_text() {
        let pages = pages(&[
            &[("Le titre", 60.0), ("Action réalisée.", 400.0)],
            &[("Action réalisée.", 60.0), ("La suite", 400.0)],
            &[("Action réalisée.", 60.0), ("La fin", 400.0)],
        ]);
        assert!(aside(&pages).iter().all(Vec::is_empty));
    }

    #[test]
    fn numbers_that_count_from_elsewhere_are_known_by_agreeing() {
        let pages = pages(&[
            &[("46", 40.0), ("Le début", 90.0)],
            &[("47", 40.0), ("La suite", 90.0)],
            &[("12", 90.0), ("La fin", 110.0)],
        ]);
        assert_eq!(aside(&pages), [vec!["46"], vec!["47"], vec![]]);
    }

    #[test]
    fn page_numbers_may_stand_at_either_end_of_a_footer() {
        let pages = pages(&[
            &[("Le texte", 90.0), ("Rapport annuel 15", 800.0)],
            &[("La suite", 90.0), ("16 Rapport annuel", 800.0)],
        ]);
        assert_eq!(aside(&pages), [vec!["Rapport annuel 15"], vec!["16 Rapport annuel"]]);
    }

    #[test]
    fn the_repeated_heading_of_a_table_stays_with_its_table() {
        let head = |amount: &str| {
            let mut words = made::words("Bénéficiaire", 50.0, 60.0, 10.0);
            words.extend(made::words("Objet", 250.0, 60.0, 10.0));
            words.extend(made::words("Montant", 450.0, 60.0, 10.0));
            words.extend(made::words("Une association", 50.0, 75.0, 10.0));
            words.extend(made::words(amount, 450.0, 75.0, 10.0));
            made::page(words)
        };
        assert!(aside(&[head("12 €"), head("13 €")]).iter().all(Vec::is_empty));
    }
}
