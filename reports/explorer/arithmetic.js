"use strict";
// The arithmetic of an index, exactly: fractions of whole numbers of any size, as the engine has them. Nothing here is
// rounded unless the rubric says so, because halves decide ranks.

/** A fraction { n, d } with d > 0, in lowest terms, from "61", "25/2" or "61.05". */
function fraction(text) {
  if (text.includes("/")) {
    const [above, below] = text.split("/");
    return lowest(BigInt(above), BigInt(below));
  }
  const [whole, part = ""] = text.split(".");
  return lowest(BigInt(whole + part), 10n ** BigInt(part.length));
}

function lowest(n, d) {
  const sign = d < 0n ? -1n : 1n;
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (b > 0n) [a, b] = [b, a % b];
  const common = a === 0n ? 1n : a;
  return { n: (sign * n) / common, d: (sign * d) / common };
}

const plus = (a, b) => lowest(a.n * b.d + b.n * a.d, a.d * b.d);
const minus = (a, b) => lowest(a.n * b.d - b.n * a.d, a.d * b.d);
const times = (a, b) => lowest(a.n * b.n, a.d * b.d);
const over = (a, b) => (b.n === 0n ? null : lowest(a.n * b.d, a.d * b.n));
const whole = (value) => ({ n: BigInt(value), d: 1n });
/** Below, at or above zero as `a` is below, at or above `b`. */
const compare = (a, b) => Number(sign(a.n * b.d - b.n * a.d));
const sign = (n) => (n < 0n ? -1n : n > 0n ? 1n : 0n);
const asFloat = (a) => Number(a.n) / Number(a.d);

function tenTo(power) {
  return power >= 0 ? lowest(10n ** BigInt(power), 1n) : lowest(1n, 10n ** BigInt(-power));
}

/** The largest whole number not above the fraction. */
function floor({ n, d }) {
  const cut = n / d;
  return n < 0n && cut * d !== n ? cut - 1n : cut;
}

/** How many digits stand before the point: 2 for 61, 0 for 0.5, -1 for 0.05; 1 for zero. */
function digitsBeforePoint(value) {
  if (value.n === 0n) return 1;
  const size = { n: value.n < 0n ? -value.n : value.n, d: value.d };
  if (size.n >= size.d) return floor(size).toString().length;
  let digits = 0;
  for (let scaled = size.n * 10n; scaled < size.d; scaled *= 10n) digits -= 1;
  return digits;
}

/** Rounds by a rule { mode, decimals, significant }; a missing rule changes nothing. */
function rounded(value, rule) {
  if (!rule) return value;
  const places = rule.decimals ?? rule.significant - digitsBeforePoint(value);
  return roundedTo(value, places, rule.mode);
}

function roundedTo(value, places, mode) {
  const scaled = times(value, tenTo(places));
  const below = floor(scaled);
  const twice = compare(times(minus(scaled, { n: below, d: 1n }), whole(2)), whole(1));
  let up = twice > 0;
  // Half up is away from zero: a negative half stays at the number below it.
  if (twice === 0) up = mode === "half_even" ? below % 2n !== 0n : scaled.n >= 0n;
  if (mode === "down") up = false;
  return times({ n: up ? below + 1n : below, d: 1n }, tenTo(-places));
}

/** At most so many significant digits, halves away from zero, without trailing zeros: "61.05". */
function significant(value, digits) {
  const places = digits - digitsBeforePoint(value);
  const result = roundedTo(value, places, "half_up");
  const shown = Math.max(places, 0);
  const scaled = times(result, tenTo(shown));
  const text = (scaled.n < 0n ? -scaled.n : scaled.n).toString().padStart(shown + 1, "0");
  const head = text.slice(0, text.length - shown);
  const tail = shown > 0 ? text.slice(-shown).replace(/0+$/, "") : "";
  return (scaled.n < 0n ? "-" : "") + head + (tail && "." + tail);
}

/** The total of one entity under some weights; null where it has none. */
function totalUnder(weights, parts, entity) {
  if (entity.fixed === "given") return entity.given === null ? null : fraction(entity.given);
  if (entity.fixed === "thin") return null;
  let [sum, of] = [whole(0), whole(0)];
  for (const [at, weight] of weights.entries()) {
    const score = entity.scores[at];
    if (score === null && parts.missing === "no_score") return null;
    if (score === null && parts.missing === "left_out") continue;
    sum = plus(sum, times(weight, score === null ? whole(0) : fraction(score)));
    of = plus(of, weight);
  }
  const mean = over(sum, of);
  return mean && rounded(mean, parts.level_rounding);
}

/** The best grade whose lowest score is reached. */
function gradeOf(grades, graded) {
  return grades.find((grade) => compare(graded, fraction(grade.from)) >= 0) ?? null;
}

/** Scores, grades and ranks of all entities under some weights, by entity. */
function weigh(parts, grades, weights) {
  const results = parts.entities.map((entity) => {
    const score = totalUnder(weights, parts, entity);
    const shown = score && rounded(score, parts.shown_rounding);
    const grade = score && gradeOf(grades, rounded(score, parts.grade_rounding));
    const ranked = score && rounded(score, parts.rank_rounding);
    return { entity: entity.entity, name: entity.name, group: entity.group, fixed: entity.fixed, score, shown, grade, ranked };
  });
  for (const group of new Set(results.map((result) => result.group))) {
    giveRanks(results.filter((result) => result.group === group), parts.ties);
  }
  return new Map(results.map((result) => [result.entity, result]));
}

/** The best is first and equal ones share the best place (1 2 2 4), unless the rubric parts them by name. */
function giveRanks(results, ties) {
  const scored = results.filter((result) => result.ranked);
  for (const result of scored) {
    const rank = 1 + scored.filter((other) => compare(other.ranked, result.ranked) > 0).length;
    const shared = scored.some((other) => other !== result && compare(other.ranked, result.ranked) === 0);
    result.rank = rank;
    result.sign = shared && ties === "marked" ? "=" : "";
  }
  if (ties !== "by_name") return;
  const alphabet = new Intl.Collator(data.lang);
  const byName = (a, b) => alphabet.compare(a, b) || byCodePoints(a, b);
  scored.sort((a, b) => a.rank - b.rank || byName(a.name, b.name) || byCodePoints(a.entity, b.entity));
  scored.forEach((result, at) => (result.rank = at + 1));
}

/** The order of ids, and of names that readers take for equal: by characters. */
function byCodePoints(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
  }
  return left.length - right.length;
}

/** Official shares as the smallest whole numbers that add up to 100 or a little less, for sliders. */
function asWholeNumbers(shares) {
  const fractions = shares.map(fraction);
  const common = fractions.reduce((all, share) => (all * share.d) / commonDivisor(all, share.d), 1n);
  const numbers = fractions.map((share) => (share.n * common) / share.d);
  const sum = numbers.reduce((all, number) => all + number, 0n);
  const scale = sum > 0n && sum < 100n ? 100n / sum : 1n;
  return numbers.map((number) => Number(number * scale));
}

/** The greatest common divisor. */
function commonDivisor(a, b) {
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}
