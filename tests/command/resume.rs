//! A run goes on where an earlier one was: unchanged files are not read again, a killed run loses,
//! doubles and tears nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::archive::{Archive, SHEET, finish, letter, pdf, wait_for};

/// Documents that do not agree with each other, so that all reports have something to say.
fn sound() -> Archive {
    let archive = Archive::new()
        .with("p.pdf", pdf("Bonjour"))
        .with("q.pdf", letter(&["Le montant est de 347 000 €.", "Total : 12 personnes."]))
        .with("copie.csv", SHEET)
        .with("photo.png", b"\x89PNG\r\n\x1a\n");
    (0..8).fold(archive, |archive, n| {
        let table = format!("Poste;Montant\nA{n};10 000 €\nB;20 000 €\nTotal;31 {n}00 €\n");
        archive.with(&format!("{}/{n}.csv", n % 3), table)
    })
}

/// How long each reading took, by path: a time that comes again was not taken again.
fn seconds(archive: &Archive) -> BTreeMap<String, Value> {
    archive.files().into_iter().map(|(path, file)| (path, file["seconds"].clone())).collect()
}

/// The files whose time is another.
fn read_again(before: &BTreeMap<String, Value>, archive: &Archive) -> Vec<String> {
    let now = seconds(archive);
    now.into_iter().filter(|(path, time)| before.get(path) != Some(time)).map(|(p, _)| p).collect()
}

/// Makes the times of a run such as no reading takes.
fn mark(archive: &Archive) -> BTreeMap<String, Value> {
    let path = archive.out().join("run.json");
    let mut index: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for file in index["files"].as_array_mut().unwrap() {
        file["seconds"] = 1234.5.into();
    }
    fs::write(path, serde_json::to_vec(&index).unwrap()).unwrap();
    seconds(archive)
}

#[test]
fn an_unchanged_archive_is_not_read_again() {
    let archive = sound();
    let first = archive.run(&[]);
    assert!(!first.stdout.contains("repris"), "{}", first.stdout);
    let (times, results) = (mark(&archive), archive.results());
    let second = archive.run(&[]);
    assert!(second.stdout.contains("repris : 11 fichiers inchangés, non relus (--fresh"));
    let unread = ["photo.png".to_owned()];
    assert_eq!(read_again(&times, &archive), unread);
    assert!(archive.results() == results);
    let english = archive.run(&["--lang", "en"]);
    assert!(english.stdout.contains("kept: 11 unchanged files, not read again (--fresh"));
}

#[test]
fn what_changed_and_nothing_else_is_read_again() {
    let archive = sound();
    archive.run(&[]);
    let before = mark(&archive);
    let archive = archive.with("0/0.csv", "Poste;Montant\nA;1 €\n").with("neuf.csv", "a;b\n1;2\n");
    fs::write(archive.out().join("documents/1/1.csv.json"), "{}").unwrap();
    fs::remove_file(archive.out().join("documents/2/2.csv.json")).unwrap();
    archive.run(&[]);
    let changed = ["0/0.csv", "1/1.csv", "2/2.csv", "neuf.csv", "photo.png"];
    assert_eq!(read_again(&before, &archive), changed);
    let clean = sound().with("0/0.csv", "Poste;Montant\nA;1 €\n").with("neuf.csv", "a;b\n1;2\n");
    clean.run(&[]);
    assert!(archive.results() == clean.results(), "as if read at once");
}

#[test]
fn all_is_read_again_where_it_is_asked_for_or_rules_are_others() {
    let archive = sound();
    archive.run(&[]);
    let rules = archive.folder().join("regles");
    fs::create_dir(&rules).unwrap();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/commun.toml");
    fs::copy(pack, rules.join("commun.toml")).unwrap();
    for further in [&["--fresh"][..], &["--rules", "regles"]] {
        let before = mark(&archive);
        let ran = archive.run(further);
        assert!(!ran.stdout.contains("repris"), "{further:?}: {}", ran.stdout);
        assert_eq!(read_again(&before, &archive).len(), before.len(), "{further:?}");
        let why = "relu : 11 fichiers, les règles ont changé depuis le dernier passage\n";
        assert_eq!(ran.stdout.contains(why), further != ["--fresh"], "{}", ran.stdout);
    }
    let limits = archive.run(&["--rules", "regles", "--timeout", "50", "--lang", "en"]).stdout;
    assert!(limits.contains("read again: 11 files, the limits have changed since"), "{limits}");
    assert!(!archive.run(&["--rules", "regles", "--timeout", "50"]).stdout.contains("relu :"));
}

/// A person may edit what a run wrote: nothing of it is taken over.
#[test]
fn what_was_edited_in_the_run_folder_is_made_again() {
    let archive = sound();
    archive.run(&[]);
    let (results, files) = (archive.results(), archive.files());
    let edit = |name: &str, key: &str, value: Value| {
        let path = archive.out().join("run.json");
        let mut index: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let all = index["files"].as_array_mut().unwrap();
        all.iter_mut().find(|file| file["path"] == name).unwrap()[key] = value;
        fs::write(path, serde_json::to_vec(&index).unwrap()).unwrap();
    };
    let edits = [("outcome", "refused".into()), ("pages", 40.into()), ("document", Value::Null)];
    for (key, value) in edits {
        edit("0/0.csv", key, value);
        for command in ["reconcile", "report", "verify"] {
            let ran = archive.command(&[command, "out"]);
            assert_eq!(ran.status, Some(2), "{command}: {key}");
            assert!(ran.stderr.contains("out/run.json : modifié depuis"), "{}", ran.stderr);
        }
        let ran = archive.run(&[]);
        assert!(ran.stdout.contains("fichiers, run.json a été modifié depuis"), "{}", ran.stdout);
        assert_eq!(archive.files()["0/0.csv"][key], files["0/0.csv"][key]);
        assert!(archive.results() == results, "{key}");
    }
    fs::write(archive.out().join("documents/0/0.csv.json"), "{}").unwrap();
    let ran = archive.run(&[]);
    let why = "relu : 1 fichier, résultat JSON modifié ou supprimé depuis le dernier passage\n";
    assert!(ran.stdout.contains(why), "{}", ran.stdout);
    assert!(archive.results() == results);
}

#[test]
fn a_document_that_stopped_its_worker_is_tried_again_only_under_other_limits() {
    let archive = sound().with("z.pdf", "%BILAN-TEST exit\n");
    archive.run(&[]);
    let before = mark(&archive);
    let again = archive.run(&[]);
    assert!(again.stdout.contains("12 fichiers inchangés"), "{}", again.stdout);
    assert!(again.stdout.contains("dont 1 dont la lecture avait dû être arrêtée"));
    assert!(again.stdout.contains("z.pdf : "), "it is told all the same: {}", again.stdout);
    assert_eq!(read_again(&before, &archive), ["photo.png"]);
    let before = mark(&archive);
    archive.run(&["--timeout", "50"]);
    assert_eq!(read_again(&before, &archive).len(), before.len(), "a lower limit reads all again");
    let before = mark(&archive);
    archive.run(&["--timeout", "70"]);
    assert_eq!(read_again(&before, &archive), ["photo.png", "z.pdf"], "a lifted one the rest");
}

#[test]
fn a_folder_whose_run_was_cut_short_is_not_taken_for_whole() {
    let archive = sound();
    archive.run(&[]);
    let results = archive.results();
    let changed = archive.with("a.pdf", "%BILAN-TEST hang\n");
    let mut run = changed.run_command(&["--workers", "1"]).spawn().unwrap();
    let journal = changed.out().join("journal.jsonl");
    wait_for(|| journal.is_file().then_some(()));
    run.kill().unwrap();
    run.wait().unwrap();
    for command in [&["reconcile", "out"][..], &["report", "out"], &["verify", "out"]] {
        let ran = changed.command(command);
        assert_eq!(ran.status, Some(2), "{command:?}");
        assert!(ran.stderr.contains("out : « bilan run » n'y est pas allé à son terme"), "{ran:?}");
    }
    fs::remove_file(changed.root().join("a.pdf")).unwrap();
    changed.run(&[]);
    assert!(!journal.exists());
    assert!(changed.results() == results);
}

/// Kills at so many instants: more where `BILAN_KILLS` says so.
fn kills() -> u32 {
    std::env::var("BILAN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

#[test]
fn a_run_killed_at_any_instant_and_resumed_gives_what_one_run_gives() {
    let (before, after) = (sound(), changed());
    before.run(&["--fresh"]);
    let earlier = before.results();
    let start = Instant::now();
    after.run(&["--fresh"]);
    let (long, wanted) = (start.elapsed(), after.results());
    let mut seed = 2026_u64;
    let mut cut = 0;
    for _ in 0..kills() {
        // Two runs, the second over other files; each is killed once, the second resumed.
        let archive = sound();
        archive.run(&[]);
        turn(&archive);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from(u32::try_from(seed >> 40).unwrap()) / f64::from(1 << 24);
        let mut run = archive.run_command(&["-q"]).spawn().unwrap();
        std::thread::sleep(long.mul_f64(share));
        run.kill().unwrap();
        let killed = run.wait().unwrap().code().is_none();
        cut += u32::from(killed);
        whole(&archive, &[&earlier, &wanted]);
        wait_for_within(Duration::from_secs(2), || workers_in(archive.folder()).is_empty());
        let resumed = archive.run(&[]);
        assert_eq!(resumed.status, Some(1), "{resumed:?}");
        assert!(archive.results() == wanted, "after {share} of a run");
    }
    assert!(cut * 2 > kills(), "{cut} runs were killed before their end");
}

/// The other archive: files that go, that come, that change.
fn changed() -> Archive {
    let archive = sound();
    turn(&archive);
    archive
}

fn turn(archive: &Archive) {
    fs::remove_file(archive.root().join("0/0.csv")).unwrap();
    fs::remove_dir_all(archive.root().join("2")).unwrap();
    fs::write(archive.root().join("1/1.csv"), "Poste;Montant\nA;5 €\nTotal;6 €\n").unwrap();
    fs::write(archive.root().join("neuf.csv"), "Poste;Montant\nA;7 €\nTotal;8 €\n").unwrap();
}

/// Every result is whole: that of one run or of the other, but for those of the tool's own.
fn whole(archive: &Archive, runs: &[&BTreeMap<PathBuf, Vec<u8>>]) {
    for (name, bytes) in archive.results() {
        let own = name.ends_with("journal.jsonl") || name.extension().is_some_and(|e| e == "tmp");
        let known = runs.iter().any(|run| run.get(&name) == Some(&bytes));
        assert!(own || known, "{} is torn", name.display());
    }
    let index = fs::read(archive.out().join("run.json")).unwrap();
    assert!(serde_json::from_slice::<Value>(&index).is_ok());
}

/// The workers that were started in a folder and still run.
pub(crate) fn workers_in(folder: &Path) -> Vec<u32> {
    let names = fs::read_dir("/proc").unwrap();
    let pids = names.filter_map(|e| e.ok()?.file_name().into_string().ok()?.parse::<u32>().ok());
    let here = |pid: &u32| {
        let link = |name: &str| fs::read_link(format!("/proc/{pid}/{name}")).ok();
        link("cwd").is_some_and(|cwd| cwd == folder)
    };
    pids.filter(here).collect()
}

pub(crate) fn wait_for_within(time: Duration, mut ask: impl FnMut() -> bool) {
    let until = Instant::now() + time;
    while !ask() {
        assert!(Instant::now() < until, "not within {time:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn one_who_was_killed_twice_goes_on_too() {
    let archive = sound();
    let long = {
        let start = Instant::now();
        archive.run(&[]);
        start.elapsed()
    };
    let wanted = archive.results();
    fs::remove_dir_all(archive.out()).unwrap();
    for share in [0.3, 0.5] {
        let mut run = archive.run_command(&["-q"]).spawn().unwrap();
        std::thread::sleep(long.mul_f64(share));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    assert_eq!(finish(archive.run_command(&[])).status, Some(1));
    assert!(archive.results() == wanted);
}
