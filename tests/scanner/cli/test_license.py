"""`sluis license`."""

import json
from collections.abc import Callable
from pathlib import Path

from command_line import ROOT, Ran


def test_one_json_line_a_file(sluis: Callable[..., Ran], tmp_path: Path) -> None:
    other = tmp_path / "tekst.md"
    other.write_text("Dit project valt onder de EUPL v1.2.\nZie ook Apache License 2.0.\n", "utf-8")

    done = sluis("license", "identify", str(ROOT / "LICENSE"), str(other), "--nl")

    first, second = (json.loads(line) for line in done.out.splitlines())
    assert done.code == 0
    assert (first["file"], first["expression"]) == (str(ROOT / "LICENSE"), "EUPL-1.2")
    assert first["detections"][0]["matcher"] == "text-exact"
    assert second["expression"] == "EUPL-1.2"
    assert second["detections"][0]["lines"] == [1, 1]
    assert second["detections"][0]["quote"].startswith("Dit project")
    assert [c["about"] for c in second["clues"]] == ["Apache-2.0"]


def test_a_file_that_is_no_text(sluis: Callable[..., Ran], tmp_path: Path) -> None:
    binary = tmp_path / "x.bin"
    binary.write_bytes(b"\x00\x01\xff" * 100)

    done = sluis("license", "identify", str(binary))

    assert done.code == 3
    assert "x.bin" in done.err


def test_compatible_says_why_in_two_languages(sluis: Callable[..., Ran]) -> None:
    done = sluis("license", "compatible", "MIT", "GPL-3.0-only", "BUSL-1.1", "--nl")

    found = [json.loads(line) for line in done.out.splitlines()]
    assert [f["fit"] for f in found] == ["fits", "review", "conflicts"]
    assert "bijlage van de EUPL" in found[1]["why"]
    assert done.code == 1
    english = sluis("license", "compatible", "MIT", "--lang", "en", "--use-mode", "internal")
    assert (english.code, "Nothing is handed on" in english.out) == (0, True)


def test_curations_are_checked(sluis: Callable[..., Ran], tmp_path: Path) -> None:
    good = """curations:
  - id: voorbeeld
    purl: pkg:npm/voorbeeld
    versions: ">=1.0.0|<2.0.0"
    concluded: MIT
    reason: De tekst is de MIT-licentie.
    decided_by: licentiebalie
    decided_on: 2026-11-23
    source: https://example.org/LICENSE
"""
    file = tmp_path / "curations.yaml"
    file.write_text(good, "utf-8")
    done = sluis("license", "curations", file, "--nl")
    assert json.loads(done.out)["concluded"] == "MIT"
    file.write_text(good.replace("concluded: MIT", "concluded: geen licentie"), "utf-8")
    done = sluis("license", "curations", file)
    assert done.code == 2
    assert "$.curations[0].concluded" in done.err
