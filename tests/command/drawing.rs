//! `bilan inspect --format svg`: what a page shows, and what it costs where it cannot be drawn.

use crate::archive::{Archive, Ran, SHEET, bilan, finish, pdf};
use crate::samples::folder;
use crate::snapshots::assert_stage;

/// The drawing of a page of a sample.
fn drawn(arguments: &[&str]) -> Ran {
    let mut command = bilan(&[&["inspect", "--format", "svg"], arguments].concat());
    command.current_dir(folder());
    finish(command)
}

/// The drawing an element a line, without its picture, its style sheet, its words and what repeats
/// the grids in small.
fn skeleton(svg: &str) -> String {
    let cut = |text: &str, from: &str, to: &str| {
        let (before, rest) = text.split_once(from).unwrap();
        let (_, after) = rest.split_once(to).unwrap();
        format!("{before}{from}…{to}{after}")
    };
    let svg = cut(&cut(svg, "<style>", "</style>"), "base64,", "\"");
    let lines = svg.replace("></rect>", "/>").replace("/><", "/>\n<").replace("><g", ">\n<g");
    let lines = lines.replace("></g>", ">\n</g>").replace("</rect><", "</rect>\n<");
    let shown = |line: &&str| {
        let grid = line.starts_with("<rect class=\"area\"");
        let small = line.starts_with("<rect class=\"\"");
        !grid && !small && !line.starts_with("<rect class=\"word\"")
    };
    lines.lines().filter(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_page_shows_what_was_tried_and_what_came_out() {
    let french = drawn(&["2023/bilan-2023.pdf", "--page", "2"]);
    assert_eq!((french.status, french.stderr.as_str()), (Some(0), ""));
    let english = drawn(&["2023/bilan-2023.pdf", "--page", "2", "--lang", "en"]);
    assert!(english.stdout.contains("Taken: t1"), "{}", skeleton(&english.stdout));
    assert!(drawn(&["2023/bilan-2023.pdf", "--page", "2"]).stdout == french.stdout);
    assert_stage("drawing", [("2023__bilan-2023.pdf".to_owned(), skeleton(&french.stdout))]);
}

#[test]
fn one_page_is_drawn_and_a_sheet_has_none() {
    let archive = Archive::new().with("a.csv", SHEET).with("a.pdf", pdf("Bonjour"));
    let draw =
        |further: &[&str]| archive.command(&[&["inspect", "--format", "svg"], further].concat());
    assert_eq!(draw(&["archive/a.pdf"]).status, Some(0), "the only page needs no number");
    let refused = |ran: Ran, words: &str| {
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    };
    refused(draw(&["archive/a.csv"]), "une feuille de calcul n'a pas de page à dessiner");
    refused(draw(&["archive/a.csv", "--page", "1"]), "une feuille de calcul n'a pas de page");
    refused(draw(&["archive/a.pdf", "--page", "2"]), "pas de page 2, le document en a 1");
    let many = drawn(&["2023/bilan-2023.pdf"]);
    refused(many, "une seule se dessine à la fois ; ajouter --page N");
}

#[test]
fn a_page_whose_drawing_kills_its_process_is_shown_without_its_picture() {
    let hostile = [pdf("Bonjour"), b"\n%BILAN-TEST abort drawing\n".to_vec()].concat();
    let archive = Archive::new().with("a.pdf", hostile);
    let ran = archive.command(&["inspect", "archive/a.pdf", "--format", "svg"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(!ran.stdout.contains("data:image"));
    for told in ["n'est pas dessinée", "le processus de lecture s'est arrêté", "Bonjour"] {
        assert!(ran.stdout.contains(told), "« {told} » in {}", ran.stdout);
    }
}

#[test]
fn a_page_with_pictures_over_the_limit_is_shown_without_its_picture() {
    let scan = ["2021/bilan-2021-scan.pdf", "--page", "1"];
    assert!(drawn(&scan).stdout.contains("data:image/png;base64,iVBOR"));
    let ran = drawn(&[&scan[..], &["--max-pixels", "1000"]].concat());
    assert!(!ran.stdout.contains("data:image"));
    assert!(ran.stdout.contains("millions de pixels d'images"), "{}", ran.stdout);
}
