//! Which words are read again, and what becomes of what is read.

use super::*;

/// A line of words 20 high, each `(text, left, right, confidence)`.
fn line(top: f32, words: &[(&str, f32, f32, u8)]) -> Line {
    let found = |(text, x0, x1, confidence): &(&str, f32, f32, u8)| Found {
        text: (*text).to_owned(),
        bbox: [*x0, top, *x1, top + 20.0],
        confidence: *confidence,
    };
    let bbox = [0.0, top, 900.0, top + 26.0];
    let words = words.iter().map(found).collect();
    Line { bbox, baseline: (0.0, -6.0), size: 26.0, turn: 0, words }
}

fn blank() -> Picture {
    Picture::blank(1000, 400)
}

/// The texts of lines when their doubtful words are read again so.
fn read_again(lines: &[Line], said: &str, confidence: u8) -> Vec<(String, u8)> {
    let mut lines = lines.to_vec();
    let read = again(&mut lines, &blank(), |sheet| {
        let [x0, y0] = [sheet.width as f32 - 40.0, 40.0];
        let bbox = [x0, y0, x0 + 10.0, y0 + 10.0];
        let word = Found { text: said.to_owned(), bbox, confidence };
        Ok::<_, ()>(vec![Line { words: vec![word], ..Line::default() }])
    });
    assert_eq!(read, Ok(()));
    lines.iter().flat_map(|l| &l.words).map(|w| (w.text.clone(), w.confidence)).collect()
}

fn last(lines: &[Line], said: &str, confidence: u8) -> (String, u8) {
    read_again(lines, said, confidence).pop().unwrap()
}

#[test]
fn a_code_is_set_behind_the_sure_word_before_it_and_replaced() {
    let mut all = vec![
        line(10.0, &[("Action", 20.0, 90.0, 96), ("Renforcer", 200.0, 300.0, 96)]),
        line(50.0, &[("T1", 20.0, 50.0, 44), ("éducative", 200.0, 300.0, 96)]),
    ];
    let mut found = doubts(&all);
    assert_eq!(found, [Doubt { line: 1, words: 0..1, before: Some((0, 1)) }]);
    let (sheet, strips) = sheet(&mut found, &all, &blank());
    assert_eq!((strips.len(), sheet.width > 100 + 30), (1, true));
    assert!(strips[0].from > 100.0, "behind « Renforcer »");
    all[1].words.truncate(1);
    assert_eq!(last(&all, "1.1", 94), ("1.1".to_owned(), 94));
    assert_eq!(last(&all, "1.1", 60), ("T1".to_owned(), 44), "no surer");
    assert_eq!(last(&all, "LE", 95), ("T1".to_owned(), 44), "no number");
}

#[test]
fn pieces_of_one_word_are_read_as_one() {
    let all = [line(10.0, &[("L", 20.0, 30.0, 0), ("Ne", 32.0, 50.0, 1)])];
    assert_eq!(read_again(&all, "3.3", 93), [("3.3".to_owned(), 93)]);
}

#[test]
fn an_amount_stays_and_is_surer_where_both_readings_agree() {
    let amount = |text: &str| [line(10.0, &[(text, 20.0, 90.0, 30), ("€", 95.0, 105.0, 30)])];
    let first = |text: &str, said: &str| read_again(&amount(text), said, 95).remove(0);
    assert_eq!(first("37.500", "37.500 €"), ("37.500".to_owned(), 95));
    assert_eq!(first("37.500", "87.500 €"), ("37.500".to_owned(), 30));
    assert_eq!(first("3Z.S00", "37.500 €"), ("37.500 €".to_owned(), 95), "no number at all");
    let beside = [line(10.0, &[("201", 20.0, 50.0, 60), ("500,00", 58.0, 100.0, 96)])];
    assert_eq!(read_again(&beside, "701", 96)[0], ("201".to_owned(), 60));
    let alone = [line(10.0, &[("12", 20.0, 50.0, 60), ("familles", 80.0, 150.0, 96)])];
    assert_eq!(read_again(&alone, "72", 96)[0], ("72".to_owned(), 96), "a count");
}

#[test]
fn what_is_read_again_is_a_share_of_the_page() {
    let all: Vec<Line> =
        (0..40).map(|i| line(i as f32 * 30.0, &[("T1", 20.0, 50.0, 44)])).collect();
    assert_eq!(affordable(doubts(&all), &all).len(), LEAST / 2);
    assert_eq!(doubts(&[line(0.0, &[("pour", 0.0, 50.0, 40), ("un", 60.0, 80.0, 80)])]), []);
}

#[test]
fn a_program_that_fails_is_told_and_changes_nothing() {
    let mut all = [line(10.0, &[("T1", 20.0, 50.0, 44)])];
    assert_eq!(again(&mut all, &blank(), |_| Err("trop long")), Err("trop long"));
    assert_eq!(all[0].words[0].text, "T1");
}

#[test]
fn a_rule_that_was_read_as_a_figure_is_not_read_again() {
    let mut rule = line(10.0, &[("1", 20.0, 24.0, 30), ("T1", 60.0, 90.0, 44)]);
    rule.words[0].bbox[3] = 310.0;
    assert_eq!(doubts(&[rule]), [Doubt { line: 0, words: 1..2, before: None }]);
}

#[test]
fn what_is_read_again_is_no_larger_than_its_page() {
    let picture = Picture::blank(2000, 1500);
    // A line that says of itself that it is as tall.
    let tall = |height: f32| Line {
        bbox: [10.0, 10.0, 900.0, 10.0 + height],
        size: height,
        words: vec![Found {
            text: "1".to_owned(),
            bbox: [20.0, 10.0, 30.0, 10.0 + height],
            confidence: 20,
        }],
        ..Line::default()
    };
    let usual = |i: usize| line(i as f32 * 30.0, &[("T1", 20.0, 50.0, 44)]);
    let all: Vec<Line> = [tall(1400.0)].into_iter().chain((0..39).map(usual)).collect();
    let mut found = affordable(doubts(&all), &all);
    let (one, strips) = sheet(&mut found, &all, &picture);
    assert_eq!((strips.len(), found.len()), (40, 40));
    assert!(one.height < 5000, "{}", one.height);
    // Many tall ones have no room, not all or none of them.
    for (height, most) in [(300.0, 39), (1400.0, 0)] {
        let all = vec![tall(height); 40];
        let mut found = affordable(doubts(&all), &all);
        let (many, strips) = sheet(&mut found, &all, &picture);
        assert!(many.grey.len() <= picture.grey.len(), "{} {}", many.width, many.height);
        assert!(strips.len() <= most && found.len() == strips.len(), "{}", strips.len());
        assert_eq!(strips.is_empty(), most == 0);
    }
}

#[test]
fn numbers_have_single_marks_between_figures() {
    for number in ["1.1", "12", "12 500,00 €", "3-2", "2."] {
        assert!(is_number(number), "{number}");
    }
    for none in ["2:E", "T1", "42.,500", "", "€", "-3"] {
        assert!(!is_number(none), "{none}");
    }
}
