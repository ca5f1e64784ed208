"""The engine's rules, as given and when and then."""
