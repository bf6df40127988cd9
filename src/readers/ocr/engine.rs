//! Tesseract, run as a program that is asked for one picture at a time.
//!
//! It runs under the limits of the worker that asks, and no longer than its page may take
//! ([`Asking`]). What it writes of a picture is kept, where there is a place for it: the same picture,
//! asked for in the same way of the same version, gives the same text.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::hocr::{self, Line};
use super::patience::Patience;
use super::picture::Picture;
use super::program::{COMMAND, hear};
use super::tiff;
use crate::ingest::sha256;

/// Bytes of an answer at most: the boxes of a page of the smallest print take a third.
const ANSWER: usize = 16 << 20;

/// What amounts are written in, besides digits and blanks.
pub const FIGURES: &str = ",.-+€%";

/// How what a picture shows is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As pages are: columns, tables, pictures.
    Page,
    /// Lines below each other.
    Lines,
    /// Amounts below each other, and nothing else.
    Figures,
}

/// The program with what tells one of its versions from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Where it lies.
    pub(super) program: PathBuf,
    /// The version it says it has.
    pub(super) version: String,
    /// The language it is asked for.
    pub(super) language: String,
    /// Hexadecimal SHA-256 of what it knows that language by; empty where that is not to be found.
    pub(super) model: String,
    /// The program through which it is started, if any.
    pub(super) through: Option<PathBuf>,
}

/// Where what is read of pictures is kept for another day. Nothing hangs on it: what is not kept is
/// read again.
pub trait Readings: Sync {
    /// What is kept under a key.
    fn get(&self, key: &str) -> Option<Vec<u8>>;
    /// Keeps a reading.
    fn put(&self, key: &str, bytes: &[u8]);
}

/// How a page is asked for: how long it may take in all, and where its readings are kept.
pub(super) struct Asking<'a> {
    patience: Patience,
    kept: Option<&'a dyn Readings>,
}

impl<'a> Asking<'a> {
    /// Begins to ask: its time runs from now on.
    pub(super) fn new(limit: Duration, kept: Option<&'a dyn Readings>) -> Self {
        Self { patience: Patience::new(limit), kept }
    }
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
    /// It wrote something else than what it was asked for, or without end.
    #[error("tesseract n'a pas répondu en hOCR")]
    Garbage,
}

impl Engine {
    /// What tells its readings from those of another: the version, the language, and which of
    /// several models of it (the quick and the exact one read otherwise) is installed.
    #[must_use]
    pub fn name(&self) -> String {
        const DIGITS: usize = 16;
        let model = self.model.get(..DIGITS).unwrap_or(&self.model);
        format!("{} {} {model}", self.version, self.language).trim_end().to_owned()
    }

    /// The lines of a picture with so many pixels an inch.
    pub(super) fn lines(
        &self,
        picture: &Picture,
        (dpi, shape): (f32, Shape),
        asking: &Asking<'_>,
    ) -> Result<Vec<Line>, Failure> {
        let psm = match shape {
            Shape::Page => "3",
            Shape::Lines | Shape::Figures => "6",
        };
        let dpi = format!("{}", dpi.round().clamp(70.0, 1200.0));
        let hocr = "tessedit_create_hocr=1";
        let mut arguments = vec!["--psm", psm, "--dpi", &dpi, "-c", hocr];
        let figures = format!("tessedit_char_whitelist=0123456789 {FIGURES}");
        if shape == Shape::Figures {
            arguments.extend(["-c", &figures]);
        }
        self.written(picture, &arguments, asking)
    }

    /// What it writes about a picture, or has written before.
    fn written(
        &self,
        picture: &Picture,
        arguments: &[&str],
        asking: &Asking<'_>,
    ) -> Result<Vec<Line>, Failure> {
        let key = asking.kept.map(|kept| (kept, self.key(picture, arguments)));
        let before = key.as_ref().and_then(|(kept, key)| kept.get(key));
        if let Some(before) = before.and_then(|bytes| hocr::lines(&bytes)) {
            return Ok(before);
        }
        let answer = self.asked(picture, arguments, asking)?;
        let lines = hocr::lines(&answer).ok_or(Failure::Garbage)?;
        if let Some((kept, key)) = key {
            kept.put(&key, &answer);
        }
        Ok(lines)
    }

    /// All that its reading of a picture depends on.
    fn key(&self, picture: &Picture, arguments: &[&str]) -> String {
        let Picture { width, height, grey } = picture;
        let (pixels, name, arguments) = (sha256(grey), self.name(), arguments.join(" "));
        format!("{name}\n{arguments}\n{width} {height} {pixels}")
    }

    /// What it writes about a picture.
    fn asked(
        &self,
        picture: &Picture,
        arguments: &[&str],
        asking: &Asking<'_>,
    ) -> Result<Vec<u8>, Failure> {
        let mut command = match &self.through {
            Some(through) => {
                let mut command = Command::new(through);
                command.arg(COMMAND).arg(std::process::id().to_string()).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        // What it takes from « stdin » it takes letter by letter.
        command.args(["/dev/stdin", "stdout", "-l", &self.language]).args(arguments);
        // Its threads wait for each other more than they help, and pages are read side by side.
        command.env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
        let input = [&tiff::head(picture)[..], &picture.grey];
        let said = hear(&mut command, &input, ANSWER, &asking.patience)?;
        let said = said.ok_or(Failure::Late(asking.patience.limit()))?;
        if said.answer.len() >= ANSWER {
            return Err(Failure::Garbage);
        }
        if !said.status.success() {
            let parts = [said.ending(), said.complaint];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            return Err(Failure::Ended(parts.join(", ")));
        }
        Ok(said.answer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use super::super::installed::tests::program;
    use super::*;

    fn engine(script: &str) -> (tempfile::TempDir, Engine) {
        let (folder, program) = program(script);
        let (version, language) = ("tesseract 0".to_owned(), "fra".to_owned());
        (folder, Engine { program, version, language, model: String::new(), through: None })
    }

    fn blank() -> Picture {
        Picture { width: 300, height: 400, grey: vec![255; 300 * 400] }
    }

    fn asked(script: &str, limit: Duration) -> Result<String, String> {
        let (_folder, engine) = engine(script);
        let asking = Asking::new(limit, None);
        let answer = engine.asked(&blank(), &["--psm", "3"], &asking).map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    #[test]
    fn the_picture_goes_in_and_what_is_written_comes_out() {
        let minute = Duration::from_mins(1);
        assert_eq!(
            asked("head -c 2; echo; echo \"$@\"", minute).unwrap(),
            "II\n/dev/stdin stdout -l fra --psm 3\n"
        );
        let bytes = asked("cat $1 $1 | wc -c", minute).unwrap();
        assert_eq!(bytes.trim(), (2 * (300 * 400 + tiff::head(&blank()).len())).to_string());
    }

    #[test]
    fn a_program_that_fails_or_is_late_is_told() {
        let failed = asked("echo no such language >&2; exit 3", Duration::from_mins(1));
        let failed = failed.unwrap_err();
        assert!(failed.contains('3') && failed.contains("no such language"), "{failed}");
        let late = asked("sleep 600", Duration::from_millis(200)).unwrap_err();
        assert!(late.contains("dépassé"), "{late}");
    }

    /// Readings kept in memory.
    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

    impl Readings for Kept {
        fn get(&self, key: &str) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(key).cloned()
        }

        fn put(&self, key: &str, bytes: &[u8]) {
            self.0.lock().unwrap().insert(key.to_owned(), bytes.to_owned());
        }
    }

    #[test]
    fn the_same_picture_is_read_once_and_any_other_anew() {
        let said = "<html><div class='ocr_page'><p class='ocr_line' title='bbox 0 0 9 9'>\
                    <b class='ocrx_word' title='bbox 0 0 9 9'>lu</b></p></div></html>";
        let (folder, engine) = engine(&format!("cd $(dirname $0); echo >>asked; echo \"{said}\""));
        let kept = Kept::default();
        let asking = Asking::new(Duration::from_mins(1), Some(&kept));
        let times = || std::fs::read(folder.path().join("asked")).unwrap().len();
        let mut other = blank();
        other.grey[7] = 254;
        let turned = Picture { width: 400, height: 300, ..blank() };
        let later = Engine { version: "tesseract 1".to_owned(), ..engine.clone() };
        let exact = Engine { model: "b0".repeat(32), ..engine.clone() };
        let all = [
            (&engine, blank(), "3", 1),
            (&engine, blank(), "3", 1),
            (&engine, blank(), "6", 2),
            (&engine, other, "3", 3),
            (&engine, turned, "3", 4),
            (&later, blank(), "3", 5),
            (&exact, blank(), "3", 6),
        ];
        for (engine, picture, mode, asked) in all {
            let written = engine.written(&picture, &["--psm", mode], &asking).unwrap();
            assert_eq!(written[0].words[0].text, "lu");
            assert_eq!(times(), asked);
        }
        // What was kept and is cut or broken is as good as none.
        for broken in [&said[..said.len() - 9], &said.replace("lu", "<!--")] {
            kept.0.lock().unwrap().values_mut().for_each(|bytes| *bytes = broken.into());
            let before = times();
            assert_eq!(engine.written(&blank(), &["--psm", "3"], &asking).unwrap().len(), 1);
            assert_eq!(times(), before + 1);
        }
    }

    #[test]
    fn what_is_no_hocr_is_told_and_not_kept() {
        let half = "echo '<html><div class=ocr_page><!--</div></html>'";
        for script in ["echo Bonjour", "head -c 100000000 /dev/zero", "exit 0", half] {
            let (_folder, engine) = engine(script);
            let kept = Kept::default();
            let asking = Asking::new(Duration::from_mins(1), Some(&kept));
            let failure = engine.written(&blank(), &[], &asking).unwrap_err();
            assert!(matches!(failure, Failure::Garbage), "{script}: {failure}");
            assert!(kept.0.lock().unwrap().is_empty());
        }
    }
}
