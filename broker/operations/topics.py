"""The topics that a configuration asks for."""

from broker.config import Config
from broker.streams.topics import create_topics, topics_of


async def create_topics_of(config: Config) -> tuple[str, ...]:
    """Create the topics of every region of a node."""
    specs = [
        spec
        for region in config.regions
        for spec in topics_of(
            region.code,
            region.partitions,
            [code for code in config.partitions if code != region.code],
        )
    ]
    return await create_topics(config.bootstrap, specs, replication=config.replication)
