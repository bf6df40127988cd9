//! A drawn grid with what belongs to it beyond its drawing.
//!
//! Where only every other row is shaded, or only the rows of groups, part of a table is not drawn:
//! its headings above the first shading, its last rows below the last. What stands near such a grid
//! and keeps within its columns is of the same table; text that runs across them is not, unless
//! rows of numbers follow it: then it names a group.

use crate::document::Method;
use crate::place::Rect;

use super::aligned;
use super::columns;
use super::frame::{Chunk, Line, Token};
use super::grid::{Grid, Slot};
use super::headings;
use super::regions::TELLING;
use super::strokes::{Stroke, Strokes};
use super::values::Kind;

/// White between two rows, in letter sizes, and between two lines of one cell.
const ROW_GAP: f32 = 1.7;
const TIGHT: f32 = 0.5;
/// Lines that headings and what stands between them and the first drawn row may take.
const MAX_ABOVE: usize = 14;
/// Words of a line that names a group.
const GROUP_WORDS: usize = 14;

/// What grids are extended by.
pub(super) struct Surroundings<'s, 'a> {
    /// Lines without the words of any table, top to bottom.
    pub(super) free: &'s [Line<'a>],
    pub(super) strokes: &'s Strokes,
    /// By index of the word.
    pub(super) tokens: &'s [Option<Token<'a>>],
}

/// A line beside its stretches, cut at the columns of the grid.
type Cut<'c, 'a> = (&'c Line<'a>, Vec<Chunk<'a>>);

/// The columns of a grid, as lines around it are held against them.
struct Columns {
    edges: Vec<(f32, f32)>,
    walls: Vec<Stroke>,
    numeric: Vec<bool>,
}

/// How a line stands to the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Within,
    Across,
    Off,
}

/// The grid with the headings above it and the rows below it.
pub(super) fn extend(grid: Grid, bbox: Rect, around: &Surroundings<'_, '_>) -> Grid {
    let columns = Columns::of(&grid, around.tokens);
    if grid.columns < 2 || !columns.numeric.contains(&true) {
        return grid;
    }
    let grid = if columns.are_headed(&grid) { grid } else { crown(grid, bbox, &columns, around) };
    prolong(grid, bbox, &columns, around)
}

impl Columns {
    fn of(grid: &Grid, tokens: &[Option<Token<'_>>]) -> Self {
        let mut counts = vec![(0, 0); grid.columns];
        for cell in grid.cells.iter().filter(|c| c.column_span == 1) {
            let own = || cell.words.iter().filter_map(|&i| tokens.get(i).copied().flatten());
            let number =
                own().any(|t| t.kind == Kind::Value) && own().all(|t| t.kind != Kind::Text);
            if let Some(count) = counts.get_mut(cell.column) {
                *count = (count.0 + usize::from(number), count.1 + 1);
            }
        }
        let numeric =
            |(i, (data, all)): (usize, &(usize, usize))| i > 0 && *data > 0 && data * 2 >= *all;
        let wall = |pair: &[(f32, f32)]| match pair {
            [a, b] => Some(Stroke {
                at: f32::midpoint(a.1, b.0),
                from: f32::NEG_INFINITY,
                to: f32::INFINITY,
            }),
            _ => None,
        };
        Self {
            walls: grid.edges.windows(2).filter_map(wall).collect(),
            numeric: counts.iter().enumerate().map(numeric).collect(),
            edges: grid.edges.clone(),
        }
    }

    /// Whether a column of numbers has a heading of its own.
    fn are_headed(&self, grid: &Grid) -> bool {
        let heads = |c: &Slot| c.row < grid.header_rows && c.column_span == 1;
        grid.cells.iter().any(|c| heads(c) && self.numeric.get(c.column) == Some(&true))
    }

    fn sides(&self) -> (f32, f32) {
        let left = self.edges.first().map_or(0.0, |e| e.0);
        (left, self.edges.last().map_or(left, |e| e.1))
    }

    fn cut<'c, 'a>(&self, line: &'c Line<'a>) -> Cut<'c, 'a> {
        let across = self.stand(line) == Stand::Across;
        let walls = if across { &[] } else { self.walls.as_slice() };
        (line, line.chunks_between(TELLING, walls))
    }

    fn stand(&self, line: &Line<'_>) -> Stand {
        let (left, right) = self.sides();
        if line.bbox.x0 < left - 3.0 || line.bbox.x1 > right + 3.0 {
            return Stand::Off;
        }
        let parted = |at: f32| {
            let astride = |t: &Token<'_>| t.bbox.x0 < at - 1.5 && at + 1.5 < t.bbox.x1;
            let close = |pair: &[Token<'_>]| match pair {
                [a, b] => {
                    let gap = b.bbox.x0 - a.bbox.x1;
                    a.bbox.center().0 < at && at < b.bbox.center().0 && gap < 0.45 * b.size
                }
                _ => false,
            };
            !line.tokens.iter().any(astride) && !line.tokens.windows(2).any(close)
        };
        if self.walls.iter().all(|w| parted(w.at)) { Stand::Within } else { Stand::Across }
    }

    /// Whether a line that runs across may name a group.
    fn may_name(&self, line: &Line<'_>) -> bool {
        let (left, right) = self.sides();
        let first = self.edges.first().map_or(right, |e| e.1);
        line.tokens.len() <= GROUP_WORDS
            && line.bbox.x0 < first
            && line.bbox.x1 < right - 0.05 * (right - left)
    }

    /// The columns of numbers in which a line has something, numbers alone or words too.
    fn filled(&self, cut: &Cut<'_, '_>, words: bool) -> usize {
        let counts = |c: &&Chunk<'_>| {
            let place = columns::covered(&self.edges, c);
            let own = place.is_some_and(|(a, b)| a == b && self.numeric.get(a) == Some(&true));
            own && (words || c.kind.is_data())
        };
        cut.1.iter().filter(counts).count()
    }

    /// Whether a line fills the columns of numbers with numbers.
    fn opens(&self, cut: &Cut<'_, '_>) -> bool {
        let all = self.numeric.iter().filter(|n| **n).count();
        let filled = self.filled(cut, false);
        filled > 0 && filled * 2 >= all && filled == self.filled(cut, true)
    }
}

/// The lines right above or below a grid that may be of it, from the grid outwards.
fn neighbours<'c, 'a>(
    lines: impl Iterator<Item = &'c Line<'a>>,
    bbox: Rect,
    columns: &Columns,
) -> Vec<Cut<'c, 'a>>
where
    'a: 'c,
{
    let mut taken = Vec::new();
    let mut near = bbox;
    for line in lines {
        let gap = (near.y0 - line.bbox.y1).max(line.bbox.y0 - near.y1);
        let stand = columns.stand(line);
        let cut = columns.cut(line);
        if gap > ROW_GAP * line.size
            || stand == Stand::Off
            || stand == Stand::Across && !columns.may_name(line) && !columns.opens(&cut)
        {
            break;
        }
        near = line.bbox;
        taken.push(cut);
    }
    taken
}

/// The grid with the headings that stand above it, and the rows between.
fn crown(grid: Grid, bbox: Rect, columns: &Columns, around: &Surroundings<'_, '_>) -> Grid {
    let end = around.free.partition_point(|l| l.bbox.center().1 < bbox.y0);
    let above = around.free.get(..end).unwrap_or_default();
    let mut lines = neighbours(above.iter().rev().take(MAX_ABOVE), bbox, columns);
    lines.reverse();
    let Some(first) = lines.iter().position(|l| columns.filled(l, true) > 0) else { return grid };
    let lines = lines.split_off(first);
    let body = heading_end(&lines, columns);
    let (head, rest) = lines.split_at(body);
    let (rows, mut cells) =
        headings::lay(head, &columns.edges, &columns.numeric, &around.strokes.across);
    let headed = |column: usize| {
        let over = |c: &Slot| c.column <= column && column < c.column + c.column_span;
        cells.iter().any(over)
    };
    // Without headings, rows of numbers alone: the rest of a table from the page before.
    let all = columns.numeric.iter().enumerate().filter(|n| *n.1).all(|n| headed(n.0));
    if !all && rows > 0 || rest.is_empty() && rows == 0 {
        return grid;
    }
    let own = aligned::body_rows(rest, &columns.edges, &columns.numeric, around.strokes);
    cells.extend(aligned::body_slots(rest, &own, &columns.edges, rows));
    let shift = rows + own.last().map_or(0, |r| r + 1);
    cells.extend(grid.cells.into_iter().map(|c| Slot { row: c.row + shift, ..c }));
    Grid { rows: grid.rows + shift, header_rows: rows, cells, method: Method::PartlyRuled, ..grid }
        .tidy()
}

/// Where headings end: at the first line of numbers, with the label that begins above it, or
/// below the last line that stands over a column of numbers and the rest of its broken words.
fn heading_end(lines: &[Cut<'_, '_>], columns: &Columns) -> usize {
    let first = lines.iter().position(|l| columns.opens(l)).unwrap_or(lines.len());
    let over = |l: &Cut<'_, '_>| columns.filled(l, true) > 0;
    let head = lines.get(..first).unwrap_or_default();
    let Some(last) = head.iter().rposition(over) else { return 0 };
    let rest = head.get(last..).unwrap_or_default().windows(2);
    let goes_on = |pair: &&[Cut<'_, '_>]| match pair {
        [(above, _), (line, _)] => {
            line.bbox.y0 - above.bbox.y1 < TIGHT * line.size
                && line.tokens.first().is_some_and(|t| t.text.starts_with(char::is_lowercase))
        }
        _ => false,
    };
    last + 1 + rest.take_while(goes_on).count()
}

/// The grid with the rows that stand below it.
fn prolong(mut grid: Grid, bbox: Rect, columns: &Columns, around: &Surroundings<'_, '_>) -> Grid {
    let start = around.free.partition_point(|l| l.bbox.center().1 < bbox.y1);
    let below = around.free.get(start..).unwrap_or_default();
    let mut lines = neighbours(below.iter(), bbox, columns);
    let wraps = wrapped(&lines, bbox.y1, columns, around.strokes);
    let last = lines.iter().rposition(|l| columns.opens(l)).map_or(wraps, |i| {
        let from = lines.get(i).map_or(0.0, |l| l.0.bbox.y1);
        let rest = lines.get(i + 1..).unwrap_or_default();
        i + 1 + wrapped(rest, from, columns, around.strokes)
    });
    lines.truncate(last);
    let rest = lines.split_off(wraps.min(lines.len()));
    go_on(&mut grid, &lines, columns);
    let rows = aligned::body_rows(&rest, &columns.edges, &columns.numeric, around.strokes);
    let cells = aligned::body_slots(&rest, &rows, &columns.edges, grid.rows);
    if !cells.is_empty() {
        grid.method = Method::PartlyRuled;
    }
    grid.rows += rows.last().map_or(0, |r| r + 1);
    grid.cells.extend(cells);
    grid.tidy()
}

/// How many of the lines go on with the row that ends at `from`: they stand close below it and
/// hold words in columns of words.
fn wrapped(lines: &[Cut<'_, '_>], from: f32, columns: &Columns, strokes: &Strokes) -> usize {
    let mut from = from;
    let (left, right) = columns.sides();
    let goes_on = |cut: &&Cut<'_, '_>| {
        let line = cut.0;
        let ruled = strokes.across.iter().any(|s| {
            from - 0.3 * line.size < s.at
                && s.at < line.bbox.center().1
                && s.cover(left, right) > 0.6 * (right - left)
        });
        let close = line.bbox.y0 - from < TIGHT * line.size;
        from = line.bbox.y1;
        close && !ruled && columns.filled(cut, true) == 0 && columns.stand(line) == Stand::Within
    };
    lines.iter().take_while(goes_on).count()
}

/// Adds lines to the last row of a grid.
fn go_on(grid: &mut Grid, lines: &[Cut<'_, '_>], columns: &Columns) {
    let Some(row) = grid.rows.checked_sub(1) else { return };
    for chunk in lines.iter().flat_map(|l| &l.1) {
        let Some((column, _)) = columns::covered(&columns.edges, chunk) else { continue };
        let words = chunk.tokens.iter().map(|t| t.index);
        let within = |c: &&mut Slot| {
            c.row + c.row_span > row && c.column <= column && column < c.column + c.column_span
        };
        match grid.cells.iter_mut().find(within) {
            Some(own) => own.words.extend(words),
            None => grid.cells.push(Slot {
                row,
                column,
                row_span: 1,
                column_span: 1,
                words: words.collect(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Page;
    use crate::layout::tables::find;
    use crate::layout::tables::frame::tests::page;
    use crate::place::Rect;

    /// Two shaded rows with one between, and whatever else the page says.
    fn zebra(around: &[(f32, f32, &str)]) -> Page {
        let mut words = vec![
            (52.0, 200.0, "Action 1.1"),
            (142.0, 200.0, "Ouvrir un lieu"),
            (300.0, 200.0, "1 000 €"),
            (380.0, 200.0, "2 000 €"),
            (52.0, 222.0, "Action 1.2"),
            (142.0, 222.0, "Aller vers"),
            (300.0, 222.0, "3 000 €"),
            (380.0, 222.0, "4 000 €"),
            (52.0, 244.0, "Action 1.3"),
            (142.0, 244.0, "Former"),
            (300.0, 244.0, "5 000 €"),
            (380.0, 244.0, "6 000 €"),
        ];
        words.extend_from_slice(around);
        let mut page = page(&words);
        for y0 in [188.0, 232.0] {
            let cell = |x: &[f32]| Rect { x0: x[0], y0, x1: x[1], y1: y0 + 20.0 };
            page.fills.extend([50.0, 140.0, 280.0, 360.0, 440.0].windows(2).map(cell));
        }
        page
    }

    fn rows(page: &Page) -> Vec<String> {
        let found = find(page);
        assert_eq!(found.len(), 1);
        let table = &found[0].table;
        let row = |r| table.row(r).map(|c| c.text.text.clone()).collect::<Vec<_>>().join(" | ");
        (0..table.rows).map(row).collect()
    }

    #[test]
    fn headings_and_a_group_above_the_shading_are_of_the_table() {
        let page = zebra(&[
            (52.0, 150.0, "Action"),
            (142.0, 150.0, "Titre"),
            (290.0, 150.0, "Crédits"),
            (370.0, 150.0, "Crédits"),
            (290.0, 162.0, "État"),
            (370.0, 162.0, "Métropole"),
            (52.0, 180.0, "Action 1 : Insertion et retour vers l'emploi"),
        ]);
        let rows = rows(&page);
        assert_eq!(rows[0], "Action | Titre | Crédits État | Crédits Métropole");
        assert_eq!(rows[1], "Action 1 : Insertion et retour vers l'emploi");
        assert_eq!(rows[2], "Action 1.1 | Ouvrir un lieu | 1 000 € | 2 000 €");
        assert_eq!(rows.len(), 5);
    }

    #[test]
    fn the_end_of_a_label_and_a_total_below_the_shading_are_of_the_table() {
        let page = zebra(&[
            (142.0, 255.0, "les équipes"),
            (52.0, 276.0, "Total de la convention"),
            (300.0, 276.0, "9 000 €"),
            (375.0, 276.0, "12 000 €"),
        ]);
        let rows = rows(&page);
        assert_eq!(rows[2], "Action 1.3 | Former les équipes | 5 000 € | 6 000 €");
        assert_eq!(rows[3], "Total de la convention | 9 000 € | 12 000 €");
    }

    #[test]
    fn a_row_of_numbers_above_the_shading_needs_no_headings() {
        let page = zebra(&[
            (52.0, 178.0, "Action 1.0"),
            (142.0, 178.0, "Écouter"),
            (300.0, 178.0, "7 000 €"),
            (380.0, 178.0, "8 000 €"),
        ]);
        let rows = rows(&page);
        assert_eq!(rows[0], "Action 1.0 | Écouter | 7 000 € | 8 000 €");
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn sentences_around_the_shading_stay_text() {
        let line = "Les crédits alloués par la ville à cette action ont été";
        let page = zebra(&[(52.0, 166.0, line), (52.0, 178.0, line), (52.0, 266.0, line)]);
        assert_eq!(rows(&page).len(), 3);
    }
}
