# The packages for Fedora and its kin. Sourced by scripts/package.
# shellcheck shell=bash

# make_rpm PROGRAMS
make_rpm() {
  install_packages rpm
  lay_out_program "$1" "$work/rpm" site-functions
  lay_out_simulator "$1" "$work/rpm-sim"
  local words=(
    "_topdir $work/rpmbuild"
    "_rpmdir $into"
    '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm'
    'use_source_date_epoch_as_buildtime 1'
    'clamp_mtime_to_source_date_epoch 1'
    '_buildhost localhost'
    "version $version"
    "packager $packager"
    "tree $work/rpm"
    "sim_tree $work/rpm-sim"
  )
  rpmbuild -bb --quiet "${words[@]/#/--define=}" $linux/uc-companion.spec
}
