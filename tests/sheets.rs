//! Sheets from bytes to tables: workbooks built here, sound ones and hostile ones.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::io::Write;

use bilan::document::{Block, Sheet, Source, Stored, Table};
use bilan::ingest::FileKind;
use bilan::issue::Code;
use bilan::layout::sheets::lay_out;
use bilan::limits::Limits;
use bilan::readers::sheet::{SheetError, read};
use rust_xlsxwriter::{Format, Formula, Workbook};

fn xlsx(build: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    build(&mut book);
    book.save_to_buffer().unwrap()
}

fn open(bytes: &[u8]) -> Source {
    read(bytes, FileKind::Xlsx, "a.xlsx", &Limits::default()).unwrap()
}

fn shown(sheet: &Sheet, cell: &str) -> String {
    sheet
        .cells
        .iter()
        .find(|c| c.at.to_string() == cell)
        .map(|c| c.shown.clone())
        .unwrap_or_default()
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows).map(|row| table.row(row).map(|c| c.text.text.clone()).collect()).collect()
}

/// A zip with the parts given, stored or deflated.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The least xlsx around one sheet's XML.
fn xlsx_with(sheet: &str, strings: &str) -> Vec<u8> {
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const P: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        r#"<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{R}"><sheets><sheet name="F" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let rels = format!(
        r#"<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    zip(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

const NO_STRINGS: &str = r#"<sst count="0" uniqueCount="0"></sst>"#;

#[test]
fn numbers_keep_what_is_stored_and_what_is_shown() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        let money = Format::new().set_num_format("# ##0,00 \"€\"");
        let grouped = Format::new().set_num_format("#,##0.00");
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_with_format(0, 0, 20_631.737_446_204_555, &grouped).unwrap();
        sheet.write_with_format(1, 0, 1234.5, &money).unwrap();
        sheet.write(2, 0, 21_860_194_600_000.0).unwrap();
        sheet.write_with_format(3, 0, 43_055.0, &day).unwrap();
        sheet.write(4, 0, 20_631.737_446_204_555).unwrap();
        sheet.write(5, 0, true).unwrap();
    }));
    let sheet = &source.sheets[0];
    let texts = ["20 631,74", "1 234,50 €", "21860194600000", "16/11/2017", "20631,73745", "VRAI"];
    for (row, text) in texts.iter().enumerate() {
        assert_eq!(shown(sheet, &format!("A{}", row + 1)), *text);
    }
    let stored: Vec<&Stored> = sheet.cells.iter().map(|c| &c.stored).collect();
    assert_eq!(*stored[0], Stored::Number("20631.737446204555".parse().unwrap()));
    assert_eq!(*stored[2], Stored::Number("21860194600000".parse().unwrap()));
    assert_eq!(*stored[3], Stored::Date("2017-11-16".to_owned()));
    assert_eq!(source.issues, []);
}

#[test]
fn hidden_empty_uncomputed_and_failed_are_told() {
    let source = open(&xlsx(|book| {
        let first = book.add_worksheet();
        first.set_name("Cache").unwrap().set_very_hidden(true);
        let second = book.add_worksheet();
        second.set_name("Compte").unwrap().set_active(true);
        second.write(0, 0, 5).unwrap();
        second.write_formula(1, 0, Formula::new("SUM(A1:A1)").set_result("")).unwrap();
        second.write_formula(2, 0, Formula::new("1/0").set_result("#DIV/0!")).unwrap();
        second.set_row_hidden(0).unwrap();
        book.add_worksheet().set_name("Vide").unwrap();
    }));
    let codes: Vec<Code> = source.issues.iter().map(|i| i.code).collect();
    assert!(codes.contains(&Code::HiddenSheet), "{codes:?}");
    assert!(codes.contains(&Code::HiddenRows), "{codes:?}");
    assert_eq!(codes.iter().filter(|c| **c == Code::EmptySheet).count(), 2);
    assert!(codes.contains(&Code::CellError), "{codes:?}");
    assert!(source.sheets[0].hidden);
    assert_eq!(source.sheets[1].hidden_rows, [0]);
}

#[test]
fn a_formula_without_a_value_is_told_and_not_computed() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><f>SUM(B6:B9)</f><v></v></c><c r="B1"><f>SUM(B6:B9)</f><v/></c><c r="C1" t="str"><f>T(A1)</f><v></v></c></row></sheetData></worksheet>"#;
    let source = open(&xlsx_with(sheet, NO_STRINGS));
    let cells = &source.sheets[0].cells;
    assert_eq!(cells[0].stored, Stored::Uncomputed);
    assert_eq!(cells[0].formula.as_deref(), Some("SUM(B6:B9)"));
    assert_eq!(cells[1].stored, Stored::Uncomputed);
    let told: Vec<&str> = source
        .issues
        .iter()
        .filter(|i| i.code == Code::Uncomputed)
        .map(|i| i.message.as_str())
        .collect();
    assert_eq!(
        told.first(),
        Some(&"feuille « F », cellule A1 : la formule =SUM(B6:B9) n'a pas de valeur enregistrée")
    );
    assert_eq!(told.len(), 2);
}

#[test]
fn two_cells_in_opposite_corners_take_no_more_room_than_two_cells() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "b").unwrap();
    }));
    let names: Vec<String> = source.sheets[0].cells.iter().map(|c| c.at.to_string()).collect();
    assert_eq!(names, ["A1", "XFD1048576"]);
    let (blocks, tables) = lay_out(&source.sheets);
    assert_eq!((blocks.len(), tables.len()), (2, 0));
}

#[test]
fn what_states_more_than_it_holds_is_refused() {
    let strings = r#"<sst uniqueCount="9000000000000"></sst>"#;
    let shared = r#"<worksheet><sheetData><row><c r="A1"><f t="shared" ref="A1:A2" si="4000000000">A1</f><v>1</v></c></row></sheetData></worksheet>"#;
    let entity = r#"<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>"#;
    for bytes in [
        xlsx_with("<worksheet><sheetData/></worksheet>", strings),
        xlsx_with(shared, NO_STRINGS),
        xlsx_with(entity, NO_STRINGS),
    ] {
        let error = read(&bytes, FileKind::Xlsx, "a.xlsx", &Limits::default()).unwrap_err();
        assert!(matches!(error, SheetError::Refused(_)), "{error}");
        assert_eq!(error.issue().code, Code::Refused);
    }
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let mut bytes = zip(&[("xl/a.xml", &[b'a'; 500]), ("xl/b.xml", &[b'b'; 500])]);
    let second = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[second + 42..second + 46].copy_from_slice(&[0; 4]);
    let error = read(&bytes, FileKind::Xlsx, "a.xlsx", &Limits::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The workbook is refused before it is read: des entrées du zip se recouvrent."
    );
}

#[test]
fn a_zip_bomb_is_stopped_while_it_inflates() {
    let bomb = vec![b' '; 64 << 20];
    let bytes = zip(&[("[Content_Types].xml", &bomb[..])]);
    assert!(bytes.len() < 100_000);
    for kind in [FileKind::Xlsx, FileKind::Xlsb, FileKind::Ods] {
        let error = read(&bytes, kind, "a", &Limits::default()).unwrap_err();
        let SheetError::TooLarge { flag, .. } = error else { panic!("{error}") };
        assert_eq!(flag, "--max-ratio");
    }
    let limits = Limits { inflated_bytes: 1 << 20, ..Limits::default() };
    let error = read(&bytes, FileKind::Xlsx, "a", &limits).unwrap_err();
    assert!(matches!(error, SheetError::TooLarge { flag: "--max-inflated", .. }), "{error}");
    let told = error.issue().message;
    assert_eq!(told, "taille décompressée : 2 Mio, au-delà de la limite de 1 Mio");
}

#[test]
fn a_workbook_over_the_limit_on_cells_is_cut_and_told() {
    let bytes = xlsx(|book| {
        let sheet = book.add_worksheet();
        for row in 0..100 {
            sheet.write(row, 0, row).unwrap();
        }
    });
    let limits = Limits { cells: 10, ..Limits::default() };
    let source = read(&bytes, FileKind::Xlsx, "a.xlsx", &limits).unwrap();
    assert_eq!(source.sheets[0].cells.len(), 10);
    assert_eq!(source.issues[0].code, Code::Truncated);
}

#[test]
fn an_encrypted_ods_asks_for_its_password() {
    let manifest = br"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = zip(&[("META-INF/manifest.xml", manifest), ("content.xml", b"\x00\x01")]);
    let error = read(&bytes, FileKind::Ods, "a.ods", &Limits::default()).unwrap_err();
    assert!(matches!(error, SheetError::Password), "{error}");
}

#[test]
fn damaged_bytes_are_an_error_for_every_kind() {
    let ole = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0xFF; 1000]].concat();
    for kind in [FileKind::Xlsx, FileKind::Xlsb, FileKind::Xls, FileKind::Ods] {
        for bytes in [&b""[..], b"PK\x03\x04", &ole, &[0; 2000]] {
            assert!(read(bytes, kind, "a", &Limits::default()).is_err());
        }
    }
}

#[test]
fn charges_beside_produits_stay_one_table_between_titles_and_notes() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "Compte rendu financier 2023", &plain).unwrap();
        sheet.write(1, 0, "Opérateur : CESAM").unwrap();
        for (column, text) in ["CHARGES", "Réalisé", "PRODUITS", "Réalisé"].iter().enumerate() {
            sheet.write(3, column as u16, *text).unwrap();
        }
        sheet.write(4, 0, "60 - Achats").unwrap();
        sheet.write(4, 1, 24_180).unwrap();
        sheet.write(4, 2, "74 - Subventions").unwrap();
        sheet.write(5, 0, "65 - Autres charges").unwrap();
        sheet.write(5, 1, "-").unwrap();
        sheet.write(5, 2, "dont État").unwrap();
        sheet.write(5, 3, 24_180).unwrap();
        sheet.write(7, 0, "TOTAL").unwrap();
        sheet.write(7, 1, 24_180).unwrap();
        sheet.write(7, 2, "TOTAL").unwrap();
        sheet.write(7, 3, 24_180).unwrap();
        sheet.write(8, 0, "Certifié exact, le trésorier").unwrap();
    }));
    let (blocks, tables) = lay_out(&source.sheets);
    assert_eq!(tables.len(), 1);
    let table = &tables[0];
    assert_eq!((table.rows, table.columns, table.header_rows), (4, 4, 1));
    assert_eq!(rows(table)[3], ["TOTAL", "24180", "TOTAL", "24180"]);
    assert_eq!(table.headings(2)[0].text.text, "PRODUITS");
    let told: Vec<(Option<u8>, &str)> = blocks
        .iter()
        .filter_map(|b| match b {
            Block::Paragraph(p) => Some((p.heading, p.text.text.as_str())),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some(1), "Compte rendu financier 2023"),
            (None, "Opérateur : CESAM"),
            (None, "Certifié exact, le trésorier")
        ]
    );
}

#[test]
fn headings_of_two_levels_are_found_under_their_banners() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "Action", &plain).unwrap();
        sheet.merge_range(0, 1, 0, 2, "Prévisionnel", &plain).unwrap();
        sheet.merge_range(0, 3, 0, 4, "Réalisé", &plain).unwrap();
        for (column, text) in ["État", "Métropole", "État", "Métropole"].iter().enumerate() {
            sheet.write(1, column as u16 + 1, *text).unwrap();
        }
        for row in 2..5 {
            sheet.write(row, 0, format!("Action 1.{row}")).unwrap();
            for column in 1..5 {
                sheet.write(row, column, 10_000 * row + u32::from(column)).unwrap();
            }
        }
    }));
    let (_, tables) = lay_out(&source.sheets);
    let table = &tables[0];
    assert_eq!(table.header_rows, 2);
    let path: Vec<&str> = table.headings(4).iter().map(|c| c.text.text.as_str()).collect();
    assert_eq!(path, ["Réalisé", "Métropole"]);
    assert_eq!(table.headings(0).len(), 1);
}

#[test]
fn tables_one_under_the_other_and_years_as_headings() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        for (row, cells) in [
            (0, vec!["Poste", "Prévision", "Réalisation"]),
            (3, vec!["Poste", "Prévision", "Réalisation"]),
        ] {
            for (column, text) in cells.iter().enumerate() {
                sheet.write(row, column as u16, *text).unwrap();
            }
            for below in 1..3 {
                sheet.write(row + below, 0, format!("ligne {below}")).unwrap();
                sheet.write(row + below, 1, 10 * below).unwrap();
                sheet.write(row + below, 2, 20 * below).unwrap();
            }
        }
        for column in 1..4 {
            sheet.write(9, column, 2018 + u32::from(column)).unwrap();
            sheet.write(10, column, 150_000 + u32::from(column)).unwrap();
            sheet.write(11, column, 150_000 + u32::from(column)).unwrap();
        }
        sheet.write(10, 0, "Dépenses brutes").unwrap();
        sheet.write(11, 0, "Dépenses nettes").unwrap();
    }));
    let (_, tables) = lay_out(&source.sheets);
    let shape: Vec<_> = tables.iter().map(|t| (t.rows, t.columns, t.header_rows)).collect();
    assert_eq!(shape, [(3, 3, 1), (3, 3, 1), (3, 4, 1)]);
    assert_eq!(tables[2].headings(3)[0].text.text, "2021");
}

#[test]
fn a_form_of_labels_and_values_is_lines_of_text() {
    let source = open(&xlsx(|book| {
        let sheet = book.add_worksheet();
        let lines = [
            ("Opérateur", "CESAM"),
            ("Action", "1.1"),
            ("Date", "31/12/2023"),
            ("Exercice", "2023"),
        ];
        for (row, (label, value)) in lines.iter().enumerate() {
            sheet.write(row as u32, 0, *label).unwrap();
            sheet.write(row as u32, 1, *value).unwrap();
        }
    }));
    let (blocks, tables) = lay_out(&source.sheets);
    assert_eq!(tables, []);
    let Some(Block::Paragraph(first)) = blocks.first() else { panic!() };
    assert_eq!(first.text.text, "Opérateur CESAM");
    assert_eq!(blocks.len(), 4);
}

#[test]
fn a_long_list_of_words_is_laid_out_in_one_pass() {
    let mut text = String::from("nom;commune;objet\n");
    text.extend((0..20_000).map(|i| format!("association {i};commune;fonctionnement\n")));
    let limits = Limits::default();
    let source = read(text.as_bytes(), FileKind::Csv, "liste.csv", &limits).unwrap();
    let (_, tables) = lay_out(&source.sheets);
    assert_eq!((tables[0].rows, tables[0].header_rows), (20_001, 1));
}
