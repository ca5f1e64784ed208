"""The link listener: a peer fetches encrypted documents of cases it shares with this region."""

import asyncio
import io

from aiohttp import web

from broker.domain.envelope import Role
from broker.domain.identifiers import CaseId, RegionCode
from broker.domain.rights import Reading
from broker.web.app import add_safe_headers, answer_problems
from broker.web.entrance import Visit, check_rate, identify
from broker.web.faults import Fault
from broker.web.materials import DIGEST
from broker.web.ports import Edge, RegionPorts
from broker.web.problems import Problem
from broker.web.sight import is_visible


def make_link_app(edge: Edge, region_code: RegionCode) -> web.Application:
    """Build the listener of one region; the principal's region is the peer."""
    region = edge.regions[region_code]

    async def get_material(request: web.Request) -> web.Response:
        caller = identify(request, edge)
        if caller is None or caller.session is not None:
            raise Problem(Fault.NOT_LOGGED_IN, headers={"WWW-Authenticate": "Bearer"})
        check_rate(edge, caller, request)
        principal = caller.principal
        if principal.actor.role is not Role.PEER or not principal.may_read(Reading.MATERIAL):
            raise Problem(Fault.FORBIDDEN)
        visit = Visit(edge=edge, region=region, principal=principal, request=request)
        view = await asyncio.to_thread(region.views.case, request.match_info["case_id"])
        if view is None or not is_visible(view, visit):
            raise Problem(Fault.NOT_FOUND)
        return await _send_sealed(request, region, view.case_id)

    app = web.Application(middlewares=[answer_problems])
    app.on_response_prepare.append(add_safe_headers)
    app.router.add_get("/link/cases/{case_id}/materials/{digest}", get_material)
    return app


async def _send_sealed(request: web.Request, region: RegionPorts, case_id: CaseId) -> web.Response:
    """Send the object as it is stored: the key travelled with the push, never with the document."""
    digest = request.match_info["digest"]
    if not DIGEST.fullmatch(digest):
        raise Problem(Fault.NOT_FOUND)
    content = await region.materials.read_sealed(case_id, digest)
    if content is None:
        raise Problem(Fault.NOT_FOUND)
    return web.Response(body=io.BytesIO(content), content_type="application/octet-stream")
