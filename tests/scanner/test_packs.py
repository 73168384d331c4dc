"""Policy from folders: laid over the default, with every mistake told."""

from pathlib import Path

import pytest

from policies.registry import rule_ids
from sbom.errors import ConfigError, PackError
from scanner import packs
from scanner.packs import load_policy, load_waivers


def test_default_pack_is_whole() -> None:
    pack = load_policy()
    assert pack.strategy.rules
    assert set(pack.texts) == {"nl", "en"}


def test_last_folder_wins(tmp_path: Path) -> None:
    for name, severity in (("een", "low"), ("twee", "critical")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "strategy.yaml").write_text(
            f"rules:\n  license-denied: {{severity: {severity}}}\n", "utf-8"
        )
    folders = [tmp_path / "een", tmp_path / "twee"]
    pack = load_policy(folders)
    setting = pack.setting("license-denied")
    assert setting is not None
    assert setting.severity.value == "critical"
    assert "twee" in pack.origin_of("strategy/rules/license-denied/severity")
    assert load_policy(folders[::-1]).digest != pack.digest != load_policy().digest


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("strategy.yaml", b"rules: {geen-regel: {severity: low}}\n", "geen-regel"),
        ("strategy.yaml", b"rules: {license-denied: {severity: erg}}\n", "severity"),
        ("strategy.yaml", b"rules: [\n", "YAML"),
        ("licenses.yaml", b"classes: 3\n", "classes"),
        ("onbekend.yaml", b"a: 1\n", "onbekend.yaml"),
        ("waivers.yaml", b"waivers: [{id: a}]\n", "waivers"),
        ("strategy.yaml", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_mistake_names_its_file(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises((PackError, ConfigError)) as caught:
        load_policy([tmp_path])
    assert words in str(caught.value)
    if "geen-regel" not in words:  # that one names the texts it lacks
        assert name in str(caught.value) or str(tmp_path) in str(caught.value)


def test_folder_that_is_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"holds no \.yaml file"):
        load_policy([tmp_path])
    monkeypatch.setattr(packs, "_MAX_FILE", 10)
    (tmp_path / "strategy.yaml").write_text("# " + "x" * 20)
    with pytest.raises(ConfigError, match="larger than 10 bytes"):
        load_policy([tmp_path])


def test_waivers_of_a_file(tmp_path: Path) -> None:
    assert load_waivers("") == ()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_waivers(str(tmp_path / "weg.yaml"))
    (tmp_path / "w.yaml").write_bytes(b"\xef\xbb\xbfwaivers: []\r\n")
    assert load_waivers(str(tmp_path / "w.yaml")) == ()
    (tmp_path / "w.yaml").write_bytes(b"waivers:\n  - id: a\n    valid_until: 2026-02-30\n")
    with pytest.raises(PackError, match=r"w\.yaml"):
        load_waivers(str(tmp_path / "w.yaml"))


def test_a_rule_is_called_by_its_name_without_places_for_values() -> None:
    named = packs.wording(load_policy())
    for rule in rule_ids():
        title = named.rule(rule)
        assert title.nl != rule != title.en
        assert not set("{}") & set(title.nl + title.en)
