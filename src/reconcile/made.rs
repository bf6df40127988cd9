//! Records and checks made by hand, for the tests of this stage.
//!
//! A [`Made`] grows by one value a call, each with a place of its own, so that a test reads as
//! the document that it is about. Relations are read by a reader of four lines and not by the
//! one of the rules: a fault there must not hide here.

use rust_decimal::Decimal;

use super::correspondences::{Correspondence, Correspondences};
use super::finding::{Finding, FindingTerm, Findings, State, Verdict};
use crate::issue::{Lang, Severity};
use crate::number::Qualifier;
use crate::place::{Place, Recognised, Rect};
use crate::record::{
    Action, AmountMention, Budget, BudgetCell, BudgetColumn, BudgetRow, ByColumn, Field, FieldKind,
    Head, Indicator, Nature, PackRef, Record, RowKind, TextCell,
};
use crate::rules::{Check, Operator, Pack, Relation, Rules, Term};

/// A decimal as written with a point.
pub(super) fn dec(text: &str) -> Decimal {
    text.replace(' ', "").parse().unwrap()
}

/// A record that grows.
pub(super) struct Made(pub(super) Record, u32, Option<Recognised>);

impl Made {
    /// A document of a kind, read by the pack of the same name.
    pub(super) fn new(kind: &str, path: &str) -> Self {
        let rules = PackRef { id: kind.to_owned(), version: "1.0.0".to_owned() };
        let (kind, path) = (kind.to_owned(), path.to_owned());
        Self(Record::new(Head { path, kind, rules, ..Head::default() }), 0, None)
    }

    /// What follows was recognised on paper, or typed again.
    pub(super) fn read(mut self, ocr: Option<Recognised>) -> Self {
        self.2 = ocr;
        self
    }

    fn place(&mut self, page: u32, text: &str) -> Place {
        self.1 += 1;
        let y = self.1 as f32;
        Place::Page {
            page,
            bbox: Rect { x0: 0.0, y0: y, x1: 9.0, y1: y },
            ocr: self.2,
            text: text.to_owned(),
        }
    }

    pub(super) fn field(mut self, id: &str, value: &str) -> Self {
        let place = self.place(1, value);
        self.0.fields.push(Field::read(id, value.to_owned(), FieldKind::Text, place));
        self
    }

    pub(super) fn action(mut self, id: &str, operator: &str) -> Self {
        let place = self.place(1, id);
        self.0.actions.push(Action {
            id: id.to_owned(),
            group: None,
            title: "Accueillir".to_owned(),
            status: None,
            status_text: None,
            operator: Some(operator.to_owned()).filter(|o| !o.is_empty()),
            place,
            status_place: None,
            operator_place: None,
        });
        self
    }

    /// An indicator; those of one `match_number` were read by one match.
    pub(super) fn count(mut self, id: &str, action: &str, value: &str, match_number: u32) -> Self {
        let place = self.place(2, value);
        self.0.indicators.push(Indicator {
            id: id.to_owned(),
            action: Some(action.to_owned()),
            value: dec(value),
            step: Decimal::ONE,
            written: value.to_owned(),
            unit: "personnes".to_owned(),
            label: String::new(),
            period: None,
            qualifier: Qualifier::Exact,
            rule: id.to_owned(),
            match_number,
            place,
        });
        self
    }

    pub(super) fn amount(self, id: &str, value: &str, page: u32) -> Self {
        self.amount_of(id, value, page, |_| ())
    }

    pub(super) fn amount_of(
        mut self,
        id: &str,
        value: &str,
        page: u32,
        change: impl Fn(&mut AmountMention),
    ) -> Self {
        let written = format!("{value} €");
        let place = self.place(page, &written);
        let match_number = self.1;
        let mut amount = AmountMention {
            id: id.to_owned(),
            action: None,
            period: None,
            value: dec(value),
            written,
            step: Decimal::ONE,
            qualifier: Qualifier::Exact,
            tax: None,
            nature: None,
            effect: None,
            part: false,
            rule: id.to_owned(),
            match_number,
            place,
        };
        change(&mut amount);
        self.0.amounts.push(amount);
        self
    }

    /// A table: `columns` by id, a row a line of `text`: kind letter (G, L, S, T), label, amounts
    /// split by `|`; an amount left blank is none, one opened by `=` is a text.
    pub(super) fn table(mut self, id: &str, columns: &[&str], text: &str) -> Self {
        let rows = text.lines().map(str::trim).filter(|l| !l.is_empty());
        let rows: Vec<BudgetRow> = rows.map(|line| self.row(columns, line)).collect();
        let columns = columns.iter().map(|c| BudgetColumn {
            id: (*c).to_owned(),
            label: format!("Montant {c}"),
            ..BudgetColumn::default()
        });
        self.0.budgets.push(Budget {
            id: id.to_owned(),
            title: "Budget".to_owned(),
            unit: "EUR".to_owned(),
            nature: Some(Nature::Previsionnel),
            table: "t1".to_owned(),
            columns: columns.collect(),
            rows,
        });
        self
    }

    fn row(&mut self, columns: &[&str], line: &str) -> BudgetRow {
        let mut parts = line.split('|').map(str::trim);
        let head = parts.next().unwrap();
        let (kind, label) = head.split_once(' ').unwrap();
        let kind = match kind {
            "G" => RowKind::Group,
            "L" => RowKind::Line,
            "S" => RowKind::Subtotal,
            _ => RowKind::Total,
        };
        let code = label.split(' ').next().filter(|c| c.contains('.'));
        let (mut cells, mut texts) = (ByColumn::default(), ByColumn::default());
        for (column, written) in columns.iter().zip(parts).filter(|(_, w)| !w.is_empty()) {
            let place = self.place(3, written);
            if let Some(text) = written.strip_prefix('=') {
                texts.insert(column, TextCell { text: text.to_owned(), place });
                continue;
            }
            let value = dec(written);
            let step = Decimal::new(1, value.scale());
            let written = written.to_owned();
            cells.insert(
                column,
                BudgetCell { value, written, step, stored: None, second_reading: None, place },
            );
        }
        let action = code.map(str::to_owned);
        BudgetRow { kind, action, label: label.to_owned(), cells, texts }
    }
}

/// A check from « a - b = c », with `somme(x)` and `kind:name`.
pub(super) fn check(id: &str, written: &str) -> Check {
    let (operator, sign) =
        [(Operator::AtMost, "<="), (Operator::AtLeast, ">="), (Operator::Equal, "=")]
            .into_iter()
            .find(|(_, sign)| written.contains(sign))
            .unwrap();
    let (left, right) = written.split_once(sign).unwrap();
    Check {
        id: id.to_owned(),
        says: "Les deux sont égaux".to_owned(),
        written: written.to_owned(),
        relation: Relation { rate: None, left: terms(left), operator, right: terms(right) },
        by: Vec::new(),
        precision: None,
        threshold: None,
        severity: Severity::Error,
        ask: None,
        pack: "bilan".to_owned(),
    }
}

fn terms(side: &str) -> Vec<Term> {
    let mut factor = Decimal::ONE;
    let mut terms = Vec::new();
    for word in side.split_whitespace() {
        if let "+" | "-" = word {
            factor = if word == "-" { -Decimal::ONE } else { Decimal::ONE };
            continue;
        }
        let inner = word.strip_prefix("somme(").and_then(|w| w.strip_suffix(')'));
        let name = inner.unwrap_or(word);
        let split = name.split_once(':').filter(|(k, _)| *k != "n-1");
        let (kind, name) = split.map_or((None, name), |(k, n)| (Some(k), n));
        let (kind, name) = (kind.map(str::to_owned), name.to_owned());
        terms.push(Term { factor, kind, name, sum: inner.is_some() });
    }
    terms
}

/// Rules whose pack `bilan` has these checks.
pub(super) fn rules(checks: Vec<Check>) -> Rules {
    let pack = |id: &str, checks| Pack {
        id: id.to_owned(),
        kind: id.to_owned(),
        checks,
        ..Pack::default()
    };
    let packs = vec![pack("bilan", checks), pack("compte-rendu", Vec::new())];
    Rules { packs, ..Rules::default() }
}

/// Reconciles documents by some checks.
pub(super) fn run(made: Vec<Made>, checks: Vec<Check>) -> Findings {
    run_with(made, checks, Vec::new())
}

/// The same, by what people said of names.
pub(super) fn run_with(made: Vec<Made>, checks: Vec<Check>, said: Vec<Correspondence>) -> Findings {
    let records: Vec<Record> = made.into_iter().map(|m| m.0).collect();
    let said = Correspondences::new(said).unwrap();
    super::reconcile_with(&records, &rules(checks), &said, Lang::Fr)
}

/// The two sides of a finding.
pub(super) fn pair(finding: &Finding) -> (String, String) {
    let side = |s: &Option<super::finding::Side>| s.as_ref().unwrap().value.normalize().to_string();
    (side(&finding.left), side(&finding.right))
}

/// The findings of severity error or warning.
pub(super) fn loud(findings: &Findings) -> Vec<(String, String, String)> {
    let told = findings.findings.iter().filter(|f| f.severity != Severity::Info);
    told.map(|f| {
        let (left, right) = pair(f);
        (f.check.clone(), left, right)
    })
    .collect()
}

/// A discrepancy by its identity and the hash of its evidence.
pub(super) fn some(id: &str, evidence: &str) -> Finding {
    let place =
        Place::Page { page: 1, bbox: Rect::default(), ocr: None, text: "347 000 €".to_owned() };
    let (value, written) = (dec("347000"), "347 000 €".to_owned());
    Finding {
        id: id.to_owned(),
        evidence: evidence.to_owned(),
        check: "essai".to_owned(),
        severity: Severity::Error,
        verdict: Verdict::Different,
        state: State::New,
        document: "bilan.pdf".to_owned(),
        relation: "a = b".to_owned(),
        message: "On lit a et b.".to_owned(),
        left: None,
        right: None,
        difference: None,
        terms: vec![FindingTerm {
            name: "a".to_owned(),
            value,
            written,
            document: "bilan.pdf".to_owned(),
            place,
        }],
        hypotheses: Vec::new(),
        excluded: Vec::new(),
        ask: None,
        justified: None,
        corrections: Vec::new(),
        matched: Vec::new(),
        in_force: None,
    }
}
