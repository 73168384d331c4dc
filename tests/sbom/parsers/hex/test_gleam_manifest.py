"""manifest.toml of Gleam."""

from sbom.component import Role
from sbom.parsers.hex.gleam_manifest import parse
from sbom.source import SourceFile

TEXT = f"""\
packages = [
  {{ name = "gleam_stdlib", version = "0.34.0", build_tools = ["gleam"], requirements = [], otp_app = "gleam_stdlib", source = "hex", outer_checksum = "{"AB" * 32}" }},
  {{ name = "loket", version = "1.0.0", build_tools = ["gleam"], requirements = ["gleam_stdlib"], source = "git", repo = "https://git.example.org/loket", commit = "0123" }},
  {{ name = "kern", version = "0.1.0", build_tools = ["gleam"], requirements = [], source = "local", path = "../kern" }},
  {{ version = "9" }},
]

[requirements]
gleam_stdlib = {{ version = "~> 0.34" }}
loket = {{ git = "https://git.example.org/loket", ref = "main" }}
"""


def test_packages_origins_and_edges() -> None:
    read = parse(SourceFile(path="manifest.toml", content=TEXT.encode()))
    assert [(c.name, c.version, c.roles, c.direct, c.line) for c in read.components] == [
        ("gleam_stdlib", "0.34.0", (), True, 2),
        ("loket", "1.0.0", (Role.GIT,), True, 3),
        ("kern", "0.1.0", (Role.LOCAL,), False, 4),
    ]
    assert read.components[0].requirement == "~> 0.34"
    assert read.components[0].hashes == (("SHA-256", "ab" * 32),)
    assert [(d.ref, d.targets) for d in read.dependencies] == [("loket", ("gleam_stdlib",))]
    assert [i.subject for i in read.issues] == ["packages[3]"]
