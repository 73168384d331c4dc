"""setup.py: the arguments of `setup(...)`, read as literals; the program is never run.

Rules: literal `name` makes the project ROOT, a `version` that is no literal is ABSENT (property
`dynamic`). `license` and licence classifiers are claims. `install_requires` RUNTIME,
`setup_requires` BUILD, `tests_require` TEST, extras by the words of their name, else OPTIONAL, with
property `group`; all direct. Names that the file assigns to literals are followed. What is put
together when the program runs is not known: a note says which argument, and a text that holds a
placeholder (`%s`, `{}`) is one of them. A source that is not Python 3 is read by its look, as far as
strings stand where arguments do, with a note.

Source: setuptools documentation, "Keywords"; Python language reference, `ast`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import ParseError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.pep508 import parse_requirement
from sbom.pypi import address_of, declared, scope_of
from sbom.readers.python_salvage import Salvaged, salvage
from sbom.readers.python_source import Literals, assigned, read_source
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

if TYPE_CHECKING:
    import ast

_LISTS = (
    ("install_requires", Scope.RUNTIME),
    ("requires", Scope.RUNTIME),
    ("setup_requires", Scope.BUILD),
    ("tests_require", Scope.TEST),
)
_DYNAMIC = "is put together when setup.py runs"
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The project and its literal requirements.

    Raises:
        ParseError: not Python 3, and nothing in it looks like arguments of `setup`.
    """
    content = decode(source.content)
    try:
        tree = read_source(content)
    except ParseError as error:
        return _salvaged(content, error)
    gathering = Gathering()
    literals = Literals(_names(tree))
    for call in _calls(tree):
        arguments = _arguments(call, literals, gathering)
        root = _project(arguments, literals)
        ref = gathering.add(root) if root is not None else ""
        targets = []
        for field, scope in _LISTS:
            if field in arguments:
                value = literals.value(arguments[field])
                targets += _take(value, arguments[field], field, scope, "", gathering)
        if "extras_require" in arguments:
            node = arguments["extras_require"]
            extras = literals.value(node)
            if not isinstance(extras, dict):
                gathering.note("extras_require", _DYNAMIC, node.lineno)
                extras = {}
            for extra, value in extras.items():
                group, _, marker = extra.partition(":")
                scope = scope_of(group, Scope.OPTIONAL) if group else Scope.RUNTIME
                targets += _take(value, node, group or f":{marker}", scope, group, gathering)
        gathering.need(ref, targets)
    return gathering.inventory(expects=False)


def _salvaged(content: str, error: ParseError) -> Inventory:
    lists = dict(_LISTS)
    found = salvage(content, frozenset({"name", "version", "license", *lists}))
    if "setup(" not in content.replace(" ", "") or not found:
        raise error
    gathering = Gathering()
    gathering.note("setup.py", f"read by its look, since it {error.reason}", error.line)
    facts: dict[str, Salvaged] = {}
    for item in found:
        if not item.listed:
            facts.setdefault(item.field, item)
    name, version, stated = (facts.get(k) for k in ("name", "version", "license"))
    if name is not None and name.text.strip():
        number = version.text.strip() if version is not None else ""
        raw = stated.text.strip()[:MAX_TEXT] if stated is not None else ""
        claim = LicenseClaim(raw=raw, line=stated.line if stated else None, source="license")
        gathering.add(
            Component(
                purl=purl.build("pypi", name.text.strip(), number),
                name=name.text.strip(),
                version=number,
                version_kind=firmness(number),
                kind=ComponentKind.APPLICATION,
                roles=(Role.ROOT,),
                ref=_ROOT,
                licenses=(claim,) if raw else (),
                line=name.line,
            )
        )
    for item in found:
        if item.field in lists:
            for stated_text in item.text.splitlines():
                made = _requirement(
                    stated_text, item.field, lists[item.field], "", item.line, gathering
                )
                gathering.need(_ROOT, made)
    return gathering.inventory(expects=False)


def _names(tree: "ast.Module") -> dict[str, Any]:
    """Assignments of the module, those inside `if`, `try` and `with` at its top included."""
    import ast

    found: dict[str, Any] = {}
    queue: list[Any] = [tree]
    while queue:
        holder = queue.pop()
        body = getattr(holder, "body", [])
        if isinstance(body, list):
            for name, node in assigned(body).items():
                found.setdefault(name, node)
            queue.extend(s for s in body if isinstance(s, ast.If | ast.Try | ast.With))
    return found


def _calls(tree: "ast.Module") -> Iterator["ast.Call"]:
    """The calls of `setup` or `something.setup`, at any depth."""
    import ast

    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )
            if name == "setup":
                yield node


def _arguments(call: "ast.Call", literals: Literals, gathering: Gathering) -> dict[str, Any]:
    """Expressions by argument; `**mapping` is followed when it is a literal."""
    import ast

    found: dict[str, Any] = {}
    for keyword in call.keywords:
        if keyword.arg is not None:
            found[keyword.arg] = keyword.value
            continue
        node = literals.node(keyword.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.setdefault(key.value, value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict":
            for inner in node.keywords:
                if inner.arg is not None:
                    found.setdefault(inner.arg, inner.value)
        else:
            gathering.note("setup", _DYNAMIC, call.lineno)
    return found


def _project(arguments: dict[str, Any], literals: Literals) -> Component | None:
    def text(field: str) -> str:
        value = literals.value(arguments.get(field))
        return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""

    name = text("name")
    if not name:
        return None
    version = text("version")
    claims = []
    for field in ("license_expression", "license"):
        if raw := text(field):
            line = arguments[field].lineno
            claims.append(LicenseClaim(raw=raw, line=line, source=field.replace("_", "-")))
    classifiers = literals.value(arguments.get("classifiers"))
    for item in classifiers if isinstance(classifiers, list) else ():
        if isinstance(item, str) and item.startswith("License ::"):
            line = arguments["classifiers"].lineno
            claims.append(LicenseClaim(raw=item[:MAX_TEXT], line=line, source="classifier"))
    return Component(
        purl=purl.build("pypi", name, version),
        name=name,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=tuple(claims),
        supplier=text("author")[:1000],
        line=arguments["name"].lineno,
        properties=pairs(
            author=text("author")[:1000],
            description=text("description")[:1000],
            dynamic="version" if "version" in arguments and not version else "",
            homepage=text("url"),
            requires_python=text("python_requires"),
        ),
    )


def _take(  # one per fact of a list
    value: Any, node: Any, field: str, scope: Scope, group: str, gathering: Gathering
) -> list[str]:
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list):
        gathering.note(field, _DYNAMIC, node.lineno)
        return []
    refs = []
    places = {e.value: e.lineno for e in _constants(node) if isinstance(e.value, str)}
    for item in value:
        line = places.get(item, node.lineno) if isinstance(item, str) else node.lineno
        if isinstance(item, str):
            refs += _requirement(item, field, scope, group, line, gathering)
        else:
            gathering.note(field, _DYNAMIC, line)
    return refs


def _requirement(  # one per fact of a requirement
    text: str, field: str, scope: Scope, group: str, line: int, gathering: Gathering
) -> list[str]:
    if "%" in text or "{" in text:
        gathering.note(field, _DYNAMIC, line)
        return []
    stated = text.strip() if " @ " in text else text.partition("#")[0].strip()
    if not stated:
        return []
    try:
        wanted = parse_requirement(stated)
    except ValueError:
        gathering.lost(stated, f"is no requirement in {field}", line)
        return []
    made = declared(
        wanted.name,
        requirement=wanted.specifier,
        pin=wanted.pin,
        scope=scope,
        ref=f"{field}/{wanted.name}",
        address=address_of(wanted.url) if wanted.url else None,
        line=line,
        properties=[
            ("extras", ", ".join(wanted.extras)),
            ("group", group),
            ("marker", wanted.marker),
        ],
    )
    return [gathering.add(made)]


def _constants(node: Any) -> Iterator[Any]:
    import ast

    return (e for e in ast.walk(node) if isinstance(e, ast.Constant))
