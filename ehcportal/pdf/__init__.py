"""Papers as PDF: Typst templates, the fonts they need, and one function that renders them."""

from ehcportal.pdf.render import Pdf, PdfError, render
from ehcportal.pdf.rich import blocks_from_html

__all__ = ["Pdf", "PdfError", "blocks_from_html", "render"]
