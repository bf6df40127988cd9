//! A run folder of made records, some fifty facts each: bilans and an operator's sheet beside
//! each of them, one in ten of which does not agree with its bilan.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

const ACTIONS: [&str; 8] = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "3.1", "3.2"];

/// Makes a run folder; it is gone with what comes back.
pub(crate) fn make(records: usize) -> TempDir {
    // Beside the program, since memory may stand behind the system's own folder.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut files = Vec::new();
    for number in 0..records / 2 {
        let territory = folder.path().join(format!("documents/{number}"));
        fs::create_dir_all(&territory).unwrap();
        let made = [("bilan.pdf", bilan(number)), ("compte-rendu.xlsx", sheet(number))];
        for (name, record) in made {
            fs::write(territory.join(format!("{name}.json")), record.to_string()).unwrap();
            files.push(json!({
                "path": format!("{number}/{name}"), "sha256": null, "outcome": "done",
                "seconds": 0.0, "pages": 1, "issues": [],
                "document": format!("documents/{number}/{name}.json"),
            }));
        }
    }
    let index = json!({
        "schema": "bilan.run/1", "tool": "bilan", "rules_sha256": "", "archive": null,
        "files": files,
    });
    fs::write(folder.path().join("run.json"), index.to_string()).unwrap();
    folder
}

/// A record of a kind, with its territory or operator, that grows.
fn record(path: &str, (kind, pack): (&str, &str), fields: &[(&str, &str, Value)]) -> Value {
    let field = |(id, value, place): &(&str, &str, Value)| json!({ "id": id, "value": value, "type": "text", "place": place });
    json!({
        "schema": "bilan.document/1",
        "document": {
            "path": path, "sha256": "0".repeat(64), "media_type": "application/pdf", "pages": 2,
            "kind": kind, "rules": { "id": pack, "version": "1.0.0" },
        },
        "fields": fields.iter().map(field).collect::<Vec<_>>(),
        "actions": [], "indicators": [], "budgets": [], "amounts": [], "unread": [], "issues": [],
    })
}

/// A bilan: 24 counts, 21 cells, three mentions of one amount, two fields.
fn bilan(number: usize) -> Value {
    let mut line = 0;
    let mut place = |page: u32, text: &str| {
        line += 1;
        let y = f64::from(line % 60) * 12.0 + 0.5;
        json!({ "page": page, "bbox": [62.7, y, 120.1, y + 10.5], "text": text })
    };
    let territory = format!("Agglomération {number}");
    let head = [
        ("annee", "2023", place(1, "Période de mise en œuvre : 2023")),
        ("territoire", territory.as_str(), place(1, "L'État a soutenu l'agglomération.")),
    ];
    let packs = ("bilan", "bilan-convention-pauvrete");
    let mut made = record(&format!("{number}/bilan.pdf"), packs, &head);
    let counts = [("suivies", "269"), ("sorties", "52"), ("presents", "217")];
    let told = "269 personnes ont été suivies dans l'année, 52 sont sorties et 217 personnes sont \
        présentes au 31 décembre.";
    let (mut actions, mut indicators) = (Vec::new(), Vec::new());
    for (at, code) in ACTIONS.iter().enumerate() {
        let title = "Accompagner les ménages vers un logement";
        actions.push(json!({
            "id": code, "group": &code[..1], "title": title, "status": "realisee",
            "status_text": "réalisée", "operator": format!("Association {number}"),
            "place": place(1, &format!("Action {code} {title}")),
        }));
        indicators.extend(counts.map(|(role, value)| {
            json!({
                "id": format!("file_active.{role}"), "action": code, "value": value, "step": "1",
                "written": value, "unit": "personnes", "label": "", "period": null,
                "qualifier": "exact", "rule": "file_active", "match": at + 1,
                "place": place(1, told),
            })
        }));
    }
    let lines = ACTIONS.iter().take(6).map(|code| ("line", Some(*code), [10_000, 20_000, 30_000]));
    let total = ("total", None, [60_000, 120_000, 180_000]);
    let rows = lines.chain([total]).map(|(kind, code, amounts)| {
        let cell = |(id, euros): (&str, u32)| (id.to_owned(), cell(euros, &mut place));
        let columns = ["etat", "collectivite", "total"].into_iter().zip(amounts);
        let cells: serde_json::Map<_, _> = columns.map(cell).collect();
        let label = code.map_or("Total".to_owned(), |code| format!("Action {code}"));
        json!({ "kind": kind, "action": code, "label": label, "cells": cells, "texts": {} })
    });
    let rows: Vec<Value> = rows.collect();
    made["budgets"] = json!([budget("budget", &["etat", "collectivite", "total"], &rows)]);
    let mention = |at| amount("soutien_etat", 60_000, at, &place(2, "L'État a donné 60 000 €."));
    made["amounts"] = (100..103).map(mention).collect();
    (made["actions"], made["indicators"]) = (actions.into(), indicators.into());
    made
}

/// An operator's sheet: 44 cells, three amounts, three fields.
fn sheet(number: usize) -> Value {
    let place =
        |cell: String, text: &str| json!({ "sheet": "Compte rendu", "cell": cell, "text": text });
    let operator = format!("Association {number}");
    let head = [
        ("annee", "2023", place("A1".to_owned(), "Compte rendu financier 2023")),
        ("operateur", operator.as_str(), place("A2".to_owned(), &operator)),
        ("action", "1.1", place("A3".to_owned(), "Action 1.1")),
    ];
    let packs = ("compte-rendu", "compte-rendu-financier");
    let mut made = record(&format!("{number}/compte-rendu.xlsx"), packs, &head);
    let lines = (0..21).map(|at| ("line", format!("{} - Achats", 600 + at), [1000, 1100]));
    let total = ("total", "Total des charges".to_owned(), [21_000, 23_100]);
    let rows = lines.chain([total]).zip(6..).map(|((kind, label, amounts), row)| {
        let columns = [("prevu", "B"), ("realise", "C")].into_iter().zip(amounts);
        let cells: serde_json::Map<_, _> = columns
            .map(|((id, column), euros)| {
                (id.to_owned(), cell(euros, &mut |_, text| place(format!("{column}{row}"), text)))
            })
            .collect();
        let text = json!({ "text": label, "place": place(format!("A{row}"), &label) });
        json!({ "kind": kind, "action": null, "label": label, "cells": cells,
            "texts": { "charges": text } })
    });
    let rows: Vec<Value> = rows.collect();
    made["budgets"] = json!([budget("tableau", &["charges", "prevu", "realise"], &rows)]);
    let state = if number.is_multiple_of(10) { 11_000 } else { 10_000 };
    let amounts = [("etat", state), ("total_charges", 23_100), ("total_produits", 23_100)];
    made["amounts"] = amounts
        .iter()
        .zip(1..)
        .map(|((id, euros), at)| amount(id, *euros, at, &place(format!("D{at}"), "Total")))
        .collect();
    made
}

fn budget(id: &str, columns: &[&str], rows: &[Value]) -> Value {
    let columns: Vec<Value> =
        columns.iter().map(|id| json!({ "id": id, "label": format!("Montant {id}") })).collect();
    json!({ "id": id, "title": "Budget", "unit": "EUR", "nature": null, "table": "t1",
        "columns": columns, "rows": rows })
}

fn cell(euros: u32, place: &mut impl FnMut(u32, &str) -> Value) -> Value {
    let written = format!("{euros} €");
    let place = place(2, &written);
    json!({ "value": euros.to_string(), "written": written, "step": "1", "place": place })
}

fn amount(id: &str, euros: u32, at: u32, place: &Value) -> Value {
    json!({ "id": id, "value": euros.to_string(), "written": format!("{euros} €"), "step": "1",
        "qualifier": "exact", "rule": id, "match": at, "place": place })
}
