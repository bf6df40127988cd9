//! Slips between two figures: what turns one into the other.
//!
//! Each slip is tested on the pair « read, expected » and can say, with its arithmetic, that it
//! fits or that it does not: a sum tries many, and tells few. The order is fixed, from the most
//! mechanical to the least.

use rust_decimal::{Decimal, RoundingStrategy};

use super::facts::Unit;
use super::verdict::last_digit;
use super::words::{capital, figure};
use crate::issue::Lang;
use crate::sentence;

/// A hypothesis tested.
#[derive(Debug, Clone)]
pub(super) struct Tested {
    /// Its kind.
    pub(super) kind: &'static str,
    /// Whether it explains the difference.
    pub(super) fits: bool,
    /// The cell in which it was tried, where it is one.
    pub(super) cell: Option<String>,
    /// Its arithmetic.
    pub(super) clause: Clause,
}

/// What a hypothesis says.
#[derive(Debug, Clone)]
pub(super) enum Clause {
    /// A slip, told where it is asked for.
    Slip(fn(Pair, Lang) -> String, Pair),
    /// Told already.
    Told(String),
}

impl Tested {
    fn slip(
        (kind, fits): (&'static str, bool),
        tell: fn(Pair, Lang) -> String,
        pair: Pair,
    ) -> Self {
        Self { kind, fits, cell: None, clause: Clause::Slip(tell, pair) }
    }

    /// A hypothesis that is told already.
    pub(super) fn told(kind: &'static str, fits: bool, clause: String) -> Self {
        Self { kind, fits, cell: None, clause: Clause::Told(clause) }
    }

    /// Its arithmetic as a clause.
    fn clause(self, lang: Lang) -> String {
        match self.clause {
            Clause::Slip(tell, pair) => tell(pair, lang),
            Clause::Told(clause) => clause,
        }
    }

    /// Its arithmetic as a clause, with the cell that it is about.
    pub(super) fn clause_in_cell(mut self, lang: Lang) -> String {
        let cell = self.cell.take();
        sentence::in_cell(lang, cell, self.clause(lang))
    }

    /// Its arithmetic as a sentence.
    pub(super) fn sentence(mut self, lang: Lang) -> String {
        let cell = self.cell.take();
        capital(&sentence::hypothesis(lang, cell, self.clause(lang)))
    }
}

/// Two figures that should be one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// One of them.
    pub(super) a: Decimal,
    /// The other.
    pub(super) b: Decimal,
    /// What they are counted in.
    pub(super) unit: Unit,
    /// Whether `a` is known to be the wrong one.
    pub(super) directed: bool,
}

/// Every slip, in order.
pub(super) const SLIPS: [fn(Pair) -> Tested; 7] =
    [truncation, rounding, one_digit, swapped_digits, factor, sign, tax];

impl Pair {
    fn show(self, value: Decimal, lang: Lang) -> String {
        figure(value, self.unit, lang)
    }

    /// Both figures in words.
    fn shown(self, lang: Lang) -> (String, String) {
        (self.show(self.a, lang), self.show(self.b, lang))
    }

    /// The figure with the coarser step, and the finer one.
    fn coarse(self) -> (Decimal, Decimal) {
        if last_digit(self.a) >= last_digit(self.b) { (self.a, self.b) } else { (self.b, self.a) }
    }
}

/// Steps that people cut or round to, of which the coarser figure is a multiple.
fn steps(coarse: Decimal, fine: Decimal) -> impl Iterator<Item = Decimal> {
    let written = Decimal::new(10, fine.normalize().scale());
    let all = (0..7).map(|power| Decimal::from(10_u64.pow(power)));
    all.filter(move |step| !coarse.is_zero() && *step >= written && (coarse % *step).is_zero())
}

/// Whether only one digit would be gone: one figure in ten ends in a zero, and 220 beside 217
/// shows no rounding.
fn is_faint(step: Decimal, fine: Decimal) -> bool {
    step < Decimal::new(100, fine.normalize().scale())
}

fn at(value: Decimal, step: Decimal, strategy: RoundingStrategy) -> Decimal {
    value
        .checked_div(step)
        .map_or(value, |n| n.round_dp_with_strategy(0, strategy).saturating_mul(step))
        .normalize()
}

/// The ways to shorten a figure.
#[derive(Clone, Copy)]
enum How {
    Cut,
    Rounded,
    /// Both give the same: told by the step of the first.
    Either,
}

impl How {
    fn strategy(self) -> RoundingStrategy {
        match self {
            Self::Cut | Self::Either => RoundingStrategy::ToZero,
            Self::Rounded => RoundingStrategy::MidpointAwayFromZero,
        }
    }

    /// Its name in the catalogue.
    fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Rounded => "rounded",
            Self::Either => "either",
        }
    }

    /// The step to which the finer figure gives the coarser one.
    fn step(self, (coarse, fine): (Decimal, Decimal)) -> Option<Decimal> {
        let gives = |step: &Decimal| at(fine, *step, self.strategy()) == coarse.normalize();
        let shown = steps(coarse, fine).find(|step| gives(step) && !is_faint(*step, fine));
        shown.or_else(|| steps(coarse, fine).find(gives))
    }

    /// The step at which an exclusion is told: the coarsest that changes the figure and leaves
    /// something of it.
    fn telling_step(self, (coarse, fine): (Decimal, Decimal)) -> Option<Decimal> {
        let changed = |step: &Decimal| {
            let got = at(fine, *step, self.strategy());
            !got.is_zero() && got != fine.normalize()
        };
        steps(coarse, fine).filter(changed).last()
    }

    fn fits(self, pair: Pair) -> bool {
        let (coarse, fine) = pair.coarse();
        let shows = |step| !is_faint(step, fine);
        (!pair.directed || coarse == pair.a) && self.step((coarse, fine)).is_some_and(shows)
    }

    fn tell(self, pair: Pair, lang: Lang) -> String {
        let (coarse, fine) = pair.coarse();
        if pair.directed && coarse != pair.a {
            let (a, b) = pair.shown(lang);
            return sentence::not_shortened_to(lang, self.name(), a, b);
        }
        let show = |value| pair.show(value, lang);
        let found = self.step((coarse, fine));
        let Some(step) = found.or_else(|| self.telling_step((coarse, fine))) else {
            let round = steps(coarse, fine).next().is_some();
            let why = if round { "round" } else { "digits" };
            return sentence::not_shortened(lang, self.name(), show(coarse), show(fine), why);
        };
        if found.is_some() && is_faint(step, fine) {
            let (figure, result) = (show(fine), show(coarse));
            return sentence::faintly_shortened(lang, self.name(), figure, step, result);
        }
        let instead = found.is_none().then(|| show(coarse));
        let result = show(at(fine, step, self.strategy()));
        sentence::shortened(lang, self.name(), show(fine), step, result, instead)
    }
}

fn truncation(pair: Pair) -> Tested {
    let fits = How::Cut.fits(pair);
    Tested::slip(("truncation", fits), |pair, lang| How::Cut.tell(pair, lang), pair)
}

fn rounding(pair: Pair) -> Tested {
    let fits = How::Rounded.fits(pair);
    Tested::slip(("rounding", fits), |pair, lang| How::Rounded.tell(pair, lang), pair)
}

/// What cutting and rounding say together, where they give the same.
pub(super) fn tell_either(pair: Pair, lang: Lang) -> String {
    How::Either.tell(pair, lang)
}

/// The digits in which the figures differ, cents included, and whether both have as many and one
/// sign: digits alone turn nothing into its opposite.
fn differing(pair: Pair) -> (Vec<(u8, u8)>, bool) {
    let one_sign = pair.a.is_sign_negative() == pair.b.is_sign_negative();
    let (a, b) = (pair.a.abs().normalize(), pair.b.abs().normalize());
    let scale = a.scale().max(b.scale());
    let write = |mut value: Decimal| {
        value.rescale(scale);
        value.mantissa().to_string().into_bytes()
    };
    let (a, b) = (write(a), write(b));
    let differ = a.iter().zip(&b).filter(|(x, y)| x != y).map(|(x, y)| (*x, *y)).collect();
    (differ, one_sign && a.len() == b.len())
}

fn one_digit(pair: Pair) -> Tested {
    let (differ, same) = differing(pair);
    Tested::slip(("one_digit", same && differ.len() == 1), tell_one_digit, pair)
}

fn tell_one_digit(pair: Pair, lang: Lang) -> String {
    let (differ, same) = differing(pair);
    let (left, right) = pair.shown(lang);
    match (same, differ.as_slice()) {
        (true, [(x, y)]) => {
            let (x, y) = (char::from(*x).to_string(), char::from(*y).to_string());
            sentence::one_digit(lang, left, right, x, y)
        }
        (true, _) => sentence::several_digits(lang, differ.len(), left, right),
        (false, _) if pair.a.is_sign_negative() != pair.b.is_sign_negative() => {
            sentence::contrary_signs(lang, left, right)
        }
        (false, _) => sentence::other_length(lang, left, right),
    }
}

fn swapped_digits(pair: Pair) -> Tested {
    let (differ, same) = differing(pair);
    let fits =
        same && matches!(differ.as_slice(), [one, other] if one.0 == other.1 && one.1 == other.0);
    Tested::slip(("swapped_digits", fits), if fits { tell_swapped } else { tell_not_swapped }, pair)
}

fn tell_swapped(pair: Pair, lang: Lang) -> String {
    let (left, right) = pair.shown(lang);
    sentence::swapped(lang, left, right)
}

fn tell_not_swapped(pair: Pair, lang: Lang) -> String {
    let (left, right) = pair.shown(lang);
    sentence::not_swapped(lang, left, right)
}

/// The smaller figure, the larger one, and how many times the one is the other.
fn ratio(pair: Pair) -> (Decimal, Decimal, Option<Decimal>) {
    let (small, large) =
        if pair.a.abs() <= pair.b.abs() { (pair.a, pair.b) } else { (pair.b, pair.a) };
    let ratio = [Decimal::TEN, Decimal::ONE_HUNDRED, Decimal::ONE_THOUSAND]
        .into_iter()
        .find(|f| !small.is_zero() && small.saturating_mul(*f) == large);
    (small, large, ratio)
}

fn factor(pair: Pair) -> Tested {
    Tested::slip(("factor", ratio(pair).2.is_some()), tell_factor, pair)
}

fn tell_factor(pair: Pair, lang: Lang) -> String {
    let (small, large, ratio) = ratio(pair);
    let (small, large) = (pair.show(small, lang), pair.show(large, lang));
    match ratio {
        Some(ratio) => sentence::multiple(lang, small, figure(ratio, Unit::Count, lang), large),
        None => sentence::no_multiple(lang, small, large),
    }
}

fn sign(pair: Pair) -> Tested {
    let fits = !pair.a.is_zero() && pair.a == -pair.b;
    Tested::slip(("sign", fits), if fits { tell_sign } else { tell_more_than_sign }, pair)
}

fn tell_sign(pair: Pair, lang: Lang) -> String {
    let (left, right) = pair.shown(lang);
    sentence::sign_alone(lang, left, right)
}

fn tell_more_than_sign(pair: Pair, lang: Lang) -> String {
    let (left, right) = pair.shown(lang);
    sentence::more_than_sign(lang, left, right)
}

/// The lower figure, the higher one, and the rate in force that is between them: 20, 10, 5.5 or
/// 2.1 %.
fn rate(pair: Pair) -> (Decimal, Decimal, Option<Decimal>) {
    let (net, gross) = if pair.a <= pair.b { (pair.a, pair.b) } else { (pair.b, pair.a) };
    let cent = Decimal::new(1, 2);
    let rate = [200_i64, 100, 55, 21].into_iter().map(|r| Decimal::new(r, 1)).find(|rate| {
        let with = net.saturating_mul(Decimal::ONE + *rate / Decimal::ONE_HUNDRED);
        net > Decimal::ZERO && with.saturating_sub(gross).abs() <= cent
    });
    (net, gross, rate)
}

/// One without tax, the other with it.
fn tax(pair: Pair) -> Tested {
    let fits = rate(pair).2.is_some() && pair.unit == Unit::Euro;
    Tested::slip(("tax", fits), tell_tax, pair)
}

fn tell_tax(pair: Pair, lang: Lang) -> String {
    let (net, gross, rate) = rate(pair);
    let (net, gross) = (pair.show(net, lang), pair.show(gross, lang));
    match rate {
        Some(rate) => sentence::taxed(lang, net, gross, figure(rate, Unit::Percent, lang)),
        None => sentence::not_taxed(lang, net, gross),
    }
}

/// The slip that makes one amount in euros of another near it; `None` for the same amount, for one
/// further off than a twentieth, and where no slip fits.
#[must_use]
pub fn slip_between(a: Decimal, b: Decimal, lang: Lang) -> Option<String> {
    let apart = a.saturating_sub(b).abs();
    let near = apart.saturating_mul(Decimal::from(20)) <= a.abs().max(b.abs());
    if a == b || !near {
        return None;
    }
    let pair = Pair { a, b, unit: Unit::Euro, directed: false };
    let tested = [truncation, rounding, one_digit, swapped_digits].map(|slip| slip(pair));
    tested.into_iter().find(|tested| tested.fits).map(|tested| tested.clause(lang))
}

#[cfg(test)]
mod tests;
