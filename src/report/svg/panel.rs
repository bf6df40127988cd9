//! The list beside the page: what was taken, the legend, then each region with its candidates.
//!
//! Every candidate has its grid in small, its marks and a sentence that says what became of it:
//! whoever prints the drawing reads the same as whoever hovers.

use maud::{Markup, html};

use super::super::tell;
use super::{Candidate, n, rect, words};
use crate::issue::Lang;
use crate::layout::tables::trace::Fate;
use crate::place::Rect;
use crate::worker::drawn::DrawnPage;
use crate::worker::inspect::Seen;

/// Width of the list, in points.
const WIDTH: f32 = 390.0;
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
                (self.line("no", 10.0, &short(&why.told(lang).0, LINE + 12)))
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
            @for told in words::key_to_marks(lang) { (self.line("small", 9.0, told)) }
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
        let (name, rest) = headline(candidate, lang);
        html! {
            rect.entry x=(n(x)) y=(n(y)) width=(n(WIDTH)) height=(n(height)) { title { (marks) } }
            rect x=(n(x)) y=(n(y)) width="3" height=(n(frame.height())) fill=(candidate.colour) {}
            @if full { (small(candidate, x + 7.0, y + 3.0)) }
            text x=(n(left)) y=(n(y + if full { 11.0 } else { 9.5 })) { tspan.b { (name) } (rest) }
            @if full { text.small x=(n(left)) y=(n(y + 22.5)) { (marks) } }
            text class=(class(candidate.tried.fate)) x=(n(left)) y=(n(frame.y1 - if full { 6.0 } else { 4.5 })) {
                (fate(candidate, region, lang))
            }
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
    let mut lines = Vec::new();
    for table in &page.seen.tables {
        let made = all().find(|c| c.table == Some(table.id.as_str()));
        let name = made.map_or("?", |c| c.name.as_str());
        let method = words::method(&table.method, lang);
        let text = match lang {
            Lang::Fr => format!(
                "Retenu : {} = essai {name} ({method}), confiance {} %",
                table.id, table.confidence
            ),
            Lang::En => format!(
                "Taken: {} = attempt {name} ({method}), confidence {} %",
                table.id, table.confidence
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

/// The first line of an entry: its name and score, and what its grid is.
fn headline(candidate: &Candidate<'_>, lang: Lang) -> (String, String) {
    let tried = candidate.tried;
    let (rows, columns, headings) = tried.size;
    let method = words::method(&tried.method, lang);
    let many = |count: usize| if count > 1 { "s" } else { "" };
    let (r, c) = (many(rows), many(columns));
    let size = match lang {
        Lang::Fr => format!("{rows} ligne{r} × {columns} colonne{c}, en-tête : {headings}"),
        Lang::En => format!("{rows} row{r} × {columns} column{c}, headings: {headings}"),
    };
    let score = tried.judged.map_or_else(String::new, |j| {
        format!(" · {} {}", tell(lang, "note", "score"), words::score(j.score, lang))
    });
    (format!("{}{score}", candidate.name), format!(" · {method} · {size}"))
}

/// What became of a candidate, against the one of its region that was preferred.
fn fate(candidate: &Candidate<'_>, region: &[Candidate<'_>], lang: Lang) -> String {
    let tried = candidate.tried;
    let preferred = |c: &&Candidate<'_>| {
        matches!(c.tried.fate, Fate::Taken | Fate::Displaced | Fate::SoughtAgain)
    };
    let rival = region.iter().find(preferred);
    let rival = rival.and_then(|c| Some((c.name.clone(), c.tried.judged?.score)));
    words::fate(tried.fate, tried.judged, candidate.table, rival.as_ref(), lang)
}

/// The grid of a candidate in small.
fn small(candidate: &Candidate<'_>, x: f32, y: f32) -> Markup {
    let tried = candidate.tried;
    let scale = (SMALL.0 / tried.bbox.width()).min(SMALL.1 / tried.bbox.height());
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let place = |r: Rect| Rect {
        x0: x + (r.x0 - tried.bbox.x0) * scale,
        y0: y + (r.y0 - tried.bbox.y0) * scale,
        x1: x + (r.x1 - tried.bbox.x0) * scale,
        y1: y + (r.y1 - tried.bbox.y0) * scale,
    };
    html! {
        g.thumb stroke=(candidate.colour) {
            @for cell in &tried.cells {
                (rect(place(cell.bbox), if cell.heading { "heading" } else { "" }))
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
