"""What an account's runner does in one run: lanes, one chunk at a time. Plain Python over an Odoo environment."""
