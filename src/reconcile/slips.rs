//! Slips between two figures: what turns one into the other.
//!
//! Each slip is tested on the pair « read, expected » and says in French, with its arithmetic,
//! that it fits or that it does not. The order is fixed, from the most mechanical to the least.

use rust_decimal::{Decimal, RoundingStrategy};

use super::facts::Unit;
use super::verdict::last_digit;
use super::words::figure;

/// A slip tested on a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tested {
    /// Its kind.
    pub(super) kind: &'static str,
    /// Whether it turns one figure into the other.
    pub(super) fits: bool,
    /// Its arithmetic.
    pub(super) text: String,
}

/// Two figures that should be one.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    /// One of them.
    pub(super) a: Decimal,
    /// The other.
    pub(super) b: Decimal,
    /// What they are counted in.
    pub(super) unit: Unit,
}

/// Every slip, in order.
pub(super) const SLIPS: [fn(Pair) -> Tested; 7] =
    [truncation, rounding, one_digit, swapped_digits, factor, sign, tax];

impl Pair {
    fn show(self, value: Decimal) -> String {
        figure(value, self.unit)
    }

    /// The figure with the coarser step, the finer one, and the step.
    fn coarse(self) -> (Decimal, Decimal, Decimal) {
        let (a, b) = (last_digit(self.a), last_digit(self.b));
        if a >= b { (self.a, self.b, a) } else { (self.b, self.a, b) }
    }
}

/// Whole steps that people cut or round to: 10, 100, 1,000 …
fn steps(coarse: Decimal) -> impl Iterator<Item = Decimal> {
    let all = (0..7).map(|power| Decimal::from(10_u64.pow(power)));
    all.filter(move |step| !coarse.is_zero() && (coarse % *step).is_zero())
}

/// « au millier » and the like.
fn to_step(step: Decimal) -> String {
    match step.to_string().as_str() {
        "1" => "à l'unité".to_owned(),
        "10" => "à la dizaine".to_owned(),
        "100" => "à la centaine".to_owned(),
        "1000" => "au millier".to_owned(),
        "10000" => "à la dizaine de milliers".to_owned(),
        "100000" => "à la centaine de milliers".to_owned(),
        "1000000" => "au million".to_owned(),
        other => format!("à {other} près"),
    }
}

fn at(value: Decimal, step: Decimal, strategy: RoundingStrategy) -> Decimal {
    value
        .checked_div(step)
        .map_or(value, |n| n.round_dp_with_strategy(0, strategy).saturating_mul(step))
        .normalize()
}

/// The step to speak of where none fits: the last digit of the coarser figure.
fn told_step(coarse: Decimal, step: Decimal) -> Decimal {
    steps(coarse).last().unwrap_or(step)
}

fn cut(pair: Pair, kind: &'static str, verb: &str, strategy: RoundingStrategy) -> Tested {
    let (coarse, fine, step) = pair.coarse();
    let fits = |step: &Decimal| at(fine, *step, strategy) == coarse.normalize();
    if step < Decimal::TEN && !steps(coarse).any(|s| fits(&s)) {
        let text =
            format!("{} ne finit pas par un zéro : rien n'y a été {verb}", pair.show(coarse));
        return Tested { kind, fits: false, text };
    }
    let found = steps(coarse).find(fits);
    let step = found.unwrap_or_else(|| told_step(coarse, step));
    let (fine_text, got) = (pair.show(fine), pair.show(at(fine, step, strategy)));
    let text = match found {
        Some(_) => format!("{fine_text} {verb} {} donne {got}", to_step(step)),
        None => format!(
            "{fine_text} {verb} {} donne {got}, et non {}",
            to_step(step),
            pair.show(coarse)
        ),
    };
    Tested { kind, fits: found.is_some(), text }
}

fn truncation(pair: Pair) -> Tested {
    cut(pair, "truncation", "tronqué", RoundingStrategy::ToZero)
}

fn rounding(pair: Pair) -> Tested {
    cut(pair, "rounding", "arrondi", RoundingStrategy::MidpointAwayFromZero)
}

/// Digits of both figures, cents included, the shorter one led by zeros.
fn digits(pair: Pair) -> (Vec<u8>, Vec<u8>, bool) {
    let (a, b) = (pair.a.abs().normalize(), pair.b.abs().normalize());
    let scale = a.scale().max(b.scale());
    let write = |v: Decimal| {
        let mut v = v;
        v.rescale(scale);
        v.mantissa().to_string().into_bytes()
    };
    let (a, b) = (write(a), write(b));
    let same = a.len() == b.len();
    (a, b, same)
}

fn one_digit(pair: Pair) -> Tested {
    let (a, b, same) = digits(pair);
    let differ: Vec<(u8, u8)> =
        a.iter().zip(&b).filter(|(x, y)| x != y).map(|(x, y)| (*x, *y)).collect();
    let (left, right) = (pair.show(pair.a), pair.show(pair.b));
    let (fits, text) = match (same, differ.as_slice()) {
        (true, [(x, y)]) => {
            let (x, y) = (char::from(*x), char::from(*y));
            (true, format!("un seul chiffre change de {left} à {right} : {x} pour {y}"))
        }
        (true, _) => (false, format!("{} chiffres changent de {left} à {right}", differ.len())),
        (false, _) => (false, format!("{left} et {right} n'ont pas autant de chiffres")),
    };
    Tested { kind: "one_digit", fits, text }
}

fn swapped_digits(pair: Pair) -> Tested {
    let (a, b, same) = digits(pair);
    let differ: Vec<(u8, u8)> =
        a.iter().zip(&b).filter(|(x, y)| x != y).map(|(x, y)| (*x, *y)).collect();
    let fits = same && matches!(differ.as_slice(), [(x, y), (z, t)] if x == t && y == z);
    let (left, right) = (pair.show(pair.a), pair.show(pair.b));
    let text = if fits {
        format!("deux chiffres intervertis changent {left} en {right}")
    } else {
        format!("intervertir deux chiffres de {left} ne donne pas {right}")
    };
    Tested { kind: "swapped_digits", fits, text }
}

fn factor(pair: Pair) -> Tested {
    let (small, large) =
        if pair.a.abs() <= pair.b.abs() { (pair.a, pair.b) } else { (pair.b, pair.a) };
    let ratio = [10_u32, 100, 1000]
        .into_iter()
        .find(|f| !small.is_zero() && small.saturating_mul(Decimal::from(*f)) == large);
    let (left, right) = (pair.show(small), pair.show(large));
    let text = match ratio {
        Some(ratio) => format!("{left} × {} = {right}", figure(Decimal::from(ratio), Unit::Count)),
        None => format!("{right} n'est ni 10, ni 100, ni 1\u{a0}000 fois {left}"),
    };
    Tested { kind: "factor", fits: ratio.is_some(), text }
}

fn sign(pair: Pair) -> Tested {
    let fits = !pair.a.is_zero() && pair.a == -pair.b;
    let (left, right) = (pair.show(pair.a), pair.show(pair.b));
    let text = if fits {
        format!("{left} et {right} ne diffèrent que par le signe")
    } else {
        format!("{left} et {right} diffèrent par plus que le signe")
    };
    Tested { kind: "sign", fits, text }
}

/// One without tax, the other with it, at a rate in force: 20, 10, 5.5 or 2.1 %.
fn tax(pair: Pair) -> Tested {
    let (net, gross) = if pair.a <= pair.b { (pair.a, pair.b) } else { (pair.b, pair.a) };
    let cent = Decimal::new(1, 2);
    let rate = [200_i64, 100, 55, 21].into_iter().map(|r| Decimal::new(r, 1)).find(|rate| {
        let with = net.saturating_mul(Decimal::ONE + *rate / Decimal::ONE_HUNDRED);
        net > Decimal::ZERO && with.saturating_sub(gross).abs() <= cent
    });
    let (left, right) = (pair.show(net), pair.show(gross));
    let text = match rate {
        Some(rate) => {
            let rate = figure(rate, Unit::Percent);
            format!("{left} hors taxes et {right} toutes taxes comprises, à {rate}")
        }
        None => format!("le rapport de {left} à {right} n'est aucun taux de TVA"),
    };
    Tested { kind: "tax", fits: rate.is_some() && pair.unit == Unit::Euro, text }
}
