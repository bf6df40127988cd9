//! Paragraphs from lines placed by hand.

use super::super::furniture::Furniture;
use super::super::lines::{Item, order};
use super::super::segments::tests as made;
use super::*;

/// Lines as (text, x, baseline, size, bold), to the texts of their paragraphs.
fn read(lines: &[(&str, f32, f32, f32, bool)]) -> Vec<String> {
    let mut all = Vec::new();
    for (text, x, y, size, bold) in lines {
        let mut words = made::words(text, *x, *y, *size);
        for word in &mut words {
            word.bold = *bold;
        }
        all.extend(words);
    }
    let page = made::page(all);
    let items = order(&page, 0, &Furniture::default(), &[]);
    let flow: Vec<FlowLine> = items
        .into_iter()
        .filter_map(|i| if let Item::Line(l) = i { Some(l) } else { None })
        .collect();
    let leadings = Leadings::of([flow.as_slice()].into_iter());
    paragraphs(&page, flow, &leadings)
        .iter()
        .map(|d| {
            let lines = d.lines.iter().map(|l| texts(&page, l).collect::<Vec<_>>().join(" "));
            lines.collect::<Vec<_>>().join(" / ")
        })
        .collect()
}

#[test]
fn weight_parts_a_heading_from_its_text_and_from_the_text_above() {
    let read = read(&[
        ("La fin du texte qui va presque tout au bout de sa", 50.0, 100.0, 10.0, false),
        ("ligne et 6 vers le point.", 50.0, 112.0, 10.0, false),
        ("Action 2 – Action concernant la prévention", 50.0, 124.0, 10.0, true),
        ("Action 2.1 Créer les conditions d'une équipe et d'un", 50.0, 136.0, 10.0, true),
        ("fonctionnement", 50.0, 148.0, 10.0, true),
        ("La prévention spécialisée vise à favoriser cela ici", 50.0, 160.0, 10.0, false),
    ]);
    assert_eq!(
        read,
        [
            "La fin du texte qui va presque tout au bout de sa / ligne et 6 vers le point.",
            "Action 2 – Action concernant la prévention",
            "Action 2.1 Créer les conditions d'une équipe et d'un / fonctionnement",
            "La prévention spécialisée vise à favoriser cela ici",
        ]
    );
}

#[test]
fn a_title_centred_over_two_lines_is_one() {
    let read = read(&[
        ("Bilan de la convention d'appui à la lutte contre la", 100.0, 100.0, 12.0, true),
        ("pauvreté 2023", 224.0, 115.0, 12.0, true),
        (
            "Le texte du bilan qui prend toute la largeur de la page ou presque, pour de bon",
            50.0,
            160.0,
            10.0,
            false,
        ),
        (
            "Le texte du bilan qui prend toute la largeur de la page ou presque, pour de bon",
            50.0,
            172.0,
            10.0,
            false,
        ),
    ]);
    assert_eq!(read[0], "Bilan de la convention d'appui à la lutte contre la / pauvreté 2023");
}

#[test]
fn a_heading_broken_by_hand_is_one_and_a_numbered_one_opens() {
    let text = "Le texte du bilan qui prend toute la largeur de la page ou presque, pour de bon";
    let read = read(&[
        ("Table 2.3. The incidence of behaviour for the sample as", 50.0, 100.0, 10.0, true),
        ("Randomly Assigned", 50.0, 112.0, 10.0, true),
        ("Action 1.1 Identifier", 50.0, 124.0, 10.0, true),
        (text, 50.0, 136.0, 10.0, false),
        (text, 50.0, 148.0, 10.0, false),
    ]);
    assert!(read[0].ends_with("as / Randomly Assigned"));
    assert_eq!(read[1], "Action 1.1 Identifier");
}

#[test]
fn items_are_parted_and_their_lines_hang() {
    let read = read(&[
        ("Deux types d'accompagnement sont proposés aux ménages :", 50.0, 100.0, 10.0, false),
        ("- Les mesures Accès interviennent après l'attribution", 60.0, 112.0, 10.0, false),
        ("du logement pour permettre l'installation.", 67.5, 124.0, 10.0, false),
        ("- Les mesures Maintien consistent à accompagner", 60.0, 136.0, 10.0, false),
    ]);
    assert_eq!(read.len(), 3);
    assert!(read[1].ends_with("/ du logement pour permettre l'installation."));
}

#[test]
fn a_dash_amid_a_sentence_opens_no_item() {
    let read = read(&[
        ("Le service de la métropole et celui du département", 50.0, 100.0, 10.0, false),
        ("– tous les deux – interviennent auprès des ménages", 50.0, 112.0, 10.0, false),
    ]);
    assert_eq!(read.len(), 1);
}

#[test]
fn short_lines_end_paragraphs_and_indents_open_them() {
    let read = read(&[
        ("Votants : 19", 50.0, 100.0, 10.0, false),
        ("Procurations : 3", 50.0, 112.0, 10.0, false),
        ("Une ligne qui va tout au bout de sa colonne, juste ici,", 70.0, 124.0, 10.0, false),
        ("Une ligne qui va tout au bout de sa colonne, juste ici, là", 50.0, 136.0, 10.0, false),
        ("Une ligne qui va tout au bout de sa colonne, juste ici,", 70.0, 148.0, 10.0, false),
    ]);
    assert_eq!(read.len(), 4);
}

#[test]
fn a_number_broken_over_lines_stays_in_its_paragraph() {
    let read = read(&[
        ("Le montant total de la subvention est fixé par l'arrêté à 327", 50.0, 100.0, 10.0, false),
        ("472,00 € pour l'année, comme le dit la délibération prise", 50.0, 112.0, 10.0, false),
    ]);
    assert_eq!(read.len(), 1);
}
