//! A program in the place of Tesseract that is absent, hangs, lies or leaves others behind: each
//! document ends in one outcome, the others are as they are without it, and no process is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::archive::{Archive, SHEET, finish};
use crate::containment::children;
use crate::paper;
use crate::resume::{wait_for_within, workers_in};

/// What Tesseract writes of a page without a letter.
const NOTHING: &str = "cat >/dev/null; echo \"<html><div class='ocr_page'></div></html>\"";

/// Writes a script that can be run. Another program holds the file open: what this one is about to
/// start elsewhere would inherit it, and nothing runs a file that is being written.
fn write_script(path: &Path, text: &str) {
    let mut writer = std::process::Command::new("/bin/sh")
        .args(["-c", "cat >\"$0\" && chmod 755 \"$0\""])
        .arg(path)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut writer.stdin.take().unwrap(), text.as_bytes()).unwrap();
    assert!(writer.wait().unwrap().success());
}

/// A script that passes for Tesseract.
pub(crate) struct False {
    folder: TempDir,
    path: PathBuf,
}

impl False {
    /// One that does this when it is given a picture; `$HERE` is a folder of its own.
    pub(crate) fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let false_one = Self { path: folder.path().join("tesseract"), folder };
        let text = format!(
            "#!/bin/sh\nPATH=/usr/bin:/bin\nHERE=$(dirname \"$0\")\n\
             case $1 in --version) echo 'tesseract 0.1'; exit;; --list-langs) echo fra; exit;; esac\n\
             echo >>\"$HERE/asked\"\n{script}\n"
        );
        write_script(&false_one.path, &text);
        false_one
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// How many pictures it was given.
    fn asked(&self) -> usize {
        fs::read(self.folder.path().join("asked")).map_or(0, |lines| lines.len())
    }
}

/// The flags by which a program is asked and nothing is kept of what it says.
fn named(program: &False) -> [&str; 3] {
    ["--no-cache", "--tesseract", program.path()]
}

/// A sheet, and a scan of so many pages.
fn archive(pages: usize) -> Archive {
    Archive::new().with("a.csv", SHEET).with("b.pdf", paper::blank(pages))
}

#[test]
fn without_tesseract_each_page_is_told_with_what_to_install() {
    let archive = archive(2);
    for further in [&[][..], &["--no-ocr", "--fresh"]] {
        let ran = archive.run_on_paper(further);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
        assert_eq!(archive.outcomes()["b.pdf"], "partial");
        let codes = archive.codes("b.pdf");
        assert_eq!(codes.iter().filter(|code| *code == "page-needs-ocr").count(), 2);
        let line = "apt install tesseract-ocr tesseract-ocr-fra";
        assert!(ran.stdout.contains(line), "{}", ran.stdout);
    }
}

#[test]
fn a_page_whose_pictures_are_too_large_together_is_not_read_and_told() {
    let page = paper::Sheet::blank(800, 1100);
    let archive = Archive::new().with("a.csv", SHEET).with("b.pdf", paper::layered(&[page]));
    let program = False::new(NOTHING);
    let flags = [&named(&program)[..], &["--max-pixels", "885000"]].concat();
    let ran = archive.run_on_paper(&flags);
    assert_eq!(ran.status, Some(1), "{}", ran.stdout);
    assert_ne!(archive.outcomes()["b.pdf"], "done");
    assert!(archive.codes("b.pdf").contains(&"over-limit".to_owned()), "{}", ran.stdout);
    assert!(ran.stdout.contains("--max-pixels"), "{}", ran.stdout);
    assert_eq!(program.asked(), 0);
}

#[test]
fn pages_are_told_in_their_order_whatever_is_read_at_the_same_time() {
    let sheets = [paper::Sheet::blank(400, 560), paper::Sheet::blank(1200, 1650)];
    let archive = Archive::new().with("b.pdf", paper::scan(&sheets));
    let program = False::new(&format!("sleep 1; {NOTHING}"));
    let flags = [&named(&program)[..], &["--max-pixels", "1000000"]].concat();
    archive.run_on_paper(&flags);
    // The first is of the file, before any page is read.
    assert_eq!(archive.codes("b.pdf")[..3], ["over-limit", "page-blank", "over-limit"]);
}

#[test]
fn every_page_that_was_read_is_counted() {
    let program = False::new(NOTHING);
    let archive = archive(33);
    let ran = archive.run_on_paper(&named(&program));
    assert!(archive.codes("b.pdf").contains(&"more-issues".to_owned()), "not all are kept");
    assert!(ran.stdout.contains("33 pages numérisées"), "{}", ran.stdout);
    assert_eq!(archive.files()["b.pdf"]["recognised"], 33);
    let again = archive.run_on_paper(&named(&program));
    assert!(again.stdout.contains("33 pages numérisées"), "{}", again.stdout);
}

#[test]
fn one_without_french_is_told_once_a_document() {
    let says =
        "case $1 in --version) echo 'tesseract 5'; exit;; --list-langs) echo eng; exit;; esac";
    let program = False::new(NOTHING);
    write_script(&program.path, &format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{says}\n{NOTHING}\n"));
    let archive = archive(2);
    let ran = archive.run_on_paper(&named(&program));
    let codes = ["read-as-english", "page-blank", "page-blank"];
    assert_eq!(archive.codes("b.pdf")[..3], codes);
    assert!(ran.stdout.contains("apt install tesseract-ocr-fra"), "{}", ran.stdout);
}

/// What is written of a line with a word that is sure, and one that is not.
const DOUBTFUL: &str = "echo \"<html><div class='ocr_page'>\
    <span class='ocr_line' title='bbox 2 10 90 30; x_size 20'>\
    <span class='ocrx_word' title='bbox 2 10 50 30; x_wconf 96'>Action</span>\
    <span class='ocrx_word' title='bbox 70 10 90 30; x_wconf 20'>T1</span>\
    </span></div></html>\"";

#[test]
fn a_second_reading_that_fails_is_told_and_the_first_stays() {
    let once = format!("cat >/dev/null; case \"$*\" in *'--psm 6'*) exit 3;; esac; {DOUBTFUL}");
    let program = False::new(&once);
    let archive = archive(1);
    archive.run_on_paper(&named(&program));
    assert_eq!(archive.codes("b.pdf")[..2], ["page-recognised", "page-recognised-once"]);
    let told = archive.files()["b.pdf"]["issues"].to_string();
    assert!(told.contains("tesseract s'est arrêté (code 3)"), "{told}");
    assert_eq!(archive.outcomes()["b.pdf"], "done");
}

#[test]
fn one_that_was_named_and_is_not_there_ends_the_command() {
    let archive = archive(1);
    let ran = archive.run_on_paper(&["--tesseract", "/nowhere/tesseract"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("« /nowhere/tesseract » ne peut pas être lancé"), "{}", ran.stderr);
    assert!(ran.stderr.contains("vérifier --tesseract"), "{}", ran.stderr);
    assert!(!archive.out().join("run.json").exists());
}

#[test]
fn one_that_misbehaves_costs_its_pages_and_leaves_nothing_behind() {
    let clean = archive(2);
    clean.run(&["--no-ocr"]);
    let sheet = clean.result("documents/a.csv.json");
    let left = format!("sleep 600 >/dev/null 2>&1 & {NOTHING}");
    let cases = [
        ("sleep 600", "dépassé 1 s"),
        ("sleep 600 & sleep 600 & sleep 600", "dépassé 1 s"),
        ("exec >&- 2>&-; sleep 600", "dépassé 1 s"),
        ("echo Bonjour", "pas répondu en hOCR"),
        ("head -c 100000000 /dev/zero", "tesseract"),
        ("yes | head -c 100000000; exit 0", "pas répondu en hOCR"),
        ("echo perdu >&2; exit 3", "perdu"),
        ("kill -SEGV $$", "tesseract s'est arrêté (signal 11)"),
        ("exit 3", "tesseract s'est arrêté (code 3)"),
        (&left, ""),
    ];
    for (script, why) in cases {
        let (archive, program) = (archive(2), False::new(script));
        let limit = ["--page-timeout", if why.starts_with("dépassé") { "1" } else { "60" }];
        let ran = archive.run_on_paper(&[&named(&program)[..], &limit].concat());
        assert_eq!(ran.status, Some(i32::from(!why.is_empty())), "{script}: {ran:?}");
        assert!(archive.result("documents/a.csv.json") == sheet, "{script}");
        let told = archive.files()["b.pdf"]["issues"].to_string();
        let code = if why.is_empty() { "page-blank" } else { "page-not-recognised" };
        assert_eq!(told.matches(code).count(), 2, "{script}: {told}");
        assert!(told.contains(why), "{script}: {told}");
        assert!(["refused", "done"].contains(&archive.outcomes()["b.pdf"].as_str()), "{script}");
        wait_for_within(Duration::from_secs(2), || workers_in(archive.folder()).is_empty());
    }
}

#[test]
fn a_slow_page_has_its_own_time_and_who_waits_for_it_is_not_silent() {
    let program = False::new(&format!("sleep 8; {NOTHING}"));
    let archive = archive(1);
    let limits = ["--timeout", "4", "--page-timeout", "60"];
    archive.run_on_paper(&[&named(&program)[..], &limits].concat());
    assert_eq!(archive.codes("b.pdf")[0], "page-blank", "{:?}", archive.files()["b.pdf"]);
}

#[test]
fn many_pages_of_paper_take_as_long_as_their_pages_may() {
    let program = False::new(&format!("sleep 0.3; {NOTHING}"));
    let archive = archive(30);
    let limits = ["--timeout", "4", "--page-timeout", "60"];
    archive.run_on_paper(&[&named(&program)[..], &limits].concat());
    assert_eq!(program.asked(), 30);
    let codes = archive.codes("b.pdf");
    assert!(codes.iter().filter(|code| *code == "page-blank").count() >= 28, "{codes:?}");
}

/// A program that hangs with others beside it the first time, and says that it does.
fn hanging_once() -> False {
    False::new(&format!(
        "if mkdir \"$HERE/first\"; then sleep 600 & sleep 600; else {NOTHING}; fi 2>/dev/null"
    ))
}

fn hangs(program: &False) {
    wait_for_within(Duration::from_mins(1), || program.folder.path().join("first").is_dir());
    std::thread::sleep(Duration::from_millis(100));
}

#[test]
fn nothing_is_left_two_seconds_after_the_parent_is_killed() {
    let (archive, program) = (archive(1), hanging_once());
    let mut parent = archive.run_command(&named(&program)).spawn().unwrap();
    hangs(&program);
    assert!(workers_in(archive.folder()).len() > 3, "worker, guard, program, what it started");
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_for_within(Duration::from_secs(2), || workers_in(archive.folder()).is_empty());
}

#[test]
fn a_worker_that_is_killed_leaves_nothing_and_its_document_is_read_again() {
    let (archive, program) = (archive(1), hanging_once());
    let mut command = archive.run_command(&[&named(&program)[..], &["--workers", "1"]].concat());
    let mut parent = command.spawn().unwrap();
    hangs(&program);
    for worker in children(parent.id()) {
        let pid = Pid::from_raw(i32::try_from(worker).unwrap()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
    }
    assert_eq!(parent.wait().unwrap().code(), Some(0));
    assert_eq!(archive.codes("b.pdf")[0], "page-blank");
    wait_for_within(Duration::from_secs(2), || workers_in(archive.folder()).is_empty());
}

#[test]
fn a_picture_is_read_once_unless_nothing_is_kept() {
    let program = False::new(NOTHING);
    let archive = archive(2);
    let cache = archive.folder().join("cache");
    let asked = |further: &[&str]| {
        let before = program.asked();
        let arguments = [&["--tesseract", program.path(), "--fresh"], further].concat();
        let ran = archive.run_on_paper(&arguments);
        assert!(ran.stderr.is_empty(), "{}", ran.stderr);
        assert_eq!(archive.codes("b.pdf")[0], "page-blank");
        program.asked() - before
    };
    let kept = ["--cache", cache.to_str().unwrap()];
    assert_eq!([asked(&kept), asked(&kept)], [2, 0]);
    assert_eq!(asked(&["--no-cache"]), 2);
    let results = archive.results();
    assert_eq!(asked(&kept), 0);
    assert!(archive.results() == results, "out of the cache it is the same");
    // What is no hOCR is as good as none, and so is a folder that cannot be written.
    for file in files(&cache) {
        fs::write(file, "<html><div class='ocr_page'>").unwrap();
    }
    assert_eq!(asked(&kept), 2);
    let file = archive.root().join("a.csv");
    assert_eq!(asked(&["--cache", file.to_str().unwrap()]), 2);
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    inside(folder).flat_map(|shelf| inside(&shelf).collect::<Vec<_>>()).collect()
}

#[test]
fn another_engine_reads_pages_of_paper_again_and_nothing_else() {
    let archive = archive(1).with("c.pdf", crate::archive::pdf("Bonjour"));
    let program = False::new(NOTHING);
    archive.run_on_paper(&["--no-ocr"]);
    let why =
        "relu : 1 fichier, ce qui lit les pages numérisées a changé depuis le dernier passage";
    for further in [&["--tesseract", program.path()][..], &["--no-ocr"]] {
        let ran = archive.run_on_paper(further);
        assert!(ran.stdout.contains(why), "{further:?}: {}", ran.stdout);
        assert!(ran.stdout.contains("repris : 2 fichiers"), "{further:?}: {}", ran.stdout);
        let same = archive.run_on_paper(further);
        assert!(same.stdout.contains("repris : 3 fichiers"), "{further:?}: {}", same.stdout);
    }
}

#[test]
fn one_that_does_not_say_its_version_ends_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tesseract");
    write_script(&path, "#!/bin/sh\nexec /bin/sleep 600\n");
    let archive = archive(1);
    let ran = finish(archive.run_command(&["--tesseract", path.to_str().unwrap()]));
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("pas de réponse en 10 s"), "{}", ran.stderr);
}

#[test]
fn one_on_the_path_that_cannot_serve_is_told_and_not_asked_to_be_installed() {
    for (languages, why) in [("echo deu", "tesseract-ocr-fra"), ("exit 7", "code 7")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tesseract");
        let says = format!("case $1 in --version) echo 'tesseract 5';; *) {languages};; esac");
        write_script(&path, &format!("#!/bin/sh\n{says}\n"));
        let archive = archive(2);
        let mut command = archive.run_command(&[]);
        let ran = finish({
            command.env("PATH", folder.path());
            command
        });
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
        let codes = archive.codes("b.pdf");
        assert_eq!(codes.iter().filter(|code| *code == "page-not-recognised").count(), 2);
        assert!(ran.stdout.contains(why), "{}", ran.stdout);
        assert!(!ran.stdout.contains("apt install"), "{}", ran.stdout);
    }
}

#[test]
fn no_program_is_asked_for_its_version_where_no_page_is_of_paper() {
    let program = tempfile::tempdir().unwrap();
    let path = program.path().join("tesseract");
    write_script(&path, "#!/bin/sh\n/bin/touch \"$0.asked\"\n");
    let looked = || program.path().join("tesseract.asked").exists();
    let archive = Archive::new().with("a.csv", SHEET).with("b.pdf", paper::blank(1));
    let extract = |name: &str| {
        let mut command = crate::archive::bilan(&["extract", name]);
        command.current_dir(archive.folder().join("archive")).env("PATH", program.path());
        finish(command)
    };
    assert_eq!(extract("a.csv").status, Some(0));
    assert!(!looked());
    assert_eq!(extract("b.pdf").status, Some(1));
    assert!(looked());
}
