"""JSON Schema of `estate.yaml`, for editors. `python -m scanner.estate_schema` writes the file."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

FILE = "estate.schema.json"


def schema_text() -> str:
    """The schema as shipped: JSON, two spaces, ends in a newline."""
    return files("scanner").joinpath("data", FILE).read_text("utf-8")


def make_schema() -> str:
    """The schema, made from `scanner.estate_file`. Draft 2020-12."""
    import msgspec

    from scanner.estate_file import EstateFile

    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "estate.yaml",
        **msgspec.json.schema(EstateFile),
    }
    target = schema["$defs"]["TargetEntry"]
    kinds = ("git", "folder", "image", "sbom", "contracts")
    target["oneOf"] = [{"required": [kind]} for kind in kinds]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "data" / FILE).write_text(make_schema(), "utf-8")
