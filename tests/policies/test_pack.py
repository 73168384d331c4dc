"""Packs: merging, mistakes by file and path, the compiled form, and the facts it was made from."""

import importlib.util
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from jsonschema import Draft202012Validator

from policies.contracts.limits import shipped
from policies.default_pack import check_overlays, default_layer, load_default
from policies.finding import Severity
from policies.pack import Pack
from policies.pack_load import PackLayer, load_pack, read_waivers, validate
from policies.pack_parts import Bilingual
from sbom.errors import PackError
from sbom.licensing.ids import (
    exception_ids,
    is_deprecated,
    is_fsf_libre,
    is_osi_approved,
    license_ids,
)
from sbom.readers.yaml_reader import loads_yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "generate_policies", ROOT / "docs" / "tools" / "generate_policies.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def town(**files: str) -> PackLayer:
    return PackLayer(
        name="voorbeeld",
        files={f"{name.replace('__', '.').replace('_', '-')}.yaml": t for name, t in files.items()},
    )


def test_generated_files_are_current(tool: ModuleType) -> None:
    stale = [p.name for p, t in tool.outputs().items() if p.read_text("utf-8") != t]
    assert stale == [], "run: python docs/tools/generate_policies.py"


def test_the_compiled_pack_is_the_yaml() -> None:
    assert msgspec.to_builtins(load_default()) == msgspec.to_builtins(load_pack([default_layer()]))


def test_the_default_pack_has_no_mistakes() -> None:
    assert validate([default_layer()]) == []


def test_every_id_of_the_list_has_a_class_and_the_flags_agree(pack: Pack) -> None:
    ids = pack.licenses.ids
    assert set(ids) == set(license_ids())
    for name, entry in ids.items():
        flags = (entry.osi, entry.fsf, entry.deprecated)
        assert flags == (is_osi_approved(name), is_fsf_libre(name), is_deprecated(name)), name


def test_exceptions_of_the_pack_are_of_the_list(pack: Pack) -> None:
    assert set(pack.licenses.exceptions) <= set(exception_ids())


def test_the_schemas_fit_the_default_files(tool: ModuleType) -> None:
    schemas = tool.schemas()
    for name, text in default_layer().files.items():
        kind = "texts" if name.startswith("texts.") else name.removesuffix(".yaml")
        schema = schemas[f"{kind}.schema.json"]
        Draft202012Validator.check_schema(schema)
        (tree,) = loads_yaml(text)
        errors = list(Draft202012Validator(schema).iter_errors(tree))
        assert errors == []


def test_an_overlay_changes_one_value_and_says_so() -> None:
    layer = town(
        strategy="name: voorbeeld\nrules:\n  license-denied: {severity: critical}\n",
        licenses="matrix:\n  strong-copyleft: {published: note}\n",
    )
    pack = load_default([layer])
    assert pack.name == "voorbeeld"
    assert pack.strategy.rules["license-denied"].severity is Severity.CRITICAL
    assert pack.strategy.rules["license-unknown"].severity is Severity.MEDIUM
    changed = "licenses/matrix/strong-copyleft/published"
    assert pack.origin_of(changed) == "voorbeeld/licenses.yaml"
    assert pack.origin_of("licenses/matrix/strong-copyleft/internal") == "default/licenses.yaml"
    assert pack.origin_of("texts/nl/rules/license-denied/title") == "default/texts.nl.yaml"
    assert pack.origin_of("license_refs/prefix") == "default/license-refs.yaml"
    assert pack.digest != load_default().digest


def test_the_last_layer_wins() -> None:
    first = PackLayer(name="a", files={"strategy.yaml": "rules: {license-denied: {severity: low}}"})
    last = PackLayer(name="b", files={"strategy.yaml": "rules: {license-denied: {severity: info}}"})
    pack = load_default([first, last])
    assert pack.strategy.rules["license-denied"].severity is Severity.INFO
    assert pack.origin_of("strategy/rules/license-denied/severity") == "b/strategy.yaml"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "strategy.yaml",
            "rules: {license-denied: {severty: low}}",
            (
                "voorbeeld/strategy.yaml: $.rules.license-denied.severty: is not a known key;"
                " did you mean 'severity'?"
            ),
        ),
        (
            "strategy.yaml",
            "rules: {license-denied: {severity: hihg}}",
            "voorbeeld/strategy.yaml: $.rules.license-denied.severity: Invalid enum value 'hihg'",
        ),
        (
            "strategy.yaml",
            "rules: {eigen-regel: {}}",
            "voorbeeld/strategy.yaml: $.rules.eigen-regel.severity: is missing",
        ),
        (
            "strategy.yaml",
            "rules: {eigen-regel: {severity: low}}",
            "default/texts.nl.yaml: $.rules.eigen-regel: the rule has no text",
        ),
        (
            "strategy.yaml",
            "gate: {fail_on: always}",
            "voorbeeld/strategy.yaml: $.gate.fail_on: is not never or a severity",
        ),
        (
            "strategy.yaml",
            "rules: [license-denied]",
            "voorbeeld/strategy.yaml: $.rules: is a list, not a mapping",
        ),
        (
            "licenses.yaml",
            "matrix: {unknown: {internal: allow}}",
            (
                "voorbeeld/licenses.yaml: $.matrix.unknown.internal: unknown never passes:"
                " review or deny"
            ),
        ),
        (
            "licenses.yaml",
            "ids: {LicenseRef-x: {class: permisive, by: curated}}",
            "voorbeeld/licenses.yaml: $.ids.LicenseRef-x.class: 'permisive' is not a class",
        ),
        (
            "licenses.yaml",
            "use_modes: {hosted: {own: in-the-cloud}}",
            "voorbeeld/licenses.yaml: $.use_modes.hosted.own: 'in-the-cloud' is not a context",
        ),
        (
            "licenses.yaml",
            "classes: {eigen: {order: 1, open: true, name: {nl: x, en: y}}}",
            "default/licenses.yaml: $.matrix.eigen: the class has no row",
        ),
        (
            "licenses.yaml",
            "precedence: [declared]",
            (
                "voorbeeld/licenses.yaml: $.precedence: names each kind of claim once:"
                " declared, detected, concluded, inferred"
            ),
        ),
        (
            "licenses.yaml",
            "exceptions: {LLVM-exception: {effect: magic}}",
            (
                "voorbeeld/licenses.yaml: $.exceptions.LLVM-exception.effect:"
                " is not weak-copyleft, output-only or none"
            ),
        ),
        ("licenses.yaml", "matrix: [", "voorbeeld/licenses.yaml: $: "),
        ("licenses.yaml", "- a", "voorbeeld/licenses.yaml: $: holds no mapping at the top"),
        ("licences.yaml", "a: 1", "voorbeeld/licences.yaml: $: is not a file of a pack"),
        (
            "waivers.yaml",
            "waivers: [{id: w}]",
            "voorbeeld/waivers.yaml: $.waivers[0].ground: is missing",
        ),
    ],
)
def test_mistakes_are_named_with_file_and_path(file: str, text: str, expected: str) -> None:
    layer = PackLayer(name="voorbeeld", files={file: text})
    with pytest.raises(PackError) as caught:
        load_default([layer])
    assert any(line.startswith(expected) for line in str(caught.value).splitlines()), caught.value
    assert any(str(m).startswith(expected) for m in check_overlays([layer]))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("classes: {permissive: {obligations: [koffie]}}", "$.classes.permissive.obligations"),
        ("dev_context: nergens", "$.dev_context"),
        ("several_claims: soms", "$.several_claims"),
        ("matrix: {eigen: {internal: allow}}", "$.matrix.eigen"),
        ("matrix: {permissive: {overal: allow}}", "$.matrix.permissive.overal"),
        (
            "contexts: {overal: {name: {nl: a, en: b}, distribution: x}}",
            "$.matrix.permissive.overal",
        ),
        ("precedence: declared", "$.precedence"),
        ("classes: {permissive: true}", "$.classes.permissive"),
        ("classes:\n  permissive:\n", "$.classes.permissive"),
        ("retrieved: 12", "$.retrieved"),
        ("dev_scopes: [1]", "$.dev_scopes[0]"),
    ],
)
def test_every_kind_of_mistake_in_licences_is_found(text: str, path: str) -> None:
    layer = PackLayer(name="voorbeeld", files={"licenses.yaml": text})
    assert path in [m.path for m in check_overlays([layer])]


def test_references_of_other_files_are_checked() -> None:
    layer = PackLayer(name="voorbeeld", files={"license-refs.yaml": "refs: {eigen: [x]}"})
    (mistake,) = check_overlays([layer])
    assert (mistake.file, mistake.path) == ("voorbeeld/license-refs.yaml", "$.refs.eigen")


def test_a_pack_without_a_language_or_class_is_not_whole() -> None:
    files = dict(default_layer().files)
    del files["texts.en.yaml"]
    found = [str(m) for m in validate([PackLayer(name="kaal", files=files)])]
    assert found == ["kaal/texts.en.yaml: $: the language is missing"]
    assert validate([PackLayer(name="leeg", files={})]) != []
    with pytest.raises(PackError, match="is missing"):
        load_pack([PackLayer(name="leeg", files={})])
    files = dict(default_layer().files)
    files["licenses.yaml"] = files["licenses.yaml"].replace(
        "  unknown:\n    order", "  x:\n    order"
    )
    paths = [m.path for m in validate([PackLayer(name="half", files=files)])]
    assert "$.classes.unknown" in paths


def test_the_pack_tells_its_name_version_and_files() -> None:
    pack = load_default()
    assert (pack.name, pack.version) == ("default", "2026.11")
    assert {f.name for f in pack.files} == set(default_layer().files)
    assert len(pack.digest) == 64


def test_an_overlay_named_default_is_an_overlay_all_the_same() -> None:
    layer = PackLayer(name="default", files={"strategy.yaml": "gate: {fail_on: high}"})
    assert load_default([layer]).origins == {"strategy/gate/fail_on": "default/strategy.yaml"}


def test_all_mistakes_are_named_at_once() -> None:
    layer = town(strategy="naam: x\nrules:\n  license-denied: {enbled: true, severity: 3}\n")
    assert len(check_overlays([layer])) == 3


def test_a_key_that_stands_twice_is_found() -> None:
    layer = town(strategy="rules:\n  license-denied: {severity: low}\n  license-denied: {}\n")
    assert [str(m) for m in check_overlays([layer])] == [
        "voorbeeld/strategy.yaml: line 3: key 'license-denied' stands twice"
    ]


def test_a_right_overlay_has_no_mistakes_and_other_files_are_left_alone() -> None:
    layer = PackLayer(
        name="voorbeeld", files={"README.md": "x", "strategy.yaml": "gate: {fail_on: high}"}
    )
    assert check_overlays([layer]) == []


WAIVER = """\
waivers:
  - id: w-1
    rule: license-denied
    subject: "pkg:npm/*"
    ground: temporary
    explanation: Er is een plan.
    decided_by: CIO-beraad
    decided_on: 2026-11-01
    valid_until: 2027-10-31
"""


def test_waivers_of_a_layer_are_part_of_the_pack() -> None:
    pack = load_default([town(waivers=WAIVER)])
    assert [(w.id, w.valid_until) for w in pack.waivers] == [("w-1", date(2027, 10, 31))]


def test_an_unknown_ground_is_named() -> None:
    wrong = WAIVER.replace("temporary", "zomaar")
    with pytest.raises(PackError, match=r"voorbeeld/waivers.yaml: \$.w-1: ground 'zomaar'"):
        load_default([town(waivers=wrong)])


def test_waivers_are_read_from_a_file_of_their_own() -> None:
    assert [w.id for w in read_waivers(WAIVER)] == ["w-1"]
    assert read_waivers("") == ()
    assert read_waivers("waivers:\n") == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("valid_until: 2027-10-31", "valid_until: ooit"), "$.waivers[0].valid_until: "),
        (("    valid_until: 2027-10-31\n", ""), "$.waivers[0].valid_until: is missing"),
        (("2027-10-31", "2025-10-31"), "$.waivers[0].valid_until: lies before decided_on"),
        (('"pkg:npm/*"', '"*"'), "$.waivers[0].subject: covers everything"),
        (("    rule: license-denied\n", ""), "$.waivers[0].rule: is missing"),
        (("    rule:", "    fingerprint: abc\n    rule:"), "$.waivers[0].fingerprint: give either"),
        (("CIO-beraad", '" "'), "$.waivers[0].decided_by: is empty"),
        (("waivers:", "waiver:"), "$.waiver: is not a key of this file"),
        (("waivers:\n", "waivers: nee\nrest:\n"), "$.waivers: is not a list"),
    ],
)
def test_mistakes_in_waivers_are_named(change: tuple[str, str], expected: str) -> None:
    with pytest.raises(PackError) as caught:
        read_waivers(WAIVER.replace(*change), "waivers.yaml")
    assert any(
        line.startswith(f"waivers.yaml: {expected}") for line in str(caught.value).splitlines()
    ), caught.value


def test_an_id_used_twice_is_named() -> None:
    text = WAIVER + WAIVER.removeprefix("waivers:\n")
    with pytest.raises(PackError, match="'w-1' is used twice"):
        read_waivers(text)


def test_a_fingerprint_has_its_shape() -> None:
    text = WAIVER.replace(
        '    rule: license-denied\n    subject: "pkg:npm/*"\n', "    fingerprint: x\n"
    )
    with pytest.raises(PackError, match="32 hexadecimal digits"):
        read_waivers(text)


def test_the_default_pack_loads_quickly_and_without_yaml() -> None:
    code = (
        "import time, sys, policies.default_pack as d\n"
        "t = time.perf_counter(); d.load_default(); print(time.perf_counter() - t)\n"
        "print('yaml' in sys.modules)"
    )
    times = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        seconds, yaml = done.stdout.split()
        times.append(float(seconds))
        assert yaml == "False"
    assert min(times) < 0.02, "under 5 ms on a quiet machine"


def test_every_norm_and_name_of_the_shipped_pack_is_there_in_both_languages() -> None:
    """A Dutch text holds no English words of explanation, and the other way round."""
    pack = load_default()
    assert pack.vendor is not None
    assert pack.standards is not None
    pairs = [n for c in pack.vendor.clauses.values() for n in c.norms]
    pairs += [t.source for t in pack.vendor.terms.values()]
    pairs += [s.title for s in pack.standards.standards.values()]
    pairs += [Bilingual(nl=x.norm_of("nl"), en=x.norm_of("en")) for x in shipped()]
    english = re.compile(r"\b(?:the|of the|with|and|not|only|by|free|agree|GDPR|client|annex)\b")
    dutch = re.compile(r"\b(?:de|het|een|en|niet|van|voor|met|alleen|bijlage|lid|onder|AVG)\b")
    assert len(pairs) > 150
    for pair in pairs:
        assert pair.nl.strip(), pair
        assert pair.en.strip(), pair
        assert not english.search(pair.nl), pair.nl
        assert not dutch.search(pair.en), pair.en
