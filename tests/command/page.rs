//! `report.html`: one page that fetches nothing, runs nothing but its own script, and shows every
//! discrepancy.

mod browser;
mod shown;

use crate::archive::{Archive, SHEET};
use crate::samples::SAMPLES;

/// A page without the one style and the one script that are its own.
pub(crate) fn bare(html: &str) -> String {
    let html = without_pictures(html);
    ["style", "script"].iter().fold(html, |html, tag| {
        let (before, after) = html.split_once(&format!("<{tag}>")).unwrap();
        let (_, after) = after.split_once(&format!("</{tag}>")).unwrap();
        format!("{before}{after}")
    })
}

/// A page without the pictures that stand in it: their bytes may be any word.
fn without_pictures(html: &str) -> String {
    let mut parts = html.split("<img src=\"data:image/png;base64,");
    let before = parts.next().unwrap_or_default().to_owned();
    parts.fold(before, |html, part| html + part.split_once('>').unwrap().1)
}

/// The text of a page, one line for each run of it.
pub(crate) fn skeleton(html: &str) -> String {
    let mut out = String::new();
    for piece in bare(html).split('<') {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        if !text.trim().is_empty() {
            out.push_str(text.trim());
            out.push('\n');
        }
    }
    out
}

/// The page of the samples.
fn page() -> String {
    String::from_utf8(SAMPLES.0.result("report.html")).unwrap()
}

#[test]
fn nothing_is_fetched_and_nothing_runs_but_what_the_policy_names() {
    let page = page();
    let policy = "content=\"default-src 'none'; style-src 'sha256-";
    assert!(page.contains(&format!("http-equiv=\"Content-Security-Policy\" {policy}")));
    let page = bare(&page);
    for foreign in
        ["http://", "https://", "src=", "<script", "<link", "@import", "url(", " on", " style="]
    {
        let tags = page.split('<').map(|p| p.split_once('>').map_or(p, |(tag, _)| tag));
        let found: Vec<&str> = tags.filter(|tag| format!("<{tag}").contains(foreign)).collect();
        assert!(found.is_empty(), "{foreign}: {found:?}");
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"fr\">"));
}

#[test]
fn text_of_a_document_never_becomes_markup() {
    let hostile = "Poste;Montant\n<script>alert(1)</script>;10 000 €\n\
                   \"<img src=x onerror=\"\"alert(2)\"\">\";20 000 €\n\
                   Autres;30 000 €\nTotal;70 000 €\n";
    let archive = Archive::new().with("a<b>&\"c'.csv", hostile);
    assert_eq!(archive.run(&[]).status, Some(1));
    let page = bare(&String::from_utf8(archive.result("report.html")).unwrap());
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("a<b>"));
    assert!(page.contains("a&lt;b&gt;&amp;"), "the name is shown as text");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the label is shown as text");
}

#[test]
fn the_day_of_the_run_is_told_and_told_again() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&["--today", "2026-08-01"]);
    let told = |archive: &Archive| {
        let page = String::from_utf8(archive.result("report.html")).unwrap();
        page.contains("<strong>archive</strong>, passage du 1er août 2026</p>")
    };
    assert!(told(&archive));
    archive.command(&["reconcile", "out", "--today", "2027-01-01"]);
    assert!(told(&archive), "the day is that of the reading");
    // The folder of an older version knows no day.
    let index = archive.out().join("run.json");
    let text = std::fs::read_to_string(&index).unwrap();
    let without = text.replace("\"date\": \"2026-08-01\",", "");
    assert_ne!(text, without);
    std::fs::write(&index, without).unwrap();
    assert_eq!(archive.command(&["report", "out"]).status, Some(0));
    assert!(!told(&archive));
}

#[test]
fn what_the_lines_make_stands_beneath_a_printed_total() {
    let table = |total: &str| {
        let text = format!("Poste;Montant\nA;10 000 €\nB;20 000 €\nC;30 000 €\nTotal;{total}\n");
        let archive = Archive::new().with("a.csv", text);
        archive.run(&[]);
        skeleton(&String::from_utf8(archive.result("report.html")).unwrap())
    };
    let beneath = "recalculé par la somme des lignes\n";
    let right = table("60 000 €");
    assert!(right.contains(&format!("Total\n60 000 €\n{beneath}= 60\u{a0}000\n")), "{right}");
    let wrong = table("70 000 €");
    let off = "≠ 60\u{a0}000\nécart 10\u{a0}000\n";
    assert!(wrong.contains(&format!("Total\n70 000 €\n{beneath}{off}")), "{wrong}");
}

#[test]
fn what_the_tool_says_has_the_spaces_of_french() {
    let page = bare(&page());
    // Elements without what documents say and commands that people type.
    let mut own = String::new();
    for (i, piece) in page.split("<q>").enumerate() {
        own += if i == 0 { piece } else { piece.split_once("</q>").unwrap().1 };
    }
    for mark in [" :", " ;", " ?", " !", "« ", " »"] {
        let found: Vec<&str> = own
            .match_indices(mark)
            .map(|(at, _)| {
                let around = own.get(at.saturating_sub(40)..).unwrap_or(&own);
                around.get(..60).unwrap_or(around)
            })
            .collect();
        assert!(found.is_empty(), "{mark}: {found:#?}");
    }
}
