"""The words of a web page: markup, scripts and styles left out, each block on a line of its own."""

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "template", "title", "textarea"})
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r" ?\n[ \n]*")
# the standard library's parser looks for the end of what is not closed again and again
_UNCLOSED = re.compile(r"<(?![a-zA-Z/!?])|<[^<>]*(?=<|\Z)")


class _Words(HTMLParser):
    """Gathers what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if not self._silent and tag in _SILENT:
            self._silent = tag
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # a line's end within a paragraph is a space
            self.parts.append(data.replace("\n", " "))


def words_of(page: str) -> str:
    """Return the words of a web page, a block a line.

    Examples
    --------
    >>> words_of("<p>Docking: <b>21:25</b> UTC &amp; on</p><script>x()</script><p>Crew: 3").split(chr(10))
    ['Docking: 21:25 UTC & on', 'Crew: 3']
    """
    first, *later = page.split("<!--")
    without = first + "".join(part.partition("-->")[2] for part in later)
    reader = _Words()
    reader.feed(_UNCLOSED.sub(lambda found: found.group().replace("<", "&lt;"), without))
    reader.close()
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(reader.parts))).strip()
