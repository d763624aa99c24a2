"""Papers: PDF from Typst templates with their own fonts, and the plan as a file to write in."""

from ehcportal.pdf.editable import plan_to_edit
from ehcportal.pdf.render import Pdf, PdfError, render
from ehcportal.pdf.rich import blocks_from_html

__all__ = ["Pdf", "PdfError", "blocks_from_html", "plan_to_edit", "render"]
