from odoo import api, models


class IrCron(models.Model):
    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, cron_cr, job):
        """Wake the workers once more after an account's run.

        What was triggered while the run was going on found its job locked, and the wake-up call was used up: without
        this, it would wait for the next minute.
        """
        super()._process_job(cron_cr, job)
        env = api.Environment(cron_cr, job["user_id"], {})
        if env["marketplace.account"]._runs_on_cron(job["id"]):
            cron_cr.postcommit.add(env["ir.cron"]._notifydb)
