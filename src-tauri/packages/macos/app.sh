# The folder that macOS calls an application, packed. Sourced by scripts/package.
# shellcheck shell=bash

# make_app PROGRAMS: these were built on a Mac. What is signed and notarized is the folder (docs/ADMIN.md).
make_app() {
  local contents="$work/app/UC Companion.app/Contents"
  install -D -m 755 "$1/uc-companion" "$contents/MacOS/uc-companion"
  install -D -m 755 "$1/uc" "$contents/MacOS/uc"
  install -D -m 644 icons/icon.icns "$contents/Resources/icon.icns"
  fill src-tauri/packages/macos/Info.plist >"$contents/Info.plist"
  tar --create --directory "$work/app" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" 'UC Companion.app' |
    gzip -9 --no-name >"$into/UC-Companion-$version-macos.tar.gz"
}
