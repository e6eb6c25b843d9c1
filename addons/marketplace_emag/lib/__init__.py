"""eMAG's half of the seam, without Odoo: const, client, fields, parse, parse_order, build, notification, provider."""
