# The packages for Debian and its kin. Sourced by scripts/package.
# shellcheck shell=bash

# make_deb PROGRAMS
make_deb() {
  install_packages dpkg-dev
  lay_out_program "$1" "$work/deb" vendor-completions
  lay_out_simulator "$1" "$work/deb-sim"
  build_deb "$work/deb" uc-companion
  build_deb "$work/deb-sim" uc-sim
}

# build_deb TREE NAME
build_deb() {
  local tree=$1 name=$2 architecture size depends
  architecture=$(dpkg --print-architecture)
  size=$(du --summarize --apparent-size --block-size=1K "$tree" | cut -f 1)
  depends=$(libraries "$tree"/usr/bin/*)
  mkdir -p "$tree/DEBIAN"
  sed -e "s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/; s/@DEPENDS@/$depends/" $linux/deb/"$name".control |
    fill /dev/stdin >"$tree/DEBIAN/control"
  (cd "$tree" && find usr -type f -print0 | sort --zero-terminated | xargs -0 md5sum >DEBIAN/md5sums)
  # What an administrator changed under /etc is asked about before it is replaced.
  [ ! -d "$tree/etc" ] || (cd "$tree" && find etc -type f -printf '/%p\n' | sort >DEBIAN/conffiles)
  dpkg-deb --root-owner-group --build "$tree" "$into/${name}_${version}_$architecture.deb"
}

# libraries PROGRAM…: the packages of the libraries that these name, with the versions they need.
libraries() {
  mkdir -p "$work/shlibdeps/debian"
  echo 'Source: uc-companion' >"$work/shlibdeps/debian/control"
  echo 'Package: uc-companion' >>"$work/shlibdeps/debian/control"
  (cd "$work/shlibdeps" && dpkg-shlibdeps -O "$@") | sed 's/^shlibs:Depends=//'
}
