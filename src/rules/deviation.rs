//! When what was spent departs significantly from what was planned: a share that no law sets.
//!
//! One implementer says 10 %, another 20 %: a pack sets it for its documents, and a run may set it
//! for all packs that do.

use rust_decimal::Decimal;

use super::{Pack, Rules};
use crate::issue::Severity;

/// From which share on a departure from what was planned is told, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// `ecart_significatif`: the share of what was planned, 0.1 for 10 %.
    pub share: Decimal,
    /// `ecart_gravite`.
    pub severity: Severity,
}

impl Rules {
    /// Sets the share for all packs that set one.
    pub fn set_deviation(&mut self, share: Decimal) {
        let packs = self.packs.iter_mut().chain(std::iter::once(&mut self.common));
        for deviation in packs.filter_map(|pack: &mut Pack| pack.deviation.as_mut()) {
            deviation.share = share;
        }
    }
}

/// A share of one from « 10 % »; `None` where it is no share.
#[must_use]
pub fn share(text: &str) -> Option<Decimal> {
    let number = text.trim().strip_suffix('%')?.trim().replace(',', ".");
    let percents = number.parse::<Decimal>().ok().filter(|s| *s >= Decimal::ZERO)?;
    percents.checked_div(Decimal::ONE_HUNDRED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_in_percents() {
        for (text, expected) in [
            ("10 %", Some("0.1")),
            ("12,5%", Some("0.125")),
            ("0 %", Some("0")),
            ("10", None),
            ("-5 %", None),
            ("dix %", None),
        ] {
            let share = share(text).map(|s| s.normalize().to_string());
            assert_eq!(share.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_run_sets_the_share_of_packs_that_set_one() {
        let deviation = Deviation { share: Decimal::new(1, 1), severity: Severity::Info };
        let with = Pack { deviation: Some(deviation), ..Pack::default() };
        let mut rules = Rules { packs: vec![with, Pack::default()], ..Rules::default() };
        rules.set_deviation(Decimal::new(2, 1));
        let shares: Vec<_> = rules.packs.iter().map(|p| p.deviation.map(|d| d.share)).collect();
        assert_eq!(shares, [Some(Decimal::new(2, 1)), None]);
    }
}
