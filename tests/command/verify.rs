//! `bilan verify`: every value is proved over the samples, and no tampering passes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Archive, Ran};
use crate::samples::{folder, paths};

/// The samples read into `out`.
fn read() -> Archive {
    let copy = |archive: Archive, path: &String| {
        archive.with(path, fs::read(folder().join(path)).unwrap())
    };
    let archive = paths().iter().fold(Archive::new(), copy);
    archive.run(&[]);
    archive
}

/// Changes a JSON file of the run folder.
fn change(archive: &Archive, name: &str, edit: impl FnOnce(&mut Value)) {
    let path = archive.out().join(name);
    let mut json: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    edit(&mut json);
    fs::write(path, serde_json::to_vec(&json).unwrap()).unwrap();
}

/// The proof after a change, which must fail; the file is then as it was.
fn tampered(archive: &Archive, name: &str, edit: impl FnOnce(&mut Value)) -> Ran {
    let path = archive.out().join(name);
    let before = fs::read(&path).unwrap();
    change(archive, name, edit);
    let ran = archive.command(&["verify", "out"]);
    fs::write(path, before).unwrap();
    assert_eq!(ran.status, Some(1), "{}{}", ran.stdout, ran.stderr);
    ran
}

const BILAN: &str = "documents/2023/bilan-2023.pdf.json";
const SHEET: &str = "documents/2023/operateurs/le-fil-action-2.1.xlsx.json";

#[test]
fn every_value_of_the_samples_is_proved() {
    let archive = read();
    let ran = archive.command(&["verify", "out"]);
    let said = "9 sources intactes, 7 documents relus : 240 valeurs prouvées, 0 mal placée, \
                0 sans source\nrefait par les mêmes règles : 7 documents identiques, 0 différent ; \
                4 constats identiques, 0 différence\n";
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), said, ""));
    fs::rename(archive.root(), archive.folder().join("ailleurs")).unwrap();
    let ran = archive.command(&["verify", "out"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("archive : l'archive n'est plus là"), "{}", ran.stderr);
    let ran = archive.command(&["verify", "out", "--archive", "ailleurs"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), said));
}

#[test]
fn a_value_that_was_moved_or_changed_on_a_page_is_named() {
    let archive = read();
    let amount = |edit: &dyn Fn(&mut Value)| {
        tampered(&archive, BILAN, |json| edit(&mut json["amounts"][0])).stdout
    };
    for edge in 0..2 {
        let said = amount(&|a| {
            for at in [edge, edge + 2] {
                let moved = a["place"]["bbox"][at].as_f64().unwrap() + 50.0;
                a["place"]["bbox"][at] = moved.into();
            }
        });
        assert!(said.contains("bilan-2023.pdf, p. 2 : soutien_etat : "), "{said}");
        assert!(
            said.contains("attendu : 347\u{a0}000") || said.contains("attendu : 347 000"),
            "{said}"
        );
        assert!(said.contains(" 1 mal placée,"), "{said}");
    }
    let wider = amount(&|a| {
        let right = a["place"]["bbox"][2].as_f64().unwrap() + 50.0;
        a["place"]["bbox"][2] = right.into();
    });
    assert!(wider.contains("pas dans ce cadre"), "{wider}");
    let page = amount(&|a| a["place"]["page"] = 1.into());
    assert!(page.contains("p. 1 : soutien_etat : l'extrait n'est pas dans le document"), "{page}");
    let nowhere = amount(&|a| a["place"]["page"] = 99.into());
    assert!(nowhere.contains("p. 99 : soutien_etat : cet endroit n'existe pas"), "{nowhere}");
    let written = amount(&|a| a["written"] = "348 000 €".into());
    assert!(written.contains("pas dans ce cadre"), "{written}");
    let value = amount(&|a| a["value"] = "348000".into());
    assert!(value.contains("une autre valeur y est écrite"), "{value}");
    let snippet = amount(&|a| a["place"]["text"] = "L'État a soutenu 347 000 €".into());
    assert!(snippet.contains("l'extrait n'est pas dans le document"), "{snippet}");
}

#[test]
fn fields_actions_and_cells_are_proved_as_well() {
    let archive = read();
    for (pointer, value) in [
        ("/fields/0/value", "2021"),
        ("/fields/1/value", "2023-06-23"),
        ("/fields/2/value", "Val-de-Saône métropole"),
        ("/actions/0/title", "Fermer des permanences"),
        ("/actions/0/status_text", "abandonnée"),
        ("/actions/1/operator", "Le Fil"),
        ("/indicators/0/value", "5073"),
        ("/unread/0/written", "Huit"),
        ("/budgets/0/rows/1/cells/etat/value", "100001"),
        ("/budgets/0/rows/1/texts/c2/text", "Autre chose"),
    ] {
        let ran = tampered(&archive, BILAN, |json| {
            *json.pointer_mut(pointer).unwrap() = value.into();
        });
        assert!(ran.stdout.contains(" 1 mal placée, 0 sans source"), "{pointer}: {}", ran.stdout);
    }
    for (pointer, value) in [
        ("/amounts/0/value", "140001"),
        ("/amounts/0/written", "140 001 €"),
        ("/amounts/0/place/cell", "D6"),
        ("/amounts/0/place/cell", "ZZ99"),
        ("/amounts/0/place/sheet", "Autre"),
    ] {
        let ran = tampered(&archive, SHEET, |json| {
            *json.pointer_mut(pointer).unwrap() = value.into();
        });
        assert!(ran.stdout.contains(" 1 mal placée,"), "{pointer}: {}", ran.stdout);
    }
}

#[test]
fn the_terms_of_findings_are_proved_and_those_of_gone_ones_are_not() {
    let archive = read();
    let term = |json: &mut Value, value: &str| {
        json["findings"][0]["terms"][0]["value"] = value.into();
    };
    let ran = tampered(&archive, "findings.json", |json| term(json, "1"));
    assert!(ran.stdout.contains(" : constat, "), "{}", ran.stdout);
    change(&archive, "findings.json", |json| {
        let mut gone = json["findings"][0].clone();
        gone["id"] = "parti".into();
        gone["state"] = "resolved".into();
        gone["terms"][0]["value"] = "1".into();
        json["findings"].as_array_mut().unwrap().push(gone);
    });
    assert_eq!(archive.command(&["verify", "out"]).status, Some(0));
}

/// Swaps what two cells of each row of the first budget say.
fn swap(json: &mut Value) {
    for row in json["budgets"][0]["rows"].as_array_mut().unwrap() {
        let cells = row["cells"].as_object_mut().unwrap();
        let (etat, collectivite) = (cells.remove("etat"), cells.remove("collectivite"));
        cells.extend(collectivite.map(|cell| ("etat".to_owned(), cell)));
        cells.extend(etat.map(|cell| ("collectivite".to_owned(), cell)));
    }
}

/// A change to a record.
type Edit = Box<dyn Fn(&mut Value)>;

#[test]
fn what_stands_where_it_says_under_another_name_is_told() {
    let archive = read();
    let set = |pointer: &'static str, value: &'static str| {
        move |json: &mut Value| *json.pointer_mut(pointer).unwrap() = value.into()
    };
    let edits: [(&str, Edit); 6] = [
        ("budgets[0].rows[1].cells.collectivite.", Box::new(swap)),
        ("budgets[0].rows[1].action : ", Box::new(set("/budgets/0/rows/1/action", "9.9"))),
        ("budgets[0].rows[1].label : ", Box::new(set("/budgets/0/rows/1/label", "Faux"))),
        ("budgets[0].rows[1].kind : ", Box::new(set("/budgets/0/rows/1/kind", "group"))),
        ("amounts[0].step : ", Box::new(set("/amounts/0/step", "1000000"))),
        ("document.kind : ", Box::new(set("/document/kind", ""))),
    ];
    for (at, edit) in &edits {
        let said = tampered(&archive, BILAN, edit).stdout;
        assert!(said.contains(&format!("2023/bilan-2023.pdf, {at}")), "{at}: {said}");
        assert!(said.contains(" 0 mal placée, 0 sans source\n"), "{at}: {said}");
        assert!(said.contains(" 6 documents identiques, 1 différent ;"), "{at}: {said}");
    }
    let swapped = tampered(&archive, BILAN, swap).stdout;
    assert!(swapped.contains("place.bbox[0] : 355.7 dans le dossier, mais "), "{swapped}");
    let step = tampered(&archive, BILAN, &edits[4].1).stdout;
    let told = "amounts[0].step : \"1000000\" dans le dossier, mais \"1\" quand on le refait\n";
    assert!(step.contains(told), "{step}");
}

#[test]
fn a_finding_that_its_records_do_not_give_is_told() {
    let archive = read();
    let (first, member) = ("2023/bilan-2023.pdf, findings.json, findings[0].", "/findings/0/");
    for (name, value) in [
        ("left", serde_json::json!({"value": "1"})),
        ("difference", "7".into()),
        ("severity", "info".into()),
        ("verdict", "equal_as_written".into()),
        ("message", "Tout va bien.".into()),
    ] {
        let ran = tampered(&archive, "findings.json", |json| {
            *json.pointer_mut(&format!("{member}{name}")).unwrap() = value;
        });
        assert!(ran.stdout.contains(&format!("{first}{name}")), "{name}: {}", ran.stdout);
        assert!(ran.stdout.contains(" 3 constats identiques, 1 différence\n"), "{}", ran.stdout);
    }
    let none = tampered(&archive, "findings.json", |json| json["findings"] = Value::Array(vec![]));
    assert!(none.stdout.contains("findings : rien dans le dossier, mais "), "{}", none.stdout);
}

#[test]
fn a_record_with_a_box_past_all_measure_is_refused() {
    let archive = read();
    let path = archive.out().join("findings.json");
    let before = fs::read(&path).unwrap();
    change(&archive, BILAN, |json| {
        json["amounts"][0]["place"]["bbox"] = serde_json::json!([-1e300, -1e300, 1e300, 1e300]);
    });
    archive.reseal();
    for command in ["verify", "reconcile", "report"] {
        let ran = archive.command(&[command, "out"]);
        assert_eq!(ran.status, Some(2), "{command}: {}", ran.stdout);
        let told = "bilan-2023.pdf.json : contenu inattendu (amounts[0].place.bbox : un bord est \
                    hors de toute mesure)";
        assert!(ran.stderr.contains(told), "{command}: {}", ran.stderr);
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn other_rules_prove_the_places_and_nothing_more() {
    let archive = read();
    let other = |json: &mut Value| json["rules_sha256"] = "0".repeat(64).into();
    let said = tampered(&archive, "run.json", other).stdout;
    assert!(said.contains(" 240 valeurs prouvées, 0 mal placée"), "{said}");
    let told = "règles : ce ne sont pas celles du passage (empreinte 000000000000…, ici ";
    assert!(said.contains(told) && said.contains("seuls les endroits le sont"), "{said}");
    assert!(!said.contains("identiques"), "{said}");
}

#[test]
fn a_source_that_is_changed_or_gone_is_named() {
    let archive = read();
    let source = |path: &str| archive.root().join(path);
    let sheet = "2023/operateurs/la-passerelle-action-3.2.csv";
    let bytes = fs::read(source(sheet)).unwrap();
    fs::write(source(sheet), [bytes.as_slice(), b"\n"].concat()).unwrap();
    let gone = "2022/bilan-2022.pdf";
    fs::remove_file(source(gone)).unwrap();
    let ran = archive.command(&["verify", "out"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains(&format!("{sheet} : la source a changé (empreinte ")));
    assert!(ran.stdout.contains(&format!("{gone} : la source a disparu\n")), "{}", ran.stdout);
    assert!(ran.stdout.contains("7 sources intactes, 5 documents relus"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(" 0 sans source"), "{}", ran.stdout);
}

#[test]
fn a_hash_that_was_changed_with_its_source_is_named() {
    let archive = read();
    let hash = |json: &mut Value| json["document"]["sha256"] = "0".repeat(64).into();
    let ran = tampered(&archive, BILAN, hash);
    let said = "2023/bilan-2023.pdf : la source a changé (empreinte 000000000000…";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
}

#[test]
fn a_folder_without_findings_or_roots_can_be_proved() {
    let archive = read();
    archive.command(&["extract", "archive", "--out", "seuls"]);
    assert_eq!(archive.command(&["verify", "seuls"]).status, Some(0));
    change(&archive, "run.json", |json| {
        json.as_object_mut().unwrap().remove("archive");
    });
    let ran = archive.command(&["verify", "out"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--archive"), "{}", ran.stderr);
    assert_eq!(archive.command(&["verify", "out", "--archive", "archive"]).status, Some(0));
    assert!(Path::new(&archive.out()).join("findings.json").exists());
}
