"""Local HTTP simulators of the marketplaces (see README.md)."""
