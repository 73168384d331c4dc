"""Python source read for its literals, never run: `setup.py` and `conanfile.py`.

Names that the module (or class) assigns once to a literal are followed; `+`, `%`, `format`,
f-strings and calls are not literals and read as `UNKNOWN`.
"""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sbom.errors import ParseError

if TYPE_CHECKING:
    import ast

MAX_SOURCE = 4_000_000
"""Characters; the trees of longer sources cost too much memory."""
_MAX_DEPTH = 50
_MAX_STEPS = 200_000
_MAX_TEXT = 100_000


class Unknown:
    """The value of an expression that is no literal."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


def read_source(text: str) -> "ast.Module":
    """The tree of a Python 3 source.

    Raises:
        ParseError: not Python 3, nested too deeply, or too long.
    """
    import ast

    if len(text) > MAX_SOURCE:
        raise ParseError("is too long a Python source")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise ParseError(f"is not Python 3: {error.msg}", line=error.lineno) from error
    except (RecursionError, MemoryError) as error:
        raise ParseError("is nested too deeply") from error
    except ValueError as error:
        raise ParseError(f"is not Python: {error}") from error


def assigned(body: "list[ast.stmt]") -> dict[str, Any]:
    """Expressions that a body assigns to plain names; the last assignment counts."""
    import ast

    found: dict[str, Any] = {}
    for statement in body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = statement.value
        elif (
            isinstance(statement, ast.AnnAssign)
            and statement.value is not None
            and isinstance(statement.target, ast.Name)
        ):
            found[statement.target.id] = statement.value
    return found


class Literals:
    """Values of the expressions of one source; steps are bounded for all questions together."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        """`names`: expressions by name, as `assigned` gives them."""
        self._names = names
        self._steps = _MAX_STEPS
        self._open: set[str] = set()

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of an expression: str, number, bool, None, list, dict, or `UNKNOWN`.

        Lists and dicts keep what is known; an unknown part is `UNKNOWN` within them. Lists that
        are added to one another become one.
        """
        import ast

        self._steps -= 1
        if depth > _MAX_DEPTH or self._steps < 0:
            return UNKNOWN
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._named(node.id, depth)
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return [self.value(e, depth + 1) for e in node.elts]
        if isinstance(node, ast.Dict):
            keys = [UNKNOWN if k is None else self.value(k, depth + 1) for k in node.keys]
            values = [self.value(v, depth + 1) for v in node.values]
            return {k: v for k, v in zip(keys, values, strict=True) if isinstance(k, str)}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _sum(self.value(node.left, depth + 1), self.value(node.right, depth + 1))
        return UNKNOWN

    def node(self, node: Any) -> Any:
        """The expression a name stands for, or the expression itself."""
        import ast

        for _ in range(_MAX_DEPTH):
            if not isinstance(node, ast.Name) or node.id not in self._names:
                break
            node = self._names[node.id]
        return node

    def _named(self, name: str, depth: int) -> Any:
        if name not in self._names or name in self._open:
            return UNKNOWN
        self._open.add(name)
        try:
            return self.value(self._names[name], depth + 1)
        finally:
            self._open.discard(name)


def _sum(left: Any, right: Any) -> Any:
    if isinstance(left, list) or isinstance(right, list):
        first = left if isinstance(left, list) else [left]
        return first + (right if isinstance(right, list) else [right])
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < _MAX_TEXT:
        return left + right
    return UNKNOWN
