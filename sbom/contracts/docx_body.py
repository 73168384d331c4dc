"""The body of a Word document to blocks: runs, tables, notes, text boxes, tracked changes."""

from sbom.contracts.blocks import Block, holds_running_text, joined_row
from sbom.contracts.document import PassageKind
from sbom.contracts.docx_numbering import Lists, Style, flag_of, number_of
from sbom.contracts.xml_tree import Node
from sbom.issue import Issue, IssueKind

_THROUGH = frozenset(
    {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "subDoc",
     "ruby", "rubyBase", "oMath", "oMathPara", "Choice"}
)  # fmt: skip
_IN = frozenset({"ins", "moveTo"})
_OUT = frozenset({"del", "moveFrom"})
_SYMBOLS = {"F0FE": "☒", "F0A8": "☐", "F06F": "☐", "F0FC": "✓", "F0B7": "•", "F0A7": "▪"}
_LONG_ITEM = 60
_TOC = ("toc ", "inhopg", "inhoudsopgave ", "table of figures")


class _Run:
    """What the runs of one paragraph add up to."""

    def __init__(self) -> None:
        self.new: list[str] = []
        self.old: list[str] = []
        self.inserted = False
        self.deleted = False
        self.kept = False
        self.bold = 0
        self.plain = 0
        self.after: list[Node | tuple[str, str]] = []
        self.breaks: list[int] = []
        self.length = 0

    def add(self, text: str, *, new: bool, old: bool) -> None:
        if new:
            self.new.append(text)
            self.length += len(text)
        if old:
            self.old.append(text)
        if text.strip():
            self.inserted |= new and not old
            self.deleted |= old and not new
            self.kept |= old and new


class Body:
    """Reads block-level content in order; counts lists and pages on the way."""

    def __init__(self, styles: dict[str, Style], default: str, lists: Lists) -> None:
        """Styles by id, id of the default style, and the lists."""
        self._styles = styles
        self._default = default
        self._lists = lists
        self._notes: dict[tuple[str, str], str] = {}
        self._blocks: list[Block] = []
        self._page = 1
        self._rendered = False
        self._hidden = 0
        self._depth = 0
        self._resolved: dict[str, tuple[int, bool, bool, bool]] = {}

    def add_notes(self, kind: str, root: Node | None) -> None:
        """Remember footnotes, endnotes or comments by number."""
        for node in root.elements() if root is not None else ():
            if node.get("type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            text = "\n".join(
                t for p in node.walk() if p.tag == "p" and (t := self._plain(p).strip())
            )
            if text:
                self._notes[kind, node.get("id")] = text

    def _plain(self, paragraph: Node) -> str:
        run = _Run()
        self._runs(paragraph, run, new=True, old=True)
        return "".join(run.new)

    def read(self, body: Node) -> list[Block]:
        """Blocks of the document's body."""
        self._content(body)
        if not self._rendered:
            from msgspec.structs import replace

            self._blocks = [replace(b, page=None, breaks=()) for b in self._blocks]
        return self._blocks

    def issues(self) -> list[Issue]:
        """What was left out."""
        if not self._hidden:
            return []
        message = f"{self._hidden} characters are formatted as hidden text and were not read"
        return [Issue(kind=IssueKind.NOTE, message=message)]

    def _content(self, node: Node) -> None:
        self._depth += 1
        if self._depth < 60:
            for kid in node.elements():
                if kid.tag == "p":
                    self._paragraph(kid)
                elif kid.tag == "tbl":
                    self._table(kid)
                elif kid.tag in {
                    "sdt",
                    "sdtContent",
                    "customXml",
                    "ins",
                    "moveTo",
                    "AlternateContent",
                    "Choice",
                }:
                    self._content(kid)
        self._depth -= 1

    def _style(self, name: str) -> tuple[int, bool, bool, bool]:
        """Heading level (0: none), bold, table of contents, hidden: through the styles it is based on."""
        known = self._resolved.get(name)
        if known is not None:
            return known
        level, bold, hidden, contents = 0, None, None, False
        at, seen = name, 0
        while at in self._styles and seen < 30:
            style = self._styles[at]
            if not level and style.outline is not None and 0 <= style.outline < 9:
                level = style.outline + 1
            low = style.name.lower()
            if not level and low.startswith(("heading ", "kop ")) and low[-1:].isdigit():
                level = int(low[-1]) or 1
            if not level and low in {"title", "titel"} and at == name:
                level = 1
            contents |= low.startswith(_TOC)
            bold = style.bold if bold is None else bold
            hidden = style.hidden if hidden is None else hidden
            at, seen = style.based_on, seen + 1
        made = (0 if contents else level, bool(bold), contents, bool(hidden))
        self._resolved[name] = made
        return made

    def _paragraph(self, node: Node, into: list[Block] | None = None) -> None:
        blocks = self._blocks if into is None else into
        properties = node.first("pPr")
        named = None if properties is None else properties.first("pStyle")
        style = self._default if named is None else named.get("val")
        level, bold, contents, hidden = self._style(style)
        outline = number_of(properties, "outlineLvl")
        if outline is not None:
            level = outline + 1 if 0 <= outline < 9 else 0
        page = self._page
        run = _Run()
        self._runs(node, run, new=True, old=True, bold=bold, hidden=hidden)
        text, before = "".join(run.new).strip(), "".join(run.old).strip()
        mark = None if properties is None else properties.first("rPr")
        gone = not text and bool(before) and run.deleted
        label = key = ""
        if text or (not gone and flag_of(mark, "del") is None and not _is_break(properties)):
            place = self._lists.place(properties, style)
            if place is not None:  # an empty paragraph of a list shows its number, and counts
                label, key = self._lists.count(*place)
        if label == "•":
            level = 0
        if gone:
            blocks.append(Block(before, PassageKind.DELETED, page=page))
        elif text:
            kind = PassageKind.INSERTED if run.inserted and not run.kept else PassageKind.BODY
            changed = run.inserted or run.deleted
            lead = len("".join(run.new)) - len("".join(run.new).lstrip())
            blocks.append(
                Block(
                    text,
                    kind,
                    label=label,
                    list_key=key,
                    level=level,
                    bold=bool(run.bold) and not run.plain,
                    page=page if not (run.breaks and run.breaks[0] <= lead) else self._page,
                    breaks=tuple(b - lead for b in run.breaks if lead < b < lead + len(text)),
                    skip=contents,
                    before=before if changed and before != text else "",
                )
            )
        for extra in run.after:
            if isinstance(extra, Node):
                for kid in extra.elements():
                    if kid.tag == "p":
                        self._paragraph(kid, blocks)
            elif extra in self._notes:
                kind = PassageKind.COMMENT if extra[0] == "comment" else PassageKind.FOOTNOTE
                blocks.append(Block(self._notes[extra], kind, page=self._page))

    def _runs(
        self,
        node: Node,
        run: _Run,
        *,
        new: bool,
        old: bool,
        bold: bool = False,
        hidden: bool = False,
    ) -> None:
        self._depth += 1
        if self._depth > 60:
            self._depth -= 1
            return
        for kid in node.elements():
            tag = kid.tag
            if tag == "r":
                self._run(kid, run, new=new, old=old, bold=bold, hidden=hidden)
            elif tag in _THROUGH:
                self._runs(kid, run, new=new, old=old, bold=bold, hidden=hidden)
            elif tag in _IN:
                self._runs(kid, run, new=new, old=False, bold=bold, hidden=hidden)
            elif tag in _OUT:
                self._runs(kid, run, new=False, old=old, bold=bold, hidden=hidden)
            elif tag == "AlternateContent":
                self._runs(
                    kid.first("Choice") or kid, run, new=new, old=old, bold=bold, hidden=hidden
                )
        self._depth -= 1

    def _run(
        self, node: Node, run: _Run, *, new: bool, old: bool, bold: bool, hidden: bool
    ) -> None:
        properties = node.first("rPr")
        own = flag_of(properties, "b")
        strong = bold if own is None else own
        vanish = flag_of(properties, "vanish")
        if hidden if vanish is None else vanish:
            self._hidden += sum(len(k.text()) for k in node.elements() if k.tag == "t")
            return
        for kid in node.elements():
            tag = kid.tag
            if tag in {"t", "delText"}:
                text = kid.text()
                run.add(text, new=new and tag == "t", old=old)
                if text.strip() and new:
                    if strong:
                        run.bold += 1
                    else:
                        run.plain += 1
            elif tag in {"tab", "ptab"}:
                run.add("\t", new=new, old=old)
            elif tag in {"br", "cr"}:
                if kid.get("type") == "page":
                    continue
                run.add("\n", new=new, old=old)
            elif tag == "lastRenderedPageBreak":
                self._rendered = True
                self._page += 1
                run.breaks.append(run.length)
            elif tag == "noBreakHyphen":
                run.add("-", new=new, old=old)
            elif tag == "sym":
                run.add(_SYMBOLS.get(kid.get("char").upper(), ""), new=new, old=old)
            elif tag in {"footnoteReference", "endnoteReference", "commentReference"}:
                run.after.append((tag.removesuffix("Reference"), kid.get("id")))
            elif tag in {"drawing", "pict", "AlternateContent", "object"}:
                self._boxes(kid, run)

    def _boxes(self, node: Node, run: _Run) -> None:
        """Text boxes; of two renderings of one box the first."""
        if node.tag == "AlternateContent":
            node = node.first("Choice") or node.first("Fallback") or node
        for box in node.walk():
            if box.tag == "txbxContent":
                run.after.append(box)
                break

    def _table(self, node: Node) -> None:
        for row in _rows(node):
            self._row(row)

    def _row(self, cells: list[Node]) -> None:
        """One row: cells with running text become passages of their own."""
        made: list[list[Block]] = []
        for cell in cells:
            kept, self._blocks = self._blocks, []
            self._content(cell)
            made.append(self._blocks)
            self._blocks = kept
        full = [c for c in made if c]
        if holds_running_text(full) or any(_is_long_item(b) for c in full for b in c):
            for cell_blocks in full:
                self._blocks.extend(cell_blocks)
            return
        shown = [[b for b in c if not _is_aside(b)] for c in full]
        self._blocks.append(joined_row(shown, full[0][0].page))


def _is_break(properties: Node | None) -> bool:
    """Whether an empty paragraph only carries the end of a section: it has no number."""
    return properties is not None and properties.first("sectPr") is not None


def _is_long_item(block: Block) -> bool:
    """Whether a numbered item of a list is long enough to be a clause of its own."""
    return block.label not in {"", "•"} and len(block.text) > _LONG_ITEM


def _is_aside(block: Block) -> bool:
    return block.kind in {PassageKind.COMMENT, PassageKind.DELETED}


def _rows(table: Node) -> list[list[Node]]:
    rows: list[list[Node]] = []
    stack = list(table.elements())
    for node in stack:
        if node.tag == "tr":
            rows.append(_cells(node))
        elif node.tag in {"sdt", "sdtContent", "customXml", "ins"}:
            for inner in node.walk():
                if inner.tag == "tr":
                    rows.append(_cells(inner))
    return rows


def _cells(row: Node) -> list[Node]:
    cells: list[Node] = []
    for node in row.elements():
        if node.tag == "tc":
            cells.append(node)
        elif node.tag in {"sdt", "sdtContent", "customXml"}:
            content = node.first("sdtContent") or node
            cells.extend(k for k in content.elements() if k.tag == "tc")
    return cells
