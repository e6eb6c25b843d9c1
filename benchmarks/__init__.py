"""What the product costs, measured side by side with Odoo without it: ``make bench`` (see docs/benchmarks.md)."""
