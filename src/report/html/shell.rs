//! The frame of every page: its policy, its style, its landmarks and a way past its head.
//!
//! The policy admits nothing but the style and the script that stand in the page, each by its
//! hash (CSP level 2, `'sha256-…'`), and pictures that are in the page itself. One page is one
//! file: nothing is fetched.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::super::words::is_order;
use crate::worker::base64;

/// The style sheet: the reader's own fonts, high contrast, A4 in print.
const STYLE: &str = include_str!("style.css");

/// A page before it is framed.
pub(super) struct Page<'a> {
    /// Its title, and its only heading of the first level.
    pub(super) title: &'a str,
    /// Where the link past the head leads, and what it says.
    pub(super) skip: (&'a str, &'a str),
    /// What the head says below the title.
    pub(super) head: Markup,
    /// What it is about.
    pub(super) main: Markup,
    /// The script, where it has one.
    pub(super) script: Option<&'a str>,
}

/// Stands in markup for what is written in its place; no text of a document reads so, since each of
/// its `<` is escaped.
const LATER: &str = "<!--later-->";

/// The place of what [`write_around`] is given.
pub(super) fn later() -> PreEscaped<&'static str> {
    PreEscaped(LATER)
}

/// The page as bytes.
pub(super) fn render(page: &Page<'_>) -> Vec<u8> {
    visible(framed(page).into_string()).into_bytes()
}

/// Writes markup.
pub(super) fn write(markup: Markup, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(visible(markup.into_string()).as_bytes())
}

/// Writes markup, and where [`later`] stands in it what `inner` writes.
pub(super) fn write_around(
    markup: Markup,
    to: &mut dyn Write,
    inner: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let text = visible(markup.into_string());
    let (before, after) = text.split_once(LATER).unwrap_or((&text, ""));
    to.write_all(before.as_bytes())?;
    inner(to)?;
    to.write_all(after.as_bytes())
}

/// A text in which nothing is shown in another order than it is written.
fn visible(text: String) -> String {
    if text.contains(is_order) { text.replace(is_order, "\u{fffd}") } else { text }
}

/// A page in its frame.
pub(super) fn framed(page: &Page<'_>) -> Markup {
    let (target, skip) = page.skip;
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(page.script));
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href=(target) { (skip) }
                header { h1 { (page.title) } (page.head) }
                main { (page.main) }
                footer { p { "Produit par bilan " (env!("CARGO_PKG_VERSION")) "." } }
                @if let Some(script) = page.script { script { (PreEscaped(script)) } }
            }
        }
    }
}

/// What the page may load and run.
fn policy(script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", base64::encode(&Sha256::digest(text)));
    let script = script.map(|script| format!(" script-src {};", hash(script)));
    format!(
        "default-src 'none'; style-src {};{} img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        script.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::super::filters::SCRIPT;
    use super::*;

    #[test]
    fn nothing_in_a_page_ends_its_style_or_script_or_is_replaced() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains(is_order));
        }
    }

    #[test]
    fn the_policy_admits_a_text_by_its_hash() {
        // openssl dgst -sha256 -binary < (empty) | base64
        let empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert!(policy(Some("")).contains(&format!("script-src {empty};")));
        assert!(!policy(None).contains("script-src"));
    }
}
