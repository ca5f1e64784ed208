"""What a region may see of a case: its own, and a peer's from the hand-over on."""

import asyncio
import logging
import re
from collections.abc import Mapping

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId
from broker.domain.rights import Reading, may_see_case
from broker.views.case import CaseView
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.masks import mask
from broker.web.problems import Problem

CASE_ID = re.compile(r"[0-9]{6}-[a-z2-7]{26}", re.ASCII)
AUDIT = logging.getLogger("broker.web.audit")


async def find_case(visit: Visit, case_id: str) -> CaseView | None:
    """Answer a case that this principal's region may see."""
    view = await asyncio.to_thread(visit.region.views.case, case_id)
    return view if view is not None and is_visible(view, visit) else None


async def see_case(visit: Visit, case_id: str) -> CaseView:
    """Answer a case; a foreign one is answered like one that does not exist."""
    view = await find_case(visit, case_id)
    if view is None:
        raise Problem(Fault.NOT_FOUND)
    return view


def is_visible(view: CaseView, visit: Visit) -> bool:
    """Answer whether the region receives this case, or handles it and it was handed over."""
    region = visit.principal.actor.region
    if not may_see_case(region, (view.receiving_region, view.handling_region)):
        return False
    return view.receiving_region == region or view.pushed_at is not None


async def check_addressable(visit: Visit, case_id: CaseId) -> None:
    """Let a command pass to a case that is visible, or that was handed in here.

    A case of our own may be so new that the read model does not know it; the log does.
    """
    if not CASE_ID.fullmatch(case_id):
        raise Problem(Fault.NOT_FOUND)
    is_own = case_id.startswith(f"{visit.principal.actor.region}-")
    if not is_own:
        await see_case(visit, case_id)


async def show_sealed(
    visit: Visit, case_id: CaseId, sealed: Sealed | None, *, reveal: bool
) -> Mapping[str, str] | None:
    """Answer the sealed fields for this reader: none, masked, or in full."""
    if sealed is None or not visit.principal.may_read(Reading.SEALED):
        return None
    plain = await visit.region.sealer.unseal(case_id, sealed)
    if plain is None:
        return None
    return dict(plain) if reveal else mask(plain)


def record_reveal(visit: Visit, case_id: CaseId, *, what: str) -> None:
    """Write down who looked at a person in full; never what was seen."""
    if not visit.principal.may_read(Reading.SEALED):
        raise Problem(Fault.FORBIDDEN)
    actor = visit.principal.actor
    AUDIT.info(
        "Sealed fields of a case were shown in full.",
        extra={
            "action": "case.revealed",
            "case_id": case_id,
            "what": what,
            "subject": actor.subject,
            "role": actor.role.value,
            "region": actor.region,
            "office": actor.office,
            "window": actor.window,
        },
    )
