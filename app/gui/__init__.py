"""The window: the only room with Qt.

PySide reads the source of each module that is imported after it, to learn whether that may want its names in another
style (``__feature__``). None here does, and hundreds of files need not be read before the window works.
"""

from importlib import import_module

_READER = "_mod_uses_pyside"


def _spare_reading() -> None:
    import_module("PySide6.QtCore")  # brings the module that reads
    try:
        reader = import_module("PySide6.support.feature")
    except ImportError:  # another release of PySide: then it reads
        return
    if hasattr(reader, _READER):
        setattr(reader, _READER, lambda _module: True)  # as for a module that says so: its names are left as they are


_spare_reading()
