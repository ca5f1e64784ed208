"""The rules of the track: a look settles what is due and adds nothing; a card is withdrawn once."""

from broker.domain.cases.limits.commands import WithdrawCard
from broker.domain.cases.limits.events import CardWithdrawn
from broker.domain.cases.limits.state import Limits
from broker.domain.refusal import Reason, Refusal


def check_deadline() -> tuple[()]:
    """Add nothing: what is due was settled before the command was looked at (design E8)."""
    return ()


def withdraw_card(command: WithdrawCard, limits: Limits) -> CardWithdrawn | Refusal:
    """Withdraw a signal on appeal, with the reason; it stays in the history and is not repeated."""
    if not 1 <= command.number <= len(limits.clock.raised):
        return Refusal(Reason.SIGNAL_UNKNOWN)
    if command.number in limits.withdrawn:
        return Refusal(Reason.SIGNAL_WITHDRAWN)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CardWithdrawn(number=command.number, sealed=command.sealed)
