"""The licence tables are current, complete and agree with an independent library."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from license_expression import get_spdx_licensing

from sbom.licensing import alias_table, spdx_names
from sbom.licensing.expression import parse
from sbom.licensing.ids import (
    REPLACED_BY,
    canonical_exception,
    canonical_license,
    exception_ids,
    is_deprecated,
    is_fsf_libre,
    is_osi_approved,
    license_ids,
)
from sbom.licensing.names import name_meaning
from sbom.licensing.tree import render

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "import_spdx", ROOT / "docs" / "tools" / "import_spdx.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_alias_table_is_current(tool: ModuleType) -> None:
    assert tool.alias_module() == (ROOT / "sbom" / "licensing" / "alias_table.py").read_text(
        "utf-8"
    )


def test_a_newer_list_is_imported(tool: ModuleType) -> None:
    entry = {
        "licenseId": "Voorbeeld-1.0",
        "name": "Voorbeeld Licence 1.0",
        "isOsiApproved": True,
        "isFsfLibre": False,
        "isDeprecated": False,
        "seeAlso": ["https://example.org/licence.html"],
    }
    made = tool.spdx_modules({"licenses": [entry], "exceptions": []})
    assert "\nVoorbeeld-1.0 o\n" in made["spdx_table.py"]
    assert "\nMIT of\n" in made["spdx_table.py"]
    assert "Voorbeeld-1.0 Voorbeeld Licence 1.0" in made["spdx_names.py"]
    assert "example.org/licence Voorbeeld-1.0" in made["spdx_links.py"]


def test_the_list_is_whole() -> None:
    assert len(license_ids()) == 740
    assert len(exception_ids()) == 86
    assert len(spdx_names.NAMES.split("\n")) == 740
    assert {i for i in license_ids() if is_deprecated(i)} == {*REPLACED_BY, "Net-SNMP"}


def test_replacements_are_current_expressions() -> None:
    for text in REPLACED_BY.values():
        node = parse(text)
        assert render(node) == text
        assert not is_deprecated(text.partition(" ")[0])


def test_ids_are_found_in_any_case() -> None:
    assert canonical_license("eupl-1.2") == "EUPL-1.2"
    assert canonical_license("GPL-2.0") == "GPL-2.0"
    assert canonical_license("voorbeeld") is None
    assert canonical_exception("CLASSPATH-exception-2.0") == "Classpath-exception-2.0"
    assert canonical_exception("MIT") is None


def test_flags_are_those_of_the_list() -> None:
    assert is_osi_approved("EUPL-1.2")
    assert is_fsf_libre("EUPL-1.2")
    assert not is_osi_approved("BUSL-1.1")
    assert not is_fsf_libre("voorbeeld")


def test_every_alias_leads_to_an_expression() -> None:
    for line in alias_table.ALIASES.split("\n"):
        key, value, grade = line.split("\t")
        assert key
        assert grade in {"h", "m"}
        if value[0] not in "~!":
            assert render(parse(value)) == value


def test_names_of_the_list_lead_to_their_id() -> None:
    for name in ("BSD Zero Clause License", "GNU Affero General Public License v3.0 only"):
        assert name_meaning(name) is not None
    meaning = name_meaning("GNU Affero General Public License v3.0 only")
    assert meaning is not None
    assert meaning.expression == "AGPL-3.0-only"


def test_the_library_agrees_on_every_id() -> None:
    library = get_spdx_licensing()
    known = {key.lower() for key in library.known_symbols}
    for name in license_ids():
        if is_deprecated(name) or name.lower() not in known:
            continue
        assert str(library.parse(name, validate=True)) == render(parse(name))


@pytest.mark.parametrize(
    "text",
    [
        "MIT OR Apache-2.0 AND ISC",
        "(mit or apache-2.0) and isc",
        "GPL-2.0-or-later WITH Classpath-exception-2.0 OR (MIT AND (ISC OR Zlib))",
        "GPL-2.0+ OR LGPL-2.1",
    ],
)
def test_the_library_agrees_on_expressions(text: str) -> None:
    library = get_spdx_licensing()
    ours = library.parse(render(parse(text)), validate=True)
    theirs = library.parse(text, validate=True)
    assert library.is_equivalent(ours, theirs)


def test_tables_load_quickly() -> None:
    code = (
        "import time, sbom.licensing.reading as r\n"
        "t = time.perf_counter(); r.normalise('MIT'); r.normalise('Apache 2');"
        " print(time.perf_counter() - t)"
    )
    times = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        times.append(float(done.stdout))
    assert min(times) < 0.02
