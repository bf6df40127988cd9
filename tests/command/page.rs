//! `report.html`: one page that fetches nothing, runs nothing, and shows every discrepancy.

use std::fs;
use std::process::Command;

use crate::archive::Archive;
use crate::program::program;
use crate::samples::SAMPLES;

/// The text of a page, one line for each run of it, without its style.
pub(crate) fn skeleton(html: &str) -> String {
    let (before, after) = html.split_once("<style>").unwrap();
    let after = after.split_once("</style>").unwrap().1;
    let mut out = String::new();
    for piece in [before, after].concat().split('<') {
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
fn nothing_is_fetched_and_nothing_runs() {
    let page = page();
    assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    // Pictures stand in the page itself.
    let page = page.replace(" src=\"data:image/png;base64,", " ");
    for foreign in [
        "http://",
        "https://",
        "src=",
        "<script",
        "<link",
        "@import",
        "url(",
        " onload=",
        " onerror=",
    ] {
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
    let page = String::from_utf8(archive.result("report.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("a<b>"));
    assert!(page.contains("a&lt;b&gt;&amp;"), "the name is shown as text");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the label is shown as text");
}

#[test]
fn a_browser_shows_the_discrepancies_and_prints_them() {
    let Some(browser) = program(&["chromium", "google-chrome"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    fs::write(&file, SAMPLES.0.result("report.html")).unwrap();
    let print = folder.path().join("report.pdf");
    let run = |arguments: &[String]| {
        let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
        let mut command = Command::new(browser);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]);
        command.arg(profile).args(arguments).arg(format!("file://{}", file.display()));
        let output = assert_cmd::Command::from_std(command)
            .timeout(std::time::Duration::from_mins(1))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        assert!(!said.contains("CONSOLE"), "the page complains: {said}");
        String::from_utf8(output.stdout).unwrap()
    };
    let shown = run(&["--dump-dom".to_owned()]);
    for amount in ["347 000", "347 500", "69 500"] {
        assert!(shown.replace(['\u{a0}', '\u{202f}'], " ").contains(amount), "{amount}");
    }
    let articles = ["error", "warning"].map(|c| format!("<article class=\"{c}\""));
    assert_eq!(articles.map(|a| shown.matches(&a).count()), [2, 1]);
    run(&["--no-pdf-header-footer".to_owned(), format!("--print-to-pdf={}", print.display())]);
    assert!(fs::read(print).unwrap().starts_with(b"%PDF-"));
}
