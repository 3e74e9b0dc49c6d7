# The installer for Windows: its tables, and its life under Wine with stand-ins for the programs and for netsh, which write
# down what they are started with. Wine is no Windows: docs/PLATFORMS.md says what this leaves open. Sourced by
# scripts/package-test.
# shellcheck shell=bash disable=SC2154
install_packages wine wine64 xvfb msitools gcc-mingw-w64-x86-64 osslsigncode openssl unzip

mkdir -p "$work/programs"
x86_64-w64-mingw32-gcc -Wall -Werror -O1 -s -o "$work/programs/uc-companion.exe" tests/packages/stand-in.c
cp "$work/programs/uc-companion.exe" "$work/programs/uc.exe"
echo 'stands for the loader' >"$work/programs/WebView2Loader.dll"
for version in 0.1.0 0.2.0; do
  scripts/package --from "$work/programs" --into "$work/$version" --version $version msi
done
old='0.1.0/UC-Companion-0.1.0-x64.msi' new='0.2.0/UC-Companion-0.2.0-x64.msi'

# table NAME: its rows, without what changes from build to build.
table() {
  echo "== $1"
  msiinfo export "$work/$old" "$1" | tr -d '\r' | sed '1,3d; /^ProductCode\t/d; s/^reg[0-9A-F]*\t//' | sort
}

for name in Component Registry Shortcut MsiShortcutProperty CustomAction InstallExecuteSequence LaunchCondition Property \
  AppSearch RegLocator Upgrade; do
  table $name
done | same_as_golden msi
[ "$(msiinfo export "$work/$old" File | tail -n +4 | cut -f 3 | sort | xargs)" = 'WebView2Loader.dll uc-companion.exe uc.exe' ] ||
  fail 'not the files that are wanted'

templates=$work/0.1.0/UC-Companion-0.1.0-policy-templates.zip
[ "$(unzip -Z1 "$templates" | xargs)" = 'uc-companion.admx en-US/uc-companion.adml zh-CN/uc-companion.adml' ] ||
  fail 'not the templates that are wanted'
(cd "$work/0.1.0" && sha256sum --check --quiet SHA256SUMS) || fail 'SHA256SUMS is wrong'
passed 'the templates for group policy lie beside it'

run_display
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=;netsh.exe=n'
wine wineboot --init
wine winecfg -v win10
trap 'status=$?; wineserver --kill || true; kill $(jobs -p) 2>/dev/null || true; exit $status' EXIT
disk=$WINEPREFIX/drive_c
program='C:\Program Files\UC Companion\uc-companion.exe'
mkdir -p "$disk/seen"
cp "$work/programs/uc.exe" "$disk/windows/system32/netsh.exe"

# installer WORD…: msiexec, silent, with a log; its exit code is Windows' modulo 256.
installer() {
  (cd "$work" && wine msiexec "$@" /qn '/l*v' install.log)
}

# install_msi PACKAGE PROPERTY…
install_msi() {
  local package=$1
  shift
  rm -f "$disk"/seen/*
  installer /i "$package" "$@" || fail "$package does not install with $*: $?"
}

# refused ACTION PACKAGE PROPERTY…: this action of the installer ends it. Its sentence is in the golden file: Windows writes it
# into the log, Wine that the action returned 0.
refused() {
  local action=$1 package=$2 code=0
  shift 2
  installer /i "$package" "$@" || code=$?
  [ $code = 67 ] || fail "$package with $* ends with $code, not with 1603 (67 modulo 256)"
  log_says "$action. Return value 0." || fail "$package with $* is not refused by $action"
}

# log_says TEXT: the log of the last installation, in Windows' wide letters.
log_says() {
  tr -d '\000\r' <"$work/install.log" | grep --fixed-strings "$1" >/dev/null
}

# value KEY [NAME]: of the registry, of a key's own without a name; fails where there is none.
value() {
  local name=(/ve)
  [ $# = 1 ] || name=(/v "$2")
  wine reg query "$1" "${name[@]}" 2>/dev/null | tr -d '\r' | sed -n 's/^    .*    REG_[A-Z]*    //p' | grep .
}

# has WANTED KEY [NAME] and has_no KEY [NAME]: what the registry says.
has() {
  local wanted=$1 seen
  shift
  seen=$(value "$@") || fail "there is no $*"
  [ "$seen" = "$wanted" ] || fail "$* is $seen, not $wanted"
}
has_no() {
  ! value "$@" >/dev/null || fail "$* is there: $(value "$@")"
}

# seen NAME: what a stand-in was started with.
seen() {
  [ ! -e "$disk/seen/$1.txt" ] || tr -d '\r' <"$disk/seen/$1.txt"
}

installed() {
  wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall' /s 2>/dev/null | tr -d '\r' |
    sed -n 's/^    DisplayVersion    REG_SZ    //p' | xargs
}

nothing_installed() {
  [ "$(installed)" = '' ] || fail "installed is: $(installed)"
  [ ! -e "$disk/Program Files/UC Companion" ] || fail 'there are files of the program'
}

uninstall() {
  local code
  code=$(wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall' 2>/dev/null | grep --only-matching '{[-0-9A-F]*}')
  rm -f "$disk"/seen/*
  installer /x "$code" || fail "it does not go: $?"
}

run='HKLM\Software\Microsoft\Windows\CurrentVersion\Run'
defaults='HKLM\Software\OpenVox\UC Companion\Defaults'
capabilities='HKLM\Software\OpenVox\UC Companion\Capabilities'
opened='C:\windows\system32\netsh.exe advfirewall firewall add rule name="UC Companion reports" dir=in action=allow protocol=TCP'
closed='C:\windows\system32\netsh.exe advfirewall firewall delete rule name="UC Companion reports"'

# opened_for PORT: the firewall, and for this program only.
opened_for() {
  [ "$(seen netsh)" = "$opened localport=$1 program=\"$program\"" ] || fail "netsh was started with: $(seen netsh)"
}

# Without a property: for all people, started with the session, four schemes offered, the firewall open, no presets.
install_msi $old
[ "$(installed)" = 0.1.0 ] || fail "installed is: $(installed)"
[ "$(cd "$disk/Program Files/UC Companion" && echo *)" = 'WebView2Loader.dll uc-companion.exe uc.exe' ] || fail 'files are missing'
has "\"$program\" --hidden" "$run" 'UC Companion'
has "\"$program\" link \"%1\"" 'HKLM\Software\Classes\UCCompanion.link\shell\open\command'
has 'Software\OpenVox\UC Companion\Capabilities' 'HKLM\Software\RegisteredApplications' 'UC Companion'
for scheme in tel sip sips callto; do
  has UCCompanion.link "$capabilities\URLAssociations" $scheme
done
has 8260 "$defaults" Port
has_no "$defaults" Server
has_no "$defaults" Extension
opened_for 8260
log_says TellWebView2 || fail 'that there is no WebView2 is not in the log'
passed 'silently installed without a property: files, autostart, links, firewall, no presets'

# What a person chooses in Windows' settings leads there; Wine has no such settings.
wine reg add 'HKLM\Software\Classes\tel\shell\open\command' /ve /f /d "\"$program\" link \"%1\"" >/dev/null
wine reg add 'HKLM\Software\Classes\tel' /v 'URL Protocol' /f >/dev/null
wine start 'tel:+1-800-555-0199' 2>/dev/null
until_true 20 'the program, by a link' test -s "$disk/seen/uc-companion.txt"
[ "$(seen uc-companion)" = "\"$program\" link \"tel:+1-800-555-0199\"" ] || fail "a link starts it with: $(seen uc-companion)"
passed 'a link starts the program with the word link and the link'

wine reg add 'HKCU\Software\OpenVox' /v 'of the person' /d kept /f >/dev/null
uninstall
nothing_installed
has_no "$run" 'UC Companion'
has_no 'HKLM\Software\RegisteredApplications' 'UC Companion'
! wine reg query 'HKLM\Software\Classes\UCCompanion.link' >/dev/null 2>&1 || fail 'the links stay'
! wine reg query 'HKLM\Software\OpenVox\UC Companion' >/dev/null 2>&1 || fail 'the presets stay'
[ "$(seen netsh)" = "$closed" ] || fail "netsh was started with: $(seen netsh)"
has kept 'HKCU\Software\OpenVox' 'of the person'
passed 'removed without a trace, but for what is a person'"'"'s own; the firewall is closed'

# With every property.
install_msi $old SERVER=https://pbx.example:7443 EXTENSION=101 PORT=9123 AUTOSTART=0 LINKS=0 FIREWALL=0
has https://pbx.example:7443 "$defaults" Server
has 101 "$defaults" Extension
has 9123 "$defaults" Port
has_no "$run" 'UC Companion'
has_no 'HKLM\Software\RegisteredApplications' 'UC Companion'
[ "$(seen netsh)" = '' ] || fail "FIREWALL=0, and netsh was started with: $(seen netsh)"
passed 'SERVER, EXTENSION and PORT are written, AUTOSTART=0, LINKS=0 and FIREWALL=0 leave theirs out'

install_msi $new
[ "$(installed)" = 0.2.0 ] || fail "installed is: $(installed)"
has https://pbx.example:7443 "$defaults" Server
has 101 "$defaults" Extension
has 9123 "$defaults" Port
has_no "$run" 'UC Companion'
has_no 'HKLM\Software\RegisteredApplications' 'UC Companion'
passed 'an update that is told nothing keeps what the first installation was told'

refused LaunchConditions $old
[ "$(installed)" = 0.2.0 ] || fail "installed is: $(installed)"
passed 'an older version is refused'

install_msi $new AUTOSTART=1 FIREWALL=1 PORT=9200
[ "$(installed)" = 0.2.0 ] || fail "installed is: $(installed)"
uninstall
install_msi $old PORT=9123
opened_for 9123
install_msi $new AUTOSTART=0
[ "$(installed)" = 0.2.0 ] || fail "installed is: $(installed)"
has_no "$run" 'UC Companion'
[ "$(seen netsh)" = "$closed
$opened localport=9123 program=\"$program\"" ] || fail "netsh was started with: $(seen netsh)"
uninstall
passed 'an update changes what it is told to; the rule of the firewall is made anew'

for bad in PORT=abc PORT=0 PORT=70000 PORT=8260-8299 PORT=-1; do
  refused RefusePort $old $bad
done
for bad in SERVER=ftp://x 'SERVER=pbx example' SERVER=httpsx://pbx; do
  refused RefuseServer $old "$bad"
done
for bad in AUTOSTART=yes LINKS=2 FIREWALL=on; do
  refused RefuseSwitch $old $bad
done
nothing_installed
for good in SERVER=pbx.example SERVER=HTTP://10.0.0.5 PORT=65535 PORT=1; do
  install_msi $old $good
  uninstall
done
passed 'values that make no sense are refused, and nothing is installed'

wine reg delete 'HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion' /v CurrentMajorVersionNumber /f >/dev/null
refused LaunchConditions $old
wine winecfg -v win10
passed 'a Windows before 10 is refused'

# The step that signs, with a certificate made on the spot.
(
  cd "$work" || exit
  openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj '/CN=UC Companion test' \
    -addext extendedKeyUsage=codeSigning 2>/dev/null
  for file in programs/uc-companion.exe $old; do
    osslsigncode sign -certs certificate.pem -key key.pem -n 'UC Companion' -in "$file" -out signed >/dev/null
    osslsigncode verify -CAfile certificate.pem -in signed >verified 2>&1 || { cat verified && fail "$file is not signed"; }
    mv signed "signed-$(basename "$file")"
  done
)
install_msi signed-UC-Companion-0.1.0-x64.msi
uninstall
passed 'programs and installer take a signature, and the signed one installs'
