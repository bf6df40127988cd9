//! The sentences of how documents, names and acts were matched, and of what was not.
//!
//! Most are clauses: what a check lacks and why something has no counterpart go behind a colon,
//! stand alone in a list, or between brackets.

use super::{Word, tell};
use crate::issue::Lang;

sentences! {
    /// Who confirmed that two names are one, and when.
    said_confirmed(by, on);
    /// Who said that they are two.
    said_rejected(by, on);
    /// A document that was matched by a name that a person confirmed.
    matched_by_name(document, said);
    /// A message with a further sentence.
    with_note(told, note);
    /// That `all` or `some` of the values compared stand on a scan.
    on_paper(how);

    /// Two names that likeness matched.
    pair_alike();
    /// Two names left apart, another being as like.
    pair_ambiguous();
    /// Two names that are not alike enough.
    pair_far();
    /// Two names left apart.
    pair_apart();

    /// No document of a kind belongs to this one.
    lacks_counterpart(kind);
    /// A document that gives nothing of what is compared.
    lacks_all(names);
    /// A value whose action is not told.
    lacks_action();
    /// A value whose operator is not told.
    lacks_operator();
    /// A document that does not say of whom and of when it is.
    lacks_keys();
    /// A document whose year before is not there, or is there twice.
    lacks_year_before(year);
    /// The year before has several documents.
    lacks_one_year_before(count, year);
    /// An action that is in one year and not in the other.
    lacks_action_of(year);
    /// A value that may be read in several columns.
    lacks_one_column(name, columns);

    /// A document whose record is larger than what is had at once.
    not_judged(size, limit);
    /// A document with which others would be; `more` is how many besides the one named.
    not_judged_with(other, more, size, limit);
    /// Lines without an amount, and what they would have to hold.
    lacks_amounts(count, lines, amount);
    /// What a table too large to be summed is called.
    sums_of_table(title);
    /// More columns of amounts than a page can show.
    columns_too_many(most);
    /// More sums than anybody adds up.
    sums_too_many(most);
    /// More wrong sums than a table of sums has.
    sums_all_wrong(most);
    /// A line with what stands where its amount should.
    line_reading(line, text);
    /// An amount without tax beside one with it, or that does not say.
    lacks_one_tax(key, without, with);
    /// A part that may be of several wholes.
    unsure_of(count, parts, wholes);
    /// « à a, ou à b ».
    list_or_to(before, item);
    /// A reason with the document, and the cell, that it is about.
    reason_of(document, cell, reason);

    /// An act that belongs to no document.
    lacks_authority();
    /// An act that names no authority, beside documents of several.
    lacks_one_authority();
    /// A year that an act gives an amount for and no document is of.
    lacks_document_of(kind, year);
    /// An amount of an act whose year is not told.
    lacks_year_of_amount();
    /// A year that no act gives an amount for.
    lacks_amount_of_year(name, year);
    /// A document that does not say of which year it is.
    lacks_own_year();
    /// An act: `agreement` or `amendment`, its number and its day if it has them.
    act(kind, number, day, document);
    /// A day in figures.
    day_in_figures(day, month, year);
    /// Why the only act is in force.
    act_only();
    /// Why an act that sets the amount is in force; `last` is `by_date` or `by_number`.
    act_sets(last, before);
    /// Why an act that changes the amount is in force; `effect` is `less` or `more`.
    act_changes(last, effect, set);
    /// Which act is held to be in force, and why.
    act_in_force(act, why);
    /// An act that adds to an amount that no other gives.
    lacks_act_before(act);
    /// An act of which no amount is read.
    lacks_act_amount(act);
    /// An act that gives several amounts for a year.
    lacks_one_amount(act);
    /// Two conventions that give different amounts.
    lacks_one_agreement(one, other);
    /// Acts whose numbers and dates contradict each other.
    lacks_one_order(one, other);
    /// Acts of which nothing says which is the later.
    lacks_order(one, other);
    /// An avenant that is not in the archive.
    lacks_amendment(number);
}
