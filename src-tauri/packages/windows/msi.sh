# The installer for Windows, for all people of a machine. Sourced by scripts/package.
# shellcheck shell=bash
windows=src-tauri/packages/windows

# make_msi PROGRAMS
make_msi() {
  install_packages wixl msitools
  local file=$into/UC-Companion-$version-x64.msi words=(-D Version="$version") statement
  # wixl finds files beside its source only. What it calls unimplemented is the shortcut, which finish.sql completes.
  mkdir -p "$work/msi"
  cp $windows/uc-companion.wxs icons/icon.ico "$1"/{uc-companion,uc}.exe "$work/msi/"
  # A program that Microsoft's linker made holds the loader itself.
  if [ -e "$1/WebView2Loader.dll" ]; then
    cp "$1/WebView2Loader.dll" "$work/msi/"
    words+=(-D Loader=yes)
  fi
  (cd "$work/msi" && wixl --arch x64 --output "$file" "${words[@]}" uc-companion.wxs)
  fill $windows/finish.sql | grep --invert-match -e '^--' -e '^$' | while IFS= read -r statement; do
    msibuild "$file" -q "$statement" || { echo "msibuild does not take: $statement" >&2 && return 1; }
  done
  make_policy_templates
}

# make_policy_templates: beside the installer, since they belong on a domain's controller and not on each desk.
make_policy_templates() {
  install_packages zip
  local archive=$into/UC-Companion-$version-policy-templates.zip
  rm -f "$into"/*-policy-templates.zip
  cp -r $windows/policy "$work/policy-templates"
  find "$work/policy-templates" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
  (cd "$work/policy-templates" && TZ=UTC zip --quiet -X "$archive" uc-companion.admx en-US/uc-companion.adml zh-CN/uc-companion.adml)
}
