"""Images in a template of a chart, which is not YAML until it is rendered: line by line.

Source: Helm documentation, "The Chart Template Developer's Guide".
"""

import re

from sbom.image_mentions import Images

_IMAGE = re.compile(r"\s*(?:-\s+)?image:\s*(\S.*)\Z")
_COMMENT = re.compile(r"\s#.*\Z")


def take_template(text: str, images: Images) -> None:
    """Adds the images that the lines `image: ...` name; placeholders make them UNRESOLVED."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _IMAGE.match(line.rstrip()) if "image:" in line else None
        if match is None:
            continue
        value = match.group(1)
        if value[0] in "\"'":
            value = value[1 : value.rfind(value[0])] if value.rfind(value[0]) > 0 else value[1:]
        elif "{{" not in value:
            value = _COMMENT.sub("", value).strip()
        if (value and value[0] not in "&*|>[{") or value.startswith("{{"):
            images.add(value, number, strict=False, use="template")
