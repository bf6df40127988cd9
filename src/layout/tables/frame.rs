//! A page made ready for finding tables: upright words as tokens, gathered to lines.
//!
//! A page whose writing runs down or up its side is turned first, so that everything after
//! sees lines that run across; tokens keep the index of their word, and cells are built from
//! the words as they stand on the page.

use std::borrow::Cow;

use crate::document::{Origin, Page, Rule};
use crate::layout::segments;
use crate::place::Rect;

use super::strokes::Stroke;
use super::values::{self, Kind};
use super::{leaders, marks, phones};

/// A word, as far as tables need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) index: usize,
    pub(super) text: &'a str,
    pub(super) bbox: Rect,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) kind: Kind,
    /// Whether a cell begins with it, however near the word before: the first digits of an amount
    /// that ends where those above and below it end.
    pub(super) opens: bool,
}

/// Words on one baseline, left to right.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bbox: Rect,
}

/// A stretch of a line without a wide gap in it: what stands in one cell.
#[derive(Debug, Clone)]
pub(super) struct Chunk<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) kind: Kind,
}

impl Chunk<'_> {
    /// Words that are no leaders.
    pub(super) fn words(&self) -> usize {
        self.tokens.iter().filter(|t| t.kind != Kind::Leader).count()
    }

    /// Whether all of it is bold.
    pub(super) fn bold(&self) -> bool {
        self.tokens.iter().all(|t| t.bold)
    }

    /// Whether it is nothing but years, raised marks aside.
    pub(super) fn is_year(&self) -> bool {
        let size = self.tokens.iter().map(|t| t.size).fold(0.0, f32::max);
        let mut own = self.tokens.iter().filter(|t| !super::marks::is_small(t.size, size));
        own.all(|t| values::is_year(t.text))
    }
}

/// The page with its writing upright: itself, or turned where most of its words are.
pub(super) fn upright(page: &Page) -> Cow<'_, Page> {
    let most =
        |by: &u16| page.words.iter().filter(|w| w.turn == *by).count() * 2 > page.words.len();
    let Some(by) = [90, 180, 270].into_iter().find(most) else { return Cow::Borrowed(page) };
    let size = (page.width, page.height);
    let turn = |r: Rect| segments::upright(r, by, size);
    let on_its_side = by != 180;
    let mut page = page.clone();
    if on_its_side {
        (page.width, page.height) = (size.1, size.0);
    }
    for word in &mut page.words {
        word.bbox = turn(word.bbox);
        word.turn = (word.turn + 360 - by) % 360;
        word.baseline = word.bbox.y1 - word.bbox.height() * 0.2;
    }
    for rule in &mut page.rules {
        *rule = Rule { bbox: turn(rule.bbox), horizontal: rule.horizontal != on_its_side };
    }
    page.fills = page.fills.iter().map(|f| turn(*f)).collect();
    Cow::Owned(page)
}

/// The upright words of a page as tokens, in the order of drawing.
pub(super) fn tokens(page: &Page) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = page
        .words
        .iter()
        .enumerate()
        .filter(|(_, w)| w.turn == 0 && !w.text.trim().is_empty() && w.bbox.is_finite())
        .filter(|(_, w)| !values::is_drawn_line(&w.text))
        .map(|(index, w)| Token {
            index,
            text: w.text.as_str(),
            bbox: w.bbox,
            baseline: if w.baseline.is_finite() { w.baseline } else { w.bbox.y1 },
            size: if w.size.is_finite() { w.size.clamp(1.0, 100.0) } else { 10.0 },
            bold: w.bold,
            kind: values::kind(&w.text),
            opens: false,
        })
        .collect();
    let hidden = page.words.iter().filter(|word| word.origin == Origin::HiddenText).count();
    if hidden * 2 > page.words.len() {
        reach(&mut tokens);
    }
    leaders::mark(&mut tokens);
    phones::mark(&mut tokens);
    tokens
}

/// Pairs of words from which it can be told how wide the white between two of them is.
const PAIRS: usize = 20;
/// White between two words of print, in letter sizes.
const SPACE: f32 = 0.3;

/// Lets words of a hidden layer end where their ink does: in the layers that scanning
/// software makes, letters have one width, and many words end short, so that the white within
/// « 10 000 » is as wide as that between two cells. As much as is too much between words on the
/// whole page is added to each, up to the next.
fn reach(tokens: &mut [Token<'_>]) {
    let gap = |a: &Token<'_>, b: &Token<'_>| {
        let (gap, size) = (b.bbox.x0 - a.bbox.x1, a.size.max(b.size));
        let one_line = (a.baseline - b.baseline).abs() < 0.4 * size;
        (one_line && gap > 0.0 && gap < size).then_some(gap / size)
    };
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let mut gaps: Vec<f32> = pairs
        .filter(|(a, b)| a.kind == Kind::Text && b.kind == Kind::Text)
        .filter_map(|(a, b)| gap(a, b))
        .collect();
    gaps.sort_by(f32::total_cmp);
    let Some(usual) = gaps.get(gaps.len() / 2).filter(|_| gaps.len() >= PAIRS) else { return };
    let more = usual - SPACE;
    if more <= 0.0 {
        return;
    }
    for at in 1..tokens.len() {
        let [a, b] = tokens.get_mut(at - 1..=at).unwrap_or_default() else { continue };
        if let Some(gap) = gap(a, b) {
            a.bbox.x1 += (more.min(gap - 0.1).max(0.0)) * a.size.max(b.size);
        }
    }
}

/// Tokens gathered to lines, top to bottom. A raised footnote mark stays on its line: baselines
/// that differ by less than two fifths of the letters are one.
pub(super) fn lines(mut tokens: Vec<Token<'_>>) -> Vec<Line<'_>> {
    tokens.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    let mut lines: Vec<Line<'_>> = Vec::new();
    for token in tokens {
        match lines.last_mut() {
            Some(line) if token.baseline - line.baseline <= 0.4 * token.size.max(line.size) => {
                // The larger letters set the baseline: marks above them do not.
                if token.size > line.size {
                    (line.size, line.baseline) = (token.size, token.baseline);
                }
                line.bbox = line.bbox.union(token.bbox);
                line.tokens.push(token);
            }
            _ => lines.push(Line {
                baseline: token.baseline,
                size: token.size,
                bbox: token.bbox,
                tokens: vec![token],
            }),
        }
    }
    marks::settle(&mut lines);
    for line in &mut lines {
        line.tokens.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0).then(a.index.cmp(&b.index)));
    }
    lines
}

impl<'a> Line<'a> {
    /// The line cut where the gap is wider than `factor` letters, and between two numbers.
    pub(super) fn chunks(&self, factor: f32) -> Vec<Chunk<'a>> {
        self.chunks_between(factor, &[])
    }

    /// The same, cut also where one of the strokes `down` stands between two words.
    pub(super) fn chunks_between(&self, factor: f32, down: &[Stroke]) -> Vec<Chunk<'a>> {
        let mut chunks: Vec<Vec<Token<'a>>> = Vec::new();
        for token in &self.tokens {
            let one = |open: &[Token<'_>]| {
                let Some(last) = open.last() else { return false };
                (is_sign_of(open, token) || !parts(last, token, factor))
                    && !self.barred(last, token, down)
            };
            match chunks.last_mut() {
                Some(open) if one(open) => open.push(*token),
                _ => chunks.push(vec![*token]),
            }
        }
        chunks.into_iter().filter_map(chunk).collect()
    }
}

impl Line<'_> {
    fn barred(&self, a: &Token<'_>, b: &Token<'_>, down: &[Stroke]) -> bool {
        let first = down.partition_point(|d| d.at < a.bbox.x1 - 1.0);
        let mut near = down.iter().skip(first).take_while(|d| d.at <= b.bbox.x0 + 1.0);
        near.any(|d| d.from < self.baseline - 1.0 && self.baseline - 1.0 < d.to)
    }
}

fn chunk(tokens: Vec<Token<'_>>) -> Option<Chunk<'_>> {
    // Leaders fill the white between two columns, and are no part of either.
    let leads = tokens.iter().any(|t| t.kind != Kind::Leader);
    let own = || tokens.iter().filter(|t| !leads || t.kind != Kind::Leader).map(|t| t.bbox);
    let x0 = own().next()?.x0;
    let x1 = own().map(|b| b.x1).fold(x0, f32::max);
    let kind = chunk_kind(&tokens);
    Some(Chunk { tokens, x0, x1, kind })
}

fn chunk_kind(tokens: &[Token<'_>]) -> Kind {
    let has = |kind: Kind| tokens.iter().any(|t| t.kind == kind);
    if has(Kind::Text) {
        return Kind::Text;
    }
    [Kind::Value, Kind::Absent, Kind::Unit].into_iter().find(|k| has(*k)).unwrap_or(Kind::Leader)
}

/// White between a currency sign and its number, in letter sizes: a cell wide.
const SIGN: f32 = 12.0;

/// Whether what stands alone so far is the currency of the number after it: statements set it at
/// the left edge of the cell and the number at the right, on the first row and the totals only.
fn is_sign_of(open: &[Token<'_>], next: &Token<'_>) -> bool {
    let [sign] = open else { return false };
    matches!(sign.text, "$" | "£")
        && next.kind.is_data()
        && next.bbox.x0 - sign.bbox.x1 < SIGN * next.size
}

/// Whether a cell may end between two neighbours.
fn parts(a: &Token<'_>, b: &Token<'_>, factor: f32) -> bool {
    let size = a.size.max(b.size);
    let gap = b.bbox.x0 - a.bbox.x1;
    if b.opens || gap > factor * size || a.kind == Kind::Leader && b.kind != Kind::Leader {
        return true;
    }
    let numbers = a.kind.is_data() && b.kind.is_data()
        || a.kind == Kind::Unit && b.kind == Kind::Value && a.text != "$" && a.text != "£";
    let enclosed = b.text.starts_with(['(', '[', '*']) || a.text.ends_with(['(', '[']);
    let signs = a.kind == Kind::Absent || b.kind == Kind::Absent;
    // What ends in a comma goes on: a date (« June 30, 2012 »), a list of numbers.
    let listed = a.text.ends_with(',') && gap < 0.7 * size;
    numbers
        && !listed
        && !(enclosed && gap < 0.45 * size)
        && gap > if signs { 0.55 } else { 0.2 } * size
        && !(gap < 0.45 * size && values::groups(last_group(a.text), b.text))
}

/// The digits at the end of a number, by which a further group of three may go on.
pub(super) fn last_group(text: &str) -> &str {
    text.rsplit(['.', ' ', '\u{a0}', '\u{202f}']).next().unwrap_or(text)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::document::Word;

    /// Words of ten-point letters five points wide, from `(x, baseline, text)`.
    pub(crate) fn page(words: &[(f32, f32, &str)]) -> Page {
        let word = |&(x, y, text): &(f32, f32, &str)| {
            let mut at = x;
            text.split(' ')
                .map(|part| {
                    let width = part.chars().count() as f32 * 5.0;
                    let bbox = Rect { x0: at, y0: y - 8.0, x1: at + width, y1: y + 2.0 };
                    at += width + 2.5;
                    Word { text: part.into(), bbox, baseline: y, size: 10.0, ..Word::default() }
                })
                .collect::<Vec<_>>()
        };
        Page {
            number: 1,
            width: 595.0,
            height: 842.0,
            words: words.iter().flat_map(word).collect(),
            ..Page::default()
        }
    }

    fn cut(page: &Page) -> Vec<Vec<String>> {
        let texts = |c: &Chunk<'_>| c.tokens.iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
        lines(tokens(page)).iter().map(|l| l.chunks(1.0).iter().map(texts).collect()).collect()
    }

    #[test]
    fn a_line_is_cut_at_wide_gaps_and_between_numbers_but_not_within_thousands() {
        let page = page(&[(50.0, 100.0, "Action 1.1"), (300.0, 100.0, "347 500 € 12,5 14,0")]);
        assert_eq!(cut(&page), [["Action 1.1", "347 500 €", "12,5", "14,0"]]);
    }

    #[test]
    fn a_currency_at_the_left_of_its_cell_is_of_the_number_at_its_right() {
        let page = page(&[
            (50.0, 100.0, "Fees"),
            (150.0, 100.0, "$"),
            (200.0, 100.0, "497,743"),
            (260.0, 100.0, "$"),
            (310.0, 100.0, "—"),
        ]);
        assert_eq!(cut(&page), [["Fees", "$ 497,743", "$ —"]]);
    }

    #[test]
    fn a_date_is_not_cut() {
        let page = page(&[(50.0, 100.0, "Years ended June 30, 2012 and 2011")]);
        assert_eq!(cut(&page), [["Years ended June 30, 2012 and 2011"]]);
    }

    #[test]
    fn a_page_on_its_side_is_read_upright() {
        let mut page = page(&[(50.0, 100.0, "Total 12")]);
        for word in &mut page.words {
            let r = word.bbox;
            word.bbox = Rect { x0: 595.0 - r.y1, y0: r.x0, x1: 595.0 - r.y0, y1: r.x1 };
            word.turn = 90;
        }
        let up = upright(&page);
        assert_eq!(up.words[0].bbox, Rect { x0: 50.0, y0: 92.0, x1: 75.0, y1: 102.0 });
        assert_eq!(cut(&up), [["Total 12"]]);
    }

    #[test]
    fn words_of_a_layer_that_end_short_part_no_thousands() {
        let mut printed = page(&[(50.0, 100.0, "Renforcer la réponse en 10 000 € 11 500 €")]);
        let prose = "il y a des mots et encore des mots sur cette ligne de la page aussi";
        printed.words.extend(page(&[(50.0, 140.0, prose), (50.0, 160.0, prose)]).words);
        for (at, word) in printed.words.iter_mut().enumerate() {
            word.bbox.x0 += at as f32 * 2.9;
            word.bbox.x1 += at as f32 * 2.9;
        }
        let thousands = |page: &Page| {
            let lines = lines(tokens(page));
            let chunks = lines[0].chunks(1.0);
            chunks.iter().filter(|c| c.kind == Kind::Value).map(|c| c.tokens.len()).max()
        };
        assert_eq!(thousands(&printed), Some(2), "white of half a letter parts numbers");
        printed.words.iter_mut().for_each(|word| word.origin = Origin::HiddenText);
        assert_eq!(thousands(&printed), Some(3), "but not where all white is as wide");
    }

    #[test]
    fn a_page_on_its_head_is_read_upright() {
        let printed = page(&[(50.0, 100.0, "Total 12")]);
        let mut over = printed.clone();
        for word in &mut over.words {
            let r = word.bbox;
            let (width, height) = (over.width, over.height);
            word.bbox =
                Rect { x0: width - r.x1, y0: height - r.y1, x1: width - r.x0, y1: height - r.y0 };
            word.turn = 180;
        }
        let up = upright(&over);
        assert_eq!((up.width, up.height), (printed.width, printed.height));
        let boxes = |page: &Page| page.words.iter().map(|w| w.bbox).collect::<Vec<_>>();
        assert_eq!(boxes(&up), boxes(&printed));
        assert_eq!(cut(&up), [["Total 12"]]);
    }
}
