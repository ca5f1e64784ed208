"""Advice: the same applicant has the same item open in another case of this region.

It comes from the read model, so it is never a refusal (design section 3): two hand-ins at the same
moment, or at two regions that blind identity numbers under different keys, do not see each other.
"""

import asyncio

from broker.domain.cases.status import CaseStatus, is_open
from broker.views.case import CaseView
from broker.views.reading import CaseFilter
from broker.web.entrance import Visit

NAMED_MAX = 5
OPEN_STATUSES = frozenset(filter(is_open, CaseStatus))


async def open_duplicates(visit: Visit, view: CaseView) -> tuple[CaseView, ...]:
    """Find a few other open cases of the applicant for the same item, the latest first."""
    if view.status not in OPEN_STATUSES:
        return ()
    wanted = CaseFilter(
        statuses=OPEN_STATUSES, item_code=view.item_code, applicant_hash=view.applicant_hash
    )
    page = await asyncio.to_thread(visit.region.views.cases, wanted, limit=NAMED_MAX + 1)
    others = [each for each in page.cases if each.case_id != view.case_id]
    return tuple(others[:NAMED_MAX])
