"""Says what the double-click program holds: the modules and Qt parts in use, and nothing made for developers."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[3]
NOT_SHIPPED = ("decisions/", "packaging/", "help/README.zh.md", "help/pictures/window-", "help/pictures/workbook-")
"""What of ``resources`` no running program reads; the wheel leaves out the same."""

LANGUAGES = {
    path.parent.name: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "resources" / "translations").glob("*/language.toml"))
}
"""The habits of each language of the program, by the name of its folder."""

HIDDEN_MODULES = [
    f"app.importers.{'.'.join(path.relative_to(ROOT / 'app' / 'importers').with_suffix('').parts)}".removesuffix(
        ".__init__"
    )
    for path in sorted((ROOT / "app" / "importers").rglob("*.py"))
    if path != ROOT / "app" / "importers" / "__init__.py"
]
"""Importers are loaded by name, which an analysis of import statements cannot see."""

METADATA = (
    "PySide6-Essentials", "numpy", "python-calamine", "openpyxl", "python-docx", "pdfplumber", "pyzipper", "rapidfuzz",
)  # fmt: skip
"""Distributions whose name, version and licence the window shows."""

EXCLUDED_MODULES = [
    # Qt parts that no window of ours uses
    *(
        f"PySide6.Qt{part}"
        for part in (
            "Concurrent", "DBus", "Designer", "Help", "HttpServer", "Network", "OpenGL", "OpenGLWidgets", "Qml",
            "Quick", "QuickControls2", "QuickTest", "QuickWidgets", "Sql", "SvgWidgets", "Test", "UiTools",
            "WebChannel", "Xml",
        )
    ),
    # tools of developers, and optional helpers of the libraries
    "IPython", "_curses", "_pytest", "curses", "distutils", "hypothesis", "idlelib", "lib2to3", "matplotlib", "mypy", "pip", "pydoc_data",
    "pytest", "readline", "setuptools", "ssl", "_ssl", "tkinter", "turtle", "wheel",
    "lxml.builder", "lxml.cssselect", "lxml.html", "lxml.isoschematron", "lxml.objectify", "lxml.sax", "numba", "pandas", "pyarrow", "scipy", "sqlalchemy", "xlrd", "xlsxwriter",
    "numpy.f2py", "numpy.distutils", "numpy._pyinstaller",
]  # fmt: skip

_QT_WORDS = "|".join(re.escape(f"{told['qt-words']}.qm") for told in LANGUAGES.values() if told["qt-words"])

_LEFT_OUT = re.compile(
    rf"""
    # Qt plugins that a program on a desktop without network never loads
      /plugins/(?:assetimporters|canbus|designer|egldeviceintegrations|generic|multimedia|networkinformation|position
                 |qmllint|qmltooling|renderers|sceneparsers|sensors|sqldrivers|tls|vectorimageformats
                 |wayland-inputdevice-integration)/
    | /platforms/\w*(?:eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\w*\.
    | /platformthemes/\w*gtk3\.
    | /imageformats/\w*(?:gif|icns|ico|pdf|tga|tiff|wbmp|webp)\.
    # Qt libraries that came along with those
    | Qt6?(?:Network|OpenGLWidgets|Pdf|Qml\w*|Quick\w*|VirtualKeyboard|EglF\w+|Sql|Test|Designer\w*)(?:\.so|\.dll|\.framework|$)
    # Qt's own sentences: only those of our languages
    | ^PySide6/(?:Qt/)?translations/(?!(?:{_QT_WORDS})$)
    # odd formats of pictures are not read, and text is not set by Pillow
    | ^PIL/_(?:avif|imagingcms|imagingft|imagingtk)\.
    | ^pillow\.libs/lib(?:avif|brotli|freetype|harfbuzz|lcms|png16)\w*[-.]
    # Japanese and Korean encodings of PDF text; the tables to Unicode stay
    | ^pdfminer/cmap/(?!GB|UniGB|CNS|UniCNS|ET|HK|B5|Identity|to-unicode|[HV]\.)
    # of XML its tree alone, which letters are made of
    | ^lxml/(?:html|isoschematron|includes|objectify|sax|builder)\b
    # ciphers that no zip uses
    | ^Cryptodome/PublicKey/
    # comparing of words twice as fast by newer processors: a header is compared in no time by any
    | ^rapidfuzz/.*_avx2\.
    # the libraries' own tests and headers
    | /(?:tests?|include)/
    | \.(?:pyi|pxd|pyx|h|c|cpp)$
    """,
    re.VERBOSE,
)


def keeps(name: str) -> bool:
    """Whether a file of the bundle, by its place there, is needed."""
    return not _LEFT_OUT.search(PurePosixPath(name.replace("\\", "/")).as_posix())


def localizations() -> list[str]:
    """The languages as macOS names them: the script follows where a language may be written in several."""
    return [code if told["script"] == "Latn" else f"{code}-{told['script']}" for code, told in LANGUAGES.items()]


def resources() -> list[tuple[str, str]]:
    """Every file of ``resources`` that the running program may read, with its folder in the bundle."""
    folder = ROOT / "resources"
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    shipped = [p for name, p in named.items() if not name.startswith(NOT_SHIPPED) and not p.name.startswith(".")]
    return [(str(path), path.parent.relative_to(ROOT).as_posix()) for path in shipped]


def _version() -> str:
    """The program's version, read from its source so that nothing of it has to be imported."""
    tree = ast.parse((ROOT / "app" / "__init__.py").read_text(encoding="utf-8"))
    found = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "__version__" for target in node.targets)
    ]
    return str(found[0])


VERSION = _version()
