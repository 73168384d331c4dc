"""A city's labels move the model, the same way every time; wrong labels are named."""

import pytest

from sbom.contracts.clauses.model import read_model, shipped
from sbom.contracts.clauses.training import Label, read_labels, trained
from sbom.errors import ParseError

ODD = "De regiezetel gaat na het slotakkoord over naar een volgend orkest."


def test_labels_teach_a_wording_that_was_not_known() -> None:
    base = shipped()
    assert base is not None
    at = base.classes.index("exit_assistance")
    content, before, after = trained([Label("exit_assistance", ODD)])
    assert after >= before
    assert read_model(content).scores(ODD)[at] > base.scores(ODD)[at]


def test_the_same_labels_give_the_same_model() -> None:
    labels = [
        Label("suspension", "Wij draaien de kraan dicht."),
        Label("price_change", ODD, right=False),
    ]
    assert trained(labels) == trained(labels)


def test_a_line_that_is_no_label_is_named() -> None:
    assert read_labels(b'{"clause": "suspension", "quote": "x", "right": false}\n\n')
    with pytest.raises(ParseError, match="not a label"):
        read_labels(b'{"clause": 3}')


def test_a_clause_that_does_not_exist_is_named() -> None:
    with pytest.raises(ParseError, match="no clause"):
        trained([Label("nothing", "x")])
