//! README.md names commands that are there, with options that they take, and shows what they
//! print.

use std::fs;
use std::path::Path;

use bilan::batch::{ReportFormat, RunResult};
use bilan::issue::Lang;
use bilan::report::terminal;
use bilan::store::{self, RunIndex};

use crate::archive::{Archive, bilan, finish};
use crate::samples::SAMPLES;

/// The lines after `$` in the blocks of commands of a text.
fn commands(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            inside = !inside && ["console", "sh", "bash", "shell"].contains(&kind.trim());
        } else if inside {
            let line = line.trim();
            let command = line.strip_prefix("$ ").unwrap_or(line);
            out.push(command.split(" #").next().unwrap_or_default().trim().to_owned());
        }
    }
    out
}

/// The words after the program's name, where a command starts the program.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let at = match words.first()?.rsplit('/').next()? {
        "bilan" => 1,
        "cargo" if words.get(1) == Some(&"run") => words.iter().position(|w| *w == "--")? + 1,
        _ => return None,
    };
    Some(words[at..].to_vec())
}

#[test]
fn blocks_of_commands_are_found() {
    let text = "```console\n$ cargo run --release -- run samples --out o  # la visite\n9 fichiers\n```\nbilan x\n";
    let found = commands(text);
    assert_eq!(found, ["cargo run --release -- run samples --out o", "9 fichiers"]);
    assert_eq!(arguments(&found[0]), Some(vec!["run", "samples", "--out", "o"]));
    assert_eq!(arguments(&found[1]), None);
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).unwrap()
}

/// What a run over the samples tells on a terminal of 100 columns.
fn told() -> String {
    let out = SAMPLES.0.out();
    let index = RunIndex::load(&out).unwrap();
    let findings = store::load(&out.join("findings.json")).unwrap();
    let run = RunResult { index, findings, ..RunResult::default() };
    let told = terminal::render(&run.view(Lang::Fr), Some(100));
    let told = terminal::wrapped(&told, Some(100));
    let told = anstream::adapter::strip_str(&told).to_string();
    let files = ReportFormat::USUAL.iter().flat_map(|format| format.files());
    told + &terminal::written(Path::new("bilan-out"), files, Lang::Fr)
}

#[test]
fn what_the_readme_shows_is_what_is_told_on_a_terminal() {
    let readme = readme();
    let shown = readme.split("```text\n").nth(1).and_then(|t| t.split("```").next()).unwrap();
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(shown), trimmed(&told()));
}

#[test]
fn every_command_of_the_readme_is_one() {
    let text = readme();
    let all = commands(&text);
    assert!(all.iter().any(|c| c.starts_with("cargo test")), "README.md says how to test");
    let started: Vec<Vec<&str>> = all.iter().filter_map(|c| arguments(c)).collect();
    assert!(started.iter().any(|a| a.first() == Some(&"run")), "README.md shows the main job");
    for arguments in started {
        let depth = if arguments.first() == Some(&"rules") { 2 } else { 1 };
        let command = arguments.get(..depth).unwrap_or(&arguments);
        let help = finish(bilan(&[command, &["--help"]].concat()));
        assert_eq!(help.status, Some(0), "{}: {}", arguments.join(" "), help.stderr);
        for option in arguments.iter().filter(|a| a.starts_with("--")) {
            let name = option.split('=').next().unwrap_or(option);
            assert!(help.stdout.contains(name), "{name} is none of {}", arguments.join(" "));
        }
    }
}

/// The guide for who writes rules.
const GUIDE: &str = include_str!("../../rules/README.md");

/// Its examples of TOML.
fn examples() -> impl Iterator<Item = &'static str> {
    GUIDE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next())
}

#[test]
fn the_keys_of_the_guide_at_a_glance_are_sound() {
    let archive = Archive::new();
    let folder = archive.folder().join("regles");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("page.toml"), examples().last().unwrap()).unwrap();
    let checked = archive.command(&["rules", "check", "--rules", "regles"]);
    assert_eq!((checked.status, checked.stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_commands_of_the_guide_do_what_it_says() {
    let archive = Archive::new();
    for rules in ["mes-regles", "mes-regles-modifiees"] {
        let folder = archive.folder().join(rules);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("mes-bilans.toml"), examples().next().unwrap()).unwrap();
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::os::unix::fs::symlink(samples, archive.folder().join("samples")).unwrap();
    let table = GUIDE.lines().filter(|line| line.starts_with("| ")).filter_map(|line| {
        line.split('`').nth(1).and_then(|command| command.strip_prefix("bilan "))
    });
    let mut told = String::new();
    for command in table {
        let arguments: Vec<&str> = command.split(' ').collect();
        let ran = archive.command(&arguments);
        assert!(matches!(ran.status, Some(0 | 1)), "{command}: {}", ran.stderr);
        told.push_str(&ran.stdout);
    }
    assert!(told.contains(r#""id":"soutien_etat""#), "{told}");
    assert!(told.contains("347 000 €"), "{told}");
}
