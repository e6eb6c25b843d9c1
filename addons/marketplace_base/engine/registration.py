from datetime import timedelta

from odoo.fields import Datetime

from ..lib.errors import Rejected
from ..lib.web import is_local
from .lane import Lane

EVERY = timedelta(hours=6)


class Registration(Lane):
    """Sees to it that the platform notifies us, where it lets us: platforms switch off what they could not deliver."""

    name = "registration"

    def step(self):
        account, flow = self.account, self.flow
        if "register_notifications" not in self.provider.capabilities or flow._is_resting:
            return 0
        if account.state != "live" or not account.order_enabled or not account.token:
            return 0
        if flow.success_at and flow.success_at > Datetime.now() - EVERY:
            return 0
        if is_local(account.get_base_url()) and not account.address:  # nobody could reach us: polling finds everything
            return 0
        try:
            done = self.provider.register_notifications(account._notification_address)
        except Rejected as error:
            flow._failed(str(error))
        else:
            flow._succeeded(done=flow.done + bool(done))
        self.runner.commit(1)
        return 1
