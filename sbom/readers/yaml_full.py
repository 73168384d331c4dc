"""The complete YAML reader, on PyYAML's event stream (libyaml where it is built in)."""

from typing import Any

import yaml

from sbom.errors import ParseError
from sbom.readers.doubles import notice
from sbom.readers.yaml_scalar import scalar
from sbom.readers.yaml_values import MAX_DEPTH, MAX_NODES, YamlList, YamlMap

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_documents(text: str) -> list[Any]:
    """All documents of a stream; see `yaml_reader.load_yaml`."""
    try:
        return _Builder(text).documents()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = None if mark is None else mark.line + 1
        raise ParseError(f"is not valid YAML: {problem}", line=line) from error
    except RecursionError as error:
        raise ParseError("is nested too deeply") from error


class _Builder:
    """Builds values from events; counts what aliases would expand to."""

    def __init__(self, text: str) -> None:
        self._events: Any = iter(yaml.parse(text, Loader=_Loader))
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: set[str] = set()

    def documents(self) -> list[Any]:
        found: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
                value, _ = self._node(next(self._events), 0)
                found.append(value)
        return found

    def _node(self, event: Any, depth: int) -> tuple[Any, int]:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise ParseError(f"is nested more than {MAX_DEPTH} levels deep", line=line)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor in self._open:
                raise ParseError(f"alias {event.anchor!r} holds itself", line=line)
            if event.anchor not in self._anchors:
                raise ParseError(f"alias {event.anchor!r} is not defined", line=line)
            return self._anchors[event.anchor]
        anchor = event.anchor
        if anchor:
            self._open.add(anchor)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and not event.style
            made: tuple[Any, int] = (scalar(event.value) if plain else event.value, 1)
        elif isinstance(event, yaml.MappingStartEvent):
            made = self._mapping(line, depth)
        else:
            made = self._sequence(line, depth)
        if made[1] > MAX_NODES:
            raise ParseError("expands to too many values through its aliases", line=line)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = made
        return made

    def _mapping(self, line: int, depth: int) -> tuple[YamlMap, int]:
        result, size, merged = YamlMap(line), 1, []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            at = event.start_mark.line + 1
            plain = isinstance(event, yaml.ScalarEvent)
            key = event.value if plain else str(self._node(event, depth + 1)[0])[:200]
            value, weight = self._node(next(self._events), depth + 1)
            size += weight + 1
            if key == "<<" and plain and not event.style:
                merged.extend(value if isinstance(value, list) else [value])
                continue
            if key in result:
                notice(key, at)
            result[key] = value
            result.key_lines[key] = at
        for other in merged:
            if isinstance(other, YamlMap):
                for key, value in other.items():
                    if key not in result:
                        result[key] = value
                        result.key_lines[key] = other.line_of(key)
        return result, size

    def _sequence(self, line: int, depth: int) -> tuple[YamlList, int]:
        result, size = YamlList(line), 1
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            result.item_lines.append(event.start_mark.line + 1)
            value, weight = self._node(event, depth + 1)
            size += weight
            result.append(value)
        return result, size
