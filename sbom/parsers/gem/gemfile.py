"""Gemfile (gems.rb): what a Ruby project asks Bundler for.

Rules: every `gem` with a literal name is direct. Groups of the call or of the block around it give
the scope: all of them `development` is DEV, `test` TEST (both together: DEV), any other RUNTIME. One
plain number is EXACT (`'1.2'`, `'= 1.2'`), other requirements a RANGE, nothing ABSENT. `git`,
`github`, `gist` and `bitbucket` are GIT, `path` LOCAL, also as a block. `ruby "3.2"` is a STDLIB
component. The file is a Ruby program: what it puts together when it runs is an issue, and what it
reads from elsewhere (`gemspec`, `eval_gemfile`) a note. Gems under a condition are in the fragment
`lock/exempt`: no lock has to hold them.

Source: Bundler, "Gemfiles"; RubyGems, `Gem::Requirement`.
"""

import msgspec

from sbom.component import Component, ComponentKind, Role
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Fragment, Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.ruby import PUT_TOGETHER, Statement, requirement_of, scope_of_groups, walk_blocks
from sbom.source import SourceFile

_HOSTS = {"github": "https://github.com/", "bitbucket": "https://bitbucket.org/"}
_CONDITIONS = frozenset({"case", "def", "if", "unless", "until", "while", "?"})
_KNOWN = frozenset({"gem", "source", "gemspec", "ruby", "group", "eval_gemfile"})
_LEAVES = frozenset({"gem", "ruby", "gemspec", "eval_gemfile", "end"})


def parse(source: SourceFile, /) -> Inventory:
    """Gems that a Gemfile asks for.

    Raises:
        NotThisFormatError: no statement of a Gemfile.
    """
    gathering = Gathering()
    known = False
    conditional: list[str] = []
    for statement, around in walk_blocks(decode(source.content), _LEAVES):
        word, line = statement.word, statement.line
        known = known or word in _KNOWN
        if word == "gem":
            ref = _gem(gathering, statement, around)
            if ref and _is_conditional(statement, around):
                conditional.append(ref)
        elif word == "ruby" and statement.call.texts:
            gathering.add(_ruby(statement.call.texts, line))
        elif word in {"gemspec", "eval_gemfile"}:
            gathering.note(
                word, "includes another file of Ruby; what that says is read there", line
            )
        if word != "gem" and any(t.value == "gem" and t.kind == "word" for t in statement.tokens):
            gathering.note("gem", PUT_TOGETHER, line)
    if not known:
        raise NotThisFormatError("holds no statement of a Gemfile")
    made = gathering.inventory(expects=False)
    if not conditional:
        return made
    fragment = Fragment(kind="lock/exempt", data={"": conditional})
    return msgspec.structs.replace(made, fragments=(fragment,))


def _is_conditional(statement: Statement, around: tuple[Statement, ...]) -> bool:
    """Whether what the program finds when it runs decides about the statement."""
    return any(block.word in _CONDITIONS for block in around) or any(
        t.value in _CONDITIONS and t.kind != "text" for t in statement.tokens
    )


def _gem(gathering: Gathering, statement: Statement, around: tuple[Statement, ...]) -> str:
    """Take a gem; returns its ref, or nothing where it has no literal name."""
    call, line = statement.call, statement.line
    first = next((t for t in statement.tokens[1:] if t.value != "("), None)
    if first is None or first.kind != "text" or not "".join(call.texts[:1]).strip():
        subject = first.value if first is not None else "gem"
        gathering.note(subject, PUT_TOGETHER, line)
        return ""
    named = dict(call.named)
    groups = [*named.get("group", ()), *named.get("groups", ())]
    for block in around:
        outer = block.call
        if block.word == "group":
            groups += [*outer.texts, *outer.atoms]
        elif block.word in {"git", "path", "github"} and outer.texts:
            named.setdefault(block.word, outer.texts[:1])
            for key, values in outer.named.items():
                named.setdefault(key, values)
    name, wanted = call.texts[0].strip(), call.texts[1:]
    return gathering.add(_component(name, wanted, named, tuple(groups), line))


def _component(
    name: str,
    wanted: tuple[str, ...],
    named: dict[str, tuple[str, ...]],
    groups: tuple[str, ...],
    line: int,
) -> Component:
    def first(key: str) -> str:
        return next(iter(named.get(key, ())), "")

    version, requirement, kind = requirement_of(wanted)
    address, commit = without_credentials(first("git")), first("ref")
    for host, base in _HOSTS.items():
        if not address and first(host):
            short = first(host)
            address = base + (short if "/" in short else f"{short}/{short}") + ".git"
    if not address and first("gist"):
        address = f"https://gist.github.com/{first('gist')}.git"
    role = Role.GIT if address else Role.LOCAL if "path" in named else None
    qualifiers = {"vcs_url": vcs_url(address, commit)} if address else None
    return Component(
        purl=build("gem", name, version, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=kind,
        requirement=requirement,
        scope=scope_of_groups(groups),
        roles=(role,) if role else (),
        direct=True,
        download=address,
        line=line,
        properties=pairs(
            branch=first("branch"),
            commit=commit,
            groups=" ".join(sorted(set(groups))),
            platform=" ".join(named.get("platforms", named.get("platform", ()))),
            tag=first("tag"),
        ),
    )


def _ruby(wanted: tuple[str, ...], line: int) -> Component:
    version, requirement, kind = requirement_of(wanted)
    return Component(
        purl=build("generic", "ruby", version),
        name="ruby",
        version=version,
        version_kind=kind,
        requirement=requirement,
        kind=ComponentKind.PLATFORM,
        roles=(Role.STDLIB,),
        direct=True,
        line=line,
    )
