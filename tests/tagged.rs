//! Tables of tagged PDFs built here: what the structure tree tells right is used, and what it
//! tells wrong changes nothing.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod draft;

use std::fmt::Write as _;
use std::sync::Arc;

use bilan::document::{Method, Source, Table, TaggedCell};
use bilan::issue::Code;
use bilan::layout::tables::trace::{Fate, Refusal};
use bilan::layout::{lay_out, lay_out_watching};
use bilan::limits::Limits;
use bilan::readers::pdf::read;
use draft::Draft;

/// A cell to be drawn: its element as far as its content, then `(x, y, text)` for each line.
type Drawn<'a> = (&'a str, &'a [(u32, u32, &'a str)]);

/// A page of rows of cells: what draws them, each under an id of its own, and their elements.
fn rows(page: u32, rows: &[&[Drawn<'_>]]) -> (String, String) {
    let (mut content, mut tree, mut mcid) = (String::new(), String::new(), 0);
    for row in rows {
        tree.push_str("<< /S /TR /K [");
        for (element, lines) in *row {
            write!(content, "/P << /MCID {mcid} >> BDC ").unwrap();
            for (x, y, text) in *lines {
                write!(content, "BT /F1 10 Tf {x} {y} Td ({text}) Tj ET ").unwrap();
            }
            content.push_str("EMC ");
            write!(tree, "<< {element} /Pg {page} 0 R /K << /S /P /K {mcid} >> >> ").unwrap();
            mcid += 1;
        }
        tree.push_str("] >> ");
    }
    (content, tree)
}

/// A file of these pages with a tree of these kids; without a tree where there are none.
fn file(pages: &[&str], kids: &str) -> Draft {
    let pages: Vec<(&str, &[u8])> = pages.iter().map(|p| ("", p.as_bytes())).collect();
    let draft = Draft::new(&pages);
    if kids.is_empty() {
        return draft;
    }
    let tree = format!(
        "<< /Type /StructTreeRoot /ClassMap << /two << /O /Table /ColSpan 2 >> >> /K [ {kids} ] >>"
    );
    let catalog = b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 20 0 R >>";
    draft.with(20, tree.as_bytes()).with(1, catalog)
}

fn table(rows: &str) -> String {
    format!("<< /S /Table /K [ {rows} ] >>")
}

fn tables(source: Source) -> Vec<Table> {
    lay_out(source).tables
}

fn texts(table: &Table) -> Vec<(usize, usize, &str)> {
    table.cells.iter().map(|c| (c.row, c.column, c.text.text.as_str())).collect()
}

/// Three columns of words that all but touch, and amounts in the middle of their rows.
fn tight() -> (String, String) {
    rows(
        4,
        &[
            &[
                ("/S /TH", &[(50, 700, "Action")]),
                ("/S /TH", &[(152, 700, "Objectif")]),
                ("/S /TH", &[(258, 700, "Montant")]),
            ],
            &[
                ("/S /TD", &[(50, 684, "Ouvrir un lieu pour les"), (50, 672, "familles")]),
                ("/S /TD", &[(152, 684, "Accueillir et orienter"), (152, 672, "les parents isol")]),
                ("/S /TD", &[(258, 678, "4 000")]),
            ],
            &[
                ("/S /TD", &[(50, 660, "Former les jeunes aux"), (50, 648, "outils")]),
                ("/S /TD", &[(152, 660, "Vers un emploi durable"), (152, 648, "dans la ville")]),
                ("/S /TD", &[(258, 654, "12 500")]),
            ],
        ],
    )
}

#[test]
fn a_table_that_white_space_does_not_tell_is_told_by_its_tags() {
    let (content, tree) = tight();
    let found = tables(file(&[&content], &table(&tree)).read());
    let [found] = found.as_slice() else { panic!("one table, not {}", found.len()) };
    assert_eq!((found.method, found.header_rows), (Method::Tagged, 1));
    assert_eq!(
        texts(found),
        [
            (0, 0, "Action"),
            (0, 1, "Objectif"),
            (0, 2, "Montant"),
            (1, 0, "Ouvrir un lieu pour les familles"),
            (1, 1, "Accueillir et orienter les parents isol"),
            (1, 2, "4 000"),
            (2, 0, "Former les jeunes aux outils"),
            (2, 1, "Vers un emploi durable dans la ville"),
            (2, 2, "12 500"),
        ]
    );
    let untagged = tables(file(&[&content], "").read());
    assert!(untagged.iter().all(|t| texts(t) != texts(found)), "the tags are of no use here");
}

/// A table that white space tells, below a line of text.
fn plain() -> (String, String) {
    let names = ["Charges", "Produits", "Reprises", "Total"];
    let mut cells = Vec::new();
    for (i, name) in (0..).zip(names) {
        let y = 660 - 16 * i;
        cells.push([(50, y, name), (300, y, "1 250"), (400, y, "980")]);
    }
    let drawn: Vec<Vec<Drawn<'_>>> = cells
        .iter()
        .map(|row| row.iter().map(|c| ("/S /TD", std::slice::from_ref(c))).collect())
        .collect();
    let drawn: Vec<&[Drawn<'_>]> = drawn.iter().map(Vec::as_slice).collect();
    rows(4, &drawn)
}

#[test]
fn a_tree_that_lies_changes_nothing() {
    let (content, tree) = plain();
    let content = format!("BT /F1 10 Tf 50 700 Td (Bilan du contrat de ville) Tj ET {content}");
    let untagged = tables(file(&[&content], "").read());
    assert_eq!(untagged.len(), 1);
    let whole: String = (0..12).fold(String::new(), |all, mcid| format!("{all} {mcid}"));
    let of_page = format!("<< /S /TD /Pg 4 0 R /K [ {whole} ] >>");
    let gone = tree.replace(" >> >>", "00 >> >>");
    let mixed = tree.replace("/K 4 ", "/K 7 ").replace("/K 11 ", "/K 2 ");
    let below = tree.replace("<< /S /TR /K [", "").replace("] >> ", "");
    let below = below.replace("<< /S /TD", "<< /S /TR /K [ << /S /TD");
    let below = below.replace(" >> >> ", " >> >> ] >> ");
    let lies = [
        ("the page as one cell", (1, 1), table(&format!("<< /S /TR /K [ {of_page} ] >>"))),
        (
            "a tree that comes back to itself",
            (0, 0),
            "20 0 R 21 0 R << /S /Table /K 20 0 R >>".to_owned(),
        ),
        ("content that is not there", (4, 3), table(&gone)),
        ("cells in each other's place", (4, 3), table(&mixed)),
        ("all cells in one column", (12, 1), table(&below)),
        (
            "an endless span",
            (4, 400),
            table(&tree.replace("/S /TD", "/S /TD /A << /O /Table /ColSpan 99999999 >>")),
        ),
    ];
    let knot = b"<< /S /Table /K [ 21 0 R << /S /TR /K [ 21 0 R << /S /TD /K 21 0 R >> ] >> ] >>";
    for (what, size, tree) in lies {
        let source = file(&[&content], &tree).with(21, knot).read();
        let told = source.pages[0].tagged.first().map_or((0, 0), |t| (t.rows, t.columns));
        assert_eq!(told, size, "{what}");
        assert_eq!(tables(source), untagged, "{what}");
    }
}

#[test]
fn a_tree_that_is_dropped_is_told_with_its_reason() {
    let (content, tree) = plain();
    let mixed = tree.replace("/K 4 ", "/K 7 ").replace("/K 11 ", "/K 2 ");
    let (_, trace) = lay_out_watching(file(&[&content], &table(&mixed)).read(), 1);
    let told: Vec<_> = trace.tried.iter().filter(|t| t.method == Method::Tagged.name()).collect();
    let [told] = told.as_slice() else { panic!("one, not {told:?}") };
    assert_eq!(told.fate, Fate::Refused(Refusal::OutOfOrder));
    assert!(told.judged.is_some_and(|j| j.score > 0.0), "{told:?}");
}

#[test]
fn spans_are_read_from_attributes_and_classes() {
    let (content, tree) = rows(
        4,
        &[
            &[
                ("/S /TH /A [ << /O /Layout /RowSpan 7 >> 0 << /O /Table /RowSpan 2 >> ]", &[]),
                ("/S /TH /C /two", &[]),
            ],
            &[("/S /TH", &[]), ("/S /TH /A << /O /Table /Scope /Row >>", &[])],
        ],
    );
    let source = file(&[&content], &table(&tree)).read();
    let told = source.pages.first().unwrap().tagged.first().unwrap();
    let at = |c: &TaggedCell| (c.row, c.column, c.row_span, c.column_span);
    let cells: Vec<_> = told.cells.iter().map(at).collect();
    assert_eq!(cells, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    assert_eq!((told.columns, told.header_rows), (3, 1));
}

#[test]
fn an_empty_cell_that_is_not_tagged_leaves_its_column_empty() {
    let (content, tree) = tight();
    let (mut lines, element) = (content, "<< /S /TD /Pg 4 0 R /K << /S /P /K 7 >> >> ");
    let from = lines.find("/P << /MCID 7 >>").unwrap();
    let to = lines.find("/P << /MCID 8 >>").unwrap();
    lines.replace_range(from..to, "");
    let found = tables(file(&[&lines], &table(&tree.replace(element, ""))).read());
    let amounts: Vec<_> = texts(&found[0]).into_iter().filter(|c| c.0 == 2).collect();
    assert_eq!(amounts, [(2, 0, "Former les jeunes aux outils"), (2, 2, "12 500")]);
}

#[test]
fn a_table_goes_on_below_headings_that_are_drawn_again() {
    let (first, tree) = tight();
    let head = "BT /F1 10 Tf 50 760 Td (Action) Tj ET BT /F1 10 Tf 152 760 Td (Objectif) Tj ET \
                BT /F1 10 Tf 258 760 Td (Montant) Tj ET ";
    let (second, rest) = rows(
        6,
        &[
            &[("/S /TD", &[(50, 744, "de la ville")])],
            &[
                ("/S /TD", &[(50, 732, "Total de toute action")]),
                ("/S /TD", &[(152, 732, "du contrat")]),
                ("/S /TD", &[(258, 732, "16 500")]),
            ],
        ],
    );
    let rest = rest.split_once("] >> ").unwrap().1;
    let cut = "/K [ 6 << /Type /MCR /Pg 6 0 R /MCID 0 >> ] >>";
    let tree = table(&format!("{}{rest}", tree.replace("/K 6 >>", cut)));
    let found = tables(file(&[&first, &format!("{head}{second}")], &tree).read());
    let [found] = found.as_slice() else { panic!("one table, not {}", found.len()) };
    assert_eq!((found.rows, found.columns, found.header_rows), (4, 3, 1));
    assert_eq!(found.at(2, 0).unwrap().text.text, "Former les jeunes aux outils de la ville");
    assert_eq!(found.at(3, 2).unwrap().text.text, "16 500");
}

#[test]
fn a_form_that_counts_its_content_as_the_page_does_gives_no_cell_its_words() {
    let (page, tree) = tight();
    let content = format!("{page} /Im Do");
    let drawn = draft::stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>",
        b"/P << /MCID 5 >> BDC BT /F1 10 Tf 300 678 Td (999) Tj ET EMC",
    );
    let read = |tree: &str| tables(file(&[&content], tree).with(90, &drawn).read());
    assert_eq!(read(&table(&tree)), read(""));
    let alone = tables(file(&[&page], &table(&tree)).with(90, &drawn).read());
    assert_eq!(alone.iter().map(|t| t.method).collect::<Vec<_>>(), [Method::Tagged]);
}

/// What reading under limits tells of the tags, and the sizes of the tables that are left.
fn limited(tree: &str, limits: Limits) -> (Vec<String>, Vec<(usize, usize)>) {
    let (content, _) = tight();
    let (source, _) = read(&Arc::new(file(&[&content], tree).bytes()), &limits, true).unwrap();
    let page = source.pages.first().unwrap();
    assert_eq!(page.words.len(), 31, "every word is read");
    let tags = source.issues.iter().filter(|i| i.code == Code::StructureTooLarge);
    let told = tags.map(|i| i.message.clone()).collect();
    (told, page.tagged.iter().map(|t| (t.rows, t.columns)).collect())
}

#[test]
fn a_tree_over_a_limit_is_told_once_and_read_as_far_as_it_goes() {
    let (_, rows) = tight();
    let whole = table(&rows);
    let two = table(&rows) + &table(&rows);
    let set = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let fits = [
        (&whole, set(|l| l.structure_rows = 3), vec![(3, 3)]),
        (&whole, set(|l| l.structure_columns = 3), vec![(3, 3)]),
        (&two, set(|l| l.structure_tables = 2), vec![(3, 3), (3, 3)]),
        (&whole, set(|l| l.structure_elements = 40), vec![(3, 3)]),
    ];
    for (tree, limits, sizes) in fits {
        assert_eq!(limited(tree, limits), (Vec::new(), sizes));
    }
    let wide = rows.replacen("/S /TH", "/S /TH /A << /O /Table /ColSpan 400 >>", 1);
    let over = [
        ("lignes d'un tableau : 2", &whole, set(|l| l.structure_rows = 2), vec![(2, 3)]),
        ("colonnes d'un tableau : 2", &whole, set(|l| l.structure_columns = 2), vec![(3, 2)]),
        ("colonnes d'un tableau : 400", &table(&wide), Limits::default(), vec![(3, 400)]),
        ("tableaux d'une page : 1", &two, set(|l| l.structure_tables = 1), vec![(3, 3)]),
        ("profondeur d'un tableau : 3", &whole, set(|l| l.structure_depth = 3), vec![]),
        ("éléments : 5", &whole, set(|l| l.structure_elements = 5), vec![]),
        ("éléments des tableaux : 25", &whole, set(|l| l.structure_elements = 25), vec![(3, 3)]),
    ];
    for (what, tree, limits, sizes) in over {
        let (told, left) = limited(tree, limits);
        let [told] = told.as_slice() else { panic!("{what}: told {} times", told.len()) };
        assert!(told.contains(&format!("({what})")), "{what}: {told}");
        assert_eq!(left, sizes, "{what}");
    }
}
