"""What the clients of a fault run need to get in: a service token a region."""

from collections.abc import Iterable, Mapping

import aiohttp

from broker.config import Config
from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.rights import Reading
from broker.operations.client import ApiClient
from broker.stores.accounts import open_accounts

TOKEN_MILLISECONDS = 86_400_000
OFFICE = "压测窗口"
WINDOW = "1"


def subject_of(region: RegionCode) -> str:
    """Name the principal of a region."""
    return f"fault-{region}"


def open_clients(
    session: aiohttp.ClientSession,
    config: Config,
    *,
    url: str,
    regions: Iterable[RegionCode],
    now: Instant,
) -> Mapping[RegionCode, ApiClient]:
    """Make a token for each region and a client that holds it."""
    accounts = open_accounts(config.folder / "accounts.db")
    scope = frozenset({kind.__name__ for kind in COMMAND_SIDES} | {Reading.OUTCOME})
    clients = {}
    for region in regions:
        token = accounts.new_service_token(
            actor=Actor(
                subject=subject_of(region),
                role=Role.PLATFORM,
                region=region,
                office=OFFICE,
                window=WINDOW,
            ),
            title=subject_of(region),
            scope=scope,
            expires_at=Instant(now + TOKEN_MILLISECONDS),
        )
        clients[region] = ApiClient(session, url=url, region=region, token=token)
    accounts.close()
    return clients
