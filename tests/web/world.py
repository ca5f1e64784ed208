"""Three regions in memory, their accounts, and the edge that serves them all."""

from pathlib import Path

from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.rights import (
    CASE_COMMANDS,
    CATALOGUE_COMMANDS,
    SUPERVISION_COMMANDS,
    OperatorAct,
    Reading,
)
from broker.schemas.registry import registry
from broker.stores.accounts import Account, AccountStore, open_accounts
from broker.web.limits import Rates
from broker.web.ports import Edge
from broker.web.reference import load_reference
from tests.web.memory_region import MemoryRegion
from tests.web.places import NAMES, START, FakeClock

PASSWORD = "correct horse battery"
FAR = Instant(START + 10**12)
SERVICE_PER_SECOND = 100_000
"""The clock of the tests stands still: a token must last for all they ask."""
EVERY_COMMAND = CASE_COMMANDS | CATALOGUE_COMMANDS | SUPERVISION_COMMANDS
EVERY_ACT: frozenset[str] = frozenset(Reading) | frozenset(OperatorAct)


class World:
    """Three regions, their accounts, and the edge that serves them all."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.regions: dict[RegionCode, MemoryRegion] = {}
        for code in NAMES:
            self.regions[code] = MemoryRegion(code, folder, self.clock, self.regions)
        self.accounts: AccountStore = open_accounts(folder / "accounts.db")
        self.edge = Edge(
            regions={code: region.ports() for code, region in self.regions.items()},
            known_regions=NAMES,
            accounts=self.accounts,
            registry=registry(),
            clock=self.clock,
            reference=load_reference(),
            rates=Rates(self.clock, service_per_second=SERVICE_PER_SECOND),
            is_https=False,
        )

    def close(self) -> None:
        self.accounts.close()
        for region in self.regions.values():
            region.views.close()
            region.drafts.close()

    def appended(self) -> int:
        """Count everything that came onto any intake."""
        return sum(len(region.intake) for region in self.regions.values())

    def token(
        self,
        region: RegionCode,
        *,
        role: Role = Role.CLERK,
        scope: frozenset[str] | None = None,
        subject: str = "",
        expires_at: Instant = FAR,
    ) -> str:
        """Make a bearer token; without a scope it is for everything its role may do."""
        everything = EVERY_COMMAND | EVERY_ACT
        return self.accounts.new_service_token(
            actor=an_actor(region, role=role, subject=subject),
            title="测试",
            scope=everything if scope is None else scope,
            expires_at=expires_at,
        )

    def account(self, name: str, region: RegionCode, *, role: Role = Role.CLERK) -> None:
        """Make an account with the password of the tests."""
        title = f"{NAMES[region]} 3 号窗口"
        actor = an_actor(region, role=role, subject=name)
        self.accounts.put_account(Account(name=name, title=title, actor=actor), PASSWORD)


def an_actor(region: RegionCode, *, role: Role = Role.CLERK, subject: str = "") -> Actor:
    """Make the principal of window 3."""
    return Actor(
        subject=subject or f"{role}-{region}",
        role=role,
        region=region,
        office="政务服务大厅",
        window="W03",
    )
