"""The topics that a configuration asks for."""

from broker.config import Config
from broker.streams.topics import create_topics, specs_of


async def create_topics_of(config: Config) -> tuple[str, ...]:
    """Create the topics of every region of a node."""
    return await create_topics(config.bootstrap, specs_of(config), replication=config.replication)
