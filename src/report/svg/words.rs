//! The words of the drawing: methods, what became of a candidate and why, the legend.

use super::super::tell;
use crate::document::Method;
use crate::issue::Lang;
use crate::layout::tables::ADVANCE;
use crate::layout::tables::trace::{Fate, Judged, Refusal, Tried};

/// How a grid was found, by its name in JSON.
pub(super) fn method(name: &str, lang: Lang) -> &str {
    match name {
        "ruled" => tell(lang, "filets", "rules"),
        "partly_ruled" => tell(lang, "filets en partie", "rules in part"),
        "aligned" => tell(lang, "blancs", "white space"),
        "tagged" => tell(lang, "balises du fichier", "tags of the file"),
        other => other,
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

/// What became of a candidate; `table` is what it became, `rival` what was preferred, with its score.
pub(super) fn fate(
    fate: Fate,
    judged: Option<Judged>,
    table: Option<&str>,
    rival: Option<&(String, f32)>,
    lang: Lang,
) -> String {
    let own = judged.map_or(0.0, |j| j.score);
    match fate {
        Fate::Taken => {
            let name = table.unwrap_or("?");
            format!("{} {name}", tell(lang, "retenu : tableau", "taken: table"))
        }
        Fate::Beaten => rival.map_or_else(
            || tell(lang, "écarté : un autre est meilleur", "left: another is better").to_owned(),
            |(name, best)| {
                let near = own > *best;
                let (own, best) = (score(own, lang), score(*best, lang));
                let least = score(ADVANCE, lang);
                match (lang, near) {
                    (Lang::Fr, false) => {
                        format!("écarté : n'améliore pas {name} ({own} contre {best})")
                    }
                    (Lang::Fr, true) => {
                        format!("écarté : pas {least} de mieux que {name} ({own} contre {best})")
                    }
                    (Lang::En, false) => format!("left: no better than {name} ({own}, not {best})"),
                    (Lang::En, true) => {
                        format!("left: not {least} better than {name} ({own}, {best})")
                    }
                }
            },
        ),
        Fate::Displaced => tell(
            lang,
            "écarté : ses mots sont dans un tableau plus large",
            "left: its words are in a wider table",
        )
        .to_owned(),
        Fate::SoughtAgain => tell(
            lang,
            "repris : la page est en colonnes, cherché dans chacune",
            "sought again: the page has columns of text",
        )
        .to_owned(),
        Fate::Refused(refusal) => {
            let why = why(refusal, judged, lang);
            format!("{} {why}", tell(lang, "refusé :", "refused:"))
        }
    }
}

/// Why a candidate is no table.
fn why(refusal: Refusal, judged: Option<Judged>, lang: Lang) -> String {
    let words = match refusal {
        Refusal::Small => (
            "moins de 2 colonnes, de 2 lignes, ou rien sous l'en-tête",
            "fewer than 2 columns or 2 rows, or nothing below its headings",
        ),
        Refusal::Chart => (
            "lettrage d'un graphique (échelle, ou nombres sans mot)",
            "lettering of a chart (a scale, or numbers without a word)",
        ),
        Refusal::Sparse => ("trop de cases vides", "too many empty cells"),
        Refusal::LowMarks => ("note trop basse", "marks too low"),
        Refusal::OneRow => {
            ("une seule ligne de nombres, sans filets", "a single row of numbers, without rules")
        }
        Refusal::Sentences => {
            ("trop de cases contiennent des phrases", "too many cells hold sentences")
        }
        Refusal::WordsAlone => (
            "des mots seuls, sans filets ni 3 colonnes et 3 lignes",
            "words alone, without rules or 3 columns and 3 rows",
        ),
        Refusal::RunningText => (
            "des mots seuls, serrés comme un texte courant",
            "words alone, as near each other as running text",
        ),
        Refusal::Contents => ("table des matières", "table of contents"),
    };
    let told = tell(lang, words.0, words.1);
    match (refusal, judged) {
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
    tell(lang, "Ailleurs, sans tableau", "Elsewhere, without a table")
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
pub(super) fn key_to_marks(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Fr => [
            "Note sur 100 : cases remplies, de même type dans leur colonne (mots ou nombres),",
            "nombres alignés, cases à une seule valeur. Le meilleur essai d'une région est retenu.",
            "Filets : traits dessinés ; blancs : espaces entre les colonnes. Survoler un essai montre",
            "sa grille ; survoler une case dit sa ligne, sa colonne et ses en-têtes.",
        ],
        Lang::En => [
            "Score out of 100: cells filled, of one type in their column (words or numbers),",
            "numbers aligned, cells with a single value. The best attempt of a region is taken.",
            "Rules: drawn lines; white space: gaps between columns. Hover an attempt to see its",
            "grid, hover a cell for its row, its column and its headings.",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_score_that_is_not_enough_is_told_as_that() {
        let judged = |score| Judged { filled: 1.0, typed: 1.0, aligned: 1.0, single: 1.0, score };
        let told = |own| {
            let rival = ("A1".to_owned(), 90.7);
            fate(Fate::Beaten, Some(judged(own)), None, Some(&rival), Lang::Fr)
        };
        assert_eq!(told(91.1), "écarté : pas 0,5 de mieux que A1 (91,1 contre 90,7)");
        assert_eq!(told(90.7), "écarté : n'améliore pas A1 (90,7 contre 90,7)");
    }
}
