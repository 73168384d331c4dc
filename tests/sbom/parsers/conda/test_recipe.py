"""meta.yaml of a conda recipe."""

from sbom.component import Role, Scope
from sbom.issue import IssueKind
from sbom.parsers.conda.recipe import parse
from sbom.source import SourceFile

TEXT = b"""\
{% set name = "Loket" %}
{% set version = "1.2.3" %}

package:
  name: {{ name|lower }}
  version: {{ version }}

requirements:
  build:
    - {{ compiler('c') }}
    - cmake  # [not win]
  host:
    - python
  run:
    - numpy >=1.20,<2
    - zlib 1.2.13
  run_constrained:
    - oud <2

test:
  requires:
    - pytest

about:
  license: EUPL-1.2

outputs:
  - name: loket-kern
    requirements:
      - ms ==2.0
"""


def test_templates_are_filled_in_as_far_as_they_are_literal() -> None:
    read = parse(SourceFile(path="meta.yaml", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "1.2.3", Scope.RUNTIME, (Role.ROOT,), 5),
        ("cmake", "", Scope.BUILD, (), 11),
        ("python", "", Scope.BUILD, (), 13),
        ("numpy", "", Scope.RUNTIME, (), 15),
        ("zlib", "1.2.13", Scope.RUNTIME, (), 16),
        ("oud", "", Scope.UNKNOWN, (Role.CONSTRAINT,), 18),
        ("pytest", "", Scope.TEST, (), 22),
        ("loket-kern", "1.2.3", Scope.RUNTIME, (Role.WORKSPACE,), 28),
        ("ms", "2.0", Scope.RUNTIME, (), 30),
    ]
    assert [(x.raw, x.line) for x in read.components[0].licenses] == [("EUPL-1.2", 25)]
    assert [(i.kind, i.line) for i in read.issues] == [(IssueKind.NOTE, 10)]
