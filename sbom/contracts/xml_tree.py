"""XML of office files to a tree that keeps text and elements in order; no entities, no DTD.

`sbom.readers.xml_reader` joins the text of an element; a paragraph needs to know what stood
between its runs.
"""

from collections.abc import Iterator

from sbom.errors import ParseError
from sbom.readers.expat_feed import NAMESPACE_SIGN, feed, new_parser

MAX_DEPTH = 300
MAX_ELEMENTS = 4_000_000


class Node:
    """An element: local name, attributes by local name, children and text in order."""

    __slots__ = ("attributes", "kids", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        """Names without prefix and namespace."""
        self.tag = tag
        self.attributes = attributes
        self.kids: list[Node | str] = []

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default."""
        return self.attributes.get(name, default)

    def first(self, tag: str) -> "Node | None":
        """The first child element of that name."""
        for kid in self.kids:
            if not isinstance(kid, str) and kid.tag == tag:
                return kid
        return None

    def at(self, *tags: str) -> "Node | None":
        """The element at a path of child names."""
        node: Node | None = self
        for tag in tags:
            if node is None:
                return None
            node = node.first(tag)
        return node

    def elements(self) -> Iterator["Node"]:
        """Child elements in order."""
        return (k for k in self.kids if not isinstance(k, str))

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(k for k in reversed(node.kids) if not isinstance(k, str))

    def text(self) -> str:
        """All text inside, in order."""
        out: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                out.append(item)
            else:
                stack.extend(reversed(item.kids))
        return "".join(out)


def load(content: bytes) -> Node:
    """The root element.

    Raises:
        ParseError: not well-formed, with entities, or over the caps.
    """
    top = Node("", {})
    stack = [top]
    names: dict[str, str] = {}
    count = 0

    def local(name: str) -> str:
        made = names[name] = name.rpartition(NAMESPACE_SIGN)[2]
        return made

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > MAX_DEPTH or count > MAX_ELEMENTS:
            raise ParseError("is nested too deep or holds too many XML elements")
        if attributes:
            attributes = {(names.get(k) or local(k)): v for k, v in attributes.items()}
        node = Node(names.get(name) or local(name), attributes)
        stack[-1].kids.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def characters(data: str) -> None:
        stack[-1].kids.append(data)

    feed(new_parser(), content, start, end, characters)
    root = top.kids[0] if top.kids else None
    if not isinstance(root, Node):
        raise ParseError("holds no XML element")
    return root
