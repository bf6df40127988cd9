//! A convention and its avenants beside a bilan: which amount is in force, and what is said where
//! that cannot be told.

use std::fs;

use serde_json::Value;

use crate::archive::{Archive, Ran, letter};
use crate::memory::findings;
use crate::samples::folder;

const PARTIES: [&str; 3] = [
    "Entre l'État, représenté par le préfet de la Brenne, d'une part,",
    "Et Val-de-Brenne métropole, représentée par son président, d'autre part,",
    "Il est convenu ce qui suit :",
];

/// An act: its title, its articles, its last line.
fn act(title: &str, articles: &[&str], signed: &str) -> Vec<u8> {
    letter(&[&[title], PARTIES.as_slice(), articles, &[signed]].concat())
}

fn convention() -> Vec<u8> {
    act(
        "CONVENTION D'APPUI À LA LUTTE CONTRE LA PAUVRETÉ 2022-2024",
        &[
            "Au titre de l'année 2022, la participation de l'État s'élève à 330 000 €.",
            "Au titre de l'année 2023, la participation de l'État s'élève à 330 000 €",
            "et celle de la métropole à 347 500 €.",
        ],
        "Fait à Brenne, le 3 mai 2022",
    )
}

fn amendment(number: &str, article: &[&str], signed: &str) -> Vec<u8> {
    let title = format!("AVENANT {number} À LA CONVENTION D'APPUI À LA LUTTE CONTRE LA PAUVRETÉ");
    act(&title, article, signed)
}

/// The bilans of the samples beside acts, compared.
fn archive(acts: &[(&str, Vec<u8>)]) -> (Archive, Ran) {
    let mut archive = Archive::new();
    for year in ["2022", "2023"] {
        let name = format!("{year}/bilan-{year}.pdf");
        let bytes = fs::read(folder().join(&name)).unwrap();
        archive = archive.with(&name, bytes);
    }
    for (name, bytes) in acts {
        archive = archive.with(&format!("actes/{name}"), bytes);
    }
    let ran = archive.run(&[]);
    (archive, ran)
}

/// What is told of the State's part: document, verdict, message.
fn told(archive: &Archive) -> Vec<(String, String, String)> {
    let all = findings(archive, "out")["findings"].as_array().unwrap().clone();
    let of = all.into_iter().filter(|f| f["check"] == "convention-etat");
    let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
    of.map(|f| (text(&f, "document"), text(&f, "verdict"), text(&f, "message"))).collect()
}

/// The sentences of the State's part that holds.
fn held(archive: &Archive) -> Vec<String> {
    let all = findings(archive, "out")["held"].as_array().unwrap().clone();
    let of = all.into_iter().filter(|h| h["check"] == "convention-etat");
    of.map(|h| h["message"].as_str().unwrap().to_owned()).collect()
}

fn first() -> Vec<u8> {
    let article = [
        "Le montant de la participation de l'État pour l'année 2023, fixé à 330 000 €,",
        "est porté à 340 000 €.",
    ];
    amendment("N° 1", &article, "Fait à Brenne, le 12 mars 2023")
}

fn second(added: &str) -> Vec<u8> {
    let article = format!("L'État apporte au titre de l'année 2023 un complément de {added} €.");
    amendment("N° 2", &[&article], "Fait à Brenne, le 2 octobre 2023")
}

#[test]
fn the_act_in_force_is_compared_and_named() {
    let (archive, _) = archive(&[
        ("convention.pdf", convention()),
        ("avenant-1.pdf", first()),
        ("avenant-2.pdf", second("7 500")),
    ]);
    assert_eq!(told(&archive), []);
    let held: Vec<String> = held(&archive).iter().map(|h| h.replace('\u{a0}', " ")).collect();
    let says = "La part de l'État au budget du bilan est celle que fixe l'acte en vigueur";
    assert_eq!(
        held,
        [
            format!(
                "{says} : 330 000 € et 330 000 €. Acte tenu pour en vigueur : la convention du \
                 03/05/2022 (convention.pdf), seul acte à donner ce montant."
            ),
            format!(
                "{says} : 340 000 + 7 500 = 347 500 € et 347 500 €. Acte tenu pour en vigueur : \
                 l'avenant n° 2 du 02/10/2023 (avenant-2.pdf), dernier en date, il complète le \
                 montant donné par l'avenant n° 1 du 12/03/2023 (avenant-1.pdf)."
            ),
        ]
    );
    let verified = archive.command(&["verify", "out"]);
    assert_eq!(verified.status, Some(0), "{}", verified.stdout);
}

#[test]
fn another_amount_than_the_one_in_force_is_a_discrepancy() {
    let (archive, ran) = archive(&[("convention.pdf", convention()), ("avenant-1.pdf", first())]);
    assert_eq!(ran.status, Some(1));
    let told = told(&archive);
    assert_eq!(told.len(), 1);
    let (document, verdict, message) = &told[0];
    assert_eq!((document.as_str(), verdict.as_str()), ("2023/bilan-2023.pdf", "different"));
    let message = message.replace('\u{a0}', " ");
    assert_eq!(
        message,
        "On lit 340 000 € dans le texte (avenant-1.pdf, p. 1) et 347 500 € au total de la colonne \
         « Montant État » (bilan-2023.pdf, p. 2), soit un écart de 7 500 €. Attendu : la part de \
         l'État au budget du bilan est celle que fixe l'acte en vigueur. Acte tenu pour en \
         vigueur : l'avenant n° 1 du 12/03/2023 (avenant-1.pdf), dernier en date, il remplace le \
         montant donné par la convention du 03/05/2022 (convention.pdf)."
    );
    let all = findings(&archive, "out");
    let finding =
        all["findings"].as_array().unwrap().iter().find(|f| f["check"] == "convention-etat");
    assert_eq!(finding.unwrap()["in_force"]["document"], "actes/avenant-1.pdf");
}

#[test]
fn acts_without_an_order_are_not_compared_and_why_is_said() {
    let unsigned = |number: &str, amount: &str| {
        let article =
            format!("La participation de l'État pour l'année 2023 est portée à {amount} €.");
        amendment(number, &[&article], "Le préfet")
    };
    let (archive, _) = archive(&[
        ("convention.pdf", convention()),
        ("a.pdf", unsigned("", "340 000")),
        ("b.pdf", unsigned("", "350 000")),
    ]);
    let told = told(&archive);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1, "not_checkable");
    let why = "n'a pas pu être vérifié : l'ordre des actes n'est pas dit (ni date ni numéro qui \
               les départage) : l'avenant (a.pdf) et l'avenant (b.pdf).";
    assert!(told[0].2.ends_with(why), "{}", told[0].2);
    let unmatched = findings(&archive, "out")["unmatched"].as_array().unwrap().clone();
    let of = |path: &str| unmatched.iter().filter(|u| u["document"] == path).count();
    assert_eq!((of("actes/a.pdf"), of("actes/b.pdf")), (1, 1));
}
