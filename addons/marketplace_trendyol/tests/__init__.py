from . import test_connect, test_products, test_storefronts
