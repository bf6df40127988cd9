//! What rules across a region say: where its headings begin and end, and which lines they part.
//!
//! Takes the lines of a region with their stretches, and the strokes across. Only rules over most
//! of the columns count: a shorter one stands under a heading, or over a sum.

use crate::document::Method;
use crate::place::Rect;

use super::frame::{Chunk, Line};
use super::strokes::{Stroke, Strokes};

/// One line further where the only rule near the top runs below the first line of numbers: they
/// are headings too (classes, rates, weeks). A rule above them that leaves out the labels is of
/// the heading over it.
pub(super) fn past_rule(
    cut: &[(&Line<'_>, Vec<Chunk<'_>>)],
    body: usize,
    columns: &[(f32, f32)],
    strokes: &Strokes,
) -> usize {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return body };
    let ruled = |above: Option<usize>| {
        let at = |i: usize| cut.get(i).map(|c| c.0);
        let pair = above.and_then(|a| Some((at(a)?, at(a + 1)?)));
        pair.is_some_and(|(a, b)| {
            let mut rules = rules_between(strokes, a, b, (first.0, last.1));
            rules.any(|s| s.from < first.1)
        })
    };
    let only = ruled(Some(body)) && !ruled(body.checked_sub(1)) && !ruled(Some(body + 1));
    if only && cut.len() > body + 2 { body + 1 } else { body }
}

/// The heading lines without those above the table's top rule, which are its caption. Where only
/// one rule runs above the body, it parts headings and body.
pub(super) fn below_top_rule<'r, 'c, 'a>(
    head: &'r [(&'c Line<'a>, Vec<Chunk<'a>>)],
    body: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: &[(f32, f32)],
    strokes: &Strokes,
) -> &'r [(&'c Line<'a>, Vec<Chunk<'a>>)] {
    let (Some(first), Some(last), Some(top), Some(end)) =
        (columns.first(), columns.last(), head.first(), body.first())
    else {
        return head;
    };
    let from = strokes.across.partition_point(|s| s.at < top.0.baseline);
    let wide: Vec<f32> = strokes
        .across
        .iter()
        .skip(from)
        .take_while(|s| s.at < end.0.baseline - 0.3 * end.0.size)
        .filter(|s| s.cover(first.0, last.1) > 0.75 * (last.1 - first.0))
        .map(|s| s.at)
        .collect();
    let (Some(rule), Some(below)) = (wide.first(), wide.last()) else { return head };
    if !head.iter().any(|(l, _)| *rule < l.baseline && l.baseline < *below) {
        return head;
    }
    let cut = head.partition_point(|(line, _)| line.baseline < *rule);
    head.get(cut..).unwrap_or(head)
}

/// Partly ruled where rules run across most of the region.
pub(super) fn method(lines: &[Line<'_>], strokes: &Strokes) -> Method {
    let hull = Rect::hull(lines.iter().map(|l| l.bbox)).unwrap_or_default();
    let wide = strokes
        .across
        .iter()
        .filter(|s| hull.y0 - 8.0 < s.at && s.at < hull.y1 + 8.0)
        .filter(|s| s.cover(hull.x0, hull.x1) > 0.7 * hull.width());
    if wide.count() >= 2 { Method::PartlyRuled } else { Method::Aligned }
}

/// Whether a rule runs across most of the table between two lines.
pub(super) fn ruled_between(
    strokes: &Strokes,
    above: &Line<'_>,
    below: &Line<'_>,
    whole: (f32, f32),
) -> bool {
    rules_between(strokes, above, below, whole).next().is_some()
}

fn rules_between<'s>(
    strokes: &'s Strokes,
    above: &Line<'_>,
    below: &Line<'_>,
    whole: (f32, f32),
) -> impl Iterator<Item = &'s Stroke> {
    let first = strokes.across.partition_point(|s| s.at < above.baseline);
    let end = below.baseline - 0.3 * below.size;
    let near = strokes.across.iter().skip(first).take_while(move |s| s.at < end);
    near.filter(move |s| s.cover(whole.0, whole.1) > 0.6 * (whole.1 - whole.0))
}
