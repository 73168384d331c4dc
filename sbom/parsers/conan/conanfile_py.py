"""conanfile.py: a Conan recipe, read for its literals and never run.

Rules:

- The class with ConanFile among its bases is the recipe: with a literal `name` it is ROOT, with
  its licences (a list is several claims); a version that is no literal is ABSENT.
- `requires` RUNTIME, `tool_requires` and `build_requires` BUILD, `test_requires` TEST,
  `python_requires` BUILD: as attributes of the class and as calls `self.requires("a/1.0")` anywhere
  in it. All are direct. A call below an `if` depends on settings: property `conditional`.
- A reference that is put together at run time gives an issue of kind NOTE, since it is not known.

Source: Conan 2 documentation, "conanfile.py", attributes and methods.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from sbom.component import Component, Role, Scope
from sbom.conan import component, read_reference
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.python_source import Literals, assigned, read_source
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

if TYPE_CHECKING:
    import ast

_SCOPES = {
    "requires": Scope.RUNTIME,
    "tool_requires": Scope.BUILD,
    "build_requires": Scope.BUILD,
    "python_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
}
_UNKNOWN = "the reference is put together when the recipe runs"


def parse(source: SourceFile, /) -> Inventory:
    """The recipe and its literal references.

    Raises:
        ParseError: not Python 3.
        NotThisFormatError: no class derived from ConanFile.
    """
    import ast

    tree = read_source(decode(source.content))
    recipes = [s for s in tree.body if isinstance(s, ast.ClassDef) and _is_recipe(s)]
    if not recipes:
        raise NotThisFormatError("holds no class derived from ConanFile")
    gathering = Gathering()
    for recipe in recipes:
        fields = assigned(recipe.body)
        literals = Literals({**assigned(tree.body), **fields})
        root = _root(recipe, fields, literals)
        ref = gathering.add(root) if root else ""
        targets = _attributes(fields, literals, gathering) + _calls(recipe, literals, gathering)
        if ref:
            gathering.need(ref, targets)
    return gathering.inventory(expects=False)


def _is_recipe(statement: "ast.ClassDef") -> bool:
    import ast

    names = (
        b.attr if isinstance(b, ast.Attribute) else getattr(b, "id", "") for b in statement.bases
    )
    return any(str(name).endswith("ConanFile") for name in names)


def _root(recipe: "ast.ClassDef", fields: dict[str, Any], literals: Literals) -> Component | None:
    name, version = (literals.value(fields.get(k)) for k in ("name", "version"))
    if not isinstance(name, str) or not name.strip():
        return None
    version = version.strip() if isinstance(version, str) else ""
    stated = literals.value(fields.get("license"))
    listed = stated if isinstance(stated, list) else [stated]
    claims = tuple(
        LicenseClaim(raw=s.strip()[:MAX_TEXT], line=fields["license"].lineno, source="license")
        for s in listed
        if isinstance(s, str) and s.strip()
    )
    described, home = (literals.value(fields.get(k)) for k in ("description", "homepage"))
    return Component(
        purl=build("conan", name.strip(), version),
        name=name.strip(),
        version=version,
        version_kind=firmness(version),
        roles=(Role.ROOT,),
        licenses=claims,
        line=recipe.lineno,
        properties=pairs(
            description=described.strip()[:1000] if isinstance(described, str) else "",
            homepage=home.strip()[:1000] if isinstance(home, str) else "",
        ),
    )


def _attributes(fields: dict[str, Any], literals: Literals, gathering: Gathering) -> list[str]:
    refs = []
    for field, scope in _SCOPES.items():
        node = fields.get(field)
        if node is None:
            continue
        value = literals.value(node)
        for item in value if isinstance(value, list) else [value]:
            # `("a/1.0", "private")` is one reference with a mode.
            stated = item[0] if isinstance(item, list) and item else item
            if isinstance(stated, str) and "/" not in stated:
                continue
            refs += _take(stated, scope, node.lineno, gathering)
    return refs


def _calls(recipe: "ast.ClassDef", literals: Literals, gathering: Gathering) -> list[str]:
    import ast

    refs = []
    queue: list[tuple[Any, bool]] = [(s, False) for s in reversed(recipe.body)]
    while queue:
        node, conditional = queue.pop()
        below = conditional or isinstance(node, ast.If | ast.IfExp)
        queue.extend((c, below) for c in reversed(list(ast.iter_child_nodes(node))))
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        scope = _SCOPES.get(node.func.attr)
        owner = node.func.value
        if scope is None or not isinstance(owner, ast.Name) or owner.id != "self":
            continue
        first = node.args[0] if node.args else None
        if first is None:
            first = next((k.value for k in node.keywords if k.arg == "ref"), None)
        if first is not None:
            value = literals.value(first)
            refs += _take(value, scope, node.lineno, gathering, conditional=conditional)
    return refs


def _take(
    stated: Any, scope: Scope, line: int, gathering: Gathering, *, conditional: bool = False
) -> list[str]:
    if not isinstance(stated, str):
        gathering.note("requires", _UNKNOWN, line)
        return []
    reference = read_reference(stated)
    if reference is None:
        gathering.lost(stated, "is no reference `name/version`", line)
        return []
    made = component(reference, scope=scope, direct=True, line=line)
    if conditional:
        properties = tuple(sorted((*made.properties, ("conditional", "true"))))
        made = msgspec.structs.replace(made, properties=properties)
    return [gathering.add(made)]
