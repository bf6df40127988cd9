//! Blocks as written into compiled rules, each fault told at its place.
//!
//! What a slot without a type means depends on the block: a number in sentences, an amount in
//! `[[montant]]`, any text in titles, headings and labels. Names across blocks and packs are
//! looked at later, by `names`.

use rust_decimal::Decimal;

use super::example;
use super::fault::{Source, suggestion};
use super::model::{
    AmountBlock, FieldBlock, IgnoreBlock, IndicatorBlock, JustifyBlock, Named, PackBlock,
    RecogniseBlock, RoleBlock, SectionBlock, Text, Texts,
};
use super::phrase::SlotKind;
use super::read::{Block, Written};
use super::{
    Absent, AmountRule, FieldRule, IgnoreRule, IndicatorRule, JustifyRule, Pack, Recognise,
    RoleRule, STATUSES, SectionRule, status,
};
use crate::record::{Effect, FieldKind, Nature};

mod check;
mod closed;
mod computed;
mod duplicates;
mod phrases;
mod scope;
mod tables;

pub(super) use check::{WrittenCheck, WrittenName};
pub(super) use closed::{closed, language};

use computed::tell_circles;
use duplicates::{tell_duplicates, tell_shadowed};
use phrases::Phrases;

/// The version of the language that is understood.
const LANGUAGE: i64 = 1;

/// A pack on its own: what it includes and its checks still to be resolved.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) pack: Pack,
    /// `inclut`.
    pub(super) includes: Vec<Text>,
    /// Sections that rules stand in, with the place that says so.
    pub(super) inside: Vec<Text>,
    /// Its checks with the places of their names.
    pub(super) checks: Vec<WrittenCheck>,
    /// The names that its computed fields need, each with the field's id.
    pub(super) computed: Vec<(String, WrittenName)>,
}

impl Compiled {
    /// The names of values that its checks and computed fields speak of.
    pub(super) fn names(&self) -> impl Iterator<Item = &WrittenName> {
        let checks = self.checks.iter().flat_map(|c| &c.names);
        checks.chain(self.computed.iter().map(|(_, name)| name))
    }
}

/// Compiles a pack.
pub(super) fn compile(source: &mut Source, written: Written) -> Compiled {
    tell_duplicates(source, &written);
    tell_shadowed(source, &written);
    let mut compiler = Compiler { source, inside: Vec::new(), computed: Vec::new() };
    let (mut pack, includes) = compiler.head(written.pack, written.headed);
    pack.recognise = written.recognise.map(|b| compiler.recognise(b)).unwrap_or_default();
    pack.sections = compiler.each(written.sections, Compiler::section);
    pack.fields = compiler.each(written.fields, Compiler::field);
    pack.indicators = compiler.each(written.indicators, Compiler::indicator);
    pack.amounts = compiler.each(written.amounts, Compiler::amount);
    pack.tables = compiler.each(written.tables, Compiler::table);
    pack.cells = compiler.each(written.cells, Compiler::cell);
    pack.ignored = compiler.each(written.ignored, Compiler::ignore);
    pack.justifications = compiler.each(written.justifications, Compiler::justify);
    pack.roles = compiler.each(written.roles, Compiler::role);
    let checks = written.checks.into_iter();
    let checks = checks.filter_map(|b| compiler.check(b.into_inner(), &pack.id)).collect();
    tell_circles(compiler.source, &pack.fields, &compiler.computed);
    let Compiler { inside, computed, .. } = compiler;
    Compiled { pack, includes, inside, checks, computed }
}

struct Compiler<'a> {
    source: &'a mut Source,
    inside: Vec<Text>,
    computed: Vec<(String, WrittenName)>,
}

impl Compiler<'_> {
    fn each<T, R>(&mut self, blocks: Vec<Block<T>>, one: fn(&mut Self, Block<T>) -> R) -> Vec<R> {
        blocks.into_iter().map(|block| one(self, block)).collect()
    }

    fn head(&mut self, block: Option<Block<PackBlock>>, headed: bool) -> (Pack, Vec<Text>) {
        let Some(block) = block else {
            if headed {
                return (Pack::default(), Vec::new());
            }
            let help = "commencer le fichier par [pack] et id = \"…\"".to_owned();
            self.source.whole_fault("le bloc [pack] manque", Some(help));
            return (Pack::default(), Vec::new());
        };
        let head = block.into_inner();
        if let Some(language) = head.langage.filter(|l| *l.get_ref() != LANGUAGE) {
            let message =
                format!("langage {} : cette version lit le langage 1", language.get_ref());
            let help = "mettre le programme à jour, ou écrire langage = 1".to_owned();
            self.source.fault(language.span(), &message, Some(help));
        }
        let pack = Pack {
            id: head.id.into_inner(),
            version: head.version.unwrap_or_else(|| "0".to_owned()),
            kind: head.genre.unwrap_or_default(),
            deviation: self.deviation(head.ecart_significatif.as_ref(), head.ecart_gravite),
            ..Pack::default()
        };
        (pack, head.inclut.0)
    }

    fn recognise(&mut self, block: Block<RecogniseBlock>) -> Recognise {
        let written = block.into_inner();
        Recognise {
            all: self.texts(&written.contient, SlotKind::Text),
            any: self.texts(&written.contient_un, SlotKind::Text),
            none: self.texts(&written.sans, SlotKind::Text),
            structure: written.structure.0.into_iter().map(Text::into_inner).collect(),
            priority: written.priorite,
        }
    }

    fn section(&mut self, block: Block<SectionBlock>) -> SectionRule {
        let (span, written) = (block.span(), block.into_inner());
        let titles = self.phrases(&Phrases {
            block: span,
            id: written.id.get_ref(),
            texts: &[&written.titre, &written.titres],
            regex: &Texts::default(),
            default: SlotKind::Text,
            slot: None,
        });
        let inside = self.inside(written.dans);
        SectionRule { id: written.id.into_inner(), inside, titles }
    }

    fn field(&mut self, block: Block<FieldBlock>) -> FieldRule {
        let (span, written) = (block.span(), block.into_inner());
        if let Some(calcul) = &written.calcul {
            return self.computed(span, calcul, &written);
        }
        let id = written.id.get_ref();
        let none = Texts::default();
        let whole = [&written.paragraphes];
        let anywhere = [&written.phrase, &written.phrases];
        let all = |texts, regex| Phrases {
            block: span.clone(),
            id,
            texts,
            regex,
            default: SlotKind::Number,
            slot: Some("valeur"),
        };
        let paragraphs = self.some_phrases(&all(&whole, &none));
        let phrases = if paragraphs.is_empty() {
            self.phrases(&all(&anywhere, &written.regex))
        } else {
            self.some_phrases(&all(&anywhere, &written.regex))
        };
        if id == "statut" {
            self.check_statuses(&written.parmi);
        }
        let rule = FieldRule {
            id: id.clone(),
            inside: self.inside(written.dans),
            bounds: self.bounds(&written.apres, &written.jusqua),
            paragraphs,
            phrases,
            except: self.texts(&written.sauf, SlotKind::Text),
            among: self.named(&written.parmi),
            computed: Vec::new(),
            absent: self.choose(written.absent, ABSENT).unwrap_or_default(),
        };
        let cases = example::Cases { patterns: rule.patterns().collect(), field: Some(&rule) };
        cases.run(self.source, &written.exemple, &written.muet);
        cases.run_pending(self.source, &written.a_faire);
        rule
    }

    fn check_statuses(&mut self, among: &Named<Texts>) {
        let known: Vec<&str> = STATUSES.iter().map(|(word, _)| *word).collect();
        for (name, _) in &among.0 {
            if status(name.get_ref()).is_none() {
                let message = format!("« {} » n'est pas un statut", name.get_ref());
                self.source.fault(name.span(), &message, Some(suggestion(name.get_ref(), &known)));
            }
        }
    }

    fn indicator(&mut self, block: Block<IndicatorBlock>) -> IndicatorRule {
        let (span, written) = (block.span(), block.into_inner());
        let phrases = self.phrases(&Phrases {
            block: span.clone(),
            id: written.id.get_ref(),
            texts: &[&written.phrase, &written.phrases],
            regex: &written.regex,
            default: SlotKind::Number,
            slot: None,
        });
        if let Some(bare) = phrases.iter().find(|p| p.slots().is_empty()) {
            let message = format!("la phrase « {} » ne lit aucun nombre", bare.written);
            let help = "mettre {nom} à la place de chaque nombre".to_owned();
            self.source.fault(span, &message, Some(help));
        }
        let cases = example::Cases::of(&phrases);
        cases.run(self.source, &written.exemple, &written.muet);
        cases.run_pending(self.source, &written.a_faire);
        IndicatorRule {
            id: written.id.into_inner(),
            inside: self.inside(written.dans),
            bounds: self.bounds(&written.apres, &written.jusqua),
            phrases,
            relation_only: written.renvoi,
            unit: self.counted(written.unite, written.renvoi),
        }
    }

    fn amount(&mut self, block: Block<AmountBlock>) -> AmountRule {
        let (span, written) = (block.span(), block.into_inner());
        let phrases = self.phrases(&Phrases {
            block: span,
            id: written.id.get_ref(),
            texts: &[&written.phrase, &written.phrases],
            regex: &written.regex,
            default: SlotKind::Amount,
            slot: Some("valeur"),
        });
        let cases = example::Cases::of(&phrases);
        cases.run(self.source, &written.exemple, &written.muet);
        cases.run_pending(self.source, &written.a_faire);
        AmountRule {
            id: written.id.into_inner(),
            inside: self.inside(written.dans),
            outside: self.inside(written.hors),
            bounds: self.bounds(&written.apres, &written.jusqua),
            phrases,
            except: self.texts(&written.sauf, SlotKind::Amount),
            nature: self.choose(written.nature, NATURES),
            effect: self.choose(written.effet, EFFECTS),
        }
    }

    fn ignore(&mut self, block: Block<IgnoreBlock>) -> IgnoreRule {
        let (span, written) = (block.span(), block.into_inner());
        let texts = [&written.phrase, &written.phrases];
        let phrases = self.spoken(span, written.id.get_ref(), &texts, &written.regex);
        IgnoreRule { id: written.id.into_inner(), phrases }
    }

    fn justify(&mut self, block: Block<JustifyBlock>) -> JustifyRule {
        let (span, written) = (block.span(), block.into_inner());
        let texts = [&written.phrase, &written.phrases];
        let phrases = self.spoken(span, written.id.get_ref(), &texts, &written.regex);
        JustifyRule { id: written.id.into_inner(), phrases }
    }

    fn role(&mut self, block: Block<RoleBlock>) -> RoleRule {
        let (span, written) = (block.span(), block.into_inner());
        let phrases = self.phrases(&Phrases {
            block: span,
            id: written.role.get_ref(),
            texts: &[&written.phrase, &written.phrases],
            regex: &written.regex,
            default: SlotKind::Number,
            slot: Some("valeur"),
        });
        let (family, role) = (written.famille.into_inner(), written.role.into_inner());
        RoleRule { family, role, phrases }
    }

    /// Keeps the section that a rule stands in for the check of names.
    fn inside(&mut self, written: Option<Text>) -> Option<String> {
        let text = written.filter(|t| t.get_ref() != "document")?;
        let id = text.get_ref().clone();
        self.inside.push(text);
        Some(id)
    }

    /// The meaning of a word of a closed list.
    fn choose<T: Copy>(&mut self, written: Option<Text>, known: &[(&str, T)]) -> Option<T> {
        let written = written?;
        let folded = crate::number::fold::key(written.get_ref());
        let found = known.iter().find(|(word, _)| crate::number::fold::key(word) == folded);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let message = format!("valeur inconnue « {} »", written.get_ref());
            self.source.fault(
                written.span(),
                &message,
                Some(suggestion(written.get_ref(), &words)),
            );
        }
        found.map(|(_, meaning)| *meaning)
    }
}

const ABSENT: &[(&str, Absent)] = &[("avertir", Absent::Warn), ("ignorer", Absent::Ignore)];

const NATURES: &[(&str, Nature)] = &[
    ("prévisionnel", Nature::Previsionnel),
    ("engagé", Nature::Engage),
    ("réalisé", Nature::Realise),
];

/// What a number without a currency is worth.
const SCALES: &[(&str, Decimal)] = &[
    ("euro", Decimal::ONE),
    ("millier", Decimal::ONE_THOUSAND),
    ("million", Decimal::from_parts(1_000_000, 0, 0, false, 0)),
];

/// The words of the contract are taken beside the French ones.
const CELL_KINDS: &[(&str, FieldKind)] = &[
    ("montant", FieldKind::Amount),
    ("pourcent", FieldKind::Percent),
    ("nombre", FieldKind::Number),
    ("texte", FieldKind::Text),
    ("amount", FieldKind::Amount),
    ("percent", FieldKind::Percent),
    ("number", FieldKind::Number),
    ("text", FieldKind::Text),
];

const EFFECTS: &[(&str, Effect)] =
    &[("fixe", Effect::Replaces), ("ajoute", Effect::Adds), ("retire", Effect::Withdraws)];

const PRECISIONS: &[(&str, Option<Decimal>)] = &[
    ("exacte", None),
    ("unité", Some(Decimal::ONE)),
    ("centaine", Some(Decimal::ONE_HUNDRED)),
    ("millier", Some(Decimal::ONE_THOUSAND)),
    ("million", Some(Decimal::from_parts(1_000_000, 0, 0, false, 0))),
];
