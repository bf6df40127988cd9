//! What the reader saw of a page, drawn over it (SVG): words, rules, the grids that were tried and
//! why they were taken or not, the tables that came out. For whoever asks why a table is as it is.
//!
//! Complete without script or network. The list at the right says in words what the page shows in
//! colours, so that neither needs the mouse; hovering only adds detail. All text passes through
//! maud's escaping, and nothing else writes markup.

mod cells;
mod panel;
mod words;

use maud::{Markup, PreEscaped, html};

use super::tell;
use crate::issue::Lang;
use crate::layout::tables::trace::{Fate, Tried};
use crate::place::Rect;
use crate::worker::drawn::DrawnPage;
use crate::worker::inspect::Seen;

use panel::Panel;

/// The style sheet.
const STYLE: &str = include_str!("style.css");
/// The colour of what was taken.
const GREEN: &str = "#1a7f37";
/// The colours of the other candidates of a region, in their order.
const COLOURS: [&str; 6] = ["#d1242f", "#0969da", "#bc4c00", "#8250df", "#bf3989", "#57606a"];
/// White around the page and the list, in points.
const MARGIN: f32 = 14.0;

/// A candidate with its name and its looks.
struct Candidate<'a> {
    tried: &'a Tried,
    /// `A1`: its region, its number in it.
    name: String,
    /// Its number in its region, from 0.
    at: usize,
    colour: &'static str,
    /// The table that it became.
    table: Option<Became<'a>>,
    /// Whether its region gave no table.
    quiet: bool,
}

/// The table of a page, or the part of one, that a candidate became.
struct Became<'a> {
    /// Its index among the tables of the page: parts of one table share its id.
    at: usize,
    name: String,
    /// The page of its headings, where they stand on another.
    headings_on: Option<u32>,
    /// Where they are repeated here.
    repeated: &'a [Rect],
}

/// The drawing.
#[must_use]
pub fn render(document: &Seen, page: &DrawnPage, lang: Lang) -> String {
    let (taken, quiet): (Vec<_>, Vec<_>) =
        regions(page, lang).into_iter().partition(|region| region.iter().all(|c| !c.quiet));
    let mut panel = Panel::new(page.seen.width + 2.0 * MARGIN, MARGIN);
    let head = panel.head(document, page, &taken, lang);
    let mut titles = Vec::new();
    let mut groups = Vec::new();
    for (regions, title) in [(&taken, words::taken(lang)), (&quiet, words::quiet(lang))] {
        if !regions.is_empty() {
            titles.push(panel.title(title));
        }
        for region in regions {
            groups.extend(region.iter().map(|c| candidate(c, &panel.entry(c, region, lang), lang)));
        }
    }
    let (width, height) = (panel.right() + MARGIN, panel.bottom().max(page.seen.height + MARGIN));
    let view = format!("{} {} {} {}", -MARGIN, 0, width.ceil() + MARGIN, (height + MARGIN).ceil());
    let drawing = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) lang=(tell(lang, "fr", "en"))
            width=((1.4 * (width + MARGIN)).ceil()) height=((1.4 * (height + MARGIN)).ceil()) {
            title { (document.path) " · page " (page.seen.number) }
            style { (PreEscaped(STYLE)) }
            (rect(Rect { x0: -MARGIN, y0: 0.0, x1: width, y1: height + MARGIN }, "ground"))
            g #page transform=(format!("translate(0 {MARGIN})")) { (layers(page, lang)) }
            (head)
            @for title in &titles { (title) }
            // What was taken lies on top.
            @for group in groups.iter().rev() { (group) }
        }
    };
    drawing.into_string().replace(super::words::is_unfit, "\u{fffd}")
}

/// The candidates by region, regions from the top of the page.
fn regions(page: &DrawnPage, lang: Lang) -> Vec<Vec<Candidate<'_>>> {
    let tried = &page.trace.tried;
    let top = |region: usize| {
        let own = tried.iter().filter(|t| t.region == region);
        own.map(|t| t.bbox.y0).fold(f32::INFINITY, f32::min)
    };
    let mut numbers: Vec<usize> = tried.iter().map(|t| t.region).collect();
    numbers.sort_by(|a, b| top(*a).total_cmp(&top(*b)).then(a.cmp(b)));
    numbers.dedup();
    let names = cells::names(&page.seen.tables, lang);
    let became = |index: usize| {
        let mut made = page.tables.iter().zip(&names).enumerate();
        let (at, (table, name)) = made.find(|(_, (t, _))| t.candidate == Some(index))?;
        Some(Became {
            at,
            name: name.clone(),
            headings_on: table.headings_on,
            repeated: &table.repeated,
        })
    };
    let region = |(at, number): (usize, usize)| {
        let own = tried.iter().enumerate().filter(|(_, t)| t.region == number);
        let quiet = own.clone().all(|(_, t)| t.fate != Fate::Taken);
        own.enumerate()
            .map(|(i, (index, tried))| Candidate {
                tried,
                name: format!("{}{}", letters(at), i + 1),
                at: i,
                colour: colour(i, tried.fate),
                table: became(index),
                quiet,
            })
            .collect()
    };
    numbers.into_iter().enumerate().map(region).collect()
}

/// The colour of a candidate.
fn colour(at: usize, fate: Fate) -> &'static str {
    if fate == Fate::Taken {
        return GREEN;
    }
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or(GREEN)
}

/// `A` to `Z`, then `AA`.
fn letters(number: usize) -> String {
    let letter = char::from(b'A' + (number % 26) as u8);
    if number < 26 { letter.to_string() } else { format!("{}{letter}", letters(number / 26 - 1)) }
}

/// The layers below the candidates.
fn layers(page: &DrawnPage, lang: Lang) -> Markup {
    let seen = &page.seen;
    let whole = Rect { x0: 0.0, y0: 0.0, x1: seen.width, y1: seen.height };
    html! {
        (rect(whole, "sheet"))
        @if let Ok(picture) = &page.picture {
            image.picture width=(n(seen.width)) height=(n(seen.height)) preserveAspectRatio="none"
                href=(format!("data:image/png;base64,{picture}")) {}
        }
        g #fills { @for fill in &page.fills { (rect(*fill, "fill")) } }
        g #rules { @for rule in &page.rules { (rect(*rule, "rule")) } }
        g #words {
            @for word in &page.words { (titled(word.bbox, "word", &word.text)) }
        }
        g #furniture {
            @for aside in &page.trace.furniture {
                (titled(*aside, "aside", tell(lang, "ôté : en-tête ou pied de page courant",
                    "set aside: running header or footer")))
            }
        }
        (cells::layer(page, lang))
    }
}

/// A candidate on the page, with its entry in the list: hovering either shows its grid.
fn candidate(candidate: &Candidate<'_>, entry: &Markup, lang: Lang) -> Markup {
    let Candidate { tried, name, at, colour, quiet, .. } = candidate;
    let taken = tried.fate == Fate::Taken;
    let out = if taken { 1.0 } else { 2.0 + 1.4 * *at as f32 };
    let r = Rect::hull(tried.cells.iter().map(|area| area.bbox)).unwrap_or(tried.bbox);
    let outline = Rect { x0: r.x0 - out, y0: r.y0 - out, x1: r.x1 + out, y1: r.y1 + out };
    html! {
        g id=(name) class={ "candidate" @if taken { " taken" } @if *quiet { " quiet" } } {
            g transform=(format!("translate(0 {MARGIN})")) stroke=(colour) {
                g.grid { @for cell in &tried.cells { (rect(cell.bbox, "area")) } }
                (titled(outline, "outline", &format!("{name} : {}", words::fate_alone(tried, lang))))
                (tab(candidate, outline))
            }
            (entry)
        }
    }
}

/// The name of a candidate outside of its box: at its upper left corner where it was taken, else
/// small and without a ground at its left, one below the other, so that no word is hidden.
fn tab(candidate: &Candidate<'_>, outline: Rect) -> Markup {
    let Candidate { tried, name, at, colour, .. } = candidate;
    if tried.fate == Fate::Taken {
        let label = format!("{name} ✔");
        let (width, height) = (4.0 * label.chars().count() as f32 + 2.0, 8.0);
        let (x, y) = ((outline.x0 - width).max(-MARGIN), (outline.y0 - height).max(0.0));
        return html! {
            g.tab stroke="none" {
                rect x=(n(x)) y=(n(y)) width=(n(width)) height=(n(height)) fill=(colour) {}
                text x=(n(x + 2.0)) y=(n(y + 6.2)) { (label) }
            }
        };
    }
    let width = 3.0 * name.chars().count() as f32 + 1.0;
    let x = (outline.x0.min(tried.bbox.x0 - 2.0) - width).max(-MARGIN);
    let y = tried.bbox.y0 + 4.0 + 5.0 * *at as f32;
    html! { text.name x=(n(x)) y=(n(y)) stroke="none" style=(format!("fill:{colour}")) { (name) } }
}

/// A rectangle.
fn rect(r: Rect, class: &str) -> Markup {
    html! {
        rect class=(class) x=(n(r.x0)) y=(n(r.y0)) width=(n(r.width())) height=(n(r.height())) {}
    }
}

/// A rectangle with a tooltip.
fn titled(r: Rect, class: &str, title: &str) -> Markup {
    html! {
        rect class=(class) x=(n(r.x0)) y=(n(r.y0)) width=(n(r.width())) height=(n(r.height())) {
            title { (title) }
        }
    }
}

/// A length to a tenth of a point, none below zero where it is one.
fn n(length: f32) -> f32 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::issue::{Code, Issue};
    use crate::layout::tables::trace::{Area, Refusal, Trace};
    use crate::worker::drawn::{DrawnTable, DrawnWord};
    use crate::worker::inspect::{SeenCell, SeenPage, SeenTable};

    /// What a hand that knows SVG would write into a document.
    const HOSTILE: &str = "</title><script>x</script> & \" ]]> \u{1}\u{ffff}\u{202e}";

    fn page() -> DrawnPage {
        let bbox = Rect::from([10.0, 10.0, 90.0, 30.0]);
        let cell = SeenCell {
            row: 1,
            column: 0,
            row_span: 1,
            column_span: 2,
            text: HOSTILE.to_owned(),
            bbox: Some(bbox),
            cell: None,
            headings: vec!["Montant".to_owned(), HOSTILE.to_owned()],
        };
        let table = SeenTable {
            id: "t1".to_owned(),
            bbox: Some(bbox),
            method: "ruled".to_owned(),
            confidence: 97,
            header_rows: 1,
            cells: vec![cell],
        };
        let tried = |fate| {
            let cells = vec![Area { bbox, heading: false }];
            Tried::of(bbox, fate, cells)
        };
        let fates = [Fate::Beaten, Fate::Taken, Fate::Refused(Refusal::Sparse)];
        DrawnPage {
            seen: SeenPage {
                number: 1,
                width: 100.0,
                height: 50.0,
                source: "text".to_owned(),
                agreement: None,
                lines: Vec::new(),
                tables: vec![table],
            },
            picture: Err(Issue::new(Code::PageFailed, &[("page", &1), ("why", &HOSTILE)])),
            words: vec![DrawnWord { text: HOSTILE.to_owned(), bbox }],
            tables: vec![DrawnTable {
                candidate: Some(1),
                areas: vec![Some(bbox)],
                ..DrawnTable::default()
            }],
            rules: vec![bbox],
            fills: vec![bbox],
            trace: Trace { tried: fates.map(tried).to_vec(), furniture: vec![bbox] },
        }
    }

    fn document() -> Seen {
        Seen {
            path: HOSTILE.to_owned(),
            sha256: String::new(),
            media_type: "application/pdf".to_owned(),
            pages: 1,
        }
    }

    #[test]
    fn what_a_document_says_is_text_and_the_drawing_is_sound_xml() {
        let svg = render(&document(), &page(), Lang::Fr);
        assert!(!svg.contains("<script"));
        assert!(!svg.contains(['\u{1}', '\u{ffff}', '\u{202e}']));
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut names = BTreeSet::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(start) => {
                    for attribute in start.attributes().map(Result::unwrap) {
                        let id = attribute.key.as_ref() == "id";
                        assert!(
                            !id || names.insert(attribute.value.to_string()),
                            "{start:?} twice"
                        );
                    }
                }
                _ => {}
            }
        }
        for id in ["page", "words", "cells", "t1", "A1", "A2", "A3"] {
            assert!(names.contains(id), "{id}");
        }
    }

    #[test]
    fn what_was_chosen_and_why_is_told_in_both_languages() {
        let french = render(&document(), &page(), Lang::Fr);
        for told in [
            "Retenu : t1 = essai A2 (filets), confiance 97 %",
            "n'améliore pas A2 (50,0 contre 50,0)",
            "refusé : trop de cases vides (25 % remplies)",
            "t1 · ligne 2, colonne 1 (1 × 2)\nMontant › &lt;/title&gt;",
        ] {
            assert!(french.contains(told), "« {told} » in {french}");
        }
        let english = render(&document(), &page(), Lang::En);
        assert!(english.contains("refused: too many empty cells (25 % filled)"), "{english}");
    }

    #[test]
    fn parts_of_a_table_under_one_id_are_told_apart() {
        let mut page = page();
        page.trace.tried.iter_mut().for_each(|tried| tried.fate = Fate::Taken);
        page.trace.tried[2].is_list = true;
        page.seen.tables.push(page.seen.tables[0].clone());
        let area = page.tables[0].areas[0];
        page.tables.push(DrawnTable {
            candidate: Some(2),
            areas: vec![area],
            cut: true,
            headings_on: Some(7),
            ..DrawnTable::default()
        });
        let svg = render(&document(), &page, Lang::Fr);
        for told in [
            "Retenu : t1 (1re partie) = essai A2 (filets), confiance 97 %",
            "Retenu : t1 (2e partie) = essai A3 (filets, liste), confiance 97 %",
            "retenu : tableau t1 (2e partie)",
            "t1 (1re partie) · ligne 2, colonne 1",
            "t1 (2e partie) · ligne 1, colonne 1",
            "colonnes, titres : page 7 · note",
            "<g id=\"t1\">",
            "<g id=\"t1-2\">",
        ] {
            assert!(svg.contains(told), "« {told} » in {svg}");
        }
        page.seen.tables[1].cells[0].row = 0;
        let english = render(&document(), &page, Lang::En);
        assert!(english.contains("t1 (part 2) · row begun on the page before"), "{english}");
    }

    #[test]
    fn regions_are_lettered_as_columns_of_a_sheet_are() {
        assert_eq!([0, 25, 26, 27, 702].map(letters), ["A", "Z", "AA", "AB", "AAA"]);
    }
}
