//! The list beside the page: what was taken, the legend, then each region with its candidates.
//!
//! Every candidate has its grid in small, its marks and a sentence that says what became of it:
//! whoever prints the drawing reads the same as whoever hovers.

use maud::{Markup, html};

use super::super::tell;
use super::words::Rival;
use super::{Candidate, cells, n, rect, words};
use crate::issue::Lang;
use crate::layout::tables::trace::{Area, Fate};
use crate::place::Rect;
use crate::worker::drawn::DrawnPage;
use crate::worker::inspect::Seen;

/// Width of the list, in points.
const WIDTH: f32 = 408.0;
/// The small grid of an entry.
const SMALL: (f32, f32) = (58.0, 36.0);
/// Letters of a heading of the list, at its size.
const LINE: usize = 68;

/// The list while it is being laid out, from the top.
pub(super) struct Panel {
    x: f32,
    y: f32,
}

impl Panel {
    /// A list that begins at a place.
    pub(super) fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Its right edge.
    pub(super) fn right(&self) -> f32 {
        self.x + WIDTH
    }

    /// Where it ends.
    pub(super) fn bottom(&self) -> f32 {
        self.y
    }

    /// A line of text; `down` is what it takes.
    fn line(&mut self, class: &str, down: f32, text: &str) -> Markup {
        self.y += down;
        html! { text class=(class) x=(n(self.x)) y=(n(self.y)) { (text) } }
    }

    /// What page it is, what was taken, and the legend.
    pub(super) fn head(
        &mut self,
        document: &Seen,
        page: &DrawnPage,
        regions: &[Vec<Candidate<'_>>],
        lang: Lang,
    ) -> Markup {
        let seen = &page.seen;
        let title = format!("{} · page {} / {}", document.path, seen.number, document.pages);
        let answer = answer(page, regions, lang);
        html! {
            (self.line("h1", 10.0, &short(&title, LINE - 14)))
            @for line in answer { (self.line("h2", 14.0, &line)) }
            @if let Err(why) = &page.picture {
                (self.line("no", 12.0, tell(lang, "La page elle-même n'est pas dessinée :",
                    "The page itself is not drawn:")))
                @let (told, hint) = why.told(lang);
                @for told in [told, hint] { (self.line("no", 10.0, &short(&told, LINE + 16))) }
            }
            (self.legend(lang))
        }
    }

    /// The legend, in two columns.
    fn legend(&mut self, lang: Lang) -> Markup {
        self.y += 12.0;
        let top = self.y;
        let entries = words::legend(lang);
        let place =
            |at: usize| (self.x + (at % 2) as f32 * WIDTH / 2.0, top + (at / 2) as f32 * 11.0);
        let swatches = html! {
            g #legend {
                @for (at, (class, told)) in entries.iter().enumerate() {
                    @let (x, y) = place(at);
                    g stroke=(if *class == "outline" { "#d1242f" } else { "none" }) {
                        (rect(Rect { x0: x, y0: y, x1: x + 16.0, y1: y + 8.0 }, class))
                    }
                    text x=(n(x + 21.0)) y=(n(y + 7.0)) { (told) }
                }
            }
        };
        self.y = top + entries.len().div_ceil(2) as f32 * 11.0 + 2.0;
        html! {
            (swatches)
            @for told in words::key_to_marks(lang) { (self.line("small", 9.0, &told)) }
        }
    }

    /// The title of a part of the list.
    pub(super) fn title(&mut self, text: &str) -> Markup {
        self.y += 8.0;
        let title = self.line("h2", 10.0, text);
        self.y += 4.0;
        title
    }

    /// The entry of a candidate: with its grid in small and its marks where its region gave a
    /// table, in two lines where it gave none.
    pub(super) fn entry(
        &mut self,
        candidate: &Candidate<'_>,
        region: &[Candidate<'_>],
        lang: Lang,
    ) -> Markup {
        let (x, y, full) = (self.x, self.y, !candidate.quiet);
        let height = if full { SMALL.1 + 6.0 } else { 24.0 };
        self.y += height + if full { 3.0 } else { 1.5 };
        let frame = Rect { x0: x, y0: y, x1: x + WIDTH, y1: y + height };
        let left = x + if full { SMALL.0 + 12.0 } else { 8.0 };
        let marks = words::marks(candidate.tried, lang);
        let fate = fate(candidate, region, lang);
        html! {
            rect.entry x=(n(x)) y=(n(y)) width=(n(WIDTH)) height=(n(height)) { title { (marks) } }
            rect x=(n(x)) y=(n(y)) width="3" height=(n(frame.height())) fill=(candidate.colour) {}
            @if full { (small(candidate, x + 7.0, y + 3.0)) }
            text x=(n(left)) y=(n(y + if full { 11.0 } else { 9.5 })) {
                tspan.b { (candidate.name) } " · "
                tspan class=(class(candidate.tried.fate)) { (fate) }
            }
            text x=(n(left)) y=(n(y + if full { 23.0 } else { 19.5 })) { (grid(candidate, lang)) }
            @if full { text.small x=(n(left)) y=(n(frame.y1 - 7.0)) { (marks) } }
        }
    }
}

/// The class of the sentence that says what became of a candidate.
fn class(fate: Fate) -> &'static str {
    match fate {
        Fate::Taken => "yes",
        Fate::Refused(_) => "no",
        _ => "",
    }
}

/// What was taken, in a line or two.
fn answer(page: &DrawnPage, regions: &[Vec<Candidate<'_>>], lang: Lang) -> Vec<String> {
    let all = || regions.iter().flatten();
    let count = page.trace.tried.len();
    let names = cells::names(&page.seen.tables, lang);
    let mut lines = Vec::new();
    for (at, (table, part)) in page.seen.tables.iter().zip(names).enumerate() {
        let became = |c: &&Candidate<'_>| c.table.as_ref().is_some_and(|t| t.at == at);
        let made = all().find(became);
        let name = made.map_or("?", |c| c.name.as_str());
        let method = words::method(&table.method, made.is_some_and(|c| c.tried.is_list), lang);
        let text = match lang {
            Lang::Fr => format!(
                "Retenu : {part} = essai {name} ({method}), confiance {} %",
                table.confidence
            ),
            Lang::En => format!(
                "Taken: {part} = attempt {name} ({method}), confidence {} %",
                table.confidence
            ),
        };
        lines.push(text);
    }
    if lines.is_empty() {
        lines.push(match lang {
            Lang::Fr => format!("Aucun tableau retenu ; essais : {count}"),
            Lang::En => format!("No table taken; attempts: {count}"),
        });
    }
    lines
}

/// What the grid of a candidate is, and its score.
fn grid(candidate: &Candidate<'_>, lang: Lang) -> String {
    let tried = candidate.tried;
    let (rows, columns, headings) = tried.size;
    let method = words::method(&tried.method, tried.is_list, lang);
    let many = |count: usize| if count > 1 { "s" } else { "" };
    let (r, c) = (many(rows), many(columns));
    let size = match lang {
        Lang::Fr => format!("{rows} ligne{r} × {columns} colonne{c}"),
        Lang::En => format!("{rows} row{r} × {columns} column{c}"),
    };
    let table = candidate.table.as_ref();
    let elsewhere = table.and_then(|t| Some((t.headings_on?, !t.repeated.is_empty())));
    let headings = words::headings(headings, elsewhere, lang);
    let score = tried.judged.map_or_else(String::new, |j| {
        format!(" · {} {}", tell(lang, "note", "score"), words::score(j.score, lang))
    });
    format!("{method} · {size}, {headings}{score}")
}

/// What became of a candidate, against the one of its region that was preferred.
fn fate(candidate: &Candidate<'_>, region: &[Candidate<'_>], lang: Lang) -> String {
    let tried = candidate.tried;
    let preferred = |c: &&Candidate<'_>| {
        matches!(c.tried.fate, Fate::Taken | Fate::Displaced | Fate::SoughtAgain)
    };
    let rival = region.iter().find(preferred);
    let rival = rival.and_then(|c| {
        Some(Rival { name: &c.name, score: c.tried.judged?.score, columns: c.tried.size.1 })
    });
    let table = candidate.table.as_ref().map(|t| t.name.as_str());
    words::fate(tried, table, rival.as_ref(), lang)
}

/// The grid of a candidate in small.
fn small(candidate: &Candidate<'_>, x: f32, y: f32) -> Markup {
    let tried = candidate.tried;
    let whole = Rect::hull(tried.cells.iter().map(|area| area.bbox)).unwrap_or(tried.bbox);
    let scale = (SMALL.0 / whole.width()).min(SMALL.1 / whole.height());
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let place = |r: Rect| Rect {
        x0: x + (r.x0 - whole.x0) * scale,
        y0: y + (r.y0 - whole.y0) * scale,
        x1: x + (r.x1 - whole.x0) * scale,
        y1: y + (r.y1 - whole.y0) * scale,
    };
    // What its page alone makes a heading may be the rest of a row.
    let further = candidate.table.as_ref().filter(|t| t.headings_on.is_some());
    let is_heading =
        |cell: &Area| further.map_or(cell.heading, |t| t.repeated.contains(&cell.bbox));
    html! {
        g.thumb stroke=(candidate.colour) {
            @for cell in &tried.cells {
                (rect(place(cell.bbox), if is_heading(cell) { "heading" } else { "" }))
            }
        }
    }
}

/// A text of at most so many letters.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 1).collect();
    format!("{head}…")
}
