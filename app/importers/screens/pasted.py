"""Lists the reader of pasted pages, which is asked after all that know a format."""

from app.importers.importer import Importer
from app.importers.screens.importer import PASTED

IMPORTERS: tuple[Importer, ...] = PASTED
