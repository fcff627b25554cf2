"use strict";
// The ranking: one row per entity, sorted and filtered, with the parts of the index as columns, and its CSV.

/** The columns of the table in order: key, heading, and the value rows are sorted by. */
function columns(view) {
  const { moved } = weightsNow(view);
  const { changes } = view.index;
  const list = [
    { key: "rank", heading: word("rank_column"), value: (line) => rankNumber(line.total), best: "low" },
    { key: "name", heading: word(view.index.countries ? "entity" : "entity_other"), value: (line) => line.name, best: "low" },
    { key: "score", heading: word("score"), value: (line) => exact(line.total?.score) },
  ];
  if (moved) {
    list.push({ key: "own_rank", heading: word("explorer_own_rank"), value: (line) => line.own?.rank ?? null, best: "low", own: true });
    list.push({ key: "own_score", heading: word("explorer_own_score"), value: (line) => line.own?.score ?? null, own: true });
  }
  if (changes && (!measure(view) || comparableBefore(view))) {
    list.push({ key: "change", heading: changes.heading, value: (line) => changeOf(view, line) });
  }
  for (const part of view.index.parts) {
    list.push({ key: "p." + part.id, heading: part.name, value: (line) => exact(line.parts.get(part.id)?.score), part });
  }
  return list;
}

const exact = (score) => (score === null || score === undefined ? null : fraction(score));
const rankNumber = (row) => (row?.rank ? parseInt(row.rank, 10) : null);

/** The edition before, where its scores were made by the same method. */
function comparableBefore(view) {
  const editions = LIST.find((index) => index.id === view.index.id).editions;
  const before = editions[editions.indexOf(view) - 1];
  return before && before.edition.method === view.edition.method ? before : null;
}

/** The change of the total as the reports tell it. Of a cut it is the change of what is shown, of those whose totals can be
 *  compared. */
function changeOf(view, line) {
  const by = view.index.changes.by[line.id];
  if (by === undefined) return null;
  if (!measure(view)) return fraction(by);
  const before = comparableBefore(view);
  const [level, node, market] = totalPlace(before);
  const then = rowAt(before, line.id, level, node, market);
  if (!then?.shown || !line.total?.shown) return null;
  return minus(fraction(line.total.shown), fraction(then.shown));
}

/** Where the row stands that the ranking is about: the total, or a value of a cut. */
function totalPlace(view) {
  const chosen = measure(view);
  return chosen ? [chosen.cut.id, chosen.value.id, chosen.value.id] : ["index", view.index.id, null];
}

/** One line per entity that has a row, unfiltered. */
function lines(view) {
  const [level, node, market] = totalPlace(view);
  const { numbers, moved } = weightsNow(view);
  const own = moved ? weigh(view.index.weighing, view.index.grades, numbers.map(whole)) : new Map();
  return view.index.blocks
    .filter((block) => names.has(block.entity))
    .map((block) => ({
      id: block.entity,
      name: names.get(block.entity),
      total: rowAt(view, block.entity, level, node, market),
      parts: new Map(view.index.parts.map((part) =>
        [part.id, rowAt(view, block.entity, view.index.part_level, part.id, market)])),
      own: own.get(block.entity),
    }))
    .filter((line) => line.total);
}

/** The lines the reader wants to see, in the order wanted. */
function chosenLines(view) {
  const query = state.query.trim().toLocaleLowerCase(data.lang);
  const fits = (line) =>
    (!state.only || state.only.has(line.id)) &&
    (!state.grade || line.total.grade === state.grade) &&
    (line.name.toLocaleLowerCase(data.lang).includes(query) || line.id.toLocaleLowerCase() === query);
  return sorted(view, lines(view).filter(fits));
}

/** What has no value stands at the end, whichever way the column is sorted; equal values go by rank, then name. */
function sorted(view, found) {
  const column = columns(view).find((known) => known.key === state.sort) ?? columns(view)[0];
  const wayRound = state.descending ? -1 : 1;
  const alphabet = new Intl.Collator(data.lang);
  const order = (a, b) => {
    if (typeof a === "string") return alphabet.compare(a, b);
    return typeof a === "number" ? a - b : compare(a, b);
  };
  const ties = (a, b) => (rankNumber(a.total) ?? Infinity) - (rankNumber(b.total) ?? Infinity) || alphabet.compare(a.name, b.name);
  return [...found].sort((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (left === null || right === null) return (left === null) - (right === null) || ties(a, b) || 0;
    return wayRound * order(left, right) || ties(a, b) || 0;
  });
}

/** Sorts by a column: first with the best on top, then the other way round. */
function sortBy(column) {
  const first = column.best !== "low";
  choose({ sort: column.key, descending: state.sort === column.key ? !state.descending : first });
  const way = word(state.descending ? "explorer_descending" : "explorer_ascending");
  say(word("explorer_sorted", { column: column.heading, way }));
}

function headCell(column) {
  const active = state.sort === column.key;
  const way = state.descending ? "descending" : "ascending";
  return make("th", { scope: "col", class: cellClass(column), "aria-sort": active ? way : null },
    make("button", { type: "button", class: "sort", "data-key": column.key, onclick: () => sortBy(column) }, column.heading,
      make("span", { class: "arrow", "aria-hidden": "true" }, active ? (state.descending ? "▼" : "▲") : "")));
}

function cellClass(column) {
  return [column.key === "name" ? "name" : "n", column.own ? "own" : "", column.part ? "part" : ""].join(" ").trim();
}

/** One cell of the table; each kind of column has its own. */
function bodyCell(view, line, column) {
  const cell = (...children) => make("td", { class: cellClass(column) }, ...children);
  if (column.part) return partCell(view, line.parts.get(column.part.id), cellClass(column));
  switch (column.key) {
    case "rank": return cell(line.total.rank ?? "–");
    case "name": return make("th", { scope: "row", class: "name" },
      make("a", { href: addressOf(line.id, ""), onclick: (event) => openHere(event, line.id, "") }, line.name));
    case "score": return cell(scoreText(line.total), " ", chip(view, line.total.grade));
    case "own_rank": return cell(line.own?.rank ? `${line.own.rank}${line.own.sign} ` : "–", movement(line));
    case "own_score": return cell(line.own?.shown ? written(significant(line.own.shown, 6)) : "–", " ",
      chip(view, line.own?.grade?.name), line.own?.fixed === "given" ? make("span", { class: "more" }, word("explorer_given_fixed")) : null);
    default: return cell(signed(column.value(line)));
  }
}

/** A cell of the heat map: the number on the colour of its grade. */
function partCell(view, row, style) {
  const grade = view.index.grades.find((known) => known.name === row?.grade);
  const colour = grade ? `background:${grade.colour};color:${grade.ink}` : null;
  // The letter stands on the colour: red and green look alike to many, and to grey print.
  return make("td", { class: style }, make("span", { class: "tile", style: colour }, scoreText(row),
    grade ? make("span", { class: "letter" }, " " + grade.name) : null));
}

/** How an entity moved under other weights: by its rank, else by nothing. */
function movement(line) {
  const [official, own] = [rankNumber(line.total), line.own?.rank];
  if (!official || !own) return null;
  if (official === own) return make("span", { class: "still" }, "=", make("span", { class: "unseen" }, " " + word("explorer_rank_same")));
  const up = own < official;
  const count = Math.abs(official - own);
  const words = word(up ? "explorer_rank_up" : "explorer_rank_down", { count });
  return make("span", { class: up ? "up" : "down" },
    make("span", { "aria-hidden": "true" }, (up ? "▲" : "▼") + count), make("span", { class: "unseen" }, words));
}

function signed(difference) {
  if (difference === null) return "–";
  const number = written(significant(difference, 6));
  return difference.n > 0n ? "+" + number : number;
}

/** Fills the table anew. The focus stays on the heading it was on. */
function renderTable(view) {
  const list = columns(view);
  const shown = chosenLines(view);
  const focused = document.activeElement?.dataset?.key;
  find("head").replaceChildren(make("tr", {}, list.map(headCell)));
  find("body").replaceChildren(...shown.map((line) =>
    make("tr", { class: line.id === state.entity ? "open" : null }, list.map((column) => bodyCell(view, line, column)))));
  if (focused) find("head").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  find("none").hidden = shown.length > 0;
  find("table").hidden = shown.length === 0;
  find("count").textContent = word("explorer_shown", { count: shown.length, all: lines(view).length });
  const basis = measure(view) ? null : view.index.changes?.basis;
  find("caption").textContent = basis ? `${caption(view)}. ${basis}` : caption(view);
}

function caption(view) {
  const chosen = measure(view);
  const title = `${view.index.name}, ${view.edition.name}`;
  if (!chosen) return title;
  return `${title}: ${chosen.value.name}${chosen.cut.indicative ? ` (${word("explorer_indicative")})` : ""}`;
}

const COLUMNS = ["index", "edition", "entity", "level", "node", "market", "score", "shown", "grade", "rank", "scored",
  "applicable", "expected", "state"];

/** A text as a field of CSV. What a spreadsheet would take for a formula gets an apostrophe before it. */
function field(value, guard = false) {
  let content = value === null || value === undefined ? "" : String(value);
  if (guard && /^[=+\-@\t\r]/.test(content)) content = "'" + content;
  return /[",\n\r]/.test(content) ? `"${content.replaceAll('"', '""')}"` : content;
}

const NAMES = new Set(["index", "edition", "entity", "level", "node", "market"]);
const csvRow = (row) => COLUMNS.map((column) => field(row[column], NAMES.has(column)));
const csvText = (list) => list.map((fields) => fields.join(",") + "\n").join("");

/** The rows of the table as it is shown, in the columns of `score --format csv`; own weights add columns of their own. */
function tableAsCsv(view) {
  const { moved } = weightsNow(view);
  const head = moved ? [...COLUMNS, "own_score", "own_shown", "own_grade", "own_rank", "remark"] : COLUMNS;
  const found = chosenLines(view).flatMap((line) => {
    const own = moved ? ownFields(line) : [];
    const parts = [...line.parts.values()].filter(Boolean).map((row) => [...csvRow(row), ...own.map(() => "")]);
    return [[...csvRow(line.total), ...own], ...parts];
  });
  return csvText([head, ...found]);
}

function ownFields({ own }) {
  const number = (value) => (value ? significant(value, 12) : "");
  const rank = own?.rank ? `${own.rank}${own.sign}` : "";
  return [number(own?.score), number(own?.shown), field(own?.grade?.name), rank, field(word("explorer_unofficial"))];
}

/** Every row of the index in this edition: what `score --format csv --edition … --index …` writes. */
const allAsCsv = (view) => csvText([COLUMNS, ...rowsOf(view).map(csvRow)]);
