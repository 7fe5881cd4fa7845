"""What is seen on a drawing: its words, its lines, its boxes."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def root(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    """Every text that is drawn, in order; without title and description."""
    return [element.text or "" for element in root(svg).iter(f"{SVG}text")]


def title(svg: str) -> str:
    return root(svg).findtext(f"{SVG}title") or ""


def size(svg: str) -> tuple[int, int]:
    return int(root(svg).get("width", "")), int(root(svg).get("height", ""))


def said(svg: str) -> str:
    """All words, with what was broken into lines put together again."""
    return " ".join(words(svg))


def points(svg: str) -> list[tuple[int, int]]:
    """Every corner and end of every path."""
    found = []
    for element in root(svg).iter(f"{SVG}path"):
        for x, y in re.findall(r"[MLC ](-?\d+) (-?\d+)", element.get("d", "")):
            found.append((int(x), int(y)))
    return found
