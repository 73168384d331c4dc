"""Any bytes give an inventory or a ParseError, for every parser of projects, containers and CI."""

import importlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.source import SourceFile

SEEDS = {
    "composer.lock": '{"packages": [{"name": "a/b", "version": "1", "dist": {"type": "zip"}, "license": ["x"]}]}',
    "composer.manifest": '{"require": {"php": "^8", "a/b": "1.0"}, "repositories": [{"type": "path", "url": "x"}]}',
    "gem.gemfile_lock": "GEM\n  remote: x\n  specs:\n    a (1.0)\n      b (~> 2)\n\nDEPENDENCIES\n  a!\n\nRUBY VERSION\n   ruby 3\n",
    "golang.go_mod": "module a\ngo 1.21\nrequire (\n\ta.b/c v1.0.0 // indirect\n)\nreplace a.b/c => ../c\n",
    "golang.go_sum": "a.b/c v1.0.0 h1:x=\na.b/c v1.0.0/go.mod h1:y=\n",
    "cargo.lock": 'version = 3\n\n[[package]]\nname = "a"\nversion = "1.0.0"\ndependencies = [\n "b",\n]\n',
    "cargo.manifest": '[package]\nname = "a"\nversion = "1"\n[dependencies]\nb = { git = "x", version = "1" }\n',
    "container.dockerfile": "ARG A=1\nFROM x:${A} AS y\nCOPY --from=y a b\nRUN <<E\nE\n",
    "container.compose": "services:\n  a:\n    image: x:${B:-1}\n    build: {context: .}\n",
    "ci.github_workflow": "jobs:\n  a:\n    container: x\n    steps:\n      - uses: a/b@v1 # v1\n",
    "ci.github_action": "runs:\n  using: node20\n  image: x\n  steps: [{uses: a/b@v1}]\n",
    "ci.pre_commit": "repos:\n- repo: https://x/y\n  rev: v1\n  hooks: [{id: a, additional_dependencies: [b]}]\n",
    "helm.chart": "name: a\nversion: 1\ndependencies:\n- name: b\n  version: ^1\n  repository: https://x\n",
    "helm.lock": "dependencies:\n- name: b\n  version: 1.0.0\ndigest: x\n",
    "project.publiccode": "name: a\nlegal: {license: MIT}\ndependsOn:\n  open:\n  - name: b\ndescription: {nl: {}}\n",
    "project.license_file": "SPDX-License-Identifier: MIT\nApache License Version 2.0, January 2004\n",
}
JUNK = st.sampled_from(
    ["null", "1", "[]", "{}", '""', "true", ":", "\n", "- ", "  ", '"', "'", "@", "$", "(", ")", "=>", "#", "\x00", "\xff", "&a ", "*a", "|", "${"]
)  # fmt: skip


def check(module: str, content: bytes) -> None:
    parser = importlib.import_module(f"sbom.parsers.{module}")
    try:
        found = parser.parse(SourceFile(path=f"map/{module.partition('.')[2]}", content=content))
    except ParseError:
        return
    assert isinstance(found, Inventory)
    refs = [c.ref for c in found.components if c.ref]
    assert len(refs) == len(set(refs))
    assert all(c.purl.startswith("pkg:") and c.name for c in found.components)
    assert all(tuple(sorted(c.properties)) == c.properties for c in found.components)
    assert {d.ref for d in found.dependencies} | {
        t for d in found.dependencies for t in d.targets
    } <= set(refs)


@pytest.mark.parametrize("module", SEEDS)
def test_the_seed_itself_is_read(module: str) -> None:
    check(module, SEEDS[module].encode())


@pytest.mark.parametrize("module", SEEDS)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_spoiled_text(module: str, data: st.DataObject) -> None:
    text = SEEDS[module]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(JUNK) + text[end:]
    check(module, text.encode("utf-8", "replace"))


@pytest.mark.parametrize("module", SEEDS)
@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=120))
def test_any_bytes(module: str, content: bytes) -> None:
    check(module, content)


HOSTILE = {
    "quotes": '"' * 60_000,
    "dollars": "FROM " + "${a:-" * 20_000,
    "brackets": "a: " + "[" * 60_000,
    "continued": "FROM x\nRUN a \\\n" * 15_000,
    "spaces": "require" + " " * 100_000 + "x",
    "heredocs": "FROM x\n" + "RUN <<E\n" * 5_000,
    "grants": "Permission is hereby granted, free of charge, to any person " * 2_000,
    "clauses": "Redistribution and use in source and binary forms, neither the name of " * 2_000,
    "aliases": "a: &a\n" + "- *a\n" * 20_000,
    "flows": "- [a, b\n" * 10_000,
    "openers": "- 'a\n" * 10_000,
}


@pytest.mark.parametrize("module", SEEDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_long_time(module: str, name: str) -> None:
    started = time.process_time()
    check(module, HOSTILE[name].encode())
    assert time.process_time() - started < 4
