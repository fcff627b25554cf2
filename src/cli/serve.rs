//! `serve`: the explorer and the report in a browser on this machine, made anew whenever a file changes. What is wrong
//! with the project is shown in the page; the page reloads itself.

mod watch;

use super::Stop;
use super::chart::words;
use super::output::Output;
use crate::diagnostic::{Rendering, Sources, render};
use crate::project::PROJECT_FILE;
use crate::report::explorer::{self, explorer};
use crate::report::layout::{Format, load};
use crate::report::page::{About, page};
use crate::report::{Templates, Words, render as render_report};
use crate::results::{Computed, Results, compute};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tiny_http::{Header, Method, Request, Response, Server};
use watch::Files;

/// What the page asks every second; when the answer is another than its own version, it loads itself again and keeps
/// what the reader chose, which stands in the address.
const RELOAD: &str = r#"<script>
(function () {
  setInterval(async () => {
    try {
      const version = await (await fetch("/version", { cache: "no-store" })).text();
      if (version !== "VERSION") location.reload();
    } catch { /* the program was stopped; the page stays as it is */ }
  }, 1000);
})();
</script>
</body>"#;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// The port on this machine; 0 takes any that is free
    #[arg(long, default_value_t = 8420)]
    pub port: u16,
    /// The language of the page
    #[arg(long, default_value = "en")]
    pub lang: String,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let words = words(&command.lang)?;
    if !command.project.join(PROJECT_FILE).exists() {
        // A mistake in a project is shown in the page; without a project there is nothing to watch.
        return output.results(&command.project).map(|_| ());
    }
    let server = Server::http((Ipv4Addr::LOCALHOST, command.port)).map_err(|error| {
        Stop::Usage(format!(
            "cannot serve on port {}: {error}\n  help: give another one with --port; --port 0 takes any that is free",
            command.port
        ))
    })?;
    let address = server.server_addr().to_ip();
    let port = address.map_or(command.port, |address| address.port());
    let shown = Arc::new(Mutex::new(Shown::of(&command.project, &words, 1)));
    output.print(&format!(
        "http://127.0.0.1:{port}/ shows {}; Ctrl+C ends it\n",
        command.project.display()
    ));
    let (watched, project) = (Arc::clone(&shown), command.project.clone());
    let words_of_watcher = self::words(&command.lang)?;
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(watch::PACE);
            let (seen, version) = {
                let shown = lock(&watched);
                (shown.files.clone(), shown.version)
            };
            if seen.have_changed() {
                let made = Shown::of(&project, &words_of_watcher, version + 1);
                *lock(&watched) = made;
            }
        }
    });
    for request in server.incoming_requests() {
        // A reader who has gone away needs no answer.
        let _ = answer(request, port, &shown, &words);
    }
    Ok(())
}

/// A thread that panicked has left what was shown before it: that is still good to show.
fn lock(shown: &Mutex<Shown>) -> std::sync::MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is shown now.
struct Shown {
    /// Counts how often it was made.
    version: u64,
    /// The explorer, or what is wrong.
    explorer: Result<String, String>,
    /// What the report is made from.
    results: Option<Results>,
    /// Its texts.
    sources: Sources,
    /// The files of the report, once somebody has asked for one.
    report: Option<BTreeMap<String, Vec<u8>>>,
    /// The files it was made from, as they were.
    files: Files,
}

impl Shown {
    fn of(project: &Path, words: &Words, version: u64) -> Shown {
        // Looked at first: a file that changes while it is read is found changed afterwards.
        let mut files = Files::of(project);
        let Computed {
            sources,
            findings,
            results,
        } = compute(project);
        let results = results.map(|results| results.in_language(words.language()));
        files.and(sources.iter().map(|source| Path::new(source.name())));
        let explorer = match &results {
            Some(results) => {
                let words = words.speaking_of(results.own_words());
                explorer::html(&explorer(results, &sources, &words), &words)
                    .map_err(|error| error.to_string())
            }
            None => Err(render(&findings, &sources, Rendering::default())),
        };
        Shown {
            version,
            explorer,
            results,
            sources,
            report: None,
            files,
        }
    }

    /// A file of the report, which is made when it is first asked for.
    fn report(&mut self, name: &str, words: &Words) -> Option<Vec<u8>> {
        if self.report.is_none() {
            let results = self.results.as_ref()?;
            let layout = load(&mut self.sources, results, "full").ok()?.ok()?;
            let everybody = About {
                entity: None,
                edition: None,
                index: None,
            };
            let own = words.speaking_of(results.own_words());
            let words = &own;
            let page = page(results, &self.sources, words, &layout, everybody);
            let formats = [Format::Html, Format::Md];
            let templates = Templates::default();
            let made = render_report(&page, words, &templates, "report", &formats).ok()?;
            self.report = Some(made.files);
        }
        self.report.as_ref()?.get(name).cloned()
    }
}

/// A page with the findings of a project that cannot be shown.
fn failure(message: &str) -> String {
    let escaped = message
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let style = include_str!("../../reports/style.css");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>clearwatt: the project has errors</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n\
         <h1>The project has errors</h1>\n<p>This page shows it again as soon as they are repaired.</p>\n\
         <pre class=\"formula\" tabindex=\"0\">{escaped}</pre>\n</main>\n</body>\n</html>\n"
    )
}

fn answer(request: Request, port: u16, shown: &Mutex<Shown>, words: &Words) -> std::io::Result<()> {
    if !is_meant_for(&request, port) {
        return send(
            request,
            403,
            "text/plain",
            b"only for this machine".to_vec(),
        );
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return send(request, 405, "text/plain", b"only to be read".to_vec());
    }
    let path = request
        .url()
        .split(['?', '#'])
        .next()
        .unwrap_or("/")
        .to_string();
    let mut shown = lock(shown);
    match path.trim_start_matches('/') {
        "version" => {
            let version = shown.version.to_string().into_bytes();
            drop(shown);
            send(request, 200, "text/plain", version)
        }
        // Browsers ask for it by themselves.
        "favicon.ico" => send(request, 204, "image/x-icon", Vec::new()),
        "" | "explorer.html" => {
            let page = match &shown.explorer {
                Ok(page) => page.clone(),
                Err(message) => failure(message),
            };
            let reload = RELOAD.replace("VERSION", &shown.version.to_string());
            drop(shown);
            send(
                request,
                200,
                "text/html; charset=utf-8",
                page.replacen("</body>", &reload, 1).into_bytes(),
            )
        }
        name => match shown.report(name, words) {
            Some(bytes) => send(request, 200, kind(name), bytes),
            None => send(
                request,
                404,
                "text/plain",
                b"there is no such page".to_vec(),
            ),
        },
    }
}

/// Whether a request names this machine itself: a foreign page that has its own name point here is refused, so that it
/// cannot read unpublished scores.
fn is_meant_for(request: &Request, port: u16) -> bool {
    let hosts = request
        .headers()
        .iter()
        .filter(|header| header.field.equiv("Host"));
    let known = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let mut hosts = hosts.map(|header| header.value.as_str());
    hosts.all(|host| known.iter().any(|name| name == host))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}

fn send(request: Request, status: u16, kind: &str, body: Vec<u8>) -> std::io::Result<()> {
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in [
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        // Plain letters make a header always.
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}
