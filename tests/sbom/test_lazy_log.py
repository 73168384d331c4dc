import logging
import subprocess
import sys

import pytest

from sbom.lazy_log import LazyLog


def test_messages_reach_logging_under_their_own_name_and_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    log = LazyLog("sbom.voorbeeld")

    log.debug("read %s", "a")
    log.info("%d files", 2)
    try:
        int("x")
    except ValueError:
        log.exception("lost %s", "b")

    assert caplog.record_tuples == [
        ("sbom.voorbeeld", logging.DEBUG, "read a"),
        ("sbom.voorbeeld", logging.INFO, "2 files"),
        ("sbom.voorbeeld", logging.ERROR, "lost b"),
    ]
    assert {"test_messages_reach_logging_under_their_own_name_and_place"} == {
        r.funcName for r in caplog.records
    }
    assert caplog.records[-1].exc_info


def test_logging_is_loaded_for_errors_alone() -> None:
    code = (
        "import sys\n"
        "from sbom.lazy_log import LazyLog\n"
        "log = LazyLog('x')\n"
        "log.debug('a'); log.info('b')\n"
        "before = 'logging' in sys.modules\n"
        "log.exception('told %s', 1)\n"
        "print(before, 'logging' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False True"
    assert "told 1" in done.stderr
