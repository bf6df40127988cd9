### The sentences of reconciliation. Figures, places and names come in ready; an argument that may
### be missing is 0 then (variant [0]). What rules say is told as they write it: see fr.ftl.

## Lists

list_comma = { $before }, { $item }
list_and = { $before } and { $item }
list_or = { $before }, or { $item }
list_next = { $before }; { $item }
list_cut = { $before }…
quoted = “{ $name }”

## Figures and places

pages = { $count ->
    [1] p.
   *[several] pp.
} { $pages }
spots_of = { $spots }, { $nature ->
    [planned] planned
    [committed] committed
   *[done] actual
}
in_document = { $document }, { $spots }
operator_of = { $operator } ({ $count ->
    [1] action
   *[several] actions
} { $actions })
sum_of_amounts = { $total } (sum of { $count } amounts)
counted = { $figure } { $what }
at_least = at least { $figure }
at_most = at most { $figure }
and_not = { $sum } and not { $figure }
about = about { $figure }
stands_total = in the total of column “{ $column }” ({ $spots })
stands_line = in row “{ $line }”, column “{ $column }” ({ $spots })
stands_sheet = in the sheet ({ $spots })
stands_text = in the text ({ $spots })
side_at = { $side } ({ $spots })
side_standing = { $side } { $stands }
action_row = Action { $code }
total_row = total
total_row_title = Total
cell = { $row }, column “{ $column }”

## Findings

equal_as_written = { $key ->
    [0] We
   *[given] { $key } — we
} read { $left } and { $right }, equal as precisely as they are written. Expected: { $expected }.
equal_if_truncated = { $key ->
    [0] We
   *[given] { $key } — we
} read { $left } and { $right }, equal only if one of them is cut off. Expected: { $expected }.
different = { $key ->
    [0] We
   *[given] { $key } — we
} read { $left } and { $right }, a difference of { $gap }. Expected: { $expected }.
too_high = { $key ->
    [0] We
   *[given] { $key } — we
} read { $left } and { $right }, which is { $gap } too much. Expected: { $expected }.
too_low = { $key ->
    [0] We
   *[given] { $key } — we
} read { $left } and { $right }, which is { $gap } too little. Expected: { $expected }.
gap_with_share = { $gap } ({ $share }, above { $limit })
holds = { $key ->
    [0] { $says }
   *[given] { $key } — { $says }
}: { $left } { $sign ->
    [equal] and
    [at_most] ≤
   *[at_least] ≥
} { $right }.

## Checks that cannot be made

lacks = “{ $subject }” could not be checked: { $why }.
lacks_of = “{ $subject }” could not be checked: { $why } ({ $keys }).
lacks_values = there is no { $names }
lacks_one_reading = “{ $name }” has several values ({ $count } readings)
lacks_document = no document of the archive belongs to this one (folder, territory, year)
lacks_one_document = several documents belong to this one: { $documents }
lacks_giver = no “{ $kind }” document gives “{ $name }”
lacks_one_value = “{ $name }” has several values in “{ $kind }”

## What checks prove that nobody writes

says_column = The total of column “{ $column }” is the sum of its lines
says_subtotal = Subtotal “{ $row }” of column “{ $column }” is the sum of its lines
says_detail = “{ $row }” is not more than the line that it details
says_most_of_column = { $says } ({ $count } of the { $all } lines of the column differ)
says_row = The total of row “{ $row }” is the sum of its columns
says_share = The rate of row “{ $row }” is “{ $done }” as a share of “{ $planned }”
says_variation = The rate of row “{ $row }” is the change from “{ $planned }” to “{ $done }”
says_change_since = The change since { $year } is the one that the { $year } document gives
says_operator = The amount of an operator is the sum of the lines of its actions
says_twice = One amount is written in two ways
says_version = Two versions of one document state the same amounts
says_recalled = The { $year } figure recalled is that of the { $year } document

## Hypotheses: a slip between two figures

hypothesis = { $cell ->
    [0] { $clause }.
   *[given] { $cell }: { $clause }.
}
shortened = { $figure } { $how ->
    [cut] cut off
    [rounded] rounded
   *[either] cut off or rounded
} to the { $step ->
    [1] unit
    [10] ten
    [100] hundred
    [1000] thousand
    [10000] ten thousand
    [100000] hundred thousand
   *[1000000] million
} gives { $result }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
not_shortened_to = { $figure } is not { $other } { $how ->
    [cut] cut off
   *[rounded] rounded
}
not_shortened = { $why ->
    [round] { $figure } and { $other } are as round as each other: neither is the other { $how ->
        [cut] cut off
       *[rounded] rounded
    }
   *[digits] { $figure } is no number that was { $how ->
        [cut] cut off
       *[rounded] rounded
    }: it keeps its last digits
}
faintly_shortened = { $figure } { $how ->
    [cut] cut off
   *[rounded] rounded
} to the { $step ->
    [1] unit
    [10] ten
    [100] hundred
    [1000] thousand
    [10000] ten thousand
    [100000] hundred thousand
   *[1000000] million
} gives { $result }, but a final zero does not show that it was { $how ->
    [cut] cut off
   *[rounded] rounded
}: one number in ten ends like that
in_cell = { $cell ->
    [0] { $clause }
   *[given] { $cell }: { $clause }
}
misread = as the scan was read, { $how ->
    [again] a second reading gives another amount
    [digit] { $real } may have been taken for { $read }
    [comma] the decimal point may have been lost
    [twice] { $read } may have been read twice
    [lost] { $real } may have been lost
   *[line] a line of the table may have been taken for 1
}: { $new } instead of { $old }{ $sum ->
    [0] {""}
   *[given] , and then { $sum }
}
not_misread = no digit of the scan taken for another, lost or read twice makes the check hold
one_digit = a single digit changes from { $left } to { $right }: { $old } for { $new }
several_digits = { $count } digits change from { $left } to { $right }
other_length = { $left } and { $right } do not have as many digits
contrary_signs = { $left } and { $right } are of contrary signs
swapped = two digits exchanged turn { $left } into { $right }
not_swapped = exchanging two digits of { $left } does not give { $right }
multiple = { $small } × { $factor } = { $large }
no_multiple = { $large } is neither 10, nor 100, nor 1,000 times { $small }
sign_alone = { $left } and { $right } differ by their sign alone
more_than_sign = { $left } and { $right } differ by more than their sign
taxed = { $net } without tax and { $gross } with tax at { $rate }
not_taxed = { $net } and { $gross } are apart by no rate of VAT

## Hypotheses: a line, a column

line_forgotten = the difference is the amount of a line that was left out: { $cell ->
    [0] { $amount }
   *[given] { $cell }: { $amount }
}
line_doubled = the difference is the amount of a line that was counted twice: { $cell ->
    [0] { $amount }
   *[given] { $cell }: { $amount }
}
line_nearly = the difference of { $gap } is, but for rounding, a line that was { $fate ->
    [forgotten] left out
   *[doubled] counted twice
}: { $cell ->
    [0] { $amount }
   *[given] { $cell }: { $amount }
}
blank_cell = the empty cell of row “{ $row }” would hold { $amount }
blank_cells = the { $count } empty cells would hold { $amount } together
line_lacking = the table may lack a line of { $amount }
no_line = none of the { $count } lines is { $amount }
lines_together = the difference is a sum of lines: { $sum }
no_lines_together = no set of lines makes { $amount }
wrong_total = The sum of the lines gives { $sum } too: the printed total stands alone.
wrong_total_nearly = The sum of the lines gives { $sum }, but for rounding: the printed total stands alone.
columns_exchanged = columns “{ $one_column }” and “{ $other_column }” are exchanged in row “{ $row }”: with { $other } and { $one } in place of { $one } and { $other }, both totals are right
of_neighbour = { $figure } is the figure of the column beside, “{ $column }”
of_no_neighbour = no other column of row “{ $row }” holds { $figure }
column_alone = no other column is off by { $gap }: columns were not exchanged

## Rates

rate_of_change = from { $from } to { $to }{ $spots ->
    [0] {""}
   *[given] {" "}({ $spots })
} { $change ->
    [same] nothing changes
    [up] the rise is { $rate }
   *[down] the fall is { $rate }
}
rate_of_share = { $part } of { $whole }{ $spots ->
    [0] {""}
   *[given] {" "}({ $spots })
} is { $rate }
rate_as_written = { $key ->
    [0] We
   *[given] { $key } — we
} read { $written } { $stands }, and { $reckoned }, equal as precisely as they are written. Expected: { $expected }.
rate_truncated = { $key ->
    [0] We
   *[given] { $key } — we
} read { $written } { $stands }, and { $reckoned }, which was cut off and not rounded. Expected: { $expected }.
rate_differs = { $key ->
    [0] We
   *[given] { $key } — we
} read { $written } { $stands }, whereas { $reckoned }, a difference of { $gap }. Expected: { $expected }.
rate_holds = { $key ->
    [0] { $says }
   *[given] { $key } — { $says }
}: { $reckoned }, and we read { $written }.
rate_contrary = { $key ->
    [0] We
   *[given] { $key } — we
} read { $said ->
    [up] a rise
   *[down] a fall
} of { $written } { $stands }, whereas { $reckoned }, which is the opposite direction. Expected: { $expected }.
in_other_words = { $written } ({ $percentage })
points = { $gap } { $count ->
    [one] point
   *[other] points
}
on_end = on the value at the end ({ $end }) and not on the one at the start ({ $start }), the difference of { $gap } makes { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
as_ratio = the ratio of { $end } to { $start } is { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
on_rest = on the rest ({ $whole } − { $part } = { $rest }) and not on the whole, { $part } makes { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
as_complement = the share of the rest ({ $whole } − { $part } = { $rest }) is { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
as_inverse = the other way round, { $whole } of { $part } is { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
other_way = from { $from } to { $to } it is { $said ->
    [up] a fall and not a rise
   *[down] a rise and not a fall
}, of { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
values_exchanged = with the two values exchanged, from { $from } to { $to }, the { $said ->
    [up] rise
   *[down] fall
} is { $rate }{ $instead ->
    [0] {""}
   *[given] , not { $instead }
}
no_other_base = no other base is possible

## Text that explains, the year before, smallest set

explained_by_text = The document gives its reason: “{ $text }”
copied = { $figure } { $here } is the { $year } figure { $there }: it was copied.
copied_all = The figures compared are all those of { $year }: none of them is singled out.
copied_some = { $count ->
    [1] One of the figures compared is that
   *[several] { $count } of the figures compared are those
} of { $year }: none of them is singled out.
copied_none_of = None of the { $count } figures compared is that of { $year }.
copied_none = None of the figures compared is that of { $year }: { $figures }.
not_that_figure = { $now } (not { $then })
smallest_set = For the { $count } checks that bear on it to hold together, it is enough to read { $ways }.
smallest_set_then = For the { $count } checks that bear on it to hold together, it is enough to read { $ways } (then: { $sums }).
smallest_set_held = For the { $count } checks that bear on it to hold together, it is enough to read { $ways }; { $sums } { $held ->
    [1] holds already
   *[several] hold already
}.
not_enough = Reading { $ways }{ $count ->
    [1] {""}
   *[several] ,
} would not be enough: there would { $when ->
    [then] then
   *[still] still
} be { $sum }.
reading = { $new } in place of { $old }{ $stands ->
    [0] {""}
   *[given] {" "}{ $stands }
}

## Actual and planned

deviates = Actual figures are more than { $share } away from those planned: { $parts }.
deviates_total = in the total ({ $deviation }, { $spots })
deviates_lines = in { $count } { $count ->
    [1] line
   *[several] lines
} out of { $total }{ $named ->
    [all] :
   *[some] , such as
} { $lines }
deviates_line = “{ $line }” ({ $deviation }, { $spots })
deviation = { $planned ->
    [0] { $done } with nothing planned
   *[given] { $done } against { $planned } planned, { $rate }
}
deviates_little = Actual figures are at most { $share } away from those planned: { $count } { $count ->
    [1] line
   *[several] lines
}{ $rows ->
    [with_total] {" "}and the total
   *[lines] {""}
}.

## Dates

day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
day_at = { $field ->
    [date_debut] the start of the period
    [date_fin] the end of the period
    [date_signature] the signature
    [date_donnees] the date of the data
    [date_adoption] the adoption of the report
    [date_etablissement] the date of the document
   *[date_deliberation] the council's decision
} ({ $date }, { $spot })
dates_out_of_order = { $first } comes { $days } { $days ->
    [1] day
   *[several] days
} after { $second }. Expected: { $check ->
    [periode-ordre] a period begins before it ends
    [signature-debut] an agreement is signed before its period begins
    [donnees-adoption] a report is adopted after the date of its data
   *[other] an act that the report cites is no later than the report
}.
dates_in_order = { $first } does not come after { $second }.
dates_other_year = With another year they would be in order: { $date }, not { $instead }.
dates_no_other_year = One year more or less does not put them in order.
dates_swapped = With day and month exchanged they would be in order: { $date }, not { $instead }.
dates_not_swapped = Day and month exchanged do not put them in order.
period_outside = The period runs from { $from } ({ $from_spot }) to { $to } ({ $to_spot }): it { $how ->
    [apart] lies outside
   *[beyond] goes beyond
} the year { $year }. Expected: the period lies within the year.
period_within = The period from { $from } to { $to } agrees with the year { $year }.

## Waivers

accepted_by = { $by }, until { $until }: { $reason }

## Questions

ask_which = Ask { $operator ->
    [0] the service
   *[given] “{ $operator }” and the service
} which of the two is right, { $left } or { $right }, and for the document that proves it.
ask_whom = Ask “{ $operator }” and the service: { $question }
ask_deviation = Ask { $operator ->
    [0] what
   *[given] “{ $operator }” what
} explains the difference between the actual figures and those planned.
ask_which_day = Ask the service which of the two dates is right, { $first } or { $second }, and for the act that shows it.
ask_year = Ask the service whether the document is indeed that of the year { $year }.
ask_reading = Should it read { $ways }?

## Matches

said_confirmed = confirmed by { $by } on { $on }
said_rejected = rejected by { $by } on { $on }
matched_by_name = Match of { $document }: { $said }.
with_note = { $told } { $note }
on_paper = { $how ->
    [all] Read from a scan
   *[some] Read in part from a scan
}: to be checked on the page.
pair_alike = matched by their likeness alone
pair_ambiguous = not matched: another name is as like
pair_far = not matched: they are not alike enough
pair_apart = not matched
lacks_counterpart = no “{ $kind }” document of the archive belongs to this one (folder, territory, year)
lacks_all = it does not give { $names }
lacks_action = it names neither its action nor an operator that carries out a single one of the report
lacks_operator = no operator is named
lacks_keys = it does not name its territory or its year: the year before cannot be found
lacks_one_year_before = { $count } documents are of { $year }: which of them counts is not told
lacks_year_before = the document of { $year } of the same territory is missing
lacks_action_of = no action of { $year } answers to it (code and title, title alone, operator)
not_judged = This document is not compared: its data take { $size } MiB, over the limit of { $limit } MiB. Nothing in it is checked; lift the limit with --max-judged if there is memory for it.
not_judged_with = This document is not compared with { $other }{ $more ->
    [0] {""}
   *[given] {" "}and { $more } more
}: their data take { $size } MiB together, over the limit of { $limit } MiB. Lift the limit with --max-judged if there is memory for it.
lacks_one_column = “{ $name }” can be read in several columns ({ $columns })
sums_of_table = Sums of the table “{ $title }”
columns_too_many = it has more than { $most } columns of amounts: its sums are not made again
sums_too_many = it prints more than { $most } sums: they are not made again
sums_all_wrong = more than { $most } do not hold: it does not add up in this way
lacks_amounts = { $count ->
    [1] line { $lines } has no amount there, which would be { $amount }
   *[several] lines { $lines } have no amount there, which would make { $amount }
}
line_reading = “{ $line }”{ $text ->
    [0] {""}
   *[given] {" "}(“{ $text }”)
}
lacks_one_tax = { $key ->
    [0] {""}
   *[given] { $key },{" "}
}one amount is without tax ({ $without }) and the other is not, or does not say ({ $with })
unsure_of = { $parts } { $count ->
    [1] may be
   *[several] may each be
} of { $wholes }
list_or_to = { $before }, or of { $item }
reason_of = { $document }{ $cell ->
    [0] {""}
   *[given] , { $cell }
}: { $reason }

## Acts

lacks_authority = no document of the archive is of the same authority (territory, folder)
lacks_one_authority = it does not name its authority, and the documents of its folder are of several
lacks_document_of = no “{ $kind }” document of { $year } is in the archive for this authority
lacks_year_of_amount = the year of this amount is not told
lacks_amount_of_year = no act gives “{ $name }” for { $year }
lacks_own_year = the document does not name its year
act = { $kind ->
    [amendment] amendment
   *[agreement] the agreement
}{ $number ->
    [0] {""}
   *[given] {" "}no. { $number }
}{ $day ->
    [0] {""}
   *[given] {" "}of { $day }
} ({ $document })
day_in_figures = { $year }-{ $month }-{ $day }
act_only = the only act that gives this amount
act_sets = the last { $last ->
    [by_date] in date
   *[by_number] by its number
}, it replaces the amount given by { $before }
act_changes = the last { $last ->
    [by_date] in date
   *[by_number] by its number
}, it { $effect ->
    [less] reduces
   *[more] adds to
} the amount given by { $set }
act_in_force = Act held to be in force: { $act }, { $why }.
lacks_act_before = { $act } adds to an amount that no act of the archive gives
lacks_act_amount = no amount is read in { $act }, which may change that of the others
lacks_one_amount = { $act } gives several amounts for the same year
lacks_one_agreement = two agreements give an amount for the same year: { $one } and { $other }
lacks_one_order = the order of the acts is contradictory: { $one } and { $other }
lacks_order = nothing says the order of the acts (no date, no number that tells them apart): { $one } and { $other }
lacks_amendment = amendment no. { $number } is not in the archive and may have changed the amount
