//! Families of relations, each with a document where it holds and one where it does not.
//!
//! The tables of `tests/cases/*.toml` are read by the built-in packs, extracted and reconciled;
//! what is told is compared word for word. A document is paragraphs, one a line; lines that open
//! with `|` are the rows of a table of the page, headings first. With `feuille = true` every line is
//! a row of a sheet instead. Beside it may stand a document of the year before and an operator's sheet.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by a panic"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use bilan::document::{Block, Cell, Laid, Paragraph, Sheet, SheetCell, Source, Stored, Table};
use bilan::issue::{Lang, Severity};
use bilan::place::{CellRef, PlacedText, Rect, Spot};
use bilan::reconcile::finding::{Finding, Findings};
use bilan::record::Head;
use bilan::rules::{Rules, load, load_written};
use serde::Deserialize;

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Rules by name, added to the common pack, which then reads alone.
    #[serde(default)]
    jeux: BTreeMap<String, String>,
    cas: Vec<Case>,
}

/// A family of relations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it is about.
    famille: String,
    /// The rules of its file that read it; the built-in packs if it names none.
    jeu: Option<String>,
    /// Whether its documents are sheets.
    #[serde(default)]
    feuille: bool,
    /// A document of the year before, a page, that stands beside both.
    avant: Option<String>,
    /// An operator's sheet that stands beside both.
    compte_rendu: Option<String>,
    /// A document in which the relation holds.
    juste: String,
    /// The sentence that says so among those of what holds; empty where the document must only
    /// stay silent.
    #[serde(default)]
    tenu: String,
    /// What is told of the document that holds, if anything: never an error nor a warning.
    #[serde(default)]
    note: Vec<String>,
    /// A document in which it does not.
    faux: String,
    /// What is told of it.
    #[serde(default)]
    dit: Vec<Told>,
}

/// A finding as a case expects it.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    verdict: String,
    gravite: String,
    phrase: String,
    /// The sentence of the document that justifies it.
    justifie: Option<String>,
    /// Kinds of the hypotheses, in order.
    #[serde(default)]
    hypotheses: Vec<String>,
    /// Sentences that stand among the hypotheses.
    #[serde(default)]
    explique: Vec<String>,
    /// Sentences that stand among the exclusions.
    #[serde(default)]
    exclut: Vec<String>,
}

fn placed(text: &str, line: usize) -> PlacedText {
    let y = line as f32;
    let bbox = Rect { x0: 0.0, y0: y, x1: 9.0, y1: y };
    PlacedText::at(text, Spot::Page { page: 1, bbox, ocr: None })
}

fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// A page of paragraphs and tables.
fn page(text: &str) -> Laid {
    let mut laid = Laid::default();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut rows: Vec<(usize, Vec<&str>)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if line.starts_with('|') {
            rows.push((number, cells(line)));
            continue;
        }
        close(&mut laid, &std::mem::take(&mut rows));
        let heading = line.starts_with("# ").then_some(2);
        let text = placed(line.trim_start_matches("# "), number);
        laid.blocks.push(Block::Paragraph(Paragraph { text, heading, ..Paragraph::default() }));
    }
    close(&mut laid, &rows);
    laid
}

/// Adds a table to a page.
fn close(laid: &mut Laid, rows: &[(usize, Vec<&str>)]) {
    if rows.is_empty() {
        return;
    }
    let cell = |row: usize, line: usize, column: usize, text: &str| Cell {
        row,
        column,
        row_span: 1,
        column_span: 1,
        text: placed(text, line),
        stored: None,
    };
    let mut table = Table {
        id: format!("t{}", laid.tables.len() + 1),
        rows: rows.len(),
        columns: rows.iter().map(|(_, r)| r.len()).max().unwrap_or(0),
        header_rows: 1,
        ..Table::default()
    };
    for (row, (line, texts)) in rows.iter().enumerate() {
        let filled = texts.iter().enumerate().filter(|(_, t)| !t.is_empty());
        table.cells.extend(filled.map(|(column, text)| cell(row, *line, column, text)));
    }
    laid.blocks.push(Block::Table(laid.tables.len()));
    laid.tables.push(table);
}

/// A workbook of one sheet.
fn sheet(text: &str) -> Laid {
    let rows = text.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate();
    let of = |(row, line): (usize, &str)| {
        let filled: Vec<SheetCell> = cells(line)
            .into_iter()
            .enumerate()
            .filter(|(_, t)| !t.is_empty())
            .map(|(column, text)| SheetCell {
                at: CellRef { row: row as u32, column: column as u32 },
                shown: text.to_owned(),
                stored: Stored::Text,
                formula: None,
                span: (1, 1),
                line: None,
            })
            .collect();
        filled
    };
    let cells = rows.flat_map(of).collect();
    let sheet = Sheet { name: Arc::from("Feuille"), hidden: false, hidden_rows: Vec::new(), cells };
    bilan::layout::lay_out(Source { sheets: vec![sheet], ..Source::default() })
}

/// The rules of a case.
fn rules(case: &Case, file: &File) -> Rules {
    let Some(name) = &case.jeu else { return load(None).unwrap_or_else(|e| panic!("{e}")) };
    let common = include_str!("../../rules/commun.toml");
    let pack = format!("{common}\n{}", file.jeux[name]);
    load_written(&[("commun.toml".into(), pack)]).unwrap_or_else(|e| panic!("{e}"))
}

fn reconcile(case: &Case, rules: &Rules, text: &str) -> Findings {
    told_in(Lang::Fr, case, rules, text)
}

fn told_in(lang: Lang, case: &Case, rules: &Rules, text: &str) -> Findings {
    let record = |path: &str, laid: &Laid| {
        let head = Head { path: path.to_owned(), ..Head::default() };
        bilan::extract::extract(laid, head, rules)
    };
    let laid = if case.feuille { sheet(text) } else { page(text) };
    let mut records = vec![record("document", &laid)];
    records.extend(case.avant.iter().map(|text| record("document-avant", &page(text))));
    records.extend(case.compte_rendu.iter().map(|text| record("compte-rendu", &sheet(text))));
    bilan::reconcile::reconcile(&records, rules, lang)
}

/// JSON's word for a value of the contract.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// A finding as told, with those of the sentences asked for that it has. Spaces that do not break
/// are told as plain ones, so that cases can be typed.
fn told(finding: &Finding, expected: Option<&Told>) -> Told {
    let among = |all: &[bilan::reconcile::finding::Hypothesis], asked: Option<&Vec<String>>| {
        let texts: Vec<String> = all.iter().map(|h| plain(&h.text)).collect();
        let asked = asked.cloned().unwrap_or_default();
        if asked.iter().all(|a| texts.contains(a)) { asked } else { texts }
    };
    Told {
        verdict: word(finding.verdict),
        gravite: word(finding.severity),
        phrase: plain(&finding.message),
        justifie: finding.justified.as_ref().map(|j| plain(&j.text)),
        hypotheses: finding.hypotheses.iter().map(|h| h.kind.clone()).collect(),
        explique: among(&finding.hypotheses, expected.map(|e| &e.explique)),
        exclut: among(&finding.excluded, expected.map(|e| &e.exclut)),
    }
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What a case gets wrong.
fn faults(case: &Case, rules: &Rules) -> Vec<String> {
    let mut out = Vec::new();
    let sound = reconcile(case, rules, &case.juste);
    let loud = sound.findings.iter().filter(|f| f.severity != Severity::Info);
    out.extend(loud.map(|f| format!("fausse alerte : {}", plain(&f.message))));
    let notes: Vec<String> = sound.findings.iter().map(|f| plain(&f.message)).collect();
    if notes != case.note {
        out.push(format!("note : {notes:#?}"));
    }
    let held: Vec<String> = sound.held.iter().map(|h| plain(&h.message)).collect();
    if !case.tenu.is_empty() && !held.contains(&case.tenu) {
        out.push(format!("tenu : {held:#?}"));
    }
    let wrong = reconcile(case, rules, &case.faux);
    let got: Vec<Told> =
        wrong.findings.iter().enumerate().map(|(i, f)| told(f, case.dit.get(i))).collect();
    if got != case.dit {
        out.push(format!("dit : {got:#?}"));
    }
    out.extend([&case.juste, &case.faux].into_iter().flat_map(|text| foreign(case, rules, text)));
    out
}

/// What of the findings of a text hangs on its language, told in both.
fn foreign(case: &Case, rules: &Rules, text: &str) -> Vec<String> {
    let [french, english] = [Lang::Fr, Lang::En].map(|lang| told_in(lang, case, rules, text));
    let known = |findings: &Findings| {
        let mut out = Vec::new();
        for f in &findings.findings {
            out.extend([f.id.clone(), f.evidence.clone()]);
            out.extend(f.hypotheses.iter().chain(&f.excluded).map(|h| h.kind.clone()));
        }
        out
    };
    let checks = rules.packs.iter().chain([&rules.common]).flat_map(|pack| &pack.checks);
    let asks: Vec<&str> = checks.filter_map(|check| check.ask.as_deref()).collect();
    // A question put to an operator goes on behind a colon, its first letter small.
    let put = |ask: &str, whole: &str| ask.get(1..).is_some_and(|rest| whole.ends_with(rest));
    let asked = |whole: &str| asks.iter().any(|ask| put(ask, whole));
    let mut out = Vec::new();
    if known(&french) != known(&english) || french.checks != english.checks {
        out.push(format!("autre constat en anglais : {:#?}", english.findings));
    }
    let sentences = english.findings.iter().flat_map(|f| {
        let hypotheses = f.hypotheses.iter().chain(&f.excluded);
        let own = hypotheses.filter(|h| h.kind != "justified_by_text").map(|h| &h.text);
        own.chain(std::iter::once(&f.message)).chain(f.ask.iter().filter(|ask| !asked(ask)))
    });
    for sentence in sentences {
        let french = [" est ", " écart", "montant ", " dans ", "On lit", "«", "\u{a0}", " n'"];
        // What follows is the rule's own.
        let own = sentence.split(" Expected: ").next().unwrap_or_default();
        if !own.contains("could not be checked") && french.iter().any(|word| own.contains(word)) {
            out.push(format!("du français en anglais : {sentence}"));
        }
    }
    out
}

#[test]
fn each_family_holds_in_one_document_and_is_told_in_the_other() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut families: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let file: File =
            toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in &file.cas {
            let faults = faults(case, &rules(case, &file));
            assert!(families.insert(case.famille.clone(), faults).is_none(), "{}", case.famille);
        }
    }
    let wrong = families.iter().filter(|(_, faults)| !faults.is_empty());
    let told: Vec<String> =
        wrong.map(|(f, faults)| format!("== {f}\n{}", faults.join("\n"))).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(families.len() >= 40, "{} families", families.len());
}
