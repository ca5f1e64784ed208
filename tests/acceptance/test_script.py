"""The script of the demo: people who could exist, items that do, and papers they ask for."""

from itertools import pairwise

import pytest

from broker.domain.clocks.beijing import legal_day
from broker.domain.codes import OrganisationCode, ResidentId, parse_organisation_code
from broker.domain.codes import parse_resident_id as parse
from broker.domain.identifiers import Instant
from broker.operations.morning import DESKS, MORNING
from broker.operations.papers import write_pdf
from broker.operations.scenario import Act, Scene
from broker.web.bodies import SubmitCaseBody
from broker.web.bodies_persons import NaturalApplicant
from broker.web.reception import IDEMPOTENCY_KEY
from broker.web.reference import load_reference

REFERENCE = load_reference()
TODAY = legal_day(Instant(1_780_000_000_000))


def hand_in(scene: Scene) -> Act:
    """Answer the first step of a scene."""
    first = scene.steps[0]
    assert isinstance(first, Act)
    return first


@pytest.mark.parametrize("scene", MORNING, ids=lambda scene: scene.name)
def test_a_scene_hands_in_an_item_of_the_catalogue_for_a_valid_applicant(scene: Scene) -> None:
    act = hand_in(scene)
    body = SubmitCaseBody.model_validate(act.body, strict=False)
    item = REFERENCE.items[body.item_code]
    assert scene.title.startswith(item.name)
    assert (act.desk, body.handling_region) == (scene.receiving, scene.handling.town.code)
    if isinstance(body.applicant, NaturalApplicant):
        number = parse(body.applicant.resident_id, on=TODAY, regions=REFERENCE.regions)
        assert isinstance(number, ResidentId)
        assert "N" in item.subjects
    else:
        code = parse_organisation_code(body.applicant.uscc, regions=REFERENCE.regions)
        assert isinstance(code, OrganisationCode)
        assert "L" in item.subjects


@pytest.mark.parametrize("scene", MORNING, ids=lambda scene: scene.name)
def test_papers_have_names_that_a_document_may_have(scene: Scene) -> None:
    titles = {paper.title for step in scene.steps if isinstance(step, Act) for paper in step.papers}
    assert titles <= REFERENCE.document_titles


def test_the_morning_shows_every_end_and_both_kinds_of_ways() -> None:
    ends = {(scene.end.status.value, scene.end.result) for scene in MORNING}
    assert ends >= {
        ("finished", "granted"),
        ("finished", "rejected"),
        ("not_accepted", None),
        ("withdrawn", None),
    }
    assert any(scene.receiving.town == scene.handling.town for scene in MORNING)
    assert any(
        isinstance(step, Act) and step.kind == "AnswerSupplement"
        for scene in MORNING
        for step in scene.steps
    )


def test_keys_and_accounts_are_distinct() -> None:
    assert len({scene.name for scene in MORNING}) == len(MORNING)
    assert len({desk.account for desk in DESKS}) == len(DESKS)
    for scene in MORNING:
        assert IDEMPOTENCY_KEY.fullmatch(f"demo-20261231-{scene.name}-{len(scene.steps)}")


def test_the_same_lines_make_the_same_document() -> None:
    assert write_pdf(["甲", "乙"]) == write_pdf(["甲", "乙"]) != write_pdf(["甲"])


def test_the_offsets_of_a_document_point_at_its_objects() -> None:
    content = write_pdf(["住房公积金异地转移接续申请表"])
    table = content[content.rindex(b"xref\n") :].split(b"\n")
    offsets = [int(line[:10]) for line in table if line.endswith(b" n ")]
    assert all(before < after for before, after in pairwise(offsets))
    for number, offset in enumerate(offsets, start=1):
        assert content[offset:].startswith(b"%d 0 obj\n" % number)
