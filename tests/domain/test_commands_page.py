"""docs/commands.md is written from the code, and says what the rules do."""

import runpy
from pathlib import Path

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.reason_texts import REASON_TEXTS
from broker.domain.refusal import Reason
from tests.domain.test_command_table import TABLE

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "commands.md"
SCRIPT = runpy.run_path(str(ROOT / "infra" / "docs" / "commands.py"), run_name="page")


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == SCRIPT["document"](), "run infra/docs/commands.py"


def test_the_page_names_every_reason_the_rules_give() -> None:
    for kind in COMMAND_SIDES:
        told = SCRIPT["reasons_of"](SCRIPT["rule_of"](kind)) | {Reason.CASE_ENDED}
        given = {answer for answer in TABLE.get(kind.__name__, {}) if isinstance(answer, Reason)}
        assert given <= told, kind.__name__


def test_every_reason_has_a_text_in_both_languages() -> None:
    assert set(REASON_TEXTS) == set(Reason)
    assert all(text.zh and text.en for text in REASON_TEXTS.values())
