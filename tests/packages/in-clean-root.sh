#!/usr/bin/env bash
# Run in a root that has only Debian's essential packages, with the packages in /root/0.1.0 and /root/0.2.0: install, update,
# start, remove.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

# names: of all files, but for what dpkg and apt keep for themselves.
names() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /home -o -path /tmp -o -path /var/lib/dpkg -o -path /var/log \
    -o -path /var/cache -o -path /var/lib/apt \) -prune -o -print | sort
}

# install_packages VERSION
install_packages() {
  apt-get install --yes --quiet --no-install-recommends /root/"$1"/*.deb
  [ "$(dpkg-query --showformat='${Version} ' --show uc-companion uc-sim)" = "$1 $1 " ]
}

useradd --create-home agent
# The libraries come with the first installation and stay, so that what is compared is the package's own.
install_packages 0.1.0
ldconfig --print-cache | grep libayatana-appindicator3.so.1
echo 'Hidden=true' >>/etc/xdg/autostart/com.openvox.uc-companion-autostart.desktop
install_packages 0.2.0
grep Hidden=true /etc/xdg/autostart/com.openvox.uc-companion-autostart.desktop
dpkg --purge uc-companion uc-sim
names >/tmp/before
install_packages 0.2.0
uc --version
uc-sim --help >/dev/null
bash -c '. /usr/share/bash-completion/completions/uc && complete -p uc'

export HOME=/home/agent UC_COMPANION_LOG=info LIBGL_ALWAYS_SOFTWARE=1
cd /home/agent

# comes_online FOLDER: the program, started with its data there.
comes_online() {
  local data=/home/agent/$1 program tries=600
  setpriv --reuid=agent --regid=agent --init-groups uc-companion --demo --data-dir "$data" >/tmp/said 2>&1 &
  program=$!
  until grep 'state=Online' "$data"/logs/* 2>/dev/null; do
    tries=$((tries - 1))
    if [ $tries = 0 ] || ! kill -0 $program; then
      echo 'the program did not come online:' >&2
      cat /tmp/said "$data"/logs/* >&2
      exit 1
    fi
    sleep 0.1
  done
  kill $program
  wait $program || true
}

comes_online data
# Somebody may take the tray's library away: that costs the tray and no more.
dpkg --remove --force-depends libayatana-appindicator3-1
comes_online without-tray
apt-get install --yes --quiet --no-install-recommends libayatana-appindicator3-1

apt-get purge --yes --quiet uc-companion uc-sim
names >/tmp/after
diff /tmp/before /tmp/after || {
  echo 'files are left after the purge' >&2
  exit 1
}
test -e /home/agent/data/history.db || { echo 'the data of the person are gone' >&2; exit 1; }
