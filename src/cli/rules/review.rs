//! A document at a time: what differs is shown, one key says what becomes of the snapshot.
//!
//! Each decision is done at once, so that whoever stops half-way keeps what is decided.

use std::io;

use console::{Key, Term};

use crate::issue::Lang;

/// What a person decides of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// What is read is right: the snapshot is written.
    Accept,
    /// The snapshot is right: the rules are to be mended.
    Reject,
    /// Later.
    Skip,
    /// No more.
    Quit,
}

/// Decides on one after the other until the end or [`Decision::Quit`].
pub(super) fn review<T, E>(
    all: &mut impl Iterator<Item = T>,
    mut decide: impl FnMut(T) -> Result<Decision, E>,
) -> Result<(), E> {
    for item in all {
        if decide(item)? == Decision::Quit {
            break;
        }
    }
    Ok(())
}

/// What a key means, if anything.
fn meaning(key: &Key, acceptable: bool) -> Option<Decision> {
    match key {
        Key::Char('a' | 'A') if acceptable => Some(Decision::Accept),
        Key::Char('r' | 'R') => Some(Decision::Reject),
        Key::Char('s' | 'S' | ' ') => Some(Decision::Skip),
        // No key at all: the terminal is gone.
        Key::Char('q' | 'Q') | Key::Escape | Key::CtrlC | Key::Unknown => Some(Decision::Quit),
        _ => None,
    }
}

/// Asks on a terminal until a key means something.
pub(super) fn ask(terminal: &Term, acceptable: bool, lang: Lang) -> io::Result<Decision> {
    let accept = if acceptable { "[a] accepter  " } else { "" };
    let question = match lang {
        Lang::Fr => format!("{accept}[r] refuser  [s] passer  [q] quitter "),
        Lang::En => {
            format!("{}[r] reject  [s] skip  [q] quit ", accept.replace("accepter", "accept"))
        }
    };
    terminal.write_str(&question)?;
    let decision = loop {
        if let Some(decision) = meaning(&terminal.read_key()?, acceptable) {
            break decision;
        }
    };
    let word = match (lang, decision) {
        (Lang::Fr, Decision::Accept) => "accepté",
        (Lang::Fr, Decision::Reject) => "refusé : corriger les règles",
        (Lang::Fr, Decision::Skip) => "passé",
        (Lang::Fr, Decision::Quit) => "arrêté",
        (Lang::En, Decision::Accept) => "accepted",
        (Lang::En, Decision::Reject) => "rejected: mend the rules",
        (Lang::En, Decision::Skip) => "skipped",
        (Lang::En, Decision::Quit) => "stopped",
    };
    terminal.write_line(&format!("→ {word}"))?;
    Ok(decision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_decides_and_others_mean_nothing() {
        let of = |c| meaning(&Key::Char(c), true);
        assert_eq!([of('a'), of('r')], [Some(Decision::Accept), Some(Decision::Reject)]);
        assert_eq!([of('s'), of('q')], [Some(Decision::Skip), Some(Decision::Quit)]);
        assert_eq!([of('x'), meaning(&Key::Enter, true)], [None, None]);
        assert_eq!(meaning(&Key::Char('a'), false), None, "nobody's to remove");
    }

    #[test]
    fn what_comes_after_quit_is_not_asked() {
        let keys = [Decision::Accept, Decision::Skip, Decision::Quit, Decision::Accept];
        let mut all = keys.into_iter();
        let mut seen = Vec::new();
        review(&mut all, |key| {
            seen.push(key);
            Ok::<_, ()>(key)
        })
        .unwrap();
        assert_eq!(seen, keys[..3]);
        assert_eq!(all.count(), 1);
    }
}
