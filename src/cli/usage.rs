//! Help and usage errors in French, as everything that officers read.
//!
//! clap writes English; its structure is kept and its words are replaced.

use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

/// A command whose help is French, and all below it.
pub(super) fn french(command: Command) -> Command {
    let mut template = "{about-with-newline}\nUsage : {usage}\n".to_owned();
    if command.has_subcommands() {
        template.push_str("\nCommandes :\n{subcommands}\n");
    }
    if command.get_positionals().next().is_some() {
        template.push_str("\nArguments :\n{positionals}\n");
    }
    template.push_str("\nOptions :\n{options}");
    let version = command.get_version().is_some();
    let command = command
        .help_template(template)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(with_values)
        .mut_subcommands(french)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Cette aide"));
    let flag = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    if version { command.arg(flag.help("La version")) } else { command }
}

/// An argument whose help says what it takes, in French.
fn with_values(arg: Arg) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !values.is_empty() {
        let _ = write!(help, " ({})", values.join(", "));
    }
    if let Some(default) = arg.get_default_values().first() {
        let _ = write!(help, " [défaut : {}]", default.to_string_lossy());
    }
    arg.help(help).hide_possible_values(true).hide_default_value(true)
}

/// The sentence of a usage error.
pub(super) fn sentence(error: &Error) -> String {
    let told = |kind: ContextKind| error.get(kind).map(words);
    let argument = told(ContextKind::InvalidArg).unwrap_or_default();
    let value = told(ContextKind::InvalidValue).unwrap_or_default();
    let command = told(ContextKind::InvalidSubcommand).unwrap_or_default();
    let mut out = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::UnknownArgument => format!("« {argument} » : option inconnue"),
        ErrorKind::InvalidSubcommand => format!("« {command} » : commande inconnue"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("{argument} : il manque une valeur")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} : valeur « {value} » refusée")
        }
        ErrorKind::ArgumentConflict => match told(ContextKind::PriorArg) {
            Some(other) if other != argument => {
                format!("{argument} ne va pas avec {other} : choisir l'un ou l'autre")
            }
            _ => format!("{argument} : donné deux fois"),
        },
        _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    if let Some(valid) = told(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        let _ = write!(out, " ; au choix : {valid}");
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    if let Some(near) = near.into_iter().find_map(told) {
        let _ = write!(out, " ; peut-être : {near}");
    }
    if let Some(source) = std::error::Error::source(error) {
        let _ = write!(out, " ({})", range(&source.to_string()));
    }
    out + " ; voir « bilan --help »"
}

/// clap's `64 is not in 192..=1048576`, told in French.
fn range(told: &str) -> String {
    let bounds = told.split_once(" is not in ").and_then(|(_, range)| range.split_once("..="));
    match bounds {
        Some((least, most)) => format!("il faut un nombre de {least} à {most}"),
        None => told.to_owned(),
    }
}

/// A value of clap's as words.
fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _};

    use super::super::arguments::Arguments;
    use super::*;

    fn told(arguments: &[&str]) -> String {
        let command = french(Arguments::command());
        let parsed = command.try_get_matches_from(std::iter::once(&"bilan").chain(arguments));
        let error = parsed.and_then(|m| Arguments::from_arg_matches(&m)).unwrap_err();
        sentence(&error)
    }

    #[test]
    fn usage_errors_are_french_and_name_what_is_wrong() {
        for (arguments, begins) in [
            (&["run"][..], "il manque <ARCHIVE>... ; voir"),
            (&["run", "a", "--rule", "x"], "« --rule » : option inconnue ; peut-être : --rules"),
            (&["repport"], "« repport » : commande inconnue ; peut-être : report"),
            (&["run", "a", "--lang", "de"], "--lang <LANG> : valeur « de » refusée ; au choix : "),
            (
                &["run", "a", "--timeout", "0"],
                "--timeout <S> : valeur « 0 » refusée (il faut un nombre de 1 à 86400)",
            ),
            (&["run", "a", "--workers", "100000"], "--workers <N> : valeur « 100000 » refusée"),
            (&["run", "a", "--out"], "--out <DIR> : il manque une valeur"),
        ] {
            let told = told(arguments);
            assert!(told.starts_with(begins), "{told}");
        }
    }

    #[test]
    fn the_arguments_are_sound() {
        french(Arguments::command()).debug_assert();
    }
}
