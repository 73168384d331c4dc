"""Which profiles of a pom are active when nobody asks for any.

Rules of Maven 3 (profile activation): a profile is active when all its conditions hold; those
that are activeByDefault are active only when no other profile of the same pom is. Conditions on
the operating system, on files and on a property that must be set are taken as not met. The JDK is
assumed to be `ASSUMED_JDK`.

Source: Maven, "Introduction to Build Profiles".
"""

from sbom.lazy_pattern import lazy
from sbom.readers.xml_reader import Element

ASSUMED_JDK = "21"
"""A JDK with long-term support that is current; conditions tell 1.4 from later, or 8 from later."""
_NUMBER = lazy(r"[0-9]{1,9}")


def is_default(profile: Element) -> bool:
    """Whether it is activeByDefault."""
    activation = profile.first("activation")
    return activation is not None and activation.value("activeByDefault") == "true"


def is_met(profile: Element) -> bool:
    """Whether it has conditions and all of them are known to hold."""
    activation = profile.first("activation")
    if activation is None:
        return False
    found = False
    for condition in activation.children:
        if condition.tag == "jdk":
            if not jdk_fits(condition.text.strip()):
                return False
            found = True
        elif condition.tag == "property":
            # `!name`: active as long as the property is not set.
            if not condition.value("name").startswith("!") or condition.first("value") is not None:
                return False
            found = True
        elif condition.tag in {"os", "file", "packaging", "condition"}:
            return False
    return found


def jdk_fits(wanted: str, jdk: str = ASSUMED_JDK) -> bool:
    """Whether a JDK meets `1.8`, `!1.4`, `[1.5,)` or several of these ranges."""
    if not wanted:
        return False
    if wanted[0] == "!":
        return not jdk_fits(wanted[1:], jdk)
    if wanted[0] not in "[(":
        return jdk.startswith(wanted.rstrip("+"))
    lower, comma, upper = wanted[1:-1].partition(",")
    own, least, most = _numbers(jdk), _numbers(lower), _numbers(upper)
    if not comma:
        return own == least
    above = not least or own > least or (own == least and wanted[0] == "[")
    below = not most or own < most or (own == most and wanted[-1] == "]")
    return above and below


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in _NUMBER.findall(text)[:6])
