"use strict";
// What the reader has chosen. All of it stands in the address after the #, so that a link shows what its sender saw.

const LIST = indexList();
const state = {};

/** The choice of a page that was opened without any. */
function setDefaults() {
  const index = LIST[0];
  Object.assign(state, {
    index: index?.id ?? "", edition: index?.editions.at(-1).edition.id ?? "", measure: "",
    query: "", grade: "", only: null, sort: "rank", descending: false, weights: {}, entity: "", node: "",
  });
}

/** The index and edition that were chosen. */
function current() {
  const of = LIST.find((index) => index.id === state.index) ?? LIST[0];
  return of.editions.find((view) => view.edition.id === state.edition) ?? of.editions.at(-1);
}

/** The cut and value that were chosen; null for the whole index. */
function measure(view = current()) {
  const [cut, ...rest] = state.measure.split(":");
  const found = view.index.cuts.find((known) => known.id === cut);
  const value = found?.values.find((known) => known.id === rest.join(":"));
  return value ? { cut: found, value } : null;
}

/** The weights on the sliders, and whether any was moved. Where weights cannot be moved there are none. */
function weightsNow(view = current()) {
  const parts = view.index.weighing;
  if (parts.why || measure(view)) return { numbers: [], official: [], moved: false };
  const official = asWholeNumbers(parts.shares);
  const numbers = parts.nodes.map((node, at) => state.weights[node] ?? official[at]);
  return { numbers, official, moved: numbers.some((number, at) => number !== official[at]) };
}

/** What stands in the address for each choice, and how it is read; only what differs from the usual is written. */
function asAddress() {
  const usual = {};
  const kept = { ...state };
  setDefaults();
  Object.assign(usual, state);
  Object.assign(state, kept);
  const list = new URLSearchParams();
  const put = (key, value, plain) => value !== plain && list.set(key, value);
  put("i", state.index, usual.index);
  const editions = LIST.find((index) => index.id === state.index)?.editions ?? [];
  put("y", state.edition, editions.at(-1)?.edition.id);
  put("m", state.measure, "");
  put("q", state.query, "");
  put("g", state.grade, "");
  if (state.only) list.set("only", [...state.only].join(","));
  put("s", state.sort + (state.descending ? "-" : ""), "rank");
  const { moved } = weightsNow();
  if (moved) list.set("w", Object.entries(state.weights).map(([node, number]) => `${node}:${number}`).join(","));
  put("e", state.entity, "");
  put("n", state.node, "");
  const written = list.toString();
  return written ? "#" + written : "";
}

/** Takes the choice from the address; what it does not know any more is left at the usual. */
function readAddress() {
  setDefaults();
  const list = new URLSearchParams(location.hash.slice(1));
  const index = LIST.find((known) => known.id === list.get("i")) ?? LIST[0];
  state.index = index.id;
  state.edition = (index.editions.find((view) => view.edition.id === list.get("y")) ?? index.editions.at(-1)).edition.id;
  state.measure = list.get("m") ?? "";
  if (!measure()) state.measure = "";
  state.query = list.get("q") ?? "";
  state.grade = current().index.grades.some((grade) => grade.name === list.get("g")) ? list.get("g") : "";
  if (list.has("only")) state.only = new Set(list.get("only").split(",").filter((id) => names.has(id)));
  readSort(list.get("s") ?? "rank");
  for (const item of (list.get("w") ?? "").split(",").filter(Boolean)) readWeight(item);
  if (names.has(list.get("e"))) state.entity = list.get("e");
  state.node = state.entity ? list.get("n") ?? "" : "";
}

function readSort(written) {
  const descending = written.endsWith("-");
  const column = descending ? written.slice(0, -1) : written;
  if (!columns(current()).some((known) => known.key === column)) return;
  Object.assign(state, { sort: column, descending });
}

function readWeight(item) {
  const at = item.lastIndexOf(":");
  const [node, number] = [item.slice(0, at), Number(item.slice(at + 1))];
  const parts = current().index.weighing;
  const known = !parts.why && parts.nodes.includes(node);
  if (known && Number.isInteger(number) && number >= 0 && number <= 100000) state.weights[node] = number;
}

/** Changes the choice and shows it. A step the reader may want to take back gets an entry in the history. */
function choose(changes, isStep = false) {
  Object.assign(state, changes);
  const address = location.pathname + location.search + asAddress();
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  render();
}

/** The address that shows an entity or a node of it, for links that also open in a new tab. */
function addressOf(entity, node) {
  const kept = { entity: state.entity, node: state.node };
  Object.assign(state, { entity, node });
  const address = asAddress();
  Object.assign(state, kept);
  return address || "#";
}
