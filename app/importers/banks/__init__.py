"""The statements of Chinese banks, each known by the names of its columns."""

from __future__ import annotations

from app.importers.banks import card_layouts, debit_layouts
from app.importers.banks.engine import BankImporter
from app.importers.banks.layout import Layout

IMPORTERS: tuple[BankImporter, ...] = (
    BankImporter("cmb", "招商银行", debit_layouts.CMB),
    BankImporter("icbc", "工商银行", debit_layouts.ICBC),
    BankImporter("ccb", "建设银行", debit_layouts.CCB),
    BankImporter("boc", "中国银行", debit_layouts.BOC),
    BankImporter("abc", "农业银行", debit_layouts.ABC),
    BankImporter("bocom", "交通银行", debit_layouts.BOCOM),
    BankImporter("spdb", "浦发银行", debit_layouts.SPDB),
    BankImporter("cmbc", "民生银行", debit_layouts.CMBC),
    BankImporter("cib", "兴业银行", debit_layouts.CIB),
    BankImporter("pab", "平安银行", debit_layouts.PAB),
    BankImporter("citic", "中信银行", debit_layouts.CITIC),
    BankImporter("psbc", "邮储银行", debit_layouts.PSBC),
    BankImporter("citic-card", "中信银行", card_layouts.CITIC_CARD),
    BankImporter("cgb-card", "广发银行", card_layouts.CGB_CARD),
    BankImporter("boc-card", "中国银行", card_layouts.BOC_CARD),
)
"""One importer for each bank's debit statements, and one for each bank's card statements."""

LAYOUTS: tuple[Layout, ...] = tuple(layout for importer in IMPORTERS for layout in importer.layouts)
"""Every layout of every bank."""
