"""Build `sbom/licensing/data/full_texts.xz`: the texts that notices print.

    python docs/tools/build_license_texts.py NPM_FOLDER

NPM_FOLDER is the unpacked npm package `spdx-license-list` (package and list data CC0-1.0): its folder
`licenses` holds one JSON file per id of the SPDX licence list.
"""

import json
import lzma
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "sbom" / "licensing" / "data" / "full_texts.xz"


def main(folder: Path) -> None:
    """Write the file."""
    texts = {}
    for file in sorted((folder / "licenses").glob("*.json")):
        text = json.loads(file.read_text("utf-8")).get("licenseText", "")
        if text.strip():
            texts[file.stem] = text.strip() + "\n"
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    content = {"source": f"spdx-license-list {version} (npm), CC0-1.0", "texts": texts}
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    TARGET.write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(texts)} texts, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
