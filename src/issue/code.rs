//! Every code of an issue with its severity and its words. All of them live here, so that none is
//! told in two ways: the name is for machines and never changes, the sentence and the hint are
//! for people, with `{name}` for the details that an [`Issue`](super::Issue) carries.

use serde::{Deserialize, Serialize};

use super::{Lang, Severity};

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident $severity:ident $code:literal
        fr $fr:literal, $fr_hint:literal;
        en $en:literal, $en_hint:literal; )+) => {
        /// Every code of an issue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $( $(#[doc = $doc])+ #[serde(rename = $code)] $name, )+ }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable name, `page-needs-ocr`.
            #[must_use]
            pub fn name(self) -> &'static str { match self { $(Self::$name => $code),+ } }

            /// How grave it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// The sentence and the hint, with `{name}` for details.
            pub(super) fn templates(self, lang: Lang) -> (&'static str, &'static str) {
                match (self, lang) {
                    $((Self::$name, Lang::Fr) => ($fr, $fr_hint),
                      (Self::$name, Lang::En) => ($en, $en_hint),)+
                }
            }
        }
    };
}

codes! {
    /// The file cannot be opened.
    Unreadable Error "unreadable"
        fr "le fichier ne peut pas être lu : {why}", "vérifier les droits et que le fichier existe encore";
        en "the file cannot be read: {why}", "check its permissions and that it is still there";
    /// The file holds nothing.
    Empty Error "empty-file"
        fr "le fichier est vide (0 octet)", "demander à nouveau le fichier à celui qui l'a produit";
        en "the file is empty (0 bytes)", "ask its producer for the file again";
    /// The content is not what the name says.
    WrongKind Warning "wrong-kind"
        fr "le nom annonce {named}, mais le contenu est {found}", "vérifier l'origine du fichier ; c'est le contenu qui compte";
        en "its name says {named}, but its content is {found}", "check where it comes from; the content is what counts";
    /// The kind of file is not one that is read.
    Unsupported Info "unsupported-kind"
        fr "type de fichier non lu : {found}", "convertir en PDF, xlsx, ods ou csv si le document doit être contrôlé";
        en "not a kind of file that is read: {found}", "convert it to PDF, xlsx, ods or csv if it has to be checked";
    /// A document of a kind that is not read: what it says is in no record.
    DocumentNotRead Warning "document-not-read"
        fr "format non lu ({found}) : rien de ce document n'est contrôlé", "enregistrer en PDF et relancer, ou l'écarter avec --exclude s'il n'est pas à contrôler";
        en "not a format that is read ({found}): nothing of this document is checked", "save it as PDF and run again, or leave it out with --exclude if it need not be checked";
    /// A picture, which may be a document that somebody scanned.
    PictureNotRead Warning "picture-not-read"
        fr "image non lue ({found}) : si c'est un document numérisé, rien n'en est contrôlé", "en faire un PDF et relancer, ou l'écarter avec --exclude";
        en "a picture, not read ({found}): if it is a scanned document, nothing of it is checked", "make a PDF of it and run again, or leave it out with --exclude";
    /// A file that holds others, which are not looked for.
    BundleNotOpened Warning "bundle-not-opened"
        fr "fichier non ouvert ({found}) : rien des documents qu'il contient n'est contrôlé", "les enregistrer à côté de lui et relancer, en l'écartant avec --exclude";
        en "not opened ({found}): nothing of the documents in it is checked", "save them beside it and run again, leaving it out with --exclude";
    /// The file is larger than the limit.
    TooLarge Error "too-large"
        fr "{what} : {size}, au-delà de la limite de {limit}", "relever la limite avec {flag} si le fichier est sûr";
        en "{what}: {size}, over the limit of {limit}", "lift the limit with {flag} if the file is safe";
    /// The file asks for a password.
    Password Error "password"
        fr "le fichier est protégé par un mot de passe", "enregistrer une copie sans mot de passe";
        en "the file is protected by a password", "save a copy without a password";
    /// The file is damaged and nothing could be read.
    Damaged Error "damaged"
        fr "le fichier est endommagé : {why}", "rouvrir l'original et l'exporter à nouveau";
        en "the file is damaged: {why}", "open the original and export it again";
    /// The file is damaged, but something could be read.
    Repaired Warning "repaired"
        fr "le fichier est abîmé et a été lu en partie : {why}", "comparer avec l'original";
        en "the file is damaged and was read in part: {why}", "compare with the original";
    /// The library that reads it broke down.
    Panicked Error "reader-failed"
        fr "la lecture s'est interrompue : {why}", "signaler ce fichier ; les autres documents ne sont pas touchés";
        en "reading broke down: {why}", "report this file; other documents are not affected";
    /// The worker died.
    Crashed Error "worker-crashed"
        fr "le processus de lecture s'est arrêté ({why})", "signaler ce fichier ; les autres documents ne sont pas touchés";
        en "the reading process stopped ({why})", "report this file; other documents are not affected";
    /// The worker used too much memory.
    OutOfMemory Error "out-of-memory"
        fr "la lecture demande plus de {limit} de mémoire", "relever la limite avec --max-memory si le fichier est sûr";
        en "reading it takes more than {limit} of memory", "lift the limit with --max-memory if the file is safe";
    /// The worker took too long.
    TimedOut Error "timed-out"
        fr "la lecture a dépassé {limit}", "relever la limite avec --timeout si le fichier est sûr";
        en "reading it took longer than {limit}", "lift the limit with --timeout if the file is safe";
    /// The worker did nothing any more.
    Silent Error "worker-silent"
        fr "la lecture s'est figée : aucune activité depuis {limit}", "le signaler avec le fichier, il a été mis à l'écart ; --fresh le relit";
        en "the reading came to a standstill: nothing was done for {limit}", "report it with the file, which was set apart; --fresh reads it again";
    /// More is told of a document than its line in the run holds.
    MoreIssues Warning "more-issues"
        fr "{count} autres constats sur ce document sont dans {document}", "les lire dans ce fichier, sous « issues »";
        en "{count} more issues of this document are in {document}", "read them in that file, under “issues”";
    /// The same bytes as another file.
    Duplicate Info "duplicate"
        fr "mêmes octets que {other}", "aucune action : le document est compté une fois";
        en "same bytes as {other}", "nothing to do: the document counts once";
    /// A PDF without pages.
    NoPages Error "no-pages"
        fr "le PDF ne contient aucune page lisible", "rouvrir l'original et l'exporter à nouveau";
        en "the PDF has no page that can be read", "open the original and export it again";
    /// Fewer pages than the file states.
    PagesMissing Error "pages-missing"
        fr "{read} pages lues sur {stated} annoncées", "comparer avec l'original";
        en "{read} pages read of {stated} stated", "compare with the original";
    /// A page could not be read.
    PageFailed Error "page-failed"
        fr "page {page} : illisible ({why})", "regarder la page dans un lecteur PDF";
        en "page {page}: cannot be read ({why})", "look at the page in a PDF viewer";
    /// A page that was read cannot be drawn.
    PageNotDrawn Warning "page-not-drawn"
        fr "page {page} : lue, mais non dessinée ({why})", "regarder la page dans un lecteur PDF";
        en "page {page}: read, but not drawn ({why})", "look at the page in a PDF viewer";
    /// A page or a sheet that a value is said to stand on is not in the file.
    NotInFile Warning "not-in-file"
        fr "« {name} » n'est pas dans le fichier", "relancer « bilan run »";
        en "“{name}” is not in the file", "run “bilan run” again";
    /// The pictures of a page that was read are too large for it to be drawn.
    PicturesTooLarge Warning "pictures-too-large"
        fr "page {page} : lue, mais non dessinée ({count} millions de pixels d'images, limite de {limit} pixels)", "relever la limite avec --max-pixels si le fichier est sûr";
        en "page {page}: read, but not drawn ({count} million pixels of pictures, limit of {limit} pixels)", "lift the limit with --max-pixels if the file is safe";
    /// A page is a picture without text.
    NeedsOcr Warning "page-needs-ocr"
        fr "page {page} : image numérisée sans texte, elle demande une reconnaissance de caractères", "installer la reconnaissance de caractères (apt install tesseract-ocr tesseract-ocr-fra), ou la désigner par --tesseract, puis relancer sans --no-ocr";
        en "page {page}: a scanned picture without text, it needs optical character recognition", "install what recognises characters (apt install tesseract-ocr tesseract-ocr-fra) or name it with --tesseract, then run again without --no-ocr";
    /// A page was read as a picture.
    Recognised Info "page-recognised"
        fr "page {page} : numérisée, lue par reconnaissance de caractères (confiance {sure} %)", "vérifier les montants importants sur l'image de la page";
        en "page {page}: scanned, read by optical character recognition (confidence {sure} %)", "check amounts that matter against the picture of the page";
    /// A page of paper shows nothing that is written.
    BlankPage Info "page-blank"
        fr "page {page} : numérisée, aucun texte n'y est vu", "regarder la page si elle devrait en porter : une écriture très pâle n'est pas vue";
        en "page {page}: scanned, no text is seen on it", "look at the page if it should have some: very pale writing is not seen";
    /// Pages of paper were read by a program that does not know French.
    ReadAsEnglish Warning "read-as-english"
        fr "pages numérisées ({count}) lues avec le modèle anglais, faute du français : des accents et des mots y sont mal lus", "installer tesseract-ocr-fra (apt install tesseract-ocr-fra) et relancer : ces pages seront relues";
        en "scanned pages ({count}) read with the English model for want of the French one: accents and words are misread", "install tesseract-ocr-fra (apt install tesseract-ocr-fra) and run again: these pages are then read anew";
    /// The doubtful words of a page that was read as a picture could not be read once more.
    ReadOnce Warning "page-recognised-once"
        fr "page {page} : ses mots douteux n'ont pas pu être relus ({why}), ils restent tels que lus la première fois", "vérifier les codes et les montants de cette page sur l'image ; --page-timeout donne plus de temps";
        en "page {page}: its doubtful words could not be read again ({why}), they stay as first read", "check the codes and amounts of this page against its picture; --page-timeout gives more time";
    /// A page could not be read as a picture.
    OcrFailed Error "page-not-recognised"
        fr "page {page} : numérisée, et la reconnaissance de caractères a échoué ({why})", "regarder la page et saisir ses montants à la main ; --page-timeout donne plus de temps";
        en "page {page}: scanned, and character recognition failed ({why})", "look at the page and enter its amounts by hand; --page-timeout gives more time";
    /// A page is written, and not one letter of it could be read.
    NothingRecognised Warning "page-nothing-recognised"
        fr "page {page} : numérisée et écrite, mais la reconnaissance de caractères n'y lit rien", "regarder la page et saisir ses montants à la main, ou la numériser à nouveau (300 points par pouce)";
        en "page {page}: scanned and written, but character recognition reads nothing there", "look at the page and enter its amounts by hand, or scan it again (300 dots an inch)";
    /// What was read of a page cannot be text.
    DoubtfullyRecognised Warning "page-doubtfully-recognised"
        fr "page {page} : numérisée, la reconnaissance de caractères n'y lit presque rien de sûr (confiance {sure} %)", "ne pas s'y fier : regarder la page et saisir ses montants à la main, ou la numériser à nouveau (300 points par pouce)";
        en "page {page}: scanned, character recognition reads hardly anything there that is sure (confidence {sure} %)", "do not rely on it: look at the page and enter its amounts by hand, or scan it again (300 dots an inch)";
    /// The hidden text of a scanned page could not be relied on, and reading it anew was no better.
    LayerKept Warning "poor-text-layer-kept"
        fr "page {page} : numérisée ; la couche de texte du fichier n'est pas fiable, et la relecture n'est pas meilleure", "regarder la page et saisir ses montants à la main, ou la numériser à nouveau (300 points par pouce)";
        en "page {page}: scanned; the file's layer of text cannot be relied on, and reading it anew was no better", "look at the page and enter its amounts by hand, or scan it again (300 dots an inch)";
    /// A picture in a page of text that is written and cannot be read.
    PictureUnreadable Warning "page-picture-unreadable"
        fr "page {page} : une image occupe une partie de la page, la reconnaissance de caractères n'y lit rien de sûr", "regarder l'image et saisir ses montants à la main";
        en "page {page}: a picture takes part of the page, character recognition reads nothing there that is sure", "look at the picture and enter its amounts by hand";
    /// A picture in a page of text that holds no text.
    PictureWithoutText Info "page-picture-without-text"
        fr "page {page} : une image occupe une partie de la page, aucun texte n'y est reconnu", "regarder l'image si elle peut porter des montants";
        en "page {page}: a picture takes part of the page, no text is recognised there", "look at the picture if it may hold amounts";
    /// The hidden text of a scanned page cannot be relied on, and nothing reads it anew.
    PoorLayer Warning "poor-text-layer"
        fr "page {page} : numérisée, la couche de texte du fichier n'est pas fiable", "installer la reconnaissance de caractères (apt install tesseract-ocr tesseract-ocr-fra) et relancer sans --no-ocr : la page sera relue";
        en "page {page}: scanned, and the file's layer of text cannot be relied on", "install what recognises characters (apt install tesseract-ocr tesseract-ocr-fra) and run again without --no-ocr: the page is then read anew";
    /// The hidden text of a scanned page says something else than its picture, and nothing reads it
    /// anew.
    FalseLayer Warning "false-text-layer"
        fr "page {page} : numérisée, la couche de texte du fichier ne dit pas ce que montre son image", "installer la reconnaissance de caractères (apt install tesseract-ocr tesseract-ocr-fra) et relancer sans --no-ocr : la page sera relue";
        en "page {page}: scanned, and the file's layer of text does not say what its picture shows", "install what recognises characters (apt install tesseract-ocr tesseract-ocr-fra) and run again without --no-ocr: the page is then read anew";
    /// A scanned page is read by the hidden text that came with it, of which figures were read anew.
    LayerUsed Info "text-layer-used"
        fr "page {page} : numérisée, lue par la couche de texte du fichier (chiffres du document relus sur l'image : {read}, dont {same} pareils)", "vérifier les montants importants sur l'image de la page";
        en "page {page}: scanned, read by the file's layer of text (figures of the document read anew on the picture: {read}, {same} of them alike)", "check amounts that matter against the picture of the page";
    /// A scanned page is read by the hidden text that came with it, and nothing reads its figures anew.
    LayerUnproved Warning "text-layer-unproved"
        fr "page {page} : numérisée, lue par la couche de texte du fichier, que rien n'a contrôlée", "vérifier les montants sur l'image de la page, ou relancer avec la reconnaissance de caractères (apt install tesseract-ocr tesseract-ocr-fra), qui relit ses chiffres";
        en "page {page}: scanned, read by the file's layer of text, which nothing has checked", "check amounts against the picture of the page, or run again with what recognises characters (apt install tesseract-ocr tesseract-ocr-fra), which reads its figures anew";
    /// The hidden text of a scanned page says something else than its picture, and was read anew.
    FalseLayerReplaced Info "false-text-layer-replaced"
        fr "page {page} : numérisée ; la couche de texte du fichier ne dit pas ce que montre son image, la page a été relue (confiance {sure} %)", "vérifier les montants importants sur l'image de la page";
        en "page {page}: scanned; the file's layer of text does not say what its picture shows, the page was read anew (confidence {sure} %)", "check amounts that matter against the picture of the page";
    /// The hidden text of a scanned document has other figures than its pictures, and the page was
    /// read anew.
    MisreadLayer Info "misread-text-layer-replaced"
        fr "page {page} : numérisée ; plus d'un cinquième des chiffres relus sur l'image ne sont pas ceux de la couche de texte du fichier, la page a été relue (confiance {sure} %)", "vérifier les montants importants sur l'image de la page";
        en "page {page}: scanned; more than a fifth of the figures read anew on the picture are not those of the file's layer of text, the page was read anew (confidence {sure} %)", "check amounts that matter against the picture of the page";
    /// The hidden text of a scanned page could not be relied on, and was read anew.
    LayerReplaced Info "text-layer-replaced"
        fr "page {page} : numérisée ; la couche de texte du fichier n'est pas fiable, la page a été relue (confiance {sure} %)", "vérifier les montants importants sur l'image de la page";
        en "page {page}: scanned; the file's layer of text cannot be relied on, the page was read anew (confidence {sure} %)", "check amounts that matter against the picture of the page";
    /// A page of text has a picture that may hold more.
    PartNotRead Warning "page-picture-not-read"
        fr "page {page} : une image occupe une partie de la page et n'a pas été lue", "regarder l'image, ou installer la reconnaissance de caractères (apt install tesseract-ocr tesseract-ocr-fra) et relancer sans --no-ocr";
        en "page {page}: a picture takes part of the page and was not read", "look at the picture, or install what recognises characters (apt install tesseract-ocr tesseract-ocr-fra) and run again without --no-ocr";
    /// A page draws text, but no letter could be named.
    NoText Error "page-without-text"
        fr "page {page} : du texte est dessiné mais aucun caractère n'est identifiable", "regarder la page et saisir ses montants à la main";
        en "page {page}: text is drawn, but no character can be told", "look at the page and enter its amounts by hand";
    /// Some letters have no Unicode value.
    GlyphsWithoutUnicode Warning "glyphs-without-unicode"
        fr "page {page} : {count} caractères sans correspondance (police {font})", "vérifier les montants de cette page sur l'image";
        en "page {page}: {count} characters without a mapping (font {font})", "check the amounts of this page against its picture";
    /// The two readers do not agree on a page.
    Disagreement Warning "readers-disagree"
        fr "page {page} : les deux lecteurs ne s'accordent que sur {share} des mots", "vérifier les montants de cette page sur l'image";
        en "page {page}: the two readers agree on only {share} of the words", "check the amounts of this page against its picture";
    /// A page writes text that the reader did not get to.
    TextNotRead Error "text-not-read"
        fr "page {page} : textes écrits dans son contenu : {shown}, dont lus : {read}", "regarder la page dans un lecteur PDF : du texte peut manquer";
        en "page {page}: {shown} texts written in its content, {read} read", "look at the page in a PDF viewer: text may be missing";
    /// The second reader gave nothing to compare with.
    NotCompared Info "not-compared"
        fr "aucune page n'est comparée par le second lecteur ({why})", "vérifier quelques montants sur l'image";
        en "no page is compared by the second reader ({why})", "check some amounts against the picture";
    /// A page has too many drawn strokes for its tables to be read by them.
    StrokesTooMany Warning "too-many-strokes"
        fr "page {page} : plus de {limit} croisements de traits à comparer, les tableaux y sont lus sans leurs traits", "vérifier les tableaux de cette page sur l'image";
        en "page {page}: more than {limit} crossings of strokes to compare, its tables are read without their rules", "check the tables of this page against its picture";
    /// The structure tree of a PDF is larger than what is read of one.
    StructureTooLarge Warning "structure-too-large"
        fr "les balises de structure dépassent une limite ({what} : {limit}) : au-delà, les pages sont lues sans elles", "vérifier les tableaux de ce document sur l'image";
        en "the structure tags are over a limit ({what}: {limit}): beyond it, pages are read without them", "check the tables of this document against its picture";
    /// Something of a page or file was over a limit and left out.
    Truncated Error "over-limit"
        fr "{what} : limite de {limit} atteinte, la suite n'est pas lue", "relever la limite avec {flag} si le fichier est sûr";
        en "{what}: limit of {limit} reached, the rest is not read", "lift the limit with {flag} if the file is safe";
    /// Dangerous content refused before any library sees it.
    Refused Error "refused"
        fr "fichier refusé avant lecture : {why}", "demander une copie saine du document";
        en "refused before reading: {why}", "ask for a sound copy of the document";
    /// A document was read and holds nothing.
    Blank Warning "blank-document"
        fr "le document ne contient ni texte ni montant lisible", "vérifier que c'est le bon fichier et qu'il n'est pas blanc";
        en "the document holds no text and no amount that can be read", "check that it is the right file and not blank";
    /// A hidden sheet was read.
    HiddenSheet Info "hidden-sheet"
        fr "feuille masquée « {sheet} » : lue ({cells} cellules)", "vérifier qu'elle fait bien partie du compte rendu";
        en "hidden sheet “{sheet}”: read ({cells} cells)", "check that it belongs to the report";
    /// Hidden rows were read.
    HiddenRows Info "hidden-rows"
        fr "feuille « {sheet} » : {count} lignes masquées, lues", "vérifier qu'elles font bien partie du compte rendu";
        en "sheet “{sheet}”: {count} hidden rows, read", "check that they belong to the report";
    /// An empty sheet.
    EmptySheet Info "empty-sheet"
        fr "feuille « {sheet} » : vide", "aucune action";
        en "sheet “{sheet}”: empty", "nothing to do";
    /// A sheet could not be read.
    SheetFailed Error "sheet-failed"
        fr "feuille « {sheet} » : illisible ({why})", "ouvrir le classeur et l'enregistrer à nouveau";
        en "sheet “{sheet}”: cannot be read ({why})", "open the workbook and save it again";
    /// Fewer rows than the sheet states.
    RowsMissing Warning "rows-missing"
        fr "feuille « {sheet} » : la dernière ligne est la {read}, la {stated} est annoncée", "comparer avec l'original : la fin de la feuille peut manquer";
        en "sheet “{sheet}”: its last row is {read}, {stated} is stated", "compare with the original: the end of the sheet may be missing";
    /// A delimited file that ends inside a quoted text.
    QuoteOpen Error "quote-not-closed"
        fr "ligne {line} : un guillemet est ouvert et jamais refermé, la fin du fichier peut manquer", "comparer avec l'original, et l'exporter à nouveau";
        en "line {line}: a quote is opened and never closed, the end of the file may be missing", "compare with the original, and export it again";
    /// A formula without a stored value.
    Uncomputed Warning "formula-without-value"
        fr "feuille « {sheet} », cellule {cell} : la formule {formula} n'a pas de valeur enregistrée", "ouvrir le classeur dans un tableur et l'enregistrer";
        en "sheet “{sheet}”, cell {cell}: formula {formula} has no stored value", "open the workbook in a spreadsheet program and save it";
    /// Cells that hold spreadsheet errors.
    CellError Warning "cell-error"
        fr "feuille « {sheet} », cellule {cell} : erreur de calcul {text}", "corriger la formule";
        en "sheet “{sheet}”, cell {cell}: calculation error {text}", "mend the formula";
    /// A delimited file has lines with another number of columns than its header.
    ShiftedColumns Warning "shifted-columns"
        fr "{count} lignes n'ont pas le nombre de colonnes de l'en-tête ({why})", "enregistrer avec des guillemets ou un autre séparateur";
        en "{count} lines do not have the header's number of columns ({why})", "save it with quotes or another delimiter";
    /// Bytes in several encodings.
    MixedEncoding Info "mixed-encoding"
        fr "encodages mêlés : {found}", "vérifier les accents";
        en "mixed encodings: {found}", "check the accents";
    /// No pack recognises the document.
    NoPack Info "no-pack"
        fr "aucun jeu de règles ne reconnaît ce document : lu avec les règles communes", "écrire des règles pour cette famille de documents (voir rules/)";
        en "no rule pack recognises this document: read with the common rules", "write rules for this family of documents (see rules/)";
    /// Several packs recognise the document.
    SeveralPacks Info "several-packs"
        fr "plusieurs jeux de règles reconnaissent ce document : {packs} ; le premier est retenu", "donner une priorité dans [reconnaitre]";
        en "several rule packs recognise this document: {packs}; the first is used", "set a priority in [reconnaitre]";
    /// An action without a status.
    NoStatus Info "action-without-status"
        fr "action {action} : aucun statut n'est écrit", "demander au service si l'action est réalisée";
        en "action {action}: no status is written", "ask the service whether the action was carried out";
    /// A field that the pack expects is missing.
    FieldMissing Warning "field-missing"
        fr "« {field} » est attendu et n'a pas été trouvé", "regarder le document, puis la règle {rule}";
        en "“{field}” is expected and was not found", "look at the document, then at rule {rule}";
    /// A computed field whose terms give no value.
    FieldNotComputed Warning "field-not-computed"
        fr "« {field} » ne peut pas être calculé : {why}", "regarder dans le document les valeurs du calcul, puis les règles qui les lisent";
        en "“{field}” cannot be computed: {why}", "look at the values of the calculation in the document, then at the rules that read them";
    /// A table that the pack expects is missing.
    TableMissing Warning "table-missing"
        fr "le tableau « {table} » est attendu et n'a pas été trouvé", "regarder le document avec « bilan inspect »";
        en "table “{table}” is expected and was not found", "look at the document with “bilan inspect”";
    /// A table that a rule announces and of which it finds no column.
    TableNotRead Warning "table-not-read"
        fr "tableau « {title} » : annoncé pour la règle « {table} », mais aucune des colonnes de montants qu'elle nomme n'y est", "comparer les titres de ses colonnes à ceux de la règle, avec « bilan inspect »";
        en "table “{title}”: announced for rule “{table}”, but it has none of the columns of amounts that the rule names", "compare its headings with those of the rule, with “bilan inspect”";
    /// A table without headings that has not as many columns as the rule says.
    ColumnsUntitled Warning "columns-untitled"
        fr "tableau « {title} » sans titres de colonnes : il a {count} colonnes, sans_titre en nomme {named} dans la règle « {table} »", "nommer ses {count} colonnes dans sans_titre, de gauche à droite";
        en "table “{title}” without headings: it has {count} columns, sans_titre names {named} in rule “{table}”", "name its {count} columns in sans_titre, from left to right";
    /// A heading of amounts that stands over words.
    ColumnOfText Warning "column-of-text"
        fr "la colonne « {column} » ne contient que du texte : elle n'est pas lue comme « {id} » du tableau « {table} »", "si c'est bien la colonne voulue, mettre « {id} » sous [tableau.textes] ; sinon préciser son titre dans la règle";
        en "column “{column}” holds nothing but text: it is not read as “{id}” of table “{table}”", "if it is the right column, put “{id}” under [tableau.textes]; if not, say its heading in the rule more exactly";
    /// A heading that stands over two columns.
    ColumnAmbiguous Warning "column-ambiguous"
        fr "deux colonnes conviennent à « {id} » du tableau « {table} » : « {first} », qui est lue, et « {second} »", "préciser le titre de la colonne dans la règle";
        en "two columns fit “{id}” of table “{table}”: “{first}”, which is read, and “{second}”", "say the heading of the column in the rule more exactly";
    /// A table that the pack expects has no total.
    NoTotal Warning "table-without-total"
        fr "le tableau « {table} » n'a pas de ligne de total lue : ses montants ne peuvent pas être contrôlés", "regarder le tableau dans le document, puis avec « bilan inspect »";
        en "table “{table}” has no total row that was read: its amounts cannot be checked", "look at the table in the document, then with “bilan inspect”";
    /// A cell of an amount column that is no number.
    NotANumber Info "not-a-number"
        fr "« {text} » dans la colonne « {column} » n'est pas un montant", "vérifier la cellule";
        en "“{text}” in column “{column}” is not an amount", "check the cell";
    /// A labelled value whose cell holds no number.
    ValueUnread Warning "value-unread"
        fr "« {label} » : la case de la colonne « {column} » porte « {text} », qui n'est pas un montant", "demander la valeur à celui qui a rempli la feuille";
        en "“{label}”: its cell in column “{column}” holds “{text}”, which is not an amount", "ask whoever filled in the sheet for the value";
    /// A labelled value whose cell is empty.
    ValueBlank Warning "value-blank"
        fr "« {label} » : la case de la colonne « {column} » est vide", "demander la valeur à celui qui a rempli la feuille";
        en "“{label}”: its cell in column “{column}” is empty", "ask whoever filled in the sheet for the value";
    /// Several columns for a labelled value.
    ValueColumns Warning "value-columns"
        fr "« {label} » : plusieurs colonnes conviennent à « {id} » ({columns}), aucune n'est lue", "préciser le titre de la colonne dans la règle";
        en "“{label}”: several columns fit “{id}” ({columns}), none is read", "say the heading of the column in the rule more exactly";
    /// A labelled value of another year alone.
    ValueOtherYear Warning "value-of-other-year"
        fr "« {label} » : la colonne « {column} » est d'une autre année que le document, elle n'est pas lue", "vérifier l'année du document et les titres des colonnes";
        en "“{label}”: column “{column}” is of another year than the document, it is not read", "check the document's year and the headings";
    /// Several rows for a labelled value.
    ValueRows Warning "value-rows"
        fr "plusieurs lignes conviennent à « {id} » ({rows}), aucune n'est lue", "préciser les libellés dans la règle, ou demander laquelle est la bonne";
        en "several rows fit “{id}” ({rows}), none is read", "say the labels in the rule more exactly, or ask which is the right one";
    /// An action has text but no budget line, or the other way round.
    ActionUnmatched Warning "action-unmatched"
        fr "action {action} : présente dans {here}, mais pas dans {there}", "vérifier que les deux parties parlent des mêmes actions";
        en "action {action}: in {here}, not in {there}", "check that both parts speak of the same actions";
    /// The code of a row on paper is no action's, and its label is one's.
    CodeRecognised Warning "code-recognised"
        fr "action {action} : le code « {read} », lu par reconnaissance de caractères, est pris pour « {action} » d'après le libellé de la ligne", "vérifier le code sur l'image de la page";
        en "action {action}: the code “{read}”, read by character recognition, is taken for “{action}” by the label of its row", "check the code against the picture of the page";
}
