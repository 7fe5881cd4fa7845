"""What is found in a paper by the programs that people look at one with."""

import re
import subprocess
from io import BytesIO

import orjson
import pikepdf
from markupsafe import Markup

from service.report.document import documents
from service.report.papers import Printed
from service.reviews.review import reviews_of
from service.store.port import Decision
from tests.report.conftest import Library


def text_of(paper: Printed) -> str:
    """Return the words, in the order of reading, with one space between them."""
    return " ".join(_run("pdftotext", "-", paper=paper).split())


def lines_of(program: str, paper: Printed) -> list[str]:
    """Return the lines that ``program`` prints of the paper: ``pdfinfo``, ``pdffonts``."""
    return _run(*program.split(), paper=paper).splitlines()


def opened(paper: Printed) -> pikepdf.Pdf:
    """Return the paper with its insides."""
    return pikepdf.open(BytesIO(paper.content))


def words_of(library: Library, decision: Decision, lang: str = "en") -> str:
    """Return the words of the paper as it would be set, which takes longer."""
    case = library.explained.case(decision)
    explanation = orjson.loads(library.explained.explanation(decision, lang))
    history = reviews_of(library.store, decision.decision_id)
    assert history is not None
    html, *_ = documents(decision, explanation, history, case.subject.ruleset, lang)
    # Words of two blocks are not one word; those of <title> stand in the margin, if anywhere.
    apart = re.sub(r"<title>.*?</title>|(?=</(?:dd|div|dt|h\d|li|p|td|th)>)", " ", html)
    return " ".join(Markup(apart).striptags().split())


def _run(program: str, *arguments: str, paper: Printed) -> str:
    call = [program, *arguments, "-"]
    answer = subprocess.run(call, input=paper.content, capture_output=True, check=False)
    # A fault in the file is told there.
    assert (answer.returncode, answer.stderr) == (0, b"")
    return answer.stdout.decode()
