"""The rules of the product, tested: domain, contracts, integration, acceptance."""
