"""The forms in which a check can be written."""

import json

from scanner.vendor.check import Check
from scanner.words import Words

FORMS = ("table", "html", "json", "pdf", "docx", "odt")


def made(form: str, check: Check, say: Words) -> bytes:
    """The check in one form; the same bytes for the same check.

    Args:
        form: One of `FORMS`.
        check: What was found.
        say: The language.

    Raises:
        ConfigError: what writes PDF is not installed.
    """
    if form == "table":
        from scanner.vendor.terminal import text

        return text(check, say).encode()
    if form == "html":
        from scanner.vendor.page import render

        return render(check, say).encode()
    if form == "json":
        return verdict_json(check).encode()
    from scanner.vendor.outline import outline

    page = outline(check, say)
    if form == "pdf":
        from scanner.vendor.report_pdf import pdf_of

        return pdf_of(page, verdict_json(check), say("vendor.attached"))
    if form == "docx":
        from scanner.vendor.report_docx import docx_of

        return docx_of(page)
    from scanner.vendor.report_odt import odt_of

    return odt_of(page)


def verdict_json(check: Check) -> str:
    """The check as JSON in both languages."""
    from scanner.vendor.shown import as_tree

    return json.dumps(as_tree(check), ensure_ascii=False, indent=1) + "\n"
