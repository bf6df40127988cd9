//! The words of the drawing: methods, what became of a candidate and why, the legend.

use super::super::tell;
use crate::document::Method;
use crate::issue::Lang;
use crate::layout::tables::ADVANCE;
use crate::layout::tables::trace::{Fate, Refusal, Tried};

/// The candidate of a region that was preferred.
pub(super) struct Rival<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its score.
    pub(super) score: f32,
    /// Its columns.
    pub(super) columns: usize,
}

/// How a grid was found, by its name in JSON, and whether it was read as a list.
pub(super) fn method(name: &str, is_list: bool, lang: Lang) -> String {
    let list = tell(lang, "liste", "list");
    let told = match name {
        "aligned" if is_list => return list.to_owned(),
        "ruled" => tell(lang, "filets", "rules"),
        "partly_ruled" => tell(lang, "filets en partie", "rules in part"),
        "aligned" => tell(lang, "blancs", "white space"),
        "tagged" => tell(lang, "balises du fichier", "tags of the file"),
        other => other,
    };
    if is_list { format!("{told}, {list}") } else { told.to_owned() }
}

/// A part of a table that has several on its page.
pub(super) fn part(id: &str, number: usize, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{id} ({number}{} partie)", if number == 1 { "re" } else { "e" }),
        Lang::En => format!("{id} (part {number})"),
    }
}

/// How many rows of headings a grid has; of what goes on from another page, that page, and
/// whether they are repeated here.
pub(super) fn headings(rows: usize, elsewhere: Option<(u32, bool)>, lang: Lang) -> String {
    match (lang, elsewhere) {
        (Lang::Fr, None) => format!("en-tête : {rows}"),
        (Lang::En, None) => format!("headings: {rows}"),
        (Lang::Fr, Some((page, again))) => {
            format!("titres : page {page}{}", if again { ", répétés ici" } else { "" })
        }
        (Lang::En, Some((page, again))) => {
            format!("headings: page {page}{}", if again { ", repeated here" } else { "" })
        }
    }
}

/// A share in percent.
pub(super) fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A score from 0 to 100.
pub(super) fn score(score: f32, lang: Lang) -> String {
    let written = format!("{score:.1}");
    match lang {
        Lang::Fr => written.replace('.', ","),
        Lang::En => written,
    }
}

/// The marks of a candidate.
pub(super) fn marks(tried: &Tried, lang: Lang) -> String {
    let Some(j) = tried.judged else {
        let words = if tried.method == Method::Aligned.name() {
            tell(
                lang,
                "non noté : il suit les colonnes du tableau de la page d'avant",
                "not marked: it keeps to the columns of the table of the page before",
            )
        } else {
            tell(lang, "non noté", "not marked")
        };
        return words.to_owned();
    };
    let names = match lang {
        Lang::Fr => ["remplies", "de même type", "alignées", "à une valeur"],
        Lang::En => ["filled", "of one type", "aligned", "with one value"],
    };
    let shares = [j.filled, j.typed, j.aligned, j.single];
    let told = names.iter().zip(shares).map(|(name, share)| format!("{name} {}", percent(share)));
    told.collect::<Vec<_>>().join(" · ")
}

/// What became of a candidate; `table` is what it became, `rival` what was preferred.
pub(super) fn fate(
    tried: &Tried,
    table: Option<&str>,
    rival: Option<&Rival<'_>>,
    lang: Lang,
) -> String {
    match (tried.fate, table, rival) {
        (Fate::Taken, Some(name), _) => {
            format!("{} {name}", tell(lang, "retenu : tableau", "taken: table"))
        }
        (Fate::Beaten, _, Some(rival)) => {
            format!("{} {}", tell(lang, "écarté :", "left:"), beaten(tried, rival, lang))
        }
        _ => fate_alone(tried, lang),
    }
}

/// What became of a candidate, without the others.
pub(super) fn fate_alone(tried: &Tried, lang: Lang) -> String {
    let told = match tried.fate {
        Fate::Taken => ("retenu", "taken"),
        Fate::Beaten => ("écarté : un autre est préféré", "left: another is preferred"),
        Fate::Displaced => (
            "écarté : ses mots sont dans un autre tableau retenu",
            "left: its words are in another table that was taken",
        ),
        Fate::SoughtAgain => (
            "repris : la page est en colonnes, cherché dans chacune",
            "sought again: the page has columns of text",
        ),
        Fate::Refused(refusal) => {
            let why = why(refusal, tried, lang);
            return format!("{} {why}", tell(lang, "refusé :", "refused:"));
        }
    };
    tell(lang, told.0, told.1).to_owned()
}

/// Why another was preferred: an earlier one stays unless it is passed by [`ADVANCE`], and of
/// words between rules the grid with the most columns is taken.
fn beaten(tried: &Tried, rival: &Rival<'_>, lang: Lang) -> String {
    let (name, own) = (rival.name, tried.judged.map_or(0.0, |j| j.score));
    let against = tell(lang, "contre", "against");
    let told = format!("({} {against} {})", score(own, lang), score(rival.score, lang));
    let least = score(ADVANCE, lang);
    if own > rival.score + ADVANCE && tried.size.1 < rival.columns {
        let words = tell(lang, "moins de colonnes que", "fewer columns than");
        return format!("{words} {name}");
    }
    match (lang, own > rival.score) {
        (Lang::Fr, false) => format!("n'améliore pas {name} {told}"),
        (Lang::Fr, true) => format!("essayé après {name}, devait le passer de {least} {told}"),
        (Lang::En, false) => format!("no better than {name} {told}"),
        (Lang::En, true) => format!("tried after {name}, had to pass it by {least} {told}"),
    }
}

/// Why a candidate is no table.
fn why(refusal: Refusal, tried: &Tried, lang: Lang) -> String {
    let words = match (refusal, tried.size) {
        (Refusal::Small, (_, 0 | 1, _)) => ("une seule colonne", "a single column"),
        (Refusal::Small, (0 | 1, ..)) => ("une seule ligne", "a single row"),
        (Refusal::Small, _) => ("rien sous l'en-tête", "nothing below its headings"),
        (Refusal::Chart, _) => (
            "lettrage d'un graphique (échelle, ou nombres sans mot)",
            "lettering of a chart (a scale, or numbers without a word)",
        ),
        (Refusal::Sparse, _) => ("trop de cases vides", "too many empty cells"),
        (Refusal::LowMarks, _) => ("note trop basse", "marks too low"),
        (Refusal::OneRow, _) => {
            ("une seule ligne de nombres, sans filets", "a single row of numbers, without rules")
        }
        (Refusal::Sentences, _) => {
            ("trop de cases contiennent des phrases", "too many cells hold sentences")
        }
        (Refusal::WordsAlone, _) => (
            "aucune colonne de nombres, ni filets, ni 3 colonnes et 3 lignes",
            "no column of numbers, nor rules, nor 3 columns and 3 rows",
        ),
        (Refusal::RunningText, _) => (
            "aucune colonne de nombres, des mots serrés comme un texte courant",
            "no column of numbers, words as near each other as running text",
        ),
        (Refusal::Contents, _) => ("table des matières", "table of contents"),
        (Refusal::Unframed, _) => (
            "mots entre filets, mais colonnes serrées, trous ou titres absents",
            "words between rules, but columns too near, holes or no headings",
        ),
        (Refusal::OutOfOrder, _) => (
            "cases dans un autre ordre sur la page que dans les balises",
            "cells in another order on the page than in the tags",
        ),
        (Refusal::Mixed, _) => (
            "des mots hors des balises sont parmi ses cases",
            "words outside of the tags stand among its cells",
        ),
    };
    let told = tell(lang, words.0, words.1);
    match (refusal, tried.judged) {
        (Refusal::Sparse, Some(j)) => {
            format!("{told} ({} {})", percent(j.filled), tell(lang, "remplies", "filled"))
        }
        (Refusal::LowMarks, Some(j)) => format!("{told} ({})", score(j.score, lang)),
        _ => told.to_owned(),
    }
}

/// The title over the regions that gave a table.
pub(super) fn taken(lang: Lang) -> &'static str {
    tell(lang, "Essais là où un tableau est retenu", "Attempts where a table was taken")
}

/// The title over those that gave none.
pub(super) fn quiet(lang: Lang) -> &'static str {
    tell(lang, "Autres essais, aucun retenu", "Other attempts, none taken")
}

/// The lines of the legend: class of the swatch, words.
pub(super) fn legend(lang: Lang) -> [(&'static str, &'static str); 8] {
    let words = |fr, en| tell(lang, fr, en);
    [
        ("cell", words("case du tableau retenu", "cell of a table taken")),
        ("heading", words("en-tête du tableau retenu", "heading of a table taken")),
        ("again", words("en-tête répété d'une autre page", "heading repeated of another page")),
        ("outline", words("essai écarté ou refusé", "attempt left or refused")),
        ("word", words("mot lu", "word read")),
        ("aside", words("en-tête ou pied de page, ôté", "running header or footer, set aside")),
        ("rule", words("filet", "rule")),
        ("fill", words("fond coloré", "shading")),
    ]
}

/// What the marks mean.
pub(super) fn key_to_marks(lang: Lang) -> Vec<String> {
    let least = score(ADVANCE, lang);
    let text = match lang {
        Lang::Fr => format!(
            "Note sur 100 : cases remplies, de même type dans leur colonne (mots ou nombres),
             nombres alignés, cases à une seule valeur. Dans chaque région le meilleur essai est
             retenu ; il doit passer de {least} ceux essayés avant lui. Un tableau se lit par ses
             filets, les blancs entre ses colonnes, comme liste (noms et montants) ou par les
             balises du fichier. Survoler un essai montre sa grille, une case ses en-têtes."
        ),
        Lang::En => format!(
            "Score out of 100: cells filled, of one type in their column (words or numbers),
             numbers aligned, cells with a single value. The best attempt of a region is taken;
             it must pass those tried before it by {least}. A table is read by its rules, by the
             white space between its columns, as a list (names and amounts) or by the tags of
             the file. Hover an attempt to see its grid, a cell for its headings."
        ),
    };
    text.lines().map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Rect;

    fn tried(fate: Fate, size: (usize, usize, usize), score: f32) -> Tried {
        let mut tried = Tried::of(Rect::default(), fate, Vec::new());
        tried.size = size;
        tried.judged =
            tried.judged.map(|judged| crate::layout::tables::trace::Judged { score, ..judged });
        tried
    }

    #[test]
    fn a_better_score_that_is_not_enough_is_told_as_that() {
        let told = |own, columns| {
            let rival = Rival { name: "A1", score: 90.7, columns };
            fate(&tried(Fate::Beaten, (2, 2, 1), own), None, Some(&rival), Lang::Fr)
        };
        let near = "écarté : essayé après A1, devait le passer de 0,5 (91,1 contre 90,7)";
        assert_eq!(told(91.1, 2), near);
        assert_eq!(told(91.1, 3), near);
        assert_eq!(told(90.7, 2), "écarté : n'améliore pas A1 (90,7 contre 90,7)");
        assert_eq!(told(99.0, 3), "écarté : moins de colonnes que A1");
    }

    #[test]
    fn what_is_too_small_is_told_by_what_it_lacks() {
        let told = |size| fate_alone(&tried(Fate::Refused(Refusal::Small), size, 100.0), Lang::Fr);
        assert_eq!(told((5, 1, 1)), "refusé : une seule colonne");
        assert_eq!(told((1, 3, 0)), "refusé : une seule ligne");
        assert_eq!(told((2, 3, 2)), "refusé : rien sous l'en-tête");
    }
}
