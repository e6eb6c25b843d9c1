"""Trendyol's half of the seam, without Odoo: const, client, fields, parse_…, build_…, push, publish, provider."""
