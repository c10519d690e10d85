#!/bin/sh
# Proves the packages in an empty Debian without Python: installs, starts by the desktop entry, uses, closes.
#
#   sh resources/packaging/debian/prove.sh OUT [SUITE]
#
# OUT holds what pyinstaller/build.py and build_deb.py made, and gets the folder `proved` with screenshots and what the
# program wrote. SUITE is bookworm by default. Needs root, debootstrap and a network that has Debian's packages. The
# person who uses the program is called 小明, has a home with a space in its name, and lives far from China.
set -eu

out=$(cd "$1" && pwd)
suite=${2:-bookworm}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
base=${TMPDIR:-/tmp}/tallyline-empty-$suite
root=${TMPDIR:-/tmp}/tallyline-proof-$suite
home='/home/小明 的家'
tools='xvfb jwm xdotool libglib2.0-bin shared-mime-info desktop-file-utils'

say() { printf '%s\n' "$*"; }
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
as_person() {
    chroot "$root" env -i PATH=/usr/bin:/bin USER=person HOME="$home" XDG_RUNTIME_DIR=/run/person \
        LANG="$language" LC_NUMERIC=de_DE.UTF-8 TZ=America/New_York setpriv --reuid 1000 --regid 1000 --clear-groups "$@"
}
leave() { for place in proc dev/shm; do mountpoint -q "$root/$place" && umount "$root/$place" || true; done; }

# A fresh copy of the empty system, with what any desktop has.
fresh() {
    leave
    rm -rf --one-file-system "$root"
    [ -d "$base" ] || debootstrap --variant=minbase "$suite" "$base" >/dev/null
    cp -a "$base" "$root"
    mount -t proc proc "$root/proc"
    mkdir -p "$root/dev/shm" "$root/tmp/.X11-unix" "$root/run/person" "$root$home"
    mount -t tmpfs tmpfs "$root/dev/shm"
    chmod 1777 "$root/dev/shm" "$root/tmp/.X11-unix"
    in_root useradd -u 1000 -d "$home" person
    chown 1000:1000 "$root$home" "$root/run/person"
    in_root sh -c '! command -v python3' || { say "there is a Python"; exit 1; }
    in_root apt-get update -qq
    # shellcheck disable=SC2086  # one word per package
    in_root apt-get install -y -qq --no-install-recommends $tools >/dev/null
    cp "$here/use.sh" "$root/usr/local/bin/"
    in_root chown -R 1000:1000 "$home"
}

python() { in_root sh -c 'command -v python3' || echo none; }

# use KEEP START OPEN DROP: the person uses the program; what it wrote goes to OUT/proved.
use() {
    keep=$1
    shift
    as_person sh /usr/local/bin/use.sh "$home/$keep" "$@"
    mkdir -p "$out/proved/$keep"
    cp "$root$home/$keep"/* "$out/proved/$keep/"
}

trap leave EXIT
say "== Debian package, $suite, Chinese"
language=zh_CN.UTF-8
fresh
cp "$out"/tallyline_*.deb "$root/tmp/"
in_root sh -c 'apt-get install -y -qq /tmp/tallyline_*.deb >/dev/null'
say "Python: $(python)"
say "installed: $(in_root du -sm /usr/lib/tallyline | cut -f1) MB; man page: $(in_root sh -c 'ls /usr/share/man/man1/tallyline*' || echo 'left out by this system')"
say "type of a case: $(as_person sh -c 'gio info -a standard::content-type /usr/share/doc/tallyline/copyright >/dev/null; gio mime application/x-tallyline' | head -n 1)"
entry=/usr/share/applications/tallyline.desktop
in_root desktop-file-validate $entry
use deb "gio launch $entry" "gio open" "gio launch $entry"
say "terminal: $(as_person tallyline --version)"
in_root apt-get remove -y -qq tallyline >/dev/null
in_root sh -c '! ls /usr/lib/tallyline /usr/bin/tallyline 2>/dev/null' && say "removed without a trace"

say "== Unpacked folder, $suite, English"
language=en_US.UTF-8
fresh
depends=$(dpkg-deb -f "$out"/tallyline_*.deb Depends | sed 's/([^)]*)//g; s/,//g')
# shellcheck disable=SC2086  # one word per package
in_root apt-get install -y -qq --no-install-recommends $depends fonts-wqy-microhei >/dev/null
mkdir "$root$home/程序 folder"
tar -xJf "$out"/tallyline-*-linux.tar.xz -C "$root$home/程序 folder"
in_root ln -s "$home/程序 folder/tallyline" /opt/tallyline # commands below are split at spaces
program=/opt/tallyline/tallyline
use folder $program $program $program
