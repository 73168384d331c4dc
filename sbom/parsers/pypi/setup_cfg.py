"""setup.cfg: the declarative metadata of setuptools.

Rules: `[metadata] name` makes the project ROOT; a version given by `attr:` or `file:` is ABSENT.
`license` and licence classifiers are claims, `license_files` is a property. `install_requires`
RUNTIME, `setup_requires` BUILD, `tests_require` TEST, each extra by the words of its name, else
OPTIONAL, with property `group`; all direct. A list given by `file:` is a note: it stands elsewhere.
A file with neither, which only sets up tools, is empty and rightly so.

Source: setuptools documentation, "Configuring setuptools using setup.cfg files".
"""

from sbom import purl
from sbom.component import Component, ComponentKind, Role, Scope
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.pep508 import parse_requirement
from sbom.pypi import address_of, declared, scope_of
from sbom.readers.ini import Option, read_ini
from sbom.readers.shape import MAX_TEXT, pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_LISTS = {
    ("options", "install_requires"): Scope.RUNTIME,
    ("options", "setup_requires"): Scope.BUILD,
    ("options", "tests_require"): Scope.TEST,
    ("metadata", "requires_dist"): Scope.RUNTIME,
}
_EXTRAS = "options.extras_require"
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The project and its requirements.

    Raises:
        ParseError: binary.
    """
    options = read_ini(decode(source.content))
    gathering = Gathering()
    metadata = {o.name.replace("-", "_"): o for o in options if o.section == "metadata"}
    wanted = [o for o in options if o.section == "options" and o.name == "python_requires"]
    name = metadata.get("name")
    if name is not None and name.value and not _is_directive(name.value):
        gathering.add(_project(name, metadata, wanted[0].value if wanted else ""))
    targets = []
    for option in options:
        group = option.name if option.section == _EXTRAS else ""
        scope = _LISTS.get((option.section, option.name.replace("-", "_")))
        if group:
            scope = scope_of(group, Scope.OPTIONAL)
        if scope is not None:
            targets += _requirements(option, scope, group, gathering)
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _is_directive(value: str) -> bool:
    return value.startswith(("attr:", "file:"))


def _project(name: Option, metadata: dict[str, Option], python: str) -> Component:
    def value(key: str) -> str:
        option = metadata.get(key)
        text = option.value.strip()[:MAX_TEXT] if option is not None else ""
        return "" if _is_directive(text) else text

    version = value("version")
    claims = []
    if raw := value("license"):
        line = metadata["license"].line
        claims.append(LicenseClaim(raw=raw, line=line, source="license"))
    for key in ("classifiers", "classifier"):
        for text, line in metadata[key].lines if key in metadata else ():
            if text.startswith("License ::"):
                claims.append(LicenseClaim(raw=text[:MAX_TEXT], line=line, source="classifier"))
    return Component(
        purl=purl.build("pypi", name.value, version),
        name=name.value,
        version=version,
        version_kind=firmness(version),
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=tuple(claims),
        supplier=value("author")[:1000],
        line=name.line,
        properties=pairs(
            author=value("author")[:1000],
            description=value("description")[:1000],
            dynamic="" if version or "version" not in metadata else "version",
            homepage=value("url") or value("home_page"),
            license_file=value("license_files") or value("license_file"),
            requires_python=python,
        ),
    )


def _requirements(option: Option, scope: Scope, group: str, gathering: Gathering) -> list[str]:
    refs = []
    for text, line in option.lines:
        stated = text.partition(" #")[0].strip().rstrip(",")
        if not stated:
            continue
        if _is_directive(stated):
            gathering.note(option.name, f"stands in another file: {stated}", line)
            continue
        try:
            wanted = parse_requirement(stated)
        except ValueError:
            gathering.lost(stated, f"is no requirement in {option.name}", line)
            continue
        made = declared(
            wanted.name,
            requirement=wanted.specifier,
            pin=wanted.pin,
            scope=scope,
            ref=f"{option.section}/{option.name}/{wanted.name}",
            address=address_of(wanted.url) if wanted.url else None,
            line=line,
            properties=[
                ("extras", ", ".join(wanted.extras)),
                ("group", group),
                ("marker", wanted.marker),
            ],
        )
        refs.append(gathering.add(made))
    return refs
