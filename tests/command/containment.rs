//! A document that hangs, exhausts memory or kills its process harms no other.
//!
//! Debug builds take a file that opens with `%BILAN-TEST` as an order to misbehave.

use std::fs;
use std::time::Duration;

use crate::archive::{Archive, SHEET, pdf, wait_for};

/// Orders, the outcome of each, and what is told.
const ORDERS: &[(&str, &str, &str)] = &[
    ("hang", "timed_out", "timed-out"),
    ("spin", "timed_out", "timed-out"),
    ("alloc", "out_of_memory", "out-of-memory"),
    ("overflow", "crashed", "worker-crashed"),
    ("panic", "crashed", "reader-failed"),
    ("exit", "crashed", "worker-crashed"),
    ("abort", "crashed", "worker-crashed"),
    ("garbage", "crashed", "worker-crashed"),
];

/// Documents that are sound.
fn sound() -> Archive {
    (0..6).fold(Archive::new().with("z.pdf", pdf("Bonjour")), |archive, n| {
        archive.with(&format!("{n}.csv"), format!("{SHEET}autre;{n}\n"))
    })
}

#[test]
fn each_ends_in_its_outcome_and_changes_no_other_record() {
    let clean = sound();
    assert_eq!(clean.run(&["--workers", "2"]).status, Some(0));
    let mut mixed = sound();
    for (order, ..) in ORDERS {
        mixed = mixed.with(&format!("3-{order}.pdf"), format!("%BILAN-TEST {order}\n"));
    }
    // Room for three stacks of 64 MiB beside a debug build: the second reader has the third.
    let ran = mixed.run(&["--workers", "2", "--timeout", "2", "--max-memory", "320"]);
    assert_eq!(ran.status, Some(1));
    for (order, outcome, code) in ORDERS {
        let path = format!("3-{order}.pdf");
        assert_eq!(mixed.outcomes()[&path], *outcome, "{order}");
        assert_eq!(mixed.codes(&path), [*code], "{order}");
        assert!(ran.stdout.contains(&path), "{order} is told");
    }
    let results = mixed.results();
    for (name, bytes) in clean.results() {
        if name.starts_with("documents") {
            assert!(results.get(&name) == Some(&bytes), "{} is changed", name.display());
        }
    }
}

/// Documents of the measure below: more or fewer where `BILAN_DOCUMENTS` says so.
fn documents() -> usize {
    std::env::var("BILAN_DOCUMENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(2000)
}

/// Bilans and sheets, each with bytes of its own.
fn real(count: usize) -> Archive {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive/2023");
    let bilan = fs::read(format!("{samples}/bilan-2023.pdf")).unwrap();
    (0..count).fold(Archive::new(), |archive, n| match n % 2 {
        0 => {
            archive.with(&format!("{n}.pdf"), [&bilan[..], format!("\n%{n}\n").as_bytes()].concat())
        }
        _ => archive.with(&format!("{n}.csv"), format!("{SHEET}autre;{n}\n")),
    })
}

#[test]
#[ignore = "takes minutes; prints the two times"]
fn one_in_a_hundred_of_each_kind_changes_no_other_record() {
    let count = documents();
    let timed = |archive: &Archive| {
        let start = std::time::Instant::now();
        let status = archive.run_command(&["-q", "--max-pictures", "0"]).status().unwrap();
        (status.code(), start.elapsed())
    };
    let clean = real(count);
    let (_, alone) = timed(&clean);
    let mut mixed = real(count);
    for order in ["overflow", "alloc", "hang", "panic", "exit", "garbage"] {
        for n in 0..count / 100 {
            mixed = mixed
                .with(&format!("{}-{order}.pdf", n * 100), format!("%BILAN-TEST {order}\n%{n}"));
        }
    }
    let (status, beside) = timed(&mixed);
    assert_eq!(status, Some(1));
    let results = mixed.results();
    let mut same = 0;
    for (name, bytes) in clean.results().iter().filter(|(n, _)| n.starts_with("documents")) {
        assert!(results.get(name) == Some(bytes), "{} is changed", name.display());
        same += 1;
    }
    assert_eq!(same, count);
    let (ratio, hostile) = (beside.as_secs_f64() / alone.as_secs_f64(), count / 100 * 6);
    println!(
        "{count} documents: {alone:.1?}; with {hostile} hostile ones: {beside:.1?}, {ratio:.2} times"
    );
}

#[test]
fn one_who_does_nothing_is_given_up_before_the_clock_says_so() {
    let archive = Archive::new().with("a.pdf", "%BILAN-TEST hang\n").with("b.csv", SHEET);
    let ran = archive.run(&[]);
    assert_eq!(archive.outcomes()["a.pdf"], "timed_out");
    assert_eq!(archive.codes("a.pdf"), ["worker-silent"]);
    assert!(ran.stdout.contains("aucune activité depuis 5 s"), "{}", ran.stdout);
    assert_eq!(archive.outcomes()["b.csv"], "done");
}

#[test]
fn one_that_the_system_killed_is_read_once_more_alone() {
    let killed = [pdf("Bonjour"), b"\n%BILAN-TEST killed once\n".to_vec()].concat();
    let archive = sound().with("a.pdf", killed);
    assert_eq!(archive.run(&["--workers", "2"]).status, Some(0));
    assert!(archive.root().join("a.seen").is_file(), "the first reading was cut short");
    assert_eq!(archive.outcomes()["a.pdf"], "done");
}

#[test]
fn a_document_has_its_whole_time_after_one_that_took_much() {
    let paper = [pdf("Bonjour"), b"\n%BILAN-TEST paper\n".to_vec()].concat();
    // One that is read in less than a tick of the kernel's clock would not be stopped.
    let archive = real(1).with("-.pdf", paper);
    let ran = archive.run(&["--workers", "1", "--timeout", "1", "--page-timeout", "3"]);
    assert_eq!(archive.outcomes()["0.pdf"], "done", "{}", ran.stdout);
}

#[test]
fn a_panic_is_told_without_folders_of_this_machine() {
    let archive = Archive::new().with("a.pdf", "%BILAN-TEST panic\n");
    archive.run(&[]);
    let message = archive.files()["a.pdf"]["issues"][0]["message"].clone();
    let message = message.as_str().unwrap();
    assert!(message.contains("asked for by a test"), "{message}");
    assert!(!message.contains(env!("CARGO_MANIFEST_DIR")), "{message}");
}

#[test]
fn workers_end_with_a_parent_that_is_killed() {
    let archive = Archive::new().with("a.pdf", "%BILAN-TEST spin\n");
    let mut parent = archive.run_command(&["--timeout", "50"]).spawn().unwrap();
    let workers = wait_for(|| Some(children(parent.id())).filter(|c| !c.is_empty()));
    std::thread::sleep(Duration::from_millis(100));
    parent.kill().unwrap();
    parent.wait().unwrap();
    let gone = wait_for(|| workers.iter().all(|pid| !is_running(*pid)).then_some(true));
    assert!(gone);
}

/// State and parent of a process, as `/proc` has them.
fn stat(pid: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

fn is_running(pid: u32) -> bool {
    stat(pid).is_some_and(|(state, _)| state != 'Z')
}

/// The processes that a process started.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let names =
        fs::read_dir("/proc").unwrap().filter_map(|e| e.ok()?.file_name().into_string().ok());
    let pids = names.filter_map(|name| name.parse().ok());
    pids.filter(|pid| stat(*pid).is_some_and(|(_, of)| of == parent)).collect()
}
