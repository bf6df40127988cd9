//! A pack as people write it: one type a block of TOML, its keys in French as in the file.
//!
//! Every text keeps its place in the file, so that a fault can show it. A key that takes a text
//! takes a list of texts too wherever several make sense. What is written here is turned into
//! [`super::Pack`] by `compile`, and into a JSON Schema by `schema`: what is said of each key is
//! French because the editor of who writes rules shows it.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

mod shape;
mod value;

pub use value::{Examples, Expected, Named, Text, Texts};

/// `[pack]` : ce qu'est ce fichier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackBlock {
    /// Nom du jeu de règles, tel que `inclut` et les rapports le donnent.
    pub id: Text,
    /// Version, montrée à côté de chaque valeur que ce jeu a lue.
    pub version: Option<String>,
    /// Version de ce langage : `1`.
    #[schemars(with = "Option<i64>")]
    pub langage: Option<Spanned<i64>>,
    /// Jeux dont les règles viennent derrière celles de celui-ci.
    #[serde(default)]
    pub inclut: Texts,
    /// Genre de document : `bilan`, `compte-rendu`, `liste`.
    pub genre: Option<String>,
    /// Part du prévisionnel au-delà de laquelle le réalisé d'un tableau s'en écarte
    /// significativement : `10 %`. Rien n'est comparé sans elle.
    pub ecart_significatif: Option<Text>,
    /// Gravité de cet écart : `information` (si rien n'est dit), `avertissement` ou `erreur`.
    pub ecart_gravite: Option<Text>,
}

/// `[reconnaitre]` : à quoi se reconnaissent les documents de ce jeu.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecogniseBlock {
    /// Phrases qui doivent toutes être dans le document.
    #[serde(default)]
    pub contient: Texts,
    /// Phrases dont l'une au moins doit être dans le document.
    #[serde(default)]
    pub contient_un: Texts,
    /// Phrases dont aucune ne doit être dans le document.
    #[serde(default)]
    pub sans: Texts,
    /// Sections, tableaux et cellules du jeu qui, tous trouvés, font reconnaître le document
    /// quels que soient ses mots.
    #[serde(default)]
    pub structure: Texts,
    /// Si plusieurs jeux reconnaissent un document, le plus haut le lit ; 0 si rien n'est dit.
    #[serde(default)]
    pub priorite: i32,
}

/// `[[section]]` : un titre qui ouvre une partie du document.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionBlock {
    /// Nom par lequel `dans` en parle.
    pub id: Text,
    /// Section qui la contient.
    pub dans: Option<Text>,
    /// Le titre entier, avec les emplacements `code` et `libelle`.
    #[serde(default)]
    pub titre: Texts,
    /// Plusieurs façons de l'écrire.
    #[serde(default)]
    pub titres: Texts,
}

/// `[[champ]]` : une valeur donnée une fois dans le document ou dans chaque section.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldBlock {
    /// Nom de la valeur : `annee`, `statut`, `operateur`.
    pub id: Text,
    /// Section dont elle fait partie ; le document si rien n'est dit.
    pub dans: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Phrase qui la dit ; l'emplacement `valeur` est la valeur.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs façons de le dire, la meilleure d'abord.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière avec un groupe `valeur`, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
    /// Paragraphes entiers, essayés avant les phrases.
    #[serde(default)]
    pub paragraphes: Texts,
    /// Valeurs qui n'en sont pas : « direction des solidarités » n'est pas un opérateur.
    #[serde(default)]
    pub sauf: Texts,
    /// Liste fermée de valeurs, chacune avec les mots qui la disent.
    #[serde(default)]
    pub parmi: Named<Texts>,
    /// Somme ou différence d'autres valeurs, au lieu de phrases : `budget.total.etat - soutien`.
    pub calcul: Option<Text>,
    /// `avertir` signale son absence ; `ignorer` non.
    pub absent: Option<Text>,
    /// Textes et ce qui doit y être lu.
    #[serde(default)]
    pub exemple: Examples,
    /// Textes dans lesquels rien ne doit être lu.
    #[serde(default)]
    pub muet: Texts,
    /// Exemples dont on sait qu'ils ne passent pas encore.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[indicateur]]` : les nombres d'une phrase.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorBlock {
    /// Nom ; ses valeurs sont `id.emplacement`, ou `id` pour un emplacement nommé `valeur`.
    pub id: Text,
    /// Section dont il fait partie.
    pub dans: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Phrase avec un emplacement à la place de chaque nombre.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs façons de le dire, la meilleure d'abord.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière avec des groupes nommés, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
    /// `true` si ses nombres sont aussi lus par d'autres règles et ne sont nommés ici que pour les contrôles.
    #[serde(default)]
    pub renvoi: bool,
    /// Ce que ses nombres comptent, au lieu du nom qui les suit : `ménages`.
    pub unite: Option<Text>,
    /// Textes et ce qui doit y être lu.
    #[serde(default)]
    pub exemple: Examples,
    /// Textes dans lesquels rien ne doit être lu.
    #[serde(default)]
    pub muet: Texts,
    /// Exemples dont on sait qu'ils ne passent pas encore.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[montant]]` : un montant d'une phrase.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountBlock {
    /// Nom du montant.
    pub id: Text,
    /// Section dont il fait partie.
    pub dans: Option<Text>,
    /// Section où il n'est pas cherché : la part de l'État à une action n'est pas son soutien.
    pub hors: Option<Text>,
    /// Mots d'un paragraphe derrière lequel la règle commence à lire, dans sa section ou dans le
    /// document ; s'ils n'y sont pas, elle ne lit rien.
    #[serde(default)]
    pub apres: Texts,
    /// Mots d'un paragraphe devant lequel la règle cesse de lire.
    #[serde(default)]
    pub jusqua: Texts,
    /// Phrase qui le dit ; l'emplacement `valeur` est le montant.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs façons de le dire ; chacune est cherchée.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière avec un groupe `valeur`, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
    /// Mots de la proposition du montant qui disent que c'en est un autre : un acompte, un
    /// reliquat. Il est lu quand même, sans ce nom.
    #[serde(default)]
    pub sauf: Texts,
    /// `previsionnel`, `engage` ou `realise`.
    pub nature: Option<Text>,
    /// Ce qu'un acte (convention, avenant) fait de ce montant : `fixe`, `ajoute` ou `retire`.
    pub effet: Option<Text>,
    /// Textes et ce qui doit y être lu.
    #[serde(default)]
    pub exemple: Examples,
    /// Textes dans lesquels rien ne doit être lu.
    #[serde(default)]
    pub muet: Texts,
    /// Exemples dont on sait qu'ils ne passent pas encore.
    #[serde(default)]
    pub a_faire: Examples,
}

/// `[[tableau]]` : un tableau de montants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableBlock {
    /// Nom du tableau ; ses valeurs sont `id.total.colonne`, `id.ligne.colonne`.
    pub id: Text,
    /// Légendes ou titres qui l'annoncent ; tout tableau si rien n'est dit.
    #[serde(default)]
    pub apres: Texts,
    /// Mots du nom de la feuille de calcul ; la règle ne lit alors aucune autre feuille.
    #[serde(default)]
    pub feuille: Texts,
    /// Mots que la feuille de calcul doit contenir, chacun dans une de ses cellules.
    #[serde(default)]
    pub contient: Texts,
    /// Colonnes de montants par nom, avec les titres que chacune peut avoir.
    #[serde(default)]
    pub colonnes: Named<Texts>,
    /// Colonnes de texte par nom, de même.
    #[serde(default)]
    pub textes: Named<Texts>,
    /// Comment commence le libellé d'une ligne ; emplacement `code`.
    #[serde(default)]
    pub ligne: Texts,
    /// Comment commence une ligne de groupe ; emplacement `code`.
    #[serde(default)]
    pub groupe: Texts,
    /// Comment commence un sous-total.
    #[serde(default)]
    pub sous_total: Texts,
    /// Comment commence le total.
    #[serde(default)]
    pub total: Texts,
    /// `previsionnel`, `engage` ou `realise`.
    pub nature: Option<Text>,
    /// `true` pour signaler son absence.
    #[serde(default)]
    pub obligatoire: bool,
    /// Colonnes sans lesquelles un tableau n'est pas celui-ci.
    #[serde(default)]
    pub requiert: Texts,
    /// Noms des colonnes, de gauche à droite, d'un tableau sans titres.
    #[serde(default)]
    pub sans_titre: Texts,
    /// `euro`, `millier` ou `million` : ce que vaut un nombre sans signe de monnaie, là où le
    /// document ne le dit pas.
    pub unite: Option<Text>,
}

/// `[[cellule]]` : le nombre à côté d'un libellé dans une feuille de calcul.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellBlock {
    /// Nom de la valeur.
    pub id: Text,
    /// Le libellé, une cellule entière.
    #[serde(default)]
    pub libelle: Texts,
    /// Plusieurs libellés.
    #[serde(default)]
    pub libelles: Texts,
    /// Libellés qui n'en sont pas : « reste à verser par l'État ».
    #[serde(default)]
    pub sauf: Texts,
    /// Titre au-dessus de la colonne du libellé.
    #[serde(default)]
    pub sous: Texts,
    /// Titre au-dessus de la colonne de la valeur.
    #[serde(default)]
    pub colonne: Texts,
    /// Mots du nom de la feuille de calcul ; la règle ne lit alors aucune autre feuille.
    #[serde(default)]
    pub feuille: Texts,
    /// Mots que la feuille de calcul doit contenir, chacun dans une de ses cellules.
    #[serde(default)]
    pub contient: Texts,
    /// `montant` (si rien n'est dit), `pourcent`, `nombre` ou `texte`.
    #[serde(rename = "type")]
    pub kind: Option<Text>,
    /// `previsionnel`, `engage` ou `realise`.
    pub nature: Option<Text>,
}

/// `[[ignorer]]` : des nombres qui ne sont pas des indicateurs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreBlock {
    /// Nom, tel que `coverage` le montre.
    pub id: Text,
    /// Phrase dont les nombres sont ignorés.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs phrases.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
}

/// `[[justifier]]` : des mots par lesquels un document explique lui-même un écart.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JustifyBlock {
    /// Nom de l'explication : `arrondi`, `provisoire`.
    pub id: Text,
    /// Phrase qui explique les nombres de sa phrase ; sans nombre, ceux de son paragraphe, ou du
    /// tableau qu'elle suit.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs façons de le dire.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
}

/// `[[role]]` : ce que dit un nombre sans règle à lui, d'après les mots qui l'entourent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBlock {
    /// Famille de rôles que les contrôles relient : `file_active`.
    pub famille: Text,
    /// Rôle dans cette famille : `sorties`.
    pub role: Text,
    /// Mots avec l'emplacement `valeur`.
    #[serde(default)]
    pub phrase: Texts,
    /// Plusieurs façons de le dire.
    #[serde(default)]
    pub phrases: Texts,
    /// Expression régulière avec un groupe `valeur`, là où aucune phrase ne suffit.
    #[serde(default)]
    pub regex: Texts,
}

/// `[[controle]]` : une relation qui doit être vraie.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckBlock {
    /// Nom du contrôle ; les constats le portent.
    pub id: Text,
    /// La phrase qu'il prouve.
    pub dit: Option<String>,
    /// La relation : `soutien_etat = budget.total.etat`.
    pub verifie: Text,
    /// Ce que les valeurs doivent avoir en commun : `action`, `annee`, `territoire`, `operateur`.
    #[serde(default)]
    pub par: Texts,
    /// `exacte` (si rien n'est dit), `unité`, `centaine`, `millier` ou `million`.
    pub precision: Option<Text>,
    /// Part du second membre en deçà de laquelle un écart n'est pas significatif : `10 %`.
    pub seuil: Option<Text>,
    /// `erreur` (si rien n'est dit), `avertissement` ou `information`.
    pub gravite: Option<Text>,
    /// Question à poser quand il échoue.
    pub demander: Option<String>,
}
