//! The command line: reads arguments, calls stages, prints. Results go to standard output, everything else to standard
//! error. Exit status 0 is fine, 1 means the input has errors, 2 that the command was used the wrong way.

mod arguments;
mod audit;
mod chart;
mod check;
mod compare;
mod diff;
mod doc;
mod explain;
mod explain_code;
mod fmt;
mod init;
mod output;
mod plan;
mod progress;
mod report;
mod scenario;
mod schema;
mod score;
mod serve;
mod table;
mod targets;
mod test;

use arguments::{Arguments, Command};
use clap::Parser;
use output::Output;
use std::process::ExitCode;

/// Why a command stops without having done its work.
#[derive(Debug)]
enum Stop {
    /// The input has errors; they have been shown.
    Input,
    /// The command was used the wrong way; with what to say about it.
    Usage(String),
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(&arguments.shared);
    let done = match &arguments.command {
        Command::Init(command) => init::run(command, &output),
        Command::Check(command) => check::run(command, &output),
        Command::Fmt(command) => fmt::run(command, &output),
        Command::Test(command) => test::run(command, &output),
        Command::Score(command) => score::run(command, &output),
        Command::Explain(command) => explain::run(command, &output),
        Command::ExplainCode(command) => explain_code::run(command, &output),
        Command::Diff(command) => diff::run(command, &output),
        Command::Doc(command) => doc::run(command, &output),
        Command::Lsp => crate::editor::serve().map_err(|error| Stop::Usage(error.to_string())),
        Command::Schema(command) => schema::run(command, &output),
        Command::Compare(command) => compare::run(command, &output),
        Command::Chart(command) => chart::run(command, &output),
        Command::Report(command) => report::run(command, &output),
        Command::Serve(command) => serve::run(command, &output),
        Command::Progress(command) => progress::run(command, &output),
        Command::Plan(command) => plan::run(command, &output),
        Command::Scenario(command) => scenario::run(command, &output),
        Command::Agreement(command) => audit::agreement::run(command, &output),
        Command::Audit(command) => audit::run(command, &output),
        Command::Targets(command) => targets::run(command, &output),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Input) => ExitCode::from(1),
        Err(Stop::Usage(message)) => {
            output.complain(&message);
            ExitCode::from(2)
        }
    }
}
