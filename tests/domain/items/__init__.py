"""Items as versioned data: model, checks, catalogue, files."""
