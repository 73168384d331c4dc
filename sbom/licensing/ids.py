"""SPDX licence and exception ids: canonical case, flags, and what replaced a deprecated id.

Source: SPDX License List 3.29 (CC0-1.0), through the generated module `spdx_table`.
"""

from functools import cache

from sbom.licensing.spdx_table import EXCEPTIONS, LICENSES

REPLACED_BY = {
    "AGPL-1.0": "AGPL-1.0-only",
    "AGPL-3.0": "AGPL-3.0-only",
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "GFDL-1.1": "GFDL-1.1-only",
    "GFDL-1.2": "GFDL-1.2-only",
    "GFDL-1.3": "GFDL-1.3-only",
    "GPL-1.0": "GPL-1.0-only",
    "GPL-1.0+": "GPL-1.0-or-later",
    "GPL-2.0": "GPL-2.0-only",
    "GPL-2.0+": "GPL-2.0-or-later",
    "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "GPL-2.0-with-GCC-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "GPL-3.0": "GPL-3.0-only",
    "GPL-3.0+": "GPL-3.0-or-later",
    "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "LGPL-2.0": "LGPL-2.0-only",
    "LGPL-2.0+": "LGPL-2.0-or-later",
    "LGPL-2.1": "LGPL-2.1-only",
    "LGPL-2.1+": "LGPL-2.1-or-later",
    "LGPL-3.0": "LGPL-3.0-only",
    "LGPL-3.0+": "LGPL-3.0-or-later",
    "Nunit": "zlib-acknowledgement",
    "StandardML-NJ": "SMLNJ",
    "wxWindows": "GPL-2.0-or-later WITH WxWindows-exception-3.1",
}
"""Deprecated id to the expression that means the same today (`obsoletedBy` of the list, first
entry). `Net-SNMP` is deprecated without a successor and stays as it is."""


@cache
def _licenses() -> dict[str, tuple[str, str]]:
    table = {}
    for line in LICENSES.split("\n"):
        name, _, flags = line.partition(" ")
        table[name.lower()] = (name, flags)
    return table


@cache
def _exceptions() -> dict[str, str]:
    return {name.lower(): name for name in EXCEPTIONS.split("\n")}


def canonical_license(text: str) -> str | None:
    """The id in the case of the list, or None when no id is spelt so. Deprecated ids stay."""
    found = _licenses().get(text.lower())
    return None if found is None else found[0]


def canonical_exception(text: str) -> str | None:
    """The exception id in the case of the list, or None."""
    return _exceptions().get(text.lower())


def license_ids() -> tuple[str, ...]:
    """Every licence id of the list, deprecated ones too, in the order of the list."""
    return tuple(name for name, _ in _licenses().values())


def exception_ids() -> tuple[str, ...]:
    """Every exception id of the list."""
    return tuple(_exceptions().values())


def is_deprecated(license_id: str) -> bool:
    """Whether the list marks the id as deprecated; False for an unknown id."""
    return "d" in _licenses().get(license_id.lower(), ("", ""))[1]


def is_osi_approved(license_id: str) -> bool:
    """Whether the list marks the id as approved by the Open Source Initiative."""
    return "o" in _licenses().get(license_id.lower(), ("", ""))[1]


def is_fsf_libre(license_id: str) -> bool:
    """Whether the list marks the id as free by the FSF; False may also mean: not judged."""
    return "f" in _licenses().get(license_id.lower(), ("", ""))[1]
