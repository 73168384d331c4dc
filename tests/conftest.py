"""Shared fixtures: the public fixture set, and a guard on the network."""

import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Folder of the shared fixture set; skips with a reason where it is absent."""
    unpack = ROOT.parent / "shared" / "fixtures" / "unpack"
    if not unpack.exists():
        pytest.skip("the shared fixture set is not here (../shared/fixtures/unpack)")
    done = subprocess.run([str(unpack)], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to anything but loopback and local sockets."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"tests never use the network: {address}")
        connect(self, address)  # type: ignore[arg-type]  # the guard passes what it was given

    monkeypatch.setattr(socket.socket, "connect", guarded)
