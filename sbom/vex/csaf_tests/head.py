"""CSAF 6.1.12, 6.1.15, 6.1.28, 6.1.38-6.1.41, 6.1.47, 6.1.54, 6.1.55: the head of the document."""

from collections.abc import Iterator

from sbom.lazy_pattern import lazy
from sbom.vex.csaf_view import Mistake, View
from sbom.vex.wire import numbered, table, text, texts

_LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "  # noqa: SIM905 - words in a row
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu i x".split()
)
"""ISO 639-1, with `i` and `x` of RFC 5646."""
_MAX = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_NIL = "00000000-0000-0000-0000-000000000000"
_RESERVED = {_MAX: "Public", _NIL: "No sharing allowed"}
_GROUP = "/document/distribution/sharing_group"
_WORD = lazy(
    r"\s*(?:(\()|(\))|(AND|and|OR|or|WITH|with)(?![A-Za-z0-9.:+-])"
    r"|((?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+"
    r"|(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+"
    r"|[A-Za-z0-9.-]+\+?)(?![A-Za-z0-9.:+-]))"
)


def language(view: View) -> Iterator[Mistake]:
    """6.1.12: languages exist; only the two-letter codes are known here."""
    for key in ("lang", "source_lang"):
        first = text(view.head.get(key)).partition("-")[0].lower()
        if first and first not in _LANGUAGES and len(first) < 3:
            yield Mistake(f"/document/{key}", f"{first!r} is no language")


def translator(view: View) -> Iterator[Mistake]:
    """6.1.15: a translation names the language it was made from."""
    publisher = table(view.head.get("publisher"))
    if text(publisher.get("category")) == "translator" and not text(view.head.get("source_lang")):
        state = "is empty" if "source_lang" in view.head else "is missing"
        yield Mistake("/document/source_lang", state)


def translation(view: View) -> Iterator[Mistake]:
    """6.1.28: source language and language differ."""
    source = text(view.head.get("source_lang")).lower()
    if source and source == text(view.head.get("lang")).lower():
        yield Mistake("/document/source_lang", "is the language of the document")


def _sharing(view: View) -> tuple[str, str | None, str]:
    """(group id, group name or None, TLP label)."""
    distribution = table(view.head.get("distribution"))
    group = table(distribution.get("sharing_group"))
    name = text(group.get("name")) if "name" in group else None
    return text(group.get("id")), name, text(table(distribution.get("tlp")).get("label"))


def max_uuid(view: View) -> Iterator[Mistake]:
    """6.1.38 (2.1): the Max UUID goes with TLP:CLEAR only."""
    ident, _, label = _sharing(view)
    if ident == _MAX and label != "CLEAR":
        yield Mistake("/document/distribution/tlp/label", "is not CLEAR")


def public_group(view: View) -> Iterator[Mistake]:
    """6.1.39 (2.1): TLP:CLEAR goes with the Max UUID only."""
    ident, _, label = _sharing(view)
    draft = ident == _NIL and text(view.tracking.get("status")) == "draft"
    if label == "CLEAR" and ident and ident != _MAX and not draft:
        yield Mistake(f"{_GROUP}/id", "is a closed group, but the document is public")


def reserved_name(view: View) -> Iterator[Mistake]:
    """6.1.40 (2.1): reserved names of sharing groups go with their ids."""
    ident, name, _ = _sharing(view)
    for reserved, wanted in _RESERVED.items():
        if name == wanted and ident != reserved:
            yield Mistake(f"{_GROUP}/name", f"{name!r} is reserved")


def missing_name(view: View) -> Iterator[Mistake]:
    """6.1.41 (2.1): reserved ids of sharing groups have their names."""
    ident, name, _ = _sharing(view)
    wanted = _RESERVED.get(ident)
    if wanted is not None and name != wanted:
        yield Mistake(f"{_GROUP}/name", f"is not {wanted!r}")


def ssvc_targets(view: View) -> Iterator[Mistake]:
    """6.1.47 (2.1): SSVC is about the vulnerability it stands with."""
    document = text(view.tracking.get("id"))
    for path, content, _, _ in view.contents():
        place = int(path.partition("[")[2].partition("]")[0])
        holder = dict(view.vulnerabilities)[f"/vulnerabilities[{place}]"]
        ids = holder.get("ids")
        known = {text(holder.get("cve"))} | {
            text(table(i).get("text")) for i in (ids if isinstance(ids, list) else ())
        }
        for number, target in enumerate(texts(table(content.get("ssvc_v2")).get("target_ids"))):
            where = f"{path}/ssvc_v2/target_ids[{number}]"
            if target not in known:
                yield Mistake(where, f"{target!r} is not this vulnerability")
            elif target == document and len(view.vulnerabilities) > 1:
                yield Mistake(where, f"{target!r} is the document, which has several")


def ssvc_shape(view: View) -> Iterator[Mistake]:
    """6.1.46 (2.1): an SSVC object has the members that its schema asks for."""
    for path, content, _, _ in view.contents():
        if "ssvc_v2" not in content:
            continue
        held = table(content.get("ssvc_v2"))
        here = f"{path}/ssvc_v2"
        for key in ("schemaVersion", "timestamp", "selections"):
            if key not in held:
                yield Mistake(here, f"has no {key}")
        for number, selection in numbered(held.get("selections")):
            place = f"{here}/selections[{number}]"
            for key in ("namespace", "key", "version", "values"):
                if not selection.get(key):
                    yield Mistake(place, f"has no {key}")
            for at, value in numbered(selection.get("values")):
                if not text(value.get("key")):
                    yield Mistake(f"{place}/values[{at}]", "has no key")


def extension_shape(view: View) -> Iterator[Mistake]:
    """6.1.60.1 (2.1): an extension has its four members, and no others."""
    needed = {"$schema", "category", "critical", "content"}
    for path, extension in view.extensions():
        for key in sorted(needed - extension.keys()):
            yield Mistake(path, f"has no {key}")
        for key in sorted(extension.keys() - needed):
            yield Mistake(f"{path}/{key}", "is no member of an extension")


def license_expression(view: View) -> Iterator[Mistake]:
    """6.1.54 (2.1): the licence expression keeps to the grammar."""
    stated = text(view.head.get("license_expression"))
    if "license_expression" in view.head and not _valid(stated):
        yield Mistake("/document/license_expression", f"{stated[:60]!r} is no expression")


def _tokens(stated: str) -> list[tuple[str, str]] | None:
    """(kind, word) in a row: `(`, `)`, `op`, `id`; None when a word is none of them."""
    found, at, end = [], 0, len(stated.rstrip())
    while at < end:
        match = _WORD.match(stated, at)
        if match is None:
            return None
        kind = ("(", ")", "op", "id")[(match.lastindex or 1) - 1]
        found.append((kind, match[match.lastindex or 1]))
        at = match.end()
    return found


def _valid(stated: str) -> bool:
    tokens = _tokens(stated)
    if not tokens:
        return False
    depth, want, after_with = 0, True, False
    for kind, word in tokens:
        if want:
            if kind == "(" and not after_with:
                depth += 1
            elif kind == "id" and _reference(word):
                want, after_with = False, False
            else:
                return False
        elif kind == ")" and depth:
            depth -= 1
        elif kind == "op":
            want, after_with = True, word.lower() == "with"
        else:
            return False
    return not want and not depth


def _reference(word: str) -> bool:
    """Whether an identifier keeps to the rules for references: their case, no `+`, no document."""
    low = word.lower()
    if not low.startswith(("licenseref-", "additionref-", "documentref-")):
        return True
    return word.startswith(("LicenseRef-", "AdditionRef-")) and not word.endswith("+")


def license_text(view: View) -> Iterator[Mistake]:
    """6.1.55 (2.1): a licence of one's own has its text in the document."""
    stated = text(view.head.get("license_expression"))
    own = any(
        k == "id"
        and w.startswith(("LicenseRef-", "AdditionRef-"))
        and not w.startswith("LicenseRef-scancode-")
        for k, w in _tokens(stated) or ()
    )
    if own and view.english:
        notes = view.notes("License")
        if len(notes) != 1 or text(notes[0].get("category")) != "legal_disclaimer":
            yield Mistake("/document/notes", "has not exactly one legal disclaimer 'License'")
