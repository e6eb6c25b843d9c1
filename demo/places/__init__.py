"""The platforms that the demonstration sells on: one small class for each says how things are called and done there."""

from demo.places.emag import Emag
from demo.places.trendyol import Trendyol

PLACES = {place.name: place for place in (Emag, Trendyol)}
