//! The house keeps its shape: layers import downwards, files are short and say what they are for,
//! the top level holds nothing else.

#![expect(clippy::unwrap_used, reason = "a test may fail by a panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a file.
const LONGEST: usize = 400;

/// What the top level may hold beside dotfiles and what git ignores.
const TOP: &[&str] =
    &["Cargo.toml", "Cargo.lock", "README.md", "src", "samples", "rules", "tests", "snapshots"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|n| n != "target") {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The modules of `lib.rs`, lowest first.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The names after `crate::` in a source, with their lines; `{` for a group.
fn imports(source: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for after in code.split("crate::").skip(1) {
            let name: String =
                after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            out.push((number + 1, if after.starts_with('{') { "{".to_owned() } else { name }));
        }
    }
    out
}

/// The faults of one file against the order of the layers.
fn upward(file: &str, source: &str, layers: &[String]) -> Vec<String> {
    let own = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let Some(own_level) = layers.iter().position(|l| l == own) else { return Vec::new() };
    let fault = |(line, name): (usize, String)| match layers.iter().position(|l| *l == name) {
        Some(level) if level <= own_level => None,
        Some(_) => Some(format!("src/{file}:{line}: {own} uses {name}, which stands above it")),
        None if name == "{" => Some(format!("src/{file}:{line}: one `use crate::…` a module")),
        None => Some(format!("src/{file}:{line}: crate::{name} is no module of lib.rs")),
    };
    imports(source).into_iter().filter_map(fault).collect()
}

#[test]
fn a_module_uses_only_those_below_it() {
    let layers = layers();
    assert!(layers.len() > 10, "lib.rs lists its modules as `pub mod name;`");
    let src = root().join("src");
    let mut faults = Vec::new();
    for path in sources(&src) {
        let file = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
        faults.extend(upward(&file, &fs::read_to_string(&path).unwrap(), &layers));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_upward_import_is_seen() {
    let layers = ["place", "record", "cli"].map(str::to_owned);
    let source = "use crate::place::Rect;\nfn f(c: crate::cli::End) {} // crate::cli\n";
    let faults = upward("record/mod.rs", source, &layers);
    assert_eq!(faults, ["src/record/mod.rs:2: record uses cli, which stands above it"]);
    assert_eq!(upward("cli/mod.rs", source, &layers), [""; 0]);
}

#[test]
fn a_file_says_what_it_is_for_and_is_short() {
    let mut faults = Vec::new();
    for path in [sources(&root().join("src")), sources(&root().join("tests"))].concat() {
        let source = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        if !source.starts_with("//! ") {
            faults.push(format!("{name}: does not open with `//!`"));
        }
        let lines = source.lines().count();
        if lines > LONGEST {
            faults.push(format!("{name}: {lines} lines, more than {LONGEST}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_main_file_only_calls_the_library() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.lines().count() < 40);
}

#[test]
fn the_top_level_holds_nothing_else() {
    let names = fs::read_dir(root()).unwrap().map(|e| e.unwrap().file_name());
    let names = names.map(|n| n.to_string_lossy().into_owned());
    let other: Vec<String> = names
        .filter(|n| !n.starts_with('.') && n != "target" && !TOP.contains(&n.as_str()))
        .collect();
    assert_eq!(other, [""; 0]);
}
