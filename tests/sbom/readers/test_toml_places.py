"""Lines of keys and strings in TOML."""

from sbom.readers.toml_places import Places

TEXT = """# don't stumble
[project]
name = "voorbeeld"
dependencies = [
    "requests>=2",
    'click; python_version < "3.9"',
    "requests>=2",
]
[tool.poetry.group.dev.dependencies]
pytest = "^8"
"ruamel.yaml" = { version = "*" }
"""


def test_keys_and_items_are_found_in_their_section() -> None:
    places = Places(TEXT)
    assert places.line("project", "name") == 3
    assert places.line("project", 'click; python_version < "3.9"') == 6
    assert places.line("tool.poetry.group.dev.dependencies", "pytest") == 10
    assert places.line("tool.poetry.group.dev.dependencies", "ruamel.yaml") == 11


def test_a_repeated_item_is_found_again_further_on() -> None:
    places = Places(TEXT)
    assert [places.line("project", "requests>=2") for _ in range(3)] == [5, 7, 7]


def test_a_miss_is_the_section_or_nothing() -> None:
    places = Places(TEXT)
    assert places.line("project", "absent") == 2
    assert places.line("absent", "name") is None


def test_hostile_quotes_take_linear_time() -> None:
    assert Places('x = "' + '\\"' * 200_000).line("", "y") is None
