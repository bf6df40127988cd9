//! No path is ever made from what a document or a rule says: names such as `../../x` in a sheet,
//! a heading, a title or a pack write nothing outside of the folders that the user named.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::archive::Archive;
use crate::corpus::written::{self, book_parts, package, stream};

/// Names that lead out, up to where this test looks for what they made.
const NAMES: [&str; 3] = ["../../x", "../../../archive/x", "/tmp/bilan-x"];

/// The one of them that is absolute.
const ABSOLUTE: &str = "/tmp/bilan-x";

/// Every file below a folder, by its path there.
fn below(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            all.extend(below(&path).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            all.insert(name);
        }
    }
    all
}

/// Documents that say a name wherever a document can say one.
fn archive(name: &str) -> Archive {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>NAME</t></is></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><t>Montant</t></is></c></row><row r=\"2\"><c r=\"A2\" \
        t=\"inlineStr\"><is><t>NAME</t></is></c><c r=\"B2\"><v>500</v></c></row></sheetData></worksheet>";
    let book = package(&book_parts(name, &sheet.replace("NAME", name)));
    let csv = format!("{name};Montant\n{name};10 000,00\n{name};70 000,00\nTotal;80 500,00\n");
    Archive::new().with("a.xlsx", book).with("b.csv", csv).with("c.pdf", titled(name))
}

/// A PDF whose title, author, language and font have a name that it also draws.
fn titled(name: &str) -> Vec<u8> {
    let escaped = name.replace('/', "#2F").replace('.', "#2E");
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1\
         <</Type/Font/Subtype/Type1/BaseFont/{escaped}>>>>>>>>"
    );
    let content = stream("", format!("BT /F1 9 Tf 60 700 Td (Action 1.1 {name}) Tj ET").as_bytes());
    let info = format!("<</Title({name})/Author({name})/Subject({name})>>");
    let catalog = format!("<</Type/Catalog/Pages 2 0 R/Lang({name})>>").into_bytes();
    let tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec();
    let objects = [catalog, tree, page.into_bytes(), content, info.into_bytes()];
    written::pdf_with(&objects, "/Info 5 0 R")
}

/// Every command that writes, each into a folder that it is given.
const COMMANDS: [&[&str]; 6] = [
    &["run", "archive", "--out", "out"],
    &["extract", "archive", "--out", "extrait"],
    &["reconcile", "out"],
    &["report", "out", "--format", "html", "--format", "xlsx", "--format", "note"],
    &[
        "report", "out", "--format", "sarif", "--format", "junit", "--format", "csv", "--format",
        "parquet",
    ],
    &["rules", "test", "archive", "--snapshots", "instantanes", "--cache", "cache", "--accept"],
];

/// Runs them all, with rules or without, and asserts where what they wrote stands.
fn assert_inside(archive: &Archive, rules: &[&str]) {
    let roots = ["out/", "extrait/", "instantanes/", "cache/"];
    let before = below(archive.folder());
    for command in COMMANDS {
        let further = if command[0] == "report" { &[] } else { rules };
        let ran = archive.command(&[command, further].concat());
        assert!(matches!(ran.status, Some(0 | 1)), "{command:?}: {ran:?}");
    }
    let new: Vec<String> = below(archive.folder()).difference(&before).cloned().collect();
    let outside: Vec<&String> =
        new.iter().filter(|path| !roots.iter().any(|root| path.starts_with(root))).collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!(!fs::exists(ABSOLUTE).unwrap() && !fs::exists(format!("{ABSOLUTE}.json")).unwrap());
    let written = ["out/", "extrait/", "instantanes/"];
    let written: Vec<&String> =
        new.iter().filter(|path| written.iter().any(|root| path.starts_with(root))).collect();
    let named: Vec<&&String> = written
        .iter()
        .filter(|path| {
            path.rsplit('/').next().unwrap().trim_start_matches("bilan-").starts_with('x')
        })
        .collect();
    assert!(named.is_empty(), "{named:?}");
    assert_eq!(written.iter().filter(|path| path.starts_with("out/documents/")).count(), 3);
    assert_eq!(written.iter().filter(|path| path.starts_with("extrait/")).count(), 4);
}

#[test]
fn what_documents_say_names_no_file() {
    for name in NAMES {
        assert_inside(&archive(name), &[]);
    }
}

/// A pack that is called so, and all of whose rules are.
fn pack(name: &str) -> String {
    format!(
        "[pack]\nid = \"{name}\"\nversion = \"{name}\"\nlangage = 1\ngenre = \"{name}\"\n\n\
         [reconnaitre]\ncontient = [\"{name}\"]\n\n\
         [[tableau]]\nid = \"tableau\"\napres = [\"{name}\"]\ncolonnes = {{ montant = [\"Montant\"] }}\n"
    )
}

#[test]
fn what_rules_are_called_names_no_file() {
    for name in NAMES {
        let archive = archive(name);
        fs::create_dir(archive.folder().join("regles")).unwrap();
        fs::write(archive.folder().join("regles/x.toml"), pack(name)).unwrap();
        let checked = archive.command(&["rules", "check", "--rules", "regles"]);
        assert_eq!(checked.status, Some(0), "{checked:?}");
        assert_inside(&archive, &["--rules", "regles"]);
        let record: serde_json::Value =
            serde_json::from_slice(&archive.result("documents/b.csv.json")).unwrap();
        assert_eq!(record["document"]["rules"]["id"], name, "the pack reads the document");
    }
}
