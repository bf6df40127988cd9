//! What the clause of an amount says of it, by the rules that come with the program.

use super::*;
use crate::number::Qualifier;
use crate::record::AmountMention;

/// The amounts of a sentence in a bilan of 2023.
fn said(sentence: &str) -> Vec<AmountMention> {
    let laid = and_table(
        prose(&[
            "# Bilan 2023 de la convention de lutte contre la pauvreté",
            sentence,
            "# Action 1.1 Accueillir",
            "Action réalisée.",
            "# Action 3.1 Loger",
            "Action réalisée.",
            "# Budget prévisionnel 2023",
        ]),
        1,
        &[&["Action", "Montant État"], &["Action 1.1", "347 500 €"], &["Total", "347 500 €"]],
    );
    let rules = crate::rules::load(None).unwrap_or_else(|e| panic!("{e}"));
    let record = extract(&laid, Head::default(), &rules);
    assert_eq!(record.document.rules.id, "bilan-convention-pauvrete", "{sentence}");
    assert_eq!(record.year(), Some("2023"), "{sentence}");
    record.amounts
}

/// The values that are mentions of the year's support.
fn support(sentence: &str) -> Vec<String> {
    let own = said(sentence).into_iter().filter(|a| a.id == "soutien_etat" && a.period.is_none());
    own.map(|a| a.value.to_string()).collect()
}

#[test]
fn the_support_is_what_the_state_gives_for_the_year() {
    for (sentence, value) in [
        ("L'État a soutenu la métropole à hauteur de 347 000 €.", "347000"),
        ("En 2023, le soutien de l'État était de 347 000 €.", "347000"),
        ("Le financement de l'État, de 347 000 € en 2023, a été versé en mars.", "347000"),
        ("La convention signée en 2022 prévoit un financement de l'État de 347 000 €.", "347000"),
        ("Par rapport à 2022, le soutien de l'État, en hausse, atteint 347 000 €.", "347000"),
        ("L'État a versé 347 000 € contre 330 000 € en 2022.", "347000"),
        ("L'État a accordé 347 000 € et le solde sera versé en 2024.", "347000"),
        ("La participation de l'État est passée de 330 000 € à 347 500 €.", "347500"),
        ("L'action de la métropole reçoit un financement de l'État de 347 000 €.", "347000"),
        ("Les dépenses augmentent mais le soutien de l'État reste de 347 000 €.", "347000"),
    ] {
        assert_eq!(support(sentence), [value], "{sentence}");
    }
}

#[test]
fn an_amount_of_another_nature_is_read_without_the_name() {
    for sentence in [
        "Un reliquat de la subvention de l'État de 12 000 € a été constaté.",
        "Au titre du solde, l'État a versé 104 250 €.",
        "La subvention de l'État non utilisée, de 9 000 €, sera reversée.",
        "L'État a versé une première avance de 50 000 € en avril.",
        "La participation de l'État diminue de 4 000 €.",
        "Le financement de l'État a été majoré de 20 000 €.",
        "Le soutien de l'État, initialement de 300 000 €, a été revu.",
        "Les crédits de l'État ont été dépensés à hauteur de 340 000 €.",
        "La métropole a sollicité un financement de l'État de 400 000 €.",
        "L'État a accordé 15 000 € supplémentaires.",
        "Hors convention, l'État a versé 40 000 € à la métropole.",
    ] {
        assert_eq!(support(sentence), Vec::<String>::new(), "{sentence}");
        assert_eq!(said(sentence).len(), 1, "{sentence}");
    }
}

#[test]
fn an_amount_of_another_year_says_so() {
    for (sentence, period) in [
        ("En 2022, le soutien de l'État était de 310 000 €.", "2022"),
        ("La participation de l'État a été de 330 000 € pour l'exercice 2022.", "2022"),
        ("Au titre de 2024, l'État a accordé 360 000 €.", "2024"),
        ("L'État a accordé 360 000 €, pour 2024.", "2024"),
        ("L'an dernier, l'État a versé 310 000 €.", "2022"),
        ("L'État a versé 380 000 € au titre de l'année suivante.", "2024"),
        ("Le financement de l'État sur la période 2022-2023 atteint 677 500 €.", "2022-2023"),
        ("En 2022 et 2023, l'État a versé 677 500 €.", "2022-2023"),
    ] {
        let read = said(sentence);
        let told: Vec<_> = read.iter().map(|a| (a.id.as_str(), a.period.as_deref())).collect();
        assert_eq!(told, [("soutien_etat", Some(period))], "{sentence}");
    }
}

#[test]
fn an_amount_of_an_action_is_that_action_s() {
    for (sentence, action) in [
        ("L'État finance l'action 3.1 à hauteur de 70 000 €.", Some("3.1")),
        ("Le financement de l'État de 100 000 € pour la mesure n° 1.1 est reconduit.", Some("1.1")),
        ("Pour les actions 1.1 et 3.1, l'État a versé 170 000 €.", None),
        ("L'État a consacré 70 000 € à cette action.", None),
    ] {
        let read = said(sentence);
        let told: Vec<_> = read.iter().map(|a| (a.id.as_str(), a.action.as_deref())).collect();
        assert_eq!(told, [("montant", action)], "{sentence}");
    }
}

#[test]
fn a_note_behind_an_amount_says_that_it_is_rounded() {
    let qualifier = |sentence| said(sentence)[0].qualifier;
    let rounded = "Le financement de l'État de 350 000 € (montant arrondi) a été mobilisé.";
    assert_eq!(qualifier(rounded), Qualifier::About);
    let plain = "Le financement de l'État de 350 000 € (non arrondi) a été mobilisé.";
    assert_eq!(qualifier(plain), Qualifier::Exact);
}
