"""Adding a waiver keeps what stands there, and never leaves a file that cannot be read."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pack_load import read_waivers
from policies.waiver import Waiver
from sbom.errors import ConfigError, PackError
from scanner.waiver_file import append_waiver

DAY = date(2026, 11, 23)


def waiver(name: str = "a", explanation: str = "omdat") -> Waiver:
    return Waiver(
        id=name,
        ground="temporary",
        explanation=explanation,
        decided_by="CIO-overleg",
        decided_on=DAY,
        valid_until=date(2027, 1, 31),
        fingerprint="0123456789abcdef0123456789abcdef",
    )


@pytest.mark.parametrize(
    "before",
    [
        None,
        "",
        "# alleen een opmerking\n",
        "waivers: []\n",
        "waivers:\n",
        "waivers: ~\n",
        "\ufeffwaivers: []\n",
        "# kop\r\nwaivers:   [ ]\r\n",
    ],
)
def test_first_waiver_of_a_file(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "waivers.yaml"
    if before is not None:
        path.write_bytes(before.encode())
    if before == "# alleen een opmerking\n":
        with pytest.raises((ConfigError, PackError)):
            append_waiver(path, waiver())
        assert path.read_text() == before
        return
    append_waiver(path, waiver())
    assert read_waivers(path.read_text("utf-8")) == (waiver(),)


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_comments_and_indentation_stay(tmp_path: Path, indent: str) -> None:
    path = tmp_path / "waivers.yaml"
    append_waiver(path, waiver("een"))
    lines = path.read_text("utf-8").split("\n")
    text = "\n".join(indent + n[2:] if n.startswith("  ") else n for n in lines)
    text = text.replace("waivers:\n", "waivers:\n\n# let op\n")
    path.write_text(text, "utf-8")
    append_waiver(path, waiver("twee"))
    assert [w.id for w in read_waivers(path.read_text("utf-8"))] == ["een", "twee"]
    assert path.read_text("utf-8").startswith(text.rstrip("\n"))


@pytest.mark.parametrize(
    "before",
    [
        "waivers: [{id: x}]\n",
        "waivers: {}\n",
        "- x\n",
        "waivers:\n  - id: x\n",
        "a: [\n",
        "waivers: []\nversion: 1\n",
    ],
)
def test_file_that_cannot_take_it_stays_as_it_is(tmp_path: Path, before: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(before, "utf-8")
    with pytest.raises((ConfigError, PackError)):
        append_waiver(path, waiver())
    assert path.read_text("utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["waivers.yaml"]


def test_same_id_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    append_waiver(path, waiver())
    with pytest.raises(ConfigError, match="already"):
        append_waiver(path, waiver())


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        append_waiver(tmp_path / "weg" / "waivers.yaml", waiver())


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_explanation_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("w") / "waivers.yaml"
    append_waiver(path, waiver("een", text))
    append_waiver(path, waiver("twee", text))
    assert [w.explanation for w in read_waivers(path.read_text("utf-8"))] == [text, text]
