#!/usr/bin/env bash
# Draws every icon file from the SVG sources beside this script. The results are committed, so this is
# needed only after a change of a source. Wants librsvg2-bin, imagemagick and icnsutils.
set -euo pipefail
cd "$(dirname "$0")"

draw() { rsvg-convert --width "$2" --height "$2" --output "$3" "$1"; }

draw attune-small.svg 32 32x32.png
draw attune.svg 128 128x128.png
draw attune.svg 256 128x128@2x.png
draw attune.svg 512 icon.png
# The tray shows about 22 pixels; 64 leaves room for dense screens.
draw tray-light.svg 64 tray-light.png
draw tray-dark.svg 64 tray-dark.png

parts="$(mktemp -d)"
trap 'rm -rf "$parts"' EXIT
for size in 16 32 48; do draw attune-small.svg "$size" "$parts/$size.png"; done
for size in 64 128 256 512 1024; do draw attune.svg "$size" "$parts/$size.png"; done
convert "$parts"/{16,32,48,64,256}.png icon.ico
png2icns icon.icns "$parts"/{16,32,48,128,256,512,1024}.png >/dev/null
