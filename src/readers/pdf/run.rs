//! What the codes of a run of glyphs say and how wide they are, each asked for once.
//!
//! The interpreter looks up the name of every glyph drawn and the letter of that name. A run is
//! of one font, in which a code says one thing; from one run to the next nothing tells whether
//! the font is the same, so that nothing is kept.

use super::glyph::Letters;

/// Codes that are kept: all of a simple font.
const CODES: usize = 256;

/// The codes of one run.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Number of the run, to tell what is of an earlier one.
    number: u32,
    /// By code: the run that it was asked in, its letters, its advance.
    codes: Vec<(u32, Letters, f64)>,
}

impl Run {
    /// Forgets the run before.
    pub(super) fn begin(&mut self) {
        self.number = self.number.wrapping_add(1);
        // Numbered anew, the codes of old runs would be taken for those of this one.
        if self.number == 0 || self.codes.is_empty() {
            self.codes = vec![(0, Letters::Unknown, 0.0); CODES];
            self.number = 1;
        }
    }

    /// Letters and advance of a code, by `ask` where it has not been met in this run.
    pub(super) fn code(
        &mut self,
        code: u32,
        ask: impl FnOnce() -> (Letters, f64),
    ) -> (Letters, f64) {
        let slot = usize::try_from(code).ok().and_then(|code| self.codes.get_mut(code));
        let Some((run, letters, advance)) = slot else { return ask() };
        if *run != self.number {
            (*letters, *advance) = ask();
            *run = self.number;
        }
        (letters.clone(), *advance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_asked_for_once_a_run() {
        let mut run = Run::default();
        run.begin();
        let a = (Letters::One('a'), 500.0);
        assert_eq!(run.code(97, || a.clone()), a);
        assert_eq!(run.code(97, || (Letters::Unknown, 0.0)), a);
        run.begin();
        let b = (Letters::Many("ffi".to_owned()), 800.0);
        assert_eq!(run.code(97, || b.clone()), b);
        assert_eq!(run.code(70_000, || a.clone()), a);
        assert_eq!(run.code(70_000, || b.clone()), b);
    }
}
