#!/usr/bin/env python3
"""Health of a container: ``marketplace-health web`` or ``marketplace-health cron``. Exit status 0 means healthy.

web: Odoo answers and reaches its database. cron: the database answers and no live account has been without a run for ten
minutes (an account that a person paused does not count). Settings come from the environment, as the image's own do.
"""

import os
import sys
import urllib.request

import psycopg2

LATE = """
    SELECT a.name FROM marketplace_account a
     WHERE a.active AND a.state = 'live' AND NOT EXISTS (
           SELECT 1 FROM marketplace_flow f WHERE f.account_id = a.id AND f.kind = 'runner'
              AND f.success_at > now() AT TIME ZONE 'UTC' - interval '10 minutes')
"""


def web():
    with urllib.request.urlopen("http://127.0.0.1:8069/web/health?db_server_status=1", timeout=5) as answer:
        return answer.status == 200


def cron():
    connection = psycopg2.connect(
        host=os.environ.get("HOST", "db"),
        port=os.environ.get("PORT", "5432"),
        user=os.environ.get("USER", "odoo"),
        password=os.environ.get("PASSWORD", "odoo"),
        dbname=os.environ.get("ODOO_DATABASE", "odoo"),
        connect_timeout=5,
    )
    with connection, connection.cursor() as cr:
        cr.execute("SELECT to_regclass('marketplace_flow') IS NOT NULL")
        if not cr.fetchone()[0]:
            return True  # the addons are not installed yet
        cr.execute(LATE)
        late = [name for (name,) in cr.fetchall()]
    if late:
        print("no run for ten minutes:", ", ".join(late))
    return not late


if __name__ == "__main__":
    try:
        healthy = {"web": web, "cron": cron}[sys.argv[1]]()
    except Exception as error:  # noqa: BLE001 - whatever it is, the container is not healthy
        print(error)
        healthy = False
    sys.exit(0 if healthy else 1)
