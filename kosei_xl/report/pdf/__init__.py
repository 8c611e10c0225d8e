"""The report workbook -> PDF: a copy for LibreOffice, conversion, binding."""
