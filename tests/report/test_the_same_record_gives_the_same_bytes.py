"""The paper of a decision is the same bytes, until something more is recorded about it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from service.records.policy import records_policy
from service.report.papers import Papers
from service.reviews.review import add_review
from service.store.port import Client
from tests.dossiers import ROOT
from tests.report.conftest import Library
from tests.report.reading import opened, words_of
from tests.web.deciding import dossier

FAMILY = "family_condiment_maker"

OTHER_WORLD = {
    "TZ": "Asia/Shanghai",
    "LC_ALL": "de_DE.UTF-8",
    "LANG": "zh_CN.UTF-8",
    "HOME": "/",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "1",
    "PYTHONPATH": str(ROOT),
}


def test_another_process_in_another_world_makes_the_same_paper(
    library: Library, tmp_path: Path
) -> None:
    here = library.paper(FAMILY, "zh")
    file = tmp_path / "paper.pdf"
    call = ["report", here.decision_id, "--lang", "zh", "-o", str(file)]
    made = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", *call],
        env={**os.environ, **OTHER_WORLD, "PINZHI_STORE": str(library.store.path)},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert file.read_bytes() == here.content
    assert made.stdout == f"{file}: SHA-256 {here.sha256.hex()}\n"


def test_a_paper_is_kept_while_there_is_room_and_one_made_anew_is_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = library.paper(FAMILY, "en")
    assert library.paper(FAMILY, "en") is made
    monkeypatch.setattr("service.report.papers.KEPT_BYTES", len(made.content) - 1)
    papers = Papers(library.store, library.explained)
    anew = papers.of(library.decision(FAMILY), "en")
    assert anew is not made
    assert anew.content == made.content
    # It had no room, and what is kept adds up all the same.
    assert (papers._kept, papers._bytes) == ({}, 0)


def test_its_dates_are_those_of_the_record(library: Library) -> None:
    decision = library.decision(FAMILY)
    with opened(library.paper(FAMILY, "en")) as pdf:
        stamp = decision.recorded_at[:19].replace("-", "").replace("T", "").replace(":", "")
        assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{stamp}")
        assert str(pdf.docinfo["/ModDate"]).startswith(f"D:{stamp}")


def test_what_is_recorded_about_others_changes_nothing(library: Library) -> None:
    before = words_of(library, library.decision(FAMILY))
    library.decide(dossier("average_manufacturer"))
    assert words_of(library, library.decision(FAMILY)) == before


def test_a_review_that_is_recorded_stands_on_a_new_paper(library: Library) -> None:
    decision = library.decide(dossier(FAMILY))
    before = words_of(library, decision)
    assert "Nobody has decided yet: the grade is a proposal." in before
    assert "of the 0 reviews recorded since" in before
    review = {
        "action": "override_down",
        "officer": "zhang.wei",
        "grade": "N6",
        "reason_code": "NEW_ADVERSE_INFORMATION",
        "reason": "The largest customer gave notice on 12 November.",
    }
    policy, said = records_policy(), orjson.dumps(review)
    add_review(library.store, policy, decision.decision_id, said, Client("committee"))
    after = words_of(library, decision)
    assert "Nobody has decided yet" not in after
    assert "zhang.wei: set N6 instead of N5, a worse grade" in after
    assert review["reason"] in after
    assert "of the one review recorded since" in after
    # The model's grade stays beside the human one.
    assert "Overridden to N6 (Watch); the model proposed N5." in after
    assert "Proposed grade N5 Acceptable with conditions" in after


def test_a_correction_that_is_recorded_is_told_on_both_papers(library: Library) -> None:
    old = library.decide(dossier(FAMILY))
    new = library.decide(dossier(FAMILY), old.decision_id)
    told = f"This decision was corrected. What stands is {new.decision_id}."
    assert told in words_of(library, old)
    assert f"This decision corrects the decision {old.decision_id}." in words_of(library, new)
    assert f"本决定更正决定{old.decision_id}。" in words_of(library, new, "zh")


def test_the_paper_names_its_leaf_as_a_proof_does(library: Library) -> None:
    decision = library.decision(FAMILY)
    words = words_of(library, decision)
    leaf = library.store.node(0, decision.record.leaf_index)
    assert f"RFC 9162) {base64.b64encode(leaf).decode()} " in words
    assert f"Digest of the record {decision.record.digest} " in words
    assert f"pinzhi ledger prove {decision.decision_id}" in words
