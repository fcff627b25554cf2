//! The language server, spoken to over standard input and output as an editor would.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last: u64,
}

impl Editor {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut editor = Editor {
            child,
            input,
            output,
            last: 0,
        };
        let started = editor.request("initialize", json!({ "capabilities": {} }));
        assert_eq!(started["capabilities"]["hoverProvider"], true);
        editor.notify("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The whole answer to a request.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }

    /// Opens a text and gives back what is wrong with it.
    fn open(&mut self, text: &str) -> Value {
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": URI, "languageId": "rubric", "version": 1, "text": text } }),
        );
        self.receive()["params"]["diagnostics"].clone()
    }

    fn at(&mut self, method: &str, line: u32, character: u32) -> Value {
        let mut params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": character },
        });
        if method == "textDocument/references" {
            params["context"] = json!({ "includeDeclaration": true });
        }
        self.request(method, params)
    }

    fn stop(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

const URI: &str = "file:///tmp/no%20such%20folder/my.rubric";

const RUBRIC: &str = r#"rubric мій "My index" {
  evidence {
    published : yes > no  "Is it in open sources?"
    when published is yes {
      access : free > paid  "What it takes to get it"
    }
  }
  let wanted = 1
  criterion availability "Availability" levels 0, 1 {
    1 if access is free
    0 otherwise
  }
  score 100 * availability * wanted
  index all {
    total: mean of indicators
  }
}
"#;

#[test]
fn mistakes_come_while_typing_and_go_again() {
    let mut editor = Editor::start();
    let broken = RUBRIC.replace("access is free", "acces is free");
    let found = editor.open(&broken);
    assert_eq!(found[0]["code"], "CW0201");
    assert_eq!(
        found[0]["message"],
        "there is no fact `acces`\ndid you mean `access`?"
    );
    // the line of the rule, the word after "    1 if "
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 9, "character": 9 })
    );
    assert_eq!(
        found[0]["range"]["end"],
        json!({ "line": 9, "character": 14 })
    );
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "text": RUBRIC }] }),
    );
    let message = editor.receive();
    assert_eq!(message["params"]["diagnostics"], json!([]));
    editor.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 3 }, "contentChanges": [{ "text": "rubric" }] }),
    );
    assert!(
        !editor.receive()["params"]["diagnostics"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    editor.stop();
}

#[test]
fn hover_says_what_a_name_means() {
    let mut editor = Editor::start();
    editor.open(RUBRIC);
    let hover = editor.at("textDocument/hover", 9, 11);
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(
        text.contains("What it takes to get it") && text.contains("free > paid"),
        "{text}"
    );
    let hover = editor.at("textDocument/hover", 12, 16);
    assert!(
        hover["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("levels 0, 1")
    );
    assert!(editor.at("textDocument/hover", 13, 0).is_null());
    editor.stop();
}

#[test]
fn completion_knows_the_answers_of_a_fact() {
    let mut editor = Editor::start();
    editor.open(&RUBRIC.replace("access is free", "access is "));
    let labels = |items: &Value| -> Vec<String> {
        let items = items.as_array().unwrap().iter();
        items
            .map(|item| item["label"].as_str().unwrap().to_string())
            .collect()
    };
    let answers = editor.at("textDocument/completion", 9, 19);
    assert_eq!(labels(&answers), ["free", "paid"]);
    let names = editor.at("textDocument/completion", 12, 13);
    assert!(
        labels(&names).contains(&"availability".to_string()),
        "{names}"
    );
    editor.open(&RUBRIC.replace("access is free", "lookup access { "));
    let looked_up = editor.at("textDocument/completion", 9, 25);
    assert_eq!(labels(&looked_up), ["free", "paid"]);
    let statements = editor.at("textDocument/completion", 7, 2);
    assert!(labels(&statements).contains(&"criterion".to_string()));
    editor.stop();
}

#[test]
fn definition_references_and_outline() {
    let mut editor = Editor::start();
    editor.open(RUBRIC);
    let declared = editor.at("textDocument/definition", 9, 11);
    assert_eq!(
        declared[0]["range"]["start"],
        json!({ "line": 4, "character": 6 })
    );
    let used = editor.at("textDocument/references", 8, 14);
    let lines: Vec<&Value> = used
        .as_array()
        .unwrap()
        .iter()
        .map(|place| &place["range"]["start"]["line"])
        .collect();
    assert_eq!(lines, [8, 12]);
    let outline = editor.request(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": URI } }),
    );
    let names: Vec<&str> = outline
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["published", "access", "wanted", "availability", "all"]
    );
    editor.stop();
}

#[test]
fn rename_changes_every_place_or_says_why_not() {
    let mut editor = Editor::start();
    editor.open(RUBRIC);
    let rename = |editor: &mut Editor, line: u32, character: u32, name: &str| {
        editor.ask(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character }, "newName": name }),
        )
    };
    let done = rename(&mut editor, 7, 8, "потрібно");
    let edits = done["result"]["changes"][URI].as_array();
    let edits = edits.unwrap_or_else(|| panic!("{done}"));
    assert_eq!(edits.len(), 2);
    assert!(edits.iter().all(|edit| edit["newText"] == "потрібно"));
    let refused = rename(&mut editor, 7, 8, "two words");
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .contains("is no name"),
        "{refused}"
    );
    let refused = rename(&mut editor, 14, 12, "x");
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .contains("is not declared"),
        "{refused}"
    );
    editor.stop();
}

#[test]
fn formatting_gives_the_layout_of_fmt() {
    let mut editor = Editor::start();
    editor.open(&RUBRIC.replace("    1 if access", " 1   if  access"));
    let params = json!({ "textDocument": { "uri": URI }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.request("textDocument/formatting", params);
    assert_eq!(edits[0]["newText"], RUBRIC);
    let unknown = editor.ask("textDocument/nothing", json!({}));
    assert!(
        unknown["error"]["message"]
            .as_str()
            .unwrap()
            .contains("is not offered")
    );
    editor.stop();
}
