//! Text as a cell can hold it: without characters that give orders, and no longer than Excel
//! admits. What is cut off says where it goes on.

use super::super::words;

/// UTF-16 units that a cell of Excel holds.
const LONGEST: usize = 32_767;

/// What stands at the end of a text that is cut.
const CUT: &str = "… [suite dans le fichier JSON]";

/// The text of a cell.
pub(super) fn fit(text: &str) -> String {
    let shown = words::shown(text);
    if shown.encode_utf16().count() <= LONGEST {
        return shown.into_owned();
    }
    let most = LONGEST - CUT.encode_utf16().count();
    let mut units = 0;
    let kept = shown.chars().take_while(|c| {
        units += c.len_utf16();
        units <= most
    });
    kept.collect::<String>() + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_in_sight_and_a_shorter_one_is_whole() {
        let whole = "é".repeat(LONGEST);
        assert_eq!(fit(&whole), whole);
        let cut = fit(&"😀".repeat(40_000));
        assert!(cut.ends_with("😀… [suite dans le fichier JSON]"));
        let units = cut.encode_utf16().count();
        assert!((LONGEST - 1..=LONGEST).contains(&units), "{units}");
    }

    #[test]
    fn orders_to_a_screen_are_shown_as_such() {
        assert_eq!(fit("a\u{1b}[2J\u{202e}b\nc"), "a\u{fffd}[2J\u{fffd}b\nc");
    }
}
