//! `serve`: the page in a browser, mistakes in the page, and the page again once they are repaired.

use super::Test;
use super::devtools::Browser;
use super::site::example;
use serde_json::json;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub const TESTS: &[Test] = &[
    (
        "a_change_is_shown_and_a_mistake_too",
        a_change_is_shown_and_a_mistake_too,
    ),
    ("only_this_machine_is_served", only_this_machine_is_served),
];

struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(project: &Path) -> Serving {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(["serve", "--port", "0"])
        .arg(project)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.split_whitespace().next().unwrap().to_string();
    Serving { child, address }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

fn a_change_is_shown_and_a_mistake_too(browser: &mut Browser) {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("starter"), folder.path());
    let serving = serve(folder.path());
    let mut page = browser.page(1280, 900);
    page.open(&format!("{}#e=MD", serving.address));
    let score = "document.querySelector('#detail .score')?.innerText ?? ''";
    let before = page.text(score);
    let sheet = folder.path().join("data/2024/MD.yaml");
    let text = std::fs::read_to_string(&sheet).unwrap();
    // The README of the project: with csv instead of pdf the balance gets more points.
    let at = text.find("gas-balance-annual").unwrap();
    let (head, tail) = text.split_at(at);
    std::fs::write(&sheet, format!("{head}{}", tail.replacen("pdf", "csv", 1))).unwrap();
    page.until(&format!(
        "({score}) !== '' && ({score}) !== {}",
        json!(before)
    ));
    std::fs::write(&sheet, format!("{head}{}", tail.replacen("pdf", "cvs", 1))).unwrap();
    page.until("document.body.innerText.includes('error[CW0355]') && document.body.innerText.includes('did you mean `csv`?')");
    std::fs::write(&sheet, &text).unwrap();
    page.until(&format!("({score}) === {}", json!(before)));
    // What was open is open again.
    assert_eq!(page.text("location.hash"), "#e=MD");
    page.open(&format!("{}report.html", serving.address));
    assert_eq!(
        page.eval("document.querySelectorAll('section').length > 0"),
        json!(true)
    );
    let complaints = page.complaints(&[&serving.address]);
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn answer(address: &str, request: &str) -> String {
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    stream
        .write_all(request.replace("HOST", host).as_bytes())
        .unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    said.lines().next().unwrap_or("").to_string()
}

fn only_this_machine_is_served(_: &mut Browser) {
    let serving = serve(&example("starter"));
    for (request, status) in [
        (
            "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
            "200",
        ),
        // A page elsewhere whose name was turned to this machine.
        (
            "GET / HTTP/1.1\r\nHost: harm.example\r\nConnection: close\r\n\r\n",
            "403",
        ),
        (
            "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "405",
        ),
        (
            "GET /../clearwatt.yaml HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
            "404",
        ),
        (
            "GET /clearwatt.yaml HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
            "404",
        ),
    ] {
        let said = answer(&serving.address, request);
        assert!(said.contains(status), "{request}: {said}");
    }
}
