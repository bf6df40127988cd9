//! What this machine has to read pages of paper with: Tesseract, found with its version and language.
//!
//! It is looked for when the first page of paper asks: to ask a program for its version takes
//! longer than to read a page of text, and most documents have no other.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::patience::Patience;
use super::program::hear;
use crate::ingest::{Hashing, open};

/// The name of the program.
const NAME: &str = "tesseract";
/// The languages it is asked for, the first of which that it knows.
const LANGUAGES: [&str; 2] = ["fra", "eng"];
/// Bytes at most of what it says of itself.
const ANSWER: usize = 1 << 20;
/// How long it may take to say which version it is.
const PROMPT: Duration = Duration::from_secs(10);

/// What there is on this machine to read pages of paper with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Installed {
    /// The program, if it is there.
    pub engine: Sought,
    /// Pages of a document read at a time; 0 is taken for 1.
    pub at_once: usize,
    /// The folder where what is read is kept, if it is kept.
    pub kept: Option<PathBuf>,
}

/// The program that reads pages of paper: none, one that is known, or one to be looked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub enum Sought {
    /// None, whatever is installed.
    #[default]
    Nothing,
    /// One that was named and is there.
    Known(Engine),
    /// The one on `PATH`.
    OnPath {
        /// The program through which it is to be started.
        through: Option<PathBuf>,
        /// What was found; each process looks once, when it must.
        #[serde(skip)]
        found: OnceLock<Result<Engine, NoEngine>>,
    },
}

/// Why there is no program to be asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NoEngine {
    /// It is not on the path, or not wanted.
    #[error("tesseract n'est pas installé")]
    Missing,
    /// It is not where it was said to be, or cannot be run.
    #[error("« {} » ne peut pas être lancé : {why}", .path.display())]
    Broken {
        /// The program.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// It knows neither French nor English.
    #[error("« {} » n'a ni le français ni l'anglais : installer tesseract-ocr-fra", .path.display())]
    NoLanguage {
        /// The program.
        path: PathBuf,
    },
}

impl Sought {
    /// The one on `PATH`, to be started through another program.
    #[must_use]
    pub fn on_path(through: Option<&Path>) -> Self {
        Self::OnPath { through: through.map(Path::to_owned), found: OnceLock::new() }
    }

    /// The program; the first to ask for that on `PATH` waits until it has said its version.
    pub fn engine(&self) -> Result<&Engine, &NoEngine> {
        match self {
            Self::Nothing => Err(&NoEngine::Missing),
            Self::Known(engine) => Ok(engine),
            Self::OnPath { through, found } => {
                let look = || match on_path() {
                    Some(program) => Engine::at(&program, through.as_deref()),
                    None => Err(NoEngine::Missing),
                };
                found.get_or_init(look).as_ref()
            }
        }
    }
}

impl Engine {
    /// The program at a path; `through` is the program through which it is started.
    pub fn at(program: &Path, through: Option<&Path>) -> Result<Self, NoEngine> {
        let said = |argument: &str| -> Result<String, NoEngine> {
            let broken = |why: String| NoEngine::Broken { path: program.to_owned(), why };
            let patience = Patience::new(PROMPT);
            let heard = hear(Command::new(program).arg(argument), &[], ANSWER, &patience);
            let heard = heard.map_err(|error| broken(error.to_string()))?;
            let late = || broken(format!("pas de réponse en {} s", PROMPT.as_secs()));
            let heard = heard.ok_or_else(late)?;
            if !heard.status.success() {
                return Err(broken(heard.ending()));
            }
            Ok(String::from_utf8_lossy(&heard.answer).into_owned())
        };
        let version = said("--version")?.lines().next().unwrap_or_default().trim().to_owned();
        let known = said("--list-langs")?;
        let is_known = |name: &&&str| known.lines().any(|line| line.trim() == **name);
        let none = || NoEngine::NoLanguage { path: program.to_owned() };
        let language = (*LANGUAGES.iter().find(is_known).ok_or_else(none)?).to_owned();
        let model = model(&known, &language).unwrap_or_default();
        let (program, through) = (program.to_owned(), through.map(Path::to_owned));
        Ok(Self { program, version, language, model, through })
    }

    /// Whether it reads French as another language, having no model of it.
    pub(super) fn lacks_french(&self) -> bool {
        self.language != LANGUAGES[0]
    }
}

/// The hexadecimal SHA-256 of the model of a language, in the folder that is named where languages
/// are listed: `List of available languages in "/usr/share/tessdata/" (2):`, since Tesseract 5.
fn model(listed: &str, language: &str) -> Option<String> {
    let (_, folder) = listed.lines().next()?.split_once('"')?;
    let (folder, _) = folder.rsplit_once('"')?;
    let file = open(&Path::new(folder).join(format!("{language}.traineddata"))).ok()?;
    let mut hashing = Hashing::new(file);
    io::copy(&mut hashing, &mut io::sink()).ok()?;
    Some(hashing.finish())
}

/// The program as `PATH` names it.
fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut all = std::env::split_paths(&path).map(|folder| folder.join(NAME));
    all.find(|program| program.is_file())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

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

    /// A program that runs a script.
    pub(in crate::readers::ocr) fn program(script: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(NAME);
        write_script(&program, &format!("#!/bin/sh\n{script}\n"));
        (folder, program)
    }

    #[test]
    fn it_is_found_with_its_version_and_the_first_language_it_has() {
        for (known, language) in [("eng; echo fra", "fra"), ("eng; echo deu", "eng")] {
            let says = "case $1 in --version) echo 'tesseract 5.3.0';; *) echo";
            let (_folder, program) = program(&format!("{says} {known};; esac"));
            let found = Engine::at(&program, None).unwrap();
            assert_eq!(found.name(), format!("tesseract 5.3.0 {language}"));
            assert_eq!(found.language, language);
        }
    }

    #[test]
    fn another_model_of_the_same_language_is_another_engine() {
        let models = tempfile::tempdir().unwrap();
        let path = models.path().display();
        let says = format!(
            "case $1 in --version) echo 'tesseract 5';; *) echo 'List in \"{path}/\" (1):'; echo fra"
        );
        let (_folder, program) = program(&format!("{says};; esac"));
        let name = || Engine::at(&program, None).unwrap().name();
        assert_eq!(name(), "tesseract 5 fra", "none to be seen");
        let file = models.path().join("fra.traineddata");
        std::fs::write(&file, "abc").unwrap();
        assert_eq!(name(), "tesseract 5 fra ba7816bf8f01cfea", "SHA-256 of its bytes");
        std::fs::write(&file, "abd").unwrap();
        assert_ne!(name(), "tesseract 5 fra ba7816bf8f01cfea");
    }

    #[test]
    fn one_that_cannot_serve_says_which_and_why() {
        let none = Engine::at(Path::new("/nowhere/tesseract"), None).unwrap_err().to_string();
        assert!(none.contains("/nowhere/tesseract"), "{none}");
        let (_folder, other) = program("echo deu");
        let none = Engine::at(&other, None).unwrap_err().to_string();
        assert!(none.contains("tesseract-ocr-fra") && none.contains(NAME), "{none}");
        let (_folder, ends) = program("exit 3");
        let none = Engine::at(&ends, None).unwrap_err().to_string();
        assert!(none.contains('3'), "{none}");
    }

    #[test]
    fn nothing_is_looked_for_where_nothing_is_wanted() {
        assert!(matches!(Sought::Nothing.engine(), Err(NoEngine::Missing)));
    }
}
