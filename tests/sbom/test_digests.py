import hashlib
import subprocess
import sys

import pytest

from sbom.digests import blake2b, sha1


@pytest.mark.parametrize("size", [0, 1, 512 * 1024 - 1, 512 * 1024, 600_000])
def test_digests_are_those_of_hashlib(size: int) -> None:
    content = b"a" * size

    assert hashlib.sha1(content, usedforsecurity=False).digest() == sha1(content)
    assert (
        hashlib.blake2b(content, digest_size=6).digest() == blake2b(content, digest_size=6).digest()
    )


def test_openssl_is_not_loaded_for_little() -> None:
    code = "import sys; from sbom.digests import sha1; sha1(b'a'); print('_hashlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
