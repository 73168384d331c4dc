"""Builders for small estates that rules are tried on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from policies.default_pack import load_default
from policies.facts import (
    ComponentUse,
    FileFact,
    LicenseChange,
    LicenseKey,
    SourceFact,
    SystemFact,
    UseMode,
)
from policies.finding import Finding, Place
from policies.memory_facts import MemoryFacts, Use
from policies.pack import Pack
from policies.registry import load_rules
from policies.rule import Context, Counted
from policies.waiver import WaiverUse

TODAY = date(2026, 11, 23)
SYSTEM = SystemFact(id="afspraken", name="Afspraken", use_mode=UseMode.HOSTED)


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The default pack."""
    return load_default()


def use(
    raw: str | tuple[tuple[str, str], ...] = "MIT",
    *,
    name: str = "voorbeeld",
    version: str = "1.0.0",
    mode: UseMode | None = UseMode.HOSTED,
    scope: str = "runtime",
    supplied: bool = False,
    system: str = "afspraken",
    roles: tuple[str, ...] = (),
    version_kind: str = "exact",
    requirement: str = "",
    path: str = "package-lock.json",
    line: int = 1,
    source: str = "git/afspraken",
    direct: bool | None = True,
) -> Use:
    """One use of `pkg:npm/NAME` with its key; a plain `raw` is one declared claim."""
    if isinstance(raw, str):
        raw = (("declared", raw),) if raw else ()
    base = f"pkg:npm/{name}"
    return (
        LicenseKey(claims=tuple(sorted(raw)), use_mode=mode, scope=scope, supplied=supplied),
        ComponentUse(
            purl=f"{base}@{version}" if version_kind == "exact" else base,
            purl_base=base,
            name=name,
            version=version if version_kind == "exact" else "",
            version_kind=version_kind,
            requirement=requirement,
            system=system,
            scope=scope,
            roles=roles,
            direct=direct,
            place=Place(source=source, path=path, line=line),
        ),
    )


def source(uri: str = "git/afspraken", **changes: Any) -> SourceFact:
    """A complete source with a licence file and publiccode.yml, changed by keyword."""
    values: dict[str, Any] = {
        "uri": uri,
        "kind": "git",
        "system": "afspraken",
        "state": "complete",
        "supplied": False,
        "files": (),
        "license_files": ("LICENSE",),
        "declared_licenses": (),
        "publiccode": ("publiccode.yml",),
    }
    return SourceFact(**{**values, **changes})


def file(path: str = "package-lock.json", **changes: Any) -> FileFact:
    """A file that was read and gave three components, changed by keyword."""
    values: dict[str, Any] = {
        "path": path,
        "format": "npm/package-lock",
        "state": "read",
        "components": 3,
        "expects": True,
    }
    return FileFact(**{**values, **changes})


def change(before: str, after: str) -> LicenseChange:
    """A licence that changed between version 1 and 2."""
    return LicenseChange(
        purl_base="pkg:npm/voorbeeld",
        name="voorbeeld",
        system="afspraken",
        before=(("1.0.0", "declared", before),),
        after=(("2.0.0", "declared", after),),
        place=Place(source="git/afspraken", path="package-lock.json", line=4),
    )


Run = Callable[..., tuple[list[Finding], list[Counted]]]


@pytest.fixture
def run(pack: Pack) -> Run:
    """Run one rule over an estate: findings, and what was counted."""

    def run_rule(
        rule_id: str, *uses: Use, applied: WaiverUse | None = None, **more: Any
    ) -> tuple[list[Finding], list[Counted]]:
        facts = MemoryFacts(
            systems=more.get("systems", (SYSTEM,)),
            uses=(*uses, *more.get("uses", ())),
            sources=more.get("sources", ()),
            changes=more.get("changes", ()),
            descriptors=more.get("descriptors", ()),
        )
        chosen: Pack = more.get("pack", pack)
        setting = chosen.strategy.rules[rule_id]
        context = Context(
            pack=chosen,
            today=TODAY,
            severity=setting.severity,
            params=setting.params,
            applied=applied,
        )
        (rule,) = load_rules((rule_id,))
        results = list(rule.check(facts, context))
        return (
            [r for r in results if isinstance(r, Finding)],
            [r for r in results if isinstance(r, Counted)],
        )

    return run_rule


@pytest.fixture(name="use")
def _use() -> Callable[..., Use]:
    return use


@pytest.fixture(name="source")
def _source() -> Callable[..., SourceFact]:
    return source


@pytest.fixture(name="file")
def _file() -> Callable[..., FileFact]:
    return file


@pytest.fixture(name="change")
def _change() -> Callable[[str, str], LicenseChange]:
    return change
