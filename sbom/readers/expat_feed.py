"""XML through expat the careful way: no entities, no external references, reasons with a line."""

from collections.abc import Callable
from xml.parsers import expat

from sbom.errors import ParseError

NAMESPACE_SIGN = "\x1f"
"""Between the namespace and the name of an element or attribute."""


def new_parser() -> expat.XMLParserType:
    """A parser that knows namespaces and hands text over in large pieces."""
    parser = expat.ParserCreate(namespace_separator=NAMESPACE_SIGN)
    parser.buffer_text = True
    return parser


def feed(
    parser: expat.XMLParserType,
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Parse a whole document.

    Args:
        parser: Of `new_parser`.
        content: Of the file.
        start: Told of the name and attributes of an element.
        end: Told of its name again.
        characters: Told of text.

    Raises:
        ParseError: not well-formed, in an encoding that is not known, or it declares entities.
    """

    def entity(*_: object) -> None:
        raise ParseError("declares XML entities, which are refused", line=parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = f"is not well-formed XML: {expat.ErrorString(error.code)}"
        raise ParseError(reason, line=error.lineno) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"is not readable XML: {error}") from error
