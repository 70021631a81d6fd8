#!/bin/sh
# Installs a built Loadline for one person or for all: program, desktop entry, icon, file type, manual, completions.
#
#   cargo build --release && assets/desktop/install.sh            into ~/.local
#   sudo assets/desktop/install.sh --prefix /usr/local            for everybody
#   assets/desktop/install.sh --uninstall [--prefix FOLDER]       takes it all out again
#
# DESTDIR is put before every path, for packages.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
prefix="${HOME:-/root}/.local"
binary="$root/target/release/loadline"
uninstall=no
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) [ $# -gt 1 ] || { echo "install.sh: --prefix needs a folder" >&2; exit 2; }; prefix=$2; shift 2 ;;
    --binary) [ $# -gt 1 ] || { echo "install.sh: --binary needs a file" >&2; exit 2; }; binary=$2; shift 2 ;;
    --uninstall) uninstall=yes; shift ;;
    *) echo "install.sh: expected --prefix FOLDER, --binary FILE or --uninstall, found $1" >&2; exit 2 ;;
  esac
done
to="${DESTDIR:-}$prefix"
share="$to/share"

files="bin/loadline
share/applications/loadline.desktop
share/icons/hicolor/scalable/apps/loadline.svg
share/mime/packages/loadline.xml
share/metainfo/loadline.metainfo.xml
share/bash-completion/completions/loadline
share/zsh/site-functions/_loadline
share/fish/vendor_completions.d/loadline.fish"

# Desktops keep indexes of entries and types; a package's triggers make them, and a staged tree has none.
refresh() {
  [ -z "${DESTDIR:-}" ] || return 0
  if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" || true; fi
  if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$share/applications" || true; fi
}

if [ "$uninstall" = yes ]; then
  echo "$files" | while read -r file; do rm -f "$to/$file"; done
  rm -f "$share"/man/man1/loadline.1 "$share"/man/man1/loadline-*.1
  refresh
  echo "Loadline is taken out of $prefix."
  exit 0
fi

[ -x "$binary" ] || { echo "install.sh: $binary does not exist: build it first with cargo build --release" >&2; exit 1; }
here="$root/assets/desktop"
install -D -m 755 "$binary" "$to/bin/loadline"
install -D -m 644 "$here/loadline.desktop" "$share/applications/loadline.desktop"
install -D -m 644 "$here/loadline.svg" "$share/icons/hicolor/scalable/apps/loadline.svg"
install -D -m 644 "$here/loadline-mime.xml" "$share/mime/packages/loadline.xml"
install -D -m 644 "$here/loadline.metainfo.xml" "$share/metainfo/loadline.metainfo.xml"
mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
"$binary" manual --into "$share/man/man1"
"$binary" completions bash >"$share/bash-completion/completions/loadline"
"$binary" completions zsh >"$share/zsh/site-functions/_loadline"
"$binary" completions fish >"$share/fish/vendor_completions.d/loadline.fish"
refresh
echo "Loadline is installed in $prefix."
