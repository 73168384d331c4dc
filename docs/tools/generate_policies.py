"""Make what follows from the policy files and rules: compiled pack, schemas, rule pages.

python docs/tools/generate_policies.py           write
python docs/tools/generate_policies.py --check   exit 1 and name the files that are not current
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "policies" / "packs"
HEADINGS = ("What it checks", "Why it matters", "Example", "How to fix", "Source", "Parameters")


def main(arguments: list[str]) -> int:
    """Write or compare; returns the exit code."""
    sys.path.insert(0, str(ROOT))
    stale = []
    for path, text in outputs().items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for name in stale:
        print(name)
    return 1 if stale and "--check" in arguments else 0


def outputs() -> dict[Path, str]:
    """Every generated file with its text."""
    found = {PACKS / "default.json": compiled()}
    for name, schema in schemas().items():
        found[PACKS / "schema" / name] = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    found.update(rule_pages())
    return found


def compiled() -> str:
    """The default pack as JSON: one line per top-level part, so that a change can be read."""
    from policies.pack_load import PackLayer, load_pack

    folder = PACKS / "default"
    files = {p.name: p.read_text("utf-8") for p in sorted(folder.glob("*.yaml"))}
    tree = msgspec.to_builtins(load_pack([PackLayer(name="default", files=files)]))
    lines = []
    for key, value in tree.items():
        if key == "licenses":
            inner = [f"{json.dumps(k)}:{_json(v)}" for k, v in value.items()]
            lines.append(f"{json.dumps(key)}:{{\n" + ",\n".join(inner) + "}")
        else:
            lines.append(f"{json.dumps(key)}:{_json(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def schemas() -> dict[str, Any]:
    """JSON Schema by file name, one for each kind of pack file."""
    from policies import pack
    from policies.waiver import Waiver

    kinds: dict[str, Any] = {
        "strategy": pack.Strategy,
        "licenses": pack.Licenses,
        "license-refs": pack.LicenseRefs,
        "texts": pack.Texts,
        "cases": pack.Cases,
        "standards": pack.Standards,
        "vendor": pack.VendorPolicy,
        "conditions": pack.Conditions,
        "promises": pack.Promises,
    }
    found = {f"{name}.schema.json": _schema(name, kind) for name, kind in kinds.items()}
    waivers = _schema("waivers", list[Waiver])
    found["waivers.schema.json"] = {
        "$schema": waivers.pop("$schema"),
        "title": waivers.pop("title"),
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "version": {"type": "string"},
            "retrieved": {"type": "string"},
            "source": {},
            "waivers": {k: v for k, v in waivers.items() if k != "$defs"},
        },
        "$defs": waivers["$defs"],
    }
    return found


def _schema(name: str, kind: Any) -> dict[str, Any]:
    """Schema of one kind. Keys of an overlay are optional: only the first layer is complete."""
    made = msgspec.json.schema(kind)
    top = made.get("$ref", "").rpartition("/")[2]
    if top:
        made["$defs"][top].pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Sluis policy pack: {name}.yaml",
        **made,
    }


def rule_pages() -> dict[Path, str]:
    """One page per rule, and a table of all."""
    from policies.default_pack import default_layer
    from policies.pack_load import load_pack
    from policies.registry import RULES

    pack = load_pack([default_layer()])
    folder = ROOT / "docs" / "rules"
    found = {}
    rows = []
    for entry in RULES:
        module = importlib.import_module(f"policies.rules.{entry.module}")
        title, parts = sections(module.__doc__ or "")
        setting = pack.strategy.rules[entry.id]
        found[folder / f"{entry.id}.md"] = _page(entry.id, title, parts, setting, pack)
        rows.append(f"| [{entry.id}]({entry.id}.md) | {setting.severity} | {title} |")
    table = "\n".join(rows)
    found[folder / "README.md"] = (
        "# Rules\n\nMade from the docstrings in `policies/rules/` and the default pack by "
        "`python docs/tools/generate_policies.py`.\n\n"
        f"| rule | severity | what is wrong |\n|---|---|---|\n{table}\n"
    )
    return found


def sections(docstring: str) -> tuple[str, dict[str, str]]:
    """First line, and the text under each heading."""
    lines = docstring.strip().splitlines()
    parts: dict[str, list[str]] = {}
    current = ""
    for line in lines[1:]:
        if line.rstrip(":") in HEADINGS and line.endswith(":"):
            current = line.rstrip(":")
            parts[current] = []
        elif current:
            parts[current].append(line.removeprefix("    "))
    return lines[0].rstrip("."), {k: "\n".join(v).strip() for k, v in parts.items()}


def _page(rule: str, title: str, parts: dict[str, str], setting: Any, pack: Any) -> str:
    lines = [f"# {rule}", "", f"{title}.", ""]
    for heading in HEADINGS:
        if heading in parts:
            lines += [f"## {heading}", "", parts[heading], ""]
    lines += ["## In the default pack", ""]
    lines += [
        f"- severity: {setting.severity}",
        f"- source: {setting.source} ({setting.certainty})",
    ]
    for name, value in setting.params.items():
        shown = value if isinstance(value, (str, int)) else ", ".join(value)
        lines.append(f"- {name}: {shown}")
    for language, heading in (("nl", "Nederlands"), ("en", "English")):
        text = pack.texts[language].rules[rule]
        lines += ["", f"## {heading}", "", f"**{text.title}**", "", text.message, "", text.fix]
    return "\n".join(lines) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
