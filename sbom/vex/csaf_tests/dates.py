"""CSAF 6.1.37, 6.1.45, 6.1.49, 6.1.51-6.1.53 (2.1): dates and times."""

from collections.abc import Iterator

from sbom.vex.csaf_view import STAMP, Mistake, View, moment
from sbom.vex.wire import table, text


def stamps(view: View) -> Iterator[Mistake]:
    """6.1.37: every date and time is one, without leap seconds."""
    for path, stated in view.dates():
        match = STAMP.match(stated)
        if match is None or int(match[6]) > 59 or not _offset(match[7], match[8]):
            yield Mistake(path, f"{stated!r} is no date and time")
        elif moment(stated) is None:
            yield Mistake(path, f"{stated!r} does not exist")


def _offset(hours: str | None, minutes: str | None) -> bool:
    return int(hours or 0) < 24 and int(minutes or 0) < 60


def _later(view: View, path: str, stated: str) -> Iterator[Mistake]:
    found = moment(stated)
    if found is not None and view.newest is not None and found > view.newest:
        yield Mistake(path, f"{stated} is later than the newest revision")


def disclosure(view: View) -> Iterator[Mistake]:
    """6.1.45: what is public was not disclosed after its newest revision."""
    tlp = table(table(view.head.get("distribution")).get("tlp"))
    if not view.released or text(tlp.get("label")) != "CLEAR":
        return
    for path, vulnerability in view.vulnerabilities:
        stated = text(vulnerability.get("disclosure_date"))
        yield from _later(view, f"{path}/disclosure_date", stated)


def _metric(view: View, key: str) -> Iterator[Mistake]:
    if view.released:
        for path, content, _, _ in view.contents():
            stated = text(table(content.get(key)).get("timestamp"))
            yield from _later(view, f"{path}/{key}/timestamp", stated)


def ssvc(view: View) -> Iterator[Mistake]:
    """6.1.49: no SSVC decision is newer than the document."""
    yield from _metric(view, "ssvc_v2")


def epss(view: View) -> Iterator[Mistake]:
    """6.1.51: no EPSS value is newer than the document."""
    yield from _metric(view, "epss")


def exploitation(view: View) -> Iterator[Mistake]:
    """6.1.52: no known exploitation is newer than the document."""
    if view.released:
        for path, item in view.parts("first_known_exploitation_dates"):
            for key in ("date", "exploitation_date"):
                yield from _later(view, f"{path}/{key}", text(item.get(key)))


def exploitation_known(view: View) -> Iterator[Mistake]:
    """6.1.53: no exploitation was known before it took place."""
    for path, item in view.parts("first_known_exploitation_dates"):
        took, known = moment(text(item.get("exploitation_date"))), moment(text(item.get("date")))
        if took is not None and known is not None and took > known:
            yield Mistake(f"{path}/exploitation_date", "is later than the date it was known")
