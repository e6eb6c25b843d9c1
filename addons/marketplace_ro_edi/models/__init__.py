from . import account_move, edi_document
