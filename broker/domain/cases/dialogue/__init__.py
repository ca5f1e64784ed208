"""The dialogue of the two windows inside a case: a track beside the stages of both sides."""
