//! Fields that are reckoned from other values of the document: `calcul`.
//!
//! Run when everything is read. A term must have one value, which its mentions may repeat, or be
//! summed; where one is missing or several differ there is no value, since one of a guess would
//! be compared as if it were written.

use rust_decimal::Decimal;

use crate::issue::{Code, Issue};
use crate::number::Qualifier;
use crate::record::{Field, FieldKind, Named, Record};
use crate::rules::{Absent, FieldRule, Pack, Term};

/// Reckons the computed fields, those that need others behind them.
pub(super) fn read(pack: &Pack, record: &mut Record) {
    let is_open = |r: &&FieldRule| !r.computed.is_empty() && record.field(&r.id).is_none();
    let mut open: Vec<&FieldRule> = pack.fields.iter().filter(is_open).collect();
    let mut failed: Vec<(&FieldRule, String)> = Vec::new();
    while !open.is_empty() {
        let waits = |r: &&FieldRule| {
            r.computed.iter().any(|term| open.iter().any(|other| other.id == term.name))
        };
        let (waiting, ready): (Vec<_>, Vec<_>) = open.iter().copied().partition(waits);
        if ready.is_empty() {
            let why = "son calcul a besoin de lui-même".to_owned();
            failed.extend(waiting.into_iter().map(|rule| (rule, why.clone())));
            break;
        }
        for rule in ready {
            match compute(rule, record) {
                Ok(field) if record.field(&rule.id).is_none() => record.fields.push(field),
                Ok(_) => {}
                Err(why) => failed.push((rule, why)),
            }
        }
        open = waiting;
    }
    for (rule, why) in failed {
        if rule.absent == Absent::Warn && record.field(&rule.id).is_none() {
            let details: [(&str, &dyn std::fmt::Display); 2] = [("field", &rule.id), ("why", &why)];
            record.issues.push(Issue::new(Code::FieldNotComputed, &details));
        }
    }
}

/// The field, or why it has no value.
fn compute(rule: &FieldRule, record: &Record) -> Result<Field, String> {
    let mut parts: Vec<(Decimal, Named<'_>)> = Vec::new();
    for term in &rule.computed {
        parts.extend(values(term, record)?.into_iter().map(|value| (term.factor, value)));
    }
    let too_large = || "le résultat est trop grand".to_owned();
    let add = |sum: Decimal, (factor, value): &(Decimal, Named<'_>)| {
        sum.checked_add(factor.checked_mul(value.value)?)
    };
    let sum = parts.iter().try_fold(Decimal::ZERO, add).ok_or_else(too_large)?;
    let steps = parts.iter().map(|(factor, v)| factor.abs().saturating_mul(v.step).normalize());
    let money = parts.iter().all(|(_, v)| v.money);
    let kind = if money { FieldKind::Amount } else { FieldKind::Number };
    let place = parts.first().map(|(_, v)| v.place.clone()).ok_or_else(too_large)?;
    Ok(Field {
        from: parts.iter().map(|(_, v)| v.place.clone()).collect(),
        step: steps.max(),
        qualifier: qualifier(&parts),
        ..Field::read(&rule.id, sum.normalize().to_string(), kind, place)
    })
}

/// The values of a term: all if they are summed, else the first of those that agree.
fn values<'r>(term: &Term, record: &'r Record) -> Result<Vec<Named<'r>>, String> {
    let mut found = record.named(&term.name);
    let Some(first) = found.first().copied() else {
        return Err(format!("« {} » manque", term.name));
    };
    if term.sum {
        return Ok(found);
    }
    if found.iter().any(|v| v.value != first.value) {
        return Err(format!("« {} » a plusieurs valeurs ({} lectures)", term.name, found.len()));
    }
    found.truncate(1);
    Ok(found)
}

/// How exact a sum is: as its terms are where they agree and none is taken away, else about.
fn qualifier(parts: &[(Decimal, Named<'_>)]) -> Qualifier {
    let first = parts.first().map_or(Qualifier::Exact, |(_, v)| v.qualifier);
    let agree = parts.iter().all(|(_, v)| v.qualifier == first);
    let added = parts.iter().all(|(factor, _)| factor.is_sign_positive());
    if agree && (added || first == Qualifier::Exact) { first } else { Qualifier::About }
}
