"""Speed of purls and SBOM documents: `python tests/bench/bench_documents.py [components] [streamed]`.

Prints sizes, medians and ratios against cyclonedx-python-lib and packageurl-python on the same data in the
same process, and the rate and peak memory of the streaming reader on a generated document, each in a
process of its own. The machine and the day belong beside any figure that is quoted.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sbom.component import Component, Dependency, Role, Scope
from sbom.documents import cyclonedx_write, spdx_write
from sbom.documents.bom import Bom, from_inventories
from sbom.documents.cyclonedx_rows import stream_rows
from sbom.documents.cyclonedx_stream import stream
from sbom.documents.reading import read_json
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import base, build, parse
from sbom.purl_repair import repair

LICENCES = {"MIT": "MIT", "Apache-2.0": "Apache-2.0", "MIT OR ISC": "MIT OR ISC"}
RAW = ("MIT", "Apache-2.0", "MIT OR ISC", "Eigen licentie")


def inventory(count: int) -> Inventory:
    """A lockfile's worth of npm packages with licences, hashes, addresses and edges."""
    root = Component(
        purl="pkg:npm/zaaksysteem@1.0.0",
        name="zaaksysteem",
        version="1.0.0",
        roles=(Role.ROOT,),
        ref=".",
    )
    found = [root]
    for i in range(count):
        scope = "@voorbeeld" if i % 3 == 0 else ""
        name, version = f"pakket-{i}", f"1.{i % 9}.{i % 7}"
        found.append(
            Component(
                purl=build("npm", name, version, namespace=scope),
                name=f"{scope}/{name}" if scope else name,
                version=version,
                ref=name,
                scope=Scope.DEV if i % 5 == 0 else Scope.RUNTIME,
                direct=i < 50,
                licenses=(LicenseClaim(raw=RAW[i % 4]),),
                hashes=(("SHA-512", f"{i:0128x}"),),
                download=f"https://example.org/{name}-{version}.tgz",
                line=i + 3,
                properties=(("description", "Een pakket"), ("homepage", "https://example.org/")),
            )
        )
    edges = [Dependency(ref=".", targets=tuple(f"pakket-{i}" for i in range(min(50, count))))]
    for i in range(0, count, 2):
        ends = {f"pakket-{(i * 7 + k) % count}" for k in range(3)}
        edges.append(Dependency(ref=f"pakket-{i}", targets=tuple(sorted(ends))))
    return Inventory(components=tuple(found), dependencies=tuple(edges))


def clock(work: Callable[[], object], rounds: int = 9) -> float:
    """Median seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def purls() -> None:
    """Rates of the four ways to work with a purl."""
    from packageurl import PackageURL

    kinds = {
        "npm": [f"pkg:npm/%40v{i % 50}/naam-{i}@1.{i % 9}" for i in range(50_000)],
        "pypi": [f"pkg:pypi/naam-{i}@1.{i % 9}" for i in range(50_000)],
        "maven": [f"pkg:maven/org.v{i % 50}/naam-{i}@1.{i % 9}" for i in range(50_000)],
        "golang": [f"pkg:golang/example.org/v{i % 50}/naam-{i}@v1.{i % 9}" for i in range(50_000)],
    }
    for kind, texts in kinds.items():
        rates = []
        for work in (parse, repair, base):
            took = clock(lambda w=work, t=texts: [w(x) for x in t], 5)  # type: ignore[misc]
            rates.append(f"{work.__name__} {len(texts) / took / 1e6:.2f} M/s")
        some = texts[:3000]
        theirs = clock(lambda t=some: [PackageURL.from_string(x) for x in t], 3)  # type: ignore[misc]
        rates.append(f"packageurl-python {len(some) / theirs / 1e6:.3f} M/s")
        print(f"purl {kind}: {', '.join(rates)}")


def theirs(content: bytes) -> tuple[float, float]:
    """Seconds that cyclonedx-python-lib takes to read and to write the document, once."""
    from cyclonedx.model.bom import Bom as TheirBom
    from cyclonedx.output.json import JsonV1Dot6

    start = time.perf_counter()
    bom = TheirBom.from_json(json.loads(content))  # type: ignore[attr-defined]  # made at run time
    read = time.perf_counter() - start
    start = time.perf_counter()
    JsonV1Dot6(bom).output_as_string()
    return read, time.perf_counter() - start


def documents(count: int) -> None:
    """Merge, write and read, against the library."""
    facts = inventory(count)

    def merged() -> Bom:
        return from_inventories(
            [("app/package-lock.json", facts)], timestamp=datetime(2026, 11, 23, tzinfo=UTC)
        )

    bom = merged()
    content = cyclonedx_write.render(bom, normalise=LICENCES.get)
    spdx = spdx_write.render(bom, normalise=LICENCES.get)
    write = clock(lambda: cyclonedx_write.render(bom, normalise=LICENCES.get))
    read = clock(lambda: read_json(content, expected="CycloneDX"))
    loaded = json.loads(content)
    print(
        f"{count} components, {len(content) / 1e6:.1f} MB CycloneDX, {len(spdx) / 1e6:.1f} MB SPDX"
    )
    print(f"merge: {clock(merged) * 1e3:.1f} ms")
    print(
        f"write CycloneDX: {write * 1e3:.1f} ms (json.dumps alone: {clock(lambda: json.dumps(loaded)) * 1e3:.1f} ms)"
    )
    print(
        f"write SPDX: {clock(lambda: spdx_write.render(bom, normalise=LICENCES.get)) * 1e3:.1f} ms"
    )
    print(
        f"read CycloneDX: {read * 1e3:.1f} ms (json.loads alone: {clock(lambda: json.loads(content)) * 1e3:.1f} ms)"
    )
    print(f"read SPDX: {clock(lambda: read_json(spdx, expected='SPDX')) * 1e3:.1f} ms")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        their_read, their_write = theirs(content)
    print(f"cyclonedx-python-lib: read {their_read:.2f} s, write {their_write:.2f} s")
    print(f"ratio: read {their_read / read:.0f}x, write {their_write / write:.0f}x faster")


def generate(path: Path, count: int) -> None:
    """A CycloneDX document of `count` components, some 120,000 packages among them."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"component":'
        )
        file.write('{"type":"application","bom-ref":"root","name":"zaaksysteem","version":"1"}},')
        file.write('"components":[')
        for i in range(count):
            name, version = f"pakket-{i % 120_000}", f"1.{i % 7}.{i % 11}"
            entry = {
                "type": "library",
                "bom-ref": f"{i}-pkg:npm/{name}@{version}",
                "name": name,
                "version": version,
                "scope": "required",
                "licenses": [{"license": {"id": RAW[i % 2]}}],
                "purl": f"pkg:npm/{name}@{version}",
                "properties": [{"name": "syft:package:type", "value": "npm"}],
            }
            file.write(("," if i else "") + json.dumps(entry, separators=(",", ":")))
        file.write('],"dependencies":[{"ref":"root","dependsOn":["0-pkg:npm/pakket-0@1.0.0"]}]}')


def peak_mib() -> float:
    """Peak resident memory of this process; `ru_maxrss` would include that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text("ascii").splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def streamed(path: str, way: str) -> None:
    """Read a document once and say how fast; runs in a process of its own for its peak memory."""
    start, count = time.perf_counter(), 0
    with Path(path).open("rb", buffering=0) as file:
        if way == "stream_rows":
            for batch in stream_rows(file.read):
                count += sum(batch.counts)
        else:
            for item in stream(file.read):
                count += isinstance(item, Component)
    took = time.perf_counter() - start
    peak = peak_mib()
    print(
        f"{way}: {count} components in {took:.2f} s, {count / took / 1e3:.0f} k/s, peak {peak:.0f} MiB"
    )


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("components", type=int, nargs="?", default=5000)
    parser.add_argument("streamed", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--only", nargs=2, metavar=("FILE", "WAY"))
    arguments = parser.parse_args()
    if arguments.only:
        streamed(*arguments.only)
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    purls()
    documents(arguments.components)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.cdx.json"
        generate(path, arguments.streamed)
        print(f"{arguments.streamed} components, {path.stat().st_size / 1e6:.0f} MB")
        sample = inventory(20_000)
        content = cyclonedx_write.render(from_inventories([("lock", sample)]))
        took = clock(lambda: json.loads(content), 5)
        print(f"for comparison, json.loads of a whole document: {20_000 / took / 1e3:.0f} k/s")
        for way in ("stream_rows", "stream_rows", "stream"):
            sys.stdout.flush()
            subprocess.run([sys.executable, __file__, "--only", str(path), way], check=True)


if __name__ == "__main__":
    main()
