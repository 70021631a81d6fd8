#!/bin/sh
# Builds a Debian package of a built Loadline, with dpkg-deb alone: assets/desktop/deb.sh [FOLDER]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/target/deb}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)
arch=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
DESTDIR="$stage" sh "$root/assets/desktop/install.sh" --prefix /usr >/dev/null
find "$stage/usr/share/man" -name '*.1' -exec gzip -9 -n {} +
install -D -m 644 "$root/README.md" "$stage/usr/share/doc/loadline/README.md"
gzip -9 -n -c "$root/CHANGELOG.md" >"$stage/usr/share/doc/loadline/changelog.gz"
{
  echo "Loadline may be used under the MIT licence, which follows, or under the Apache License, Version 2.0,"
  echo "whose text is in /usr/share/common-licenses/Apache-2.0."
  echo
  cat "$root/LICENSE-MIT"
} >"$stage/usr/share/doc/loadline/copyright"
chmod 644 "$stage"/usr/share/doc/loadline/*
if command -v strip >/dev/null; then strip --strip-unneeded "$stage/usr/bin/loadline"; fi
size=$(du -sk "$stage/usr" | cut -f1)
mkdir "$stage/DEBIAN"
# The libraries of the display are looked for when the window opens; the command line needs none of them.
cat >"$stage/DEBIAN/control" <<CONTROL
Package: loadline
Version: $version
Architecture: $arch
Maintainer: The Loadline founders <founders@loadline.invalid>
Section: graphics
Priority: optional
Installed-Size: $size
Depends: libc6 (>= 2.34), libgcc-s1
Recommends: libgl1, libegl1, libx11-6, libx11-xcb1, libxcursor1, libxi6, libxkbcommon0, libxkbcommon-x11-0, xdg-desktop-portal | zenity
Description: whiteboard for data systems that tells whether the design holds
 Draw a data system - sources, queues, compute, storage, serving, monitoring -
 and see live whether it holds: throughput against capacity, cost per month and
 staleness at every component, checked against scenarios. The same estimator
 runs from the command line, so that a design can be checked in CI.
CONTROL
mkdir -p "$out"
dpkg-deb --root-owner-group --build "$stage" "$out/loadline_${version}_$arch.deb" >/dev/null
echo "$out/loadline_${version}_$arch.deb"
