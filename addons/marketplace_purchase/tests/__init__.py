from . import test_procurement, test_supplier_order, test_supplier_screens, test_two_buyers
