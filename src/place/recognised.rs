//! How a text that stands on a picture of paper came to be known: nobody typed it.
//!
//! In JSON it is the confidence of its recognition, `93`, or `"layer"` where the text came with
//! the file: whoever made it kept no confidence.

use serde::{Deserialize, Serialize};

use super::Place;

/// Confidence from which digits are seldom wrong: clean print is read at 90 and more, and what is
/// below this has a stain, a stamp or a line across it.
const SURE: u8 = 80;

/// How a text on a picture of paper was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Recognised {
    /// By ourselves, with this confidence from 0 to 100.
    Confidence(u8),
    /// By whoever made the file, as a layer of text that nobody sees.
    Layer(Layer),
}

/// The word for a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// `"layer"`
    Layer,
}

impl Recognised {
    /// By a layer that came with the file.
    pub const LAYER: Self = Self::Layer(Layer::Layer);

    /// The confidence, where one is known.
    #[must_use]
    pub fn confidence(self) -> Option<u8> {
        match self {
            Self::Confidence(confidence) => Some(confidence),
            Self::Layer(_) => None,
        }
    }

    /// Whether it is likely enough to be wrong for a look at the page. A layer says nothing of
    /// itself; one that lies was not used.
    #[must_use]
    pub fn is_doubtful(self) -> bool {
        self.confidence().is_some_and(|confidence| confidence < SURE)
    }

    /// The least sure of some places; `None` where none of them is on a picture of paper.
    #[must_use]
    pub fn least<'p>(places: impl IntoIterator<Item = &'p Place>) -> Option<Self> {
        places.into_iter().filter_map(Place::recognised).min()
    }

    /// Of two parts of a text what holds of the whole: the lower confidence, and any at all before
    /// none.
    pub(super) fn weaker(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_number_or_the_word_layer() {
        for (value, json) in [(Recognised::Confidence(93), "93"), (Recognised::LAYER, "\"layer\"")]
        {
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<Recognised>(json).unwrap(), value);
        }
        for none in ["300", "\"text\"", "-1"] {
            assert!(serde_json::from_str::<Recognised>(none).is_err(), "{none}");
        }
    }

    #[test]
    fn what_recognition_is_unsure_of_is_doubtful_and_a_layer_is_not() {
        assert!(Recognised::Confidence(79).is_doubtful());
        assert!(!Recognised::Confidence(80).is_doubtful() && !Recognised::LAYER.is_doubtful());
    }

    #[test]
    fn a_text_is_as_sure_as_its_least_sure_part() {
        let of = |confidence| Some(Recognised::Confidence(confidence));
        assert_eq!(Recognised::weaker(of(96), of(41)), of(41));
        assert_eq!(Recognised::weaker(None, of(41)), of(41));
        assert_eq!(Recognised::weaker(Some(Recognised::LAYER), of(41)), of(41));
        assert_eq!(Recognised::weaker(None, None), None);
    }
}
