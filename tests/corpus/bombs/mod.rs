//! Files made to break a reader, each by a few lines, with the one outcome that it must have.
//!
//! The outcomes are those under the limits of `tests/command/bombs.rs`, which are lower than the
//! defaults, so that a test that runs unoptimised does not take a minute for each: a limit is hit
//! in the same way wherever it stands.

use super::Made;

mod pdf;
mod sheet;

/// A bomb.
pub(crate) struct Bomb {
    /// Its file name, which says what it is.
    pub(crate) name: &'static str,
    /// How its reading must end.
    pub(crate) outcome: &'static str,
    /// The code of an issue that says why.
    pub(crate) code: &'static str,
    /// Whether the tool does not do so yet, or not in the time that a test has.
    pub(crate) awaited: bool,
    make: fn() -> Vec<u8>,
}

/// A bomb by name, outcome and code.
const fn bomb(
    name: &'static str,
    (outcome, code): (&'static str, &'static str),
    make: fn() -> Vec<u8>,
) -> Bomb {
    Bomb { name, outcome, code, awaited: false, make }
}

/// One whose outcome is not yet the one that it should have.
const fn awaited(
    name: &'static str,
    end: (&'static str, &'static str),
    make: fn() -> Vec<u8>,
) -> Bomb {
    Bomb { awaited: true, ..bomb(name, end, make) }
}

impl Bomb {
    /// The file.
    pub(crate) fn made(&self) -> Made {
        Made { path: format!("bomb/{}", self.name), bytes: (self.make)() }
    }
}

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Bomb> {
    pdf::BOMBS.iter().chain(sheet::BOMBS)
}
