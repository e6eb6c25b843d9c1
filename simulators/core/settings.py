"""Switches: named, typed settings with one documented meaning each."""

import json
from dataclasses import dataclass
from typing import Any


class SettingError(ValueError):
    """An unknown switch or a value the switch does not take."""


@dataclass(frozen=True)
class Switch:
    """One behaviour that can be changed while the simulator runs.

    `source` says how sure the default is: "fact", "[C]" (seen in live clients), "(unverified)" or "design".
    `choices` limits the value; without it the value must have the type of the default (None = any).
    """

    name: str
    default: Any
    source: str
    text: str
    choices: tuple = ()

    def check(self, value):
        if self.choices:
            if value not in self.choices:
                raise SettingError(f"{self.name}: one of {', '.join(map(str, self.choices))} expected, got {value!r}")
        elif isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise SettingError(f"{self.name}: true or false expected, got {value!r}")
        elif isinstance(self.default, (int, float)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
                raise SettingError(f"{self.name}: a number from 0 expected, got {value!r}")
        elif self.default is not None and not isinstance(value, type(self.default)):
            raise SettingError(f"{self.name}: {type(self.default).__name__} expected, got {value!r}")
        return value


COMMON_SWITCHES = (
    Switch("rate_limit_factor", 1, "design", "multiplies every rate limit; 0 switches limiting off"),
    Switch(
        "rate_limit_style",
        "sliding_window",
        "design",
        "never more than the limit in any period, or a token bucket that lets a burst through on top of the rate",
        ("sliding_window", "token_bucket"),
    ),
    Switch("callback_urls", {}, "design", "URL per event kind; an event without URL is not delivered"),
)


def markdown_table(switches):
    """The table of the README, one row per switch; the default comes first."""
    rows = ["| switch | default, other values | source | meaning |", "|---|---|---|---|"]
    for switch in switches:
        default = switch.default if isinstance(switch.default, str) else json.dumps(switch.default)
        values = [
            f"`{default or '(empty)'}`",
            *(f"`{choice}`" for choice in switch.choices if choice != switch.default),
        ]
        rows.append(f"| `{switch.name}` | {', '.join(values)} | {switch.source} | {switch.text} |")
    return "\n".join(rows) + "\n"


class Settings:
    """Current values, readable as attributes: `settings.rate_limit_factor`."""

    def __init__(self, switches, **overrides):
        self._switches = {switch.name: switch for switch in switches}
        self._start = {name: switch.default for name, switch in self._switches.items()}
        self._values = {}
        self.reset()
        self.update(overrides)
        self._start = dict(self._values)

    def __getattr__(self, name):
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def update(self, values):
        """Set several switches, all or none. Dictionaries are merged; a None entry removes the key."""
        checked = {}
        for name, value in values.items():
            if name not in self._switches:
                raise SettingError(f"unknown setting {name}")
            checked[name] = self._merged(name, self._switches[name].check(value))
        self._values.update(checked)

    def _merged(self, name, value):
        if not isinstance(value, dict):
            return value
        merged = {**self._values[name], **value}
        return {key: entry for key, entry in merged.items() if entry is not None}

    def reset(self):
        """Back to the values the simulator was started with."""
        self._values = {name: dict(value) if isinstance(value, dict) else value for name, value in self._start.items()}

    def as_dict(self):
        return dict(self._values)

    def describe(self):
        """The table of switches, for GET /_control/settings?describe=1 and the README."""
        return [
            {
                "name": switch.name,
                "value": self._values[switch.name],
                "default": switch.default,
                "choices": list(switch.choices),
                "source": switch.source,
                "text": switch.text,
            }
            for switch in self._switches.values()
        ]
