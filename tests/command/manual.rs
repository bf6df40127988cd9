//! Completions and pages of the manual load where they are meant to.

use std::fs;
use std::process::Command;

use crate::archive::{Archive, bilan, finish};
use crate::program::program;

/// The completions of a shell.
fn script(shell: &str) -> String {
    let ran = finish(bilan(&["completions", shell]));
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{shell}");
    ran.stdout
}

#[test]
fn completions_name_commands_and_flags_and_nothing_hidden() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = script(shell);
        for word in ["reconcile", "baseline", "completions", "coverage", "xlsx"] {
            assert!(script.contains(word), "{shell} completes {word}");
        }
        let words: Vec<&str> = script.split(|c: char| !c.is_alphanumeric()).collect();
        assert!(!words.contains(&"worker"), "{shell} completes what the tool starts itself");
    }
    assert!(script("fish").contains("Dossier des résultats"), "the help is French");
}

#[test]
fn shells_read_their_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let Some(shell) = program(&[shell]) else { continue };
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), script(shell)).unwrap();
        let read = Command::new(shell).arg("-n").arg(file.path()).output().unwrap();
        assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
    }
}

#[test]
fn bash_completes_a_command_that_is_begun() {
    let Some(bash) = program(&["bash"]) else { return };
    let ask =
        "COMP_WORDS=(bilan rec); COMP_CWORD=1; _bilan bilan rec bilan; echo \"${COMPREPLY[@]}\"";
    let asked = format!("{}\n{ask}", script("bash"));
    let told = Command::new(bash).args(["--norc", "-c", &asked]).output().unwrap();
    assert_eq!(String::from_utf8(told.stdout).unwrap().trim(), "reconcile");
}

#[test]
fn the_page_is_one_of_the_manual_in_french() {
    let ran = finish(bilan(&["man"]));
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains(".TH bilan 1 "), "{}", ran.stdout);
    for heading in [".SH NOM", ".SH SYNOPSIS", ".SH COMMANDES", ".SH OPTIONS"] {
        assert!(ran.stdout.lines().any(|line| line == heading), "{heading}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("worker") && !ran.stdout.contains("Print help"));
}

#[test]
fn each_command_has_a_page_that_man_reads() {
    let archive = Archive::new();
    let ran = archive.command(&["man", "--out", "man1"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let folder = archive.folder().join("man1");
    let names = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(ran.stdout, format!("man1 : {} pages de manuel\n", names.len()));
    for name in ["bilan.1", "bilan-run.1", "bilan-rules.1", "bilan-rules-test.1"] {
        assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
    }
    let Some(man) = program(&["man"]) else { return };
    let mut command = Command::new(man);
    command.arg("-l").arg(folder.join("bilan-run.1"));
    let read = command.env("MANWIDTH", "80").env("LC_ALL", "C.UTF-8").output().unwrap();
    let read = String::from_utf8_lossy(&read.stdout).into_owned();
    assert!(read.contains("NOM") && read.contains("--baseline <FILE>"), "{read}");
}
