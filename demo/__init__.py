"""The demonstration: a Romanian shop on a real Odoo, a simulated eMAG, shoppers and people at work, all measured."""
