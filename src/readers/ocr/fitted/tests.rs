//! What ink says of the words of a layer: sizes, weights, baselines, and layers that lie elsewhere.

use super::*;

/// Pixels a point of the picture.
const SCALE: usize = 4;

/// A word of a layer: text, left edge, baseline, and how tall the ink of its strokes is above it.
type Made<'t> = (&'t str, usize, usize, usize);

/// A page of 300 points by 200 with a layer in letters of eight points, on ink with strokes so
/// thick, in pixels, that stands `lower` points below its baselines.
fn made(words: &[Made<'_>], thick: usize, lower: usize) -> (Page, Scan) {
    let (width, height) = (300 * SCALE, 200 * SCALE);
    let mut grey = vec![240; width * height];
    let hidden = |(text, x, baseline, tall): &Made<'_>| {
        let x1 = x + 5 * text.chars().count();
        let foot = (baseline + lower) * SCALE;
        for y in foot - tall * SCALE..foot {
            for x in (x * SCALE..x1 * SCALE).step_by(10) {
                grey[y * width + x..y * width + x + thick].fill(20);
            }
        }
        let (x0, x1, baseline) = (*x as f32, x1 as f32, *baseline as f32);
        Word {
            text: (*text).to_owned(),
            bbox: Rect { x0, x1, y0: baseline - 6.0, y1: baseline + 2.0 },
            baseline,
            size: 8.0,
            origin: Origin::HiddenText,
            ..Word::default()
        }
    };
    let words = words.iter().map(hidden).collect();
    let area = Rect { x0: 0.0, y0: 0.0, x1: 300.0, y1: 200.0 };
    let page = Page { width: 300.0, height: 200.0, words, ..Page::default() };
    (page, Scan { width, height, grey, area, damaged: false })
}

/// Lines of six words, each as tall as said from the baseline up.
fn lines<'t>(tall: &[usize]) -> Vec<Made<'t>> {
    let line = |(n, tall): (usize, &usize)| -> Vec<Made<'t>> {
        (0..6).map(|at| ("habile", 10 + at * 40, 20 + n * 20, *tall)).collect()
    };
    tall.iter().enumerate().flat_map(line).collect()
}

fn fitted(words: &[Made<'_>], thick: usize, lower: usize) -> Page {
    let (mut page, scan) = made(words, thick, lower);
    let fitted = Layered::of(&page, scan).fitted();
    fitted.expect("it lies straight").set_on(&mut page);
    page
}

#[test]
fn words_get_the_size_and_the_baseline_of_their_ink() {
    let page = fitted(&lines(&[8, 8, 8, 11]), 3, 1);
    let told: Vec<(f32, f32)> = page.words.iter().map(|w| (w.size, w.baseline)).collect();
    assert_eq!(told[0], (11.0, 21.0), "eight points of head are eleven of size");
    assert_eq!(told[23], (15.5, 81.0));
    let first = page.words[0].bbox;
    assert!((first.y0 - 12.75).abs() < 0.1 && (first.y1 - 23.42).abs() < 0.1, "{first:?}");
}

#[test]
fn a_line_of_thick_strokes_is_bold() {
    let (mut page, mut scan) = made(&lines(&[8, 8, 8, 8]), 3, 0);
    let (_, bold) = made(&lines(&[8])[..6], 6, 0);
    let first = 25 * SCALE * 300 * SCALE;
    scan.grey[..first].copy_from_slice(&bold.grey[..first]);
    Layered::of(&page, scan).fitted().unwrap().set_on(&mut page);
    let bold: Vec<bool> = page.words.iter().map(|word| word.bold).collect();
    assert_eq!((&bold[..6], &bold[6..]), (&[true; 6][..], &[false; 18][..]));
}

#[test]
fn a_dash_stands_on_the_line_of_its_words_and_the_end_of_a_rule_on_none() {
    let mut words = lines(&[8, 8, 8, 8]);
    words.insert(3, ("—", 112, 17, 1));
    words.insert(9, ("|", 112, 40, 10));
    let page = fitted(&words, 3, 0);
    let dash = &page.words[3];
    assert_eq!((dash.text.as_str(), dash.size, dash.baseline), ("—", 11.0, 20.0));
    assert_eq!(page.words.len(), 25);
    assert!(page.words.iter().all(|word| word.text != "|"));
}

#[test]
fn a_line_without_heads_is_sized_by_its_low_letters() {
    let mut words = lines(&[8, 8, 8]);
    words.extend((0..6).map(|at| ("menace", 10 + at * 40, 100, 6)));
    let page = fitted(&words, 3, 0);
    assert!((page.words[23].size - 11.0).abs() < 0.1, "{}", page.words[23].size);
}

#[test]
fn a_layer_that_lies_beside_its_ink_says_so_and_stays() {
    let told = |lower| {
        let (page, scan) = made(&lines(&[8, 8, 8, 8]), 3, lower);
        let layered = Layered::of(&page, scan);
        (share(&layered.words), layered.is_elsewhere())
    };
    assert_eq!(told(1), (Some(100), false));
    assert_eq!(told(12), (Some(0), true), "between the lines");
    let page = fitted(&lines(&[8, 8, 8, 8]), 3, 12);
    assert!(page.words.iter().all(|word| (word.size, word.baseline % 20.0) == (8.0, 0.0)));
    let (page, scan) = made(&lines(&[8, 8, 8]), 3, 0);
    assert!(!Layered::of(&page, scan).is_elsewhere(), "too few words to tell");
}

#[test]
fn words_that_cover_a_page_many_times_are_not_looked_at() {
    let (mut page, scan) = made(&lines(&[8, 8, 8, 8]), 3, 0);
    let all = Rect { x0: 0.0, y0: 0.0, x1: 300.0, y1: 200.0 };
    page.words.iter_mut().for_each(|word| (word.bbox, word.size) = (all, 190.0));
    assert!(Layered::of(&page, scan).words.is_empty());
}

#[test]
fn marks_at_the_ends_of_lines_do_not_join_them() {
    let mut words = lines(&[8, 8, 8]);
    for y in [100, 120, 140] {
        words.extend([("—", 10, y - 3, 1), ("Achats", 20, y, 8), (":", 60, y, 5)]);
    }
    let page = fitted(&words, 3, 0);
    let feet: Vec<f32> = page.words[18..].iter().map(|word| word.baseline).collect();
    assert_eq!(feet, [100.0, 100.0, 100.0, 120.0, 120.0, 120.0, 140.0, 140.0, 140.0]);
}

#[test]
fn words_without_ink_of_their_own_grow_with_the_others() {
    let mut words = lines(&[8, 8, 8, 8]);
    words.push(("BANDEAU", 10, 120, 0));
    words[24].3 = 0;
    let (mut page, scan) = made(&words, 3, 0);
    page.words[24].size = 14.0;
    Layered::of(&page, scan).fitted().unwrap().set_on(&mut page);
    let title = &page.words[24];
    assert_eq!((title.size, title.baseline, title.bold), (19.5, 120.0, false));
}

#[test]
fn a_line_of_capitals_that_may_reach_below_has_the_size_of_its_ink() {
    let mut words = lines(&[8, 8, 8, 8]);
    words.extend([("PROJET", 10, 120, 8), ("12/07/2023", 10, 140, 8)]);
    let page = fitted(&words, 3, 0);
    assert_eq!((page.words[24].size, page.words[25].size), (11.0, 11.0));
}

#[test]
fn a_straight_layer_over_a_picture_that_lies_askew_is_left() {
    let (mut page, scan) = made(&lines(&[8, 8, 8, 8, 8, 8, 8]), 3, 0);
    let picture = Picture { width: scan.width, height: scan.height, grey: scan.grey };
    let grey = picture.straightened(-0.05, 1.0).grey;
    let before = page.words.clone();
    let layered = Layered::of(&page, Scan { grey, ..scan });
    assert!(layered.straight.skew.radians.abs() > 0.04);
    assert!(!layered.is_elsewhere(), "{:?}", layered.straightened);
    if let Some(fitted) = layered.fitted() {
        fitted.set_on(&mut page);
    }
    assert_eq!((page.words, page.tilt), (before, 0.0));
}

#[test]
fn figures_side_by_side_are_one() {
    let mut words = lines(&[8, 8, 8]);
    words.extend([("347", 10, 100, 8), ("000", 28, 100, 8), ("1.1", 100, 100, 8)]);
    let (page, scan) = made(&words, 3, 0);
    let figures = Layered::of(&page, scan).figures(9);
    assert_eq!(figures, [("347 000".to_owned(), [33, 361, 178, 406])]);
}
