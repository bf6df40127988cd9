//! What is made of a reading: whether the page gets its words, and what is told of the page.
//!
//! That a program has answered says nothing of the page. One on which no letter was found though it
//! is written, or of which what was found cannot be text, was not read, and is told as such; the
//! back of a sheet, on which nothing is written, lacks nothing.

use super::ink::Ink;
use crate::issue::Code;

/// Confidence, in the mean of all letters, below which what was read cannot be text: pages of
/// print that offices scan have 85 and more, pages upside down and photographs under 50.
pub(super) const DOUBTFUL: u8 = 60;

/// The same for a picture beside text, below which it is no print: tables pasted as pictures have 90
/// and more, the labels of charts at most 80.
const SURE: u8 = 85;

/// What is known of a reading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// What the picture shows; nothing where it was not looked at, since text was read of it.
    pub(super) ink: Option<Ink>,
    /// Whether the picture is the page.
    pub(super) whole: bool,
    /// The confidence of its letters in the mean; 0 where there is none.
    pub(super) sure: u8,
    /// How it stands beside the hidden layer that came with the page.
    pub(super) layer: Beside,
}

/// How a reading stands beside a hidden layer, in letters of plausible words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// There is no layer of use.
    None,
    /// The layer has half as much again, or more.
    MuchPoorer,
    /// The layer has more.
    Poorer,
    /// They have about as many.
    Equal,
    /// The layer left out whole lines.
    Richer,
}

/// What becomes of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It gets the words that were read.
    Taken(Code),
    /// It stays as it is.
    Left(Code),
    /// It stays as it is, and lacked nothing.
    Whole,
}

/// What becomes of a page that lacked something.
pub(super) fn verdict(lack: Code, reading: Reading) -> Verdict {
    let Reading { ink, whole, sure, layer } = reading;
    let Ink { written, on_paper } = ink.unwrap_or(Ink { written: true, on_paper: true });
    let legible = sure >= DOUBTFUL;
    match lack {
        // The two are never mixed: every word would stand there twice, or nearly.
        Code::PartNotRead
            if matches!(layer, Beside::MuchPoorer | Beside::Poorer | Beside::Equal) =>
        {
            Verdict::Whole
        }
        Code::PartNotRead if layer == Beside::Richer && legible => {
            Verdict::Taken(Code::LayerReplaced)
        }
        Code::PoorLayer if matches!(layer, Beside::MuchPoorer | Beside::Poorer) => {
            Verdict::Left(Code::LayerKept)
        }
        Code::PoorLayer if legible => Verdict::Taken(Code::LayerReplaced),
        // Two readings of one page differ by some letters; where half are missing it is illegible.
        Code::FalseLayer | Code::MisreadLayer if layer == Beside::MuchPoorer => {
            Verdict::Left(Code::LayerKept)
        }
        Code::FalseLayer if legible => Verdict::Taken(Code::FalseLayerReplaced),
        Code::MisreadLayer if legible => Verdict::Taken(Code::MisreadLayer),
        Code::FalseLayer | Code::MisreadLayer => Verdict::Left(Code::LayerKept),
        // Labels of a chart would stand as amounts and tables among the words beside it.
        Code::PartNotRead if !whole && sure < SURE && sure > 0 && written && on_paper => {
            Verdict::Left(Code::PictureUnreadable)
        }
        Code::PartNotRead if !whole && sure < SURE => Verdict::Left(Code::PictureWithoutText),
        _ if legible => Verdict::Taken(Code::Recognised),
        // What stands beside text need not be text; a page that is nothing but a picture, and
        // whose paper is too dark to be told, may well be.
        Code::PartNotRead if !(written && on_paper) => Verdict::Left(Code::PictureWithoutText),
        _ if !written => Verdict::Left(Code::BlankPage),
        _ if sure == 0 => Verdict::Left(Code::NothingRecognised),
        _ => Verdict::Taken(Code::DoubtfullyRecognised),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lack: Code, sure: u8, (written, on_paper): (bool, bool)) -> Verdict {
        let layer = match (lack, sure) {
            (Code::PoorLayer, 0) => Beside::Poorer,
            (Code::PoorLayer, _) => Beside::Equal,
            _ => Beside::None,
        };
        verdict(lack, Reading { ink: Some(Ink { written, on_paper }), whole: true, sure, layer })
    }

    const PRINT: (bool, bool) = (true, true);

    #[test]
    fn a_written_page_on_which_nothing_or_nonsense_was_read_is_not_read() {
        for lack in [Code::NeedsOcr, Code::PartNotRead] {
            assert_eq!(told(lack, 92, PRINT), Verdict::Taken(Code::Recognised));
            assert_eq!(told(lack, 41, PRINT), Verdict::Taken(Code::DoubtfullyRecognised));
            assert_eq!(told(lack, 0, PRINT), Verdict::Left(Code::NothingRecognised));
        }
    }

    #[test]
    fn the_back_of_a_sheet_is_read_and_a_photograph_beside_text_needs_nothing() {
        assert_eq!(told(Code::NeedsOcr, 0, (false, true)), Verdict::Left(Code::BlankPage));
        assert_eq!(told(Code::NeedsOcr, 20, (false, true)), Verdict::Left(Code::BlankPage));
        let photo = (true, false);
        assert_eq!(told(Code::PartNotRead, 20, photo), Verdict::Left(Code::PictureWithoutText));
        assert_eq!(told(Code::NeedsOcr, 0, photo), Verdict::Left(Code::NothingRecognised));
    }

    #[test]
    fn a_chart_beside_text_is_taken_only_where_it_is_legible() {
        let ink = Ink { written: true, on_paper: true };
        let chart = |sure| {
            let reading = Reading { ink: Some(ink), whole: false, sure, layer: Beside::None };
            verdict(Code::PartNotRead, reading)
        };
        assert_eq!(chart(94), Verdict::Taken(Code::Recognised));
        assert_eq!(chart(77), Verdict::Left(Code::PictureUnreadable));
        assert_eq!(chart(54), Verdict::Left(Code::PictureUnreadable));
        assert_eq!(chart(0), Verdict::Left(Code::PictureWithoutText));
    }

    #[test]
    fn a_good_layer_stays_as_it_is_unless_it_left_out_lines() {
        let ink = Ink { written: true, on_paper: true };
        let beside = |layer, sure| {
            verdict(Code::PartNotRead, Reading { ink: Some(ink), whole: true, sure, layer })
        };
        assert_eq!(beside(Beside::Equal, 95), Verdict::Whole);
        assert_eq!(beside(Beside::Poorer, 95), Verdict::Whole);
        assert_eq!(beside(Beside::Richer, 95), Verdict::Taken(Code::LayerReplaced));
        assert_eq!(beside(Beside::None, 95), Verdict::Taken(Code::Recognised));
    }

    #[test]
    fn a_layer_goes_only_for_a_better_reading() {
        assert_eq!(told(Code::PoorLayer, 92, PRINT), Verdict::Taken(Code::LayerReplaced));
        assert_eq!(told(Code::PoorLayer, 41, PRINT), Verdict::Taken(Code::DoubtfullyRecognised));
        assert_eq!(told(Code::PoorLayer, 0, PRINT), Verdict::Left(Code::LayerKept));
        assert_eq!(told(Code::FalseLayer, 92, PRINT), Verdict::Taken(Code::FalseLayerReplaced));
        assert_eq!(told(Code::MisreadLayer, 92, PRINT), Verdict::Taken(Code::MisreadLayer));
        assert_eq!(told(Code::FalseLayer, 41, PRINT), Verdict::Left(Code::LayerKept));
    }
}
