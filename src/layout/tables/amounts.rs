//! Amounts of money that share the place of their last digit.
//!
//! Figures are set flush at the right, whatever stands before them, so that such a stack tells of
//! a column even where an amount comes one space behind its name. Only what has a currency or
//! cents counts: a bare number may number anything.

use super::frame::{self, Line, Token};
use super::values::{self, Kind};

/// Amounts that make a list.
pub(super) const LEAST: usize = 3;
/// Lines of one name, as far down as the next amount may stand, in letter sizes.
pub(super) const NAME: f32 = 6.5;
/// Right edges that are one, in letter sizes.
pub(super) const FLUSH: f32 = 0.35;
/// The gap that parts columns, in letter sizes.
pub(super) const GAP: f32 = 0.95;

/// An amount on a line: with its currency or its cents, since a bare number may count anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    pub(super) line: usize,
    /// Its first token and the one after its last.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
}

impl Amount {
    /// Whether it stands apart from what is left of it on its line.
    pub(super) fn is_apart(&self, page_lines: &[Line<'_>]) -> bool {
        let line = page_lines.get(self.line);
        let before = self.first.checked_sub(1).and_then(|b| line?.tokens.get(b));
        before.is_none_or(|b| self.x0 - b.bbox.x1 > GAP * self.size)
    }
}

/// Marks the amounts that begin a cell though one space from their name: most of those that end
/// where they end stand apart.
pub(super) fn mark(page_lines: &mut [Line<'_>]) {
    for stack in stacks(all(page_lines)) {
        if stack.iter().filter(|a| a.is_apart(page_lines)).count() * 2 <= stack.len() {
            continue;
        }
        for amount in stack {
            let line = page_lines.get_mut(amount.line);
            if let Some(first) = line.and_then(|l| l.tokens.get_mut(amount.first)) {
                first.opens = true;
            }
        }
    }
}

/// The amounts of all lines.
pub(super) fn all(page_lines: &[Line<'_>]) -> Vec<Amount> {
    page_lines.iter().enumerate().flat_map(|(i, line)| amounts(i, line)).collect()
}

/// The amounts of a line.
fn amounts(at: usize, line: &Line<'_>) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut first = 0;
    while let Some(token) = line.tokens.get(first) {
        let end = first + run(line.tokens.get(first..).unwrap_or_default());
        if let Some(last) = line.tokens.get(first..end).and_then(<[_]>::last)
            && is_money(line.tokens.get(first..end).unwrap_or_default())
            && line.tokens.get(end).is_none_or(|t| t.text != "%")
        {
            let (x0, x1) = (token.bbox.x0, last.bbox.x1);
            let (baseline, size) = (token.baseline, token.size);
            found.push(Amount { line: at, first, end, x0, x1, baseline, size });
        }
        first = end.max(first + 1);
    }
    found
}

/// How many tokens from the first make one number with its sign and currency.
fn run(tokens: &[Token<'_>]) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    let sign = matches!(first.text, "-" | "–" | "−" | "+");
    if first.kind != Kind::Value && !sign {
        return 0;
    }
    let mut count = 1;
    for pair in tokens.windows(2) {
        let [a, b] = pair else { break };
        let gap = b.bbox.x0 - a.bbox.x1;
        let goes_on = match b.kind {
            Kind::Value => {
                let cents = a.text.ends_with(',') && gap < 0.45 * b.size;
                values::groups(frame::last_group(a.text), b.text) || cents || sign && count == 1
            }
            Kind::Unit => b.text != "%",
            _ => false,
        };
        if !goes_on || gap > GAP * b.size {
            break;
        }
        count += 1;
        if b.kind == Kind::Unit {
            break;
        }
    }
    if sign && count == 1 { 0 } else { count }
}

/// Whether the tokens of a number show that it is money.
fn is_money(tokens: &[Token<'_>]) -> bool {
    let cents = |word: &str| {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let mut end = digits.rsplit(|c: char| !c.is_ascii_digit());
        let share = word.contains('%');
        end.next().is_some_and(|d| d.len() == 2) && digits.contains(',') && !share
    };
    let number = tokens.iter().rfind(|t| t.kind == Kind::Value);
    let signed = |t: &Token<'_>| t.kind == Kind::Unit || t.text.ends_with('€');
    tokens.last().is_some_and(signed) || number.is_some_and(|t| cents(t.text))
}

/// Amounts below each other, flush at the right.
pub(super) fn stacks(mut amounts: Vec<Amount>) -> Vec<Vec<Amount>> {
    amounts.sort_by(|a, b| a.x1.total_cmp(&b.x1).then(a.baseline.total_cmp(&b.baseline)));
    let mut edges: Vec<Vec<Amount>> = Vec::new();
    for amount in amounts {
        let flush = |e: &Vec<Amount>| {
            e.last().is_some_and(|l| amount.x1 - l.x1 <= FLUSH * l.size.min(amount.size))
        };
        match edges.last_mut() {
            Some(edge) if flush(edge) => edge.push(amount),
            _ => edges.push(vec![amount]),
        }
    }
    let mut stacks = Vec::new();
    for mut edge in edges {
        edge.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        let near = |a: &Amount, b: &Amount| b.baseline - a.baseline <= NAME * a.size.max(b.size);
        stacks.extend(edge.chunk_by(near).filter(|s| s.len() >= LEAST).map(<[_]>::to_vec));
    }
    stacks
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::page;
    use super::super::frame::{lines, tokens};
    use super::*;

    /// The amounts of a line of words, as they are written.
    fn told(text: &str) -> Vec<String> {
        let page = page(&[(50.0, 100.0, text)]);
        let lines = lines(tokens(&page));
        let line = &lines[0].tokens;
        let words =
            |a: &Amount| line[a.first..a.end].iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
        all(&lines).iter().map(words).collect()
    }

    #[test]
    fn an_amount_has_a_currency_or_cents() {
        assert_eq!(told("Judo 850 €"), ["850 €"]);
        assert_eq!(told("Judo 1 372,00"), ["1 372,00"]);
        assert_eq!(told("Judo 12 500€ en 2023"), ["12 500€"]);
        assert_eq!(told("Judo 3,5 k€"), ["3,5 k€"]);
        for bare in ["Judo 850", "Judo 12 500", "Judo 3,5", "Judo 12 %", "Judo 12.50", "€"] {
            assert!(told(bare).is_empty(), "{bare}: {:?}", told(bare));
        }
    }

    #[test]
    fn cents_may_stand_behind_a_space() {
        assert_eq!(told("Judo 2 514, 84 €"), ["2 514, 84 €"]);
        assert_eq!(told("Judo 2 514 84 €"), ["84 €"]);
    }

    #[test]
    fn a_sign_is_of_the_amount_behind_it() {
        assert_eq!(told("Reprise - 1 200 €"), ["- 1 200 €"]);
        assert_eq!(told("Reprise −1 200,50"), ["−1 200,50"]);
        assert_eq!(told("Reprise - Judo 850 €"), ["850 €"]);
        // How spreadsheets write nothing in a column of money.
        assert_eq!(told("Reprise - €"), ["- €"]);
        assert!(told("Reprise -").is_empty());
    }

    #[test]
    fn a_currency_ends_an_amount() {
        assert_eq!(told("850 € 900 €"), ["850 €", "900 €"]);
    }

    fn amount(line: usize, x1: f32, baseline: f32) -> Amount {
        Amount { line, first: 0, end: 1, x0: x1 - 20.0, x1, baseline, size: 10.0 }
    }

    fn stacked(amounts: &[(f32, f32)]) -> Vec<Vec<usize>> {
        let of = |(i, (x1, y)): (usize, &(f32, f32))| amount(i, *x1, *y);
        let stacks = stacks(amounts.iter().enumerate().map(of).collect());
        stacks.iter().map(|s| s.iter().map(|a| a.line).collect()).collect()
    }

    #[test]
    fn three_amounts_flush_at_the_right_are_a_stack() {
        assert_eq!(stacked(&[(200.0, 100.0), (200.0, 112.0), (200.0, 124.0)]), [[0, 1, 2]]);
        assert_eq!(stacked(&[(200.0, 100.0), (200.0, 112.0)]), Vec::<Vec<usize>>::new());
        assert_eq!(stacked(&[(200.0, 100.0), (203.0, 112.0), (206.0, 124.0)]), [[0, 1, 2]]);
        let apart = [(200.0, 100.0), (204.0, 112.0), (200.0, 124.0)];
        assert_eq!(stacked(&apart), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn amounts_far_below_and_at_another_edge_are_of_other_stacks() {
        let rows = [100.0, 112.0, 124.0, 189.5, 201.5, 213.5].map(|y| (200.0, y));
        assert_eq!(stacked(&rows), [[0, 1, 2], [3, 4, 5]]);
        let near = [100.0, 112.0, 124.0, 188.5, 200.5, 212.5].map(|y| (200.0, y));
        assert_eq!(stacked(&near), [[0, 1, 2, 3, 4, 5]]);
        let beside = [(200.0, 100.0), (300.0, 100.0), (200.0, 112.0), (300.0, 112.0)];
        let beside = [&beside[..], &[(200.0, 124.0), (300.0, 124.0)]].concat();
        assert_eq!(stacked(&beside), [[0, 2, 4], [1, 3, 5]]);
    }

    /// The words with which cells begin, for names that end at `ends` before amounts that begin
    /// at 200.
    fn opened(ends: [f32; 3]) -> Vec<usize> {
        let rows = [0, 1, 2].map(|i| (ends[i] - 20.0, 100.0 + 12.0 * i as f32, "Judo"));
        let amounts = [0, 1, 2].map(|i| (200.0, 100.0 + 12.0 * i as f32, "850,00 €"));
        let page = page(&[rows, amounts].concat());
        let mut lines = lines(tokens(&page));
        mark(&mut lines);
        lines
            .iter()
            .filter(|l| l.tokens[1].opens)
            .map(|l| (l.baseline as usize - 100) / 12)
            .collect()
    }

    #[test]
    fn an_amount_one_space_behind_its_name_begins_a_cell_where_most_stand_apart() {
        assert_eq!(opened([100.0, 197.5, 120.0]), [0, 1, 2]);
        assert_eq!(opened([100.0, 197.5, 197.5]), Vec::<usize>::new());
        assert_eq!(opened([197.5, 197.5, 197.5]), Vec::<usize>::new());
    }
}
