//! The server itself: reads requests from standard input, answers on standard output, one text at a time.

use super::completion::completions;
use super::places::{offset, position, range};
use super::symbols::{Kind, Symbol, named_at, names, symbols};
use crate::diagnostic::{Diagnostic, FileId, Severity, Sources, code_page};
use crate::language::format::format;
use crate::language::load::Loaded;
use crate::language::parser::parse;
use crate::language::syntax::RubricFile;
use crate::language::test;
use crate::project::load_rubric_file;
use lsp_server::{Connection, Message, Notification, Request, Response, ResponseError};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _,
    PublishDiagnostics,
};
use lsp_types::request::{
    Completion, DocumentSymbolRequest, Formatting, GotoDefinition, HoverRequest, References,
    Rename, Request as _,
};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionOptions, CompletionParams,
    DiagnosticRelatedInformation, DiagnosticSeverity, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentFormattingParams,
    DocumentSymbol, DocumentSymbolParams, GotoDefinitionParams, Hover, HoverContents, HoverParams,
    Location, MarkupContent, MarkupKind, NumberOrString, OneOf, PublishDiagnosticsParams,
    ReferenceParams, RenameParams, ServerCapabilities, SymbolKind, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextEdit, Uri, WorkspaceEdit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::PathBuf;
use thiserror::Error;

/// Why the server stops before it is told to.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The editor does not keep to the protocol.
    #[error("the editor does not keep to the language server protocol: {0}")]
    Protocol(String),
    /// Standard input or output is gone.
    #[error("the connection to the editor is gone: {0}")]
    Gone(#[from] std::io::Error),
}

/// Serves one editor over standard input and output, until it says goodbye.
///
/// # Errors
/// [`ServerError`] when the editor breaks the protocol or goes away without a word.
pub fn serve() -> Result<(), ServerError> {
    let protocol = |error: &dyn std::fmt::Display| ServerError::Protocol(error.to_string());
    let (connection, threads) = Connection::stdio();
    let capabilities = serde_json::to_value(capabilities()).map_err(|error| protocol(&error))?;
    connection
        .initialize(capabilities)
        .map_err(|error| protocol(&error))?;
    let mut server = Server {
        connection: &connection,
        texts: HashMap::new(),
    };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection
                    .handle_shutdown(&request)
                    .map_err(|error| protocol(&error))?
                {
                    break;
                }
                server.answer(request);
            }
            Message::Notification(notification) => server.note(notification),
            Message::Response(_) => {}
        }
    }
    drop(connection);
    threads.join()?;
    Ok(())
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        hover_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec![" ".to_string(), ":".to_string()]),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// Everything that is worked out from one text.
struct Read {
    file: FileId,
    tree: Option<RubricFile>,
    symbols: Vec<Symbol>,
}

fn read(text: &str) -> Read {
    let mut sources = Sources::default();
    let file = sources.add("rubric", text);
    let tree = parse(&sources, file).file;
    let symbols = tree
        .as_ref()
        .map_or_else(Vec::new, |tree| symbols(tree, text));
    Read {
        file,
        tree,
        symbols,
    }
}

struct Server<'c> {
    connection: &'c Connection,
    texts: HashMap<Uri, String>,
}

impl Server<'_> {
    fn send(&self, message: Message) {
        // An editor that has gone away hears nothing more; the loop ends by itself then.
        let _ = self.connection.sender.send(message);
    }

    fn note(&mut self, notification: Notification) {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document }) =
                    parameters(notification.params)
                {
                    self.texts
                        .insert(text_document.uri.clone(), text_document.text);
                    self.publish(&text_document.uri);
                }
            }
            DidChangeTextDocument::METHOD => {
                let changed: Option<DidChangeTextDocumentParams> = parameters(notification.params);
                if let Some(mut changed) = changed
                    && let Some(change) = changed.content_changes.pop()
                {
                    let uri = changed.text_document.uri;
                    self.texts.insert(uri.clone(), change.text);
                    self.publish(&uri);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document }) =
                    parameters(notification.params)
                {
                    self.texts.remove(&text_document.uri);
                    self.send_diagnostics(&text_document.uri, Vec::new());
                }
            }
            _ => {}
        }
    }

    fn answer(&self, request: Request) {
        let id = request.id.clone();
        let result = match request.method.as_str() {
            HoverRequest::METHOD => self.with(request.params, |p: HoverParams| {
                let at = p.text_document_position_params;
                self.hover(&at.text_document.uri, at.position)
            }),
            Completion::METHOD => self.with(request.params, |p: CompletionParams| {
                let at = p.text_document_position;
                self.completion(&at.text_document.uri, at.position)
            }),
            GotoDefinition::METHOD => self.with(request.params, |p: GotoDefinitionParams| {
                let at = p.text_document_position_params;
                self.definition(&at.text_document.uri, at.position)
            }),
            References::METHOD => self.with(request.params, |p: ReferenceParams| {
                let at = p.text_document_position;
                self.references(&at.text_document.uri, at.position)
            }),
            DocumentSymbolRequest::METHOD => self
                .with(request.params, |p: DocumentSymbolParams| {
                    self.outline(&p.text_document.uri)
                }),
            Formatting::METHOD => self.with(request.params, |p: DocumentFormattingParams| {
                self.layout(&p.text_document.uri)
            }),
            Rename::METHOD => match parameters::<RenameParams>(request.params) {
                Some(p) => self.rename(&p).map(|edit| json(&edit)),
                None => Err("the request cannot be read".to_string()),
            },
            other => Err(format!("`{other}` is not offered")),
        };
        let response = match result {
            Ok(result) => Response::new_ok(id, result),
            Err(message) => Response {
                id,
                result: None,
                error: Some(ResponseError {
                    // RequestFailed of the protocol.
                    code: -32803,
                    message,
                    data: None,
                }),
            },
        };
        self.send(Message::Response(response));
    }

    fn with<P: DeserializeOwned, R: Serialize>(
        &self,
        params: serde_json::Value,
        answer: impl FnOnce(P) -> Option<R>,
    ) -> Result<serde_json::Value, String> {
        match parameters(params) {
            Some(params) => Ok(json(&answer(params))),
            None => Err("the request cannot be read".to_string()),
        }
    }

    fn text(&self, uri: &Uri) -> Option<&str> {
        self.texts.get(uri).map(String::as_str)
    }

    fn publish(&self, uri: &Uri) {
        let Some(text) = self.text(uri) else { return };
        let mut sources = Sources::default();
        let file = sources.add(path(uri).display().to_string(), text);
        let Loaded { rubric, findings } = load_rubric_file(&mut sources, file, &path(uri));
        let mut findings = findings;
        let sound = rubric.filter(|_| !crate::diagnostic::has_errors(&findings));
        if let Some(rubric) = &sound {
            let (results, _) = test::run(rubric);
            findings.extend(results.into_iter().flat_map(|result| result.failures));
        }
        let shown = findings
            .iter()
            .map(|finding| self.diagnostic(uri, text, file, finding))
            .collect();
        self.send_diagnostics(uri, shown);
    }

    fn send_diagnostics(&self, uri: &Uri, diagnostics: Vec<lsp_types::Diagnostic>) {
        let params = PublishDiagnosticsParams {
            uri: uri.clone(),
            diagnostics,
            version: None,
        };
        let notification = Notification::new(PublishDiagnostics::METHOD.to_string(), params);
        self.send(Message::Notification(notification));
    }

    fn diagnostic(
        &self,
        uri: &Uri,
        text: &str,
        file: FileId,
        finding: &Diagnostic,
    ) -> lsp_types::Diagnostic {
        // What is wrong with the base is said at the top of the rubric on it.
        let span = finding.span.filter(|span| span.file == file);
        let place = span.map_or_else(
            || range(text, 0, 0),
            |span| range(text, span.start as usize, span.end as usize),
        );
        let mut message = finding.message.clone();
        for help in &finding.help {
            message.push('\n');
            message.push_str(help);
        }
        let related = finding.related.iter().filter(|(span, _)| span.file == file);
        let related = related.map(|(span, label)| DiagnosticRelatedInformation {
            location: Location {
                uri: uri.clone(),
                range: range(text, span.start as usize, span.end as usize),
            },
            message: label.clone(),
        });
        lsp_types::Diagnostic {
            range: place,
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Note => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(finding.code.to_string())),
            source: Some("clearwatt".to_string()),
            message,
            related_information: Some(related.collect()),
            ..lsp_types::Diagnostic::default()
        }
    }

    fn hover(&self, uri: &Uri, at: lsp_types::Position) -> Option<Hover> {
        let text = self.text(uri)?;
        let read = read(text);
        let (name, span) = named_at(read.file, text, offset(text, at))?;
        let known = read.symbols.iter().filter(|symbol| symbol.name == name);
        let mut meanings: Vec<&str> = known.map(|symbol| symbol.meaning.as_str()).collect();
        meanings.dedup();
        let page = code_page(&name);
        let value = match (meanings.is_empty(), page) {
            (true, None) => return None,
            (true, Some(page)) => page.to_string(),
            (false, _) => meanings.join("\n\n---\n\n"),
        };
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: MarkupKind::Markdown,
                value,
            }),
            range: Some(range(text, span.start as usize, span.end as usize)),
        })
    }

    fn completion(&self, uri: &Uri, at: lsp_types::Position) -> Option<Vec<CompletionItem>> {
        let text = self.text(uri)?;
        let read = read(text);
        let before = text.get(..offset(text, at))?;
        let found = completions(before, read.tree.as_ref(), &read.symbols);
        let items = found.into_iter().map(|(label, detail)| {
            let documentation = read.symbols.iter().find(|symbol| symbol.name == label);
            CompletionItem {
                kind: Some(if detail.starts_with("answer") {
                    CompletionItemKind::ENUM_MEMBER
                } else if detail == "statement" {
                    CompletionItemKind::KEYWORD
                } else {
                    CompletionItemKind::VARIABLE
                }),
                documentation: documentation.map(|symbol| {
                    lsp_types::Documentation::MarkupContent(MarkupContent {
                        kind: MarkupKind::Markdown,
                        value: symbol.meaning.clone(),
                    })
                }),
                label,
                detail: Some(detail),
                ..CompletionItem::default()
            }
        });
        Some(items.collect())
    }

    fn definition(&self, uri: &Uri, at: lsp_types::Position) -> Option<Vec<Location>> {
        let text = self.text(uri)?;
        let read = read(text);
        let (name, _) = named_at(read.file, text, offset(text, at))?;
        let declared = read.symbols.iter().filter(|symbol| symbol.name == name);
        let places = declared.map(|symbol| location(uri, text, symbol.span));
        Some(places.collect())
    }

    fn references(&self, uri: &Uri, at: lsp_types::Position) -> Option<Vec<Location>> {
        let text = self.text(uri)?;
        let read = read(text);
        let (name, _) = named_at(read.file, text, offset(text, at))?;
        let all = names(read.file, text).into_iter();
        let same = all.filter(|(found, _)| *found == name);
        Some(same.map(|(_, span)| location(uri, text, span)).collect())
    }

    fn rename(&self, params: &RenameParams) -> Result<WorkspaceEdit, String> {
        let at = &params.text_document_position;
        let uri = &at.text_document.uri;
        let text = self.text(uri).ok_or("the file is not open")?;
        let read = read(text);
        let (name, _) =
            named_at(read.file, text, offset(text, at.position)).ok_or("there is no name here")?;
        let declared: Vec<&Symbol> = read
            .symbols
            .iter()
            .filter(|symbol| symbol.name == name)
            .collect();
        let Some(first) = declared.first() else {
            return Err(format!("`{name}` is not declared in this file"));
        };
        // An answer such as `yes` belongs to many facts, and renaming it in one of them is for a person to do.
        if declared.len() > 1 {
            return Err(format!(
                "`{name}` stands for {} things here",
                declared.len()
            ));
        }
        let new = &params.new_name;
        let plain = names(read.file, new);
        let is_one_name = matches!(plain.as_slice(), [(only, _)] if only == new);
        if !is_one_name {
            return Err(format!(
                "`{new}` is no name: letters, digits and `_`, not starting with a digit"
            ));
        }
        if read
            .symbols
            .iter()
            .any(|symbol| symbol.name == *new && symbol.kind == first.kind)
        {
            return Err(format!("`{new}` is taken"));
        }
        let edits = names(read.file, text)
            .into_iter()
            .filter(|(found, _)| *found == name)
            .map(|(_, span)| TextEdit {
                range: range(text, span.start as usize, span.end as usize),
                new_text: new.clone(),
            });
        Ok(WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), edits.collect())])),
            ..WorkspaceEdit::default()
        })
    }

    fn outline(&self, uri: &Uri) -> Option<Vec<DocumentSymbol>> {
        let text = self.text(uri)?;
        let read = read(text);
        let shown = read.symbols.iter().filter(|s| s.kind != Kind::Answer);
        let symbols = shown.map(|symbol| {
            let place =
                |span: crate::diagnostic::Span| range(text, span.start as usize, span.end as usize);
            #[allow(deprecated)] // the protocol's old field must be given
            DocumentSymbol {
                name: symbol.name.clone(),
                detail: None,
                kind: match symbol.kind {
                    Kind::Fact => SymbolKind::FIELD,
                    Kind::Answer | Kind::Grade => SymbolKind::ENUM_MEMBER,
                    Kind::Value | Kind::Score => SymbolKind::VARIABLE,
                    Kind::Criterion => SymbolKind::FUNCTION,
                    Kind::Index => SymbolKind::CLASS,
                    Kind::Example => SymbolKind::CONSTANT,
                },
                tags: None,
                deprecated: None,
                range: place(symbol.whole.to(symbol.span)),
                selection_range: place(symbol.span),
                children: None,
            }
        });
        Some(symbols.collect())
    }

    fn layout(&self, uri: &Uri) -> Option<Vec<TextEdit>> {
        let text = self.text(uri)?;
        let laid_out = format(text)?;
        if laid_out == text {
            return Some(Vec::new());
        }
        Some(vec![TextEdit {
            range: lsp_types::Range {
                start: position(text, 0),
                end: position(text, text.len()),
            },
            new_text: laid_out,
        }])
    }
}

fn location(uri: &Uri, text: &str, span: crate::diagnostic::Span) -> Location {
    Location {
        uri: uri.clone(),
        range: range(text, span.start as usize, span.end as usize),
    }
}

fn parameters<P: DeserializeOwned>(params: serde_json::Value) -> Option<P> {
    serde_json::from_value(params).ok()
}

fn json<R: Serialize>(result: &R) -> serde_json::Value {
    serde_json::to_value(result).unwrap_or(serde_json::Value::Null)
}

/// The path of a `file:` address, with its escapes undone; anything else stands for itself.
fn path(uri: &Uri) -> PathBuf {
    let text = uri.as_str();
    let plain = text.strip_prefix("file://").unwrap_or(text);
    let mut bytes = Vec::with_capacity(plain.len());
    let mut rest = plain.bytes();
    while let Some(byte) = rest.next() {
        let escaped = (byte == b'%').then(|| {
            let pair = [rest.clone().next()?, rest.clone().nth(1)?];
            let digits = std::str::from_utf8(&pair).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        match escaped.flatten() {
            Some(value) => {
                bytes.push(value);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}
