"""Why customers give goods back: eMAG's reasons by number, the same on all its sites (api/emag.md §6.6).

A reason is said with those above it, as «Size › Too small».
"""

from odoo.addons.marketplace_base.lib.words import Words

_ = Words("marketplace_emag")

# (the reason above, {number: text}); the texts are said in the reader's language where they are used
TREE = (
    (0, {
        30: _("Sealed product"), 31: _("Working product"), 32: _("Non-working product"), 34: _("Size"),
        35: _("Expectation"), 36: _("Not as described"), 37: _("Defect or incomplete"), 38: _("Several sizes ordered"),
        39: _("Wrong product received"), 40: _("Parcel damaged"), 134: _("Gift"), 135: _("Unspecified"),
        175: _("Dislikes how it works"),
    }),
    (30, {42: _("Better price found"), 43: _("Wrong product received"), 44: _("Ordered the wrong one"), 45: _("Other")}),
    (42, {98: _("At eMAG"), 99: _("Elsewhere")}),
    (31, {
        46: _("Not satisfied"), 47: _("Incomplete, accessory missing"), 48: _("Not as described"),
        49: _("Better price found"), 50: _("Wrong product received"), 51: _("Ordered the wrong one"), 52: _("Other"),
        167: _("Damaged"), 186: _("Hit or broken"),
    }),
    (46, {
        100: _("Battery drains fast"), 101: _("Camera quality"), 102: _("Screen smaller than expected"),
        103: _("Sound quality"), 104: _("Wi-Fi unstable"), 105: _("Picture quality"), 106: _("TV platform or menu"),
        111: _("Does not meet expectations"), 136: _("Sink's color differs from the tap's"),
        137: _("Sink lacks a tap hole"), 138: _("Sink does not match the furniture"), 139: _("Sink scratched"),
        140: _("Tap's color differs from the sink's"), 141: _("Tap scratched"), 142: _("Does not match the furniture"),
        143: _("Wear or scratches"), 157: _("Wrong size"), 158: _("Uncomfortable"), 159: _("Color disliked"),
        160: _("Hard to assemble"), 161: _("Weak material"), 173: _("Noisy"), 174: _("Material quality"),
        176: _("Screen larger than expected"), 177: _("Weight"), 178: _("Product quality"), 179: _("Overheats"),
        190: _("Dead pixels"), 200: _("Quality below expectation"), 201: _("Accessory quality"),
        210: _("TV slow to react to the remote"), 211: _("Housing finish"), 214: _("Sluggish software"), 215: _("Menu"),
        216: _("Battery life"), 217: _("Focus"), 218: _("Photo quality"), 219: _("Video quality"),
        220: _("Construction material"), 221: _("Differs from the site's description"),
        222: _("Newer production date expected"),
    }),
    (47, {
        112: _("Headphones"), 113: _("Charger"), 114: _("Cable"), 115: _("Remote"), 116: _("TV stand"), 117: _("Screws"),
        118: _("Accessories"), 144: _("Battery (tap)"), 145: _("Siphon and overflow"), 146: _("Connectors"),
        147: _("Doors"), 148: _("Handles"), 149: _("Rollers"), 162: _("Wheels"), 163: _("Legs"),
        189: _("Mounting screws"), 191: _("Accumulator"), 192: _("Electrodes"), 193: _("Mask"), 194: _("Welding wire"),
        195: _("Nozzles"), 196: _("Paint tank"), 206: _("Bag"), 207: _("Chain"), 208: _("Bar"), 209: _("Gun"),
        212: _("Lens"), 213: _("Case"),
    }),
    (48, {
        150: _("Color"), 151: _("Dimensions"), 152: _("Other"), 153: _("Spout length"), 154: _("Tap height"),
        155: _("Diameter"), 172: _("Other specifications"), 202: _("Photo differs"), 203: _("Specifications differ"),
    }),
    (49, {120: _("At eMAG"), 121: _("Elsewhere")}),
    (167, {
        168: _("Stained"), 169: _("Torn"), 170: _("Scratched or worn"), 171: _("Other"), 197: _("Scratched"),
        198: _("Broken"), 199: _("Accessories damaged"),
    }),
    (186, {187: _("Packaging intact"), 188: _("Packaging damaged")}),
    (32, {
        53: _("Hit or broken"), 54: _("Faulty"), 55: _("Ordered the wrong one"), 182: _("Broken display"),
        185: _("Other"),
    }),
    (53, {122: _("Packaging intact"), 123: _("Packaging damaged")}),
    (54, {
        124: _("Does not start"), 125: _("Dead pixels"), 126: _("Display problem"), 127: _("Other"), 166: _("Piston"),
        180: _("Dead pixels"), 181: _("Keyboard or touchpad"), 204: _("No power"), 205: _("Overheats"),
    }),
    (182, {183: _("Packaging intact"), 184: _("Packaging damaged")}),
    (34, {57: _("Too small"), 58: _("Too big"), 59: _("Other size received")}),
    (35, {
        60: _("Material"), 61: _("Color"), 62: _("Cut"), 63: _("Fit"), 64: _("Uncomfortable"), 65: _("Size"),
        66: _("Compartments"), 67: _("Other"),
    }),
    (36, {
        68: _("Material"), 69: _("Color"), 70: _("Dimensions"), 71: _("Lining"), 72: _("Strap"), 73: _("Other"),
    }),
    (37, {
        74: _("Stained"), 75: _("Unstitched"), 76: _("Torn"), 77: _("Scratched"), 78: _("Clasp"), 79: _("Dial"),
        80: _("Watch strap"), 81: _("Oxidised"), 82: _("Crown broken"), 83: _("Buttons missing"),
        84: _("Sole unglued"), 85: _("Zipper"), 86: _("Accessory missing"), 87: _("Buckle"), 88: _("Peeling"),
        89: _("Incomplete"), 90: _("Hit or broken"), 91: _("Does not work"), 92: _("Other"),
    }),
    (90, {
        128: _("Parcel damaged, box intact"), 129: _("Parcel and box damaged"), 130: _("Parcel fine"),
    }),
    (91, {
        131: _("Parcel damaged, box intact"), 132: _("Parcel and box damaged"), 133: _("Parcel fine"),
    }),
    (38, {93: _("To compare"), 94: _("By mistake"), 95: _("Other")}),
    (40, {96: _("Product intact"), 97: _("Product affected")}),
)  # fmt: skip
REASONS = {number: (above, words) for above, below in TREE for number, words in below.items()}


def reason_words(key):
    """A reason in words, from the general to the particular; its number where eMAG has a new one."""
    if not key:
        return ""
    number, said = int(key), []
    if number not in REASONS:
        return _("Reason %s", key)
    while number:
        number, words = REASONS[number]
        said.insert(0, _(words))
    return " › ".join(said)
