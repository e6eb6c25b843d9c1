"""Pure tests import ``odoo.addons.<addon>.lib`` without Odoo."""

from hypothesis import settings

from dev import pure

pure.install()

# a busy machine is slow, not wrong
settings.register_profile("pure", deadline=None)
settings.load_profile("pure")
