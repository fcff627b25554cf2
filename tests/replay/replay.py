#!/usr/bin/env python3
"""Works every number of derivations out anew and says which differ.

    clearwatt explain '*/*/*' PROJECT --format jsonl | tests/replay/replay.py [--mutations N]

It knows nothing but the JSON: no rubric, no evidence, no code of clearwatt. Every step is worked out from the recorded
values of its parts, with exact fractions, and must give the recorded value to the last digit; and wherever one
derivation uses the number of another, the two must be the same. Numbers without an exact fraction (after roots, powers,
logarithms) are compared to TOLERANCE, far below the last digit that is printed.

With `--mutations N` it changes N numbers, one at a time, and fails when a change goes unnoticed.
Needs nothing but Python 3.
"""
import json
import math
import random
import re
import sys
from fractions import Fraction

# Relative, and absolute below 1. Twelve significant digits are printed.
TOLERANCE = 1e-12

VARIADIC = {"min", "max", "mean", "sum", "median", "geometric_mean", "harmonic_mean"}
OWN_VALUE = {"z_score", "min_max", "rank_among", "percentile_rank", "borda", "winsorised"}
OVER_ENTITIES = OWN_VALUE | {
    "mean_over_entities", "median_over_entities", "min_over_entities", "max_over_entities", "sum_over_entities",
    "count_over_entities", "deviation_over_entities", "quantile_over_entities",
}


def number(found):
    """A recorded number: a fraction, a float where no fraction is known, or None."""
    if found is None:
        return None
    return Fraction(found["exact"]) if found["exact"] is not None else float(found["decimal"])


def same(a, b):
    if a is None or b is None:
        return a is b
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    return abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))


def exactly(value):
    """A float stands for its exact binary value when it is rounded."""
    return value if isinstance(value, Fraction) else Fraction(value)


def rounded(value, rounding):
    if value is None or rounding is None:
        return value
    value = exactly(value)
    if rounding["decimals"] is not None:
        places = rounding["decimals"]
    else:
        places = rounding["significant"] - digits_before_the_point(value)
    scaled = value * Fraction(10) ** places
    floor = scaled.numerator // scaled.denominator
    twice = (scaled - floor) * 2
    up = twice > 1
    if twice == 1:
        up = {"half_up": scaled >= 0, "half_even": floor % 2 == 1, "down": False}[rounding["mode"]]
    if rounding["mode"] == "down":
        up = False
    return (floor + up) / Fraction(10) ** places


def digits_before_the_point(value):
    if value == 0:
        return 1
    size = abs(value)
    if size >= 1:
        return len(str(size.numerator // size.denominator))
    digits = 0
    while size * 10 < 1:
        size *= 10
        digits -= 1
    return digits


# --- means ----------------------------------------------------------------------------------------------------------

def mean(values):
    return sum(values) / Fraction(len(values)) if values else None


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / Fraction(2)


def geometric(values, weights=None):
    if any(value < 0 for value in values):
        return None
    weights = weights or [1] * len(values)
    if any(value == 0 and weight > 0 for value, weight in zip(values, weights)):
        return Fraction(0)
    whole = float(sum(weights))
    parts = [float(weight) * math.log(value) for value, weight in zip(values, weights) if value != 0]
    return math.exp(math.fsum(parts) / whole)


def power(base, exponent):
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) <= 64
    if whole:
        return None if base == 0 and exponent < 0 else base ** int(exponent)
    return None if base < 0 else math.pow(base, exponent)


def harmonic(values):
    if any(value <= 0 for value in values):
        return None
    return len(values) / sum(Fraction(1) / value for value in values)


def aggregate(how, values, weights):
    """Several scores as one; `how` is in the words of the rubric language."""
    if not values:
        return None
    name, _, parameter = how.rpartition(" ") if re.search(r"\d%?$", how) else (how, "", "")
    number_in = Fraction(parameter.rstrip("%")) if parameter else None
    if how == "mean":
        return mean(values)
    if how == "weighted mean":
        return sum(map(lambda v, w: v * w, values, weights)) / sum(weights) if sum(weights) else None
    if how == "weighted geometric mean":
        return geometric(values, weights)
    if name == "power mean":
        if number_in == 0:
            return geometric(values)
        powers = [power(value, number_in) for value in values]
        return None if None in powers else power(mean(powers), 1 / number_in)
    if name == "trimmed mean":
        cut = int(len(values) * number_in / 100)
        return mean(sorted(values)[cut:len(values) - cut])
    if name == "share at least":
        return Fraction(sum(value >= number_in for value in values), len(values))
    return {"sum": sum, "min": min, "max": max, "median": median, "geometric mean": geometric,
            "harmonic mean": harmonic}[how](values)


# --- functions and figures over entities ------------------------------------------------------------------------------

def function(kind, v):
    """A function of the rubric language."""
    half_up = {"mode": "half_up", "decimals": 0, "significant": None}
    down = {"mode": "down", "decimals": 0, "significant": None}
    if kind in VARIADIC:
        return aggregate(kind.replace("_", " "), v, None)
    if kind == "negate":
        return -v[0]
    if kind == "add":
        return v[0] + v[1]
    if kind == "subtract":
        return v[0] - v[1]
    if kind == "multiply":
        return v[0] * v[1]
    if kind == "divide":
        return None if v[1] == 0 else v[0] / v[1]
    if kind == "abs":
        return abs(v[0])
    if kind == "round":
        return rounded(v[0], dict(half_up, decimals=int(v[1]) if len(v) > 1 else 0))
    if kind == "floor":
        return rounded(v[0], down)
    if kind == "ceiling":
        return -rounded(-v[0], down)
    if kind == "ln":
        return math.log(v[0]) if v[0] > 0 else None
    if kind == "exp":
        return math.exp(v[0])
    if kind == "sqrt":
        return math.sqrt(v[0]) if v[0] >= 0 else None
    if kind == "power":
        return power(v[0], v[1])
    if kind == "clamp":
        return min(max(v[0], v[1]), v[2])
    if kind == "goalposts":
        return min(max((v[0] - v[1]) / (v[2] - v[1]), Fraction(0)), Fraction(1))
    raise KeyError(kind)


def deviation(values):
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))


def quantile(values, share):
    place = share * (len(values) - 1)
    below = int(place)
    low, high = values[below], values[min(below + 1, len(values) - 1)]
    return low + (high - low) * (place - below)


def over_entities(kind, values, own, share):
    """A figure over the values of entities; with `own` one about an entity among them."""
    values = sorted(values)
    if kind == "count_over_entities":
        return Fraction(len(values))
    if kind == "sum_over_entities":
        return sum(values, Fraction(0))
    if not values or (kind in OWN_VALUE and own is None):
        return None
    below, equal = sum(v < own for v in values) if own is not None else 0, sum(same(v, own) for v in values)
    if kind == "mean_over_entities":
        return mean(values)
    if kind == "median_over_entities":
        return median(values)
    if kind == "min_over_entities":
        return values[0]
    if kind == "max_over_entities":
        return values[-1]
    if kind == "deviation_over_entities":
        return deviation(values)
    if kind == "z_score":
        spread = deviation(values)
        return (own - mean(values)) / spread if spread else None
    if kind == "min_max":
        return (own - values[0]) / (values[-1] - values[0]) if values[-1] != values[0] else None
    if kind == "rank_among":
        return Fraction(sum(v > own and not same(v, own) for v in values) + 1)
    if kind == "percentile_rank":
        return (below + Fraction(equal, 2)) / len(values)
    if kind == "borda":
        return below + Fraction(equal - 1, 2)
    if kind == "quantile_over_entities":
        return quantile(values, share)
    if kind == "winsorised":
        return min(max(own, quantile(values, share)), quantile(values, 1 - share))
    raise KeyError(kind)


# --- the replay -------------------------------------------------------------------------------------------------------

class Replay:
    """All derivations of a project."""

    def __init__(self, lines):
        self.lines = lines
        self.wrong = []
        self.numbers = 0
        self.rows = {}
        self.parts = {}
        self.recorded = {}
        self.entities = {}
        self.steps = {}
        self.kept = {}
        for d in lines:
            place = (d["edition"], d["index"], d["entity"])
            self.rows[place + (d["level"], d["node"], d["market"])] = d
            if d["entity"] != "*":
                self.entities.setdefault(d["edition"], {})[d["entity"]] = True
            if d["market"] is None and d["level"] != "index" and d["score"] is not None:
                self.parts[place + (d["node"],)] = number(d["score"])
            if d["indicator"]:
                self.recorded[(d["edition"], d["entity"], d["node"])] = number(d["indicator"]["recorded_score"])
            if d["level"] == "indicator" and d["given"]:
                self.recorded[(d["edition"], d["entity"], d["node"])] = number(d["given"][0]["score"])
            if d["formula"]:
                self.note_steps(place, d["formula"]["steps"])

    def note_steps(self, place, step):
        self.steps[place + (step["text"],)] = number(step["value"])
        for part in step["parts"]:
            self.note_steps(place, part)

    def check(self):
        ranks = {}
        for d in self.lines:
            self.at = "/".join(str(d[key]) for key in ("entity", "edition", "index", "level", "node", "market"))
            self.derivation(d)
            if d["rank"]:
                # Lines about all entities together are ranked among one another.
                of = d["node"] if d["entity"] != "*" else "*"
                key = (d["edition"], d["index"], d["entity"] == "*", d["level"], of, d["market"], d["rank"]["group"])
                ranks.setdefault(key, []).append(d)
        for group in ranks.values():
            self.ranks(group)
        return self.wrong

    def expect(self, what, recorded, worked_out):
        self.numbers += 1
        if not same(recorded, worked_out):
            self.wrong.append(f"{self.at}: {what} is {show(recorded)}, worked out it is {show(worked_out)}")

    def require(self, what, holds):
        if not holds:
            self.wrong.append(f"{self.at}: {what}")

    def score_of(self, *place):
        found = self.rows.get(place)
        return number(found["score"]) if found else None

    def derivation(self, d):
        score, coverage = number(d["score"]), d["coverage"]
        if d["given"]:
            self.expect("the published score", score, number(d["given"][0]["score"]))
        elif d["indicator"]:
            self.expect("the score of the indicator", score, self.indicator(d))
        elif d["formula"]:
            self.missing = d["formula"]["missing"]
            self.place = (d["edition"], d["index"], d["entity"])
            self.expect("the formula", score, self.step(d["formula"]["steps"], self.formula_leaf))
        elif d["parts"]:
            made = self.level(d)
            self.expect("the score", score, made if coverage["enough"] else None)
        self.expect("the shown score", number(d["shown"]), rounded(score, d["rounding"]))
        if coverage["minimum"] is not None and coverage["applicable"]:
            share = Fraction(coverage["scored"], coverage["applicable"])
            self.require("the minimum coverage", (share >= number(coverage["minimum"])) == coverage["enough"])
        if d["grade"]:
            low, high, on = (number(d["grade"][key]) for key in ("from", "below", "on"))
            self.expect("the value that is graded", on, rounded(score, d["grade"]["rounding"]))
            self.require(f"the grade {d['grade']['grade']}", low <= on and (high is None or on < high))
        for above in d["up"]:
            row = self.rows.get((d["edition"], d["index"], d["entity"], above["level"], above["node"], None))
            if row:
                for key in ("score", "shown"):
                    self.expect(f"the {key} of {above['node']} above", number(above[key]), number(row[key]))

    def ranks(self, group):
        values = [number(d["rank"]["on"]) for d in group]
        for d, value in zip(group, values):
            self.at = "/".join(str(d[key]) for key in ("entity", "edition", "index", "level", "node", "market"))
            better = sum(other > value for other in values)
            equal = sum(other == value for other in values)
            first, last = better + 1, better + (equal if d["rank"]["ties"] == "by_name" else 1)
            self.numbers += 1
            self.require(f"rank {d['rank']['rank']} of {d['rank']['of']}",
                         first <= d["rank"]["rank"] <= last and d["rank"]["of"] == len(group))
            score = number(d["score"])
            on = [score, number(d["shown"])] + [rounded(score, {"mode": mode, "decimals": places, "significant": None})
                                                for mode in ("half_up", "half_even", "down") for places in range(7)]
            self.require("the value that is ranked", any(same(value, known) for known in on))

    # --- levels

    def level(self, d):
        of, missing = d["parts"], d["parts"]["missing"]
        weights, values = [], []
        no_score = False
        for part in of["parts"]:
            score = number(part["score"])
            is_node = part["level"] != "indicator"
            counted = Fraction(0) if score is None and is_node and missing == "zero" else score
            self.expect(f"what {part['node']} counts", number(part["counted"]), counted)
            no_score |= score is None and is_node and missing == "no_score"
            self.linked(d, part, score)
            if counted is not None:
                weights.append(number(part["weight"]) if part["weight"] else Fraction(1))
                values.append(counted)
        how, whole = of["aggregate"], sum(weights)
        for part in of["parts"]:
            counted = number(part["counted"])
            weight = number(part["weight"]) if part["weight"] else Fraction(1)
            if how in ("mean", "weighted mean", "geometric mean", "weighted geometric mean"):
                effective = weight / whole if counted is not None and whole else None
                self.expect(f"the share of {part['node']}", number(part["effective"]), effective)
            product = {"mean": lambda: number(part["effective"]) * counted, "sum": lambda: counted,
                       "weighted mean": lambda: number(part["effective"]) * counted}
            if how in product and counted is not None and (how == "sum" or part["effective"]):
                self.expect(f"what {part['node']} adds", number(part["product"]), product[how]())
        if of["sum"] is not None:
            self.expect("the sum", number(of["sum"]), sum(values, Fraction(0)))
        if of["weight_scored"] is not None:
            all_of = [number(part["weight"]) for part in of["parts"]]
            scored = [number(part["weight"]) for part in of["parts"] if part["score"] is not None]
            self.expect("the weight that has a score", number(of["weight_scored"]),
                        sum(scored, Fraction(0)) / sum(all_of) if sum(all_of) else None)
        made = None if no_score else aggregate(how, values, weights)
        self.expect("the score before rounding", number(of["before_rounding"]), made)
        return rounded(number(of["before_rounding"]), of["rounding"])

    def linked(self, d, part, score):
        """A part is the score of a derivation of its own."""
        row = self.rows.get((d["edition"], d["index"], part["entity"], part["level"], part["node"], None))
        if row is None:
            return
        what, expected = f"the score of {part['node']}", number(row["score"])
        if d["level"] == "criterion":
            if row["indicator"]:
                self.expect(f"the criterion of {part['node']}", score, self.criterion_of(row, d["node"]))
        elif part["body"]:
            self.expect(what, score, self.of_body(row, part["body"]))
        elif part["stands_in"]:
            self.expect(what, score, self.standing_in(d, part["stands_in"], expected))
        elif part["state"] != row["state"]:
            # A body without a record of its own, beside others that have one.
            self.require(f"{what} is nothing or 0", score is None or score == 0)
        else:
            self.expect(what, score, expected)

    def of_body(self, row, body):
        """The score of one body of a sample."""
        of = row["indicator"]
        record = next(r for r in of["evidence"]["records"] if r["body"] == body)
        if of["goes_by"]:
            return next(number(s["steps"]["value"]) for s in record["further_scores"] if s["name"] == of["goes_by"])
        return number(record["score"])

    def standing_in(self, d, level, score):
        """The score of the node an indicator stands in for: what the level makes of this one score."""
        rule = next((other["parts"] for other in self.lines
                     if other["parts"] and other["level"] == level and other["market"] is None
                     and (other["edition"], other["index"]) == (d["edition"], d["index"])), None)
        if rule is None or score is None:
            return score
        below = score if rule["of"] == "indicator" else self.standing_in(d, rule["of"], score)
        return rounded(aggregate(rule["aggregate"], [below], [Fraction(1)]), rule["rounding"])

    def criterion_of(self, row, criterion):
        if row["score"] is None or row["given"]:
            return None
        evidence = row["indicator"]["evidence"]
        records = [r for r in evidence["records"] if r["score"] is not None] if evidence else []
        if not records or row["indicator"]["absence"]:
            return Fraction(0) if number(row["score"]) == 0 else None
        found = [number(c["score"]) for r in records for c in r["criteria"] if c["criterion"] == criterion]
        return mean([score for score in found if score is not None])

    # --- disclosures

    def indicator(self, d):
        of, evidence = d["indicator"], d["indicator"]["evidence"]
        if evidence:
            for record in evidence["records"]:
                self.record(record)
            self.sample(of, evidence)
        absence = of["absence"]
        if absence:
            # Where an index goes by a further score, that one alone may be absent.
            recorded = number(of["recorded_score"])
            alone = of["goes_by"] and absence["kind"] == "not_assessed"
            self.require("the recorded score of what is absent", alone or recorded is None or recorded == 0)
            if of["carried_over"]:
                return self.carried_over(d, of["carried_over"])
            return Fraction(0) if absence["effect"] == "zero" else None
        if of["goes_by"]:
            return self.further(evidence, of["goes_by"])
        return number(of["recorded_score"])

    def carried_over(self, d, carried):
        place = (carried["edition"], d["index"], d["entity"], "indicator", d["node"], None)
        if place in self.rows:
            self.expect("the score carried over", number(carried["score"]), self.score_of(*place))
        return number(carried["score"])

    def further(self, evidence, name):
        first = evidence["records"][0]["further_scores"]
        at = [score["name"] for score in first].index(name)
        if evidence["sample"]:
            return number(evidence["sample"]["further_scores"][at]["score"])
        return number(first[at]["steps"]["value"])

    def sample(self, of, evidence):
        """Records become one score. Where something is not known, there is none."""
        records = evidence["records"]
        if any(r["score"] is None and r["no_score"] != "it does not apply" for r in records):
            return
        scores = [number(r["score"]) for r in records if r["score"] is not None]
        sample = evidence["sample"]
        if sample is None:
            if len(records) == 1:
                self.expect("the score of the record", number(of["recorded_score"]), scores[0] if scores else None)
            return
        worked_out = aggregate(sample["aggregate"], scores, [Fraction(1)] * len(scores))
        self.expect("the score of the sample", number(sample["score"]), worked_out)
        self.expect("the recorded score", number(of["recorded_score"]), worked_out)
        for at, recorded in enumerate(sample["further_scores"]):
            values = [number(r["further_scores"][at]["steps"]["value"]) for r in records if r["score"] is not None]
            self.expect("a further score of the sample", number(recorded["score"]),
                        None if None in values else aggregate(sample["aggregate"], values, [Fraction(1)] * len(values)))

    def record(self, record):
        answers = {a["fact"]: a["answer"] for a in record["answers"]}
        values = {v["name"]: number(v["steps"]["value"]) for v in record["values"]}
        criteria = {c["criterion"]: c for c in record["criteria"]}
        # A record has everything its formulas read, so what is missing has no value and is no zero.
        self.missing = "open"

        def leaf(when):
            def of(step):
                kind, name = step["kind"], step["name"]
                if kind == "criterion":
                    return number(criteria[name][when])
                if kind == "value" and name in values:
                    return values[name]
                if kind == "answer" and name in answers:
                    return written(answers[name], number(step["value"]))
                return number(step["value"])
            return of

        for value in record["values"]:
            self.step(value["steps"], leaf("first"))
        for c in record["criteria"]:
            if c["steps"]:
                self.expect(f"what the rule of {c['criterion']} gives", number(c["first"]), self.step(c["steps"], leaf("first")))
            if c["by"] == "rule" and c["condition"]:
                self.require(f"the rule of {c['criterion']} holds", c["condition"]["holds"] is True)
            last = number(c["first"])
            for change in c["adjusted"]:
                self.require(f"the adjustment of {c['criterion']} holds", change["condition"]["holds"] is True)
                last = number(change["steps"]["value"])
                self.expect(f"what {c['criterion']} becomes", number(change["score"]), last)
            if c["no_score"] is None:
                self.expect(f"the criterion {c['criterion']}", number(c["score"]), last)
            if c["closes"]:
                self.expect(f"{c['criterion']} closes", number(record["score"]), Fraction(0))
        worked_out = self.step(record["formula"], leaf("score"))
        self.expect("the score of the record", number(record["score"]), worked_out)
        for further in record["further_scores"]:
            self.step(further["steps"], leaf("score"))

    # --- calculations

    def step(self, step, leaf):
        """Works a step out from the recorded values of its parts, and the parts before it; gives the recorded value."""
        recorded, kind, parts = number(step["value"]), step["kind"], step["parts"]
        for part in parts:
            self.step(part, leaf)
        values = [number(part["value"]) for part in parts]
        what = f"`{step['text']}`"
        if step["over"]:
            self.over(step, recorded)
        elif kind == "if":
            test = step["test"]["holds"]
            self.expect(what, recorded, None if test is None else values[0])
        elif parts:
            self.expect(what, recorded, self.applied(kind, values, recorded))
            self.effect(step, recorded, values)
        elif kind == "number":
            if re.fullmatch(r"-?\d+(\.\d+)?", step["text"]) and len(step["text"]) < 12:
                self.expect(what, recorded, Fraction(step["text"]))
        else:
            self.expect(what, recorded, leaf(step))
        return recorded

    def applied(self, kind, values, recorded):
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            # Only a mean and its like can do without a part; where the evidence is open, they cannot either.
            if kind not in VARIADIC or self.missing == "no_score" or (self.missing == "open" and recorded is None):
                return None
        return function(kind, known) if known else None

    def effect(self, step, recorded, values):
        effect = step["effect"]
        if not effect:
            return
        if effect["kind"] == "zero":
            self.expect("a factor of zero", values[effect["by"]], Fraction(0))
            return
        held = next(i for i, part in enumerate(step["parts"]) if part["kind"] != "number")
        self.expect("the cap or floor", values[effect["by"]], recorded)
        self.expect("what the cap or floor does", number(effect["points"]), abs(values[held] - recorded))

    def formula_leaf(self, step):
        return self.result(step, self.place[0], self.place[2], number(step["value"]))

    def result(self, step, edition, entity, otherwise):
        """The result of an entity in an edition that a formula reads."""
        kind, name = step["kind"], step["name"]
        if kind in ("index", "shown"):
            row = self.rows.get((edition, name, entity, "index", name, None))
            found = number(row["score" if kind == "index" else "shown"]) if row else None
        elif kind == "part":
            found = self.parts.get((edition, step["index"], entity, name))
        elif kind == "indicator":
            # Indicators have derivations of their own only where an index is made from them.
            found = self.recorded.get((edition, entity, name), otherwise)
        else:
            found = otherwise
        # A missing result that counts as zero is recorded as zero, with words that say so.
        return self.zero(found) if (edition, entity) == (self.place[0], self.place[2]) and step["words"] else found

    def zero(self, value):
        return Fraction(0) if value is None and self.missing == "zero" else value

    def value_of(self, step, edition, entity):
        """The value of a step for another entity: as its own derivation has it, else worked out."""
        known = (edition, self.place[1], entity, step["text"])
        if known in self.steps:
            return self.steps[known]
        if not step["parts"]:
            return number(step["value"]) if step["kind"] == "number" else self.result(step, edition, entity, None)
        values = [self.value_of(part, edition, entity) for part in step["parts"]]
        if step["kind"] == "if":
            raise LookupError(f"{self.at}: no derivation says which branch {entity} takes in {edition}")
        return self.applied(step["kind"], [self.zero(value) for value in values], None)

    def over(self, step, recorded):
        over, kind = step["over"], step["kind"]
        if kind == "copeland":
            self.expect(f"`{step['text']}`", recorded, self.copeland(step))
            return
        of = step["parts"][0]
        key = (self.place[1], of["text"], tuple(over["editions"]), self.missing)
        if key not in self.kept:
            found = [self.value_of(of, edition, entity)
                     for edition in over["editions"] for entity in self.entities.get(edition, {})]
            self.kept[key] = sorted(value for value in found if value is not None)
        values = self.kept[key]
        self.require(f"`{step['text']}` is about {over['values']} values, there are {len(values)}", over["values"] == len(values))
        own, share = number(of["value"]), number(over["share"])
        self.expect(f"`{step['text']}`", recorded, over_entities(kind, values, own, share))
        figures = {
            "mean": lambda: mean(values), "deviation": lambda: deviation(values),
            "min": lambda: values[0], "max": lambda: values[-1], "values": lambda: Fraction(len(values)),
            "above": lambda: Fraction(sum(v > own and not same(v, own) for v in values)),
            "below": lambda: Fraction(sum(v < own and not same(v, own) for v in values)),
            "equal": lambda: Fraction(sum(same(v, own) for v in values)),
            "other_equal": lambda: Fraction(sum(same(v, own) for v in values) - 1),
            "low": lambda: quantile(values, share), "high": lambda: quantile(values, 1 - share),
        }
        for name, recorded in over["figures"].items():
            self.expect(f"{name} of `{step['text']}`", number(recorded), figures[name]())

    def copeland(self, step):
        edition = step["over"]["editions"][0]
        own = [number(part["value"]) for part in step["parts"]]
        if all(value is None for value in own):
            return None
        score = 0
        for entity in self.entities.get(edition, {}):
            if entity == self.place[2]:
                continue
            others = [self.zero(self.value_of(part, edition, entity)) for part in step["parts"]]
            ahead = sum((a > b) - (a < b) for a, b in zip(own, others) if a is not None and b is not None)
            score += (ahead > 0) - (ahead < 0)
        return Fraction(score)


def written(answer, recorded):
    """The number an answer is written as; where it is none, or too long to be written in full, what is recorded."""
    text, unit = (answer[:-1], 100) if answer.endswith("%") else (answer, 1)
    if re.fullmatch(r"-?\d+(\.\d+)?", text) and len(text) < 12:
        return Fraction(text) / unit
    return recorded


def show(value):
    if value is None:
        return "none"
    return str(value) if isinstance(value, Fraction) else repr(value)


# --- mutations --------------------------------------------------------------------------------------------------------

# What one criterion alone would change cannot be worked out from what is the case; the JSON says it for readers.
NOT_REPLAYED = {"best", "takes_away", "minimum", "from", "below"}


def places_of_numbers(found, inside=""):
    """Every recorded number below a value, as the object that holds it."""
    if isinstance(found, dict):
        if set(found) == {"exact", "decimal"}:
            if inside not in NOT_REPLAYED:
                yield found
            return
        for key, value in found.items():
            yield from places_of_numbers(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from places_of_numbers(value, inside)


def mutations(lines, count):
    """Changes one number at a time; gives those that were not noticed."""
    unnoticed = []
    everything = [(line, place) for line in lines for place in places_of_numbers(line)]
    for line, place in random.Random(15).sample(everything, min(count, len(everything))):
        before = dict(place)
        if place["exact"] is not None:
            changed = Fraction(place["exact"]) + Fraction(1, 1000)
            place.update(exact=str(changed), decimal=float(changed))
        else:
            place["decimal"] = place["decimal"] * (1 + 1e-9) + 1e-9
        try:
            noticed = bool(Replay(lines).check())
        except (LookupError, ArithmeticError, TypeError, ValueError):
            noticed = True
        if not noticed:
            unnoticed.append(f"{line['entity']}/{line['edition']}/{line['index']}/{line['level']}/{line['node']}: {before}")
        place.update(before)
    return unnoticed


def main():
    lines = [json.loads(line) for line in sys.stdin if line.strip()]
    replay = Replay(lines)
    wrong = replay.check()
    for line in wrong[:40]:
        print(line)
    print(f"{len(lines)} derivations, {replay.numbers} numbers worked out anew, {len(wrong)} differ")
    if "--mutations" in sys.argv and not wrong:
        count = int(sys.argv[sys.argv.index("--mutations") + 1])
        unnoticed = mutations(lines, count)
        for line in unnoticed[:40]:
            print(f"a change went unnoticed: {line}")
        print(f"{count} numbers changed one at a time, {len(unnoticed)} went unnoticed")
        wrong = unnoticed
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
