//! What there is to draw of a page for `bilan inspect --format svg`: its picture, its words and
//! rules, its tables, and the grids that were tried for them.
//!
//! The worker gathers it and draws the page itself, since no other process may decode pictures;
//! a page that cannot be drawn comes without its picture, and with the reason.

use serde::{Deserialize, Serialize};

use super::base64;
use super::inspect::{Inspected, Seen, SeenPage, SeenTable};
use crate::document::{Page, Word};
use crate::issue::Issue;
use crate::layout::tables::trace::{Fate, Trace, Tried};
use crate::place::Rect;

/// What there is to draw of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The document.
    pub document: Seen,
    /// The page asked for, or the only one; `None` where there is no such page.
    pub page: Option<DrawnPage>,
}

/// A page to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnPage {
    /// Its lines and tables.
    pub seen: SeenPage,
    /// Its picture, a PNG in base64, or why there is none.
    pub picture: Result<String, Issue>,
    /// Its words.
    pub words: Vec<DrawnWord>,
    /// Where each table of `seen` stands, in its order.
    pub tables: Vec<DrawnTable>,
    /// Its drawn lines.
    pub rules: Vec<Rect>,
    /// Its shadings.
    pub fills: Vec<Rect>,
    /// The grids that were tried, and running headers and footers.
    pub trace: Trace,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnWord {
    /// Its letters.
    pub text: String,
    /// Its box.
    pub bbox: Rect,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DrawnTable {
    /// The candidate it was made of, by index in the trace.
    pub candidate: Option<usize>,
    /// The area of each of its cells, in their order.
    pub areas: Vec<Rect>,
    /// Areas of the candidate that hold no cell of it: headings repeated on a further page.
    pub repeated: Vec<Rect>,
}

/// What there is to draw, of what `inspect` shows of one page.
pub(super) fn drawn(
    shown: Inspected,
    page: Option<&Page>,
    picture: Result<Vec<u8>, Issue>,
    trace: Trace,
) -> Drawn {
    let finite = |r: &Rect| [r.x0, r.y0, r.x1, r.y1].iter().all(|v| v.is_finite());
    let word = |w: &Word| DrawnWord { text: w.text.clone(), bbox: w.bbox };
    let seen = shown.pages.into_iter().next();
    let page = seen.zip(page).map(|(seen, page)| DrawnPage {
        picture: picture.map(|png| base64::encode(&png)),
        words: page.words.iter().filter(|w| finite(&w.bbox)).map(word).collect(),
        tables: seen.tables.iter().map(|table| placed(table, &trace)).collect(),
        rules: page.rules.iter().map(|r| r.bbox).filter(finite).collect(),
        fills: page.fills.iter().copied().filter(finite).collect(),
        seen,
        trace,
    });
    Drawn { document: shown.document, page }
}

/// The candidate that a table was made of, by the middles of its cells, and their areas.
fn placed(table: &SeenTable, trace: &Trace) -> DrawnTable {
    let middles: Vec<Option<(f32, f32)>> =
        table.cells.iter().map(|cell| cell.bbox.map(Rect::center)).collect();
    let holds = |tried: &Tried| {
        let inside = middles.iter().flatten().filter(|(x, y)| tried.bbox.contains(*x, *y));
        inside.count()
    };
    let taken = trace.tried.iter().enumerate().filter(|(_, tried)| tried.fate == Fate::Taken);
    let best = taken.map(|(at, tried)| (holds(tried), at, tried)).max_by_key(|(held, ..)| *held);
    let Some((_, at, tried)) = best.filter(|(held, ..)| *held > 0) else {
        let areas = table.cells.iter().map(|c| c.bbox.unwrap_or_default()).collect();
        return DrawnTable { areas, ..DrawnTable::default() };
    };
    let mut free: Vec<Option<Rect>> = tried.cells.iter().map(|area| Some(area.bbox)).collect();
    let mut area = |middle: Option<(f32, f32)>| {
        let (x, y) = middle?;
        free.iter_mut().find(|area| area.is_some_and(|a| a.contains(x, y)))?.take()
    };
    let own = table.cells.iter().zip(&middles);
    let areas = own.map(|(cell, middle)| area(*middle).or(cell.bbox).unwrap_or_default()).collect();
    DrawnTable { candidate: Some(at), areas, repeated: free.into_iter().flatten().collect() }
}
