"""Pure Python: everything here is importable and testable without Odoo and without a database."""
