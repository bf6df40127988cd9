//! Tesseract, run as a program: found, asked for one picture at a time, and stopped when it is late.
//!
//! It runs in a process group of its own and under the limits of the worker that asks. That worker
//! may be killed at any time: the program is started through `bilan` itself ([`become_it`]), which
//! asks the kernel to end it with its parent, so that none is left behind.

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};

use super::hocr::{self, Line};
use super::picture::Picture;

/// The name of the program.
const NAME: &str = "tesseract";
/// The languages it is asked for, the first of which it must know.
const LANGUAGES: [&str; 2] = ["fra", "eng"];
/// Bytes kept of what it complains about.
const WORDS: usize = 300;
/// Bytes of an answer at most: the boxes of a page of the smallest print take a tenth.
const ANSWER: u64 = 64 << 20;

/// How what a picture shows is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As pages are: columns, tables, pictures.
    Page,
    /// Lines below each other.
    Lines,
}

/// The hidden command under which `bilan` becomes the program.
pub const COMMAND: &str = "tesseract";

/// The program with what tells one of its versions from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Where it lies.
    program: PathBuf,
    /// The version it says it has.
    version: String,
    /// The language it is asked for.
    language: String,
    /// The program through which it is started, if any.
    through: Option<PathBuf>,
}

/// Why there is no program to be asked.
#[derive(Debug, thiserror::Error)]
pub enum NoEngine {
    /// It is not on the path.
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
    #[error("tesseract ne connaît pas le français")]
    NoLanguage,
}

/// Why it gave no text of a picture.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// It could not be started, or spoken to.
    #[error("tesseract ne peut pas être lancé : {0}")]
    Io(#[from] io::Error),
    /// It took too long.
    #[error("tesseract a dépassé {} s", .0.as_secs())]
    Late(Duration),
    /// It ended otherwise than well.
    #[error("tesseract s'est arrêté ({0})")]
    Ended(String),
}

impl Engine {
    /// The program at a path, or on `PATH` if none is given; `through` is the program through which
    /// it is started.
    pub fn find(path: Option<&Path>, through: Option<&Path>) -> Result<Self, NoEngine> {
        let program = match path {
            Some(path) => path.to_owned(),
            None => on_path().ok_or(NoEngine::Missing)?,
        };
        let said = |argument: &str| -> Result<String, NoEngine> {
            let broken = |why: String| NoEngine::Broken { path: program.clone(), why };
            let output = Command::new(&program).arg(argument).stdin(Stdio::null()).output();
            let output = output.map_err(|error| broken(error.to_string()))?;
            if !output.status.success() {
                return Err(broken(output.status.to_string()));
            }
            Ok(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
        };
        let version = said("--version")?.lines().next().unwrap_or_default().trim().to_owned();
        let known = said("--list-langs")?;
        let knows = |name: &&&str| known.lines().any(|line| line.trim() == **name);
        let language = LANGUAGES.iter().find(knows).ok_or(NoEngine::NoLanguage)?;
        let (language, through) = ((*language).to_owned(), through.map(Path::to_owned));
        Ok(Self { program, version, language, through })
    }

    /// What tells its readings from those of another version.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.version, self.language)
    }

    /// Whether it reads French.
    #[must_use]
    pub fn reads_french(&self) -> bool {
        LANGUAGES.first().is_some_and(|french| *french == self.language)
    }

    /// The lines of a picture with so many pixels an inch.
    pub(super) fn lines(
        &self,
        picture: &Picture,
        (dpi, shape): (f32, Shape),
        limit: Duration,
    ) -> Result<Vec<Line>, Failure> {
        let psm = match shape {
            Shape::Page => "3",
            Shape::Lines => "6",
        };
        let dpi = format!("{}", dpi.round().clamp(70.0, 1200.0));
        let hocr = "tessedit_create_hocr=1";
        // Ink is told from what lies around it (Sauvola), not from the whole page: headings stand
        // on grey bands, and paper darkens towards the spine.
        let thresholds = "thresholding_method=2";
        let arguments = ["--psm", psm, "--dpi", &dpi, "-c", hocr, "-c", thresholds];
        Ok(hocr::lines(&self.asked(picture, &arguments, limit)?))
    }

    /// What it writes about a picture.
    fn asked(
        &self,
        picture: &Picture,
        arguments: &[&str],
        limit: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let mut command = match &self.through {
            Some(through) => {
                let mut command = Command::new(through);
                command.arg(COMMAND).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.args(["stdin", "stdout", "-l", &self.language]).args(arguments);
        // Its threads wait for each other more than they help, and pages are read side by side.
        command.env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.process_group(0).spawn()?;
        let heard = heard(&mut child, picture, limit);
        if heard.is_err() {
            end(&mut child);
        }
        let status = child.wait()?;
        let (answer, words) = heard?;
        if !status.success() {
            let words = String::from_utf8_lossy(&words);
            let last = words.lines().last().unwrap_or_default().trim();
            return Err(Failure::Ended(format!("{status}, {last}")));
        }
        Ok(answer)
    }
}

/// Hands a picture to a program, and gives what it writes and complains about until it ends.
fn heard(
    child: &mut Child,
    picture: &Picture,
    limit: Duration,
) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let (told, answer) = mpsc::channel();
        scope.spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.map_or(Ok(0), |out| out.take(ANSWER).read_to_end(&mut bytes));
            let _ = told.send(read.map(|_| bytes));
        });
        let complaints = scope.spawn(move || {
            let mut bytes = Vec::new();
            // Read to its end: a program that is not heard waits for ever.
            let _ = stderr.map(|mut out| out.read_to_end(&mut bytes));
            let from = bytes.len().saturating_sub(WORDS);
            bytes.split_off(from)
        });
        scope.spawn(move || {
            if let Some(mut to) = stdin {
                let head = format!("P5\n{} {}\n255\n", picture.width, picture.height);
                // One that ends before it has heard all says why by its status.
                let _ = to.write_all(head.as_bytes()).and_then(|()| to.write_all(&picture.grey));
            }
        });
        match answer.recv_timeout(limit) {
            Ok(bytes) => Ok((bytes?, complaints.join().unwrap_or_default())),
            Err(_) => {
                // What the threads wait for ends with it.
                end(child);
                Err(Failure::Late(limit))
            }
        }
    })
}

/// Kills a program and whatever it started.
fn end(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
}

/// The program as `PATH` names it.
fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut all = std::env::split_paths(&path).map(|folder| folder.join(NAME));
    all.find(|program| program.is_file())
}

/// Becomes a program that ends with this one's parent; returns only if it cannot.
#[must_use]
pub fn become_it(program: &Path, arguments: &[OsString]) -> io::Error {
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(Signal::KILL)) {
        return error.into();
    }
    Command::new(program).args(arguments).exec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(script: &str) -> (tempfile::TempDir, Engine) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(NAME);
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&program, executable).unwrap();
        let (version, language) = ("tesseract 0".to_owned(), "fra".to_owned());
        (folder, Engine { program, version, language, through: None })
    }

    fn blank() -> Picture {
        Picture { width: 300, height: 400, grey: vec![255; 300 * 400] }
    }

    fn asked(script: &str, limit: Duration) -> Result<String, String> {
        let (_folder, engine) = engine(script);
        let answer = engine.asked(&blank(), &["--psm", "3"], limit).map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    #[test]
    fn the_picture_goes_in_and_what_is_written_comes_out() {
        let minute = Duration::from_secs(60);
        assert_eq!(
            asked("head -c 2; echo; echo \"$@\"", minute).unwrap(),
            "P5\nstdin stdout -l fra --psm 3\n"
        );
        let bytes = asked("wc -c", minute).unwrap();
        assert_eq!(bytes.trim(), (300 * 400 + "P5\n300 400\n255\n".len()).to_string());
    }

    #[test]
    fn a_program_that_fails_or_is_late_is_told() {
        let failed = asked("echo no such language >&2; exit 3", Duration::from_secs(60));
        let failed = failed.unwrap_err();
        assert!(failed.contains('3') && failed.contains("no such language"), "{failed}");
        let start = std::time::Instant::now();
        let late = asked("sleep 600 & sleep 600", Duration::from_millis(200)).unwrap_err();
        assert!(late.contains("dépassé"), "{late}");
        assert!(start.elapsed() < Duration::from_secs(60), "its children are ended too");
    }

    #[test]
    fn it_is_found_with_its_version_and_language() {
        let script = "case $1 in --version) echo 'tesseract 5.3.0';; *) echo fra; echo eng;; esac";
        let (_folder, engine) = engine(script);
        let found = Engine::find(Some(&engine.program), None).unwrap();
        assert_eq!(found.name(), "tesseract 5.3.0 fra");
        assert!(found.reads_french());
        let none = Engine::find(Some(Path::new("/nowhere/tesseract")), None).unwrap_err();
        assert!(none.to_string().contains("/nowhere/tesseract"), "{none}");
    }
}
