"""The product as its users start it: the real command line, real Kafka, real processes."""
