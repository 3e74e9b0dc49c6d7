#!/usr/bin/env bash
# A desktop for one app, apart from everything else on the machine: X server, D-Bus, window manager, notification
# server, tray, an unlocked keyring, and the WebDriver that opens the app on it. All that is started stays in this script's
# process group, and all of it ends when standard input is closed: whoever holds that end owns the desktop.
#
# usage: desktop.sh DIRECTORY DRIVER_PORT NATIVE_PORT SCALE MANAGER READER [LACK…]     prints `NAME=value` lines, then `ready`
# SCALE: so many pixels of the screen, each way, are one of the program's
# MANAGER: of the windows: openbox; or a Wayland compositor with the X server that it brings: sway, which gives each new
# window the keyboard, or gnome, which has no tray and shows notifications itself
# READER: `reader`: programs tell a screen reader of themselves; `-`: they need not, and start sooner
# LACK: what this desktop lacks, of bus, tray, tray-library, notifications, notification-answers, keys (the session says then
# that it is Wayland's)
set -euo pipefail
work=$1 driver_port=$2 native_port=$3 scale=$4 manager=$5 reader=$6 lacks=" ${*:7} "
if [[ $manager != openbox && $(id -u) = 0 ]]; then
  # Neither is for root: somebody else then, in here only.
  exec unshare --user --map-user=1000 --map-group=1000 "$0" "$@"
fi
[ "$manager" != gnome ] || lacks+='tray '
trap 'kill -KILL 0' EXIT
PATH=$(dirname "$0")/../target/tools/bin:$PATH # where ./check puts tauri-driver
for program in Xvfb dbus-daemon dbus-send dbus-test-tool openbox dunst pulseaudio gnome-keyring-daemon tauri-driver WebKitWebDriver xprop xsetroot curl; do
  command -v $program >/dev/null || {
    echo "desktop: there is no $program; ./check installs what is missing" >&2
    exit 1
  }
done

mkdir -p "$work"/{bin,home,logs,notifications}
mkdir -m 700 "$work/run"
export HOME=$work/home XDG_RUNTIME_DIR=$work/run
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share XDG_CACHE_HOME=$HOME/.cache
export LC_ALL=C.UTF-8 LANGUAGE=en GDK_BACKEND=x11 GDK_SCALE=$scale
[ "$reader" = reader ] || export GTK_A11Y=none NO_AT_BRIDGE=1
# There is no graphics card here: WebKit paints in memory, whatever it would prefer.
export WEBKIT_DISABLE_DMABUF_RENDERER=1 LIBGL_ALWAYS_SOFTWARE=1
export UC_COMPANION_LOG=debug,zbus=info,hyper=info,hyper_util=info,reqwest=info,tao=warn,wry=warn
export UC_COMPANION_POLICY=$HOME/policy.json # none, until a journey writes one: not what holds on this machine
export UC_COMPANION_LET_GO_SECONDS=2
unset WAYLAND_DISPLAY SWAYSOCK XAUTHORITY DBUS_SESSION_BUS_ADDRESS XDG_CURRENT_DESKTOP GTK_THEME

# run NAME COMMAND…: in the background, with a log of its own.
run() {
  local log=$work/logs/$1.log
  shift
  "$@" >"$log" 2>&1 &
}

has() {
  [[ $lacks != *" $1 "* && $lacks != *' bus '* ]]
}

# until_true WHAT COMMAND…: waits for it.
until_true() {
  local what=$1 tries=600
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ $tries = 0 ]; then
      echo "desktop: waited in vain for $what" >&2
      tail -n 5 "$work"/logs/*.log >&2
      exit 1
    fi
    sleep 0.05
  done
}

on_bus() {
  dbus-send --print-reply=literal --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner "string:$1" | grep -q true
}

if has bus; then
  run dbus dbus-daemon --session --nofork --print-address=3 3>"$work/bus"
else
  echo "unix:path=$work/no-bus" >"$work/bus"
fi
until_true 'D-Bus' test -s "$work/bus"
DBUS_SESSION_BUS_ADDRESS=$(<"$work/bus")
export DBUS_SESSION_BUS_ADDRESS
export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS # so that a journey can play the system

run_openbox() {
  run xvfb Xvfb -displayfd 3 -screen 0 $((1280 * scale))x$((800 * scale))x24 -dpi 96 -nolisten tcp -noreset 3>"$work/display"
  until_true 'the X server' test -s "$work/display"
  DISPLAY=:$(<"$work/display")
}

run_sway() {
  unset GDK_BACKEND
  printf '#!/bin/sh\nxhost +local: && env >"%s/sway.env"\n' "$work" >"$work/in-sway.sh"
  chmod +x "$work/in-sway.sh"
  printf 'output HEADLESS-1 resolution 1280x800\nexec %s/in-sway.sh\n' "$work" >"$work/sway.conf"
  run sway env WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 sway --config "$work/sway.conf"
  until_true sway grep -q ^SWAYSOCK= "$work/sway.env"
  WAYLAND_DISPLAY=$(sed -n 's/^WAYLAND_DISPLAY=//p' "$work/sway.env")
  SWAYSOCK=$(sed -n 's/^SWAYSOCK=//p' "$work/sway.env")
  DISPLAY=$(sed -n 's/^DISPLAY=//p' "$work/sway.env")
  export WAYLAND_DISPLAY SWAYSOCK
}

# asked_shell SCRIPT: what GNOME's shell makes of it.
asked_shell() {
  gdbus call --session --dest org.gnome.Shell --object-path /org/gnome/Shell --method org.gnome.Shell.Eval "$1"
}

run_gnome() {
  unset GDK_BACKEND
  run gnome gnome-shell --headless --wayland --unsafe-mode --virtual-monitor 1280x800
  until_true 'the shell' asked_shell 1
  WAYLAND_DISPLAY=wayland-0
  XAUTHORITY=$(echo "$XDG_RUNTIME_DIR"/.mutter-Xwaylandauth.*)
  DISPLAY=$(asked_shell "imports.gi.GLib.getenv('DISPLAY')" | grep -o ':[0-9]*')
  export WAYLAND_DISPLAY XAUTHORITY
  # It opens with what runs and what could be run, which gives no window the keyboard.
  until_true 'the shell to give way' asked_shell 'Main.overview.hide()'
}

run_"$manager"
export DISPLAY

# What is shown is also written down, a file each: the application, the summary, then the body as it was sent.
cat >"$work/notified.sh" <<'END'
#!/usr/bin/env bash
file=$(mktemp "${0%/*}/notifications/.XXXXXX")
printf '%s\n%s\n%s' "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" >"$file"
mv "$file" "${0%/*}/notifications/$(date +%s%N)-$DUNST_ID"
END
chmod +x "$work/notified.sh"
cat >"$work/dunstrc" <<END
[global]
    monitor = 0
    follow = none
    width = 340
    origin = top-right
    offset = 16x16
    font = Inter 10
    markup = full
    show_indicators = no
    format = "<b>%s</b>\n%b"
    frame_width = 1
    frame_color = "#c9d2da"
    corner_radius = 8
    padding = 12
    horizontal_padding = 14
[urgency_low]
    background = "#fbfcfd"
    foreground = "#1d2730"
[urgency_normal]
    background = "#fbfcfd"
    foreground = "#1d2730"
[urgency_critical]
    background = "#fbfcfd"
    foreground = "#1d2730"
[written-down]
    script = "$work/notified.sh"
END

# The browser only writes down which pages it was asked to open.
cat >"$work/bin/xdg-open" <<'END'
#!/usr/bin/env bash
printf '%s\n' "$1" >>"${0%/bin/*}/opened"
END
chmod +x "$work/bin/xdg-open"
PATH=$work/bin:$PATH

# Flat and quiet: the pictures are of the program, not of its frame.
theme=$XDG_DATA_HOME/themes/Quiet/openbox-3
mkdir -p "$theme"
cat >"$theme/themerc" <<'END'
border.width: 1
padding.width: 8
padding.height: 6
window.client.padding.width: 0
window.handle.width: 0
window.label.text.justify: center
window.*.border.color: #a9b4bd
window.*.title.bg: flat solid
window.*.title.bg.color: #e8ecef
window.*.label.bg: parentrelative
window.*.button.*.bg: parentrelative
window.*.button.*.image.color: #52606d
window.active.label.text.color: #1d2730
window.inactive.label.text.color: #7b8791
END
cat >"$work/openbox.xml" <<'END'
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme>
    <name>Quiet</name>
    <titleLayout>LIMC</titleLayout>
    <font place="ActiveWindow"><name>Inter</name><size>10</size><weight>bold</weight></font>
    <font place="InactiveWindow"><name>Inter</name><size>10</size></font>
  </theme>
</openbox_config>
END
# There is no sound card either: what is played goes nowhere, but as fast as it would be heard.
printf 'pcm.!default { type pulse }\nctl.!default { type pulse }\n' >"$HOME/.asoundrc"
run pulse pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 -L module-null-sink -L module-native-protocol-unix
[ "$manager" != openbox ] || run openbox openbox --config-file "$work/openbox.xml"
if [ "$manager" != gnome ] && has notifications && has notification-answers; then
  run dunst dunst -config "$work/dunstrc"
fi
if has bus && ! has notification-answers; then
  run notifications dbus-test-tool black-hole --session --name=org.freedesktop.Notifications
fi
# That a tray has a name on the bus is all that the program asks of it.
if has tray; then
  run tray dbus-test-tool black-hole --session --name=org.kde.StatusNotifierWatcher
  until_true 'the tray' on_bus org.kde.StatusNotifierWatcher
fi
if [[ $lacks == *' tray-library '* ]]; then
  # The first library of a name that is found must be one, or loading it fails.
  mkdir "$work/lib"
  touch "$work"/lib/{libayatana-appindicator3.so.1,libappindicator3.so.1}
  export LD_LIBRARY_PATH=$work/lib
fi
if has keyring; then
  gnome-keyring-daemon --foreground --unlock --components=secrets >"$work/logs/keyring.log" 2>&1 <<<'a password' &
  until_true 'the keyring' on_bus org.freedesktop.secrets
fi
if [[ $lacks == *' keys '* ]]; then
  export WAYLAND_DISPLAY=wayland-of-nobody
fi
run driver tauri-driver --port "$driver_port" --native-port "$native_port"
xsetroot -solid '#6b7c8a'
until_true 'the window manager' xprop -root -notype _NET_SUPPORTING_WM_CHECK
! has notifications || until_true 'the notification server' on_bus org.freedesktop.Notifications
until_true 'the sound server' test -S "$XDG_RUNTIME_DIR/pulse/native"
until_true 'the WebDriver' curl -sf "http://127.0.0.1:$driver_port/status"

env | grep -E '^(DISPLAY|WAYLAND_DISPLAY|SWAYSOCK|XAUTHORITY|DBUS_[A-Z_]*_ADDRESS|UC_COMPANION_POLICY|HOME|XDG_[A-Z_]*|LC_ALL|LANGUAGE|GDK_BACKEND|GDK_SCALE|GTK_A11Y|NO_AT_BRIDGE|WEBKIT_[A-Z_]*|LIBGL_[A-Z_]*)='
echo ready
cat >/dev/null
