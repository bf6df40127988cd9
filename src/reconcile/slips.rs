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
    /// Whether `a` is known to be the wrong one.
    pub(super) directed: bool,
}

/// Every slip, in order.
pub(super) const SLIPS: [fn(Pair) -> Tested; 7] =
    [truncation, rounding, one_digit, swapped_digits, factor, sign, tax];

impl Pair {
    fn show(self, value: Decimal) -> String {
        figure(value, self.unit)
    }

    /// The figure with the coarser step, and the finer one.
    fn coarse(self) -> (Decimal, Decimal) {
        if last_digit(self.a) >= last_digit(self.b) { (self.a, self.b) } else { (self.b, self.a) }
    }
}

/// Steps that people cut or round to, of which the coarser figure is a multiple. Two digits at
/// least must be gone: one figure in ten ends in a zero, and 220 is no rounding of 217.
fn steps(coarse: Decimal, fine: Decimal) -> impl Iterator<Item = Decimal> {
    let written = Decimal::new(100, fine.normalize().scale());
    let all = (0..7).map(|power| Decimal::from(10_u64.pow(power)));
    all.filter(move |step| !coarse.is_zero() && *step >= written && (coarse % *step).is_zero())
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

fn cut(pair: Pair, kind: &'static str, verb: &str, strategy: RoundingStrategy) -> Tested {
    let (coarse, fine) = pair.coarse();
    if pair.directed && coarse != pair.a {
        let text =
            format!("{} n'est pas un nombre {verb} de {}", pair.show(pair.a), pair.show(pair.b));
        return Tested { kind, fits: false, text };
    }
    let found = steps(coarse, fine).find(|step| at(fine, *step, strategy) == coarse.normalize());
    let Some(step) = found.or_else(|| steps(coarse, fine).last()) else {
        let text = format!(
            "{} n'est pas un nombre {verb} : il garde ses derniers chiffres",
            pair.show(coarse)
        );
        return Tested { kind, fits: false, text };
    };
    let (from, got) = (pair.show(fine), pair.show(at(fine, step, strategy)));
    let instead = match found {
        Some(_) => String::new(),
        None => format!(", et non {}", pair.show(coarse)),
    };
    let text = format!("{from} {verb} {} donne {got}{instead}", to_step(step));
    Tested { kind, fits: found.is_some(), text }
}

fn truncation(pair: Pair) -> Tested {
    cut(pair, "truncation", "tronqué", RoundingStrategy::ToZero)
}

fn rounding(pair: Pair) -> Tested {
    cut(pair, "rounding", "arrondi", RoundingStrategy::MidpointAwayFromZero)
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
    let (left, right) = (pair.show(pair.a), pair.show(pair.b));
    let (fits, text) = match (same, differ.as_slice()) {
        (true, [(x, y)]) => {
            let (x, y) = (char::from(*x), char::from(*y));
            (true, format!("un seul chiffre change de {left} à {right} : {x} pour {y}"))
        }
        (true, _) => (false, format!("{} chiffres changent de {left} à {right}", differ.len())),
        (false, _) if pair.a.is_sign_negative() != pair.b.is_sign_negative() => {
            (false, format!("{left} et {right} sont de signes contraires"))
        }
        (false, _) => (false, format!("{left} et {right} n'ont pas autant de chiffres")),
    };
    Tested { kind: "one_digit", fits, text }
}

fn swapped_digits(pair: Pair) -> Tested {
    let (differ, same) = differing(pair);
    let fits =
        same && matches!(differ.as_slice(), [one, other] if one.0 == other.1 && one.1 == other.0);
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

/// The slip that makes one amount in euros of another near it; `None` for the same amount, for one
/// further off than a twentieth, and where no slip fits.
#[must_use]
pub fn slip_between(a: Decimal, b: Decimal) -> Option<String> {
    let apart = a.saturating_sub(b).abs();
    let near = apart.saturating_mul(Decimal::from(20)) <= a.abs().max(b.abs());
    if a == b || !near {
        return None;
    }
    let pair = Pair { a, b, unit: Unit::Euro, directed: false };
    let tested = [truncation, rounding, one_digit, swapped_digits].map(|slip| slip(pair));
    tested.into_iter().find(|tested| tested.fits).map(|tested| tested.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::dec;

    fn fitting(a: &str, b: &str) -> Vec<&'static str> {
        let pair = Pair { a: dec(a), b: dec(b), unit: Unit::Euro, directed: false };
        SLIPS.iter().map(|slip| slip(pair)).filter(|t| t.fits).map(|t| t.kind).collect()
    }

    #[test]
    fn each_slip_is_known_by_its_arithmetic() {
        for (a, b, kinds) in [
            ("347000", "347500", &["truncation", "one_digit"][..]),
            ("348000", "347500", &["rounding"]),
            ("1800", "1866", &["truncation"]),
            ("1899", "1866", &[]),
            ("217", "220", &[]),
            ("12346", "12345.67", &["rounding"]),
            ("12345", "12345.67", &["truncation"]),
            ("12390", "12930", &["swapped_digits"]),
            ("12500", "125000", &["factor"]),
            ("-5656.64", "5656.64", &["sign"]),
            ("1000", "1200", &["truncation", "rounding", "one_digit", "tax"]),
            ("12340", "13018.70", &["tax"]),
            ("77000", "107000", &[]),
        ] {
            assert_eq!(fitting(a, b), kinds, "{a} {b}");
            assert_eq!(fitting(b, a), kinds, "{b} {a}");
        }
    }

    #[test]
    fn a_wrong_figure_finer_than_the_right_one_is_no_truncation_of_it() {
        let pair = |a, b| Pair { a: dec(a), b: dec(b), unit: Unit::Euro, directed: true };
        assert!(truncation(pair("347000", "347500")).fits);
        assert!(!truncation(pair("347500", "347000")).fits);
    }

    #[test]
    fn an_excluded_slip_shows_why() {
        let pair = Pair { a: dec("217"), b: dec("220"), unit: Unit::Count, directed: false };
        let texts: Vec<String> = SLIPS.iter().map(|slip| slip(pair).text).collect();
        assert_eq!(
            texts,
            [
                "220 n'est pas un nombre tronqué : il garde ses derniers chiffres",
                "220 n'est pas un nombre arrondi : il garde ses derniers chiffres",
                "2 chiffres changent de 217 à 220",
                "intervertir deux chiffres de 217 ne donne pas 220",
                "220 n'est ni 10, ni 100, ni 1\u{a0}000 fois 217",
                "217 et 220 diffèrent par plus que le signe",
                "le rapport de 217 à 220 n'est aucun taux de TVA",
            ]
        );
    }
}
