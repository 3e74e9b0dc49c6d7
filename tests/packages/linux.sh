# What desktops of Linux read: entries, AppStream data, links, autostart. Sourced by scripts/package-test.
# shellcheck shell=bash disable=SC2154
install_packages desktop-file-utils appstream xdg-utils libglib2.0-bin dex dbus

entries=src-tauri/packages/linux
desktop-file-validate $entries/*.desktop
passed 'desktop-file-validate says nothing'

sed "s/@VERSION@/0.1.0/; s/@DATE@/2026-01-01/" $entries/com.openvox.uc-companion.metainfo.xml >"$work/com.openvox.uc-companion.metainfo.xml"
appstreamcli validate --no-net "$work/com.openvox.uc-companion.metainfo.xml"
passed 'AppStream data are valid'

# A stand-in for the program, which writes down what it is started with, in a person's own folders.
mkdir -p "$work"/links/{bin,config,autostart,share/applications}
cat >"$work/links/bin/uc-companion" <<'PROGRAM'
#!/usr/bin/env bash
{ printf '%s' $#; printf ' <%s>' "$@"; echo; } >>"$SEEN"
PROGRAM
chmod +x "$work/links/bin/uc-companion"
cp $entries/com.openvox.uc-companion.desktop "$work/links/share/applications/"
update-desktop-database "$work/links/share/applications"

# as_person COMMAND…: with those folders, no desktop around, and a display, without which xdg-open looks for a browser.
as_person() {
  env -u XDG_CURRENT_DESKTOP -u DESKTOP_SESSION DISPLAY=:9 PATH="$work/links/bin:$PATH" SEEN="$work/links/seen" HOME="$work/links" \
    XDG_CONFIG_HOME="$work/links/config" XDG_DATA_HOME="$work/links/share" XDG_CONFIG_DIRS="$work/links/system" "$@"
}

# starts_with WANTED COMMAND…: the command starts the program with these words.
starts_with() {
  local wanted=$1
  shift
  rm -f "$work/links/seen"
  as_person "$@"
  until_true 10 "the program, by $*" test -s "$work/links/seen"
  [ "$(cat "$work/links/seen")" = "$wanted" ] || fail "$* starts it with $(cat "$work/links/seen"), not $wanted"
}

for scheme in tel sip sips callto; do
  grep --line-regexp --quiet "x-scheme-handler/$scheme=com.openvox.uc-companion.desktop;" "$work/links/share/applications/mimeinfo.cache" ||
    fail "the desktop does not offer it for $scheme"
  as_person xdg-mime default com.openvox.uc-companion.desktop x-scheme-handler/$scheme
  [ "$(as_person xdg-mime query default x-scheme-handler/$scheme)" = com.openvox.uc-companion.desktop ] || fail "$scheme is not ours"
  starts_with "2 <link> <$scheme:+1-800-555-0199>" gio open "$scheme:+1-800-555-0199"
done
starts_with '2 <link> <tel:+1-800-555-0199>' xdg-open 'tel:+1-800-555-0199'
starts_with '2 <link> <tel:1" --data-dir /elsewhere ">' gio open 'tel:1" --data-dir /elsewhere "'
starts_with '1 <link>' gio launch "$work/links/share/applications/com.openvox.uc-companion.desktop"
passed 'tel, sip, sips and callto start the program with the word link and one word, whatever stands in it; the menu without'

mkdir -p "$work/links/system/autostart" "$work/links/config/autostart"
cp $entries/com.openvox.uc-companion-autostart.desktop "$work/links/system/autostart/"
starts_with '1 <--hidden>' dex --autostart --environment GNOME
printf '[Desktop Entry]\nType=Application\nName=UC Companion\nExec=uc-companion --hidden\nHidden=true\n' \
  >"$work/links/config/autostart/com.openvox.uc-companion-autostart.desktop"
rm -f "$work/links/seen"
as_person dex --autostart --environment GNOME --wait
[ ! -e "$work/links/seen" ] || fail 'a person cannot switch the autostart off'
passed 'it starts hidden when a person signs in, unless that person switched it off'
