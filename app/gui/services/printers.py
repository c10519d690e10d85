"""The printers of the system, and its own dialog that asks for one."""

from __future__ import annotations

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget


def is_any_installed() -> bool:
    """Whether there is a printer; asking the system may take a moment."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, title: str, sheets: int) -> QPrinter | None:
    """A printer with what was chosen of it, for so many sheets; None where the person gives up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    printer.setFromTo(1, sheets)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, sheets)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
    try:
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.destroyed.connect(lambda _gone, _kept=printer: None)  # until then it holds on to the printer
        dialog.deleteLater()


def wanted_sheets(printer: QPrinter, sheets: int, current: int) -> list[int]:
    """The sheets that were asked for, from 0, in their order: a range, the current one, copies, the last one first."""
    wanted = list(range(sheets))
    match printer.printRange():
        case QPrinter.PrintRange.PageRange if not printer.pageRanges().isEmpty():
            wanted = [n for n in wanted if printer.pageRanges().contains(n + 1)]
        case QPrinter.PrintRange.CurrentPage:
            wanted = [current]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    return wanted * copies if printer.collateCopies() else [n for n in wanted for _ in range(copies)]
