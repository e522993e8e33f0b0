"""Builds the interactive Öppna jämförelser workbook from YAML indicator definitions."""

__version__ = "0.1.0"
PROGRAM = f"oj-workbook {__version__}"
