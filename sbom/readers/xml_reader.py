"""XML to a small tree with line numbers; entities and external references are refused.

Straight on expat: no DTD processing, no entity expansion, depth and size capped.
"""

from collections.abc import Iterator

from sbom.errors import ParseError
from sbom.readers.expat_feed import NAMESPACE_SIGN, feed, new_parser

MAX_DEPTH = 200
MAX_ELEMENTS = 2_000_000


class Element:
    """One element; the namespace is split off the tag."""

    __slots__ = ("attributes", "children", "line", "namespace", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, namespace: str) -> None:
        """Names without prefix; attributes likewise; `line` is 1-based."""
        self.tag = tag
        self.attributes = attributes
        self.line = line
        self.namespace = namespace
        self.children: list[Element] = []
        self.text = ""
        """Text directly inside, before and between children, joined; not stripped."""

    def first(self, tag: str) -> "Element | None":
        """The first child of that name, or None."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    def all(self, tag: str) -> Iterator["Element"]:
        """Children of that name, in order."""
        return (c for c in self.children if c.tag == tag)

    def value(self, tag: str) -> str:
        """Stripped text of the first child of that name; empty when there is none."""
        child = self.first(tag)
        return "" if child is None else child.text.strip()

    def walk(self) -> Iterator["Element"]:
        """This element and everything below it, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


def load_xml(content: bytes) -> Element:
    """The root element.

    Raises:
        ParseError: not well-formed, a DTD with entities, or over the caps.
    """
    parser = new_parser()
    root: list[Element] = []
    stack: list[Element] = []
    count = 0
    names: dict[str, tuple[str, str]] = {}

    def split(name: str) -> tuple[str, str]:
        namespace, _, local = name.rpartition(NAMESPACE_SIGN)
        names[name] = namespace, local
        return namespace, local

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        line = parser.CurrentLineNumber
        if len(stack) >= MAX_DEPTH:
            raise ParseError(f"is nested more than {MAX_DEPTH} levels deep", line=line)
        if count > MAX_ELEMENTS:
            raise ParseError(f"holds more than {MAX_ELEMENTS} elements", line=line)
        namespace, local = names.get(name) or split(name)
        if attributes:
            attributes = {(names.get(k) or split(k))[1]: v for k, v in attributes.items()}
        element = Element(local, attributes, line, namespace)
        (stack[-1].children if stack else root).append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop()

    def characters(data: str) -> None:
        if stack:
            stack[-1].text += data

    feed(parser, content, start, end, characters)
    if not root:
        raise ParseError("holds no XML element")
    return root[0]
