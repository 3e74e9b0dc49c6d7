# What ./demo and ./check need on a fresh Debian 12 with Rust and Node: sourced by both and by scripts/*, quick when all is there.
# shellcheck shell=bash

PACKAGES=(
  build-essential pkg-config curl
  libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev libxdo-dev libasound2-dev libdbus-1-dev
  webkit2gtk-driver xvfb openbox dunst gnome-keyring libsecret-tools pulseaudio libasound2-plugins
  at-spi2-core # what screen readers look with, and one of the tests
  dbus dbus-x11 dbus-tests desktop-file-utils xdg-utils
  chromium
  radicale slapd ldap-utils # servers of contacts, which the tests start as their own
  imagemagick x11-utils x11-xserver-utils xdotool wmctrl fonts-inter fonts-noto-cjk
)

STARTED=$SECONDS

# say TEXT: a line with the time since the start.
say() {
  printf '\n[%3d:%02d] %s\n' $(((SECONDS - STARTED) / 60)) $(((SECONDS - STARTED) % 60)) "$*"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages PACKAGE…: those that are missing, from Debian.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing from Debian: ${missing[*]}"
  as_root apt-get update -q
  without_services env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# without_services COMMAND…: what is installed meanwhile is not started. Tests start what they need, as their own user.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e $policy ]; then
    as_root "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
  as_root chmod 755 $policy
  as_root "$@" || status=$?
  as_root rm -f $policy
  return $status
}

# use_rust_of_debian: for other systems, which rustup has no standard library for here: Debian's rustc-web builds one from
# source. That and more is asked of it as of a nightly.
use_rust_of_debian() {
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  install_packages rustc-web cargo-web rust-web-src gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64
  found=$(/usr/bin/rustc --version | cut -d ' ' -f 2)
  if [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    echo "Debian's rustc-web is $found and the program needs Rust $wanted: take it from the security archive (bookworm-security)." >&2
    exit 1
  fi
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
}

install_node_modules() {
  local stamp=ui/node_modules/.installed-lock
  cmp -s ui/package-lock.json "$stamp" && return
  say "Installing the UI's packages from npm"
  (cd ui && npm ci --no-audit --no-fund)
  cp ui/package-lock.json "$stamp"
}

# install_tool NAME VERSION WHY: from crates.io, into target/tools; unoptimized, they are built in half the time.
install_tool() {
  local root=target/tools name=$1 version=$2
  if [ -x "$root/bin/$name" ] && [ "$(cat "$root/$name.version" 2>/dev/null)" = "$version" ]; then
    return
  fi
  say "Building $name $version, which $3"
  cargo install "$name@$version" --locked --force --debug --root "$root" --target-dir "$root/build"
  echo "$version" >"$root/$name.version"
  rm -rf "$root/build"
}

set_up() {
  say 'Setting up'
  install_packages "${PACKAGES[@]}"
  install_node_modules
  install_tool tauri-driver 2.1.0 'drives the window in tests'
}
