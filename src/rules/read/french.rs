//! What the TOML parser and serde (of JSON too) say in English, told in French with what to do.
//!
//! A message that is not in the table is shown as it is: better English than nothing.

/// A message in French.
pub(crate) fn french(message: &str) -> String {
    let message = message.trim().replace('\n', " ");
    let (what, expected) = match message.split_once(", expected ") {
        Some((what, expected)) => (what, Some(expected)),
        None => (message.as_str(), None),
    };
    let mut out = said(what);
    if let Some(expected) = expected.and_then(awaited) {
        out.push_str(" ; attendu : ");
        out.push_str(&expected);
    }
    out
}

/// What to do about a message.
pub(super) fn remedy(message: &str) -> Option<String> {
    let found = REMEDIES.iter().find(|(part, _)| message.contains(part));
    found.map(|(_, remedy)| (*remedy).to_owned())
}

fn said(what: &str) -> String {
    for (english, french) in SAID {
        if let Some(rest) = what.strip_prefix(english) {
            return format!("{french}{}", kinds(rest));
        }
    }
    what.to_owned()
}

/// Serde's names for what it found, and French quotes around what is written.
fn kinds(rest: &str) -> String {
    let said =
        KINDS.iter().fold(rest.to_owned(), |text, (english, french)| text.replace(english, french));
    let mut parts = said.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, opens) in parts.zip([true, false].into_iter().cycle()) {
        out.push_str(if opens { "« " } else { " »" });
        out.push_str(part);
    }
    out
}

/// What should stand there: a mark as it is, serde's words in French; nothing where the parser's
/// grammar would not help.
fn awaited(expected: &str) -> Option<String> {
    if expected.starts_with('`') {
        return Some(expected.replace('`', "").replace(" or ", " ou "));
    }
    let known = AWAITED.iter().find(|(english, _)| expected.starts_with(english));
    known.map(|(_, french)| (*french).to_owned())
}

const SAID: &[(&str, &str)] = &[
    ("missing field ", "il manque la clé "),
    ("invalid type: ", "valeur d'un mauvais type : "),
    ("invalid value: ", "valeur impossible : "),
    ("invalid length ", "liste trop courte : "),
    ("unknown variant ", "mot inconnu : "),
    ("duplicate field ", "clé écrite deux fois : "),
    ("unknown field ", "clé inconnue : "),
    ("duplicate key", "clé écrite deux fois"),
    ("key with no value", "clé sans valeur"),
    ("missing value", "valeur manquante"),
    ("string values must be quoted", "un texte s'écrit entre guillemets droits"),
    ("unexpected key or value", "clé ou valeur inattendue"),
    ("unexpected content", "texte inattendu"),
    ("invalid unquoted key", "nom de clé impossible sans guillemets"),
    ("invalid multi-line basic string", "texte entre guillemets mal fermé"),
    ("invalid multi-line literal string", "texte entre apostrophes mal fermé"),
    ("missing opening quote", "il manque le guillemet qui ouvre le texte"),
    ("invalid basic string", "texte entre guillemets mal fermé"),
    ("invalid literal string", "texte entre apostrophes mal fermé"),
    ("missing escaped value", "signe « \\ » sans rien derrière"),
    ("too few unicode value digits", "code de caractère incomplet"),
    ("unclosed array table", "crochets [[ ]] mal fermés"),
    ("unclosed array", "liste non fermée"),
    ("unclosed inline table", "accolade non fermée"),
    ("unclosed table", "crochet de bloc non fermé"),
    ("missing comma between array elements", "virgule manquante entre deux textes de la liste"),
    ("missing comma between key-value pairs", "virgule manquante entre deux clés"),
    ("missing assignment between key-value pairs", "« = » manquant derrière la clé"),
    ("extra comma", "virgule en trop"),
    ("extra assignment between key-value pairs", "« = » en trop"),
    ("extra `=`", "« = » en trop"),
    ("cannot recurse further", "trop d'accolades ou de crochets les uns dans les autres"),
    ("invalid float", "nombre mal écrit"),
    ("unexpected `=` in array", "« = » dans une liste"),
    ("recursion limit", "trop d'accolades ou de crochets les uns dans les autres"),
];

const KINDS: &[(&str, &str)] = &[
    ("floating point ", "le nombre décimal "),
    ("integer ", "le nombre "),
    ("boolean ", "le mot "),
    ("string ", "le texte "),
    ("sequence", "une liste"),
    ("map", "un bloc"),
];

const AWAITED: &[(&str, &str)] = &[
    ("a string or a list of strings", "un texte ou une liste de textes"),
    ("an example or a list of examples", "{ texte = \"…\", lit = { … } } ou une liste"),
    ("a number, a string or a list of them", "un nombre, un texte ou une liste"),
    ("a string", "un texte"),
    ("a boolean", "true ou false"),
    ("i32", "un nombre entier"),
    ("i64", "un nombre entier"),
    ("a table", "un bloc { nom = … }"),
    ("struct", "un bloc { clé = … }"),
];

const REMEDIES: &[(&str, &str)] = &[
    ("missing field", "ajouter cette clé au bloc"),
    ("expected a table", "donner un nom à chaque valeur : { nom = \"…\" }"),
    ("expected an example", "écrire { texte = \"…\", lit = { nom = 3 } }"),
    ("expected struct", "écrire { texte = \"…\", lit = { nom = 3 } }"),
    ("sequence, expected a string", "n'écrire qu'un texte, sans crochets autour"),
    ("map, expected a string", "n'écrire qu'un texte, sans accolades autour"),
    ("expected a boolean", "écrire true ou false sans guillemets"),
    ("opening quote", "écrire le texte entre guillemets droits : \"…\""),
    ("expected i", "écrire un nombre entier, sans guillemets"),
    (
        "duplicate",
        "ne garder qu'une des deux, ou réunir leurs valeurs dans une liste [\"…\", \"…\"]",
    ),
    ("array table", "écrire [[nom]] seul sur sa ligne"),
    ("unclosed array", "fermer la liste par « ] », une virgule entre deux textes"),
    ("comma", "séparer par une virgule, ou fermer par « ] » ou « } » ce qui finit avant"),
    ("escaped", "écrire le texte entre apostrophes : '…'"),
    ("string", "écrire le texte entre guillemets droits : \"…\", ou '…' s'il en contient"),
];
