//! Wrong words on the command line: one line that helps.

use crate::args::Cli;
use crate::error::CliError;
use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What the parser refused, in one line: the problem, what may have been meant, and where
/// the help is. `words` are those of the command line.
pub fn error(error: &clap::Error, words: &[String]) -> CliError {
    let help = format!("(see {} --help)", command_of(words));
    let meant = suggestion(error).map(|word| format!("; did you mean `{word}`?"));
    CliError::input("Usage", format!("{}{} {help}", problem(error), meant.unwrap_or_default()))
}

/// The first paragraph of what the parser says.
fn problem(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing".to_owned();
    }
    let text = error.to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
    let problem = lines.collect::<Vec<_>>().join(" ");
    problem.strip_prefix("error: ").unwrap_or(&problem).to_owned()
}

/// The word that comes closest to the wrong one.
fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let found = kinds.into_iter().find_map(|kind| error.get(kind));
    match found? {
        ContextValue::String(word) => Some(word.clone()),
        ContextValue::Strings(words) => words.last().cloned(),
        _ => None,
    }
}

/// The command that the words name, as far as they name one.
fn command_of(words: &[String]) -> String {
    let mut command = &Cli::command();
    let mut names = vec![command.get_name().to_owned()];
    for word in words {
        if let Some(inner) = command.find_subcommand(word) {
            names.push(inner.get_name().to_owned());
            command = inner;
        }
    }
    names.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn line(words: &str) -> String {
        let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
        let parsed =
            Cli::try_parse_from(std::iter::once("sandpact".to_owned()).chain(words.clone()));
        parsed.map_or_else(|found| error(&found, &words).line(), |_| "right".to_owned())
    }

    #[test]
    fn the_line_names_what_may_have_been_meant() {
        let lines = [
            (
                "biuld",
                "error: unrecognized subcommand 'biuld'; did you mean `build`? (see sandpact --help)",
            ),
            (
                "ledger verfy",
                "error: unrecognized subcommand 'verfy'; did you mean `verify`? (see sandpact \
                 ledger --help)",
            ),
            (
                "build --outt x",
                "error: unexpected argument '--outt' found; did you mean `--out`? (see sandpact \
                 build --help)",
            ),
            (
                "completions bsh",
                "error: invalid value 'bsh' for '<SHELL>' [possible values: bash, elvish, fish, \
                 powershell, zsh]; did you mean `bash`? (see sandpact completions --help)",
            ),
            ("", "error: a command is missing (see sandpact --help)"),
            ("ledger", "error: a command is missing (see sandpact ledger --help)"),
            ("--json zzz", "error: unrecognized subcommand 'zzz' (see sandpact --help)"),
        ];
        for (words, expected) in lines {
            assert_eq!(line(words), expected);
        }
    }
}
