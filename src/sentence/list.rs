//! Every sentence of the catalogue with the words that it is told of.
//!
//! A word is given as `figure`, `Some(word)` or `None` where its sentence does without, or a
//! number where its sentence counts. One that several sentences share means the same in all:
//! `key` is what a relation is about, `expected` and `says` what it proves, `instead` the figure
//! that stands where another should.

use super::{Word, tell};
use crate::issue::Lang;

/// One sentence as a function.
macro_rules! function {
    ($(#[doc = $doc:literal])+ $name:ident()) => {
        $(#[doc = $doc])+
        pub(crate) fn $name(lang: Lang) -> String {
            tell(lang, stringify!($name), &[])
        }
    };
    ($(#[doc = $doc:literal])+ $name:ident($($word:ident),+)) => {
        $(#[doc = $doc])+
        pub(crate) fn $name<'w>(lang: Lang, $($word: impl Into<Word<'w>>),+) -> String {
            tell(lang, stringify!($name), &[$((stringify!($word), $word.into())),+])
        }
    };
}

macro_rules! sentences {
    ($( $(#[doc = $doc:literal])+ $name:ident($($word:ident),*); )+) => {
        $(function! { $(#[doc = $doc])+ $name($($word),*) })+

        /// The keys with the names of their words.
        #[cfg(test)]
        pub(super) const ALL: &[(&str, &[&str])] =
            &[$((stringify!($name), &[$(stringify!($word)),*])),+];
    };
}

mod matching;

pub(crate) use matching::*;

/// The keys of all sentences with the names of their words.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    ALL.iter().chain(matching::ALL)
}

sentences! {
    /// « a, b », so far.
    list_comma(before, item);
    /// « a, b et c ».
    list_and(before, item);
    /// « a, b, ou c ».
    list_or(before, item);
    /// « a ; b », of sums and of documents.
    list_next(before, item);
    /// « a, b… », where more are left out.
    list_cut(before);
    /// A name between quotation marks.
    quoted(name);

    /// « p. 3 et 4 ».
    pages(count, pages);
    /// Places within a document: « a.xlsx, B7 ».
    in_document(document, spots);
    /// An operator with its actions.
    operator_of(operator, count, actions);
    /// A long sum: its total and how many amounts it has.
    sum_of_amounts(total, count);
    /// A figure with what it counts: « 220 personnes ».
    counted(figure, what);
    /// A figure that is the least that there is.
    at_least(figure);
    /// A figure that is the most that there is.
    at_most(figure);
    /// A sum with the figure that should be its result.
    and_not(sum, figure);
    /// A figure that is an estimate.
    about(figure);
    /// A figure of a total.
    stands_total(column, spots);
    /// A figure of another row of a table.
    stands_line(line, column, spots);
    /// A figure of a sheet.
    stands_sheet(spots);
    /// A figure of the prose.
    stands_text(spots);
    /// A side with where its terms stand.
    side_at(side, spots);
    /// A side with where it stands in words.
    side_standing(side, stands);
    /// The name of the row of an action.
    action_row(code);
    /// The name of the row of totals.
    total_row();
    /// The same as a title.
    total_row_title();
    /// A cell by its row and its column.
    cell(row, column);

    /// Two sides that are equal as far as they are written.
    equal_as_written(key, left, right, expected);
    /// Two sides that are equal if one is cut off.
    equal_if_truncated(key, left, right, expected);
    /// Two sides that differ.
    different(key, left, right, gap, expected);
    /// A left side above the most that it may be.
    too_high(key, left, right, gap, expected);
    /// A left side below the least that it may be.
    too_low(key, left, right, gap, expected);
    /// A gap with its share, beyond the one from which it counts.
    gap_with_share(gap, share, limit);
    /// A relation that holds; `sign` is `equal`, `at_most` or `at_least`.
    holds(key, says, left, sign, right);

    /// A check that cannot be made, and why.
    lacks(subject, why);
    /// The same, of some actions or operators.
    lacks_of(subject, why, keys);
    /// Some values are missing.
    lacks_values(names);
    /// A value has several readings.
    lacks_one_reading(name, count);
    /// A document that belongs to no other.
    lacks_document();
    /// A document that may belong to several others.
    lacks_one_document(documents);
    /// A value that no document of a kind gives.
    lacks_giver(kind, name);
    /// A value that documents of a kind give several times.
    lacks_one_value(name, kind);

    /// What a sum down a column proves.
    says_column(column);
    /// What the sum of a subtotal proves.
    says_subtotal(row, column);
    /// What a row that details another proves.
    says_detail(row);
    /// What is proved of the first of several percentages of a column that differ.
    says_most_of_column(says, count, all);
    /// What a sum across a row proves.
    says_row(row);
    /// What the percentage of a row proves: a share.
    says_share(row, done, planned);
    /// The same: a variation.
    says_variation(row, planned, done);
    /// What a variation on the year before proves.
    says_change_since(year);
    /// What the amount of an operator proves.
    says_operator();
    /// What two mentions of one amount prove.
    says_twice();
    /// What two versions of a document prove.
    says_version();
    /// What a figure of the year before that is recalled proves.
    says_recalled(year);

    /// A hypothesis: a clause, within a cell where one is meant.
    hypothesis(cell, clause);
    /// A figure cut off or rounded to a step; `how` is `cut`, `rounded` or `either`.
    shortened(how, figure, step, result, instead);
    /// A figure that another, finer one is not cut or rounded to.
    not_shortened_to(how, figure, other);
    /// A figure that keeps its last digits (`why` is `digits`) or is as round as the other one.
    not_shortened(how, figure, other, why);
    /// A figure that lost one digit at most, which shows nothing.
    faintly_shortened(how, figure, step, result);
    /// A slip in a cell, as one of several.
    in_cell(cell, clause);
    /// A rule's own question, put to an operator.
    ask_whom(operator, question);
    /// Places with the nature of what stands there: `planned`, `committed` or `done`.
    spots_of(spots, nature);
    /// One digit for another.
    one_digit(left, right, old, new);
    /// Several digits for others.
    several_digits(count, left, right);
    /// Figures of different length.
    other_length(left, right);
    /// Figures of which one is below zero.
    contrary_signs(left, right);
    /// Two digits exchanged.
    swapped(left, right);
    /// Two digits exchanged give something else.
    not_swapped(left, right);
    /// Ten, a hundred or a thousand times a figure.
    multiple(small, factor, large);
    /// None of these.
    no_multiple(small, large);
    /// The same but for the sign.
    sign_alone(left, right);
    /// Not the same but for the sign.
    more_than_sign(left, right);
    /// One without tax, the other with it.
    taxed(net, gross, rate);
    /// No rate of tax.
    not_taxed(net, gross);

    /// What recognition may have done (`again`, `digit`, `comma`, `twice`, `lost` or `line`), the
    /// figure to be read then and the one that was, and what that gives.
    misread(how, read, real, new, old, sum);
    /// Nothing that recognition does explains it.
    not_misread();
    /// A line left out of a sum.
    line_forgotten(cell, amount);
    /// A line counted twice.
    line_doubled(cell, amount);
    /// A line of about the amount of a gap; `fate` is `forgotten` or `doubled`.
    line_nearly(gap, fate, cell, amount);
    /// A cell left empty that would hold a gap.
    blank_cell(row, amount);
    /// Several of them.
    blank_cells(count, amount);
    /// A line that is in no table.
    line_lacking(amount);
    /// No line has the amount of a gap.
    no_line(count, amount);
    /// Some lines have it together.
    lines_together(sum);
    /// No lines have it together.
    no_lines_together(amount);
    /// A total that the sum of its lines contradicts too.
    wrong_total(sum);
    /// The same but for what rounding leaves.
    wrong_total_nearly(sum);

    /// Two columns exchanged in a row.
    columns_exchanged(one_column, other_column, row, one, other);
    /// The figure of the column beside.
    of_neighbour(figure, column);
    /// A figure of no column beside.
    of_no_neighbour(row, figure);
    /// A column that is off alone.
    column_alone(gap);

    /// How two values change; `change` is `same`, `up` or `down`.
    rate_of_change(change, from, to, spots, rate);
    /// What a part is of a whole.
    rate_of_share(part, whole, spots, rate);
    /// A percentage that its values give as far as they are written.
    rate_as_written(key, written, stands, reckoned, expected);
    /// A percentage that is cut off and not rounded.
    rate_truncated(key, written, stands, reckoned, expected);
    /// A percentage that its values do not give.
    rate_differs(key, written, stands, reckoned, gap, expected);
    /// A percentage that its values give.
    rate_holds(key, says, reckoned, written);
    /// A percentage said to go up or down (`said`) where its values went the other way.
    rate_contrary(key, said, written, stands, reckoned, expected);
    /// A percentage as a sheet shows it, with what it is.
    in_other_words(written, percentage);
    /// A gap between percentages.
    points(gap, count);
    /// A variation on the value at the end.
    on_end(end, start, gap, rate, instead);
    /// What the end is of the start.
    as_ratio(end, start, rate, instead);
    /// A part on what is left of the whole.
    on_rest(whole, part, rest, rate, instead);
    /// The share of what is left.
    as_complement(whole, part, rest, rate, instead);
    /// A share the wrong way round.
    as_inverse(whole, part, rate, instead);
    /// The way that is said (`up` or `down`) is the other one.
    other_way(said, from, to, rate, instead);
    /// Two values exchanged go the way that is said.
    values_exchanged(said, from, to, rate, instead);
    /// No other base.
    no_other_base();

    /// A difference that the document explains.
    explained_by_text(text);
    /// A figure copied from the year before.
    copied(figure, here, year, there);
    /// All figures are those of the year before.
    copied_all(year);
    /// Some are.
    copied_some(count, year);
    /// None is, of more than are told.
    copied_none_of(count, year);
    /// None is.
    copied_none(year, figures);
    /// A figure and that of the year before.
    not_that_figure(now, then);

    /// The smallest set of values that satisfies all checks.
    smallest_set(count, ways);
    /// The same, with the sums that it makes true.
    smallest_set_then(count, ways, sums);
    /// The same, with the sums that hold without it.
    smallest_set_held(count, ways, sums, held);
    /// What would not do instead, and what would `then`, or `still`, be at odds.
    not_enough(count, ways, when, sum);
    /// One figure to be read for another.
    reading(new, old, stands);

    /// A table whose actual figures are further from those planned than a share.
    deviates(share, parts);
    /// Its total.
    deviates_total(deviation, spots);
    /// Its lines, some of them named; `named` is `all` or `some`.
    deviates_lines(count, total, named, lines);
    /// One of them.
    deviates_line(line, deviation, spots);
    /// An actual figure beside the one planned, if any was, and how far off it is.
    deviation(done, planned, rate);
    /// A table none of whose figures is further off; `rows` is `lines` or `with_total`.
    deviates_little(share, count, rows);

    /// A day of a month, by its number, of a year.
    day(day, month, year);
    /// What a day is of, by the id of its field, with where it stands.
    day_at(field, date, spot);
    /// A day that comes after the one that it must precede; `check` says why it must.
    dates_out_of_order(check, first, second, days);
    /// A day that does not.
    dates_in_order(first, second);
    /// Another year would put two days in order.
    dates_other_year(date, instead);
    /// No other year would.
    dates_no_other_year();
    /// Day and month exchanged would.
    dates_swapped(date, instead);
    /// Neither would they.
    dates_not_swapped();
    /// A period that lies `apart` from its year or goes `beyond` it.
    period_outside(from, from_spot, to, to_spot, how, year);
    /// A period that agrees with its year.
    period_within(from, to, year);

    /// Who accepts a discrepancy, until when and why.
    accepted_by(by, until, reason);

    /// Whom to ask which figure is right.
    ask_which(operator, left, right);
    /// Whom to ask why what was done is not what was planned.
    ask_deviation(operator);
    /// Which of two days is right.
    ask_which_day(first, second);
    /// Whether a document is of a year.
    ask_year(year);
    /// Whether figures are to be read otherwise.
    ask_reading(ways);
}
