"use strict";
// What the page knows: the data inside it, unpacked, and small helpers for words, numbers and elements.

const data = JSON.parse(document.getElementById("data").textContent);

/** A text in the reader's language with its places filled in. */
function word(key, fill = {}) {
  return (data.words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => String(fill[name] ?? all));
}

/** A number as the reader's language writes it; a dash for none. */
function written(text) {
  if (text === null || text === undefined) return "–";
  return String(text).replace(".", word("decimal_sign")).replace("-", "−");
}

/** A score as reports print it: at most six significant digits. */
const inShort = (text) => (text === null ? "–" : written(significant(fraction(text), 6)));

/** An element with attributes and children; texts stay texts, whatever is in them. */
function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "rect", "text", "line", "circle", "title", "desc", "tspan"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const find = (id) => document.getElementById(id);
const names = new Map(data.names.entities.map((entity) => [entity.id, entity.name]));
const nodes = new Map(data.names.nodes.map((node, at) => [node.level + ":" + node.id, { ...node, at }]));
const indicators = new Map(data.names.indicators.map((indicator) => [indicator.id, indicator]));

/** The indices of the project, each with the editions that have it, in order of time. */
function indexList() {
  const found = new Map();
  for (const edition of data.editions) {
    for (const index of edition.indices) {
      if (!found.has(index.id)) found.set(index.id, { id: index.id, name: index.name, editions: [] });
      found.get(index.id).editions.push({ edition, index });
    }
  }
  return [...found.values()];
}

const text = (at) => data.strings[at] ?? null;

/** A row of the data with names for its columns, which are those of `score --format csv`. */
function unpacked(index, edition, entity, row) {
  const [level, node, market, score, shown, grade, rank, scored, applicable, expected, state] = row;
  return {
    index, edition, entity, level: text(level), node: text(node), market: text(market), score, shown,
    grade: text(grade), rank, scored, applicable, expected, state: text(state),
  };
}

/** All rows of an index in an edition, unpacked when they are first asked for. */
function rowsOf({ edition, index }) {
  if (!index.rows) {
    index.rows = index.blocks.flatMap((block) => {
      const rows = block.rows.map((row) => unpacked(index.id, edition.id, block.entity, row));
      for (const made of block.made ?? []) {
        const parts = made.parts.map(([level, node, share]) => ({ level: text(level), node: text(node), share }));
        rows[made.row].made = { how: made.how, parts, steps: made.steps ?? [] };
      }
      return rows;
    });
    index.byPlace = new Map(index.rows.map((row) => [placeOf(row.entity, row.level, row.node, row.market), row]));
  }
  return index.rows;
}

const placeOf = (entity, level, node, market) => [entity, level, node, market ?? ""].join("\u0000");

/** The row of an entity at a level and node, in a market or in all; undefined when there is none. */
function rowAt(view, entity, level, node, market = null) {
  rowsOf(view);
  return view.index.byPlace.get(placeOf(entity, level, node, market));
}

/** The names of the levels, widest first, as far as the entity has rows of them. */
const LEVELS = ["category", "subcategory", "group"];

function levelName(level) {
  const known = word("level_" + level);
  if (level === "indicator" || level === "criterion") return word(level);
  return known === "level_" + level ? level : known;
}

/** What a node is called. */
function nodeName(view, level, node) {
  if (level === "index") return view.index.name;
  if (level === "indicator") return indicators.get(node)?.name ?? node;
  if (level === "criterion") return view.edition.criteria.find((criterion) => criterion.id === node)?.name ?? node;
  const cut = view.index.cuts.find((known) => known.id === level);
  return cut?.values.find((value) => value.id === node)?.name ?? nodes.get(level + ":" + node)?.name ?? node;
}

/** A grade on its colour. */
function chip(view, name) {
  const grade = view.index.grades.find((known) => known.name === name);
  if (!grade) return null;
  const style = `background:${grade.colour};color:${grade.ink}`;
  return make("span", { class: "chip", style, title: grade.meaning || null }, grade.name);
}

/** The sign of a missing score, and its words. */
const ABSENT = { not_applicable: "–", not_assessed: "?", withheld: "S", no_score: "×" };

/** The score of a row for people: number and sign, with words for those who do not see the sign. */
function scoreText(row) {
  if (!row) return make("span", { class: "absent" }, "–");
  if (row.shown === null) {
    const state = row.state in ABSENT ? row.state : "no_score";
    return make("span", { class: "absent", title: word(state) },
      make("span", { "aria-hidden": "true" }, ABSENT[state]), make("span", { class: "unseen" }, word(state)));
  }
  const sign = { given: "†", provisional: "*", carried_over: "°" }[row.state];
  return make("span", { title: sign ? word(row.state) : null }, inShort(row.shown), sign ?? "",
    sign ? make("span", { class: "unseen" }, ` (${word(row.state)})`) : null);
}

/** A source as a link where it is an address, else as text. */
function sourceOf(source) {
  const [shown, address] = source;
  return address ? make("a", { href: address, rel: "noreferrer" }, shown) : make("span", {}, shown);
}

/** Hands a file to the reader. */
function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the content by then; without this it would keep it as long as the page is open.
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Says something to readers who do not see the page change. */
let saying = 0;
function say(sentence) {
  clearTimeout(saying);
  // Sliders and typing change the page many times a second; only where it comes to rest is worth hearing.
  saying = setTimeout(() => (find("live").textContent = sentence), 300);
}
