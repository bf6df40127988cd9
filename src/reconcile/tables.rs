//! Sums of every table of amounts, without being asked: lines = subtotal, lines or subtotals =
//! total, columns of a row = its total column.
//!
//! A table says little of how it adds up, so each printed total is tried against every reading
//! that tables of accounts have (see [`super::sums`]); it is told as wrong only if none fits. A
//! table that no rule claims may not be one of amounts that add up at all: there a difference is
//! told only where it is small beside the total, since a wrong digit leaves most of a total
//! right, whereas a total of something else is off by any amount.

use rust_decimal::Decimal;

use super::cascade::{Failure, Line, settle};
use super::facts::{Fact, Unit};
use super::finding::{Finding, Hypothesis, Verdict};
use super::sums::{Sum, SumKind, column_sums};
use super::telling::{Instance, Ledger};
use super::verdict::{Comparison, Operand, compare};
use super::words::{figure, row_label, short};
use crate::issue::Severity;
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, RowKind};
use crate::rules::Operator;

/// The id of a table that no rule claims.
const UNCLAIMED: &str = "tableau";

/// Sums the tables of a record; what the pack's own checks told since `start` is not told again.
pub(super) fn check(record: &Record, start: usize, ledger: &mut Ledger) {
    for budget in &record.budgets {
        let columns = Columns::of(budget);
        let mut failures = Vec::new();
        for column in &columns.additive {
            for sum in column_sums(record, budget, column) {
                down(record, budget, column, &sum, &mut failures, ledger);
            }
        }
        across(record, budget, &columns, &mut failures, ledger);
        for failure in settle(failures) {
            if !told_before(&failure, start, ledger) {
                ledger.enter(&failure.instance, &failure.comparison);
            }
        }
    }
}

/// The columns of a table whose amounts add up.
struct Columns<'a> {
    additive: Vec<&'a BudgetColumn>,
}

impl<'a> Columns<'a> {
    fn of(budget: &'a Budget) -> Self {
        let additive = budget.columns.iter().filter(|c| adds_up(budget, c)).collect();
        Self { additive }
    }

    /// The total column and those that it sums: those before it, or those after it where it
    /// comes first.
    fn total(&self) -> Option<(&'a BudgetColumn, Vec<&'a BudgetColumn>)> {
        let at = self.additive.iter().position(|c| is_total_column(c))?;
        let (before, rest) = self.additive.split_at(at);
        let (total, after) = rest.split_first()?;
        let parts = if before.is_empty() { after } else { before };
        (parts.len() >= 2).then(|| (*total, parts.to_vec()))
    }
}

/// Whether a column holds amounts, and of those that may be added: no rates, no unit prices.
fn adds_up(budget: &Budget, column: &BudgetColumn) -> bool {
    const RATES: [&str; 6] = ["taux", "pourcentage", "unitaire", "ratio", "annee", "prix"];
    let label = super::matching::fold(&column.label);
    let rate = column.label.contains('%') || label.split(' ').any(|w| RATES.contains(&w));
    let mut cells = budget.rows.iter().filter_map(|r| r.cells.get(&column.id)).peekable();
    cells.peek().is_some() && !rate && cells.all(|c| !c.written.contains('%'))
}

fn is_total_column(column: &BudgetColumn) -> bool {
    column.id == "total" || super::matching::fold(&column.label).split(' ').next() == Some("total")
}

/// Enters a sum down a column.
fn down<'a>(
    record: &'a Record,
    budget: &'a Budget,
    column: &'a BudgetColumn,
    sum: &Sum<'a>,
    failures: &mut Vec<Failure<'a>>,
    ledger: &mut Ledger,
) {
    let heading = short(if column.label.is_empty() { &budget.title } else { &column.label });
    let (check, says) = match sum.kind {
        SumKind::Total => (
            "somme-colonne",
            format!("Le total de la colonne « {heading} » est la somme de ses lignes"),
        ),
        SumKind::Subtotal => (
            "sous-total",
            format!(
                "Le sous-total « {} » de la colonne « {heading} » est la somme de ses lignes",
                row_label(sum.row)
            ),
        ),
    };
    let mut instance = table_instance(record, check, says, (&sum.parts, sum.printed));
    let key = if sum.kind == SumKind::Subtotal { row_key(sum.row) } else { String::new() };
    instance.keys = vec![String::new(), budget.id.clone(), column.id.clone(), key];
    instance.severity = severity(budget, sum);
    let comparison = compare_sides(&instance);
    if comparison.verdict != Some(Verdict::Different) {
        ledger.enter(&instance, &comparison);
    } else if sum.certain && plausible(budget, sum, &comparison) {
        let line = Line::Column { column: &column.id, total_column: is_total_column(column) };
        failures.push(Failure { line, instance, comparison });
    } else {
        ledger.uncheckable(1);
    }
}

fn table_instance<'a>(
    record: &'a Record,
    check: &'a str,
    says: String,
    (parts, printed): (&[Fact<'a>], Fact<'a>),
) -> Instance<'a> {
    let relation = match check {
        "somme-ligne" => "somme(colonnes) = total de la ligne",
        "sous-total" => "somme(lignes) = sous-total",
        _ => "somme(lignes) = total",
    };
    Instance {
        check,
        says,
        relation,
        severity: Severity::Error,
        operator: Operator::Equal,
        precision: None,
        ask: None,
        record,
        keys: Vec::new(),
        left: parts.iter().copied().map(Operand::once).collect(),
        right: vec![Operand::once(printed)],
        also: Vec::new(),
    }
}

fn compare_sides(instance: &Instance<'_>) -> Comparison {
    compare(&instance.left, instance.operator, &instance.right, instance.precision)
}

fn row_key(row: &BudgetRow) -> String {
    row.action.clone().unwrap_or_else(|| super::matching::fold(&row.label))
}

/// An error in a table that a rule claims; to be looked at where no rule does, or where a line
/// states no amount and the total may hold it.
fn severity(budget: &Budget, sum: &Sum<'_>) -> Severity {
    if budget.id == UNCLAIMED || sum.lines_without_amount > 0 {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// Whether a difference looks like a wrong figure, not like a total of something else.
fn plausible(budget: &Budget, sum: &Sum<'_>, comparison: &Comparison) -> bool {
    let fifth = comparison.right.abs().saturating_mul(Decimal::new(2, 1));
    let small = comparison.difference().abs() <= fifth;
    if budget.id == UNCLAIMED {
        sum.parts.len() >= 2 && small
    } else {
        sum.parts.len() >= 2 || sum.lines_without_amount == 0
    }
}

/// Enters the sums across rows, if the total column is one of the columns that are there: the
/// rows themselves say so by adding up.
fn across<'a>(
    record: &'a Record,
    budget: &'a Budget,
    columns: &Columns<'a>,
    failures: &mut Vec<Failure<'a>>,
    ledger: &mut Ledger,
) {
    let Some((total, parts)) = columns.total() else { return };
    let rows = budget.rows.iter().filter_map(|row| row_sum(record, budget, row, (total, &parts)));
    let rows: Vec<(Instance<'_>, Comparison, bool)> = rows.collect();
    let fails = rows.iter().filter(|(_, c, _)| c.verdict == Some(Verdict::Different)).count();
    let holds = rows.len() - fails;
    let meant = match budget.id.as_str() {
        UNCLAIMED => holds >= 2 && holds > 2 * fails,
        _ => holds >= 1 && holds >= fails && (fails <= 3 || holds >= 4 * fails),
    };
    if !meant {
        ledger.uncheckable(fails as u32);
        return;
    }
    for (instance, comparison, is_total) in rows {
        if comparison.verdict == Some(Verdict::Different) {
            let columns = parts.iter().map(|c| c.id.as_str()).collect();
            failures.push(Failure { line: Line::Row { is_total, columns }, instance, comparison });
        } else {
            ledger.enter(&instance, &comparison);
        }
    }
}

fn row_sum<'a>(
    record: &'a Record,
    budget: &'a Budget,
    row: &'a BudgetRow,
    (total, parts): (&BudgetColumn, &[&BudgetColumn]),
) -> Option<(Instance<'a>, Comparison, bool)> {
    let fact = |column: &BudgetColumn| {
        let cell = row.cells.get_key_value(&column.id)?;
        Some(Fact::of_cell(record, (budget, row), (cell.0, cell.1)))
    };
    let printed = fact(total)?;
    let parts: Vec<Fact<'_>> = parts.iter().filter_map(|c| fact(c)).collect();
    if parts.is_empty() {
        return None;
    }
    let label = if row.kind == RowKind::Total { "Total".to_owned() } else { row_label(row) };
    let says = format!("Le total de la ligne « {label} » est la somme de ses colonnes");
    let mut instance = table_instance(record, "somme-ligne", says, (&parts, printed));
    instance.keys = vec![String::new(), budget.id.clone(), row_key(row)];
    if budget.id == UNCLAIMED {
        instance.severity = Severity::Warning;
    }
    let comparison = compare_sides(&instance);
    Some((instance, comparison, row.kind == RowKind::Total))
}

/// Whether a check of the pack told the same: the same two figures, one of them in the same
/// cell. What the sum adds to it is then said there.
fn told_before(failure: &Failure<'_>, start: usize, ledger: &mut Ledger) -> bool {
    let Failure { instance, comparison, .. } = failure;
    let path = &instance.record.document.path;
    let printed = instance.right.iter().map(|o| o.fact.place);
    let same = |finding: &&mut Finding| {
        let sides = [finding.left.as_ref(), finding.right.as_ref()].map(|s| s.map(|s| s.value));
        finding.document == *path
            && (sides == [Some(comparison.left), Some(comparison.right)]
                || sides == [Some(comparison.right), Some(comparison.left)])
            && finding.terms.iter().any(|t| printed.clone().any(|p| *p == t.place))
    };
    let mut earlier = ledger.findings.iter_mut().skip(start);
    let Some(finding) = earlier.find(same) else { return false };
    let sum = figure(comparison.left, Unit::Euro);
    finding.hypotheses.push(Hypothesis {
        kind: "wrong_total".to_owned(),
        text: format!(
            "La somme des lignes donne aussi {sum} : le total imprimé est seul de son avis."
        ),
    });
    true
}

#[cfg(test)]
mod tests {
    use crate::issue::Severity;
    use crate::reconcile::made::{Made, check, loud, pair, run};

    fn sums(id: &str, columns: &[&str], text: &str) -> Vec<(String, String, String)> {
        loud(&run(vec![Made::new("bilan", "b.pdf").table(id, columns, text)], Vec::new()))
    }

    fn said(check: &str, left: &str, right: &str) -> (String, String, String) {
        (check.to_owned(), left.to_owned(), right.to_owned())
    }

    #[test]
    fn a_wrong_total_is_told_with_the_sum_of_its_lines() {
        let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nL 2.1 | 140 000\nT Total | 251 000";
        assert_eq!(sums("budget", &["etat"], text), [said("somme-colonne", "250000", "251000")]);
    }

    #[test]
    fn a_row_total_that_breaks_its_column_too_is_told_once() {
        let text = "L 1.1 | 37 500 | 37 500 | 76 000
            L 1.2 | 10 000 | 10 000 | 20 000
            L 1.3 | 140 000 | 140 000 | 280 000
            T Total | 187 500 | 187 500 | 375 000";
        let made = Made::new("bilan", "b.pdf").table("budget", &["etat", "ville", "total"], text);
        let found = run(vec![made], Vec::new());
        assert_eq!(loud(&found), [said("somme-ligne", "75000", "76000")]);
        let terms: Vec<&str> = found.findings[0].terms.iter().map(|t| t.written.as_str()).collect();
        assert_eq!(terms, ["37 500", "37 500", "76 000", "375 000"]);
        assert_eq!(
            found.findings[0].message,
            "Le total de la ligne « Action 1.1 » est la somme de ses colonnes : or on lit \
             37\u{a0}500 + 37\u{a0}500 = 75\u{a0}000\u{a0}€ (p. 3) et 76\u{a0}000\u{a0}€ ligne « Action \
             1.1 », colonne « Montant total » (p. 3), soit un écart de 1\u{a0}000\u{a0}€."
        );
    }

    #[test]
    fn a_row_total_that_went_into_the_grand_total_is_told_once() {
        let text = "L 1.1 | 37 500 | 37 500 | 76 000
            L 1.2 | 10 000 | 10 000 | 20 000
            L 1.3 | 140 000 | 140 000 | 280 000
            T Total | 187 500 | 187 500 | 376 000";
        assert_eq!(
            sums("budget", &["etat", "ville", "total"], text),
            [said("somme-ligne", "75000", "76000")]
        );
    }

    #[test]
    fn a_wrong_cell_anywhere_is_told_once() {
        let rows = [
            ["37 500", "30 000", "67 500"],
            ["10 000", "12 000", "22 000"],
            ["140 000", "1 000", "141 000"],
            ["187 500", "43 000", "230 500"],
        ];
        for (wrong_row, wrong_column) in (0..4).flat_map(|r| (0..3).map(move |c| (r, c))) {
            let line = |(i, row): (usize, &[&str; 3])| {
                let kind = if i == 3 { "T Total".to_owned() } else { format!("L 1.{i}") };
                let cell = |(j, value): (usize, &&str)| {
                    let wrong = i == wrong_row && j == wrong_column;
                    if wrong {
                        format!("{}7", value.strip_suffix('0').unwrap_or(value))
                    } else {
                        (*value).to_owned()
                    }
                };
                let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
                format!("{kind} | {}", cells.join(" | "))
            };
            let text: Vec<String> = rows.iter().enumerate().map(line).collect();
            let told = sums("budget", &["etat", "ville", "total"], &text.join("\n"));
            assert_eq!(told.len(), 1, "cell {wrong_row},{wrong_column}: {told:?}");
        }
    }

    #[test]
    fn details_are_added_only_where_their_parent_has_no_amount() {
        let blank = "L 74 - Subventions |\nL dont État | 3 000\nL dont Ville | 5 000\nL 75 - Autres |\nT TOTAL | 8 000";
        assert_eq!(sums("cr", &["realise"], blank), []);
        let stated = "L 74 - Subventions | 8 000\nL dont État | 3 000\nL dont Ville | 5 000\nL 75 - Autres | 100\nT TOTAL | 8 100";
        assert_eq!(sums("cr", &["realise"], stated), []);
        let accounts = "L 60 Achats | 1 000\nL 601 Fournitures | 400\nL 606 Énergie | 600\nL 61 Services | 500\nT Total | 1 500";
        assert_eq!(sums("cr", &["realise"], accounts), []);
        let unnumbered = "L 60 Achats | 1 000\nL Fournitures | 400\nL Énergie | 600\nL 61 Services | 500\nT Total | 1 500";
        assert_eq!(sums("cr", &["realise"], unnumbered), []);
    }

    #[test]
    fn blocks_side_by_side_each_have_their_total() {
        let columns = ["charges_realise", "produits", "produits_realise"];
        let text = |total: &str| {
            format!(
                "L 60 - Achats | 960 | =74 - Subventions |
                 L 61 - Services | 1 840 | =dont État | 3 000
                 L 64 - Personnel | 5 200 | =dont Agglomération | 5 000
                 L 65 - Autres | | =75 - Autres produits |
                 T TOTAL DES CHARGES | 8 000 | =TOTAL DES PRODUITS | {total}"
            )
        };
        assert_eq!(sums("cr", &columns, &text("8 000")), []);
        assert_eq!(sums("cr", &columns, &text("8 100")), [said("somme-colonne", "8000", "8100")]);
    }

    #[test]
    fn subtotals_are_checked_and_summed() {
        let text = |sub: &str, total: &str| {
            format!(
                "G Groupe A\nL a | 10\nL b | 20\nS Sous-total A | {sub}\nG Groupe B\nL c | 5\nL d | 6
                 S Sous-total B | 11\nT Total | {total}"
            )
        };
        assert_eq!(sums("budget", &["etat"], &text("30", "41")), []);
        assert_eq!(sums("budget", &["etat"], &text("31", "41")), [said("sous-total", "30", "31")]);
        assert_eq!(sums("budget", &["etat"], &text("31", "42")), [said("sous-total", "30", "31")]);
        assert_eq!(
            sums("budget", &["etat"], &text("30", "42")),
            [said("somme-colonne", "41", "42")]
        );
        let heads =
            "G Groupe A | 30\nL a | 10\nL b | 20\nG Groupe B | 11\nL c | 5\nL d | 6\nT Total | 41";
        assert_eq!(sums("budget", &["etat"], heads), []);
        let nested = "L a | 10\nL b | 20\nS Charges directes | 30\nL c | 5\nL d | 6\nS Indirectes | 11\nS Charges | 41\nT Total | 41";
        assert_eq!(sums("budget", &["etat"], nested), []);
    }

    #[test]
    fn a_general_total_sums_the_totals_above() {
        let text = "L a | 10\nL b | 20\nT Total des charges | 30\nL 86 Contributions | 7\nT Total général | 37";
        assert_eq!(sums("budget", &["etat"], text), []);
        let again =
            "L a | 10\nL b | 20\nT Total charges | 30\nL c | 25\nL d | 5\nT Total produits | 30";
        assert_eq!(sums("budget", &["etat"], again), []);
    }

    #[test]
    fn tables_that_do_not_add_up_are_left_alone() {
        let none = "L a | 10\nL b | 20";
        assert_eq!(sums("tableau", &["x"], none), []);
        let other = "L 2019 | 10\nL 2020 | 20\nT Total | 4 000";
        assert_eq!(sums("tableau", &["x"], other), []);
        let rates = "L a | 10 %\nL b | 20 %\nT Total | 15 %";
        assert_eq!(sums("budget", &["taux"], &rates.replace(" %", "")), []);
        let unlike =
            "L a | 1 | 2 | 300\nL b | 3 | 4 | 900\nL c | 5 | 6 | 100\nT Total | 9 | 12 | 1 300";
        assert_eq!(sums("tableau", &["x", "y", "total"], unlike), []);
    }

    #[test]
    fn an_unclaimed_table_gives_a_warning_at_most() {
        let made = Made::new("autre", "b.pdf").table(
            "tableau",
            &["x"],
            "L a | 100\nL b | 200\nT Total | 310",
        );
        let found = run(vec![made], Vec::new());
        assert_eq!(pair(&found.findings[0]), ("300".to_owned(), "310".to_owned()));
        assert_eq!(found.findings[0].severity, Severity::Warning);
    }

    #[test]
    fn a_sum_that_a_pack_checks_is_told_once() {
        let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nT Total | 111 000";
        let made = || Made::new("bilan", "b.pdf").table("budget", &["etat"], text);
        let relation = check("lignes", "somme(budget.ligne.etat) = budget.total.etat");
        assert_eq!(loud(&run(vec![made()], vec![relation])), [said("lignes", "110000", "111000")]);
        let prose = made().amount("soutien", "110 000", 2);
        let found = run(vec![prose], vec![check("prose", "soutien = budget.total.etat")]);
        assert_eq!(loud(&found), [said("prose", "110000", "111000")]);
        assert_eq!(found.findings[0].hypotheses.last().unwrap().kind, "wrong_total");
    }

    #[test]
    fn a_missing_line_is_offered_with_its_amount() {
        let text = "L 1.1 | 100 000\nL 1.2 | 10 000\nL 1.3 | 70 000\nT Total | 170 000";
        let found =
            run(vec![Made::new("bilan", "b.pdf").table("budget", &["etat"], text)], Vec::new());
        let last = found.findings[0].hypotheses.last().unwrap();
        assert_eq!(last.kind, "line_missing_or_doubled");
        assert_eq!(
            last.text,
            "L'écart est le montant d'une ligne, oubliée ou comptée deux fois : Action 1.2 : 10\u{a0}000\u{a0}€."
        );
    }
}
