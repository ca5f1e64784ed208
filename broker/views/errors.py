"""What can go wrong while a read model is written; both end the process before anything is kept."""

from broker.errors import CorruptLog, Fatal


class PositionLost(Fatal):
    """Another projector moved this position, or the model was dropped: start again from it."""


class Conflict(CorruptLog):
    """The same event of a side came twice with different bytes (E7): alarm, audit."""
