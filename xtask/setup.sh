#!/bin/sh
# Makes a machine able to run cargo and npm here: system packages, then a look at the versions of Rust,
# Node and Python. Everything after that is Rust (see src/main.rs), so this file stays small.
#
#   xtask/setup.sh build            what `make run` needs
#   xtask/setup.sh build test       and what `make test` needs
#   xtask/setup.sh build bundle     and what `make bundle` needs
#   xtask/setup.sh build test bench and what `make bench` measures ours beside
#
# It may be called at any time: with nothing to do it takes a fraction of a second.
set -eu

build="build-essential ca-certificates clang cmake file libasound2-dev libayatana-appindicator3-dev libclang-dev
  libdbus-1-dev
  libgomp1 librsvg2-dev libwebkit2gtk-4.1-dev mold pkg-config python3 python3-pip python3-venv"
tests="at-spi2-core dbus dbus-x11 espeak-ng ffmpeg fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core
  gnome-keyring imagemagick openbox pocketsphinx-testdata pulseaudio pulseaudio-utils
  speech-dispatcher speech-dispatcher-espeak-ng webkit2gtk-driver xauth xclip xdotool xvfb"
bench="tesseract-ocr tesseract-ocr-deu"
bundle="desktop-file-utils fakeroot rpm xdg-utils"

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else fail "These system packages are missing, and installing them needs root. Run this as root, then try again:
  apt-get install --no-install-recommends $missing"
  fi
}

# A Chromium that is already there is good enough for the page tests. Ubuntu has one as a snap only, which is
# no use to tests; there they fetch Playwright's own.
chromium_package() {
  if has chromium || has google-chrome || has chromium-browser; then return; fi
  if apt-cache policy chromium 2>/dev/null | grep -q 'Candidate: [0-9]'; then say chromium; fi
}

install_packages() {
  installed=" $(dpkg-query --show --showformat '${db:Status-Abbrev}${Package} ' $wanted 2>/dev/null || true)"
  missing=""
  for package in $wanted; do
    case "$installed" in
      *" ii $package "*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  say "Installing system packages:$missing"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update \
    || say "The package lists could not be refreshed; trying with those that are here."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends $missing \
    || fail "The packages above could not be installed. Mend what apt-get says, then try again."
}

# Systems without apt: name what is needed, and go on only when it is there.
look_for_tools() {
  absent=""
  for tool in cc clang cmake pkg-config python3; do has "$tool" || absent="$absent $tool"; done
  if [ "$(uname -s)" = Linux ]; then
    has mold || absent="$absent mold"
    for library in alsa webkit2gtk-4.1 ayatana-appindicator3-0.1 librsvg-2.0 dbus-1; do
      pkg-config --exists "$library" 2>/dev/null || absent="$absent $library(development files)"
    done
  fi
  [ -z "$absent" ] && return 0
  fail "This system has no apt-get, so its packages cannot be installed from here. Missing:$absent

  Fedora:  dnf install gcc-c++ clang clang-devel cmake mold pkgconf webkit2gtk4.1-devel alsa-lib-devel libappindicator-gtk3-devel librsvg2-devel dbus-devel libgomp python3-pip
  Arch:    pacman -S base-devel clang cmake mold webkit2gtk-4.1 alsa-lib libayatana-appindicator librsvg python-pip
  macOS:   xcode-select --install; brew install cmake llvm python

Install them, then try again."
}

# at_least 1.95 1.96.0 succeeds when the second is not older than the first.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

check_languages() {
  has cargo && has rustc || fail "Rust is missing. Install it from https://rustup.rs, then try again."
  rust="$(rustc --version | cut -d ' ' -f 2)"
  at_least 1.95 "$rust" || fail "Rust $rust is too old; 1.95 or newer is needed. Run \`rustup update stable\`, then try again."
  has node && has npm || fail "Node with npm is missing. Install Node 20.19 or newer from https://nodejs.org, then try again."
  node="$(node --version | tr -d v)"
  at_least 20.19 "$node" || fail "Node $node is too old; 20.19 or newer is needed. See https://nodejs.org, then try again."
}

check_python() {
  python3 -m pip --version >/dev/null 2>&1 || fail "Python has no pip (models can come as Python packages).
Install it with \`python3 -m ensurepip --user\` or your system's package, then try again."
}

# Fuzzing needs a nightly compiler. Without rustup, or without a network, `make bench` leaves it out.
install_fuzzing() {
  if cargo +nightly fuzz --version >/dev/null 2>&1; then return 0; fi
  has rustup || { say "There is no rustup, so fuzzing is left out of the bench."; return 0; }
  { rustup toolchain install nightly --profile minimal && cargo install cargo-fuzz --locked; } \
    || say "cargo-fuzz could not be installed; fuzzing is left out of the bench."
}

wanted=""
fuzzing=""
for group in "$@"; do
  case "$group" in
    build) wanted="$wanted $build" ;;
    test) if has apt-get; then wanted="$wanted $tests $(chromium_package)"; fi ;;
    bench) fuzzing=yes; if has apt-get; then wanted="$wanted $bench"; fi ;;
    bundle) wanted="$wanted $bundle" ;;
    *) fail "xtask/setup.sh knows the groups build, test, bench and bundle, not \"$group\"." ;;
  esac
done

# Languages first: nobody wants to wait for half a gigabyte of packages to learn that Rust is missing.
check_languages
if has apt-get && has dpkg-query; then install_packages; else look_for_tools; fi
check_python
[ -z "$fuzzing" ] || install_fuzzing
