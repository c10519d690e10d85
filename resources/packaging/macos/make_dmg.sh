#!/bin/sh
# Makes the macOS disk image from what pyinstaller/build.py made; macOS brings every tool it uses.
#
#   sh resources/packaging/macos/make_dmg.sh [OUT]
#
# OUT (dist by default) holds Tallyline.app and gets tallyline-VERSION-macos-ARCH.dmg. With SIGNING_IDENTITY set (a
# "Developer ID Application" certificate in the keychain) the program is signed for other people's computers, and with
# NOTARY_PROFILE set (made by `xcrun notarytool store-credentials`) the image is notarised; without them the program is
# signed for this computer only, and others open it by right click → Open.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
out=${1:-$root/dist}
app=$out/Tallyline.app
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/app/__init__.py")
image=$out/tallyline-$version-macos-$(uname -m).dmg

cp "$out/made/case.icns" "$app/Contents/Resources/case.icns"
if [ -n "${SIGNING_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$SIGNING_IDENTITY" "$app"
else
    codesign --force --deep --sign - "$app"
fi
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -quiet -ov -volname Tallyline -srcfolder "$stage" -format UDZO "$image"
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
