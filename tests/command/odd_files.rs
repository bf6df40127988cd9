//! Files that are odd as files: gone, changed, without end, larger than a disk, thousands of them.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::archive::{Archive, SHEET, bilan, finish, wait_for};
use crate::containment::children;
use crate::files::unprivileged;

#[test]
fn a_file_without_rights_is_refused_and_the_others_are_read() {
    let archive = Archive::new().with("a.csv", SHEET).with("clos.csv", "x;y\n1;2\n");
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(archive.root().join("clos.csv"), mode(0o000)).unwrap();
    fs::set_permissions(archive.folder(), mode(0o777)).unwrap();
    let ran = finish(unprivileged(&archive));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(archive.outcomes()["a.csv"], "done");
    assert_eq!(archive.outcomes()["clos.csv"], "refused");
    assert_eq!(archive.codes("clos.csv"), ["unreadable"]);
    assert!(ran.stdout.contains("clos.csv : le fichier ne peut pas être lu"), "{}", ran.stdout);
}

/// One worker is kept busy by the first file; meanwhile the others are no longer what was found.
#[test]
fn files_that_vanish_or_change_while_others_are_read_are_refused() {
    let archive = Archive::new()
        .with("a.pdf", "%BILAN-TEST hang\n")
        .with("b-part.csv", SHEET)
        .with("c-change.csv", "x;y\n1;2\n")
        .with("d-dossier.csv", "x;y\n3;4\n")
        .with("e-tube.csv", "x;y\n5;6\n")
        .with("z.csv", "x;y\n7;8\n");
    let mut command = archive.run_command(&["--workers", "1", "--timeout", "3"]);
    let mut run = command.spawn().unwrap();
    // A worker is started when the files have been found.
    wait_for(|| (!children(run.id()).is_empty()).then_some(()));
    let root = archive.root();
    fs::remove_file(root.join("b-part.csv")).unwrap();
    fs::write(root.join("c-change.csv"), "x;y\n1;3\n").unwrap();
    fs::remove_file(root.join("d-dossier.csv")).unwrap();
    fs::create_dir(root.join("d-dossier.csv")).unwrap();
    fs::remove_file(root.join("e-tube.csv")).unwrap();
    make_fifo(&root.join("e-tube.csv"));
    assert_eq!(run.wait().unwrap().code(), Some(1));
    let outcomes = archive.outcomes();
    let ends = ["timed_out", "refused", "refused", "refused", "refused", "done"];
    assert_eq!(outcomes.values().collect::<Vec<_>>(), ends, "{outcomes:?}");
    for path in ["b-part.csv", "c-change.csv", "d-dossier.csv", "e-tube.csv"] {
        assert_eq!(archive.codes(path), ["unreadable"], "{path}");
    }
    let message = archive.files()["c-change.csv"]["issues"][0]["message"].clone();
    assert!(message.as_str().unwrap().contains("modifié"), "{message}");
}

fn make_fifo(path: &std::path::Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn links_sockets_and_devices_are_told_and_never_opened() {
    let archive = Archive::new().with("a.csv", SHEET);
    let root = archive.root();
    let secret = archive.folder().join("dehors.csv");
    fs::write(&secret, "secret;montant\nAAA;424 242\n").unwrap();
    symlink(&secret, root.join("dehors.csv")).unwrap();
    symlink("..", root.join("dehors")).unwrap();
    symlink("tour-b", root.join("tour-a")).unwrap();
    symlink("tour-a", root.join("tour-b")).unwrap();
    symlink("/dev/zero", root.join("zero.csv")).unwrap();
    symlink("/dev/full", root.join("plein.csv")).unwrap();
    let _socket = UnixListener::bind(root.join("prise.csv")).unwrap();
    let mut told = vec!["dehors", "dehors.csv", "plein.csv", "prise.csv", "tour-a", "tour-b"];
    // Only root may make a device.
    let mut device = Command::new("mknod");
    device.arg(root.join("peripherique.pdf")).args(["c", "1", "5"]).stderr(Stdio::null());
    if device.status().unwrap().success() {
        told.push("peripherique.pdf");
    }
    told.push("zero.csv");
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let outcomes = archive.outcomes();
    assert_eq!(outcomes.len(), told.len() + 1, "{outcomes:?}");
    for path in told {
        assert_eq!(outcomes[path], "unsupported", "{path}");
    }
    let leak = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("AAA");
    assert!(!archive.results().values().any(leak), "what lies outside is read");
}

#[test]
fn a_device_as_an_archive_is_told_at_once() {
    let archive = Archive::new();
    for device in ["/dev/zero", "/dev/full", "/dev/null", "/dev/tty"] {
        let start = Instant::now();
        let ran = archive.command(&["run", device, "--out", "out"]);
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
        let name = device.rsplit('/').next().unwrap();
        assert_eq!(archive.outcomes()[name], "unsupported");
        assert!(archive.codes(name).contains(&"unsupported-kind".to_owned()));
    }
}

#[test]
fn a_file_far_over_the_limit_is_told_without_being_read() {
    let archive = Archive::new().with("a.csv", SHEET);
    for (name, head) in [("creux.pdf", "%PDF-1.7\n"), ("creux.csv", SHEET)] {
        let path = archive.root().join(name);
        fs::write(&path, head).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(10 << 30).unwrap();
    }
    let start = Instant::now();
    let ran = archive.run(&[]);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(ran.status, Some(1));
    for name in ["creux.pdf", "creux.csv"] {
        assert_eq!(archive.outcomes()[name], "refused");
        assert_eq!(archive.codes(name), ["too-large"]);
    }
    assert!(ran.stdout.contains("fichier : 10240 Mio"), "{}", ran.stdout);
    assert_eq!(archive.outcomes()["a.csv"], "done");
}

/// A name may hold all but `/` and NUL; no line of the summary begins within one.
#[test]
fn names_of_odd_bytes_are_told_on_one_line() {
    let names = ["a\nb.pdf", "a\rb.pdf", " .pdf", "-rf.pdf", "%41.pdf", "a\tb.pdf", "é\u{301}.pdf"];
    let archive = names.iter().fold(Archive::new(), |archive, name| archive.with(name, ""));
    let ran = archive.run(&[]);
    let outcomes = archive.outcomes();
    assert_eq!(outcomes.len(), names.len(), "{outcomes:?}");
    for name in names {
        assert_eq!(outcomes[name], "refused", "{name:?}");
    }
    assert!(!ran.stdout.contains("a\nb.pdf") && !ran.stdout.contains('\r'), "{}", ran.stdout);
}

/// What stands above a table was read again for each of them, which takes the square of the time.
#[test]
fn a_sheet_of_a_thousand_small_tables_is_read_within_its_time() {
    let table = |n: u32| {
        format!("Action {n}.1 ;;\nPoste;Prévu;Réalisé\nSalaires;10 000;9 {}\n;;\n", n % 900 + 100)
    };
    let archive = Archive::new().with("a.csv", (0..1_000).map(table).collect::<String>());
    archive.command(&["extract", "archive", "--out", "out", "--timeout", "30"]);
    assert_eq!(archive.outcomes()["a.csv"], "done");
    let record: serde_json::Value =
        serde_json::from_slice(&archive.result("documents/a.csv.json")).unwrap();
    assert_eq!(record["budgets"].as_array().unwrap().len(), 1_000);
}

/// Names in an order that neither the disk nor the alphabet has.
fn shuffled(count: usize) -> Vec<String> {
    let name = |at: usize| format!("{}/{}.txt", at * 7919 % 13, at * 104_729 % count);
    (0..count).map(name).collect()
}

#[test]
fn thousands_of_files_come_in_the_order_of_their_paths() {
    let names = shuffled(2000);
    let make = |names: &mut dyn Iterator<Item = &String>| {
        names.fold(Archive::new(), |archive, name| archive.with(name, name.as_bytes()))
    };
    let (one, two) = (make(&mut names.iter()), make(&mut names.iter().rev()));
    let order = |archive: &Archive| {
        let start = Instant::now();
        assert_eq!(archive.run(&[]).status, Some(0));
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
        let index: serde_json::Value = serde_json::from_slice(&archive.result("run.json")).unwrap();
        let files = index["files"].as_array().unwrap().clone();
        files.iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = order(&one);
    assert!(first.is_sorted());
    assert_eq!(first.len(), 2000);
    assert!(first == order(&two), "the order hangs on that of creation");
    assert!(one.results() == two.results());
}

#[test]
fn a_name_on_standard_output_stays_on_one_line_of_json() {
    let archive = Archive::new().with("a\nb.csv", SHEET);
    let ran = finish({
        let mut command = bilan(&["extract", "archive"]);
        command.current_dir(archive.folder());
        command
    });
    assert_eq!((ran.status, ran.stdout.lines().count()), (Some(0), 1));
}
