// Starts `clearwatt lsp` for rubric files; everything else is the server's work.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("clearwatt").get("path");
  client = new LanguageClient(
    "clearwatt",
    "clearwatt",
    { command, args: ["lsp"] },
    { documentSelector: [{ scheme: "file", language: "rubric" }] },
  );
  return client.start();
};

exports.deactivate = () => client && client.stop();
