//! An archive in a folder of its own, the command run over it, and what came out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::corpus::written;

/// A delimited file that any version of the reader reads whole.
pub(crate) const SHEET: &str = "Nom;Montant\nCESAM;10 000,00\nSDAT;70 000,00\nMDPM;140 000,00\n";

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// A folder with an archive and a place for results.
pub(crate) struct Archive {
    folder: TempDir,
}

/// What a command gave.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its exit status; `None` where a signal ended it.
    pub(crate) status: Option<i32>,
    /// Its standard output.
    pub(crate) stdout: String,
    /// Its standard error.
    pub(crate) stderr: String,
}

/// The command, not yet started.
pub(crate) fn bilan(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
    // Documents that rules are tried on are kept; not with those of whoever runs the tests.
    command.args(arguments).env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    // Nor is anything read by what this machine has installed, unless a test names it.
    command.env("PATH", "");
    command
}

/// Runs a command to its end, which must come within a minute.
pub(crate) fn finish(command: Command) -> Ran {
    finish_within(Duration::from_mins(1), command)
}

/// Runs a command to its end, which must come within a time.
fn finish_within(time: Duration, command: Command) -> Ran {
    let mut command = assert_cmd::Command::from_std(command);
    let output = command.timeout(time).output().unwrap();
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Archive {
    /// An empty archive.
    pub(crate) fn new() -> Self {
        let archive = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(archive.root()).unwrap();
        archive
    }

    /// The same with a file.
    pub(crate) fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// The folder that holds archive and results.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The archive.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Where results go.
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// `bilan run` over the archive into `out`.
    pub(crate) fn run(&self, further: &[&str]) -> Ran {
        finish(self.run_command(further))
    }

    /// The same where pages of paper are read, which takes minutes on a machine with much to do.
    pub(crate) fn run_on_paper(&self, further: &[&str]) -> Ran {
        let ran = finish_within(Duration::from_mins(10), self.run_command(further));
        assert!(ran.status.is_some(), "not within ten minutes");
        ran
    }

    /// The same, not yet started.
    pub(crate) fn run_command(&self, further: &[&str]) -> Command {
        let mut command = bilan(&["run", "archive", "--out", "out"]);
        command.args(further).current_dir(self.folder());
        command
    }

    /// Any command, in the folder that holds the archive.
    pub(crate) fn command(&self, arguments: &[&str]) -> Ran {
        let mut command = bilan(arguments);
        command.current_dir(self.folder());
        finish(command)
    }

    /// The files of `run.json`, by path.
    pub(crate) fn files(&self) -> BTreeMap<String, Value> {
        let index: Value = serde_json::from_slice(&self.result("run.json")).unwrap();
        let files = index["files"].as_array().unwrap().iter();
        files.map(|f| (f["path"].as_str().unwrap().to_owned(), f.clone())).collect()
    }

    /// The outcome of each file.
    pub(crate) fn outcomes(&self) -> BTreeMap<String, String> {
        let outcome = |f: &Value| f["outcome"].as_str().unwrap().to_owned();
        self.files().iter().map(|(path, file)| (path.clone(), outcome(file))).collect()
    }

    /// The codes of what is told of a file.
    pub(crate) fn codes(&self, path: &str) -> Vec<String> {
        let issues = self.files()[path]["issues"].clone();
        let codes = issues.as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap().into());
        codes.collect()
    }

    /// The bytes of a result.
    pub(crate) fn result(&self, name: &str) -> Vec<u8> {
        let path = self.out().join(name);
        fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// Makes `run.json` say of what was edited in the folder that its run wrote it so.
    pub(crate) fn reseal(&self) {
        let mut index: Value = serde_json::from_slice(&self.result("run.json")).unwrap();
        for file in index["files"].as_array_mut().unwrap() {
            let record = file["document"].as_str().map(|name| self.out().join(name));
            if let Some(bytes) = record.and_then(|record| fs::read(record).ok()) {
                file["record_sha256"] = hex(&Sha256::digest(&bytes)).into();
            }
        }
        index["files_sha256"] = bilan::store::files_sha256(&index["files"]).into();
        fs::write(self.out().join("run.json"), serde_json::to_vec(&index).unwrap()).unwrap();
    }

    /// The bytes of every result but `run.json`, by path.
    pub(crate) fn results(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut folders = vec![self.out()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("run.json") {
                    let name = path.strip_prefix(self.out()).unwrap().to_owned();
                    all.insert(name, fs::read(path).unwrap());
                }
            }
        }
        all
    }
}

/// What a closure gives, asked for at most five seconds.
pub(crate) fn wait_for<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(5);
    loop {
        if let Some(given) = ask() {
            return given;
        }
        assert!(Instant::now() < until, "not within five seconds");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A PDF of one page that draws one line of text.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    drawn(&format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET"))
}

/// A PDF of one page that draws paragraphs of one line.
pub(crate) fn letter(lines: &[&str]) -> Vec<u8> {
    let escaped = lines.iter().map(|line| {
        let byte = |c: char| match c {
            '€' => "\\200".to_owned(),
            '(' | ')' | '\\' => format!("\\{c}"),
            c if c.is_ascii() => c.to_string(),
            c => format!("\\{:03o}", u32::from(c)),
        };
        line.chars().map(byte).collect::<String>()
    });
    let lines: Vec<String> = escaped.map(|line| format!("({line}) Tj T*")).collect();
    drawn(&format!("BT /F1 11 Tf 26 TL 60 780 Td {} ET", lines.join(" ")))
}

/// A PDF of one page with a drawing.
fn drawn(drawing: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{drawing}\nendstream", drawing.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    written::pdf(&objects)
}
