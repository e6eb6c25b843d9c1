"""The eMAG Marketplace simulator, written from api/emag.md."""

from .app import EmagSimulator

__all__ = ["EmagSimulator"]
