"""Tokens by which the regions of one node fetch documents from each other, kept between starts."""

import json
from pathlib import Path

from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.rights import Reading
from broker.ports import Clock
from broker.stores.accounts import AccountStore
from broker.stores.durable import sync_folder, write_private
from broker.stores.store_file import only_opener

LIFE_MILLISECONDS = 365 * 86_400_000
RENEW_MILLISECONDS = 30 * 86_400_000
"""A token with less than this left is replaced; the old one is good until it expires."""


class LinkTokens:
    """One token for a region and its peer, in a file that only the node's user reads."""

    def __init__(self, folder: Path, accounts: AccountStore, clock: Clock) -> None:
        self._folder = folder
        self._accounts = accounts
        self._clock = clock

    def token(self, region: RegionCode, peer: RegionCode) -> str:
        """Answer the token of a region at a peer; make one where there is none good for long."""
        file = self._folder / region / f"link-{peer}.token"
        file.parent.mkdir(parents=True, exist_ok=True)
        with only_opener(file):
            kept = self._kept(file)
            return self._renew(file, region) if kept is None else kept

    def _kept(self, file: Path) -> str | None:
        if not file.exists():
            return None
        token, expires_at = json.loads(file.read_bytes())
        now = self._clock.now()
        is_good = self._accounts.principal_of_token(token, now) is not None
        return token if is_good and expires_at - now > RENEW_MILLISECONDS else None

    def _renew(self, file: Path, region: RegionCode) -> str:
        expires_at = Instant(self._clock.now() + LIFE_MILLISECONDS)
        token = self._accounts.new_service_token(
            actor=Actor(
                subject=f"link-{region}", role=Role.PEER, region=region, office="", window=""
            ),
            title=f"link {region}",
            scope=frozenset({Reading.MATERIAL}),
            expires_at=expires_at,
        )
        draft = file.with_suffix(".draft")
        write_private(draft, json.dumps([token, expires_at]).encode())
        draft.replace(file)
        sync_folder(file.parent)
        return token
