//! The explorer in a real headless Chromium. Without one nothing can be said about it: the run says so plainly, and
//! fails where `CLEARWATT_BROWSER=required`, which `.ci/run` sets. `CLEARWATT_CHROMIUM` names a browser that is not found
//! by itself; `CLEARWATT_PICTURES=FOLDER` keeps pictures of the page.
//!
//! This runs without the usual harness, because that hides what a test that passes has to say.

mod access;
mod arithmetic;
mod devtools;
mod hostile;
mod mixed;
mod page;
mod serving;
mod site;
mod weights;

use devtools::Browser;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// One test: its name, and what it does with a browser.
type Test = (&'static str, fn(&mut Browser));

fn main() -> ExitCode {
    let tests: Vec<Test> = [
        page::TESTS,
        weights::TESTS,
        arithmetic::TESTS,
        access::TESTS,
        hostile::TESTS,
        serving::TESTS,
    ]
    .concat();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        tests
            .iter()
            .for_each(|(name, _)| println!("browser::{name}: test"));
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let chosen =
        |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let chosen: Vec<Test> = tests.into_iter().filter(|(name, _)| chosen(name)).collect();
    if chosen.is_empty() {
        return ExitCode::SUCCESS;
    }
    let Some(program) = devtools::chromium() else {
        let required =
            std::env::var_os("CLEARWATT_BROWSER").is_some_and(|value| value == "required");
        println!(
            "\nNOT RUN: {} browser tests, because there is no Chromium here.",
            chosen.len()
        );
        println!(
            "Install one (on Debian and Ubuntu: apt-get install chromium) or name it in CLEARWATT_CHROMIUM.\n"
        );
        return if required {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        };
    };
    println!(
        "\nrunning {} browser tests in {}",
        chosen.len(),
        program.display()
    );
    let mut failed = Vec::new();
    for (name, test) in &chosen {
        // A browser of its own keeps what one test does out of the next.
        let run = catch_unwind(AssertUnwindSafe(|| test(&mut Browser::start(&program))));
        println!(
            "test browser::{name} ... {}",
            if run.is_ok() { "ok" } else { "FAILED" }
        );
        if run.is_err() {
            failed.push(*name);
        }
    }
    println!(
        "\nbrowser tests: {} passed, {} failed\n",
        chosen.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
