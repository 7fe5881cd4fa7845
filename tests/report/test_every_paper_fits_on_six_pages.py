"""However much there is to say, a paper has four to six pages, and says what it leaves out."""

from collections.abc import Sequence

import orjson

from service.decisions.rate import Rater
from service.records.policy import records_policy
from service.report.document import documents
from service.report.papers import Printed
from service.report.room import ROOMS
from service.reviews.review import add_review, reviews_of
from service.store.port import Client, Decision
from tests.report.conftest import Library
from tests.report.extremes import FAMILY, nothing_good, nothing_known
from tests.report.reading import lines_of, text_of
from tests.web.deciding import dossier


def pages_of(paper: Printed) -> int:
    return int(dict(line.split(":", 1) for line in lines_of("pdfinfo", paper))["Pages"])


def in_every_room(library: Library, decision: Decision, lang: str) -> Sequence[str]:
    case = library.explained.case(decision)
    explanation = orjson.loads(library.explained.explanation(decision, lang))
    history = reviews_of(library.store, decision.decision_id)
    assert history is not None
    return documents(decision, explanation, history, case.subject.ruleset, lang)


def reviewed(library: Library, dossier_id: str, *reviews: dict[str, str]) -> Decision:
    """Return a decision with ``reviews``; one with ``signs`` is about the one before it."""
    decision = library.decide(dossier(FAMILY, dossier_id=dossier_id))
    review_id = ""
    for asked in reviews:
        signs = {"review_id": review_id} if asked["action"] in {"countersign", "decline"} else {}
        client = Client(asked["officer"], authenticated=True, user=asked["officer"])
        body = orjson.dumps(asked | signs)
        done = add_review(library.store, records_policy(), decision.decision_id, body, client)
        assert done is not None
        review_id = done["review_id"]
    return decision


def up(reason: str) -> dict[str, str]:
    return {
        "action": "override_up",
        "officer": "li.na",
        "grade": "N4",
        "reason_code": "MITIGANT_NOT_COVERED",
        "reason": reason,
    }


SIGNED = {"action": "countersign", "officer": "wang.fang"}
DECLINED = {"action": "decline", "officer": "wang.fang"}


def test_where_nothing_is_known(library: Library) -> None:
    paper = library.papers.of(library.decide(nothing_known()), "en")
    assert 4 <= pages_of(paper) <= 6
    assert "more, told in full on the page of the decision:" in text_of(paper)


def test_where_nothing_is_good(library: Library, rater: Rater) -> None:
    paper = library.papers.of(library.decide(nothing_good(rater.ruleset)), "zh")
    assert 4 <= pages_of(paper) <= 6
    assert "项，详见决定页面：" in text_of(paper).replace(" ", "")


def test_an_override_with_its_second_signature_is_told_whole(library: Library) -> None:
    decision = reviewed(library, "D-SIGNED", up("The son took over in May."), SIGNED)
    paper = library.papers.of(decision, "en")
    text = text_of(paper)
    pages = pages_of(paper)
    assert 4 <= pages <= 6
    assert "Overridden to N4" in text
    assert "“The son took over in May.”" in text
    # On every page but the first, whose heading tells it, stand both grades.
    assert text.count("Proposed grade N5 Human decision N4") == pages - 1


def test_no_room_leaves_out_the_review_that_stands(library: Library) -> None:
    decision = reviewed(
        library, "D-MANY", up("It stands. " * 90), SIGNED, *[up("It fell."), DECLINED] * 7
    )
    *_, least = in_every_room(library, decision, "en")
    assert least.count("It fell.") == ROOMS[-1].reviews // 2
    assert "(shortened; the whole text is in the history of the decision)" in least
    assert "It stands. It stands." in least
    assert "13 earlier reviews, which no longer stand" in least


def test_where_there_is_room_nothing_is_shortened(library: Library) -> None:
    first, *_ = in_every_room(library, library.decision(FAMILY), "en")
    shortened = ("told in full on the page", "(shortened", "earlier reviews")
    assert not any(words in first for words in shortened)


def test_a_code_is_not_told_as_what_an_action_is_for(library: Library) -> None:
    document = orjson.loads(dossier("average_manufacturer"))
    document["sales"]["retention_pct"] = {"value": 70}
    words = in_every_room(library, library.decide(orjson.dumps(document)), "en")[0]
    assert "Name the source of" in words
    assert "source_not_named" not in words


def test_a_paper_that_no_longer_stands_says_so_at_the_foot_of_every_page(library: Library) -> None:
    decision = reviewed(library, "D-CORRECTED", up("The son took over in May."), SIGNED)
    library.decide(dossier(FAMILY, dossier_id="D-CORRECTED"), corrects=decision.decision_id)
    paper = library.papers.of(decision, "en")
    pages = pages_of(paper)
    assert 4 <= pages <= 6
    assert text_of(paper).count("This decision was corrected. What stands is ") == pages + 1
