//! What the report shows of the documents: the picture of each value is read, and the frame in it
//! must hold the number, where the page has it and as the picture shows it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bilan::limits::Limits;
use bilan::place::Rect;
use bilan::readers::pdf;

use crate::archive::{Archive, bilan, finish};
use crate::memory::account;
use crate::samples::folder;

/// The colour of frames.
const FRAME: [u8; 3] = [0xb0, 0x00, 0x20];

/// A figure of the report: its caption, and its picture if it has one.
struct Figure {
    caption: String,
    picture: Option<Seen>,
    html: String,
}

/// A picture of a page as the report holds it.
struct Seen {
    page: u32,
    area: Rect,
    top: usize,
    width: usize,
    pixels: Vec<[u8; 3]>,
}

/// The figures of a report.
fn figures(report: &str) -> Vec<Figure> {
    let figures =
        report.split("<figure>").skip(1).map(|rest| rest.split("</figure>").next().unwrap());
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from)?.1;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let figure = |html: &str| {
        let png = between(html, "data:image/png;base64,", "\"");
        let picture = png.map(|png| {
            let (width, pixels) = decoded(&base64(&png));
            let area = between(html, "data-area=\"", "\"").unwrap();
            let edges: Vec<f32> = area.split(' ').map(|edge| edge.parse().unwrap()).collect();
            let area = Rect { x0: edges[0], y0: edges[1], x1: edges[2], y1: edges[3] };
            let page = between(html, "data-page=\"", "\"").unwrap().parse().unwrap();
            let top = between(html, "data-top=\"", "\"").unwrap().parse().unwrap();
            Seen { page, area, top, width, pixels }
        });
        let caption = between(html, "<figcaption>", "</figcaption>").unwrap();
        Figure { caption, picture, html: html.to_owned() }
    };
    figures.map(figure).collect()
}

/// The bytes of base64.
fn base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no base64"),
    };
    let letters: Vec<u8> = text.bytes().filter(|b| *b != b'=').map(value).collect();
    let group = |group: &[u8]| {
        let bits = group.iter().fold(0_u32, |bits, six| bits << 6 | u32::from(*six));
        let bits = bits << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    letters.chunks(4).flat_map(group).collect()
}

/// The width and the colours of a PNG.
fn decoded(png: &[u8]) -> (usize, Vec<[u8; 3]>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut buffer).unwrap().width;
    (width as usize, buffer.chunks(3).map(|c| [c[0], c[1], c[2]]).collect())
}

impl Seen {
    /// The insides of the frames, in pixels: left, top, right, bottom.
    fn frames(&self) -> Vec<[usize; 4]> {
        let mut seen = vec![false; self.pixels.len()];
        let mut frames = Vec::new();
        for start in 0..self.pixels.len() {
            let (mut open, mut edges) = (vec![start], [usize::MAX, usize::MAX, 0, 0]);
            while let Some(at) = open.pop() {
                if seen[at] || self.pixels[at] != FRAME {
                    continue;
                }
                seen[at] = true;
                let (x, y) = (at % self.width, at / self.width);
                edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x), edges[3].max(y)];
                let near =
                    [at.wrapping_sub(1), at + 1, at.wrapping_sub(self.width), at + self.width];
                open.extend(near.into_iter().filter(|at| *at < self.pixels.len()));
            }
            if edges[2] > 0 {
                let line = 3;
                frames.push([edges[0] + line, edges[1] + line, edges[2] - line, edges[3] - line]);
            }
        }
        frames
    }

    /// A length of the page for one of the picture.
    fn on_page(&self, frame: [usize; 4]) -> Rect {
        let scale = self.area.width() / self.width as f32;
        let [x0, y0, x1, y1] = [frame[0], frame[1] - self.top, frame[2], frame[3] - self.top]
            .map(|pixel| pixel as f32 * scale);
        let (left, top) = (self.area.x0, self.area.y0);
        Rect { x0: left + x0, y0: top + y0, x1: left + x1, y1: top + y1 }
    }

    /// Whether ink is seen in the middle of a frame.
    fn has_ink(&self, [x0, y0, x1, y1]: [usize; 4]) -> bool {
        let rows = (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| y * self.width + x));
        rows.filter(|at| self.pixels[*at].iter().all(|channel| *channel < 0x80)).count() > 20
    }
}

/// Text without what is between its letters and digits.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a page whose middle lies in a box.
fn words_in(path: &Path, page: u32, area: Rect) -> String {
    let bytes = Arc::new(fs::read(path).unwrap());
    let (source, _) = pdf::read(&bytes, &Limits::default(), false).unwrap();
    let page = source.pages.into_iter().find(|p| p.number == page).unwrap();
    let inside = page.words.iter().filter(|word| {
        let (x, y) = word.bbox.center();
        area.contains(x, y)
    });
    inside.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Reads each picture of a report: its frames hold the values that its caption names. Gives how
/// many frames were read.
fn read(report: &str, archive: &Path) -> usize {
    let mut read = 0;
    for figure in figures(report) {
        let Some(picture) = &figure.picture else { continue };
        let (_, rest) = figure.caption.split_once("class=\"file\">").unwrap();
        let path = archive.join(rest.split_once('<').unwrap().0);
        let strong = figure.caption.split("<strong>").skip(1);
        let values: Vec<String> = strong.map(|s| bare(s.split('<').next().unwrap())).collect();
        let frames = picture.frames();
        assert!(!frames.is_empty(), "{}", figure.caption);
        let mut seen = String::new();
        for frame in frames {
            assert!(picture.has_ink(frame), "{}", figure.caption);
            seen += &bare(&words_in(&path, picture.page, picture.on_page(frame)));
            read += 1;
        }
        for value in values {
            assert!(
                seen.contains(&value),
                "{value} is not in a frame but {seen}: {}",
                figure.caption
            );
        }
    }
    read
}

/// The report of a run folder.
fn report(out: &Path) -> String {
    fs::read_to_string(out.join("report.html")).unwrap()
}

#[test]
fn each_side_of_a_discrepancy_is_framed_in_a_picture_of_its_page() {
    let out = tempfile::tempdir().unwrap();
    let mut command = bilan(&["run", "archive", "--out", out.path().to_str().unwrap()]);
    command.current_dir(folder().parent().unwrap());
    assert_eq!(finish(command).status, Some(1));
    let report = report(out.path());
    assert!(read(&report, &folder()) >= 6, "{report}");
    let sheets =
        figures(&report).iter().filter(|f| f.html.contains("<td class=\"framed\">")).count();
    assert!(sheets >= 1, "the operator's cell is shown among its neighbours");
}

/// Over documents that are not here: `BILAN_ARCHIVE=FOLDER cargo test -- --ignored framed`.
#[test]
#[ignore = "reads the folder named by BILAN_ARCHIVE"]
fn values_of_a_folder_are_framed() {
    let archive = std::env::var_os("BILAN_ARCHIVE").map(std::path::PathBuf::from).unwrap();
    let out = tempfile::tempdir().unwrap();
    let arguments = ["run", archive.to_str().unwrap(), "--out", out.path().to_str().unwrap()];
    finish(bilan(&arguments));
    let read = read(&report(out.path()), &archive);
    assert!(read > 0);
    eprintln!("{read} frames read");
}

/// An archive with an account that does not sum, run into `out`.
fn accounted() -> Archive {
    let archive = Archive::new().with("compte.csv", account("49 500 €"));
    assert_eq!(archive.command(&["run", "archive", "--out", "out"]).status, Some(1));
    archive
}

#[test]
fn cells_are_shown_among_their_neighbours() {
    let archive = accounted();
    let report = report(&archive.folder().join("out"));
    let all = figures(&report);
    let framed: Vec<&str> = all
        .iter()
        .flat_map(|f| f.html.split("<td class=\"framed\"><mark>").skip(1))
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(framed, ["50 000 €", "49 500 €"]);
    assert!(all[0].html.contains("<td>Total des charges</td>"), "{}", all[0].html);
    assert!(all[0].html.contains("<th scope=\"col\">B</th>"), "{}", all[0].html);
}

#[test]
fn a_report_made_again_shows_the_same_and_says_why_where_it_cannot() {
    let archive = accounted();
    let out = archive.folder().join("out");
    let first = report(&out);
    assert_eq!(archive.command(&["report", "out"]).status, Some(1));
    assert_eq!(report(&out), first);
    let cells = |report: &str| report.matches("<td class=\"framed\">").count();

    let moved = archive.folder().join("ailleurs");
    fs::rename(archive.root(), &moved).unwrap();
    assert_eq!(archive.command(&["reconcile", "out"]).status, Some(1));
    let gone = report(&out);
    assert_eq!(cells(&gone), 0);
    assert!(gone.contains("le fichier n'est plus là"), "{gone}");
    assert_eq!(archive.command(&["report", "out", "--archive", "ailleurs"]).status, Some(1));
    assert_eq!(report(&out), first);
    let missing = archive.command(&["report", "out", "--archive", "nulle-part"]);
    assert_eq!(missing.status, Some(2), "{}", missing.stderr);

    fs::write(moved.join("compte.csv"), account("49 400 €")).unwrap();
    assert_eq!(archive.command(&["report", "out", "--archive", "ailleurs"]).status, Some(1));
    let changed = report(&out);
    assert!(cells(&changed) == 0 && changed.contains("le fichier a changé"), "{changed}");
}

#[test]
fn a_report_without_pictures_can_be_asked_for() {
    let out = tempfile::tempdir().unwrap();
    let run = |most: &str| {
        let out = out.path().to_str().unwrap();
        let mut command = bilan(&["run", "archive", "--out", out, "--max-pictures", most]);
        command.current_dir(folder().parent().unwrap());
        assert_eq!(finish(command).status, Some(1));
        report(Path::new(out))
    };
    let without = run("0");
    assert!(!without.contains("<figure>") && without.contains("--max-pictures 0"));
    assert!(run("16").contains("data:image/png"));
}

#[test]
fn a_page_that_ends_the_worker_costs_its_pictures_and_nothing_else() {
    let sample = fs::read(folder().join("2023/bilan-2023.pdf")).unwrap();
    let bytes = [sample.as_slice(), b"\n%BILAN-TEST abort drawing"].concat();
    let archive = Archive::new().with("a.pdf", bytes).with("compte.csv", account("49 500 €"));
    assert_eq!(archive.command(&["run", "archive", "--out", "out"]).status, Some(1));
    let report = report(&archive.folder().join("out"));
    let all = figures(&report);
    let (drawn, told): (Vec<&Figure>, Vec<&Figure>) =
        all.iter().partition(|figure| !figure.html.contains("Non montré"));
    assert!(told.len() >= 2 && told.iter().all(|f| f.caption.contains("a.pdf")), "{report}");
    assert!(
        !drawn.is_empty() && drawn.iter().all(|f| f.caption.contains("compte.csv")),
        "{report}"
    );
}

/// A run folder whose files were edited.
fn edited(archive: &Archive, name: &str, from: &str, to: &str) {
    let path = archive.folder().join("out").join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} is not in {name}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn nothing_is_shown_of_a_file_that_the_run_did_not_read() {
    let archive = accounted();
    let secret = archive.folder().join("secret");
    fs::create_dir(&secret).unwrap();
    fs::write(secret.join("paie.csv"), account("1 €").replace("Achats", "Salaire")).unwrap();
    // Its findings speak of another file; its roots lead to where that lies.
    edited(&archive, "findings.json", "\"document\": \"compte.csv\"", "\"document\": \"paie.csv\"");
    edited(&archive, "run.json", "\"../archive\"", "\"../secret\"");
    assert_eq!(archive.command(&["report", "out"]).status, Some(1));
    let report = report(&archive.folder().join("out"));
    assert!(!report.contains("Salaire") && !report.contains("<td class=\"framed\">"), "{report}");
}

#[test]
fn an_archive_is_not_searched_for_what_lies_where_it_should() {
    let archive = accounted();
    let out = archive.folder().join("out");
    let first = report(&out);
    edited(&archive, "run.json", "\"../archive\"", "\"/\"");
    assert_eq!(archive.command(&["report", "out"]).status, Some(1));
    assert!(report(&out).contains("le fichier n'est plus là"));
    edited(&archive, "run.json", "\"/\"", "\"../archive\"");
    std::os::unix::fs::symlink(archive.root().join("compte.csv"), archive.folder().join("lien"))
        .unwrap();
    assert_eq!(archive.command(&["report", "out"]).status, Some(1));
    assert_eq!(report(&out), first);
}
