"""The fees (收费) of a case: a track beside the stages, between acceptance and finish."""
