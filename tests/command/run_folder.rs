//! The run folder: the same bytes for the same archive, whole, and nothing of others touched.

use std::fs;

use serde_json::Value;

use crate::archive::{Archive, SHEET, bilan, finish, pdf, wait_for};

/// An archive of many small documents.
fn many() -> Archive {
    (0..20).fold(Archive::new().with("p.pdf", pdf("Bonjour")), |archive, n| {
        archive.with(&format!("{}/{n}.csv", n % 3), format!("{SHEET}autre;{n}\n"))
    })
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_workers() {
    let (one, four) = (many(), many());
    assert_eq!(one.run(&["--workers", "1"]).stdout, four.run(&["--workers", "4"]).stdout);
    assert_eq!(one.results().len(), 25);
    assert!(one.results() == four.results());
    let first = four.results();
    four.run(&[]);
    assert!(first == four.results(), "a second run writes the same");
}

/// Bilans of several territories, each with operators' sheets that do not agree with it, beside
/// sheets whose own sums are wrong: findings over many documents.
fn at_odds() -> Archive {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive/2023");
    let read = |name: &str| fs::read(format!("{samples}/{name}")).unwrap();
    (0..6).fold(Archive::new(), |archive, n| {
        // Another byte makes another document: copies are told as such and not read.
        let other = |name: &str| [read(name), vec![b'\n'; n + 1]].concat();
        let wrong = format!("Nom;Montant\nA{n};10 000,00\nB;70 000,00\nTotal;80 {n}00,00\n");
        archive
            .with(&format!("t{n}/bilan-2023.pdf"), other("bilan-2023.pdf"))
            .with(
                &format!("t{n}/o/action-3.2.csv"),
                other("operateurs/la-passerelle-action-3.2.csv"),
            )
            .with(&format!("t{n}/sommes.csv"), wrong)
    })
}

#[test]
fn findings_and_reports_are_the_same_bytes_for_any_number_of_threads() {
    let samples = || {
        let archive = Archive::new();
        let from = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive");
        let copied = std::process::Command::new("cp")
            .args(["-r", from, archive.folder().to_str().unwrap()])
            .status();
        assert!(copied.unwrap().success());
        archive
    };
    for (make, least) in [(&samples as &dyn Fn() -> Archive, 3), (&at_odds, 12)] {
        let archives = ["1", "2", "8"].map(|workers| {
            let archive = make();
            archive.run(&["--workers", workers]);
            (archive, workers)
        });
        let first = archives[0].0.results();
        let findings: Value =
            serde_json::from_slice(&archives[0].0.result("findings.json")).unwrap();
        let loud = findings["findings"].as_array().unwrap().iter();
        assert!(loud.filter(|f| f["severity"] != "info").count() >= least, "{findings}");
        for (archive, threads) in &archives {
            assert!(archive.results() == first, "run with {threads} workers");
            let mut again = bilan(&["reconcile", "out"]);
            again.env("RAYON_NUM_THREADS", threads).current_dir(archive.folder());
            assert_eq!(finish(again).status, Some(1));
            assert!(archive.results() == first, "reconcile with {threads} threads");
        }
    }
}

#[test]
fn results_inside_the_archive_are_never_read() {
    let archive = Archive::new().with("a.csv", SHEET);
    for _ in 0..2 {
        archive.command(&["run", "archive", "--out", "archive/sortie"]);
    }
    let index: Value =
        serde_json::from_slice(&fs::read(archive.root().join("sortie/run.json")).unwrap()).unwrap();
    assert_eq!(index["schema"], "bilan.run/1");
    assert_eq!(index["files"].as_array().unwrap().len(), 1);
}

#[test]
fn results_of_another_run_inside_the_archive_are_told_and_not_read() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.command(&["run", "archive", "--out", "archive/sortie"]);
    assert_eq!(archive.run(&[]).status, Some(0));
    let outcomes = archive.outcomes();
    assert_eq!(outcomes.keys().collect::<Vec<_>>(), ["a.csv", "sortie"]);
    assert_eq!(outcomes["sortie"], "unsupported");
}

#[test]
fn documents_extracted_into_a_run_folder_leave_no_report_of_the_run_before() {
    let names = |archive: &Archive| -> Vec<String> {
        let all = fs::read_dir(archive.out()).unwrap();
        let mut names: Vec<String> =
            all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&["--format", "html", "--format", "csv", "--format", "parquet"]);
    assert_eq!(names(&archive).len(), 8);
    archive.command(&["extract", "archive", "--out", "out"]);
    assert_eq!(names(&archive), ["documents", "run.json"]);
    let ran = archive.command(&["report", "out"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("out/findings.json"), "{}", ran.stderr);
}

/// Something done to a folder.
type Edit = fn(&std::path::Path);

/// A folder that is made again by the next file would hold the last records and look whole.
#[test]
fn a_run_folder_that_is_removed_or_replaced_meanwhile_is_told() {
    let replace: [(&str, Edit); 3] = [
        ("supprimé", |out| fs::remove_dir_all(out).unwrap()),
        ("remplacé", |out| {
            fs::rename(out, out.with_file_name("ailleurs")).unwrap();
            fs::create_dir(out).unwrap();
        }),
        ("documents", |out| fs::remove_dir_all(out.join("documents")).unwrap()),
    ];
    for (what, replace) in replace {
        let archive = Archive::new().with("a.csv", SHEET).with("b.pdf", "%BILAN-TEST hang\n");
        for command in ["run", "extract"] {
            let _ = fs::remove_dir_all(archive.out());
            let arguments =
                [command, "archive", "--out", "out", "--workers", "1", "--timeout", "2"];
            let mut child = crate::archive::bilan(&arguments);
            child.current_dir(archive.folder()).stderr(std::process::Stdio::piped());
            let child = child.stdout(std::process::Stdio::null()).spawn().unwrap();
            wait_for(|| archive.out().join("documents/a.csv.json").exists().then_some(()));
            replace(&archive.out());
            let ended = child.wait_with_output().unwrap();
            let told = String::from_utf8(ended.stderr).unwrap();
            assert_eq!(ended.status.code(), Some(2), "{command}, {what}: {told}");
            let whole = archive.out().join("run.json").exists();
            assert!(!whole, "{command}, {what}: nothing looks whole");
            let lost = told.contains("supprimé ou remplacé") && told.contains("relancer");
            assert!(lost || what == "documents" && told.contains("a.csv.json"), "{told}");
            let _ = fs::remove_dir_all(archive.out().with_file_name("ailleurs"));
        }
    }
}

#[test]
fn one_run_at_a_time_writes_to_a_folder() {
    let archive = Archive::new().with("a.pdf", "%BILAN-TEST hang\n");
    let mut first = archive.run_command(&["--timeout", "20"]).spawn().unwrap();
    wait_for(|| archive.out().is_dir().then_some(()));
    std::thread::sleep(std::time::Duration::from_millis(300));
    let second = archive.run(&[]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.status, Some(2), "{second:?}");
    assert!(second.stderr.contains("un autre « bilan » y écrit"), "{}", second.stderr);
    fs::write(archive.root().join("a.pdf"), pdf("Bonjour")).unwrap();
    assert_eq!(archive.run(&[]).status, Some(0), "the lock ends with its holder");
}

#[test]
fn only_documents_of_an_earlier_run_are_removed() {
    let archive = Archive::new().with("a.csv", SHEET).with("vieux/b.csv", "x;y\n1;2\n");
    archive.run(&[]);
    let note = archive.out().join("documents/note.json");
    fs::write(&note, "{}").unwrap();
    fs::remove_dir_all(archive.root().join("vieux")).unwrap();
    archive.run(&[]);
    assert!(archive.out().join("documents/a.csv.json").is_file());
    assert!(!archive.out().join("documents/vieux").exists(), "its document is gone");
    assert!(note.is_file(), "what no run wrote stays");
}

#[test]
fn a_run_json_that_points_elsewhere_removes_nothing() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&[]);
    let victim = archive.folder().join("victime.json");
    fs::write(&victim, "{}").unwrap();
    let index = String::from_utf8(archive.result("run.json")).unwrap();
    let index = index.replace("documents/a.csv.json", "documents/../../victime.json");
    fs::write(archive.out().join("run.json"), index).unwrap();
    archive.run(&[]);
    assert!(victim.is_file());
}

#[test]
fn findings_and_reports_can_be_made_again_without_the_sources() {
    let archive = many();
    archive.run(&[]);
    let first = archive.results();
    fs::remove_dir_all(archive.root()).unwrap();
    fs::remove_file(archive.out().join("findings.json")).unwrap();
    assert_eq!(archive.command(&["reconcile", "out"]).status, Some(0));
    fs::remove_file(archive.out().join("report.html")).unwrap();
    assert_eq!(archive.command(&["report", "out", "--format", "html"]).status, Some(0));
    assert!(first == archive.results());
}

#[test]
fn extract_prints_one_document_a_line_in_order() {
    let archive = many();
    let ran = archive.command(&["extract", "archive", "--workers", "3"]);
    let path = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        record["document"]["path"].as_str().unwrap().to_owned()
    };
    let paths: Vec<String> = ran.stdout.lines().map(path).collect();
    assert_eq!((ran.status, paths.len()), (Some(0), 21));
    assert!(paths.is_sorted(), "{paths:?}");
    archive.command(&["extract", "archive", "--out", "out"]);
    let stored = String::from_utf8(archive.result("documents/p.pdf.json")).unwrap();
    assert_eq!(ran.stdout.lines().last().map(str::to_owned), stored.lines().next().map(Into::into));
}

#[test]
fn inspect_shows_the_document_as_the_contract_says() {
    let archive = Archive::new().with("a.csv", SHEET);
    let ran = archive.command(&["inspect", "archive/a.csv", "--format", "json"]);
    let seen: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(seen["schema"], "bilan.inspect/1");
    assert_eq!(seen["document"]["media_type"], "text/csv");
    assert!(seen["pages"].is_array() && seen["sheets"].is_array());
}

#[test]
fn results_are_never_read_while_they_are_written_over() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&[]);
    let before = archive.results();
    for source in ["out/documents", "out/ecarts.xlsx", "out"] {
        let ran = archive.command(&["run", source, "--out", "out"]);
        assert_eq!(ran.status, Some(2), "{source}");
        assert!(ran.stderr.contains("l'archive serait écrasée"), "{}", ran.stderr);
    }
    assert!(archive.results() == before);
    let beside = archive.command(&["run", "archive", "--out", "."]);
    assert_eq!(beside.status, Some(0), "results may go beside the archive: {beside:?}");
}

#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let archive = Archive::new().with("a.csv", SHEET).with("b.csv", "x;y\n1;2\n");
    archive.run(&[]);
    let elsewhere = archive.folder().join("ailleurs");
    fs::rename(archive.out().join("documents"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, archive.out().join("documents")).unwrap();
    fs::remove_file(archive.root().join("b.csv")).unwrap();
    fs::write(archive.root().join("a.csv"), "x;y\n3;4\n").unwrap();
    let kept = fs::read(elsewhere.join("a.csv.json")).unwrap();
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("out/documents : écriture impossible (un lien"), "{}", ran.stderr);
    assert_eq!(fs::read(elsewhere.join("a.csv.json")).unwrap(), kept);
    assert!(elsewhere.join("b.csv.json").is_file());
}

#[test]
fn a_journal_that_is_no_file_is_told() {
    let archive = Archive::new().with("a.csv", SHEET);
    archive.run(&[]);
    let other = archive.folder().join("autre");
    fs::write(&other, "à garder").unwrap();
    std::os::unix::fs::symlink(&other, archive.out().join("journal.jsonl")).unwrap();
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("out/journal.jsonl : écriture impossible"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(other).unwrap(), "à garder");
}

#[test]
fn a_run_json_alone_hides_no_document_and_a_pipe_of_its_name_is_not_waited_for() {
    let archive = Archive::new()
        .with("2023/a.csv", SHEET)
        .with("2023/run.json", "{\"schema\":\"bilan.run/1\"}")
        .with("2024/documents/b.csv", "x;y\n1;2\n");
    let pipe = archive.root().join("2024/run.json");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    assert_eq!(archive.run(&[]).status, Some(0));
    let outcomes = archive.outcomes();
    assert_eq!(outcomes["2023/a.csv"], "done");
    assert_eq!(outcomes["2024/documents/b.csv"], "done");
}
