"""From a reader's blocks to a Document."""

from msgspec.structs import replace

from sbom.contracts.blocks import Block, lay_out
from sbom.contracts.contents import skip_contents
from sbom.contracts.document import Document
from sbom.contracts.invisible import note_of, without
from sbom.contracts.structure import passages_of
from sbom.issue import Issue


def from_blocks(form: str, blocks: list[Block], issues: list[Issue]) -> Document:
    """A document of the blocks that a reader found; invisible signs are taken out and noted."""
    count = 0
    for place, block in enumerate(blocks):
        if not block.text.isascii():
            text, some = without(block.text)
            if some:
                count += some
                breaks = tuple(len(without(block.text[:b])[0]) for b in block.breaks)
                blocks[place] = replace(block, text=text.strip(), breaks=breaks)
    text, marks, pages = lay_out(skip_contents(blocks))
    return Document(
        name="",
        form=form,
        text=text,
        passages=passages_of(text, marks),
        pages=pages,
        issues=(*issues, *note_of(count)),
    )
