from . import account, account_products
