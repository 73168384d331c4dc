"""OpenDocument text (.odt, .ott, .fodt): OASIS OpenDocument 1.3, part 3; scripts are never run.

Automatic numbers come from `text:list` with its list style (19.888 and further) and from
`text:outline-style` for headings. Tracked changes: the newest reading, taken-out text apart.
"""

from sbom.contracts.archive import Archive
from sbom.contracts.blocks import Block, table_row
from sbom.contracts.document import PassageKind
from sbom.contracts.odt_lists import Counter, list_styles
from sbom.contracts.xml_tree import Node, load
from sbom.errors import ParseError
from sbom.issue import Issue, IssueKind

_ASIDE = frozenset({"note", "annotation", "annotation-end", "frame", "bookmark", "soft-page-break"})
_SECTIONS = frozenset({"section", "index-body", "text"})
_MAX_REPEAT = 1000


def read_odt(content: bytes) -> tuple[list[Block], list[Issue]]:
    """Blocks of an OpenDocument text, and what could not be read.

    Raises:
        ParseError: not such a document, encrypted, damaged, or over the caps.
    """
    issues: list[Issue] = []
    roots: list[Node] = []
    if content.startswith(b"PK"):
        archive = Archive(content)
        if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise ParseError("is encrypted with a password")
        main = load(archive.read("content.xml"))
        if archive.has("styles.xml"):
            try:
                roots.append(load(archive.read("styles.xml")))
            except ParseError as error:
                issues.append(Issue(kind=IssueKind.ENTRY, subject="styles.xml", message=str(error)))
        if any(n.startswith("Basic/") for n in archive.names()):
            issues.append(Issue(kind=IssueKind.NOTE, message="holds macros, which were not run"))
    else:
        main = load(content)
    roots.append(main)
    reader = _Reader(roots)
    body = main.at("body", "text")
    if body is None:
        raise ParseError("is an OpenDocument file, but no text document")
    reader.content(body, ())
    return reader.blocks, issues


class _Reader:
    """Walks the body in order of reading."""

    def __init__(self, roots: list[Node]) -> None:
        self.blocks: list[Block] = []
        self._counter = Counter(list_styles(roots))
        self._parents: dict[str, str] = {}
        self._bold: dict[str, bool] = {}
        self._lists_of: dict[str, str] = {}
        self._levels_of: dict[str, int] = {}
        self._gone: dict[str, str] = {}
        self._open: set[str] = set()
        self._depth = 0
        for root in roots:
            for node in root.walk():
                if node.tag == "style":
                    self._style(node)
                elif node.tag == "changed-region":
                    self._change(node)

    def _style(self, node: Node) -> None:
        name = node.get("name")
        self._parents[name] = node.get("parent-style-name")
        if "list-style-name" in node.attributes:  # an empty one takes the list away
            self._lists_of[name] = node.get("list-style-name")
        level = node.get("default-outline-level")
        if level.isdigit() and len(level) < 3:
            self._levels_of[name] = int(level)
        properties = node.first("text-properties")
        if properties is not None and properties.get("font-weight"):
            self._bold[name] = properties.get("font-weight") in {"bold", "600", "700", "800", "900"}

    def _change(self, node: Node) -> None:
        gone = node.first("deletion")
        if gone is not None:
            words = "\n".join(self._text(p) for p in gone.elements() if p.tag in {"p", "h"})
            self._gone[node.get("id")] = words.strip()

    def _inherited(self, name: str, table: dict[str, str]) -> str | None:
        """The value of a style or of the nearest that it is based on."""
        for _ in range(20):
            if name in table:
                return table[name]
            name = self._parents.get(name, "")
            if not name:
                break
        return None

    def content(self, node: Node, lists: tuple[Node, ...]) -> None:
        """Block-level content; `lists` are the lists and items around it, outermost first."""
        self._depth += 1
        if self._depth < 80:
            for kid in node.elements():
                tag = kid.tag
                if tag in {"p", "h"}:
                    self._paragraph(kid)
                elif tag == "list":
                    self._list(kid, "", 1)
                elif tag == "table":
                    self._table(kid)
                elif tag in _SECTIONS:
                    self.content(kid, lists)
                elif tag == "table-of-content":
                    self._contents(kid)
                elif tag == "change":
                    self._taken_out(kid)
        self._depth -= 1

    def _taken_out(self, node: Node) -> None:
        words = self._gone.get(node.get("change-id"))
        if words:
            self.blocks.append(Block(words, PassageKind.DELETED))

    def _contents(self, node: Node) -> None:
        for inner in node.walk():
            if inner.tag == "p" and (text := self._text(inner).strip()):
                self.blocks.append(Block(text, skip=True))

    def _list(self, node: Node, style: str, level: int) -> None:
        self._depth += 1
        style = node.get("style-name") or style
        self._counter.open(node, style, level)
        for item in node.elements() if self._depth < 80 else ():
            if item.tag not in {"list-item", "list-header"}:
                continue
            first = item.tag == "list-item"
            start = item.get("start-value")
            if start.isdigit():
                self._counter.start(style, level, int(start[:6]))
            for kid in item.elements():
                if kid.tag in {"p", "h"}:
                    own = self._inherited(kid.get("style-name"), self._lists_of)
                    used = style or own or ""
                    label, key = self._counter.count(used, level) if first else ("", "")
                    first = False
                    self._paragraph(kid, label, key)
                elif kid.tag == "list":
                    self._list(kid, style, level + 1)
                elif kid.tag == "table":
                    self._table(kid)
        self._depth -= 1

    def _paragraph(self, node: Node, label: str = "", key: str = "") -> None:
        style = node.get("style-name")
        level = node.get("outline-level")
        outline = int(level) if node.tag == "h" and level.isdigit() and len(level) < 3 else 0
        text = self._text(node).strip()
        if outline and not label and node.get("is-list-header") != "true":
            own = self._inherited(style, self._lists_of)
            if text and own != "":
                label, key = self._counter.count(own or "", outline, heading=True)
        if text:
            self.blocks.append(
                Block(
                    text,
                    label="" if label == "•" else label,
                    list_key=key if label != "•" else "",
                    level=min(outline, 9),
                    bold=self._is_bold(node, style),
                )
            )
        self._asides(node)

    def _is_bold(self, node: Node, style: str) -> bool:
        name = style
        for _ in range(20):
            if name in self._bold:
                return self._bold[name]
            name = self._parents.get(name, "")
            if not name:
                break
        spans = [k for k in node.kids if not (isinstance(k, str) and not k.strip())]
        return bool(spans) and all(
            not isinstance(k, str)
            and k.tag == "span"
            and self._bold.get(k.get("style-name"), False)
            for k in spans
        )

    def _asides(self, node: Node) -> None:
        """Footnotes, comments and text boxes of a paragraph, after it."""
        stack = list(reversed(node.kids))
        while stack:
            kid = stack.pop()
            if isinstance(kid, str):
                continue
            if kid.tag == "note":
                body = kid.first("note-body")
                words = (
                    "\n".join(self._text(p) for p in body.elements()) if body is not None else ""
                )
                if words.strip():
                    self.blocks.append(Block(words.strip(), PassageKind.FOOTNOTE))
            elif kid.tag == "annotation":
                words = "\n".join(self._text(p) for p in kid.elements() if p.tag in {"p", "list"})
                if words.strip():
                    self.blocks.append(Block(words.strip(), PassageKind.COMMENT))
            elif kid.tag == "text-box":
                self.content(kid, ())
            elif kid.tag == "change":
                self._taken_out(kid)
            else:
                stack.extend(reversed(kid.kids))

    def _text(self, node: Node) -> str:
        out: list[str] = []
        stack: list[Node | str] = list(reversed(node.kids))
        while stack:
            kid = stack.pop()
            if isinstance(kid, str):
                out.append(" ".join(kid.split("\n")) if "\n" in kid else kid)
            elif kid.tag == "s":
                count = kid.get("c", "1")
                out.append(" " * min(int(count) if count.isdigit() else 1, _MAX_REPEAT))
            elif kid.tag == "tab":
                out.append("\t")
            elif kid.tag == "line-break":
                out.append("\n")
            elif kid.tag not in _ASIDE:
                stack.extend(reversed(kid.kids))
        return "".join(out)

    def _table(self, node: Node) -> None:
        for row in node.walk():
            if row.tag != "table-row" or row is node:
                continue
            self._row([c for c in row.elements() if c.tag == "table-cell"])

    def _row(self, cells: list[Node]) -> None:
        made: list[list[Block]] = []
        for cell in cells:
            kept, self.blocks = self.blocks, []
            self.content(cell, ())
            made.append(self.blocks)
            self.blocks = kept
        self.blocks.extend(table_row([c for c in made if c]))
