"""The shell around Kafka and Faust: topics, tails, and the readers and writers of the logs."""
