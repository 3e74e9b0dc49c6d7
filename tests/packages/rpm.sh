# The packages for Fedora and its kin: what is in them, what they need, who owns it. Nothing here can install them: Debian has
# rpm, but no distribution made of such packages. Sourced by scripts/package-test.
# shellcheck shell=bash disable=SC2154
scripts/package --from "$from" --into "$work/packages" --version 0.1.0 rpm
install_packages rpm

# read_rpm NAME: without what changes from build to build, which are the versions of symbols.
read_rpm() {
  local file=$work/packages/$1-0.1.0-1.x86_64.rpm
  echo "== $1"
  rpm --query --package "$file" --queryformat '%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{LICENSE}\n'
  echo '-- requires'
  rpm --query --package --requires "$file" | grep --invert-match '^rpmlib' | sed 's/([A-Z]\+_[^)]*)(64bit)$/()(64bit)/' | sort --unique
  echo '-- recommends'
  rpm --query --package --recommends "$file"
  echo '-- scripts'
  rpm --query --package --scripts "$file"
  echo '-- files'
  rpm --query --package "$file" --queryformat '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]'
}

{ read_rpm uc-companion && read_rpm uc-sim; } | same_as_golden rpm
rpm --checksig --nosignature "$work"/packages/*.rpm
(cd "$work/packages" && sha256sum --check --quiet SHA256SUMS)
passed 'digests and SHA256SUMS are right'
