//! Numbers by class, and the share that is accounted for.
//!
//! The share is of the figures: what is none (a year, a date, a code) would make any document look
//! well read. It is cut to a tenth, so that 100 % means that nothing is left.

use rust_decimal::Decimal;
use serde::Serialize;

/// Numbers by class; the classes make the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// All.
    pub total: u32,
    /// Read by a rule.
    pub by_rule: u32,
    /// Read though no rule names them.
    pub free: u32,
    /// Ignored by name.
    pub ignored: u32,
    /// Part of a heading, a name, a text.
    pub part: u32,
    /// No figure: years, dates, codes, labels.
    pub no_figure: u32,
    /// Unread.
    pub unread: u32,
    /// Percents of the figures that are not unread, to a tenth; `None` where there is no figure.
    pub covered_percent: Option<Decimal>,
}

impl Counts {
    /// The figures: all numbers but what is none.
    #[must_use]
    pub fn figures(&self) -> u32 {
        self.total - self.no_figure
    }

    pub(super) fn add(&mut self, other: Self) {
        self.total += other.total;
        self.by_rule += other.by_rule;
        self.free += other.free;
        self.ignored += other.ignored;
        self.part += other.part;
        self.no_figure += other.no_figure;
        self.unread += other.unread;
    }

    /// Works out the share.
    pub(super) fn settle(&mut self) {
        self.covered_percent = percent(self.figures() - self.unread, self.figures());
    }
}

/// A share to a tenth of a percent, cut and never rounded up: 100 is all of it, and 0 none of it.
fn percent(part: u32, whole: u32) -> Option<Decimal> {
    let tenths = (u64::from(part) * 1000).checked_div(u64::from(whole))?;
    Some(Decimal::new(i64::try_from(tenths).ok()?.max(i64::from(part > 0)), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up_to_all_nor_down_to_none() {
        let told = |part, whole| percent(part, whole).map(|p| p.to_string());
        assert_eq!(told(9_996, 10_000).as_deref(), Some("99.9"));
        assert_eq!(told(10_000, 10_000).as_deref(), Some("100.0"));
        assert_eq!(told(1, 100_000).as_deref(), Some("0.1"));
        assert_eq!((told(0, 7).as_deref(), told(0, 0)), (Some("0.0"), None));
        assert_eq!(told(u32::MAX - 1, u32::MAX).as_deref(), Some("99.9"));
    }
}
