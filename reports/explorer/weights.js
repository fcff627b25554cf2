"use strict";
// Sliders for the weights of the index. They change nothing official: their ranks stand beside the official ones.

/** Builds the sliders of an index, or says why there are none. */
function renderWeights(view) {
  const box = find("sliders");
  const why = measure(view) ? word("explorer_closed_cut") : view.index.weighing.why;
  find("closed").hidden = !why;
  find("closed").textContent = why ?? "";
  find("open").hidden = Boolean(why);
  const key = why ? "" : view.index.id + "\u0000" + view.edition.id;
  // Sliders that are being moved must not be replaced under the reader's hand.
  if (box.dataset.of !== key) {
    box.dataset.of = key;
    box.replaceChildren(...(why ? [] : view.index.weighing.nodes.map((node, at) => slider(view, node, at))));
  }
  if (!why) showWeights(view);
  const { moved, numbers } = weightsNow(view);
  find("unofficial").hidden = !moved;
  find("ranking").classList.toggle("moved", moved);
  find("reset").disabled = !moved;
  find("zero").hidden = !moved || numbers.some((number) => number > 0);
}

function slider(view, node, at) {
  const { official } = weightsNow(view);
  const most = Math.max(100, 2 * Math.max(...official));
  const id = "weight-" + at;
  return make("div", { class: "slider" },
    make("label", { for: id }, nodeName(view, view.index.part_level, node)),
    make("input", { type: "range", id, min: 0, max: most, step: 1, value: official[at], "data-node": node, "aria-describedby": id + "-share",
      oninput: (event) => moveWeight(node, Number(event.target.value)) }),
    make("output", { id: id + "-share", for: id }));
}

function moveWeight(node, number) {
  choose({ weights: { ...state.weights, [node]: number } });
  say(weightsInWords(current()));
}

/** Puts the sliders where the choice is, and their shares beside them. */
function showWeights(view) {
  const { numbers, official } = weightsNow(view);
  const sum = numbers.reduce((all, number) => all + number, 0);
  const officially = official.reduce((all, number) => all + number, 0);
  const share = (number, all) => word("percent", { number: all ? percent(number, all) : "0" });
  for (const [at, input] of [...find("sliders").querySelectorAll("input")].entries()) {
    const moved = numbers[at] !== official[at];
    input.value = numbers[at];
    input.setAttribute("aria-valuetext", share(numbers[at], sum));
    const output = input.nextElementSibling;
    output.replaceChildren(make("strong", {}, share(numbers[at], sum)),
      moved || sum !== officially ? make("span", { class: "more" }, word("explorer_officially", { share: share(official[at], officially) })) : "");
  }
}

const percent = (number, all) => written(significant(roundedTo({ n: BigInt(number) * 100n, d: BigInt(all) }, 1, "half_up"), 6));

/** The new order in a sentence, for those who do not see it. */
function weightsInWords(view) {
  const { moved } = weightsNow(view);
  if (!moved) return word("explorer_official_again");
  const ranked = lines(view).filter((line) => line.own?.rank).sort((a, b) => a.own.rank - b.own.rank);
  const first = ranked.slice(0, 3).map((line) => `${line.own.rank}. ${line.name}`).join(", ");
  return `${word("explorer_unofficial")}. ${first}`;
}

function resetWeights() {
  choose({ weights: {}, ...(state.sort.startsWith("own_") ? { sort: "rank", descending: false } : {}) });
  say(word("explorer_official_again"));
}
