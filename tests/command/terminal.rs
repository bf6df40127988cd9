//! What is told on a terminal and in a pipe: widths, colours, much or nothing.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::archive::{Archive, SHEET, bilan, finish};
use crate::program::program;
use crate::samples::SAMPLES;

/// The results of the samples in a folder of its own, `out`: two commands in one would meet.
fn results() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = Command::new("cp").arg("-a").arg(SAMPLES.0.out()).arg(folder.path()).status();
    assert!(copy.unwrap().success());
    folder
}

/// What `reconcile` tells in a pipe with some variables set.
fn in_pipe(variables: &[(&str, &str)]) -> String {
    let folder = results();
    let mut command = bilan(&["reconcile", "out"]);
    command.env_remove("NO_COLOR").envs(variables.iter().copied()).current_dir(folder.path());
    finish(command).stdout
}

/// What a command tells on a terminal so many columns wide.
fn on_terminal(
    folder: &Path,
    columns: u16,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Option<String> {
    let script = program(&["script"])?;
    let line =
        format!("stty cols {columns}; {} {}", env!("CARGO_BIN_EXE_bilan"), arguments.join(" "));
    let mut command = Command::new(script);
    command.args(["-qec", &line, "/dev/null"]).current_dir(folder);
    // Under `CI` a terminal that can show no colours is taken for a log that can.
    command.env_remove("CI").env_remove("NO_COLOR");
    command.env("TERM", "xterm").envs(variables.iter().copied());
    Some(finish(command).stdout.replace("\r\n", "\n"))
}

/// What `reconcile` tells on a terminal.
fn again(columns: u16, variables: &[(&str, &str)]) -> Option<String> {
    on_terminal(results().path(), columns, &["reconcile", "out"], variables)
}

#[test]
fn in_a_pipe_each_discrepancy_is_one_line_without_colour() {
    let (_, ran) = &*SAMPLES;
    let found: Vec<&str> = ran.stdout.lines().filter(|l| l.contains("Attendu :")).collect();
    assert_eq!(found.len(), 3, "{}", ran.stdout);
    let first = "2023/bilan-2023.pdf : erreur, écart -500 : Action 3.1 — on lit 69\u{a0}500\u{a0}€";
    assert!(found[0].starts_with(first), "{}", found[0]);
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn a_terminal_gets_a_table_in_its_width_and_a_narrow_one_lines() {
    for (columns, is_table) in [(120, true), (80, true), (50, false)] {
        let Some(told) = again(columns, &[]) else { return };
        let plain = anstream::adapter::strip_str(&told).to_string();
        assert_eq!(plain.contains("────"), is_table, "{plain}");
        let wide: Vec<&str> =
            plain.lines().filter(|l| l.chars().count() > usize::from(columns)).collect();
        assert_eq!(wide, [""; 0], "{columns} columns");
        assert!(plain.contains("erreur") && plain.contains("avertissement"), "words say it too");
    }
}

#[test]
fn colours_follow_the_terminal_and_what_was_asked_for() {
    let styled = |told: &str| told.contains("\u{1b}[");
    assert!(styled(&in_pipe(&[("CLICOLOR_FORCE", "1")])));
    assert!(!styled(&in_pipe(&[])));
    let Some(told) = again(100, &[]) else { return };
    assert!(styled(&told));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let told = again(100, &[(name, value)]).unwrap();
        assert!(!styled(&told), "{name}: {told}");
    }
}

#[test]
fn quiet_leaves_the_exit_status() {
    let archive = Archive::new().with("a.pdf", "%PDF-1.4 nothing");
    let quiet: [&[&str]; 4] = [
        &["run", "archive", "--out", "out", "-q"],
        &["reconcile", "out", "--quiet"],
        &["extract", "archive", "--out", "autre", "-q"],
        &["verify", "out", "-q"],
    ];
    for arguments in quiet {
        let ran = archive.command(arguments);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "{arguments:?}");
        let status = i32::from(arguments[0] != "verify");
        assert_eq!(ran.status, Some(status), "{arguments:?}");
    }
    let failed = archive.command(&["run", "absente", "-q"]);
    assert!(failed.stderr.contains("introuvable"), "what keeps it from its job is said");
}

#[test]
fn verbose_tells_each_file_as_it_is_read_and_where_results_are() {
    let archive = Archive::new().with("a.csv", SHEET).with("b.pdf", "%PDF-1.4 nothing");
    let ran = archive.run(&["-v"]);
    let mut told: Vec<&str> = ran.stderr.lines().collect();
    told.sort_unstable();
    assert_eq!(told.len(), 2, "{}", ran.stderr);
    assert!(told[0].starts_with("a.csv : lu, 1 page ou feuille, 0,"), "{}", told[0]);
    assert!(told[0].ends_with(" s, règles subventions 1.0.0"), "{}", told[0]);
    assert!(told[1].starts_with("b.pdf : refusé"), "{}", told[1]);
    assert!(ran.stdout.contains("résultats : out/run.json, out/findings.json, out/documents\n"));
}

#[test]
fn progress_is_drawn_on_a_terminal_only() {
    assert_eq!(SAMPLES.1.stderr, "");
    let run = &["run", "archive", "--out", "encore"];
    let Some(told) = on_terminal(SAMPLES.0.folder(), 100, run, &[]) else { return };
    assert!(told.contains("/9 "), "{told}");
    let quiet = [&run[..], &["-q"]].concat();
    let quiet = on_terminal(SAMPLES.0.folder(), 100, &quiet, &[]).unwrap();
    assert_eq!(quiet, "");
}
