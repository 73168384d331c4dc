"""One bare repository to a judged CycloneDX document, against syft and cdxgen; and the estate.

    python tests/bench/bench_peers.py REPOS [--syft FILE] [--cdxgen FILE] [--rounds 5] [--only NAME ...]

REPOS is a folder of bare git repositories (searched two levels deep). Peers get a checkout, made
beforehand and not timed; Sluis reads the bare repository. Whole cold processes, paired A B A B.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

from measure import Series, paired

ROOT = Path(__file__).resolve().parents[2]
SLUIS = str(Path(sys.executable).parent / "sluis")
QUIET = {
    "SYFT_CHECK_FOR_APP_UPDATE": "false",
    "SYFT_JAVASCRIPT_INCLUDE_DEV_DEPENDENCIES": "true",
    "CDXGEN_TELEMETRY": "false",
    "CI": "true",
}


def repositories(folder: Path) -> dict[str, Path]:
    """Bare repositories by name."""
    found = {}
    for head in [*folder.glob("*/HEAD"), *folder.glob("*/*/HEAD")]:
        if (head.parent / "objects").is_dir():
            name = head.parent.parent.name if head.parent.name == "repo" else head.parent.name
            found[name] = head.parent
    return dict(sorted(found.items()))


def check_out(bare: Path, folder: Path) -> Path:
    """A checkout of HEAD for the peers; missing blobs are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        # checkout-index goes on behind a blob that is missing; `git archive` stops there.
        index = folder.with_name(folder.name + ".index")
        env = dict(os.environ, GIT_INDEX_FILE=str(index))
        git = ["git", f"--git-dir={bare}"]
        subprocess.run([*git, "read-tree", "HEAD"], env=env, check=True)
        put = [*git, "checkout-index", "-a", "-f", "-q", f"--prefix={folder}/"]
        subprocess.run(put, env=env, check=False, stderr=subprocess.DEVNULL)
        index.unlink()
    return folder


def purls(document: Path) -> set[str]:
    """Normalised purls with a version: no qualifiers or subpath, lower case where types say so."""
    try:
        data = json.loads(document.read_text())
    except (OSError, ValueError):
        return set()
    found = set()
    stack = list(data.get("components", []))
    while stack:
        component = stack.pop()
        stack.extend(component.get("components", []))
        purl = component.get("purl") or ""
        match = re.match(r"pkg:([^/]+)/([^?#]*)", purl)
        if not match or "@" not in match.group(2).lstrip("@"):
            continue
        kind, rest = match.group(1), unquote(match.group(2))
        name, _, version = rest.rpartition("@")
        if not name:
            continue
        if kind == "pypi":
            name = re.sub(r"[-_.]+", "-", name).lower()
        if kind in {"golang", "github", "githubactions", "composer", "nuget"}:
            name, kind = name.lower(), "github" if kind == "githubactions" else kind
        if kind in {"golang", "composer"}:
            version = version.removeprefix("v")
        found.add(f"{kind}/{name}@{version}")
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repos", type=Path)
    parser.add_argument("--syft")
    parser.add_argument("--cdxgen")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "sluis-bench")
    options = parser.parse_args()
    os.environ.update(QUIET)
    for name, bare in repositories(options.repos).items():
        if options.only and not any(o in name for o in options.only):
            continue
        tree = check_out(bare, options.work / "trees" / name)
        out = options.work / "out" / name
        out.mkdir(parents=True, exist_ok=True)
        commands = {
            "sluis": [SLUIS, "sbom", "create", str(bare), "--output", str(out / "sluis.json")]
        }
        if options.syft:
            commands["syft"] = [
                options.syft,
                "scan",
                "-q",
                f"dir:{tree}",
                "-o",
                f"cyclonedx-json={out / 'syft.json'}",
            ]
        if options.cdxgen:
            commands["cdxgen"] = [
                options.cdxgen,
                "-r",
                "--no-install-deps",
                "--no-babel",
                "-o",
                str(out / "cdxgen.json"),
                str(tree),
            ]
        report(name, paired(commands, rounds=options.rounds), out)


def report(name: str, series: dict[str, Series], out: Path) -> None:
    """Ratios and missing components of one repository."""
    ours = series["sluis"]
    mine = purls(out / "sluis.json")
    print(
        f"\n{name}: sluis {ours.median * 1000:.0f} ms (best {min(ours.seconds) * 1000:.0f}, "
        f"cpu {ours.cpu * 1000:.0f}), {ours.peak:.0f} MiB, {len(mine)} versions"
    )
    for peer, other in series.items():
        if peer == "sluis":
            continue
        theirs = purls(out / f"{peer}.json")
        missed = sorted(theirs - mine)
        print(
            f"  against {peer}: {other.median * 1000:.0f} ms (best {min(other.seconds) * 1000:.0f}), "
            f"{other.peak:.0f} MiB; time ratio {ours.median / other.median:.3f} "
            f"(best {min(ours.seconds) / min(other.seconds):.3f}, cpu {ours.cpu / other.cpu:.3f}), memory ratio {ours.peak / other.peak:.3f}; "
            f"{len(theirs)} versions, we miss {len(missed)}, they miss {len(mine - theirs)}"
        )
        for purl in missed[:25]:
            print(f"    missed: {purl}")


if __name__ == "__main__":
    main()
