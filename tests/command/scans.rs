//! Pages of paper read by Tesseract, where it is installed: values, their places, and what is told.

use std::fs;

use serde_json::Value;

use crate::archive::Archive;
use crate::ocr_program::False;
use crate::paper::{self, BILAN};
use crate::program::installed;

/// The record of a document.
fn record(archive: &Archive, name: &str) -> Value {
    serde_json::from_slice(&archive.result(&format!("documents/{name}.json"))).unwrap()
}

/// The record of the bilan that was printed.
fn printed() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive/2023/bilan-2023.pdf");
    let archive = Archive::new().with("a.pdf", fs::read(path).unwrap());
    archive.run(&["--max-pictures", "0"]);
    record(&archive, "a.pdf")
}

/// Reads a scan with the real Tesseract; `None` where there is none.
fn read(bytes: Vec<u8>) -> Option<(Archive, Value)> {
    let tesseract = installed("tesseract")?;
    let archive = Archive::new().with("a.pdf", bytes);
    let tesseract = tesseract.to_str().unwrap();
    let long = ["--timeout", "600", "--page-timeout", "300", "--max-pictures", "0"];
    archive.run_on_paper(&[&long[..], &["--tesseract", tesseract]].concat());
    let record = record(&archive, "a.pdf");
    Some((archive, record))
}

/// An amount of a table: the kind of its row, its column, its value, its place.
type Cell = (String, String, String, Value);

/// The cells of all budgets. Codes of rows are left out: what they are is no matter of a scan alone.
fn cells(record: &Value) -> Vec<Cell> {
    let budgets = record["budgets"].as_array().unwrap().iter();
    let rows = budgets.flat_map(|budget| budget["rows"].as_array().unwrap());
    let cells = rows.flat_map(|row| {
        let kind = row["kind"].as_str().unwrap();
        let cells = row["cells"].as_object().unwrap().iter();
        cells.map(move |(column, cell)| {
            let value = cell["value"].as_str().unwrap().to_owned();
            (kind.to_owned(), column.clone(), value, cell["place"].clone())
        })
    });
    cells.collect()
}

/// The middle of a place, in points.
fn middle(place: &Value) -> (f64, f64) {
    let side = |n: usize| place["bbox"][n].as_f64().unwrap();
    (f64::midpoint(side(0), side(2)), f64::midpoint(side(1), side(3)))
}

/// Holds cells against those of the printed page: each stands in its row and column, where `laid`
/// says that a point of the page lies on the scan, within three points; so many may be missing.
fn hold(read: &Value, printed: &[Cell], missing: usize, laid: impl Fn((f64, f64)) -> (f64, f64)) {
    let mut left = printed.to_vec();
    for (kind, column, value, place) in cells(read) {
        let (x, y) = middle(&place);
        let same = |(its_kind, its_column, its_value, before): &Cell| {
            let (its_x, its_y) = laid(middle(before));
            let near = (x - its_x).hypot(y - its_y) < 3.0;
            near && (its_kind, its_column, its_value) == (&kind, &column, &value)
        };
        let at = left.iter().position(same);
        let told = format!("{kind} {column} {value} is not on the page: {place}");
        left.remove(at.unwrap_or_else(|| panic!("{told}")));
        assert!(place["ocr"].is_u64(), "{value}: {place}");
    }
    assert!(left.len() <= missing, "{:?} of {}", left, read["issues"]);
}

/// The middle of a sheet, in points.
const CENTRE: (f64, f64) = (297.6, 420.9);

#[test]
fn a_bilan_on_paper_says_what_was_printed_and_where() {
    let sheets: Vec<_> = BILAN.iter().map(|sheet| sheet.askew(1.0)).collect();
    let Some((archive, read)) = read(paper::scan(&sheets)) else { return };
    assert_eq!(archive.outcomes()["a.pdf"], "done");
    let codes = archive.codes("a.pdf");
    assert_eq!(codes.iter().filter(|code| *code == "page-recognised").count(), 2, "{codes:?}");
    let printed = printed();
    let (sin, cos) = 1_f64.to_radians().sin_cos();
    hold(&read, &cells(&printed), 0, |(x, y)| {
        let (x, y) = (x - CENTRE.0, y - CENTRE.1);
        (x * cos - y * sin + CENTRE.0, x * sin + y * cos + CENTRE.1)
    });
    let counts = |record: &Value| -> Vec<String> {
        let all = record["indicators"].as_array().unwrap().iter();
        all.map(|i| format!("{} {} {}", i["action"], i["value"], i["unit"])).collect()
    };
    assert_eq!(counts(&read), counts(&printed));
    for key in ["fields", "actions"] {
        let size = |record: &Value| record[key].as_array().unwrap().len();
        assert_eq!(size(&read), size(&printed), "{key}");
    }
}

#[test]
fn a_page_that_lies_on_its_side_is_read() {
    let printed = cells(&printed());
    for quarters in [1, 3] {
        let Some((_, read)) = read(paper::scan(&[BILAN[0].clone(), BILAN[1].turned(quarters)]))
        else {
            return;
        };
        let (width, height) = (CENTRE.0 * 2.0, CENTRE.1 * 2.0);
        hold(&read, &printed, 0, |(x, y)| match quarters {
            1 => (height - y, x),
            _ => (y, width - x),
        });
    }
}

#[test]
fn a_page_that_lies_on_its_head_is_read_the_right_way_up() {
    let Some((archive, read)) = read(paper::scan(&[BILAN[0].clone(), BILAN[1].turned(2)])) else {
        return;
    };
    hold(&read, &cells(&printed()), 0, |(x, y)| (CENTRE.0 * 2.0 - x, CENTRE.1 * 2.0 - y));
    let issues = archive.files()["a.pdf"]["issues"].clone();
    let sure = issues.as_array().unwrap().iter().take(2).map(|issue| {
        assert_eq!(issue["code"], "page-recognised");
        issue["details"][1][1].as_str().unwrap().parse::<u32>().unwrap()
    });
    assert!(sure.min() > Some(80), "{issues}");
}

#[test]
fn a_page_scanned_in_layers_is_read_as_one() {
    let Some((_, read)) = read(paper::layered(&BILAN)) else { return };
    // Ink of one bit at 200 pixels an inch is at the limit of what can be read.
    hold(&read, &cells(&printed()), 2, |point| point);
}

#[test]
fn a_scan_under_the_stamp_of_a_prefecture_is_read() {
    let sheets: Vec<_> = BILAN.iter().map(|sheet| sheet.askew(0.5)).collect();
    let bytes = paper::stamped(&sheets);
    let archive = Archive::new().with("a.pdf", &bytes);
    archive.run(&["--no-ocr"]);
    assert_eq!(archive.outcomes()["a.pdf"], "partial", "{:?}", archive.codes("a.pdf"));
    let Some((_, read)) = read(bytes) else { return };
    let (sin, cos) = 0.5_f64.to_radians().sin_cos();
    hold(&read, &cells(&printed()), 0, |(x, y)| {
        let (x, y) = (x - CENTRE.0, y - CENTRE.1);
        (x * cos - y * sin + CENTRE.0, x * sin + y * cos + CENTRE.1)
    });
}

/// What a good layer says and the picture does not, so that who says it is known.
const LAYER: [&str; 4] = [
    "Bilan de la convention 2023 entre la ville et l'Etat",
    "Cinquante personnes ont travaill\\351 avec les services de la ville",
    "Le montant du financement est de 12 345 \\200 pour les familles",
    "Les ateliers ont re\\347u 321 personnes pendant cette ann\\351e",
];

#[test]
fn a_picture_pasted_into_a_page_of_text_is_read_beside_it() {
    for share in [0.35, 0.5, 0.7] {
        let bytes = paper::pasted(&BILAN[1], share, &LAYER);
        let archive = Archive::new().with("a.pdf", &bytes);
        archive.run(&["--no-ocr"]);
        let codes = archive.codes("a.pdf");
        assert!(codes.contains(&"page-picture-not-read".to_owned()), "{share}: {codes:?}");
        assert_eq!(archive.outcomes()["a.pdf"], "partial");
        let Some((archive, read)) = read(bytes) else { return };
        assert_eq!(archive.outcomes()["a.pdf"], "done", "{:?}", archive.codes("a.pdf"));
        let all =
            ["amounts", "indicators"].map(|key| read[key].as_array().unwrap().clone()).concat();
        let find = |value: &str| all.iter().find(|value_of| value_of["value"] == value);
        let of = |value: &str| &find(value).unwrap_or_else(|| panic!("{share}: {read}"))["place"];
        assert!(of("269")["ocr"].is_u64() && of("12345")["ocr"].is_null(), "{read}");
    }
}

#[test]
fn a_ground_under_a_page_of_text_is_no_picture_to_read() {
    let ground = paper::Sheet::blank(BILAN[0].width, BILAN[0].height);
    let archive = Archive::new().with("a.pdf", paper::pasted(&ground, 1.0, &LAYER));
    archive.run(&["--no-ocr"]);
    assert_eq!(archive.outcomes()["a.pdf"], "done", "{:?}", archive.codes("a.pdf"));
}

#[test]
fn a_written_page_on_which_nothing_is_read_is_not_read() {
    let nothing = "cat >/dev/null; echo \"<html><div class='ocr_page'></div></html>\"";
    let program = crate::ocr_program::False::new(nothing);
    let blank = paper::Sheet::blank(BILAN[0].width, BILAN[0].height);
    let archive = Archive::new().with("a.pdf", paper::scan(&[BILAN[0].clone(), blank]));
    let ran = archive.run_on_paper(&["--no-cache", "--tesseract", program.path()]);
    assert_eq!(ran.status, Some(1));
    let codes = archive.codes("a.pdf");
    assert_eq!(codes[..2], ["page-nothing-recognised", "page-blank"], "{codes:?}");
    assert_ne!(archive.outcomes()["a.pdf"], "done");
}

#[test]
fn a_good_layer_is_used_and_its_values_say_so() {
    let program = crate::ocr_program::False::new("exit 3");
    let archive = Archive::new().with("a.pdf", paper::with_own_layer(str::to_owned));
    let ran = archive.run_on_paper(&["--max-pictures", "0", "--tesseract", program.path()]);
    assert_ne!(archive.outcomes()["a.pdf"], "partial", "{}", ran.stdout);
    let (read, printed) = (record(&archive, "a.pdf"), printed());
    let values = |record: &Value| {
        let cells = cells(record).into_iter();
        cells.map(|(kind, column, value, _)| [kind, column, value]).collect::<Vec<_>>()
    };
    assert_eq!(values(&read), values(&printed));
    let indicators = |record: &Value| {
        let found = record["indicators"].as_array().unwrap().iter();
        found.map(|found| format!("{} {}", found["value"], found["label"])).collect::<Vec<_>>()
    };
    assert_eq!(indicators(&read), indicators(&printed));
    assert!(cells(&read).iter().all(|(.., place)| place["ocr"] == "layer"));
}

#[test]
fn a_layer_that_misreads_figures_is_replaced_by_what_the_page_says() {
    // One in two of the figures of three digits and more, by its first.
    let misread = |word: &str| {
        let sum: u32 = word.chars().filter_map(|c| c.to_digit(10)).sum();
        let first = word.chars().next().and_then(|c| c.to_digit(10));
        match first.filter(|_| word.len() > 2 && sum % 2 == 1) {
            Some(digit) => format!("{}{}", (digit + 3) % 10, &word[1..]),
            None => word.to_owned(),
        }
    };
    let bytes = paper::with_own_layer(misread);
    let archive = Archive::new().with("a.pdf", &bytes);
    archive.run(&["--no-ocr"]);
    assert!(archive.codes("a.pdf").contains(&"text-layer-unproved".to_owned()));
    let Some(tesseract) = installed("tesseract") else { return };
    // Once there is something to prove it with, it is read again.
    archive.run_on_paper(&["--max-pictures", "0", "--tesseract", tesseract.to_str().unwrap()]);
    let codes = archive.codes("a.pdf");
    let told = record(&archive, "a.pdf")["issues"].to_string();
    assert!(codes.contains(&"misread-text-layer-replaced".to_owned()), "{told}");
    hold(&record(&archive, "a.pdf"), &cells(&printed()), 0, |point| point);
}

#[test]
fn a_layer_that_belongs_to_another_page_is_replaced_by_what_the_page_says() {
    let bytes = paper::with_layer(&BILAN[..1], &LAYER.repeat(7));
    let archive = Archive::new().with("a.pdf", &bytes);
    archive.run(&["--no-ocr"]);
    assert!(archive.codes("a.pdf").contains(&"false-text-layer".to_owned()));
    assert_eq!(archive.outcomes()["a.pdf"], "partial");
    let Some((archive, read)) = read(bytes) else { return };
    assert!(archive.codes("a.pdf").contains(&"false-text-layer-replaced".to_owned()));
    let operators = |record: &Value| record["actions"][0]["operator"].clone();
    assert_eq!(operators(&read), operators(&printed()));
}

#[test]
fn a_layer_of_some_lines_is_not_taken_for_the_page() {
    let archive = Archive::new().with("a.pdf", paper::with_layer(&BILAN[..1], &LAYER));
    archive.run(&["--no-ocr"]);
    assert_eq!(archive.outcomes()["a.pdf"], "partial");
    assert!(archive.codes("a.pdf").contains(&"page-picture-not-read".to_owned()));
}

#[test]
fn a_layer_that_is_no_text_is_replaced_by_what_the_page_says() {
    let nonsense = ["LEa1 0 sc'ulenh rn~rop0Ie h@uleuf cfe 34l O0O cn 2l23 scl l2.5 dLl"; 4];
    let bytes = paper::with_layer(&BILAN, &nonsense);
    let archive = Archive::new().with("a.pdf", &bytes);
    archive.run(&["--no-ocr"]);
    assert!(archive.codes("a.pdf").contains(&"poor-text-layer".to_owned()));
    assert_eq!(archive.outcomes()["a.pdf"], "partial");
    let Some((archive, read)) = read(bytes) else { return };
    assert!(archive.codes("a.pdf").contains(&"text-layer-replaced".to_owned()));
    hold(&read, &cells(&printed()), 0, |point| point);
}

#[test]
fn a_misread_amount_is_read_again_and_offered_where_its_sum_then_holds() {
    let Some(tesseract) = installed("tesseract") else { return };
    // The page is misread by a digit, and amounts that stand alone are not.
    let tesseract = tesseract.to_str().unwrap();
    let program = False::new(&format!(
        "case \"$*\" in *whitelist*) exec {tesseract} \"$@\";; esac\n\
         {tesseract} \"$@\" | sed '0,/>25</s//>26</'"
    ));
    let archive = Archive::new().with("a.pdf", paper::scan(&BILAN));
    let flags = ["--timeout", "600", "--page-timeout", "300", "--max-pictures", "0", "--no-cache"];
    archive.run_on_paper(&[&flags[..], &["--tesseract", program.path()]].concat());
    let read = record(&archive, "a.pdf");
    let rows = read["budgets"][0]["rows"].as_array().unwrap();
    let of = |key: &str| {
        let cells = rows.iter().map(|row| &row["cells"]["etat"][key]);
        cells.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(of("value").contains(&"26000".to_owned()), "{:?}", of("value"));
    assert_eq!(of("second_reading"), ["25000"]);
    let findings: Value = serde_json::from_slice(&archive.result("findings.json")).unwrap();
    let findings = findings["findings"].as_array().unwrap().iter();
    let offered = findings.filter(|f| f["hypotheses"][0]["kind"] == "ocr_confusion");
    let texts: Vec<String> = offered.map(|f| f["hypotheses"][0]["text"].to_string()).collect();
    assert!(!texts.is_empty());
    for text in texts {
        assert!(text.contains("une seconde lecture donne un autre montant"), "{text}");
    }
}
