"""Documents for the web: kept by us, or fetched once, still encrypted, from the peer."""

import logging
from asyncio import to_thread
from collections.abc import Awaitable, Callable

from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError, Unavailable
from broker.stores.materials import Materials
from broker.views.case import CaseView
from broker.views.port import ViewStore
from broker.web.ports import StoredMaterial

log = logging.getLogger(__name__)

FetchSealed = Callable[[RegionCode, CaseId, str], Awaitable[bytes | None]]
"""Peer, case and digest to the encrypted object; None when the peer has none for us."""


class MaterialsOfRegion:
    """The documents of a region's cases."""

    def __init__(
        self,
        *,
        region: RegionCode,
        materials: Materials,
        views: ViewStore,
        fetch: FetchSealed,
    ) -> None:
        self._region = region
        self._materials = materials
        self._views = views
        self._fetch = fetch

    async def store(self, case_id: CaseId, content: bytes, media_type: str) -> StoredMaterial:
        """Keep a document; its sealing key is stored before it is."""
        return stored(
            await self._materials.store(case_id, content, title="", media_type=media_type)
        )

    async def find(self, case_id: CaseId, digest: str) -> StoredMaterial | None:
        """Answer what is known of a document of this case."""
        found = await self._known(case_id, digest)
        return None if found is None else stored(found)

    async def renew(self, case_id: CaseId) -> None:
        """Let what was uploaded for a case wait anew to be handed in."""
        await self._materials.renew(case_id)

    async def read(self, case_id: CaseId, digest: str) -> bytes | None:
        """Answer the plain bytes, brought from the peer where needed; None if not to be had."""
        material = await self._known(case_id, digest)
        if material is None:
            return None
        try:
            if not await self._is_here(case_id, material):
                await self._bring(case_id, material)
            return await self._materials.fetch(case_id, material)
        except (Unavailable, DecodeError) as error:
            log.warning(
                "a document cannot be opened",
                extra={"action": "material.unavailable", "case_id": case_id, "error": str(error)},
            )
            return None

    async def read_sealed(self, case_id: CaseId, digest: str) -> bytes | None:
        """Answer the encrypted object for a peer, None when it is not here."""
        material = await self._known(case_id, digest)
        if material is None or not await self._is_here(case_id, material):
            return None
        return await self._materials.fetch_sealed(case_id, material)

    async def _known(self, case_id: CaseId, digest: str) -> Material | None:
        uploaded = await self._materials.uploaded(case_id, digest)
        if uploaded is not None:
            return uploaded
        view = await to_thread(self._views.case, case_id)
        if view is None:
            return None
        return next((one for one in documents_of(view) if one.digest == digest), None)

    async def _is_here(self, case_id: CaseId, material: Material) -> bool:
        try:
            await self._materials.fetch_sealed(case_id, material)
        except Unavailable:
            return False
        return True

    async def _bring(self, case_id: CaseId, material: Material) -> None:
        view = await to_thread(self._views.case, case_id)
        if view is None:
            raise Unavailable("the case is not known here")
        own_side = view.receiving_region == self._region
        peer = view.handling_region if own_side else view.receiving_region
        sealed = await self._fetch(peer, case_id, material.digest)
        if sealed is None:
            raise Unavailable("the peer does not have the document")
        await self._materials.keep_sealed(case_id, material, sealed)


def documents_of(view: CaseView) -> tuple[Material, ...]:
    """List the documents that the events of a case name."""
    return view.receiving.materials + view.handling.materials


def stored(material: Material) -> StoredMaterial:
    """Answer what the web may say of a document."""
    return StoredMaterial(
        digest=material.digest,
        key_id=material.key_id,
        media_type=material.media_type,
        size_bytes=material.size_bytes,
    )
