#!/bin/sh
# Sets Tallyline up from a checkout: the system's missing parts, then a virtual environment with the program in it.
#
#   sh resources/packaging/setup.sh          what the program needs to run
#   sh resources/packaging/setup.sh test     the same, editable, and what the tests need
#
# It may be run again at any time: what is there already is left alone. Environment:
#   PYTHON           the Python to use (3.11 or newer; python3 by default)
#   TALLYLINE_VENV   where the virtual environment goes (.venv in the checkout by default)
set -eu

purpose=${1:-run}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
venv=${TALLYLINE_VENV:-$root/.venv}
python=${PYTHON:-python3}
constraints=$root/resources/packaging/constraints.txt

# Qt's wheels bring Qt, but not these: the library, and the Debian package that holds it.
libraries='
libEGL.so.1              libegl1
libGL.so.1               libgl1
libdbus-1.so.3           libdbus-1-3
libfontconfig.so.1       libfontconfig1
libglib-2.0.so.0         libglib2.0-0
libxkbcommon.so.0        libxkbcommon0
libxkbcommon-x11.so.0    libxkbcommon-x11-0
libxcb-cursor.so.0       libxcb-cursor0
libxcb-icccm.so.4        libxcb-icccm4
libxcb-keysyms.so.1      libxcb-keysyms1
libxcb-shape.so.0        libxcb-shape0
libwayland-cursor.so.0   libwayland-cursor0
libwayland-egl.so.1      libwayland-egl1
'

say() { printf '%s\n' "tallyline setup: $*"; }

stop() {
    say "$*" >&2
    exit 1
}

# The Debian packages that this machine lacks, one per line.
missing_packages() {
    present=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p || true)
    printf '%s' "$libraries" | while read -r library package; do
        [ -z "$library" ] || printf '%s' "$present" | grep -q "$library " || echo "$package"
    done
    command -v "$python" >/dev/null || echo python3
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    command -v fc-list >/dev/null || echo fontconfig
    has_chinese_font || echo fonts-noto-cjk
    [ "$purpose" = test ] || return 0
    command -v Xvfb >/dev/null || echo xvfb
    command -v openbox >/dev/null || echo openbox
    command -v xdotool >/dev/null || echo xdotool
    command -v xprop >/dev/null || echo x11-utils
}

has_chinese_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn file)" ]
}

# Run a command as root: directly where this is root, else by sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        stop "this needs root, and there is no sudo here. As root, run: $*"
    fi
}

install_packages() {
    packages=$(missing_packages | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    say "this system lacks: $packages"
    [ "$(id -u)" -eq 0 ] || say "they are installed with sudo, which may ask for your password"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
    # shellcheck disable=SC2086  # one word per package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
}

install_system() {
    if command -v apt-get >/dev/null; then
        install_packages
    elif [ "$(uname -s)" = Linux ]; then
        say "no apt-get here: if the window does not start, install Qt's xcb libraries and a Chinese font by hand"
    fi
}

check_python() {
    command -v "$python" >/dev/null || stop "Python is missing: install Python 3.11 or newer"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "$("$python" --version) is too old: install Python 3.11 or newer and name it, PYTHON=python3.11 sh $0"
}

# The builder is installed by its pinned version too, and therefore not by pip's isolated build.
install_program() {
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    pip install hatchling editables
    cd "$root"
    if [ "$purpose" = test ]; then
        "$venv/bin/python" -m compileall -q app tests &  # the tests start many programs: none compiles it all again
        # Of what is installed the tests use the smaller part, which Python compiles as it is used.
        pip install --no-compile --no-build-isolation -e '.[test]'
        wait "$!"
    else
        pip install --no-build-isolation '.[screens]'
    fi
}

pip() {
    command=$1
    shift
    "$venv/bin/python" -m pip "$command" -q --disable-pip-version-check --constraint "$constraints" "$@"
}

case $purpose in
run | test) ;;
*) stop "unknown purpose '$purpose': say nothing, or 'test'" ;;
esac
install_system
check_python
say "installing into $venv"
install_program
say "ready: $venv/bin/tallyline"
