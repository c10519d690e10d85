"""Lists the reader of plans that show only totals, which is asked after who reads any statement."""

from app.importers.importer import Importer
from app.importers.lenders.tables import TOTALS

IMPORTERS: tuple[Importer, ...] = TOTALS
