//! A pack as people write it: one type a block of TOML, its keys in French as in the file.
//!
//! Every text keeps its place in the file, so that a fault can show it. A key that takes a text
//! takes a list of texts too wherever several make sense. What is written here is turned into
//! [`super::Pack`] by `compile`.

use serde::Deserialize;
use toml::Spanned;

mod value;

pub use value::{Examples, Expected, Named, Text, Texts};

/// `[pack]`: what this file is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackBlock {
    /// Name of the pack, as `inclut` and reports give it.
    pub id: Text,
    /// Version, shown beside every value that the pack read.
    pub version: Option<String>,
    /// Version of this language; `1`.
    pub langage: Option<Spanned<i64>>,
    /// Packs whose rules come behind this one's.
    #[serde(default)]
    pub inclut: Texts,
    /// Kind of document: `bilan`, `compte-rendu`, `liste`.
    pub genre: Option<String>,
}

/// `[reconnaitre]`: how the documents of the pack are known.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecogniseBlock {
    /// Phrases that must all stand in the document.
    #[serde(default)]
    pub contient: Texts,
    /// Phrases of which one must stand in the document.
    #[serde(default)]
    pub contient_un: Texts,
    /// Phrases of which none may stand in the document.
    #[serde(default)]
    pub sans: Texts,
    /// Sections, tables and cells of the pack which, all found, make the document one of its
    /// own whatever its words.
    #[serde(default)]
    pub structure: Texts,
    /// Where several packs know a document, the highest reads it; 0 if not given.
    #[serde(default)]
    pub priorite: i32,
}

/// `[[section]]`: a heading that opens a part of the document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionBlock {
    /// Name by which `dans` speaks of it.
    pub id: Text,
    /// Section that holds it.
    pub dans: Option<Text>,
    /// The whole heading, with slots `code` and `libelle`.
    #[serde(default)]
    pub titre: Texts,
    /// Several ways to write it.
    #[serde(default)]
    pub titres: Texts,
}

/// `[[champ]]`: a value that stands once in the document or in each section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldBlock {
    /// Name of the value: `annee`, `statut`, `operateur`.
    pub id: Text,
    /// Section that it belongs to; the document if not given.
    pub dans: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Sentence that says it; the slot `valeur` is the value.
    #[serde(default)]
    pub phrase: Texts,
    /// Several ways to say it, the best first.
    #[serde(default)]
    pub phrases: Texts,
    /// Regular expression with a group `valeur`, where no phrase will do.
    #[serde(default)]
    pub regex: Texts,
    /// Patterns of a whole paragraph, tried before the phrases.
    #[serde(default)]
    pub paragraphes: Texts,
    /// Values that are none: « direction des solidarités » is no operator.
    #[serde(default)]
    pub sauf: Texts,
    /// Closed list of values, each with the words that say it.
    #[serde(default)]
    pub parmi: Named<Texts>,
    /// Somme ou différence d'autres valeurs, au lieu de phrases : `budget.total.etat - soutien`.
    pub calcul: Option<Text>,
    /// `avertir` tells where it is missing; `ignorer` does not.
    pub absent: Option<Text>,
    /// Texts and what must be read in them.
    #[serde(default)]
    pub exemple: Examples,
    /// Texts in which nothing may be read.
    #[serde(default)]
    pub muet: Texts,
    /// Examples that are known not to work yet.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[indicateur]]`: the numbers of a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorBlock {
    /// Name; its values are `id.slot`, or `id` for a slot named `valeur`.
    pub id: Text,
    /// Section that it belongs to.
    pub dans: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Sentence with slots for its numbers.
    #[serde(default)]
    pub phrase: Texts,
    /// Several ways to say it, the best first.
    #[serde(default)]
    pub phrases: Texts,
    /// Regular expression with named groups, where no phrase will do.
    #[serde(default)]
    pub regex: Texts,
    /// Whether its numbers are read by other rules too and are named here for checks only.
    #[serde(default)]
    pub renvoi: bool,
    /// Ce que ses nombres comptent, au lieu du nom qui les suit : `ménages`.
    pub unite: Option<Text>,
    /// Texts and what must be read in them.
    #[serde(default)]
    pub exemple: Examples,
    /// Texts in which nothing may be read.
    #[serde(default)]
    pub muet: Texts,
    /// Examples that are known not to work yet.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[montant]]`: an amount of a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountBlock {
    /// Name of the amount.
    pub id: Text,
    /// Section that it belongs to.
    pub dans: Option<Text>,
    /// Section in which it is not looked for: the State's part of one action is not its support.
    pub hors: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Sentence that says it; the slot `valeur` is the amount.
    #[serde(default)]
    pub phrase: Texts,
    /// Several ways to say it; each is looked for.
    #[serde(default)]
    pub phrases: Texts,
    /// Regular expression with a group `valeur`, where no phrase will do.
    #[serde(default)]
    pub regex: Texts,
    /// `previsionnel`, `engage` or `realise`.
    pub nature: Option<Text>,
    /// Texts and what must be read in them.
    #[serde(default)]
    pub exemple: Examples,
    /// Texts in which nothing may be read.
    #[serde(default)]
    pub muet: Texts,
    /// Examples that are known not to work yet.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[tableau]]`: a table of amounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableBlock {
    /// Name of the table; its values are `id.total.colonne`, `id.ligne.colonne`.
    pub id: Text,
    /// Captions or headings that announce it; any table if not given.
    #[serde(default)]
    pub apres: Texts,
    /// Mots du nom de la feuille de calcul ; la règle ne lit alors aucune autre feuille.
    #[serde(default)]
    pub feuille: Texts,
    /// Mots que la feuille de calcul doit contenir, chacun dans une de ses cellules.
    #[serde(default)]
    pub contient: Texts,
    /// Columns of amounts by name, with the headings each may have.
    #[serde(default)]
    pub colonnes: Named<Texts>,
    /// Columns of text by name, likewise.
    #[serde(default)]
    pub textes: Named<Texts>,
    /// How the label of a line opens; slot `code`.
    #[serde(default)]
    pub ligne: Texts,
    /// How a group row opens; slot `code`.
    #[serde(default)]
    pub groupe: Texts,
    /// How a subtotal opens.
    #[serde(default)]
    pub sous_total: Texts,
    /// How the total opens.
    #[serde(default)]
    pub total: Texts,
    /// `previsionnel`, `engage` or `realise`.
    pub nature: Option<Text>,
    /// Whether to tell where it is missing.
    #[serde(default)]
    pub obligatoire: bool,
    /// Columns without which a table is none of this rule's.
    #[serde(default)]
    pub requiert: Texts,
    /// Names of the columns, from the left, of a table that has no headings.
    #[serde(default)]
    pub sans_titre: Texts,
    /// `euro`, `millier` ou `million` : ce que vaut un nombre sans signe de monnaie, là où le
    /// document ne le dit pas.
    pub unite: Option<Text>,
}

/// `[[cellule]]`: the number beside a label of a sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellBlock {
    /// Name of the value.
    pub id: Text,
    /// The label, a whole cell.
    #[serde(default)]
    pub libelle: Texts,
    /// Several labels.
    #[serde(default)]
    pub libelles: Texts,
    /// Heading above the column of the label.
    #[serde(default)]
    pub sous: Texts,
    /// Heading above the column of the value.
    #[serde(default)]
    pub colonne: Texts,
    /// Mots du nom de la feuille de calcul ; la règle ne lit alors aucune autre feuille.
    #[serde(default)]
    pub feuille: Texts,
    /// Mots que la feuille de calcul doit contenir, chacun dans une de ses cellules.
    #[serde(default)]
    pub contient: Texts,
    /// `montant` (if not given), `pourcent`, `nombre` or `texte`.
    #[serde(rename = "type")]
    pub kind: Option<Text>,
    /// `previsionnel`, `engage` or `realise`.
    pub nature: Option<Text>,
}

/// `[[ignorer]]`: numbers that are no indicators.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IgnoreBlock {
    /// Name, as `coverage` shows it.
    pub id: Text,
    /// Sentence whose numbers are ignored.
    #[serde(default)]
    pub phrase: Texts,
    /// Several of them.
    #[serde(default)]
    pub phrases: Texts,
    /// Regular expression, where no phrase will do.
    #[serde(default)]
    pub regex: Texts,
}

/// `[[role]]`: what a number without a rule of its own says, by the words around it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleBlock {
    /// Family of roles that checks relate: `file_active`.
    pub famille: Text,
    /// Role in it: `sorties`.
    pub role: Text,
    /// Words with the slot `valeur`.
    #[serde(default)]
    pub phrase: Texts,
    /// Several ways to say it.
    #[serde(default)]
    pub phrases: Texts,
    /// Regular expression with a group `valeur`, where no phrase will do.
    #[serde(default)]
    pub regex: Texts,
}

/// `[[controle]]`: a relation that must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckBlock {
    /// Name of the check; findings are told under it.
    pub id: Text,
    /// The sentence that it proves.
    pub dit: Option<String>,
    /// The relation: `soutien_etat = budget.total.etat`.
    pub verifie: Text,
    /// Keys that the values must share: `action`, `annee`, `territoire`, `operateur`.
    #[serde(default)]
    pub par: Texts,
    /// `exacte` (if not given), `unité`, `centaine`, `millier` or `million`.
    pub precision: Option<Text>,
    /// `erreur` (if not given), `avertissement` or `information`.
    pub gravite: Option<Text>,
    /// Question to ask when it fails.
    pub demander: Option<String>,
}
