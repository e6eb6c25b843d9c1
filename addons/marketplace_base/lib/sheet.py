"""A table as an .xlsx file, and back. What people write into cells is text: no cell becomes a formula, none is computed."""

import io
import zipfile

import openpyxl
import xlsxwriter

from .words import Words

_ = Words("marketplace_base")

MAX_BYTES = 10 * 1024 * 1024  # of the file
MAX_UNPACKED = 200 * 1024 * 1024  # of what is in it: a few kilobytes can unpack to gigabytes
MAX_ROWS = 100_000
WIDTHS = (14, 40, 18, 18, 18, 14, 32, 30, 14, 20)


class UnreadableSheet(ValueError):
    """The file is no table that can be used; why, in words."""


def build_sheet(titles, rows, choices=None):
    """The file's bytes. Every cell is text, whatever it begins with.

    :param choices: ``{column number: allowed texts}``, offered as a list in the cells of that column
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet, bold, text = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, title in enumerate(titles):
        sheet.set_column(column, column, WIDTHS[column % len(WIDTHS)], text)
        sheet.write_string(0, column, title, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(count, column, str(value)[:32_000], text)
    for column, allowed in (choices or {}).items():
        sheet.data_validation(
            1, column, max(count, 1), column, {"validate": "list", "source": list(allowed), "ignore_blank": True}
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(titles) - 1)
    book.close()
    return stream.getvalue()


def read_sheet(body):
    """The rows of the first sheet as lists of texts, the titles first.

    :raise UnreadableSheet: no such file, or too large a one
    """
    if len(body) > MAX_BYTES:
        raise UnreadableSheet(_("The file is larger than 10 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise UnreadableSheet(_("The file unpacks to more than 200 MB."))
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        rows = []
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=50):
            cells = [_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            rows.append(cells)
            if len(rows) > MAX_ROWS:
                raise UnreadableSheet(_("The file has more than %s lines.", MAX_ROWS))
        return rows
    except UnreadableSheet:
        raise
    except Exception as error:  # the readers of broken files raise whatever they like
        raise UnreadableSheet(_("This is no .xlsx file that can be read.")) from error


def _text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a code that a spreadsheet took for a number
    return str(value).strip()
