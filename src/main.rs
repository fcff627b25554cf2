//! The program `clearwatt`: reads arguments, calls the library, prints.

fn main() -> std::process::ExitCode {
    clearwatt::cli::run()
}
