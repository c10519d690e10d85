"""The statements of Chinese banks, each known by the names of its columns."""

from __future__ import annotations

from app.importers.banks import credit, debit
from app.importers.banks.engine import BankImporter
from app.importers.banks.layout import Layout

IMPORTERS: tuple[BankImporter, ...] = (
    BankImporter("cmb", "招商银行", debit.CMB),
    BankImporter("icbc", "工商银行", debit.ICBC),
    BankImporter("ccb", "建设银行", debit.CCB),
    BankImporter("boc", "中国银行", debit.BOC),
    BankImporter("abc", "农业银行", debit.ABC),
    BankImporter("bocom", "交通银行", debit.BOCOM),
    BankImporter("spdb", "浦发银行", debit.SPDB),
    BankImporter("cmbc", "民生银行", debit.CMBC),
    BankImporter("cib", "兴业银行", debit.CIB),
    BankImporter("pab", "平安银行", debit.PAB),
    BankImporter("citic", "中信银行", debit.CITIC),
    BankImporter("psbc", "邮储银行", debit.PSBC),
    BankImporter("citic-card", "中信银行", credit.CITIC_CARD),
    BankImporter("cgb-card", "广发银行", credit.CGB_CARD),
    BankImporter("boc-card", "中国银行", credit.BOC_CARD),
)
"""One importer for each bank's debit statements, and one for each bank's card statements."""

LAYOUTS: tuple[Layout, ...] = tuple(layout for importer in IMPORTERS for layout in importer.layouts)
"""Every layout of every bank."""
