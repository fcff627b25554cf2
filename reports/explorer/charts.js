"use strict";
// Charts of what the table shows, drawn as SVG that stands alone when it is saved: literal colours on white, a title, a
// description. Names are measured and broken into lines, never cut.

const INK = "#16191d";
const SOFT = "#565d66";
const GRID = "#d9dde1";
const LINES = ["#0b5394", "#b3450b", "#1a7a4c", "#7a3e9d", "#8a6d00", "#a3195b"];
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
/** More lines than this do not all get their name at the end. */
const MOST_NAMES = 24;
const ruler = document.createElement("canvas").getContext("2d");

const measured = new Map();

/** Measuring is slow, and a slider that moves has the same names measured again and again. */
function widthOf(words, size, weight = 400) {
  const key = `${weight} ${size} ${words}`;
  if (!measured.has(key)) {
    ruler.font = `${weight} ${size}px ${FONT}`;
    measured.set(key, ruler.measureText(words).width);
  }
  return measured.get(key);
}

/** Words in lines that fit a width; a word that is longer than a line is broken inside. */
function inLines(words, width, size, weight = 400) {
  const out = [""];
  for (const part of words.split(/\s+/).flatMap((one) => pieces(one, width, size, weight))) {
    const longer = out.at(-1) ? out.at(-1) + " " + part : part;
    if (!out.at(-1) || widthOf(longer, size, weight) <= width) out[out.length - 1] = longer;
    else out.push(part);
  }
  return out;
}

function pieces(one, width, size, weight) {
  if (widthOf(one, size, weight) <= width) return [one];
  const out = [""];
  for (const letter of one) {
    if (out.at(-1) && widthOf(out.at(-1) + letter, size, weight) > width) out.push("");
    out[out.length - 1] += letter;
  }
  return out;
}

/** Text at a place, line under line. */
function label(x, y, list, attributes = {}) {
  const size = attributes["font-size"] ?? 13;
  return make("text", { x, y, fill: INK, "font-size": size, ...attributes },
    list.map((line, at) => make("tspan", { x, dy: at === 0 ? 0 : size * 1.25 }, line)));
}

/** The frame of a chart: title, description, white ground, and the watermark when weights were moved. */
function sheet(id, width, title, description, draw) {
  const heading = inLines(title, width - 32, 16, 700);
  const top = 28 + heading.length * 20;
  const { height, parts } = draw(top);
  const notes = [data.source, data.fictional ? word("fictional") : null].filter(Boolean).join(" · ");
  const footer = notes ? inLines(notes, width - 32, 12) : [];
  const bottom = height + footer.length * 15 + (footer.length ? 14 : 0);
  return make("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${bottom}`, width, height: bottom, role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`, lang: data.lang, "font-family": FONT },
    make("title", { id: `${id}-title` }, title), make("desc", { id: `${id}-desc` }, description),
    make("rect", { width, height: bottom, fill: "#ffffff" }),
    label(16, 30, heading, { "font-size": 16, "font-weight": 700 }), parts,
    weightsNow().moved && id === "bars" ? watermark(width, bottom) : null,
    footer.length ? label(16, height + 14, footer, { "font-size": 12, fill: SOFT }) : null);
}

function watermark(width, height) {
  const words = word("explorer_unofficial");
  const size = Math.min(44, (width * 0.8 * 20) / widthOf(words, 20, 700));
  const out = [];
  for (let y = Math.min(height / 2, 150); y < height; y += 260) {
    out.push(make("text", { x: width / 2, y, "text-anchor": "middle", "font-size": size, "font-weight": 700, fill: "#8a1c1c",
      opacity: 0.16, transform: `rotate(-14 ${width / 2} ${y})` }, words));
  }
  return make("g", { "aria-hidden": "true" }, out);
}

/** Where a score lies on the axis of an index, 0 to 1; what lies beyond is drawn at the nearer end. */
const shareOf = ({ low, high }, value) => Math.max(0, Math.min(1, (value - low) / (high - low)));

/** Where bars begin: at zero, or at the end of the axis next to it. */
const baseOf = ({ low, high }) => Math.min(Math.max(0, low), high);

/** Bars of the official scores in the order of the table; a hollow mark for the score under the reader's weights. */
function bars(view, width) {
  const found = chosenLines(view);
  const { moved } = weightsNow(view);
  const values = found.map((line) => (line.total.shown === null ? null : Number(line.total.shown)));
  const left = Math.min(220, width * 0.34);
  const right = moved ? 92 : 64;
  const scale = (value) => left + 16 + shareOf(view.index.axis, value) * (width - left - 32 - right);
  return sheet("bars", width, barsTitle(view, found), barsInWords(view, found), (top) => {
    let y = top + (moved ? 18 : 0);
    const parts = moved ? [barsKey(top - 4)] : [];
    for (const [at, line] of found.entries()) {
      const name = inLines(line.name, left - 8, 13);
      const height = Math.max(30, name.length * 16.25 + 12);
      parts.push(bar(view, line, { y, height, name, value: values[at], scale, moved, width }));
      y += height;
    }
    return { height: y + 8, parts };
  });
}

/** The finding where the whole index is shown as it is, else what is shown. */
function barsTitle(view, found) {
  const all = found.length === lines(view).length && !measure(view) && !weightsNow(view).moved;
  return all && view.index.finding ? `${view.index.finding} (${caption(view)})` : caption(view);
}

function barsKey(y) {
  return make("g", {}, make("path", { d: diamond(22, y), fill: "#ffffff", stroke: "#8a1c1c", "stroke-width": 2 }),
    label(34, y + 4, [`${word("explorer_own_score")} (${word("explorer_unofficial")})`], { "font-size": 12, fill: "#8a1c1c" }));
}

const diamond = (x, y) => `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`;

function bar(view, line, { y, height, name, value, scale, moved, width }) {
  const middle = y + height / 2;
  const grade = view.index.grades.find((known) => known.name === line.total.grade);
  const out = [label(16, middle - (name.length - 1) * 8.1 + 4.5, name)];
  if (value === null) {
    const why = word(line.total.state in ABSENT ? line.total.state : "no_score");
    out.push(label(scale(view.index.axis.low), middle + 4.5, [why], { fill: SOFT, "font-size": 12, "font-style": "italic" }));
    return make("g", {}, out);
  }
  const [from, to] = [scale(baseOf(view.index.axis)), scale(value)];
  const length = Math.max(Math.abs(to - from), 1.5);
  out.push(make("rect", { x: to < from ? from - length : from, y: middle - 9, width: length, height: 18, fill: grade?.colour ?? "#9aa7b3", stroke: "#595959", "stroke-width": 0.8 }));
  const shown = [inShort(line.total.shown), line.total.grade].filter(Boolean).join("  ");
  out.push(label(width - 16, middle + 4.5, [shown], { "font-weight": 700, "text-anchor": "end" }));
  if (moved && line.own?.shown) out.push(make("path", { d: diamond(scale(asFloat(line.own.shown)), middle), fill: "#ffffff", stroke: "#8a1c1c", "stroke-width": 2 }));
  return make("g", {}, out);
}

function barsInWords(view, found) {
  const scored = found.filter((line) => line.total.shown !== null);
  if (scored.length === 0) return word("explorer_none_fit");
  const tell = (line) => `${line.name} ${inShort(line.total.shown)}`;
  const [first, last] = [scored[0], scored.at(-1)];
  return word("explorer_bars_described", { count: scored.length, first: tell(first), last: tell(last) });
}

/** The scores of each shown entity over the editions; a line stops where the method changes. */
function timeline(view, width) {
  const editions = LIST.find((index) => index.id === view.index.id).editions;
  const series = chosenLines(view).map((line) => ({ line, points: pointsOf(editions, line.id) })).filter(({ points }) => points.length > 0);
  const [left, right, height] = [44, Math.min(200, width * 0.36), 300];
  const [first, last] = [editions[0].edition.time, editions[editions.length - 1].edition.time];
  const share = (at) => (last > first ? (editions[at].edition.time - first) / (last - first) : 0.5);
  const x = (at) => left + share(at) * (width - left - right - 16);
  const title = `${word("section_time")}: ${caption(view).replace(`, ${view.edition.name}`, "")}`;
  return sheet("time", width, title, word("explorer_time_described", { editions: editions.map(({ edition }) => edition.name).join(", ") }), (top) => {
    const y = (value) => top + 10 + (1 - shareOf(view.index.axis, value)) * height;
    const parts = [...grid(width - right, left, y, view.index.axis), ...years(editions, x, top + height + 30), ...breaks(editions, x, top, height)];
    parts.push(...series.map((one, at) => lineOf(one, at, series.length, editions, x, y)));
    const labels = endLabels(series, editions, x, y, right, width);
    parts.push(...labels.parts);
    return { height: Math.max(top + height + 44, labels.bottom), parts };
  });
}

function pointsOf(editions, entity) {
  return editions.flatMap((view, at) => {
    const chosen = measure(view);
    if (state.measure && !chosen) return [];
    const row = rowAt(view, entity, ...totalPlace(view));
    return row?.shown ? [{ at, value: Number(row.shown), shown: row.shown, method: view.edition.method }] : [];
  });
}

/** Six lines can be told apart by colour; with more, the open entity has colour and the others are grey. */
function colourOf(one, at, count) {
  if (one.line.id === state.entity) return LINES[0];
  if (count > LINES.length || state.entity) return count > LINES.length ? "#8d97a1" : LINES[(at % 5) + 1];
  return LINES[at];
}

function lineOf(one, at, count, editions, x, y) {
  const colour = colourOf(one, at, count);
  const path = one.points.map((point, place) => {
    const before = one.points[place - 1];
    const joined = before && before.method === point.method && point.at === before.at + 1;
    return `${joined ? "L" : "M"}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`;
  });
  return make("g", {}, make("path", { d: path.join(""), fill: "none", stroke: colour, "stroke-width": one.line.id === state.entity ? 3.5 : 2 }),
    one.points.map((point) => make("circle", { cx: x(point.at).toFixed(1), cy: y(point.value).toFixed(1), r: 4, fill: colour })));
}

function grid(right, left, y, { ticks }) {
  return ticks.flatMap(([value, text]) => [
    make("line", { x1: left, x2: right, y1: y(value), y2: y(value), stroke: GRID }),
    label(left - 8, y(value) + 4, [text], { "font-size": 12, fill: SOFT, "text-anchor": "end" }),
  ]);
}

const years = (editions, x, y) => editions.map(({ edition }, at) =>
  label(x(at), y, [edition.name], { "font-size": 12, fill: SOFT, "text-anchor": at === 0 && editions.length > 1 ? "start" : "middle" }));

/** A rule where the method changed: scores on its two sides are not compared. */
function breaks(editions, x, top, height) {
  return editions.flatMap(({ edition }, at) => {
    const before = editions[at - 1]?.edition;
    if (!before || before.method === edition.method) return [];
    const middle = (x(at - 1) + x(at)) / 2;
    return [make("line", { x1: middle, x2: middle, y1: top, y2: top + height + 10, stroke: SOFT, "stroke-dasharray": "3 4" }),
      label(middle + 4, top + 8, [word("explorer_break")], { "font-size": 12, fill: SOFT })];
  });
}

/** Names at the ends of the lines, pushed apart so that none covers another. */
function endLabels(series, editions, x, y, right, width) {
  const all = series.map((one, at) => ({ one, at, last: one.points.at(-1) })).sort((a, b) => b.last.value - a.last.value);
  // So many names would make the chart taller than any screen: the ends of the field and whoever is open, then "others".
  const crowded = all.length > MOST_NAMES;
  const wanted = crowded ? all.filter(({ one }, at) => at < 3 || at >= all.length - 3 || one.line.id === state.entity) : all;
  let [next, parts] = [-Infinity, []];
  for (const { one, at, last } of wanted) {
    const list = inLines(`${one.line.name} ${inShort(last.shown)}`, right - 18, 12);
    const place = Math.max(y(last.value) + 4, next);
    next = place + list.length * 15 + 2;
    parts.push(label(width - right + 14, place, list, { "font-size": 12, fill: colourOf(one, at, series.length) === "#8d97a1" ? SOFT : colourOf(one, at, series.length), "font-weight": one.line.id === state.entity ? 700 : 400 }));
  }
  if (crowded) parts.push(label(width - right + 14, next + 6, [word("others")], { "font-size": 12, fill: SOFT, "font-style": "italic" }));
  return { parts, bottom: next + (crowded ? 20 : 0) };
}

/** Draws both charts to the width there is. */
function renderCharts(view) {
  for (const [id, draw] of [["bars", bars], ["time", timeline]]) {
    const box = find(id);
    const width = Math.round(Math.max(300, Math.min(900, box.clientWidth || 900)));
    box.replaceChildren(draw(view, width));
  }
  find("time-figure").hidden = LIST.find((index) => index.id === view.index.id).editions.length < 2;
}

/** A chart as a file; it is drawn anew at full width, whatever the width of the page. */
function saveChart(id) {
  const view = current();
  const svg = id === "bars" ? bars(view, 900) : timeline(view, 900);
  const content = new XMLSerializer().serializeToString(svg);
  download(`${view.index.id}-${view.edition.id}-${id === "bars" ? "ranking" : "timeline"}.svg`, "image/svg+xml", content);
}
