"""The policy in force: the pack that ships with Sluis, the town's folders over it, and its waivers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policies.default_pack import load_default
from policies.finding import Finding
from policies.pack import Pack
from policies.pack_load import PackLayer, read_waivers
from policies.waiver import Waiver
from sbom.errors import ConfigError
from scanner.reports.data import Texts
from scanner.store.findings import Wording

if TYPE_CHECKING:  # loaded where there are decisions
    from policies.curations import Curation

_MAX_FILE = 8 * 1024 * 1024


def load_policy(folders: Sequence[str | Path] = ()) -> Pack:
    """The default pack with each folder over it; the last one wins.

    Raises:
        PackError: every mistake, one a line.
        ConfigError: a folder cannot be read.
    """
    return load_default([folder_layer(Path(f)) for f in folders])


def folder_layer(folder: Path) -> PackLayer:
    """The YAML files of one folder.

    Raises:
        ConfigError: it cannot be read, or a file is larger than 8 MiB.
    """
    files = {}
    try:
        for file in sorted(folder.glob("*.yaml")):
            if file.stat().st_size > _MAX_FILE:
                raise ConfigError(f"{file}: is larger than {_MAX_FILE} bytes")
            files[file.name] = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder}: cannot be read: {error}") from error
    if not files:
        raise ConfigError(f"{folder}: holds no .yaml file, so it is no policy pack")
    return PackLayer(name=folder.name, files=files)


def load_waivers(path: str) -> tuple[Waiver, ...]:
    """The waivers of a file; none when the path is empty.

    Raises:
        ConfigError: the file cannot be read.
        PackError: every mistake, one a line.
    """
    if not path:
        return ()
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    return read_waivers(text, Path(path).name)


def load_curations(path: str) -> "tuple[Curation, ...]":
    """The licence decisions of a file; none when the path is empty.

    Raises:
        ConfigError: the file cannot be read.
        PackError: every mistake, one a line: `FILE:LINE: $.path: reason`.
    """
    if not path:
        return ()
    from policies.curations import read_curations
    from sbom.errors import PackError, ParseError
    from sbom.readers.text import decode
    from sbom.readers.yaml_reader import loads_yaml

    file = Path(path)
    try:
        with file.open("rb") as stream:
            content = stream.read(_MAX_FILE + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > _MAX_FILE:
        raise ConfigError(f"{path}: is larger than {_MAX_FILE} bytes")
    try:
        documents = loads_yaml(decode(content))
    except ParseError as error:
        raise PackError(f"{file.name}:{error.line or 1}: $: {error.reason}") from error
    if not documents or documents[0] is None:
        raise PackError(f"{file.name}:1: $: is empty")
    return read_curations(documents[0], file.name)


def wording(pack: Pack) -> Wording:
    """The texts of a pack as functions."""
    from policies.texts import render

    def finding(found: Finding) -> tuple[Texts, Texts, Texts]:
        dutch, english = render(found, pack, "nl"), render(found, pack, "en")
        return (
            Texts(nl=dutch.title, en=english.title),
            Texts(nl=dutch.message, en=english.message),
            Texts(nl=dutch.fix, en=english.fix),
        )

    def title(rule: str) -> Texts:
        from scanner.words import words

        # The titles of the pack are of one finding, with places for its values.
        return Texts(nl=words("nl").of("rule", rule), en=words("en").of("rule", rule))

    return Wording(finding, _remembered(title))


def _remembered(make: Callable[[str], Texts]) -> Callable[[str], Texts]:
    known: dict[str, Texts] = {}

    def look_up(rule: str) -> Texts:
        if rule not in known:
            known[rule] = make(rule)
        return known[rule]

    return look_up
