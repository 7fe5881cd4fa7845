"""The evaluator that decides: forward chaining, layer upon layer, with a trace of every firing.

Classification facts decide which tests apply, facts give findings, findings give patterns,
sums of points give ratings, ratings, findings and patterns give caps, base and caps give the
grade. Conditions run in the engine; between layers only sums are taken and conclusions
asserted as facts of the next layer.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from service.dossier.facts import FactState
from service.engine.compile import CLASSIFICATION, Compiled, Told
from service.engine.compile_grading import COMPOSITE, WEIGHTED
from service.engine.encode import written
from service.engine.evaluation import Evaluation, Finding, Firing
from service.engine.session import Session
from service.errors import EngineFailure
from service.grading.arithmetic import Cap, Rating
from service.ruleset.model import BUSINESS_MODEL

Matched = tuple[str | Mapping[str, object], ...]
"""What a firing matched; see :class:`~service.engine.evaluation.Firing`."""


@dataclass
class _Grading:
    """One of the two gradings, strict or best case, as it grows."""

    strict: bool
    codes: list[str] = field(default_factory=list)
    """Finding codes that count, in the order of the ruleset."""
    found: dict[str, list[str]] = field(default_factory=dict)
    """The same by dimension."""
    patterns: dict[str, set[str]] = field(default_factory=dict)
    ratings: dict[str, Rating] = field(default_factory=dict)
    composite: int = 0
    base: str = ""
    caps: list[Cap] = field(default_factory=list)
    grade: str = ""

    def form(self, pattern: str, findings: set[str]) -> None:
        """Record that ``findings`` form ``pattern``; several ways may form it."""
        self.patterns.setdefault(pattern, set()).update(findings)


class ReteEvaluator:
    """Evaluates facts with the compiled rules of one ruleset."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    def evaluate(self, facts: Mapping[str, FactState]) -> tuple[Evaluation, list[Firing]]:
        """Return the evaluation of ``facts`` (every fact of the dictionary) and its firings.

        Raises :exc:`EngineFailure` if the engine fails; nothing of the evaluation is kept.
        """
        void = self._compiled.ruleset.policy.void_sources
        first = _Pass(self._compiled, facts)
        if not first.run(void):
            # The borrower's own statements are void: what rests on them is unknown.
            struck = {f: s.voided() if s.source in void else s for f, s in facts.items()}
            second = _Pass(self._compiled, struck)
            second.run()
            others = [f for f in second.firings if f.layer != "deceit"]
            return second.evaluation(), first.steps_to_deceit() + others
        return first.evaluation(), first.firings


class _Pass:
    """One run through all layers."""

    def __init__(self, compiled: Compiled, facts: Mapping[str, FactState]) -> None:
        self._compiled = compiled
        self._ruleset = compiled.ruleset
        self._policy = compiled.ruleset.policy
        self._facts = facts
        self.firings: list[Firing] = []
        self._deceit: list[str] = []
        self._findings: list[Finding] = []
        self._missing: list[str] = []
        self._strict = _Grading(strict=True)
        self._best = _Grading(strict=False)
        self._grade = ""
        self._reasons = {cap.id: cap.reason for cap in self._policy.dimension_caps}

    def run(self, void: Container[str | None] = ()) -> bool:
        """Go through the layers; return False if stopped because deceit was found.

        It stops where a fact is known from one of the sources that deceit makes ``void``.
        """
        with self._compiled.finding.session() as session:
            self._find(session, self._applicable(session))
        with self._compiled.grading.session() as session:
            self._form_patterns(session)
            if self._deceit and any(s.source in void for s in self._facts.values()):
                return False
            self._grade_as(session, self._strict)
            if self._best.codes == self._strict.codes and not self._missing:
                self._best = self._strict
            else:
                self._grade_as(session, self._best)
            self._conclude(session)
        return True

    def steps_to_deceit(self) -> list[Firing]:
        """Return the firings that found the borrower's statements to be deceit."""
        return [
            firing
            for firing in self.firings
            if firing.layer == "deceit" or firing.derived.get("finding") in self._deceit
        ]

    def _applicable(self, session: Session) -> dict[int, bool]:
        """Return the groups of tests that apply (False) or may apply (True: unsure)."""
        classes = written(self._compiled.classification, self._facts)
        session.add(f'"k":"{CLASSIFICATION}",{classes}')
        groups = {0: False}
        for name, _ in session.fire():
            rule = self._compiled.groups[name]
            groups[rule.group] = rule.unsure
            self.firings.append(rule.firing)
        return groups

    def _find(self, session: Session, groups: Mapping[int, bool]) -> None:
        unsure: set[str] = set()
        for chunk in self._compiled.chunks:
            if chunk.group in groups:
                session.add(f'"k":"{chunk.name}",{written(chunk.members, self._facts)}')
                if groups[chunk.group]:
                    unsure.update(chunk.tests)
        fired: dict[str, Told] = {}
        for name, _ in session.fire():
            rule = self._compiled.tests[name]
            if rule.test in fired:
                raise EngineFailure(f"two rules of {rule.test} fired")
            fired[rule.test] = rule.unsure if rule.test in unsure else rule.applies
        strict, best, firings = self._strict.codes, self._best.codes, self.firings
        for test in self._ruleset.tests:
            told = fired.get(test)
            if told is None:
                continue
            conclusion, finding, firing = told
            if finding is not None:
                self._findings.append(finding)
                if not finding.claimed:
                    strict.append(finding.code)
            if conclusion.missing:
                self._missing.append(test)
            if conclusion.best:
                best.append(conclusion.best)
            firings.append(firing)

    def _form_patterns(self, session: Session) -> None:
        strict, best = self._implied(self._strict), self._implied(self._best)
        standing = strict.keys() | best.keys()
        for sheet in self._compiled.sheets:
            members = [f'"{code}":1' for code in sheet.codes if code in standing]
            if members:
                session.add(f'"k":"{sheet.name}",' + ",".join(members))
        asserted: dict[str, str] = {}
        for code in filter(standing.__contains__, self._compiled.capping):
            if code in (strict.get(code), best.get(code)):
                cap = self._ruleset.outcomes[code][1].cap
                capping = f',"cap":"{cap}"' if cap else ""
                asserted[session.add(f'"k":"finding","c":"{code}"{capping}')] = code
        for name, fact in session.fire():
            layer, derived = self._compiled.derives[name]
            if layer == "pattern":
                codes = self._compiled.ways[name]
                if strict.keys() >= set(codes):
                    self._fired("patterns", name, codes, pattern=derived)
                    self._strict.form(derived, {strict[code] for code in codes})
                if best.keys() >= set(codes):
                    self._best.form(derived, {best[code] for code in codes})
                continue
            code = asserted[fact]
            if layer == "deceit":
                self._deceit.append(derived)
                self._fired("deceit", name, (code,), borrower_statements_void=True)
                continue
            if strict.get(code) == code:
                self._cap(self._strict, name, derived, code, (code,))
            if best.get(code) == code:
                self._cap(self._best, name, derived, code, (code,))

    def _implied(self, grading: _Grading) -> dict[str, str]:
        """Return every adverse code that stands, to the finding that it stands for."""
        implied: dict[str, str] = {}
        for found in grading.codes:
            for code in self._compiled.weights[found].implies:
                implied[code] = found
        return implied

    def _cap(self, grading: _Grading, rule: str, grade: str, reason: str, matched: Matched) -> None:
        grading.caps.append(Cap(grade, reason))
        if grading.strict:
            self._fired("caps", rule, matched, cap=grade, reason=reason)

    def _grade_as(self, session: Session, grading: _Grading) -> None:
        self._rate_dimensions(session, grading)
        self._weigh(grading)
        self._cap_by_dimensions(session, grading)
        candidates = tuple(dict.fromkeys([grading.base, *(c.grade for c in grading.caps)]))
        members = "".join([f',"{grade}":1' for grade in candidates])
        session.add(f'"k":"candidates"{members}')
        # The rules are ranked worst grade first, so the first to fire decides.
        rule, _ = session.fire()[0]
        grading.grade = self._compiled.derives[rule][1]
        if grading.strict:
            self._fired("grade", rule, candidates, indicative_grade=grading.grade)

    def _rate_dimensions(self, session: Session, grading: _Grading) -> None:
        """Rate the dimensions; the best case keeps the ratings of those it does not change."""
        weights = self._compiled.weights
        grading.found = {d: [] for d in self._ruleset.dimensions}
        for code in grading.codes:
            grading.found[weights[code].dimension].append(code)
        asserted: dict[str, tuple[str, int, int]] = {}
        severities = sorted({severity for severity, _, _ in self._policy.rating_limits})
        for dimension, codes in grading.found.items():
            if not grading.strict and codes == self._strict.found[dimension]:
                grading.ratings[dimension] = self._strict.ratings[dimension]
                continue
            strengths = adverse = 0
            grave = dict.fromkeys(severities, 0)
            for code in codes:
                weight = weights[code]
                if weight.points > 0:
                    strengths += weight.points
                else:
                    adverse -= weight.points
                if weight.severity in grave:
                    grave[weight.severity] += 1
            strengths = min(self._policy.strength_cap, strengths)
            counts = "".join([f',"{severity}":{count}' for severity, count in grave.items()])
            fact = session.add(f'"k":"sums","d":"{dimension}","net":{strengths - adverse}{counts}')
            asserted[fact] = (dimension, strengths, adverse)
        rules: dict[str, str] = {}
        for name, fact in session.fire():
            if fact not in asserted:
                raise EngineFailure("a dimension was rated twice")
            rating = int(self._compiled.derives[name][1])
            dimension, strengths, adverse = asserted.pop(fact)
            rated = Rating(strengths, adverse, strengths - adverse, rating, 0)
            grading.ratings[dimension], rules[dimension] = rated, name
        # One rule fires on many facts last in, first out; the trace keeps the policy's order.
        for dimension in self._policy.dimensions if grading.strict else ():
            rated = grading.ratings[dimension]
            self._fired(
                "dimensions",
                rules[dimension],
                tuple(grading.found[dimension]),
                dimension=dimension,
                strength_points=rated.strength_points,
                adverse_points=rated.adverse_points,
                net=rated.net,
                rating=rated.rating,
            )

    def _weigh(self, grading: _Grading) -> None:
        """Take the weighted sum; of several possible rows of weights, the worst (or best)."""
        model = self._facts[BUSINESS_MODEL].value
        names = [str(model)] if model is not None else sorted(self._policy.weights)
        rows = [
            (sum(w * grading.ratings[d].rating for d, w in self._policy.weights[n].items()), n)
            for n in names
        ]
        grading.composite, name = min(rows, key=lambda r: (r[0] if grading.strict else -r[0], r[1]))
        weights = self._policy.weights[name]
        grading.ratings = {
            d: grading.ratings[d]._replace(weight=weights[d]) for d in self._policy.dimensions
        }

    def _cap_by_dimensions(self, session: Session, grading: _Grading) -> None:
        """Derive the base grade and the caps of patterns and of dimension ratings."""
        asserted: dict[str, str] = {}
        for pattern in grading.patterns:
            cap = self._ruleset.patterns[pattern].cap
            asserted[session.add(f'"k":"pattern","c":"{pattern}","cap":"{cap}"')] = pattern
        rated: dict[str, list[str]] = {}
        members = [f'"{d}":{rating.rating}' for d, rating in grading.ratings.items()]
        members += [f'"{WEIGHTED}{d}":{r.rating}' for d, r in grading.ratings.items() if r.weight]
        session.add(f'"k":"ratings","{COMPOSITE}":{grading.composite},' + ",".join(members))
        for name, fact in session.fire():
            layer, derived = self._compiled.derives[name]
            if layer == "base":
                grading.base = derived
                if grading.strict:
                    terms = tuple(
                        {"dimension": d, "rating": rating.rating, "weight": rating.weight}
                        for d, rating in grading.ratings.items()
                    )
                    composite = grading.composite
                    self._fired("base_grade", name, terms, composite=composite, base_grade=derived)
            elif layer == "rated":
                dimension = name.rpartition("/")[2]
                rated.setdefault(derived, []).append(dimension)
                if grading.strict:
                    matched = _rated(grading, [dimension])
                    self._fired("counts", name, matched, counts_for=self._reasons[derived])
            else:
                formed = self._ruleset.patterns[asserted[fact]]
                reason = f"{formed.id} {formed.code}"
                self._cap(grading, name, derived, reason, (formed.id,))
        for cap_id, dimensions in rated.items():
            session.add(f'"k":"count","c":"{cap_id}","n":{len(dimensions)}')
        for name, _ in session.fire() if rated else ():
            cap_id = self._compiled.derives[name][1]
            found = next(c for c in self._policy.dimension_caps if c.id == cap_id)
            in_order = [d for d in self._policy.dimensions if d in rated[cap_id]]
            self._cap(grading, name, found.cap, found.reason, _rated(grading, in_order))

    def _conclude(self, session: Session) -> None:
        self._missing += [f for f in self._ruleset.class_facts if self._facts[f].value is None]
        session.add(f'"k":"final","missing":{len(self._missing)}')
        for name, _ in session.fire():
            self._grade = self._compiled.derives[name][1] or self._strict.grade
            self._fired("grade", name, tuple(self._missing), grade=self._grade)

    def _fired(self, layer: str, rule: str, matched: Matched, **derived: object) -> None:
        self.firings.append(Firing(layer, rule, matched, derived))

    def evaluation(self) -> Evaluation:
        """Return what this pass concluded. Raises :exc:`EngineFailure` if anything is open."""
        strict = self._strict
        if not (self._grade and strict.base and strict.grade and self._best.grade):
            raise EngineFailure("the engine left the grade open")
        return Evaluation(
            findings=tuple(self._findings),
            missing=tuple(self._missing),
            patterns={p: tuple(sorted(strict.patterns[p])) for p in sorted(strict.patterns)},
            dimensions=strict.ratings,
            composite=strict.composite,
            base_grade=strict.base,
            caps=tuple(sorted(strict.caps)),
            indicative_grade=strict.grade,
            grade=self._grade,
            best_case_grade=self._best.grade,
            deceit=tuple(sorted(self._deceit)),
        )


def _rated(grading: _Grading, dimensions: list[str]) -> Matched:
    """Return dimensions with their ratings, as a firing matched them."""
    return tuple({"dimension": d, "rating": grading.ratings[d].rating} for d in dimensions)
