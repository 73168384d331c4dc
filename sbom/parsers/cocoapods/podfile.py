"""Podfile: what an Apple project asks CocoaPods for.

Rules: every `pod` with a literal name is direct; in a target whose name ends in `Tests` it is TEST, else
RUNTIME. One plain number is EXACT, other requirements a RANGE, nothing ABSENT. `:git` is GIT, `:path`
LOCAL, `:podspec` and `:http` URL. A subspec is part of the name (`Pod/Subspec`) and the subpath of
the purl. The file is a Ruby program: a name that it puts together is a note.

Source: CocoaPods, "Podfile syntax reference".
"""

from sbom.component import Component, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.code_tokens import Call
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.ruby import PUT_TOGETHER, Statement, requirement_of, walk_blocks
from sbom.source import SourceFile

_KNOWN = frozenset(
    {"pod", "target", "platform", "abstract_target", "source", "workspace", "project"}
)
_LEAVES = frozenset({"pod", "end"})


def parse(source: SourceFile, /) -> Inventory:
    """Pods that a Podfile asks for.

    Raises:
        NotThisFormatError: no statement of a Podfile.
    """
    gathering = Gathering()
    known = False
    for statement, around in walk_blocks(decode(source.content), _LEAVES):
        known = known or statement.word in _KNOWN
        if statement.word != "pod":
            continue
        call = statement.call
        if call.texts and call.texts[0].strip():
            gathering.add(_component(call, _targets(around), statement.line))
        else:
            gathering.note("pod", PUT_TOGETHER, statement.line)
    if not known:
        raise NotThisFormatError("holds no statement of a Podfile")
    return gathering.inventory(expects=False)


def _targets(around: tuple[Statement, ...]) -> list[str]:
    """Names of the targets around a pod."""
    return [next(iter(b.call.texts or b.call.atoms), "") for b in around if "target" in b.word]


def _component(call: Call, targets: list[str], line: int) -> Component:
    def first(key: str) -> str:
        return next(iter(call.named.get(key, ())), "")

    name = call.texts[0].strip()
    version, requirement, kind = requirement_of(call.texts[1:])
    pod, _, subspec = name.partition("/")
    git, commit = without_credentials(first("git")), first("commit")
    address = git or without_credentials(first("podspec") or first("http"))
    role, qualifiers = None, None
    if git:
        role, qualifiers = Role.GIT, {"vcs_url": vcs_url(git, commit)}
    elif "path" in call.named:
        role = Role.LOCAL
    elif "://" in address:
        role, qualifiers = Role.URL, {"download_url": address}
    test = any(target.endswith(("Tests", "Test", "Specs")) for target in targets)
    return Component(
        purl=build("cocoapods", pod, version, qualifiers=qualifiers, subpath=subspec),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=Scope.TEST if test else Scope.RUNTIME,
        roles=(role,) if role else (),
        direct=True,
        download=address,
        line=line,
        properties=pairs(
            branch=first("branch"),
            commit=commit,
            subspecs=" ".join(call.named.get("subspecs", ())),
            tag=first("tag"),
        ),
    )
