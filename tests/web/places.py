"""The regions of the web's tests, and a clock that a test moves."""

from broker.domain.identifiers import Instant, RegionCode

QINGYANG, HANGZHOU, XIAN = RegionCode("621000"), RegionCode("330100"), RegionCode("610100")
NAMES = {QINGYANG: "庆阳市", HANGZHOU: "杭州市", XIAN: "西安市"}
START = Instant(1_780_000_000_000)
PARTITION = 0
"""Each region has this one."""


class FakeClock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.milliseconds = int(START)

    def now(self) -> Instant:
        return Instant(self.milliseconds)

    def elapsed(self) -> float:
        return self.milliseconds / 1000

    async def sleep(self, seconds: float) -> None:
        self.milliseconds += int(seconds * 1000)
