# Lays out what the packages for Linux hold: a tree for the program, one for the simulator. Sourced by scripts/package.
# shellcheck shell=bash
linux=src-tauri/packages/linux

# put MODE SOURCE TARGET: a file with its version and date filled in.
put() {
  fill "$2" | install -D -m "$1" /dev/stdin "$3"
}

# put_compressed SOURCE TARGET: the same, as pages and changelogs are kept; no name and time inside, so that it stays the same.
put_compressed() {
  put 644 "$1" "${2%.gz}"
  gzip -9 --no-name --force "${2%.gz}"
}

# put_papers TREE NAME: licence and changelog, where Debian looks for them.
put_papers() {
  local documents=$1/usr/share/doc/$2
  sed 's/^$/./; s/^/ /' LICENSE-MIT >"$work/licence"
  sed "/^@MIT@$/ { r $work/licence
    d
  }" $linux/copyright | install -D -m 644 /dev/stdin "$documents/copyright"
  debian_changelog "$2" >"$work/changelog"
  put_compressed "$work/changelog" "$documents/changelog.gz"
}

# debian_changelog NAME: what CHANGELOG.md says of this version, or else of the coming one, in Debian's form.
debian_changelog() {
  local section=$version
  grep -q "^## \[$version\]" CHANGELOG.md || section=Unreleased
  printf '%s (%s) stable; urgency=medium\n\n' "$1" "$version"
  awk -v heading="## [$section]" '
    /^## / { inside = index($0, heading) == 1; next }
    inside && /^- / { printf "\n  * %s", substr($0, 3) }
    inside && /^  / { printf " %s", substr($0, 3) }
    END { print "" }
  ' CHANGELOG.md | fold --spaces --width=76 | sed '1d; /^  [*] /!s/^/    /; s/ *$//'
  printf '\n -- %s  %s\n' "$packager" "$(date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S %z')"
}

# lay_out_program PROGRAMS TREE ZSH: what uc-companion and uc need on a desktop; ZSH is where its zsh looks for completions.
lay_out_program() {
  local programs=$1 tree=$2 zsh=$3 share=$2/usr/share
  install -D -s -m 755 "$programs/uc-companion" "$tree/usr/bin/uc-companion"
  install -D -s -m 755 "$programs/uc" "$tree/usr/bin/uc"

  put 644 $linux/$identifier.desktop "$share/applications/$identifier.desktop"
  put 644 $linux/$identifier.metainfo.xml "$share/metainfo/$identifier.metainfo.xml"
  put 644 $linux/$identifier-autostart.desktop "$tree/etc/xdg/autostart/$identifier-autostart.desktop"

  local icons=$share/icons/hicolor
  install -D -m 644 icons/32x32.png "$icons/32x32/apps/$identifier.png"
  install -D -m 644 icons/128x128.png "$icons/128x128/apps/$identifier.png"
  install -D -m 644 icons/128x128@2x.png "$icons/256x256/apps/$identifier.png"
  install -D -m 644 icons/icon.png "$icons/512x512/apps/$identifier.png"
  install -D -m 644 icons/icon.svg "$icons/scalable/apps/$identifier.svg"

  local page
  "$programs/uc" man --dir "$work/man"
  for page in "$work"/man/*.1; do
    put_compressed "$page" "$share/man/man1/${page##*/}.gz"
  done
  put_compressed $linux/uc-companion.1 "$share/man/man1/uc-companion.1.gz"
  "$programs/uc" completions bash | install -D -m 644 /dev/stdin "$share/bash-completion/completions/uc"
  "$programs/uc" completions zsh | install -D -m 644 /dev/stdin "$share/zsh/$zsh/_uc"
  "$programs/uc" completions fish | install -D -m 644 /dev/stdin "$share/fish/vendor_completions.d/uc.fish"
  put_papers "$tree" uc-companion
  put 644 $linux/policy.json.example "$share/doc/uc-companion/policy.json.example"
}

# lay_out_simulator PROGRAMS TREE
lay_out_simulator() {
  install -D -s -m 755 "$1/uc-sim" "$2/usr/bin/uc-sim"
  put_compressed $linux/uc-sim.1 "$2/usr/share/man/man1/uc-sim.1.gz"
  put_papers "$2" uc-sim
}
