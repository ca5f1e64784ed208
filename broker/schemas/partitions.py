"""The partition of a key, as Kafka's default partitioner finds it (murmur2), for any client."""

SEED = 0x9747B28C
MULTIPLIER = 0x5BD1E995
SHIFT = 24
MASK = 0xFFFFFFFF
POSITIVE = 0x7FFFFFFF


def partition_for(key: bytes, count: int) -> int:
    """Answer the partition of a key among `count`."""
    assert count > 0
    return (murmur2(key) & POSITIVE) % count


def murmur2(data: bytes) -> int:
    """Hash as Kafka does, to an unsigned 32-bit number."""
    hashed = SEED ^ len(data)
    whole = len(data) & ~3
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * MULTIPLIER & MASK
        word = (word ^ word >> SHIFT) * MULTIPLIER & MASK
        hashed = hashed * MULTIPLIER & MASK ^ word
    if tail := data[whole:]:
        hashed = (hashed ^ int.from_bytes(tail, "little")) * MULTIPLIER & MASK
    hashed = (hashed ^ hashed >> 13) * MULTIPLIER & MASK
    return hashed ^ hashed >> 15
