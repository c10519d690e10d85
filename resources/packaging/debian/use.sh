#!/bin/sh
# Uses the installed program as a person would, by mouse-less keys on a screen of its own: start, import the sample,
# export the workbook, save the case, close; then open the case by its type and drop files on the icon.
#
#   use.sh KEEP START OPEN DROP
#
# KEEP is a folder for what is written; START, OPEN and DROP are the commands that start the program empty, with the
# case, and with files (the path is added to OPEN and DROP). Needs Xvfb, jwm, xdotool.
set -eu

keep=$1 start=$2 open=$3 drop=$4
patience=60 # seconds; a busy machine is slow, a broken program never answers
workbook=$keep/导出.xlsx case=$keep/我的对账.tally

say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }

# Try something twice a second until it succeeds.
until_true() {
    tries=$((patience * 2))
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "$*"
        sleep 0.5
    done
}

window() { xdotool search --onlyvisible --name "$1"; }
titled() { [ "$(window "$1" | wc -l)" -ge 1 ]; }
gone() { ! titled "$1"; }
running() { ls -l /proc/[0-9]*/exe 2>/dev/null | grep -q '/tallyline/tallyline$'; }
stopped() { ! running; }
there() { [ -s "$1" ]; }

front() { xdotool windowactivate --sync "$(window "$1" | tail -n 1)"; }
press() { xdotool key --clearmodifiers "$1"; }

# Answer a file dialog: the name field has the focus and its text is selected.
answer() {
    until_true titled "$1"
    front "$1"
    sleep 1 # the dialog lists its folder before it takes keys
    xdotool key --clearmodifiers ctrl+a
    printf '%s' "$2" >"$keep/typed"
    LC_ALL=C.UTF-8 xdotool type --clearmodifiers --delay 30 --file "$keep/typed"
    press Return
}

picture() { [ ! -f "$keep/Xvfb_screen0" ] || cp "$keep/Xvfb_screen0" "$keep/$1.xwd"; }

mkdir -p "$keep"
rm -f "$workbook" "$case" "$keep/display"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -fbdir "$keep" 3>"$keep/display" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
until_true there "$keep/display"
DISPLAY=:$(cat "$keep/display")
export DISPLAY
until_true xdotool getdisplaygeometry
jwm 2>/dev/null &
sleep 1

name='对账时间线|Tallyline'
began=$(date +%s%N)
$start &
until_true titled "$name"
say "window after $((($(date +%s%N) - began) / 1000000)) ms"
front "$name"
press ctrl+shift+l
until_true titled '—'
sleep 3
picture sample
say "sample: $(xdotool getwindowname "$(window '—' | tail -n 1)")"

front '—'
press ctrl+e
answer 'Excel' "$workbook"
until_true there "$workbook"
say "workbook: $(wc -c <"$workbook") bytes"

front '—'
press ctrl+s
answer '保存|Save|另存' "$case"
until_true there "$case"
say "case: $(wc -c <"$case") bytes"
until_true titled '我的对账'

front '我的对账'
press ctrl+q
until_true stopped
say "closed"

$open "$case" &
until_true titled '我的对账'
sleep 3
picture opened
front '我的对账'
press ctrl+q
until_true stopped
say "opened by double click, closed"

cp "$workbook" "$keep/dropped.xlsx"
$drop "$keep/dropped.xlsx" &
until_true titled '^添加文件$|^Add files$'
sleep 1
picture dropped
press Escape
until_true gone '^添加文件$|^Add files$'
front "$name"
press ctrl+q
until_true stopped
say "files dropped on the icon are previewed, closed"
