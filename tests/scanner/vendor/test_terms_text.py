"""The contract held against the text of the terms that it names, which the user puts in the dossier."""

import json
from pathlib import Path
from typing import Any

from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

TERMS = """GIBIT 2023 (tekst voor deze proef, zelf geschreven)

Artikel 16. Aansprakelijkheid
16.1 De aansprakelijkheid van Leverancier is per gebeurtenis beperkt tot vier keer de jaarvergoeding.

Artikel 25. Controle
25.1 Opdrachtgever mag de nakoming van de overeenkomst eenmaal per jaar door een onafhankelijke auditor laten
controleren. Leverancier werkt daaraan kosteloos mee.

Artikel 27. Toepasselijk recht
27.1 Op de overeenkomst is uitsluitend Nederlands recht van toepassing. Geschillen worden voorgelegd aan de
bevoegde rechter in het arrondissement van Opdrachtgever.
"""
CONTRACT = """Overeenkomst tussen de gemeente Voorbeeld (Opdrachtgever) en Zaakwerk B.V. (Leverancier)

Artikel 1. Voorwaarden
1.1 Op deze overeenkomst zijn de Gemeentelijke Inkoopvoorwaarden bij IT (GIBIT 2023) van toepassing.
1.2 In afwijking van artikel 25.1 van de GIBIT 2023 vindt controle alleen plaats na toestemming van Leverancier.

Artikel 2. Aansprakelijkheid
2.1 De aansprakelijkheid van Leverancier is per gebeurtenis beperkt tot tweemaal de jaarvergoeding.
"""


def judged(sluis: Sluis, folder: Path, contract: str, terms: str = "") -> dict[str, Any]:
    (folder / "standaardvoorwaarden").mkdir(parents=True, exist_ok=True)
    (folder / "overeenkomst.txt").write_text(contract, "utf-8")
    if terms:
        (folder / "standaardvoorwaarden" / "GIBIT-2023.txt").write_text(terms, "utf-8")
    ran = sluis("vendor", "check", folder, "--format", "json", "--vendor", "Zaakwerk B.V.")
    return {x["id"]: x for x in json.loads(ran.out)["lines"]}


def test_without_the_text_it_is_said_plainly_where_to_put_it(sluis: Sluis, tmp_path: Path) -> None:
    line = judged(sluis, tmp_path / "d", CONTRACT)["contract/terms/gibit-2023/text"]
    assert line["verdict"] == "unknown"
    assert "Niet vergeleken" in line["says"]["nl"]
    assert "GIBIT-2023.pdf" in line["says"]["nl"]
    assert line["searched"]["nl"]


def test_with_the_text_each_clause_is_held_against_it(sluis: Sluis, tmp_path: Path) -> None:
    lines = judged(sluis, tmp_path / "d", CONTRACT, TERMS)
    assert lines["contract/terms/gibit-2023/text"]["verdict"] == "complies"
    less = lines["contract/terms/gibit-2023/liability_cap"]
    assert less["verdict"] == "deviates"
    assert "2 maal de vergoeding, de voorwaarden 4" in less["says"]["nl"]
    assert {e["role"]: e["article"] for e in less["evidence"]} == {
        "contract": "2.1",
        "terms": "16.1",
    }
    law = lines["contract/governing_law"]
    assert law["verdict"] == "complies"
    assert "wel in GIBIT 2023, artikel 27.1" in law["says"]["nl"]
    aside = lines["contract/terms/gibit-2023/aside"]
    assert "25.1" in aside["says"]["nl"]
    equal = CONTRACT.replace("tweemaal", "vier keer")
    lines = judged(sluis, tmp_path / "d", equal, TERMS)
    assert "contract/terms/gibit-2023/liability_cap" not in lines
