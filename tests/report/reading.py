"""A page taken apart: its tags, its text, and what a browser would be allowed to do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

#: Elements without an end.
_VOID = {"meta", "link", "br", "input", "img"}


class Page(HTMLParser):
    """The tags and the text of a page; ``inside`` is the way to each of them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.outside_charts: list[tuple[str, tuple[str, ...]]] = []
        self.ids_outside_charts: list[str] = []
        self.nodes: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if "svg" not in self._open and tag != "svg":
            self.outside_charts.append((tag, tuple(name for name, _ in attrs)))
            self.ids_outside_charts += [value for name, value in attrs if name == "id"]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        # The end of a cell may be left out.
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.nodes.append((data.strip(), tuple(self._open)))

    @property
    def texts(self) -> list[str]:
        """What a reader sees, styles and scripts left out."""
        return [text for text, inside in self.nodes if not {"style", "script"} & {*inside}]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return re.sub(r"\s+", " ", " ".join(self.texts))

    def count(self, tag: str) -> int:
        """How many elements of a kind there are."""
        return Counter(name for name, _ in self.tags)[tag]

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]

    def headings(self, level: int) -> list[str]:
        """The text of each heading of a level."""
        parts = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", self.html, re.DOTALL)
        return [re.sub(r"<[^>]*>", "", part).strip() for part in parts]

    @property
    def dead_links(self) -> set[str]:
        """Links into the page, and labels, that lead nowhere."""
        links = {link[1:] for link in self.values("href") if link.startswith("#")}
        labels = {*self.values("aria-labelledby"), *self.values("aria-describedby")}
        return (links | labels | {*self.values("for")}) - {*self.values("id")}

    @property
    def policy(self) -> str:
        """Its content security policy."""
        return next(value for value in self.values("content") if "default-src" in value)

    @property
    def script_hashes(self) -> list[str]:
        """What the policy must name for its scripts to run."""
        scripts = re.findall(r"<script>(.*?)</script>", self.html, re.DOTALL)
        digests = [hashlib.sha256(text.encode()).digest() for text in scripts]
        return [f"sha256-{base64.b64encode(digest).decode()}" for digest in digests]

    def part(self, start: str, end: str) -> str:
        """The source from the first of two marks to the next of the other."""
        first = self.html.index(start)
        return self.html[first : self.html.index(end, first)]
