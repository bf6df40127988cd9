//! The tables of the structure tree: rows and cells with their spans, page by page.
//!
//! Takes a `Table` element, gives its cells placed as HTML places them (ISO 32000-2, 14.8.4.8.3):
//! each in the first column that no cell above reaches down to. What is between `Table`, `TR` and
//! `TD` (`THead`, `Div`, `NonStruct`) is passed through; a table within a cell is content of that
//! cell, and a table of its own beside.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::layer::dict;
use super::structure::{Over, role};
use crate::document::{TaggedCell, TaggedTable};
use crate::limits::Limits;

/// The tables of every page, by the object id of the page.
pub(super) type Tables = BTreeMap<ObjectId, Vec<TaggedTable>>;

/// A `Table` element with the page it has from its parents.
pub(super) type Element<'d> = (&'d Dictionary, Option<ObjectId>);

/// A cell as it is written, not yet placed.
#[derive(Debug, Default)]
struct Written {
    spans: (usize, usize),
    heads: bool,
    content: Vec<(ObjectId, i32)>,
}

/// What walks a table.
struct Walk<'d> {
    document: &'d Document,
    roles: Option<&'d Dictionary>,
    classes: Option<&'d Dictionary>,
    limits: &'d Limits,
    /// Objects that may still be walked, in all tables together.
    left: usize,
    /// The first limit that was hit.
    over: Option<Over>,
    seen: BTreeSet<ObjectId>,
}

/// Where in a table the walk is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Table,
    Row,
    Cell,
}

/// Reads the tables of a tree, given by their elements; also tells the first limit that was hit.
pub(super) fn tables<'d>(
    document: &'d Document,
    root: &'d Dictionary,
    elements: &[Element<'d>],
    limits: &'d Limits,
) -> (Tables, Option<Over>) {
    let mut walk = Walk {
        document,
        roles: dict(document, root, b"RoleMap"),
        classes: dict(document, root, b"ClassMap"),
        limits,
        left: limits.structure_elements,
        over: None,
        seen: BTreeSet::new(),
    };
    let mut tables = Tables::new();
    for (element, page) in elements {
        walk.seen.clear();
        let mut rows = Vec::new();
        walk.kids(element, *page, Within::Table, &mut rows, 0);
        let placed = placed(rows, limits);
        if placed.cut {
            walk.refuse("colonnes d'un tableau", limits.structure_columns);
        }
        for (page, part) in by_page(placed) {
            let own = tables.entry(page).or_default();
            if own.len() < limits.structure_tables {
                own.push(part);
            } else {
                walk.refuse("tableaux d'une page", limits.structure_tables);
            }
        }
    }
    (tables, walk.over)
}

impl<'d> Walk<'d> {
    /// Notes the first limit that was hit.
    fn refuse(&mut self, what: &'static str, limit: usize) {
        self.over.get_or_insert((what, limit));
    }

    fn kids(
        &mut self,
        node: &'d Dictionary,
        page: Option<ObjectId>,
        within: Within,
        rows: &mut Vec<Vec<Written>>,
        depth: usize,
    ) {
        let page = node.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(kids) = node.get(b"K") {
            self.object(kids, page, within, rows, depth + 1);
        }
    }

    fn object(
        &mut self,
        object: &'d Object,
        page: Option<ObjectId>,
        within: Within,
        rows: &mut Vec<Vec<Written>>,
        depth: usize,
    ) {
        if self.left == 0 {
            return self.refuse("éléments des tableaux", self.limits.structure_elements);
        }
        self.left -= 1;
        if let Object::Reference(id) = object
            && !self.seen.insert(*id)
        {
            return;
        }
        if depth > self.limits.structure_depth {
            return self.refuse("profondeur d'un tableau", self.limits.structure_depth);
        }
        let Ok((_, object)) = self.document.dereference(object) else { return };
        match object {
            Object::Array(items) => {
                for item in items {
                    self.object(item, page, within, rows, depth + 1);
                }
            }
            Object::Integer(mcid) => claim(rows, within, page, *mcid),
            Object::Dictionary(node) => self.element(node, page, within, rows, depth),
            _ => {}
        }
    }

    fn element(
        &mut self,
        node: &'d Dictionary,
        page: Option<ObjectId>,
        within: Within,
        rows: &mut Vec<Vec<Written>>,
        depth: usize,
    ) {
        if let Ok(Object::Integer(mcid)) = node.get(b"MCID") {
            // The content of a form counts its ids by itself.
            if !node.has(b"Stm") {
                let own = node.get(b"Pg").and_then(Object::as_reference).ok();
                claim(rows, within, own.or(page), *mcid);
            }
            return;
        }
        let within = match (within, role(node, self.roles).as_str()) {
            (Within::Table, "TR") => {
                if rows.len() >= self.limits.structure_rows {
                    return self.refuse("lignes d'un tableau", self.limits.structure_rows);
                }
                rows.push(Vec::new());
                Within::Row
            }
            (Within::Row, name @ ("TH" | "TD")) => {
                let cell = self.cell(node, name == "TH");
                let most = self.limits.structure_columns;
                let Some(row) = rows.last_mut().filter(|r| r.len() < most) else {
                    return self.refuse("colonnes d'un tableau", most);
                };
                row.push(cell);
                Within::Cell
            }
            (Within::Table | Within::Row, "Table" | "Caption") => return,
            (within, _) => within,
        };
        self.kids(node, page, within, rows, depth);
    }

    /// A cell with its spans, by its attributes or those of its classes.
    fn cell(&self, node: &'d Dictionary, headed: bool) -> Written {
        let of_row = self.attribute(node, b"Scope").and_then(|s| s.as_name().ok()) == Some(b"Row");
        let span = |key: &[u8], most: usize| {
            let told = self.attribute(node, key).and_then(|n| n.as_i64().ok());
            told.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).clamp(1, most)
        };
        Written {
            spans: (
                span(b"RowSpan", self.limits.structure_rows),
                span(b"ColSpan", self.limits.structure_columns),
            ),
            heads: headed && !of_row,
            content: Vec::new(),
        }
    }

    /// An attribute of tables: of the element itself, else of one of its classes.
    fn attribute(&self, node: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        let own = node.get_deref(b"A", self.document).ok();
        let of_class =
            |name: &'d Object| self.classes?.get_deref(name.as_name().ok()?, self.document).ok();
        let classes: Vec<&Object> = match node.get_deref(b"C", self.document) {
            Ok(Object::Array(names)) => names.iter().filter_map(of_class).collect(),
            Ok(name) => of_class(name).into_iter().collect(),
            Err(_) => Vec::new(),
        };
        own.into_iter().chain(classes).find_map(|owner| self.within_owner(owner, key))
    }

    /// An attribute in an attribute object or in an array of them.
    fn within_owner(&self, owner: &'d Object, key: &[u8]) -> Option<&'d Object> {
        let of = |object: &'d Object| {
            let owner = self.document.dereference(object).ok()?.1.as_dict().ok()?;
            let tables = owner.get(b"O").and_then(Object::as_name).is_ok_and(|o| o == b"Table");
            owner.get_deref(key, self.document).ok().filter(|_| tables)
        };
        match owner {
            Object::Array(owners) => owners.iter().find_map(of),
            single => of(single),
        }
    }
}

/// Adds marked content to the open cell.
fn claim(rows: &mut [Vec<Written>], within: Within, page: Option<ObjectId>, mcid: i64) {
    let cell = rows.last_mut().and_then(|row| row.last_mut()).filter(|_| within == Within::Cell);
    if let (Some(cell), Some(page), Ok(mcid)) = (cell, page, i32::try_from(mcid)) {
        cell.content.push((page, mcid));
    }
}

/// The cells on their rows and columns, with their content.
#[derive(Debug, Default)]
struct Placed {
    rows: usize,
    columns: usize,
    header_rows: usize,
    cells: Vec<(TaggedCell, Vec<(ObjectId, i32)>)>,
    /// Whether cells were left out, for which there were too many columns.
    cut: bool,
}

fn placed(rows: Vec<Vec<Written>>, limits: &Limits) -> Placed {
    let mut placed =
        Placed { rows: rows.len(), header_rows: header_rows(&rows), ..Placed::default() };
    // For each column, the first row that no cell from above reaches.
    let mut free: Vec<usize> = Vec::new();
    let mut filled: Vec<usize> = Vec::with_capacity(rows.len());
    for (row, cells) in rows.into_iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while free.get(column).is_some_and(|f| *f > row) {
                column += 1;
            }
            let (down, across) = cell.spans;
            if column + across > limits.structure_columns {
                placed.cut = true;
                break;
            }
            let row_span = down.min(placed.rows - row);
            free.resize(free.len().max(column + across), 0);
            for f in free.iter_mut().skip(column).take(across) {
                *f = row + row_span;
            }
            let at =
                TaggedCell { row, column, row_span, column_span: across, ..Default::default() };
            placed.cells.push((at, cell.content));
            column += across;
        }
        filled.push(free.iter().filter(|f| **f > row).count());
    }
    placed.columns = free.len();
    for (cell, _) in &mut placed.cells {
        cell.loose = filled.get(cell.row).is_some_and(|f| *f < placed.columns);
    }
    placed
}

/// Rows at the top that are all headings; none where every row is, which tells nothing.
fn header_rows(rows: &[Vec<Written>]) -> usize {
    let heads = |row: &&Vec<Written>| {
        row.iter().any(|c| c.heads) && row.iter().all(|c| c.heads || c.content.is_empty())
    };
    let headed = rows.iter().take_while(heads).count();
    if headed == rows.len() { 0 } else { headed }
}

/// What of a table stands on each page. The tree has the pages in their order, but for headings,
/// which may be told of each page at once.
fn by_page(placed: Placed) -> BTreeMap<ObjectId, TaggedTable> {
    let mut parts: BTreeMap<ObjectId, TaggedTable> = BTreeMap::new();
    let Placed { rows, columns, header_rows, cells, .. } = placed;
    // The page that holds the first content below the headings, and the last such row with the
    // page that opened it.
    let mut begins: Option<ObjectId> = None;
    let mut last: Option<(usize, ObjectId)> = None;
    for (cell, content) in cells {
        let mut own: BTreeMap<ObjectId, Vec<i32>> = BTreeMap::new();
        for (page, mcid) in content {
            if cell.row >= header_rows && last.is_none_or(|(row, _)| row != cell.row) {
                last = Some((cell.row, page));
                begins.get_or_insert(page);
            }
            own.entry(page).or_default().push(mcid);
        }
        for (page, mcids) in own {
            let part = parts.entry(page).or_insert_with(|| TaggedTable {
                rows,
                columns,
                header_rows,
                ..TaggedTable::default()
            });
            let opens = part.cells.last().is_none_or(|c| c.row < header_rows);
            if opens && cell.row >= header_rows && begins != Some(page) {
                part.cut = Some(last.is_some_and(|(row, first)| row == cell.row && first != page));
            }
            part.cells.push(TaggedCell { mcids, ..cell.clone() });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rows: Vec<Vec<Written>>) -> Placed {
        placed(rows, &Limits::default())
    }

    fn cells(spans: &[&[(usize, usize)]]) -> Vec<(usize, usize, usize, usize)> {
        let cell = |&spans: &(usize, usize)| Written { spans, ..Written::default() };
        let rows = spans.iter().map(|row| row.iter().map(cell).collect()).collect();
        let at = |(c, _): (TaggedCell, _)| (c.row, c.column, c.row_span, c.column_span);
        place(rows).cells.into_iter().map(at).collect()
    }

    #[test]
    fn a_cell_stands_in_the_first_column_that_none_above_reaches_into() {
        let told = cells(&[&[(2, 1), (1, 2), (9, 1)], &[(1, 1), (1, 1)], &[(1, 1), (1, 2)]]);
        assert_eq!(
            told,
            [
                (0, 0, 2, 1),
                (0, 1, 1, 2),
                (0, 3, 3, 1),
                (1, 1, 1, 1),
                (1, 2, 1, 1),
                (2, 0, 1, 1),
                (2, 1, 1, 2),
            ]
        );
    }

    #[test]
    fn a_span_wider_than_any_page_ends_its_row() {
        assert_eq!(cells(&[&[(1, 1), (1, 400)], &[(1, 1)]]), [(0, 0, 1, 1), (1, 0, 1, 1)]);
    }

    #[test]
    fn headings_are_told_by_the_rows_at_the_top_and_not_by_a_table_of_nothing_else() {
        let row = |heads| vec![Written { heads, content: vec![((1, 0), 1)], ..Default::default() }];
        assert_eq!(header_rows(&[row(true), row(false), row(true)]), 1);
        assert_eq!(header_rows(&[row(true), row(true)]), 0);
    }

    #[test]
    fn a_row_is_cut_where_its_first_content_stands_on_the_page_before() {
        let cell = |pages: &[u32]| Written {
            spans: (1, 1),
            heads: false,
            content: pages.iter().map(|page| ((*page, 0), 1)).collect(),
        };
        let whole = vec![vec![cell(&[9])], vec![cell(&[4])]];
        let parts = by_page(place(whole));
        assert_eq!(parts.values().map(|p| p.cut).collect::<Vec<_>>(), [Some(false), None]);
        let cut = vec![vec![cell(&[9])], vec![cell(&[9]), cell(&[9, 4])], vec![cell(&[4])]];
        let parts = by_page(place(cut));
        assert_eq!((parts[&(9, 0)].cut, parts[&(4, 0)].cut), (None, Some(true)));
        assert_eq!(parts[&(4, 0)].cells.iter().map(|c| c.row).collect::<Vec<_>>(), [1, 2]);
    }
}
