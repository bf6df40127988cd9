//! What a number counts, by the noun behind it: people, households, meetings, sites, time.
//!
//! A part can exceed a whole that counts something else without any error: « 48 personnes ont
//! participé à 6 ateliers, dont 31 femmes ». Only nouns whose kind is plain are listed; of any
//! other nothing is known and anything may be a part of it (« 104 accompagnements »).

use super::fold;

/// A kind of things that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    People,
    Households,
    Meetings,
    Sites,
    Rooms,
    Time,
}

/// The nouns of each kind, in the singular and folded.
const NOUNS: &[(Kind, &[&str])] = &[
    (
        Kind::People,
        &[
            "personne",
            "individu",
            "public",
            "beneficiaire",
            "participant",
            "participante",
            "stagiaire",
            "usager",
            "habitant",
            "habitante",
            "demandeur",
            "allocataire",
            "etudiant",
            "etudiante",
            "eleve",
            "agent",
            "travailleur",
            "salarie",
            "salariee",
            "benevole",
            "locataire",
            "resident",
            "residente",
            "patient",
            "adherent",
            "adherente",
            "professionnel",
            "apprenti",
            "retraite",
            "visiteur",
            "jeune",
            "senior",
            "refugie",
            "parent",
            "client",
        ],
    ),
    (Kind::People, SOME_PEOPLE),
    (Kind::Households, &["menage", "famille", "foyer", "couple"]),
    (
        Kind::Meetings,
        &[
            "atelier",
            "seance",
            "entretien",
            "permanence",
            "visite",
            "contact",
            "rendez vou",
            "reunion",
            "session",
            "rencontre",
            "evenement",
            "appel",
            "maraude",
            "formation",
            "intervention",
            "consultation",
            "passage",
            "action",
            "projet",
        ],
    ),
    (
        Kind::Sites,
        &[
            "site",
            "commune",
            "quartier",
            "maison",
            "lieu",
            "lieux",
            "territoire",
            "ville",
            "departement",
            "antenne",
            "centre",
            "structure",
            "etablissement",
            "groupe",
        ],
    ),
    (Kind::Rooms, &["place", "logement", "lit", "chambre", "appartement"]),
    (
        Kind::Time,
        &["heure", "jour", "journee", "demi journee", "semaine", "moi", "an", "annee", "minute"],
    ),
];

/// People of whom there are others: a stock of all is no stock of these.
const SOME_PEOPLE: &[&str] =
    &["femme", "homme", "fille", "garcon", "enfant", "adulte", "mineur", "majeur", "mere", "pere"];

/// People told apart by sex, and by age.
const SEXES: &[&str] = &["femme", "homme", "fille", "garcon", "mere", "pere"];
const AGES: &[&str] = &["enfant", "adulte", "mineur", "majeur", "jeune", "senior"];

/// A noun in the singular, folded.
fn singular(noun: &str) -> String {
    let key = fold::key(noun);
    key.strip_suffix(['s', 'x']).map_or(key.clone(), str::to_owned)
}

fn kind(noun: &str) -> Option<Kind> {
    let noun = singular(noun);
    NOUNS.iter().find(|(_, nouns)| nouns.contains(&noun.as_str())).map(|(kind, _)| *kind)
}

/// Whether the kind of a noun is known.
#[must_use]
pub fn is_known(noun: &str) -> bool {
    kind(noun).is_some()
}

/// Whether two nouns are of one known kind, or the same noun.
#[must_use]
pub fn are_alike(one: &str, other: &str) -> bool {
    match (kind(one), kind(other)) {
        (Some(a), Some(b)) => a == b,
        _ => singular(one) == singular(other),
    }
}

/// Whether one may be a part of the other: not where they are known to be of two kinds.
#[must_use]
pub fn may_hold(whole: &str, part: &str) -> bool {
    kind(whole).zip(kind(part)).is_none_or(|(a, b)| a == b)
}

/// Whether two nouns may be two parts that make one whole: women and men, adults and young people,
/// not women and those who receive an allowance, for one may be both.
#[must_use]
pub fn may_add(one: &str, other: &str) -> bool {
    let (a, b) = (singular(one), singular(other));
    let by_sex = |noun: &str| SEXES.contains(&noun);
    let by_age = |noun: &str| AGES.contains(&noun);
    let people = kind(one) == Some(Kind::People) && kind(other) == Some(Kind::People);
    let apart = by_sex(&a) == by_sex(&b) && by_age(&a) == by_age(&b);
    // « 20 hommes, 28 femmes et 10 enfants »: men and women are then grown up.
    let families = |x: &str, y: &str| by_sex(x) && matches!(y, "enfant" | "mineur");
    may_hold(one, other) && (!people || apart || families(&a, &b) || families(&b, &a))
}

/// Whether two nouns may count one and the same stock at two times: persons and young people of a
/// service for them, not persons and the children among them.
#[must_use]
pub fn may_be_one(one: &str, other: &str) -> bool {
    let some = |noun: &str| SOME_PEOPLE.contains(&singular(noun).as_str());
    may_hold(one, other)
        && (singular(one) == singular(other)
            || !(is_known(one) && is_known(other) && (some(one) || some(other))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_no_part_of_meetings_and_anything_of_what_is_not_known() {
        assert!(may_hold("personnes", "femmes"));
        assert!(!may_hold("ateliers", "femmes") && !may_hold("familles", "enfants"));
        assert!(may_hold("accompagnements", "femmes") && may_hold("personnes", "nouvelles"));
    }

    #[test]
    fn nouns_are_alike_by_kind_or_by_name() {
        assert!(are_alike("femmes", "personnes") && are_alike("dossiers", "dossier"));
        assert!(!are_alike("dossiers", "communes") && !are_alike("rendez-vous", "personnes"));
    }

    #[test]
    fn parts_that_may_be_the_same_people_do_not_add_up() {
        assert!(may_add("femmes", "hommes") && may_add("hommes", "enfants"));
        assert!(may_add("étudiants", "salariés") && may_add("mesures", "mesures"));
        assert!(may_add("adultes", "jeunes") && !may_add("femmes", "jeunes"));
        assert!(!may_add("femmes", "bénéficiaires") && !may_add("adultes", "ateliers"));
    }

    #[test]
    fn a_stock_of_persons_is_none_of_children_among_them() {
        assert!(may_be_one("personnes", "jeunes") && may_be_one("sorties", "personnes"));
        assert!(!may_be_one("personnes", "enfants") && !may_be_one("ménages", "personnes"));
        assert!(may_be_one("enfants", "enfants"));
    }
}
