"""Every module that is a parser, joiner, rule, collector or report is in its list, once, and whole."""

import importlib
import inspect
from fnmatch import fnmatch

import pytest
from command_line import ROOT

from collectors.registry import COLLECTORS
from policies.registry import rule_ids
from sbom.match import format_of, unread_format_of
from sbom.registry import FORMATS, JOINERS, KNOWN_UNREAD, Format, JoinerEntry
from sbom.sniff import sniff
from scanner.reports.registry import report_names


def modules(*folders: str, deep: bool = False) -> set[str]:
    """Modules below a folder, dotted, without the packages themselves."""
    top = ROOT.joinpath(*folders)
    return {
        ".".join(p.relative_to(top).with_suffix("").parts)
        for p in (top.rglob("*.py") if deep else top.glob("*.py"))
        if p.stem != "__init__"
    }


def test_every_parser_is_registered_once() -> None:
    names = [f.name for f in FORMATS]
    assert len(names) == len(set(names))
    assert {f.module for f in FORMATS} == modules("sbom", "parsers", deep=True)
    patterns = [p for f in FORMATS for p in f.patterns]
    assert len(patterns) == len(set(patterns))


@pytest.mark.parametrize("entry", FORMATS, ids=lambda f: f.name)
def test_format_is_whole(entry: Format) -> None:
    module = importlib.import_module(f"sbom.parsers.{entry.module}")
    assert list(inspect.signature(module.parse).parameters) == ["source"]
    assert inspect.getdoc(module.parse)
    document = module.__doc__ or ""
    assert len(document) > 40, "the rules of the parser stand in its docstring"
    assert entry.version >= 1
    assert entry.title.strip() == entry.title != ""
    ecosystem, slash, name = entry.name.partition("/")
    assert (slash, entry.name) == ("/", entry.name.lower())
    assert ecosystem.isidentifier()
    assert name


def example(pattern: str) -> str:
    """A path that fits a pattern."""
    return "bron/" + pattern.replace("*", "voorbeeld").replace("?", "a")


@pytest.mark.parametrize("entry", FORMATS, ids=lambda f: f.name)
def test_patterns_lead_to_their_format(entry: Format) -> None:
    for pattern in entry.patterns:
        found = format_of(example(pattern))
        assert found is not None
        if found is not entry:  # an earlier, narrower line may claim the very example
            earlier = FORMATS.index(found) < FORMATS.index(entry)
            assert earlier
            assert any(
                fnmatch(example(pattern).rpartition("/")[2], p.rpartition("/")[2])
                for p in found.patterns
            )
    assert any(format_of(example(p)) is entry for p in entry.patterns)


def test_known_unread_formats_are_reachable_and_not_read() -> None:
    patterns = [p for p, _ in KNOWN_UNREAD]
    assert len(patterns) == len(set(patterns))
    for pattern, title in KNOWN_UNREAD:
        assert unread_format_of(example(pattern)) == title
        claimed = format_of(example(pattern))
        assert claimed is None or claimed.wide, f"{pattern} is read as {claimed} and called unread"


def test_every_joiner_is_registered_once() -> None:
    found = {
        m
        for m in modules("sbom", "joiners")
        if hasattr(importlib.import_module(f"sbom.joiners.{m}"), "join")
    }
    assert {j.module for j in JOINERS} == found
    assert len({j.name for j in JOINERS}) == len(JOINERS)


@pytest.mark.parametrize("entry", JOINERS, ids=lambda j: j.name)
def test_joiner_is_whole(entry: JoinerEntry) -> None:
    module = importlib.import_module(f"sbom.joiners.{entry.module}")
    assert list(inspect.signature(module.join).parameters) == ["files"]
    assert len(module.__doc__ or "") > 60
    assert entry.consumes
    assert len(set(entry.consumes)) == len(entry.consumes)
    assert set(entry.consumes) <= {f.name for f in FORMATS}
    assert module.join({}) == {}


def test_every_rule_is_registered_in_order() -> None:
    found = {m.replace("_", "-") for m in modules("policies", "rules")}
    assert set(rule_ids()) == found
    assert list(rule_ids()) == sorted(rule_ids())


def test_every_collector_is_registered() -> None:
    registered = {str(getattr(entry, "module", entry)) for entry in COLLECTORS}
    for module in modules("collectors"):
        loaded = importlib.import_module(f"collectors.{module}")
        if hasattr(loaded, "NAME") and hasattr(loaded, "collect"):
            assert any(module in entry for entry in registered), module
            assert isinstance(loaded.NEEDS_NETWORK, bool)
            assert list(inspect.signature(loaded.revision).parameters) == ["target", "limits"]


def test_every_report_is_registered_once() -> None:
    names = list(report_names())
    assert len(names) == len(set(names))
    registry = (ROOT / "scanner" / "reports" / "registry.py").read_text("utf-8")
    for module in modules("scanner", "reports", "formats"):
        assert f'"{module}"' in registry, module
        loaded = importlib.import_module(f"scanner.reports.formats.{module}")
        assert callable(loaded.render)
        assert loaded.__doc__


def test_signs_of_documents_name_formats_that_exist() -> None:
    assert sniff(b'{"bomFormat": "CycloneDX"}') in FORMATS
    assert sniff(b'{"spdxVersion": "SPDX-2.3"}') in FORMATS


def test_no_module_is_left_without_a_docstring() -> None:
    for package in ("scanner", "collectors", "policies", "sbom"):
        for path in sorted((ROOT / package).rglob("*.py")):
            lines = path.read_text("utf-8").splitlines()
            first = next(line for line in lines if line and not line.startswith("#"))
            assert first.startswith(('"""', 'r"""')), path
