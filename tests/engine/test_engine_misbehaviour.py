"""How the rule engine misbehaves when left alone: the reasons for the guards, seen to hold.

Each experiment drives the engine's C module in a process of its own, without any guard. If one
of these fails after an upgrade, the engine has changed and its guard may be reconsidered.
"""

import json
import subprocess
import sys
from typing import Any

PRELUDE = """
import json
import durable_rules_engine as engine

class Session:
    def __init__(self, rules):
        every = {"begin": {"k": "begin"}, **rules}
        self.handle = engine.create_ruleset("alone", json.dumps({
            name: {"pri": number, "all": [{"fact": condition}]}
            for number, (name, condition) in enumerate(every.items())
        }))
        self.add('"k":"begin"', "f0")
        assert self.fire() == ["begin"]

    def add(self, members, name="f1"):
        fact = f'{{"sid":"s1","id":"{name}",{members}}}'
        answer, self.offset = engine.assert_fact(self.handle, fact)
        return answer

    def fire(self):
        fired = []
        started = engine.start_action_for_state(self.handle, self.offset)
        messages = started and started[1]
        while messages:
            fired += json.loads(messages)
            messages = engine.complete_and_start_action(self.handle, self.offset)
        return fired

def told_by(act):
    try:
        return act()
    except Exception as error:
        return f"{type(error).__name__} {error}".strip()
"""


def told(experiment: str) -> list[Any]:
    """What an experiment prints, a JSON value a line."""
    run = subprocess.run(
        [sys.executable, "-c", PRELUDE + experiment], stdout=subprocess.PIPE, check=True
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_fact_that_meets_too_many_conditions_fires_none_of_their_rules() -> None:
    answers = told(
        """
for number in (56, 70):
    session = Session({f"r{n}": {"$and": [{"k": "a"}, {"$gte": {"x": n}}]} for n in range(number)})
    answer = told_by(lambda: session.add('"k":"a","x":100'))
    print(json.dumps([answer, len(session.fire())]))
"""
    )
    refused = "error Could not assert fact, error code: 303"
    assert answers == [[0, 56], [refused, 0]]


def test_a_fact_of_too_many_members_is_refused() -> None:
    answers = told(
        """
session = Session({"r": {"k": "a"}})
for name, number in (("f1", 200), ("f2", 255)):
    members = ",".join(f'"x{n}":1' for n in range(number - 3))
    print(json.dumps(told_by(lambda: session.add('"k":"a",' + members, name))))
"""
    )
    assert answers == [0, "error Could not assert fact, error code: 302"]


def test_a_second_fact_of_one_id_is_dropped_with_another_answer() -> None:
    answers = told(
        """
session = Session({"r": {"k": "a"}})
print(json.dumps([session.add('"k":"a"'), session.add('"k":"a"'), session.fire()]))
"""
    )
    assert answers == [[0, 2, ["r"]]]


def test_an_or_fires_once_for_each_branch_that_is_true() -> None:
    answers = told(
        """
session = Session({"r": {"$or": [{"x": 1}, {"y": 1}]}})
session.add('"x":1,"y":1')
print(json.dumps(session.fire()))
"""
    )
    assert answers == [["r", "r"]]


def test_members_of_one_hash_are_taken_for_each_other() -> None:
    answers = told(
        """
session = Session({"r": {"f6059": 1}})
session.add('"f264602":1')
print(json.dumps(session.fire()))
"""
    )
    assert answers == [["r"]]


def test_great_integers_saturate() -> None:
    answers = told(
        """
session = Session({"r": {"x": 2**63 - 1}})
session.add(f'"x":{10**30}')
print(json.dumps(session.fire()))
"""
    )
    assert answers == [["r"]]


def test_the_length_of_a_long_text_wraps() -> None:
    answers = told(
        """
session = Session({"r": {"x": "abc"}})
session.add('"x":"abc' + "y" * 65_536 + '"')
print(json.dumps(session.fire()))
"""
    )
    assert answers == [["r"]]


def test_text_beyond_ascii_does_not_match_itself() -> None:
    answers = told(
        """
session = Session({"r": {"x": "\\u540d"}})
session.add('"x":"\\u540d"')
print(json.dumps(session.fire()))
"""
    )
    assert answers == [[]]


def test_the_1025th_live_session_cannot_be_opened() -> None:
    answers = told(
        """
rules = '{"begin": {"pri": 0, "all": [{"fact": {"k": "begin"}}]}}'
handle = engine.create_ruleset("alone", rules)
for number in range(1, 1_026):
    fact = f'{{"sid":"s{number}","id":"f1","k":"begin"}}'
    answer = told_by(lambda: engine.assert_fact(handle, fact))
print(json.dumps([number, answer]))
"""
    )
    assert answers == [[1025, "MemoryError"]]
