"""The human decision on its page, as ``features/pages/human_decision.feature`` states it."""

from dataclasses import dataclass
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.features.borrowers import listed
from tests.reviews.reviewing import WORDS
from tests.web.committee import Committee
from tests.web.forms import fill, form_of, forms_of
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

scenarios("pages/human_decision.feature")

NOTHING = "nothing"


@dataclass
class Room:
    """A decision before the committee, the page last looked at, and one that was left open."""

    committee: Committee
    page: Page | None = None
    browser: Browser | None = None
    left_open: Page | None = None

    @property
    def shown(self) -> Page:
        assert self.page is not None
        return self.page

    def act(self, action: str, who: str, **values: Any) -> None:
        """Do it, and follow to the page that tells of it."""
        self.page = self.committee.open(who, self._sent_to(action, who, **values))

    def _sent_to(self, action: str, who: str, **values: Any) -> str:
        return "?" + self.committee.done(action, who, **values).partition("?")[2]


@given(
    parsers.parse('the decision on "{name}", graded {grade}, before the committee'),
    target_fixture="room",
)
def before_committee(store: SqliteStore, rater: Rater, name: str, grade: str) -> Room:
    app = create_app(store, rater, DEVELOPMENT)

    def signed_in(role: str, who: str) -> Browser:
        return browser_of(app, store, role, who)

    committee = Committee(store, rater, signed_in, name)
    assert committee.history()["model_grade"] == grade
    return Room(committee)


@given(parsers.parse('"{who}" has the page open'))
def left_open(room: Room, who: str) -> None:
    room.browser = room.committee.browser(who)
    room.left_open = Page(room.browser.get(room.committee.address))


@when(parsers.parse('"{who}" opens the page of the human decision'))
def opens(room: Room, who: str) -> None:
    room.page = room.committee.open(who)


@when(parsers.parse('"{who}", who brought the borrower, opens the page of the human decision'))
def originator_opens(room: Room, who: str) -> None:
    room.page = room.committee.open(who, role="originator")


@when(parsers.parse('"{who}" accepts it on the page'))
def accepts(room: Room, who: str) -> None:
    room.act("accept", who)


@when(parsers.parse('"{who}" refers it back on the page'))
def refers_back(room: Room, who: str) -> None:
    room.act("refer_back", who)


@when(parsers.re(r'"(?P<who>[^"]+)" overrides it (?P<way>down|up) to (?P<grade>N\d+) on the page'))
def overrides(room: Room, who: str, way: str, grade: str) -> None:
    room.act(f"override_{way}", who, grade=grade)


@when(parsers.re(r'"(?P<who>[^"]+)" (?P<way>countersigns|declines) on the page'))
def signs(room: Room, who: str, way: str) -> None:
    room.act(way.removesuffix("s"), who)


@when(parsers.parse('"{who}" overrides it down to {grade} without saying why'))
def without_reason(room: Room, who: str, grade: str) -> None:
    room.page = Page(room.committee.send("override_down", who, grade=grade, reason=""))


@when(parsers.parse('"{who}" refers it back on the page that she has open'))
def refers_back_late(room: Room, who: str) -> None:
    assert room.browser is not None
    assert room.left_open is not None
    room.page = Page(fill(room.browser, room.left_open, "refer_back", **WORDS["refer_back"]))


@when(parsers.parse('"{who}" sends what she wrote once more'))
def sends_again(room: Room, who: str) -> None:
    assert room.browser is not None
    assert fill(room.browser, room.shown, "refer_back").status_code == 303
    room.page = room.committee.open(who)


@when(parsers.parse('"{who}" refers it back by a double click'))
def double_click(room: Room, who: str) -> None:
    assert room.browser is not None
    assert room.left_open is not None
    clicks = [fill(room.browser, room.left_open, "refer_back", **WORDS["refer_back"]) for _ in "12"]
    assert {click.headers["Location"] for click in clicks} == {clicks[0].headers["Location"]}


@then(parsers.re("it shows the model's grade (?P<model>N\\w+) and no human grade"))
def no_human_grade(room: Room, model: str) -> None:
    assert f"The model's grade {model} " in room.shown.text
    assert "The human grade – none yet" in room.shown.text


@then(
    parsers.re("it shows the model's grade (?P<model>N\\w+) and the human grade (?P<human>N\\w+)")
)
def both_grades(room: Room, model: str, human: str) -> None:
    assert f"The model's grade {model} " in room.shown.text
    assert f"The human grade {human} " in room.shown.text


@then(parsers.parse('the history tells "{words}"'))
def history_tells(room: Room, words: str) -> None:
    assert words in room.shown.text.partition("What was decided")[2]


@then(parsers.re(r"she can override it (?P<way>down|up) to (?P<grades>.+)"))
def can_override(room: Room, way: str, grades: str) -> None:
    action = f"override_{way}"
    if grades == NOTHING:
        assert action not in forms_of(room.shown)
    else:
        assert form_of(room.shown, action).choices["grade"] == ["", *listed(grades)]


@then("nothing can be decided there")
def nothing_offered(room: Room) -> None:
    assert forms_of(room.shown) == []
    assert "Only the credit committee decides." in room.shown.text


@then(parsers.parse('"{who}" is told that another must countersign, and can only withdraw'))
def can_only_withdraw(room: Room, who: str) -> None:
    page = room.committee.open(who)
    assert "another member of the committee must countersign it" in page.text
    assert "countersign" not in forms_of(page)
    assert "Withdraw" in [text for _, text in page.headings]


@then(parsers.parse('the page tells at the field "{words}"'))
def told_at_field(room: Room, words: str) -> None:
    assert room.shown.status == 422
    assert room.shown.text.count(words) == 2


@then("nothing was recorded")
def nothing_recorded(room: Room) -> None:
    assert room.committee.reviews() == []


@then(
    parsers.parse("the page tells that another was quicker, and shows {grade} as the human grade")
)
def told_of_conflict(room: Room, grade: str) -> None:
    assert room.shown.status == 409
    assert "Another was quicker" in room.shown.text
    assert f"The human grade {grade} " in room.shown.text


@then(parsers.parse('only "{who}" has decided'))
def only_one(room: Room, who: str) -> None:
    assert [review["officer"] for review in room.committee.reviews()] == [who]


@then("one decision is recorded")
def one_recorded(room: Room) -> None:
    assert len(room.committee.reviews()) == 1
