"""Log lines as JSON, UTC: a sentence for people, an action and fields for machines."""

import json
import logging
import sys
from datetime import UTC, datetime

from typing_extensions import override

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object a line; only what was put there as a field, never a value in a sentence."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        instant = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": instant.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "sentence": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD_FIELDS}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_logging(level: str = "INFO") -> None:
    """Write all log lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Faust and the client repeat every rebalance step at INFO.
    for noisy in ("aiokafka", "faust", "mode", "aiohttp.access"):
        logging.getLogger(noisy).setLevel("WARNING")
