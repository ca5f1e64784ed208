"""What can go wrong, as a tree, each with its remedy.

BrokerError
├── Fatal                 the process ends before anything is acknowledged; starting again recovers
│   ├── Fenced            a newer lead stands in the journal: another process decides here
│   ├── AppendUnknown     an append may or may not be in the log (E6)
│   ├── KafkaAway         Kafka did not answer where nobody can wait: the next start waits for it
│   ├── PositionLost      another projector moved the read model's position (broker.views.errors)
│   ├── CorruptLog        a journal says something impossible: stop, audit
│   │   └── Conflict      an event came twice with different bytes (broker.views.errors)
│   ├── IntakeMismatch    this intake is not the one the journal came from (E3): restore it
│   ├── ClockAhead        Kafka's clock is too far ahead of ours (E8): mend the clock
│   └── NewerFormat       the journal was written by a newer release: upgrade this node
├── DecodeError           bytes are not what they claim: the record is set aside
├── Misconfigured         the configuration is wrong: the sentence says what to change
└── Unavailable           a thing outside does not answer: try again
"""


class BrokerError(Exception):
    """Any error of this product."""


class Fatal(BrokerError):
    """The process must end; nothing is acknowledged."""

    exit_status = 70


class Fenced(Fatal):
    """A newer lead stands in the journal, so this writer has been replaced."""

    exit_status = 71


class AppendUnknown(Fatal):
    """An append timed out, so it may be in the log; the journal tells after the restart."""

    exit_status = 72


class CorruptLog(Fatal):
    """A journal holds something that no correct writer appends."""

    exit_status = 73


class IntakeMismatch(Fatal):
    """The intake is not the one this journal answers; an operator must restore it."""

    exit_status = 74


class ClockAhead(Fatal):
    """A record is stamped more than the allowed time ahead of our clock."""

    exit_status = 75


class NewerFormat(Fatal):
    """The journal was written by a newer release than this one."""

    exit_status = 76


class KafkaAway(Fatal):
    """Kafka did not answer in the middle of a work that has to begin anew, which it may."""

    exit_status = 77


class DecodeError(BrokerError):
    """Bytes that are not what they claim to be; `code` is stable and holds no content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownFingerprint(DecodeError):
    """A well-framed event of a schema this release does not know: hold it."""


class Misconfigured(BrokerError):
    """The configuration cannot work; the sentence says what to change."""


class Unavailable(BrokerError):
    """Something outside does not answer; trying again may help."""
