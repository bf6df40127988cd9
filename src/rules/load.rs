//! A folder of packs, or the ones built in, into [`Rules`]: all of it sound, or every fault.
//!
//! Packs are read one by one, then joined by `inclut`, then their names are checked across
//! packs. Nothing is given when anything is wrong: rules half loaded would read half a document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::builtin::BUILT_IN;
use super::compile::{Compiled, WrittenCheck, compile};
use super::fault::{Fault, RulesError, Source, nearest, suggestion};
use super::{Pack, Rules, names, read};

/// Bytes of one pack at most: a hundred times the largest seen, and far below what is no pack.
const PACK_BYTES: u64 = 4 << 20;

/// Bytes of all packs of a folder at most.
const FOLDER_BYTES: u64 = 32 << 20;

/// What names in checks look like.
const NAMES: &str = "un nom est l'id d'une règle, id.emplacement, ou tableau.total.colonne";

/// The pack for documents that no other recognises.
const COMMON: &str = "commun";

/// Loads the packs of a folder, or those built in.
pub fn load(dir: Option<&Path>) -> Result<Rules, RulesError> {
    sound(sources(dir)?)
}

/// Loads packs again from [`Rules::written`], whatever has become of their files.
pub fn load_written(packs: &[(String, String)]) -> Result<Rules, RulesError> {
    sound(packs.iter().map(|(name, text)| Source::new(name, text)).collect())
}

/// The files of a folder, or those built in.
pub(super) fn sources(dir: Option<&Path>) -> Result<Vec<Source>, RulesError> {
    match dir {
        None => Ok(BUILT_IN.iter().map(|(name, text)| Source::new(name, text)).collect()),
        Some(dir) => folder(dir),
    }
}

/// Rules of sources that are all sound.
fn sound(mut sources: Vec<Source>) -> Result<Rules, RulesError> {
    let compiled = sources.iter_mut().map(|source| one(source, |_, _| {})).collect();
    let joined = join(sources, compiled);
    let mut faults: Vec<_> = joined.sources.into_iter().flat_map(|s| s.faults).collect();
    if !faults.is_empty() {
        sort(&mut faults);
        return Err(RulesError::Faults(faults));
    }
    Ok(joined.rules)
}

/// Packs joined, whatever is wrong with them.
pub(super) struct Joined {
    pub(super) sources: Vec<Source>,
    pub(super) compiled: Vec<Compiled>,
    pub(super) rules: Rules,
}

/// Joins packs, the common one added, and checks their names.
pub(super) fn join(mut sources: Vec<Source>, mut compiled: Vec<Compiled>) -> Joined {
    add_common(&mut sources, &mut compiled);
    let sha256 = digest(&sources);
    let written = sources.iter().map(|s| (s.name.clone(), s.text.clone())).collect();
    let packs = Joiner::new(&mut sources, &mut compiled).join();
    Joined { sources, compiled, rules: Rules { written, ..rules(packs, sha256) } }
}

/// Puts faults in the order of the files.
pub(super) fn sort(faults: &mut [Fault]) {
    faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
}

/// Adds the common pack that the program carries to a folder that has none of its own.
fn add_common(sources: &mut Vec<Source>, compiled: &mut Vec<Compiled>) {
    // A pack that does not read may be the folder's own common one.
    let may_be = |s: &Source| s.broken && s.text.contains(COMMON) && s.name.contains(COMMON);
    if compiled.iter().any(|c| c.pack.id == COMMON) || sources.iter().any(may_be) {
        return;
    }
    for (name, text) in
        BUILT_IN.iter().filter(|(name, _)| name.strip_suffix(".toml") == Some(COMMON))
    {
        let mut source = Source::new(name, text);
        compiled.push(one(&mut source, |_, _| {}));
        sources.push(source);
    }
}

/// A pack on its own, looked at as it is written; nothing of a file that could not be read.
pub(super) fn one(source: &mut Source, look: fn(&mut Source, &read::Written)) -> Compiled {
    if !source.faults.is_empty() {
        return Compiled::default();
    }
    match read::read(source) {
        Some(written) => {
            look(source, &written);
            compile(source, written)
        }
        None => Compiled::default(),
    }
}

/// The packs of a folder, by file name; a file is that pack alone.
fn folder(dir: &Path) -> Result<Vec<Source>, RulesError> {
    if dir.is_file() {
        return Ok(vec![file(dir, &mut { FOLDER_BYTES })]);
    }
    let unreadable = |source| RulesError::Folder { path: dir.to_owned(), source };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(RulesError::NoPacks(dir.to_owned()));
    }
    let mut left = FOLDER_BYTES;
    Ok(paths.iter().map(|path| file(path, &mut left)).collect())
}

/// A file, or a source without text whose fault says why; `left` is what the folder may hold yet.
fn file(path: &Path, left: &mut u64) -> Source {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let refused = |message: &str, help: &str| {
        let mut source = Source::new(&name, "");
        source.whole_fault(message, Some(help.to_owned()));
        source
    };
    match fs::metadata(path) {
        Ok(entry) if entry.len() > PACK_BYTES => {
            let message = format!("{} octets : trop grand pour un jeu de règles", entry.len());
            return refused(&message, "4 Mio au plus ; vérifier que c'est bien un jeu de règles");
        }
        Ok(entry) if entry.len() > *left => {
            let message = "le dossier de règles dépasse 32 Mio avec ce fichier : il n'est pas lu";
            return refused(message, "n'y laisser que des jeux de règles");
        }
        // A pipe or a device never ends.
        Ok(entry) if !entry.is_file() => {
            return refused("ce n'est pas un fichier", "ne laisser que des jeux de règles ici");
        }
        Ok(entry) => *left -= entry.len(),
        Err(_) => {}
    }
    match read_at_most(path, PACK_BYTES).map(String::from_utf8) {
        Ok(Ok(text)) => Source::new(&name, text.trim_start_matches('\u{feff}')),
        Ok(Err(_)) => refused("le fichier n'est pas en UTF-8", "l'enregistrer en UTF-8"),
        Err(error) => refused(
            &format!("le fichier ne peut pas être lu ({error})"),
            "vérifier ses droits et qu'il existe encore",
        ),
    }
}

/// The bytes of a file up to a length: some files of a system say that they are empty and are not.
fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Hexadecimal SHA-256 over names and texts.
fn digest(sources: &[Source]) -> String {
    let mut hasher = Sha256::new();
    for source in sources {
        hasher.update(source.name.as_bytes());
        hasher.update([0]);
        hasher.update(source.text.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn rules(packs: Vec<Pack>, sha256: String) -> Rules {
    let (common, mut packs): (Vec<_>, Vec<_>) = packs.into_iter().partition(|p| p.id == COMMON);
    packs.sort_by(|a, b| (b.recognise.priority, &a.id).cmp(&(a.recognise.priority, &b.id)));
    Rules {
        packs,
        common: common.into_iter().next().unwrap_or_default(),
        sha256,
        written: Vec::new(),
    }
}

/// Joins packs by what they include and checks names across them.
struct Joiner<'a> {
    sources: &'a mut [Source],
    compiled: &'a mut [Compiled],
    /// Packs by id.
    by_id: BTreeMap<String, usize>,
}

impl<'a> Joiner<'a> {
    fn new(sources: &'a mut [Source], compiled: &'a mut [Compiled]) -> Self {
        let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
        for (at, (pack, source)) in compiled.iter().zip(sources.iter_mut()).enumerate() {
            let id = &pack.pack.id;
            if id.is_empty() {
                continue;
            }
            if by_id.contains_key(id) {
                let message = format!("l'id de jeu « {id} » est déjà pris par un autre fichier");
                source.whole_fault(&message, Some("donner un id à chaque fichier".to_owned()));
            } else {
                by_id.insert(id.clone(), at);
            }
        }
        Self { sources, compiled, by_id }
    }

    fn join(mut self) -> Vec<Pack> {
        let orders: Vec<Vec<usize>> = (0..self.compiled.len()).map(|at| self.order(at)).collect();
        let packs: Vec<Pack> = orders.iter().map(|order| self.joined(order)).collect();
        if self.sources.iter().all(|source| !source.broken) {
            self.check_sections(&orders, &packs);
            self.check_names(&orders, &packs);
            self.check_recognition(&orders);
        }
        packs
    }

    /// A pack and all it includes, each once, in order; cycles and unknown packs are told where
    /// they are written.
    fn order(&mut self, at: usize) -> Vec<usize> {
        let mut order = Vec::new();
        self.visit(at, &mut Vec::new(), &mut order, at);
        order
    }

    fn visit(&mut self, at: usize, path: &mut Vec<usize>, order: &mut Vec<usize>, root: usize) {
        order.push(at);
        path.push(at);
        let includes = self.compiled.get(at).map(|c| c.includes.clone()).unwrap_or_default();
        for include in includes {
            let id = include.get_ref();
            match self.by_id.get(id).copied() {
                Some(next) if path.contains(&next) => self.tell_cycle(at, &include, path),
                Some(next) if order.contains(&next) => {}
                Some(next) => self.visit(next, path, order, root),
                None if at == root => {
                    let known: Vec<&str> = self.by_id.keys().map(String::as_str).collect();
                    let help = Some(suggestion(id, &known));
                    let message = format!("le jeu inclus « {id} » n'existe pas");
                    if let Some(source) = self.sources.get_mut(at) {
                        source.fault(include.span(), &message, help);
                    }
                }
                None => {}
            }
        }
        path.pop();
    }

    /// A cycle is told once, in the pack of it whose id comes first.
    fn tell_cycle(&mut self, at: usize, include: &super::model::Text, path: &[usize]) {
        let id = |at: &usize| self.compiled.get(*at).map_or("", |c| c.pack.id.as_str());
        let next = self.by_id.get(include.get_ref()).copied().unwrap_or(at);
        let ring: Vec<&str> = path.iter().skip_while(|p| **p != next).map(id).collect();
        let first = ring.iter().min() == Some(&id(&next));
        let message = format!("inclusion en rond : {} → {}", ring.join(" → "), include.get_ref());
        let help = "retirer l'un de ces inclut".to_owned();
        if let Some(source) =
            self.sources.get_mut(at).filter(|_| first && path.first() == Some(&next))
        {
            source.fault(include.span(), &message, Some(help));
        }
    }

    /// A pack with the rules of those behind it appended; a check that it has itself replaces
    /// one of the same id.
    fn joined(&self, order: &[usize]) -> Pack {
        let mut packs = order.iter().filter_map(|&at| self.compiled.get(at));
        let Some(first) = packs.next() else { return Pack::default() };
        let mut pack = first.pack.clone();
        pack.checks = first.checks.iter().map(|c| c.check.clone()).collect();
        let mut own: BTreeSet<&str> = first.checks.iter().map(|c| c.check.id.as_str()).collect();
        for Compiled { pack: more, checks, .. } in packs {
            pack.sections.extend(more.sections.iter().cloned());
            pack.fields.extend(more.fields.iter().cloned());
            pack.indicators.extend(more.indicators.iter().cloned());
            pack.amounts.extend(more.amounts.iter().cloned());
            pack.tables.extend(more.tables.iter().cloned());
            pack.cells.extend(more.cells.iter().cloned());
            pack.ignored.extend(more.ignored.iter().cloned());
            pack.justifications.extend(more.justifications.iter().cloned());
            pack.roles.extend(more.roles.iter().cloned());
            for WrittenCheck { check, .. } in checks {
                if own.insert(&check.id) {
                    pack.checks.push(check.clone());
                }
            }
        }
        pack
    }

    /// `dans` must name a section of the pack or of one that includes it.
    fn check_sections(&mut self, orders: &[Vec<usize>], packs: &[Pack]) {
        for at in 0..self.compiled.len() {
            let known: BTreeSet<&str> = with(at, orders, packs)
                .flat_map(|p| p.sections.iter().map(|s| s.id.as_str()))
                .collect();
            let Some((pack, source)) = self.compiled.get(at).zip(self.sources.get_mut(at)) else {
                continue;
            };
            for inside in pack.inside.iter().filter(|i| !known.contains(i.get_ref().as_str())) {
                let message = format!("aucune section « {} »", inside.get_ref());
                let known: Vec<&str> = known.iter().copied().collect();
                let help = if known.is_empty() {
                    format!("ajouter [[section]] id = \"{}\"", inside.get_ref())
                } else {
                    suggestion(inside.get_ref(), &known)
                };
                source.fault(inside.span(), &message, Some(help));
            }
        }
    }

    /// The names of checks must be defined by the pack, one that includes it, or a pack of the
    /// kind that they name.
    fn check_names(&mut self, orders: &[Vec<usize>], packs: &[Pack]) {
        let defined: Vec<BTreeSet<String>> = packs.iter().map(names::defined).collect();
        let kinds: BTreeSet<&str> =
            packs.iter().map(|p| p.kind.as_str()).filter(|k| !k.is_empty()).collect();
        for at in 0..self.compiled.len() {
            let Some((pack, source)) = self.compiled.get(at).zip(self.sources.get_mut(at)) else {
                continue;
            };
            for (kind, name, place) in pack.names() {
                if let Some(kind) = kind.as_deref().filter(|k| !kinds.contains(k)) {
                    let known: Vec<&str> = kinds.iter().copied().collect();
                    let message = format!("aucun jeu de genre « {kind} »");
                    source.fault(place.clone(), &message, Some(suggestion(kind, &known)));
                    continue;
                }
                let scope: Vec<&BTreeSet<String>> = match kind {
                    None => with(at, orders, &defined).collect(),
                    Some(kind) => packs
                        .iter()
                        .zip(&defined)
                        .filter_map(|(p, names)| (p.kind == *kind).then_some(names))
                        .collect(),
                };
                if scope.iter().any(|names| names.contains(name)) {
                    continue;
                }
                let message = format!("aucune règle ne définit « {name} »");
                let known = scope.iter().flat_map(|names| names.iter().map(String::as_str));
                let near = source.shows_more().then(|| nearest(name, known)).flatten();
                let help = near
                    .map_or_else(|| NAMES.to_owned(), |near| format!("vouliez-vous « {near} » ?"));
                source.fault(place.clone(), &message, Some(help));
            }
        }
    }

    /// A pack that knows no document and that no pack includes would never be used.
    fn check_recognition(&mut self, orders: &[Vec<usize>]) {
        for at in 0..self.compiled.len() {
            let included =
                orders.iter().any(|order| order.first() != Some(&at) && order.contains(&at));
            let Some((pack, source)) = self.compiled.get(at).zip(self.sources.get_mut(at)) else {
                continue;
            };
            let head = &pack.pack;
            let blind = head.recognise.all.is_empty()
                && head.recognise.any.is_empty()
                && head.recognise.structure.is_empty();
            if blind && !included && head.id != COMMON && source.faults.is_empty() {
                let help = "ajouter [reconnaitre] contient = [\"…\"] avec des mots du document";
                let message = "ce jeu ne reconnaît aucun document et aucun jeu ne l'inclut";
                source.whole_fault(message, Some(help.to_owned()));
            }
        }
    }
}

/// What belongs to a pack and to those that include it.
fn with<'b, T>(
    at: usize,
    orders: &'b [Vec<usize>],
    all: &'b [T],
) -> impl Iterator<Item = &'b T> + use<'b, T> {
    orders.iter().zip(all).filter(move |(order, _)| order.contains(&at)).map(|(_, one)| one)
}
