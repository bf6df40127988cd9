//! Several columns under one name: « État 2022 | État 2023 », « prévu | réalisé », « HT | TTC ».
//!
//! That of another year than the document's is not read under the name. Of columns that differ
//! by nature or tax none is the one that is meant: the left one bears the id and the others are
//! its rivals, so that who compares the value knows that there are several.

use super::Column;
use super::stated::Year;
use crate::rules::phrase::{Phrase, Reading};

/// Of what a column is another reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract) enum Rival {
    /// Of this id, and as good.
    Of(String),
    /// Of an id, in another year.
    OtherYear,
}

impl Rival {
    /// The id of which it is as good a reading.
    pub(in crate::extract) fn id(&self) -> Option<&str> {
        match self {
            Self::Of(id) => Some(id),
            Self::OtherYear => None,
        }
    }
}

/// Whether a phrase names a heading rather than any text.
pub(super) fn is_name(phrase: &Phrase) -> bool {
    phrase.find(&Reading::new("x")).is_none()
}

/// Gives an id to one of the columns that bear its name, of the document's year where that is
/// stated; those that differ from it in what they state are its rivals.
pub(super) fn choose(id: &str, fitting: &[usize], columns: &mut [Column], year: Option<&str>) {
    let own = of_year(fitting, columns, year);
    let Some(first) = own.first().copied() else { return };
    let stated = columns.iter().find(|c| c.index == first).map(|c| c.stated.clone());
    for column in columns.iter_mut().filter(|c| fitting.contains(&c.index)) {
        if column.index == first {
            id.clone_into(&mut column.id);
            column.numeric = true;
        } else if column.stated.year.as_ref().is_some_and(|own| !own.fits(year)) {
            column.rival = Some(Rival::OtherYear);
            column.numeric = true;
        } else if stated.as_ref().is_some_and(|s| s.differs(&column.stated)) {
            column.rival = Some(Rival::Of(id.to_owned()));
            column.numeric = true;
        }
    }
}

/// The columns of the document's year; all of them where none states it.
fn of_year(fitting: &[usize], columns: &[Column], year: Option<&str>) -> Vec<usize> {
    let stated = |at: &usize| columns.iter().find(|c| c.index == *at)?.stated.year.as_ref();
    let exact = |at: &usize| match stated(at) {
        Some(Year::Of(own)) => year == Some(own.as_str()),
        Some(Year::Own) => true,
        _ => false,
    };
    let open = |at: &usize| stated(at).is_none_or(|own| own.fits(year));
    let keep = |is_it: &dyn Fn(&usize) -> bool| -> Vec<usize> {
        fitting.iter().copied().filter(is_it).collect()
    };
    [keep(&exact), keep(&open)].into_iter().find(|k| !k.is_empty()).unwrap_or(fitting.to_vec())
}
