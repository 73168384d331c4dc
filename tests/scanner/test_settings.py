"""`estate.yaml`: what it becomes, and every mistake told at once with its line."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.collector import Limits, Target
from policies.facts import UseMode
from sbom.errors import ConfigError
from sbom.source import OriginKind
from scanner.estate_file import EstateFile, System, TargetEntry
from scanner.estate_schema import make_schema, schema_text
from scanner.init_template import init_text
from scanner.settings import (
    cache_dir,
    default_database,
    find_estate_file,
    load_settings,
    parse_estate,
)

FULL = """\
organisation: {name: Gemeente Voorbeeld, code: GM0000, url: https://www.example.org}
language: en
domains:
  - {id: burgerzaken, name: Burgerzaken}
systems:
  - id: balie
    name: Balie
    domain: burgerzaken
    owner: Dienstverlening
    sourcing: mixed
    use_mode: public-client
    criticality: high
    tags: [zaakgericht, web]
    supplier: Leverancier BV
    outbound_license: EUPL-1.2
    targets:
      - git: repos/balie.git
        revision: release/2
        subfolder: ./api/
        exclude: [docs/**]
      - sbom: /srv/leveringen/balie.json
  - {id: kaart, name: Kaart}
targets:
  - {git: "https://git.example.org/web/kaart.git", system: kaart, token_env: KAART_TOKEN}
  - {git: "git@git.example.org:web/los.git", name: los}
  - {folder: ~/bron, supplied: true}
  - {sbom: eigen.json, supplied: false}
packs: [beleid, ../ander]
waivers: ontheffingen.yaml
database: data/sluis.db
jobs: 3
limits: {file_bytes: 1000, files: 10, depth: 4, git_seconds: 2.5}
"""


def _load(tmp_path, text, environ=None, name="estate.yaml"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return load_settings(path, environ or {})


def _mistakes(text):
    with pytest.raises(ConfigError) as told:
        parse_estate(text.encode() if isinstance(text, str) else text, "estate.yaml")
    return str(told.value).splitlines()


def test_everything_that_can_be_said(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/srv/voorbeeld")
    settings = _load(tmp_path, FULL)
    assert settings.organisation.name == "Gemeente Voorbeeld"
    assert settings.language == "en"
    assert settings.jobs == 3
    assert settings.limits == Limits(file_bytes=1000, files=10, depth=4, git_seconds=2.5)
    assert settings.database == f"{tmp_path}/data/sluis.db"
    assert settings.waivers == f"{tmp_path}/ontheffingen.yaml"
    assert settings.packs == (f"{tmp_path}/beleid", f"{tmp_path.parent}/ander")
    facts = settings.system_facts()
    assert list(facts) == ["balie", "kaart"]
    assert facts["balie"].use_mode is UseMode.PUBLIC_CLIENT
    assert facts["balie"].tags == ("zaakgericht", "web")
    assert settings.systems[0].outbound_license == "EUPL-1.2"


def test_targets_are_sorted_named_and_placed(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/srv/voorbeeld")
    targets = _load(tmp_path, FULL).targets()
    assert targets == (
        Target(
            id="/srv/leveringen/balie.json",
            kind=OriginKind.SBOM,
            location="/srv/leveringen/balie.json",
            system="balie",
            supplied=True,
        ),
        Target(id="eigen.json", kind=OriginKind.SBOM, location=f"{tmp_path}/eigen.json"),
        Target(
            id="https://git.example.org/web/kaart.git",
            kind=OriginKind.GIT,
            location="https://git.example.org/web/kaart.git",
            system="kaart",
            token_env="KAART_TOKEN",
        ),
        Target(id="los", kind=OriginKind.GIT, location="git@git.example.org:web/los.git"),
        Target(
            id="repos/balie.git@release/2#./api",
            kind=OriginKind.GIT,
            location=f"{tmp_path}/repos/balie.git",
            system="balie",
            revision="release/2",
            subfolder="api",
            exclude=("docs/**",),
        ),
        Target(id="~/bron", kind=OriginKind.FOLDER, location="/srv/voorbeeld/bron", supplied=True),
    )


def test_least_file_has_sane_defaults(tmp_path):
    settings = _load(tmp_path, "organisation: {name: X}\ntargets:\nsystems: ~\n", {"HOME": "/h"})
    assert settings.targets() == ()
    assert (settings.language, settings.jobs, settings.waivers) == ("nl", 0, "")
    assert settings.limits == Limits()


def test_environment_goes_before_the_file(tmp_path):
    environ = {"SLUIS_DB": "/elsewhere.db", "SLUIS_LANG": "nl", "SLUIS_JOBS": "7"}
    settings = _load(tmp_path, FULL, environ)
    assert (settings.database, settings.language, settings.jobs) == ("/elsewhere.db", "nl", 7)
    for bad in ({"SLUIS_LANG": "fr"}, {"SLUIS_JOBS": "-1"}, {"SLUIS_JOBS": "²"}):
        with pytest.raises(ConfigError, match=next(iter(bad))):
            _load(tmp_path, FULL, bad)


def test_folders_follow_xdg(monkeypatch):
    home = Path.home()
    assert default_database({}) == home / ".local/share/sluis/sluis.db"
    assert default_database({"XDG_DATA_HOME": "/d"}) == Path("/d/sluis/sluis.db")
    assert default_database({"XDG_DATA_HOME": "relative"}) == home / ".local/share/sluis/sluis.db"
    assert default_database({"SLUIS_DB": "/x.db"}) == Path("/x.db")
    monkeypatch.delenv("SLUIS_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    assert cache_dir() == Path("/c/sluis")
    monkeypatch.setenv("SLUIS_CACHE", "/own")
    assert cache_dir() == Path("/own")


def test_estate_file_is_found(tmp_path):
    assert find_estate_file(tmp_path, {}) is None
    (tmp_path / "estate.yml").touch()
    assert find_estate_file(tmp_path, {}) == tmp_path / "estate.yml"
    (tmp_path / "estate.yaml").touch()
    assert find_estate_file(tmp_path, {}) == tmp_path / "estate.yaml"
    assert find_estate_file(tmp_path, {"SLUIS_CONFIG": "/x.yaml"}) == Path("/x.yaml")


def test_all_mistakes_are_told_at_once_each_with_its_line():
    text = """\
organisatie: x
organisation: {name: ""}
domains:
  - {id: a, name: A}
  - {id: a, name: 3}
systems:
  - id: s 1
    nam: b
    domain: q
    use_mode: intern
    tags: x
    targets:
      - git: https://u:GEHEIM@h/x
        token_env: ghp_GEHEIM
      - folder: /x
        revision: main
      - git: eigen
        system: s2
        token_env: NAME
  - 5
  - id: s2
    name: S
    sourcing: eigen
    criticality: 3
targets:
  - git: ext::sh -c x
  - git: -oProxy
  - git: file:///x
  - folder: a
    sbom: b
    system: s3
  - git: a
    revision: --upload-pack=x
  - git: a
  - git: a
    name: z
    subfolder: ../b
  - sbom:
  - {}
  - sbom: https://example.org/x.json
  - {sbom: q, subfolder: z}
jobs: -1
limits: {files: yes, depht: 3}
packs: [1]
language: dutch
language: nl
"""
    assert (
        "\n".join(_mistakes(text)) + "\n"
        == """\
estate.yaml:1: $: unknown key 'organisatie'; did you mean 'organisation'?
estate.yaml:2: $.organisation.name: is empty
estate.yaml:5: $.domains[1].id: 'a' is used before, on line 4
estate.yaml:5: $.domains[1].name: must be text, not a number; put it between quotes ("…")
estate.yaml:7: $.systems[0]: key 'name' is missing
estate.yaml:7: $.systems[0].id: may hold letters, digits, `.`, `_` and `-` only, and opens with a letter or digit
estate.yaml:8: $.systems[0]: unknown key 'nam'; did you mean 'name'?
estate.yaml:9: $.systems[0].domain: no domain has id 'q'
estate.yaml:10: $.systems[0].use_mode: 'intern' is not one of dev-tool, distributed, hosted, internal, public-client; did you mean 'internal'?
estate.yaml:11: $.systems[0].tags: must be a list (lines that start with `- `), not text
estate.yaml:13: $.systems[0].targets[0].git: 'https://h/x': holds credentials; leave them to git's credential helper or name an environment variable in `token_env`
estate.yaml:14: $.systems[0].targets[0].token_env: must be the name of an environment variable, for example FORGE_TOKEN; a token itself never stands in this file
estate.yaml:16: $.systems[0].targets[1].revision: is for git only
estate.yaml:18: $.systems[0].targets[2].system: stands in another system already; leave this key out
estate.yaml:19: $.systems[0].targets[2].token_env: only works with an https address in `git`
estate.yaml:20: $.systems[1]: must be a mapping of keys, not a number
estate.yaml:23: $.systems[2].sourcing: 'eigen' is not one of commercial, mixed, own; did you mean 'own'?
estate.yaml:24: $.systems[2].criticality: must be one of high, low, medium, vital, not a number
estate.yaml:26: $.targets[0].git: 'ext::sh -c x': transports such as ext:: and fd:: can run programs and are refused
estate.yaml:27: $.targets[1].git: cannot open with a dash
estate.yaml:28: $.targets[2].git: 'file:///x': write the path itself, without file://
estate.yaml:29: $.targets[3]: has folder and sbom; keep one
estate.yaml:31: $.targets[3].system: no system has id 's3'
estate.yaml:33: $.targets[4].revision: revision '--upload-pack=x' is not a branch, tag or commit name
estate.yaml:34: $.targets[5]: has the same name as the target on line 29; set `name` in one of them
estate.yaml:37: $.targets[6].subfolder: must be a folder inside the source, without `..` or a slash first
estate.yaml:38: $.targets[7].sbom: is empty
estate.yaml:39: $.targets[8]: needs git, folder, image, sbom or contracts
estate.yaml:40: $.targets[9].sbom: must be a path, not an address; for an address use git: 'https://example.org/x.json'
estate.yaml:41: $.targets[10].subfolder: is not for sbom; write the whole path in `sbom`
estate.yaml:42: $.jobs: must be 0 or more
estate.yaml:43: $.limits: unknown key 'depht'; did you mean 'depth'?
estate.yaml:43: $.limits.files: must be a whole number, not text
estate.yaml:44: $.packs[0]: must be text, not a number; put it between quotes ("…")
estate.yaml:46: $: key 'language' stands on line 45 too
"""
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "estate.yaml:1: $: is empty; `sluis init` writes one to start from"),
        ("# only a comment\n", "estate.yaml:1: $: is empty"),
        ("- a\n", "estate.yaml:1: $: must be a mapping of keys"),
        ("a: [1\nb: 2\n", "estate.yaml:2: $: is not valid YAML"),
        ("a: b: c\n", "estate.yaml:1: $: is not valid YAML"),
        ("organisation: {name: a}\n---\nb: 1\n", "estate.yaml:1: $: holds 2 documents"),
        ("language: nl\n", "estate.yaml:1: $: key 'organisation' is missing"),
        ("organisation:\n", "estate.yaml:1: $: key 'organisation' is missing"),
        ("organisation: x\n", "estate.yaml:1: $.organisation: must be a mapping of keys, not text"),
        ("organisation: {name: 7}\n", "estate.yaml:1: $.organisation.name: must be text"),
        (
            "organisation: {name: a}\ntargets: {git: a}\n",
            "estate.yaml:2: $.targets: must be a list (lines that start with `- `), not a mapping",
        ),
        (
            "organisation: {name: a}\ntargets:\n  - a\n",
            "estate.yaml:3: $.targets[0]: must be a mapping of keys, not text",
        ),
        ("a: &x [*x]\n", "estate.yaml:1: $: alias 'x' holds itself"),
        (b"\x00\x01\x02", "estate.yaml:1: $: is binary, not text"),
    ],
)
def test_file_that_is_no_estate_is_told(text, told):
    assert _mistakes(text)[0].startswith(told)


def test_absent_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_settings(tmp_path / "estate.yaml", {})
    with pytest.raises(ConfigError, match="Is a directory"):
        load_settings(tmp_path, {})


TARGET_KEYS = TargetEntry.__struct_fields__
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*EstateFile.__struct_fields__, *System.__struct_fields__, *TARGET_KEYS]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(VALUES)
def test_any_value_is_an_estate_or_a_told_mistake(value):
    try:
        parse_estate(json.dumps(value).encode(), "estate.yaml")
    except ConfigError as error:
        for line in str(error).splitlines():
            assert line.startswith("estate.yaml:"), line


@given(st.binary(max_size=60))
def test_any_bytes_are_an_estate_or_a_told_mistake(content):
    with pytest.raises(ConfigError):
        parse_estate(content, "estate.yaml")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["Gemeente Voorbeeld", "O\"'n: #\\ {x}\n-", "", "ë" * 300])
def test_first_estate_file_is_valid_as_it_stands(tmp_path, language, name):
    text = init_text(name, language)
    settings = _load(tmp_path, text)
    assert [t.location for t in settings.targets()] == [str(tmp_path)]
    assert settings.language == language
    assert text.startswith("# yaml-language-server: $schema=")
    if name.isalpha():
        assert settings.organisation.name == name[:200]


def test_first_estate_file_in_another_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        init_text("x", "fr")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_the_first_file_leaves_out_is_valid_too(language):
    lines = init_text("X", language).splitlines()
    body = [
        line.replace("# ", "  ", 1) if line.lstrip().startswith("# - ") else line for line in lines
    ]
    shown = [
        line.replace("# ", "", 1)
        if line.lstrip().startswith("# ") and ": " in f"{line} " and ":" in line.split("#")[1]
        else line
        for line in lines[6:]
    ]
    assert body
    keys = {line.strip().lstrip("- ").split(":")[0] for line in shown}
    assert keys >= {"git", "sbom", "folder", "revision", "token_env", "exclude", "packs", "waivers"}


def test_schema_is_up_to_date_and_agrees_with_the_reader():
    assert schema_text() == make_schema(), "run: python -m scanner.estate_schema"
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema).is_valid
    assert check({"organisation": {"name": "x"}, "targets": [{"git": "a"}]})
    for wrong in (
        {},
        {"organisation": {"name": "x"}, "targets": [{"git": "a", "sbom": "b"}]},
        {"organisation": {"name": "x"}, "targets": [{}]},
        {"organisation": {"name": "x"}, "nope": 1},
        {"organisation": {"name": "x"}, "language": "fr"},
    ):
        assert not check(wrong)
        with pytest.raises(ConfigError):
            parse_estate(json.dumps(wrong).encode(), "estate.yaml")


def test_every_key_of_the_schema_is_described_in_both_languages():
    for name, definition in json.loads(schema_text())["$defs"].items():
        for key, value in definition["properties"].items():
            assert value.get("title"), f"{name}.{key}"
            assert value.get("description"), f"{name}.{key}"
