"""The rating (好差评): a track that opens with the end of a case (国办发〔2019〕51号)."""
