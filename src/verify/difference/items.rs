//! A record as a list of values, each with its name, its place and what is said beside it.
//!
//! The rows of a table are values too, with their cells inside: a row that is put in is told
//! once. The attributes of a kind of value are always the same, in the same order.

use serde::Serialize;

use super::Seen;
use super::name::{Name, What};
use crate::place::Place;
use crate::record::{
    Action, AmountMention, Budget, BudgetRow, Head, Indicator, Justification, Record,
};

/// A value of a record.
pub(super) struct Item {
    /// What it is.
    pub(super) name: Name,
    /// What tells it from others of its name: the title of its table.
    pub(super) among: String,
    /// Its value and place.
    pub(super) seen: Seen,
    /// What is said beside it.
    pub(super) more: Vec<(&'static str, String)>,
    /// The cells of a row.
    pub(super) cells: Vec<Item>,
    /// All that the cells of a row say; empty for any other value.
    whole: String,
}

impl Item {
    fn new(name: Name, value: &str, place: Option<&Place>, path: String) -> Self {
        let places: Vec<Place> = place.into_iter().cloned().collect();
        let seen = Seen { value: value.to_owned(), written: value.to_owned(), places, path };
        Self {
            name,
            among: String::new(),
            seen,
            more: Vec::new(),
            cells: Vec::new(),
            whole: String::new(),
        }
    }

    fn written(mut self, written: &str) -> Self {
        written.clone_into(&mut self.seen.written);
        self
    }

    fn more(mut self, more: Vec<(&'static str, String)>) -> Self {
        self.more = more;
        self
    }

    fn under(mut self, action: Option<&String>) -> Self {
        self.name.action = action.cloned();
        self
    }

    /// What is compared.
    pub(super) fn value(&self) -> &str {
        if self.whole.is_empty() { &self.seen.value } else { &self.whole }
    }

    /// How many values it is.
    pub(super) fn count(&self) -> usize {
        match self.name.what {
            What::Row => self.cells.len(),
            What::Table => 0,
            _ => 1,
        }
    }

    /// Where it stands, as text that is equal where the places are.
    pub(super) fn spots(&self) -> Vec<String> {
        self.seen.places.iter().map(|place| spot(place).join(" ")).collect()
    }

    /// Where it begins.
    pub(super) fn starts(&self) -> Vec<String> {
        self.seen.places.iter().map(start).collect()
    }

    /// Where it ends.
    pub(super) fn end(&self) -> Option<String> {
        let [at, _, end] = spot(self.seen.places.last()?);
        Some(format!("{at} {end}"))
    }

    /// The words around it.
    pub(super) fn snippets(&self) -> impl Iterator<Item = &str> {
        self.seen.places.iter().map(|place| match place {
            Place::Page { text, .. } | Place::Cell { text, .. } => text.as_str(),
        })
    }
}

/// Where a place begins: two readings of one number begin or end alike.
pub(super) fn start(place: &Place) -> String {
    let [at, start, _] = spot(place);
    format!("{at} {start}")
}

/// Page or cell, start, end: boxes rounded as JSON has them.
fn spot(place: &Place) -> [String; 3] {
    match place {
        Place::Page { page, bbox, .. } => {
            let [x0, y0, x1, y1] = <[f32; 4]>::from(*bbox);
            [page.to_string(), format!("{x0} {y0}"), format!("{x1} {y1}")]
        }
        Place::Cell { sheet, cell, .. } => [sheet.to_string(), cell.to_string(), String::new()],
    }
}

/// The values of a record, in its order.
pub(super) fn items(record: &Record) -> Vec<Item> {
    let mut out = head(&record.document);
    out.extend(record.fields.iter().enumerate().map(|(n, field)| {
        let name = Name::new(What::Field, &field.id);
        let mut item = Item::new(name, &field.value, Some(&field.place), format!("fields[{n}]"))
            .under(field.action.as_ref())
            .more(vec![
                ("type", word(&field.kind)),
                ("action", field.action.clone().unwrap_or_default()),
                ("step", field.step.map(|s| s.to_string()).unwrap_or_default()),
                ("qualifier", word(&field.qualifier)),
            ]);
        if !field.from.is_empty() {
            item.seen.places.clone_from(&field.from);
        }
        item
    }));
    out.extend(record.actions.iter().enumerate().flat_map(|(n, a)| action(n, a)));
    out.extend(record.indicators.iter().enumerate().map(|(n, i)| indicator(n, i)));
    out.extend(record.budgets.iter().enumerate().flat_map(|(n, b)| budget(n, b)));
    out.extend(record.amounts.iter().enumerate().map(|(n, a)| amount(n, a)));
    out.extend(record.aliases.iter().enumerate().map(|(n, alias)| {
        let of = record.told(alias);
        let value = of.map(|t| t.named.value.to_string()).unwrap_or_default();
        let name = Name::new(What::Alias, &alias.id);
        Item::new(name, &value, of.map(|t| t.named.place), format!("aliases[{n}]"))
            .under(of.and_then(|t| t.action).map(str::to_owned).as_ref())
    }));
    out.extend(record.justifications.iter().enumerate().map(|(n, j)| justification(n, j, record)));
    out.extend(record.unread.iter().enumerate().map(|(n, unread)| {
        let name = Name::new(What::Unread, &word(&unread.kind));
        Item::new(name, &unread.written, Some(&unread.place), format!("unread[{n}]"))
    }));
    out.extend(record.issues.iter().enumerate().map(|(n, issue)| {
        let name = Name::new(What::Issue, issue.code.name());
        Item::new(name, &issue.message, issue.place.as_ref(), format!("issues[{n}]"))
            .more(vec![("severity", word(&issue.severity)), ("hint", issue.hint.clone())])
    }));
    out
}

/// A sentence that explains values, with the values.
fn justification(number: usize, justification: &Justification, record: &Record) -> Item {
    let amounts = justification.amounts.iter().filter_map(|at| record.amounts.get(*at));
    let indicators = justification.indicators.iter().filter_map(|at| record.indicators.get(*at));
    let written = amounts.map(|a| &a.written).chain(indicators.map(|i| &i.written));
    let about: Vec<&str> = written.chain(&justification.table).map(String::as_str).collect();
    let name = Name::new(What::Justification, &justification.id);
    let place = Some(&justification.place);
    Item::new(name, &justification.text, place, format!("justifications[{number}]"))
        .more(vec![("about", about.join(", "))])
}

/// What is said of a document. Its path is no value: it names the document.
fn head(head: &Head) -> Vec<Item> {
    let agreement: Vec<String> = head
        .agreement
        .iter()
        .map(|a| a.map_or_else(|| "?".to_owned(), |a| a.to_string()))
        .collect();
    let metadata: Vec<String> = head.metadata.iter().map(|(k, v)| format!("{k} : {v}")).collect();
    let size: Vec<String> = head.page_size.iter().map(|[w, h]| format!("{w} × {h}")).collect();
    let parts = [
        ("sha256", head.sha256.clone()),
        ("media_type", head.media_type.clone()),
        ("pages", head.pages.to_string()),
        ("page_size", size.join(", ")),
        ("agreement", agreement.join(", ")),
        ("kind", head.kind.clone()),
        ("rules", format!("{} {}", head.rules.id, head.rules.version)),
        ("metadata", metadata.join(", ")),
    ];
    let item = |(key, value): &(&str, String)| {
        Item::new(Name::new(What::Document, key), value, None, format!("document.{key}"))
    };
    parts.iter().map(item).collect()
}

/// The parts of an action that are written.
fn action(number: usize, action: &Action) -> Vec<Item> {
    let part = |attribute, value: &str, place| {
        let name = Name { attribute: Some(attribute), ..Name::new(What::Action, &action.id) };
        Item::new(name, value, place, format!("actions[{number}].{attribute}"))
    };
    let group = vec![("group", action.group.clone().unwrap_or_default())];
    let mut out = vec![part("title", &action.title, Some(&action.place)).more(group)];
    if action.status.is_some() || action.status_text.is_some() {
        let value = action.status.as_ref().map_or_else(String::new, word);
        let text = action.status_text.clone().unwrap_or_default();
        let status = part("status", &value, action.status_place.as_ref()).written(&text);
        out.push(status.more(vec![("written", text)]));
    }
    if let Some(operator) = &action.operator {
        out.push(part("operator", operator, action.operator_place.as_ref()));
    }
    out
}

fn indicator(number: usize, i: &Indicator) -> Item {
    let name = Name::new(What::Indicator, &i.id);
    Item::new(name, &i.value.to_string(), Some(&i.place), format!("indicators[{number}]"))
        .under(i.action.as_ref())
        .written(&format!("{} {}", i.written, i.unit))
        .more(vec![
            ("action", i.action.clone().unwrap_or_default()),
            ("unit", i.unit.clone()),
            ("label", i.label.clone()),
            ("period", i.period.clone().unwrap_or_default()),
            ("qualifier", word(&i.qualifier)),
            ("written", i.written.clone()),
            ("step", i.step.to_string()),
            ("rule", i.rule.clone()),
        ])
}

fn amount(number: usize, a: &AmountMention) -> Item {
    let name = Name::new(What::Amount, &a.id);
    Item::new(name, &a.value.to_string(), Some(&a.place), format!("amounts[{number}]"))
        .under(a.action.as_ref())
        .written(&a.written)
        .more(vec![
            ("action", a.action.clone().unwrap_or_default()),
            ("qualifier", word(&a.qualifier)),
            ("tax", a.tax.as_ref().map_or_else(String::new, word)),
            ("nature", a.nature.as_ref().map_or_else(String::new, word)),
            ("written", a.written.clone()),
            ("step", a.step.to_string()),
            ("rule", a.rule.clone()),
        ])
}

/// A table: itself, then its rows.
fn budget(number: usize, budget: &Budget) -> Vec<Item> {
    let columns: Vec<String> =
        budget.columns.iter().map(|c| format!("{} « {} »", c.id, c.label)).collect();
    let path = format!("budgets[{number}]");
    let table = Item::new(Name::new(What::Table, &budget.id), &budget.title, None, path.clone())
        .more(vec![
            ("unit", budget.unit.clone()),
            ("nature", budget.nature.as_ref().map_or_else(String::new, word)),
            ("table", budget.table.clone()),
            ("columns", columns.join(", ")),
        ]);
    let rows = budget.rows.iter().enumerate();
    let rows = rows.map(|(n, r)| row(budget, r, &format!("{path}.rows[{n}]")));
    std::iter::once(table).chain(rows).collect()
}

fn row(budget: &Budget, row: &BudgetRow, path: &str) -> Item {
    let name = Name {
        action: row.action.clone(),
        row: Some(row.label.clone()),
        ..Name::new(What::Row, &budget.id)
    };
    let cells = cells(budget, row, &name, path);
    let joined = |of: fn(&Item) -> &String| {
        cells.iter().map(|c| of(c).as_str()).collect::<Vec<_>>().join(" · ")
    };
    let kind = word(&row.kind);
    let seen = Seen {
        value: joined(|c| &c.seen.value),
        written: joined(|c| &c.seen.written),
        places: cells.iter().flat_map(|c| c.seen.places.clone()).collect(),
        path: path.to_owned(),
    };
    Item {
        name,
        among: format!("{}\u{1f}{kind}", budget.title),
        seen,
        whole: cells.iter().map(said).collect::<Vec<_>>().join("\u{1e}"),
        more: vec![
            ("kind", kind),
            ("action", row.action.clone().unwrap_or_default()),
            ("label", row.label.clone()),
        ],
        cells,
    }
}

/// The cells of a row, amounts before texts.
fn cells(budget: &Budget, row: &BudgetRow, name: &Name, path: &str) -> Vec<Item> {
    let cell = |column: &str, value: &str, place, path| {
        let column = Some(budget.heading(column).to_owned());
        Item::new(Name { what: What::Cell, column, ..name.clone() }, value, Some(place), path)
    };
    let amounts = row.cells.iter().map(|(id, c)| {
        cell(id, &c.value.to_string(), &c.place, format!("{path}.cells.{id}"))
            .written(&c.written)
            .more(vec![
                ("written", c.written.clone()),
                ("step", c.step.to_string()),
                ("stored", c.stored.map(|s| s.to_string()).unwrap_or_default()),
            ])
    });
    let texts = row.texts.iter();
    let texts = texts.map(|(id, t)| cell(id, &t.text, &t.place, format!("{path}.texts.{id}")));
    amounts.chain(texts).collect()
}

/// All that a cell says.
fn said(cell: &Item) -> String {
    let more: Vec<&str> = cell.more.iter().map(|(_, v)| v.as_str()).collect();
    format!("{:?}={}\u{1f}{}", cell.name.column, cell.seen.value, more.join("\u{1f}"))
}

/// The word of the contract for one of a closed list.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
