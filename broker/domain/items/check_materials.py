"""Check the materials of an entry, and 容缺受理 and 告知承诺 that go with them (domain 6)."""

import re
from collections.abc import Iterator

from broker.domain.clocks.fields import DAYS_MAX
from broker.domain.codes.checks import ORGANISATION_ALPHABET
from broker.domain.items.conditions import Easing
from broker.domain.items.item import Item
from broker.domain.items.materials import Material
from broker.domain.items.problems import Problem, ProblemCode
from broker.domain.items.words import MaterialForm, Need

CERTIFICATE_TYPE = re.compile(rf"[{ORGANISATION_ALPHABET}]{{18}}[0-9]{{3}}", re.ASCII)


def check_materials(item: Item) -> Iterator[Problem]:
    """Find what is wrong with the list of materials and the ways around it."""
    materials = item.materials or ()
    if len({material.name for material in materials}) != len(materials):
        yield Problem(code=ProblemCode.NAMES_REPEATED, path="materials")
    for material in materials:
        yield from _check_material(material)
    charges = item.fees.charges or ()
    if len({fee.name for fee in charges}) != len(charges):
        yield Problem(code=ProblemCode.NAMES_REPEATED, path="fees.charges")
    yield from _check_leniency(item.easing, materials)
    yield from _check_commitment(item.easing)


def _check_material(material: Material) -> Iterator[Problem]:
    kind = material.certificate_type
    if kind and CERTIFICATE_TYPE.fullmatch(kind) is None:
        yield Problem(
            code=ProblemCode.CERTIFICATE_TYPE_MALFORMED, path="materials", about=material.name
        )
    on_paper = material.need is Need.REQUIRED and material.form is MaterialForm.PAPER
    if on_paper and material.copies == 0 and material.original_needed is False:
        yield Problem(
            code=ProblemCode.MATERIAL_WITHOUT_COPIES, path="materials", about=material.name
        )


def _check_leniency(easing: Easing, materials: tuple[Material, ...]) -> Iterator[Problem]:
    lenient = any(material.need is Need.LENIENT for material in materials)
    if easing.leniency is None:
        if lenient:
            yield _of_leniency(ProblemCode.LENIENT_WITHOUT_TERMS)
        return
    if not lenient:
        yield _of_leniency(ProblemCode.LENIENCY_WITHOUT_MATERIAL)
    if not easing.leniency.due.period.n:
        yield _of_leniency(ProblemCode.LENIENCY_WITHOUT_TIME)
    if easing.leniency.due.period.n > DAYS_MAX:
        yield _of_leniency(ProblemCode.DAYS_TOO_MANY)


def _check_commitment(easing: Easing) -> Iterator[Problem]:
    commitment = easing.commitment
    if commitment is None:
        return
    if not any(one.strip() for one in commitment.excluded):
        yield Problem(code=ProblemCode.COMMITMENT_WITHOUT_EXCLUSION, path="easing.commitment")
    verified = commitment.verified_within
    if verified is not None and verified.n > DAYS_MAX:
        yield Problem(code=ProblemCode.DAYS_TOO_MANY, path="easing.commitment")


def _of_leniency(code: ProblemCode) -> Problem:
    return Problem(code=code, path="easing.leniency")
