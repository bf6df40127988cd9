//! What a browser makes of `report.html`: it complains of nothing, fetches nothing, filters, is
//! whole without script, fits a telephone, and prints no row across two pages.
//!
//! One test, for one browser: starting it takes longer than all that is asked of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::browser::{Browser, View, WIDE};
use crate::archive::{Archive, pdf};
use crate::program::program;
use crate::samples::SAMPLES;

/// The width of a telephone in CSS pixels.
const NARROW: View = View { width: 390, ..WIDE };

/// Text that means ill wherever it ends up.
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "' onmouseover='alert(3)",
    "</style></script><h1>x",
    "javascript:alert(4)",
];

#[test]
fn a_browser_has_nothing_to_complain_of() {
    let Some(program) = program(&["chromium", "google-chrome"]) else { return };
    let mut browser = Browser::start(program);
    let (samples, hostile) = (SAMPLES.0.out().join("report.html"), hostile());
    for file in [&samples, &hostile.out().join("report.html")] {
        shows_itself_alone(&mut browser, file);
        is_accessible(&mut browser, file);
    }
    filters_by_gravity_document_and_words(&mut browser, &samples);
    is_whole_without_script(&mut browser, &samples);
    prints_no_row_across_two_pages(&mut browser, &samples);
}

/// An archive whose names, headings and cells mean ill, and whose words are longer than a page
/// is wide; its sums are wrong, so that all of it is told.
fn hostile() -> Archive {
    let mut table = format!("Poste;\"{}\";Montant\n", HOSTILE[1].replace('"', "\"\""));
    for text in HOSTILE {
        let text = text.replace('"', "\"\"");
        writeln!(table, "\"{text}\";{};10 000 €", "x".repeat(300)).unwrap();
    }
    writeln!(table, "{};y;10 000 €\nTotal;z;70 000 €", "long".repeat(10_000)).unwrap();
    let names = ["<script>alert(1)<!-.csv", "\"><img onerror=alert(2)>.csv", "\u{202e}vsc.csv"];
    let with = |archive: Archive, name: &&str| archive.with(name, format!("{table};{name};1\n"));
    let archive = names.iter().fold(Archive::new(), with);
    let archive = archive.with("z.pdf", pdf("\"><img onerror=alert\\(1\\)> 347 000 euros"));
    assert_eq!(archive.run(&[]).status, Some(1));
    archive
}

fn shows_itself_alone(browser: &mut Browser, file: &Path) {
    for view in [WIDE, NARROW] {
        browser.open(file, view);
        browser
            .value("[...document.querySelectorAll('details')].forEach((d) => { d.open = true; })");
        let wide = browser.value("document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(wide <= u64::from(view.width), "{}: {wide} of {}", file.display(), view.width);
        assert_eq!(browser.complaints(file), [&Value::Null; 0]);
    }
    let scripts = "[document.scripts.length, \
         [...document.images].filter((i) => !i.src.startsWith('data:image/png')).length, \
         document.title]";
    assert_eq!(browser.value(scripts), serde_json::json!([1, 0, "Rapprochement des montants"]));
}

/// No rule of axe is broken, those of good practice among them, folded parts open.
fn is_accessible(browser: &mut Browser, file: &Path) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/axe/axe.min.js");
    let axe = fs::read_to_string(axe).unwrap();
    for view in [WIDE, NARROW] {
        browser.open(file, View { policy: false, ..view });
        browser
            .value("[...document.querySelectorAll('details')].forEach((d) => { d.open = true; })");
        browser.value(&format!("{axe}; undefined"));
        assert_eq!(broken(browser), [""; 0], "{}", file.display());
    }
    browser.value("document.querySelector('h1').remove()");
    assert_eq!(broken(browser).len(), 1, "what is wrong is seen");
}

/// The rules of axe that the open page breaks, with where.
fn broken(browser: &mut Browser) -> Vec<String> {
    let found = browser.value(
        "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) =>
            [v.id, v.impact, v.help, ...v.nodes.slice(0, 3).map((n) => n.html.slice(0, 300))]))",
    );
    found.as_array().unwrap().iter().map(Value::to_string).collect()
}

fn filters_by_gravity_document_and_words(browser: &mut Browser, file: &Path) {
    browser.open(file, WIDE);
    let mut filter = |field: &str, value: &str| {
        let shown = browser.value(&format!(
            "(() => {{ const field = document.getElementById('filtre-{field}');
                field.value = {};
                field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                const shown = [...document.querySelectorAll('article')].filter((a) => !a.hidden);
                const told = document.querySelector('#filtres [role=status]').textContent;
                return [shown.filter((a) => a.checkVisibility()).length, told]; }})()",
            Value::from(value)
        ));
        (shown[0].as_u64().unwrap(), shown[1].as_str().unwrap().to_owned())
    };
    let all = filter("gravite", "");
    let (count, told) = filter("gravite", "avertissement");
    assert_eq!((count, told.split(' ').next()), (1, Some("1")), "of {all:?}");
    assert_eq!(filter("gravite", "erreur").0, 2);
    // By words, whatever their accents, capitals and kinds of space.
    assert_eq!(filter("texte", "REPONSE qui n'est nulle part").0, 0);
    assert_eq!(filter("texte", "LE SOUTIEN de l'etat est le meme").0, 1);
    assert_eq!(filter("texte", "on lit 347 000 €").0, 1);
    assert_eq!(filter("document", "2023/bilan-2023.pdf").0, 1);
    assert_eq!(filter("etat", "nouveau").0, 1);
    browser.value("document.querySelector('#filtres button').click()");
    let hidden = "document.querySelectorAll('article[hidden], section[hidden]').length";
    assert_eq!(browser.value(hidden), 0);
}

/// Every finding shows and no control that needs a script does.
fn is_whole_without_script(browser: &mut Browser, file: &Path) {
    let text = "[...document.querySelectorAll('header, main, footer')].map((e) => {
        const copy = e.cloneNode(true);
        copy.querySelectorAll('#filtres').forEach((f) => f.remove());
        return copy.textContent; }).join('')";
    browser.open(file, WIDE);
    let with = browser.value(text);
    browser.open(file, View { scripts: false, ..WIDE });
    assert_eq!(browser.value(text), with);
    let dead = "[...document.querySelectorAll('select, input, button')].filter((e) => \
                e.checkVisibility()).length";
    assert_eq!(browser.value(dead), 0);
    let hidden = "document.querySelectorAll('#ecarts article').length - \
                  [...document.querySelectorAll('#ecarts article')].filter((e) => \
                  e.checkVisibility()).length";
    assert_eq!(browser.value(hidden), 0);
    assert_eq!(browser.complaints(file), [&Value::Null; 0]);
}

/// The rows of a page, each as its letters and digits.
const ROWS: &str = "[...document.querySelectorAll('tr')].map((row) => row.textContent)";

fn prints_no_row_across_two_pages(browser: &mut Browser, file: &Path) {
    // Without script: what is folded prints all the same.
    browser.open(file, View { scripts: false, ..WIDE });
    let rows = browser.value(ROWS);
    let pages = pages(&browser.print());
    let rows: Vec<String> =
        rows.as_array().unwrap().iter().map(|r| solid(r.as_str().unwrap())).collect();
    assert!(rows.len() > 60 && pages.len() > 3, "{} rows on {} pages", rows.len(), pages.len());
    let printed = |row: &String| pages.iter().map(|p| p.matches(row.as_str()).count()).sum();
    let cut = |row: &&String| rows.iter().filter(|r| r == row).count() > printed(row);
    let cut: Vec<&String> = rows.iter().filter(cut).collect();
    assert!(cut.is_empty(), "{cut:#?}");
}

/// The text of each page of a PDF, without its spaces.
fn pages(pdf: &[u8]) -> Vec<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    pages.iter().map(|page| solid(page)).collect()
}

/// A text without its spaces, which a line break may take.
fn solid(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
