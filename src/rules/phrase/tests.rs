//! Each construct of the language on the sentences that it is for.
//!
//! A test gives the phrase, the sentence and what each slot must hold; what must not match
//! stands beside what must.

use super::*;

fn compile(written: &str) -> Phrase {
    Phrase::compile(written).unwrap()
}

/// The captures of the first match, `slot=text`.
fn first(written: &str, text: &str) -> Vec<String> {
    let reading = Reading::new(text);
    compile(written).find(&reading).map_or_else(Vec::new, |m| told(&m, text))
}

fn told(found: &Match, text: &str) -> Vec<String> {
    found.captures.iter().map(|c| format!("{}={}", c.slot, &text[c.range.clone()])).collect()
}

fn whole(written: &str, text: &str) -> Option<Vec<String>> {
    compile(written).match_whole(&Reading::new(text)).map(|m| told(&m, text))
}

#[test]
fn a_title_gives_its_code_and_all_the_rest() {
    let action = "Action {code:code} {libelle:texte}";
    assert_eq!(
        whole(action, "Action 1.1 Identifier des professionnels. Renforcer VIA"),
        Some(vec![
            "code=1.1".into(),
            "libelle=Identifier des professionnels. Renforcer VIA".into()
        ])
    );
    let any = "[Fiche] (Action|Axe|Mesure) [n°] {code:code} [:|-|.] {libelle:texte}";
    for (text, code, title) in [
        ("Action 1 – Actions concernant l'accès", "1", "Actions concernant l'accès"),
        ("Fiche action n° 3-2 : Loger", "3-2", "Loger"),
        ("AXE II. Agir", "II", "Agir"),
        ("Mesure A.2 - Former", "A.2", "Former"),
        ("Action 3 Accueillir 104 personnes", "3", "Accueillir 104 personnes"),
        ("Axe B : Former", "B", "Former"),
    ] {
        let expected = Some(vec![format!("code={code}"), format!("libelle={title}")]);
        assert_eq!(whole(any, text), expected, "{text}");
    }
    assert_eq!(whole(action, "Action réalisée."), None);
}

#[test]
fn a_text_opens_behind_what_sets_it_off() {
    let action = "Action {code:code} {libelle:texte}";
    for text in ["Action 1 – Agir.", "ACTION 1: Agir.", "action 1. Agir.", "Action 1 Agir."] {
        let expected = Some(vec!["code=1".to_owned(), "libelle=Agir.".to_owned()]);
        assert_eq!(whole(action, text), expected, "{text}");
    }
    assert_eq!(first("évolution {v:texte} au total", "Évolution -3,8 % au total"), ["v=-3,8 %"]);
}

#[test]
fn a_number_is_read_behind_what_qualifies_it() {
    let part = "{tout} personnes dont {partie}";
    let text = "Près de 480 personnes dont environ 310 femmes";
    assert_eq!(first(part, text), ["tout=480", "partie=310"]);
    let text = "480 personnes dont plus de la moitié de femmes";
    assert!(first(part, text).is_empty());
}

#[test]
fn names_are_read_without_their_article_and_end_where_the_sentence_goes_on() {
    let given = "confiée à {valeur:nom}";
    for (text, name) in [
        ("Cette action est confiée au CESAM.", "CESAM"),
        ("Cette mission a été confiée à la SDAT, dans le cadre d'un marché public.", "SDAT"),
        ("confiée à l’association MDPM (Côte-d'Or)", "association MDPM"),
        ("confiée au Pôle Solidarité 21 depuis 2019", "Pôle Solidarité 21"),
        ("confiée aux Restos du Cœur et à la SDAT", "Restos du Cœur"),
        (
            "confiée au centre communal d'action sociale de Dijon qui",
            "centre communal d'action sociale de Dijon",
        ),
        ("confiée à La Poste", "La Poste"),
        ("confiée à Dijon métropole en 2023", "Dijon métropole"),
        ("confiée à la mission locale.", "mission locale"),
        ("confiée à l'association « Les amis du 21 ».", "association « Les amis du 21 »"),
        ("confiée à « Un toit pour tous »", "Un toit pour tous"),
        ("confiée à Saint-Vincent-de-Paul pour 12 000 €", "Saint-Vincent-de-Paul"),
    ] {
        assert_eq!(first(given, text), [format!("valeur={name}")], "{text}");
    }
    assert!(first(given, "confiée à une équipe de terrain").is_empty());
}

#[test]
fn names_may_hold_small_words_that_french_puts_in_them() {
    let given = "confiée à {valeur:nom}";
    for (text, name) in [
        ("confiée au Secours populaire français depuis", "Secours populaire français"),
        ("confiée à la Croix-Rouge française et suivie", "Croix-Rouge française"),
        ("confiée à la Mission locale de Dijon.", "Mission locale de Dijon"),
        ("confiée au CCAS de la Ville de Dijon pour un an", "CCAS de la Ville de Dijon"),
        ("confiée au Centre communal d’action sociale (CCAS)", "Centre communal d’action sociale"),
        ("confiée à l'UDAF 21 en 2023", "UDAF 21"),
        ("confiée à la Fondation Abbé Pierre", "Fondation Abbé Pierre"),
        ("confiée à l'Armée du Salut qui", "Armée du Salut"),
        ("confiée à ADEFO/SDAT, groupement", "ADEFO/SDAT"),
        ("confiée au Département de la Côte-d'Or au titre", "Département de la Côte-d'Or"),
        ("confiée à l’association « Un toit »", "association « Un toit »"),
        ("confiée à la SCOP 3F Habitat", "SCOP 3F Habitat"),
        ("confiée à Dijon métropole Afin de loger", "Dijon métropole"),
        ("confiée à la Ville de La Rochelle", "Ville de La Rochelle"),
    ] {
        assert_eq!(first(given, text), [format!("valeur={name}")], "{text}");
    }
}

#[test]
fn a_name_may_stand_before_the_words_that_tell_it() {
    assert_eq!(
        first("L'association {valeur:nom} a été retenue", "L’association MDPM a été retenue pour"),
        ["valeur=MDPM"]
    );
    let does = "{valeur:nom} met en œuvre";
    assert_eq!(first(does, "En 2023, la SDAT met en oeuvre un service"), ["valeur=SDAT"]);
    assert_eq!(first(does, "La SDAT met en œuvre un service"), ["valeur=SDAT"]);
    assert!(first(does, "Elle met en œuvre un service").is_empty());
    assert!(first(does, "Cette équipe met en œuvre un service").is_empty());
}

#[test]
fn an_amount_is_read_with_or_without_its_unit_in_the_phrase() {
    let text = "L'Etat a soutenu Dijon métropole à hauteur de 347 000€ et la collectivité";
    assert_eq!(first("a soutenu {*} à hauteur de {valeur:montant}", text), ["valeur=347 000€"]);
    assert_eq!(first("à hauteur de {valeur:montant} € et", text), ["valeur=347 000€"]);
    assert_eq!(
        first("hauteur de {v:montant} euros", "hauteur de 12 500 euros"),
        ["v=12 500 euros"]
    );
    assert!(first("hauteur de {v:montant}", "hauteur de 12 500 personnes").is_empty());
    assert_eq!(first("soit {v:pourcent}", "soit 12,5 % des"), ["v=12,5 %"]);
    assert_eq!(first("soit {v} %", "soit 12,5 % des"), ["v=12,5 %"]);
}

#[test]
fn a_gap_in_the_sentence_passes_years_but_neither_counts_nor_a_full_stop() {
    let part = "{tout} {~} dont {partie}";
    let text = "En 2023, 5 072 entretiens ont été réalisés dont 2 644 par des agents";
    assert_eq!(first(part, text), ["tout=5 072", "partie=2 644"]);
    let text = "48 personnes ont été orientées en 2023 dont 31 femmes.";
    assert_eq!(first(part, text), ["tout=48", "partie=31"]);
    assert_eq!(first(part, "12 ateliers, 48 inscrits dont 31 femmes"), ["tout=48", "partie=31"]);
    assert!(first(part, "48 inscrits. Beaucoup sont venus dont 31 femmes").is_empty());
}

#[test]
fn a_list_gives_a_capture_a_number() {
    let text =
        "En 2023, 104 accompagnements ont été proposés (73 mesures Maintien et 31 mesures Accès).";
    assert_eq!(
        first("{tout} {~} ( {parties:liste} )", text),
        ["tout=104", "parties=73", "parties=31"]
    );
    let text = "pour 15 d'entre eux vers des ateliers, 9 vers les points d'accès et 6 vers le DAQ.";
    assert_eq!(first("pour {p:liste}", text), ["p=15", "p=9", "p=6"]);
    assert!(first("pour {p:liste}", "pour 15 d'entre eux.").is_empty());
}

#[test]
fn a_sentence_gives_all_its_numbers() {
    let phrase = "{suivies} personnes ont été suivies {*}. {entrees} entrées {*}, {sorties} \
                  sorties et {presents} personnes présentes au 31 décembre";
    let text = "269 personnes ont été suivies sur l'année 2023. 53 entrées ont été enregistrées \
                en 2023 dans le dispositif, 52 sorties et 220 personnes présentes au 31 décembre.";
    assert_eq!(first(phrase, text), ["suivies=269", "entrees=53", "sorties=52", "presents=220"]);
    let found = compile(phrase).find(&Reading::new(text)).unwrap();
    assert_eq!(&text[found.range.end..], ".");
    let value = found.capture("presents").and_then(|c| c.number.as_ref()?.value);
    assert_eq!(value, Some(220.into()));
}

#[test]
fn the_closing_full_stop_may_be_missing_and_no_other_mark() {
    assert_eq!(
        whole("Action {valeur:mot}.", "Action réalisée."),
        Some(vec!["valeur=réalisée".into()])
    );
    assert_eq!(
        whole("Action {valeur:mot}.", "Action réalisée"),
        Some(vec!["valeur=réalisée".into()])
    );
    assert_eq!(whole("Action {valeur:mot}.", "Action réalisée par le CESAM."), None);
    assert_eq!(
        whole("Action {valeur:mots}.", "Action partiellement réalisée ."),
        Some(vec!["valeur=partiellement réalisée".into()])
    );
    assert_eq!(
        first("Objet : {v:texte}.", "Objet : loger l'axe 1.2 en bref. Suite"),
        ["v=loger l'axe 1.2 en bref"]
    );
    assert!(first("Objet : {v:mot}", "Objet loger").is_empty());
}

#[test]
fn dates_and_years_have_their_slots() {
    assert_eq!(
        first("Date de la délibération : {d:date}", "Date de la deliberation : 22 juin 2023"),
        ["d=22 juin 2023"]
    );
    let text = "Date de la délibération : 22 juin 2023";
    assert_eq!(first("délibération : {a:annee}", text), ["a=2023"]);
    assert_eq!(first("pauvreté {a:annee}", "lutte contre la pauvreté 2023"), ["a=2023"]);
    assert!(first("délibération : {d:date}", "délibération : 22 personnes").is_empty());
}

#[test]
fn stems_alternatives_and_optional_parts() {
    let phrase = "[Un|Une] (action|opération) [a été] réalisé*";
    for text in ["Une opération a été réalisée", "action réalisé", "Un action a été réalisées"]
    {
        let found = compile(phrase).match_whole(&Reading::new(text));
        assert!(found.is_some(), "{text}");
    }
    assert!(whole(phrase, "Une opération a été menée").is_none());
    assert_eq!(whole("total ([des] charges|produits)", "TOTAL DES CHARGES"), Some(Vec::new()));
    assert_eq!(whole("total (brut)", "Total (brut) :"), Some(Vec::new()));
}

#[test]
fn matches_do_not_overlap_and_keep_their_places() {
    let text = "12 garçons et 9 filles, puis 3 filles";
    let found = compile("{n} filles").find_all(&Reading::new(text));
    assert_eq!(
        found.iter().map(|m| &text[m.range.clone()]).collect::<Vec<_>>(),
        ["9 filles", "3 filles"]
    );
    assert!(compile("{n} filles").match_start(&Reading::new(text)).is_none());
    assert!(compile("{n} garçons").match_start(&Reading::new(text)).is_some());
}

#[test]
fn a_regular_expression_gives_its_named_groups() {
    let phrase = Phrase::regex(r"n°\s*(?P<valeur>\d+)-(?P<suite>\d+)").unwrap();
    let text = "délibération N° 21-304 du conseil";
    let found = phrase.find(&Reading::new(text)).unwrap();
    assert_eq!(told(&found, text), ["valeur=21", "suite=304"]);
    assert_eq!(phrase.slots(), ["valeur", "suite"]);
    assert!(matches!(Phrase::regex("a*").unwrap_err().fault, Fault::Empty));
    assert!(matches!(Phrase::regex(r"(\w{1000}){1000}").unwrap_err().fault, Fault::Regex(_)));
}

#[test]
fn faults_name_their_byte_and_what_to_write() {
    let fault = |written: &str| {
        let error = Phrase::compile(written).unwrap_err();
        (error.offset, error.length, error.to_string())
    };
    assert_eq!(
        fault("Été {n personnes"),
        (6, 1, "il manque « } » : ce qui est ouvert ici n'est pas fermé".into())
    );
    assert_eq!(
        fault("a {n:montan} b"),
        (5, 6, "type inconnu « montan » ; vouliez-vous « montant » ?".into())
    );
    assert_eq!(fault("{n} et {n}"), (8, 1, "l'emplacement « n » est donné deux fois".into()));
    assert_eq!(fault("a [b").0, 2);
    assert_eq!(fault("a ] b").0, 2);
    assert!(matches!(Phrase::compile(&"[a".repeat(3_000)).unwrap_err().fault, Fault::TooDeep));
    assert!(matches!(Phrase::compile(&"(".repeat(9_000)).unwrap_err().fault, Fault::TooBig(_)));
    for empty in ["", "{*}", "[a]", "{~} [b]", "([a]|b)"] {
        assert!(matches!(Phrase::compile(empty).unwrap_err().fault, Fault::Empty), "{empty}");
    }
}

#[test]
fn a_near_miss_is_told_with_what_stands_there() {
    let text = "15 d'entre eux vers des ateliers et 6 si vers le DAQ";
    let phrase = compile("{a} d'entre eux vers {*} et {b} vers le DAQ");
    let miss = phrase.nearest_miss(&Reading::new(text)).unwrap();
    assert_eq!(&text[miss.range.clone()], text);
    assert_eq!((&text[miss.found.clone()], miss.expected.as_str()), ("si", "« vers »"));
    assert_eq!((miss.matched, miss.whole), (13, 15));
    let amount = compile("à hauteur de {v:montant}");
    let miss = amount.nearest_miss(&Reading::new("à hauteur de l'homme")).unwrap();
    assert_eq!(miss.expected, "un montant");
    assert_eq!(amount.nearest_miss(&Reading::new("à hauteur de 3 €")), None);
    assert_eq!(amount.nearest_miss(&Reading::new("rien de tel")), None);
}

#[test]
fn a_phrase_with_one_word_wrong_finds_the_sentence_that_was_meant() {
    let text = "L'État a soutenu Dijon métropole à hauteur de 347 000 € en 2023.";
    let near = |written: &str| {
        let miss = compile(written).nearest_miss(&Reading::new(text)).unwrap();
        let (whole, found) = (&text[miss.range.clone()], &text[miss.found.clone()]);
        (whole.to_owned(), found.to_owned(), miss.expected, miss.likely)
    };
    let meant = "a soutenu Dijon métropole à hauteur de 347 000 €".to_owned();
    let told =
        |found: &str, expected: &str| (meant.clone(), found.to_owned(), expected.to_owned(), true);
    assert_eq!(near("a soutenue {*} à hauteur de {v:montant}"), told("soutenu", "« soutenue »"));
    assert_eq!(near("a bien soutenu {*} à hauteur de {v:montant}"), told("soutenu", "« bien »"));
    assert_eq!(near("a soutenu {*} à hauteur {v:montant}"), told("de", "un montant"));
    assert_eq!(
        near("a soutenu {*} à hauteur de {v:pourcent}"),
        told("347 000 €", "un pourcentage")
    );
    assert_eq!(near("a {*} à (auteur|concurrence) de {v:montant}").1, "hauteur");
    let two = near("a soutenue {*} à la hauteurs de {v:montant}");
    assert_eq!((two.0.as_str(), two.1.as_str()), ("a", "soutenu"));
}

#[test]
fn a_search_without_end_gives_up() {
    let text = "12 a ".repeat(3_000);
    let phrase = compile("{a} {*} {b} {*} {c} {*} {d} {*} fin");
    let reading = Reading::new(&text);
    assert!(phrase.find(&reading).is_none());
    let long = "mot ".repeat(150_000) + "3 chats";
    assert!(compile("{n} chats").find(&Reading::new(&long)).is_some());
    let text = format!("{text} fin");
    let _ = phrase.find_all(&Reading::new(&text));
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_written_breaks_the_compiler(written in "[a-zé {}()|\\[\\]*~:.\\\\€0-9]{0,40}") {
        if let Ok(phrase) = Phrase::compile(&written) {
            let reading = Reading::new(&written);
            for found in phrase.find_all(&reading) {
                proptest::prop_assert!(!found.range.is_empty());
            }
        }
    }

    #[test]
    fn places_lie_on_characters(text in "([a-zA-Zé’'–.,;(«» €%]{0,6}|[0-9]{1,3} ?){0,20}") {
        let reading = Reading::new(&text);
        for written in ["{a} {b:mots}", "{a:nom}", "{a:liste}", "{a:code} {b:texte}", "{a} {~} {b:mot}"] {
            for found in compile(written).find_all(&reading) {
                let ranges = found.captures.iter().map(|c| c.range.clone()).chain([found.range.clone()]);
                for range in ranges {
                    let held = text.get(range.clone());
                    proptest::prop_assert!(held.is_some_and(|t| !t.is_empty()), "{written} {range:?}");
                }
            }
        }
    }
}
