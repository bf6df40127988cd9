//! What a careless or hostile hand may leave in an archive, all at once, beside sound documents.

use std::fs;
use std::io::{Cursor, Write as _};

use crate::archive::{Archive, SHEET, pdf};
use crate::samples::folder;
use crate::snapshots::settings;

/// A workbook of some kilobytes that inflates to 300 MB.
fn bomb() -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    out.start_file("[Content_Types].xml", options).unwrap();
    out.write_all(b"<Types/>").unwrap();
    out.start_file("xl/workbook.xml", options).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..300 {
        out.write_all(&spaces).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Each bad file, how it ends, and what is told of it first.
const BAD: &[(&str, &str, &str)] = &[
    ("bombe.xlsx", "refused", "too-large"),
    ("coupe.pdf", "partial", "repaired"),
    ("coupe-tot.pdf", "refused", "damaged"),
    ("hasard.pdf", "refused", "damaged"),
    ("html.pdf", "unsupported", "wrong-kind"),
    ("secret.pdf", "refused", "password"),
    ("tronque.xlsx", "refused", "damaged"),
    ("vide.pdf", "refused", "empty-file"),
];

#[test]
fn each_is_told_with_a_remedy_and_the_others_are_read() {
    let sample = |path: &str| fs::read(folder().join(path)).unwrap();
    let bilan = sample("2022/bilan-2022.pdf");
    let book = sample("2023/operateurs/le-fil-action-2.1.xlsx");
    let whole = pdf("Bonjour");
    let archive = Archive::new()
        .with("a.csv", SHEET)
        .with("z.pdf", pdf("Bonsoir"))
        .with("bombe.xlsx", bomb())
        .with("coupe.pdf", &whole[..whole.windows(4).position(|w| w == b"xref").unwrap()])
        .with("coupe-tot.pdf", &bilan[..bilan.len() / 2])
        .with("hasard.pdf", [&b"%PDF-1.7\n"[..], &[0xA7; 4000]].concat())
        .with("html.pdf", "<!DOCTYPE html><title>Page introuvable</title>")
        .with("secret.pdf", sample("2021/convention-protegee.pdf"))
        .with("tronque.xlsx", &book[..book.len() / 2])
        .with("vide.pdf", "");
    let ran = archive.run(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    let outcomes = archive.outcomes();
    for sound in ["a.csv", "z.pdf"] {
        assert_eq!(outcomes[sound], "done");
        assert!(archive.out().join(format!("documents/{sound}.json")).is_file());
    }
    assert_eq!(outcomes.len(), BAD.len() + 2);
    settings("cli").bind(|| insta::assert_snapshot!("bad-input", ran.stdout));
    let told: Vec<_> = BAD
        .iter()
        .map(|(path, ..)| (*path, outcomes[*path].clone(), archive.codes(path)[0].clone()))
        .collect();
    let expected: Vec<_> =
        BAD.iter().map(|(p, o, c)| (*p, (*o).to_owned(), (*c).to_owned())).collect();
    assert_eq!(told, expected);
}
