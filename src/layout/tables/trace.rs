//! What finding tried on a page, for `bilan inspect --format svg`: each candidate grid with its
//! marks, and why it was taken or not.
//!
//! Everything here stands on the page as it is seen, whichever way finding turned it.

use serde::{Deserialize, Serialize};

use crate::place::Rect;

/// What was tried on one page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trace {
    /// Candidates, in the order in which they were tried.
    pub tried: Vec<Tried>,
    /// Running headers and footers, whose words were set aside before.
    pub furniture: Vec<Rect>,
}

/// A candidate for a table. Of one that was taken, the box, the size and the cells are those of
/// the table that came out, with what was added around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// Candidates of one region share it; counted from 0.
    pub region: usize,
    /// How its grid was found: [`Method::name`](crate::document::Method::name).
    pub method: String,
    /// Whether it was read as a list of names and amounts.
    pub is_list: bool,
    /// The box of its words.
    pub bbox: Rect,
    /// Rows, columns and rows of headings.
    pub size: (usize, usize, usize),
    /// The area of each of its cells that hold something.
    pub cells: Vec<Area>,
    /// What the scorer says; `None` for what goes on from the page before, which is not judged.
    pub judged: Option<Judged>,
    /// What became of it.
    pub fate: Fate,
    /// Its words, by which it is known again.
    #[serde(skip)]
    pub(super) words: Vec<usize>,
}

/// The area of a cell on the page, from edge to edge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// The area.
    pub bbox: Rect,
    /// Whether it is of a heading.
    pub heading: bool,
}

/// The parts of a judgement, each from 0 to 1, and the score that they make.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Slots of the body that hold something.
    pub filled: f32,
    /// Cells of a column that are of its type.
    pub typed: f32,
    /// Numbers that share an edge with most of their column.
    pub aligned: f32,
    /// Cells that hold one thing.
    pub single: f32,
    /// From 0 to 100.
    pub score: f32,
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is a table of the page.
    Taken,
    /// It is one, and another of its region is not worse.
    Beaten,
    /// It was the best of its region, and its words are in another table, which may hold less: a
    /// list, what the structure tree tells, or a grid of which it became a part.
    Displaced,
    /// The page has columns of text, in each of which tables were looked for again.
    SoughtAgain,
    /// It is no table.
    Refused(Refusal),
}

/// Why a candidate is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Fewer than two columns, two rows, or a row below its headings.
    Small,
    /// The lettering of a chart: scales, or numbers without a word.
    Chart,
    /// Too few of its slots hold something.
    Sparse,
    /// Its marks are too low.
    LowMarks,
    /// One row of numbers, with no rules around it.
    OneRow,
    /// Many of its cells hold sentences.
    Sentences,
    /// Words alone, and no rules around each cell, nor three columns and rows.
    WordsAlone,
    /// Words alone, as near each other as those of running text.
    RunningText,
    /// A table of contents.
    Contents,
    /// Words between rules of one width, in columns too near, without headings or with holes.
    Unframed,
    /// Cells of the structure tree that follow each other otherwise on the page.
    OutOfOrder,
    /// Words among those of the structure tree's cells that are in none of them.
    Mixed,
}

#[cfg(test)]
impl Tried {
    /// A candidate of one cell, a quarter of it filled.
    pub(crate) fn of(bbox: Rect, fate: Fate, cells: Vec<Area>) -> Self {
        let judged = Judged { filled: 0.25, typed: 1.0, aligned: 1.0, single: 1.0, score: 50.0 };
        Self {
            region: 0,
            method: "ruled".to_owned(),
            is_list: false,
            bbox,
            size: (2, 2, 1),
            cells,
            judged: Some(judged),
            fate,
            words: Vec::new(),
        }
    }
}
