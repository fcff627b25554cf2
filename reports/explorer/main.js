"use strict";
// The page as a whole: fills the choices, listens, and shows what was chosen.

function options(select, list, chosen) {
  select.replaceChildren(...list.map(([value, name, group]) => (group
    ? make("optgroup", { label: name }, group.map(([inner, text]) => make("option", { value: inner, selected: inner === chosen }, text)))
    : make("option", { value, selected: value === chosen }, name))));
  select.value = chosen;
}

function renderChoices(view) {
  options(find("index"), LIST.map((index) => [index.id, index.name]), view.index.id);
  find("index-choice").hidden = LIST.length < 2;
  const editions = LIST.find((index) => index.id === view.index.id).editions;
  options(find("edition"), editions.map(({ edition }) => [edition.id, edition.name]), view.edition.id);
  const cuts = view.index.cuts.filter((cut) => cut.values.length > 0).map((cut) =>
    ["", cut.name, cut.values.map((value) => [`${cut.id}:${value.id}`, value.name])]);
  options(find("measure"), [["", word("explorer_whole")], ...cuts], state.measure);
  find("measure-choice").hidden = cuts.length === 0;
  options(find("grade"), [["", word("explorer_any_grade")], ...view.index.grades.map((grade) => [grade.name, grade.name])], state.grade);
  find("grade-choice").hidden = view.index.grades.length === 0;
  if (find("query").value !== state.query) find("query").value = state.query;
  renderEntities(view);
}

/** A box to tick for each entity. */
function renderEntities(view) {
  const present = lines(view);
  const key = present.map((line) => line.id).join("\u0000");
  const box = find("entity-list");
  if (box.dataset.of !== key) {
    box.dataset.of = key;
    const byName = [...present].sort((a, b) => new Intl.Collator(data.lang).compare(a.name, b.name));
    box.replaceChildren(...byName.map((line) => make("label", {},
      make("input", { type: "checkbox", value: line.id, onchange: () => chooseEntities() }), make("span", {}, line.name))));
  }
  for (const input of box.querySelectorAll("input")) input.checked = !state.only || state.only.has(input.value);
}

function chooseEntities() {
  const inputs = [...find("entity-list").querySelectorAll("input")];
  const ticked = inputs.filter((input) => input.checked).map((input) => input.value);
  choose({ only: ticked.length === inputs.length ? null : new Set(ticked) });
  sayCount();
}

const sayCount = () => say(find("count").textContent);

function render() {
  const view = current();
  renderChoices(view);
  renderWeights(view);
  renderTable(view);
  renderDetail(view);
  renderCharts(view);
  find("finding").textContent = measure(view) ? "" : view.index.finding;
  find("heading").textContent = `${view.index.name}, ${view.edition.name}`;
}

/** Another edition or index keeps what it can of the choice. */
function chooseView(changes) {
  Object.assign(state, changes);
  const view = current();
  const edition = view.edition.id;
  const chosen = measure(view) ? state.measure : "";
  const weights = view.index.weighing.why ? {} : state.weights;
  Object.assign(state, { edition, measure: chosen, weights });
  const grade = view.index.grades.some((known) => known.name === state.grade) ? state.grade : "";
  const sort = columns(view).some((column) => column.key === state.sort) ? {} : { sort: "rank", descending: false };
  choose({ grade, ...sort }, true);
  say(`${find("caption").textContent}. ${find("count").textContent}`);
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    say(word("explorer_link_copied"));
    find("link-note").textContent = word("explorer_link_copied");
  } catch {
    // From a file, browsers may not let a page use the clipboard.
    find("link-note").textContent = word("explorer_link_failed");
  }
}

function listen() {
  find("index").addEventListener("change", (event) => chooseView({ index: event.target.value, weights: {}, node: "" }));
  find("edition").addEventListener("change", (event) => chooseView({ edition: event.target.value }));
  find("measure").addEventListener("change", (event) => chooseView({ measure: event.target.value }));
  find("query").addEventListener("input", (event) => (choose({ query: event.target.value }), sayCount()));
  find("grade").addEventListener("change", (event) => (choose({ grade: event.target.value }), sayCount()));
  find("entities-all").addEventListener("click", () => (choose({ only: null }), sayCount()));
  find("entities-none").addEventListener("click", () => (choose({ only: new Set() }), sayCount()));
  find("clear").addEventListener("click", () => (choose({ query: "", grade: "", only: null }), find("query").focus(), sayCount()));
  find("reset").addEventListener("click", resetWeights);
  find("link").addEventListener("click", copyLink);
  const named = (view, what) => `${view.index.id}-${view.edition.id}-${what}.csv`;
  find("csv-table").addEventListener("click", () => download(named(current(), "table"), "text/csv;charset=utf-8", tableAsCsv(current())));
  find("csv-all").addEventListener("click", () => download(named(current(), "all"), "text/csv;charset=utf-8", allAsCsv(current())));
  for (const id of ["bars", "time"]) find(`${id}-save`).addEventListener("click", () => saveChart(id));
  find("choices").addEventListener("submit", (event) => event.preventDefault());
  // Back and forward, or an address that was changed by hand.
  addEventListener("popstate", () => (readAddress(), render()));
  let resizing = 0;
  addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => renderCharts(current()), 150);
  });
}

if (LIST.length > 0) {
  readAddress();
  listen();
  render();
}
