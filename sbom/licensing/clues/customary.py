"""What a name without version or variant customarily means, where it is stated and nothing else says.

"Released under the BSD license" states a licence and leaves open which text is meant. Such a
statement is read as the text that goes by that name today; the detection carries the matcher `customary`,
so that a person sees that it is a reading, and gives way to any text, tag or name of the same family
in the file. A GNU name without version means any version by the licence's own text (GPL-2.0
section 9, GPL-3.0 section 14), so that is no reading.
"""

READING = {"BSD": "BSD-3-Clause", "Apache": "Apache-2.0", "EUPL": "EUPL-1.2", "CDDL": "CDDL-1.0"}
"""Family to id: the text that has gone by the bare name for years (BSD since 1999, Apache since
2004, EUPL since 2017; the CDDL 1.1 of 2010 is written with its number)."""
ANY = {
    "GPL": "GPL-1.0-or-later",
    "LGPL": "LGPL-2.0-or-later",
    "AGPL": "AGPL-3.0-or-later",
    "GFDL": "GFDL-1.1-or-later",
}
"""GNU family to "any version"."""
MATCHER = "customary"


def customary(family: str) -> tuple[str, bool]:
    """Expression for a vague family, empty when there is none, and whether it is only a reading."""
    if family in ANY:
        return ANY[family], False
    return READING.get(family, ""), True
