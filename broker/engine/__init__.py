"""Pure heart of the engine: fold, lead rule, channels, and the decision of one intake record."""
