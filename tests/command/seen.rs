//! What is read of a page of paper is what a person sees there: nothing that was masked, cut off or
//! stretched, and no more pixels than are enough.

use crate::paper::{self, Sheet};

/// Points across and down of the page, as many as pixels of the picture.
const SIZE: (f32, f32) = (600.0, 800.0);

/// A picture of dark grey.
fn dark() -> Sheet {
    Sheet { grey: vec![60; 600 * 800], ..Sheet::blank(600, 800) }
}

/// The level at a point of the page, when the picture was drawn between others.
fn level(before: &str, after: &str, (x, y): (f32, f32)) -> u8 {
    let scan = paper::seen(paper::filled(&dark(), SIZE, before, after));
    let scale = scan.width as f32 / SIZE.0;
    scan.grey[(y * scale) as usize * scan.width + (x * scale) as usize]
}

#[test]
fn a_scan_is_taken_as_it_is() {
    let ground = "1 g 0 0 600 800 re f";
    let hidden = "BT 3 Tr /F1 11 Tf 60 700 Td (cach\\351) Tj ET";
    for (before, after) in [("", ""), (ground, hidden), ("0 0 600 800 re W n", "")] {
        let scan = paper::seen(paper::filled(&dark(), SIZE, before, after));
        assert_eq!((scan.width, scan.height), (600, 800), "{before} {after}");
        assert!(scan.grey.iter().all(|level| *level == 60));
    }
}

#[test]
fn what_was_masked_on_a_scan_is_not_read() {
    let mask = "1 g 100 500 200 100 re f";
    assert_eq!([level("", mask, (200.0, 250.0)), level("", mask, (200.0, 350.0))], [255, 60]);
}

#[test]
fn what_was_cut_off_a_scan_is_not_read() {
    let cut = "0 400 600 400 re W n";
    assert_eq!([level(cut, "", (200.0, 250.0)), level(cut, "", (200.0, 450.0))], [60, 255]);
}

#[test]
fn a_picture_that_is_stretched_is_drawn_as_it_lies() {
    for (height, drawn) in [(800.4, false), (806.0, true), (794.0, true)] {
        let scan = paper::seen(paper::filled(&dark(), (600.0, height), "", ""));
        let (across, down) = (scan.width as f32 / 600.0, scan.height as f32 / height);
        assert!((across / down - 1.0).abs() < 0.001, "{height}: {across} {down}");
        assert_eq!(scan.width != 600, drawn, "{height}");
    }
}

#[test]
fn a_poster_is_read_with_fewer_pixels() {
    let (width, height) = (6_000, 4_000);
    let sheet = Sheet { grey: vec![60; width * height], ..Sheet::blank(width, height) };
    let scan = paper::seen(paper::filled(&sheet, (1_600.0, 1_066.7), "", ""));
    assert!(scan.grey.len() <= 18_000_000, "{} by {}", scan.width, scan.height);
    assert!(scan.width > 5_000);
}
