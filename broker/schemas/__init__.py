"""The written form: Avro schemas, codec, sealed fields, and the data of the registry facade."""
