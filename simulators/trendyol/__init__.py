"""The Trendyol simulator, written from api/trendyol.md."""

from .app import TrendyolSimulator

__all__ = ["TrendyolSimulator"]
