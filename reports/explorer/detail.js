"use strict";
// Why a number is what it is: from the index down to the line of evidence and the line of the rubric.

/** Opens an entity or a node of it in this page; with a key held, the browser opens it elsewhere. */
function openHere(event, entity, node) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  choose({ entity, node }, true);
  const heading = find("detail").querySelector("h2");
  (heading ?? find("table")).focus({ preventScroll: true });
  (heading ? find("detail") : find("ranking")).scrollIntoView({ block: "start" });
}

const linkTo = (entity, node, name) =>
  make("a", { href: addressOf(entity, node), onclick: (event) => openHere(event, entity, node) }, name);

/** Level and node that are open; the total when none is, or when the entity has no such row. */
function openNode(view) {
  const at = state.node.indexOf(":");
  const [level, node] = [state.node.slice(0, at), state.node.slice(at + 1)];
  const whole = measure(view) ? totalPlace(view).slice(0, 2) : ["index", view.index.id];
  return at > 0 && rowIn(view, level, node) ? [level, node] : whole;
}

/** The row of the open entity; for a value of a cut its own, else the one of the whole index. */
function rowIn(view, level, node) {
  const cut = view.index.cuts.find((known) => known.id === level);
  return rowAt(view, state.entity, level, node, cut ? node : null);
}

function renderDetail(view) {
  const box = find("detail");
  const open = state.entity && view.index.blocks.some((block) => block.entity === state.entity);
  box.hidden = !open;
  if (!open) return box.replaceChildren();
  const [level, node] = openNode(view);
  const row = rowIn(view, level, node);
  const title = level === "index" ? names.get(state.entity) : nodeName(view, level, node);
  box.replaceChildren(
    trail(view, level, node),
    make("h2", { tabindex: -1, id: "detail-title" }, title),
    standing(view, row, level),
    ...(level === "indicator" ? indicatorParts(view, node, row) : nodeParts(view, level, node)),
    make("p", { class: "controls" }, make("button", { type: "button", onclick: (event) => openHere(event, "", "") }, word("explorer_close"))));
}

/** The way from the entity down to what is open. */
function trail(view, level, node) {
  const steps = [["", "", names.get(state.entity)]];
  for (const at of ancestors(view, level, node)) steps.push(at);
  const items = steps.map(([stepLevel, stepNode, name], at) => make("li", {}, at === steps.length - 1 && level === (stepLevel || "index")
    ? make("span", { "aria-current": "page" }, name)
    : linkTo(state.entity, stepLevel ? `${stepLevel}:${stepNode}` : "", name)));
  return make("nav", { class: "trail", "aria-label": word("explorer_path") }, make("ol", {}, items));
}

function ancestors(view, level, node) {
  if (level === "index") return [];
  const self = [level, node, nodeName(view, level, node)];
  const path = level === "indicator" ? indicators.get(node)?.path ?? [] : pathOf(nodes.get(level + ":" + node));
  const above = path.map((at) => data.names.nodes[at]).filter((found) => found.id !== node || found.level !== level);
  const known = above.filter((found) => rowIn(view, found.level, found.id));
  return [...known.map((found) => [found.level, found.id, found.name]), self];
}

/** The places of a node and everything above it, widest first. */
function pathOf(node) {
  if (!node) return [];
  const above = node.parent === null ? [] : pathOf({ ...data.names.nodes[node.parent], at: node.parent });
  return [...above, node.at];
}

/** Score, grade, rank and coverage of what is open. */
function standing(view, row, level) {
  const meaning = view.index.grades.find((grade) => grade.name === row.grade)?.meaning;
  const exactly = row.score !== row.shown && row.score !== null ? word("exactly", { score: inShort(row.score) }) : "";
  const facts = [
    `${view.index.name}, ${view.edition.name}`,
    row.rank ? `${word("rank_column")} ${row.rank}` : null,
    exactly,
    level !== "indicator" && row.expected ? word("coverage_of", { scored: row.scored, applicable: row.applicable }) : null,
    ["scored", "no_score"].includes(row.state) ? null : word(row.state),
    view.index.from ? word("explorer_score_from", { score: view.index.from }) : null,
  ].filter(Boolean);
  return make("div", { class: "card" },
    make("div", { class: "score" }, chip(view, row.grade),
      make("span", {}, make("span", { class: row.shown === null ? "" : "big" }, scoreText(row)), meaning ? make("span", { class: "more" }, meaning) : null)),
    make("ul", {}, facts.map((fact) => make("li", {}, fact))));
}

/** What a node is made of, as it was worked out; else the nodes and indicators below it. */
function nodeParts(view, level, node) {
  const made = rowIn(view, level, node)?.made;
  const known = (made?.parts ?? []).map((part) => ({ row: rowIn(view, part.level, part.node), share: part.share }));
  const parts = made ? known.filter((part) => part.row) : rowsBelow(view, level, node).map((row) => ({ row, share: null }));
  const out = [...given(view, level, node)];
  if (made?.steps.length > 0) out.push(make("p", { class: "formula" }, made.steps.join("\n")));
  if (parts.length > 0) out.push(partsTable(view, parts, made?.how));
  const criteria = level === "index" ? ownRows(view, "criterion") : [];
  if (criteria.length > 0) out.push(criteriaMeans(view, criteria));
  return out;
}

const ownRows = (view, level) =>
  rowsOf(view).filter((row) => row.entity === state.entity && row.level === level && row.market === null);

/** The rows one step down: a level that an index leaves out is stepped over. */
function rowsBelow(view, level, node) {
  const levels = [...LEVELS, "indicator"].flatMap((name) => ownRows(view, name));
  const cut = view.index.cuts.find((known) => known.id === level);
  if (cut) return rowsOf(view).filter((row) => row.entity === state.entity && row.market === node && row.level === view.index.part_level);
  return levels.filter((row) => {
    const parent = ancestors(view, row.level, row.node).at(-2) ?? ["index", view.index.id];
    return parent[0] === level && parent[1] === node;
  });
}

function table(caption, head, rows) {
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)));
}

const head = (name, number = false) => make("th", { scope: "col", class: number ? "n" : null }, name);

/** Parts with their scores and, where they have weights, the share that each holds of the weight of all that count. */
function partsTable(view, parts, how) {
  const weighted = parts.some((part) => part.share !== null);
  const heads = [head(levelName(parts[0].row.level)), head(word("score"), true), head(word("rank_column"), true),
    weighted ? head(word("weight"), true) : null, head(word("explorer_coverage"), true)];
  const body = parts.map(({ row, share }) => make("tr", {},
    make("th", { scope: "row" }, linkTo(state.entity, `${row.level}:${row.node}`, nodeName(view, row.level, row.node))),
    make("td", { class: "n" }, scoreText(row), " ", chip(view, row.grade)),
    make("td", { class: "n" }, row.rank ?? "–"),
    weighted ? make("td", { class: "n" }, share === null ? "–" : word("percent", { number: written(share) })) : null,
    make("td", { class: "n" }, row.level === "indicator" ? "" : `${row.scored}/${row.applicable}`)));
  const caption = how ? `${word("explorer_parts")}: ${how}` : word("explorer_parts");
  return table(caption, heads.filter(Boolean), body);
}

function criteriaMeans(view, rows) {
  const body = rows.map((row) => make("tr", {},
    make("th", { scope: "row" }, nodeName(view, "criterion", row.node)), make("td", { class: "n" }, scoreText(row))));
  return table(word("explorer_criteria_mean"), [head(word("criterion")), head(word("score"), true)], body);
}

const evidenceOf = (view) => view.edition.evidence[state.entity] ?? { given: [], disclosures: {} };

/** A published score with its source. */
function given(view, level, node) {
  return evidenceOf(view).given.filter((found) => found.level === level && found.node === node).map((found) =>
    facts([[word("published_score"), found.source ? sourceOf(found.source) : word("given")], [word("note"), found.note],
      [word("explorer_place"), make("code", {}, found.place)]]));
}

function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && value.length !== 0);
  return make("dl", { class: "facts" }, known.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

/** An indicator: what must be out, what was found, and what that was worth. */
function indicatorParts(view, node) {
  const indicator = indicators.get(node);
  const found = evidenceOf(view).disclosures[node];
  const about = facts([
    [word("must_disclose"), indicator.must.join("; ")],
    [word("body"), indicator.bodies.join(", ")],
    [word("basis"), indicator.basis.join("; ")],
  ]);
  const heading = make("h3", {}, word("explorer_evidence"));
  const recorded = given(view, "indicator", node);
  if (!found) return [about, heading, ...recorded, recorded.length ? "" : make("p", {}, word("explorer_no_evidence"))];
  const file = text(found.place[0]);
  const place = `${file}:${found.place[1]}`;
  const notes = facts([
    [word("reason"), found.reason],
    [word("source"), found.source ? sourceOf(found.source) : null],
    [word("seen"), found.seen],
    [word("explorer_assessor"), text(found.assessor)],
    [word("note"), found.note],
    [word("explorer_judged_because"), found.judged_because],
    [word("explorer_place"), make("code", {}, place)],
  ]);
  return [about, heading, notes, ...recorded, ...found.records.flatMap((record) => recordParts(view, record))];
}

function recordParts(view, record) {
  const out = [];
  if (record.body) out.push(make("h4", {}, record.body));
  if (record.answers.length > 0) out.push(answers(view, record));
  const outcome = view.edition.outcomes[record.outcome];
  if (!outcome) return out;
  out.push(make("h4", {}, word("explorer_criteria")));
  out.push(make("div", { class: "criteria-list" }, outcome.criteria.map((criterion, at) => criterionPart(view, criterion, at))));
  const tests = outcome.tests.map(([test, holds]) => `\n  ${test}: ${word(holds === null ? "not_assessed" : holds ? "explorer_holds" : "explorer_holds_not")}`);
  const filled = outcome.filled === outcome.score ? "" : `\n= ${outcome.filled}`;
  const score = outcome.score === null ? word("no_score") : written(outcome.score);
  out.push(make("p", { class: "formula" }, `${view.edition.formula}${tests.join("")}${filled}\n= ${score}`));
  return out;
}

function answers(view, record) {
  const body = record.answers.map(([fact, answer, line]) => make("tr", {},
    make("th", { scope: "row" }, make("code", {}, view.edition.facts[fact].id), make("span", { class: "more" }, view.edition.facts[fact].name)),
    make("td", {}, text(answer)),
    make("td", {}, line > 0 ? word("explorer_line", { line }) : word("explorer_default"))));
  const caption = record.assessed !== undefined ? word("explorer_assessed", { date: text(record.assessed) }) : word("explorer_evidence");
  return table(caption, [head(word("question")), head(word("explorer_answer")), head(word("explorer_place"))], body);
}

/** A criterion opens to the rule that decided it. */
function criterionPart(view, criterion, at) {
  const score = criterion.score === null ? word(criterion.by === null ? "not_assessed" : "not_applicable") : written(criterion.score);
  const rule = criterion.by === "judgement" ? word("judged") : make("code", {}, criterion.rule);
  const taken = criterion.closes && criterion.closes !== "0" ? word("explorer_takes_away", { points: written(criterion.closes) }) : null;
  const closes = criterion.closes === null ? null : [word("explorer_closes"), taken].filter(Boolean).join("; ");
  const changed = criterion.adjusted.map(([why, place]) => make("span", {}, `${why} `, make("code", {}, place)));
  return make("details", {},
    make("summary", {}, make("span", { class: "criterion" }, view.edition.criteria[at].name), " ", make("strong", {}, score), " ",
      criterion.why ? make("span", { class: "soft" }, criterion.why) : ""),
    facts([[word("explorer_rule"), rule], [word("explorer_place"), make("code", {}, criterion.place)],
      [word("explorer_before"), criterion.adjusted.length ? written(criterion.first) : null],
      [word("explorer_adjusted"), changed], [word("explorer_effect"), closes]]));
}
