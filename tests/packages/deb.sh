# The packages for Debian and its kin: what is in them, what lintian says, and that they install, are updated, start and go
# without a trace in a root that has nothing else. Sourced by scripts/package-test.
# shellcheck shell=bash disable=SC2154
install_packages lintian mmdebstrap

# Packed quickly: a build for tests is large.
export DPKG_DEB_COMPRESSOR_TYPE=gzip DPKG_DEB_COMPRESSOR_LEVEL=1
for version in 0.1.0 0.2.0; do
  scripts/package --from "$from" --into "$work/$version" --version $version deb
  (cd "$work/$version" && sha256sum --check --quiet SHA256SUMS)
done

# read_deb NAME: without sizes and times.
read_deb() {
  local file=$work/0.1.0/$1_0.1.0_amd64.deb
  echo "== $1"
  dpkg-deb --field "$file" Section Recommends Suggests
  dpkg-deb --field "$file" Depends | sed 's/ ([^)]*)//g'
  dpkg-deb --info "$file" conffiles 2>/dev/null || echo 'no conffiles'
  dpkg-deb --fsys-tarfile "$file" | tar --list --verbose | awk '{ print $1, $2, $6 }'
}

{ read_deb uc-companion && read_deb uc-sim; } | same_as_golden deb
lintian --allow-root --fail-on error,warning "$work"/0.1.0/*.deb
passed 'lintian has nothing to say'

run_display
# Nothing of the root is kept: each step is done while it is made.
as_root mmdebstrap --quiet --variant=apt --format=null \
  --customize-hook="copy-in '$work/0.1.0' '$work/0.2.0' tests/packages/in-clean-root.sh /root" \
  --customize-hook="chroot \"\$1\" env DISPLAY=$DISPLAY bash /root/in-clean-root.sh" \
  bookworm /dev/null
passed 'in a root without anything else it installs, is updated, starts, signs in and goes without a trace'
