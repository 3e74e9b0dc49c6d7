# The programs for Windows: linked by Debian's mingw, and run by Wine as far as it has what they want. Sourced by
# scripts/package-test. The first time it takes as long as building all of the program again.
# shellcheck shell=bash disable=SC2154
install_packages wine wine64 xvfb
use_rust_of_debian

# In the folder and with the standard library of scripts/platforms.
CARGO_BUILD_WARNINGS=deny /usr/bin/cargo build --locked -Zwarnings -Zbuild-std=std,panic_unwind,panic_abort \
  --target-dir target/platforms --target x86_64-pc-windows-gnu --workspace --exclude journeys --exclude rival --bins
cp target/platforms/x86_64-pc-windows-gnu/debug/{uc,uc-sim,uc-companion,keyboard}.exe "$work/"
# The program's page runs in it; it lies beside the program, as the installer puts it.
cp target/platforms/x86_64-pc-windows-gnu/debug/WebView2Loader.dll "$work/"
passed 'uc.exe, uc-sim.exe and uc-companion.exe are linked'

run_display
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
wine wineboot --init
wine winecfg -v win10
trap 'status=$?; wineserver --kill || true; kill $(jobs -p) 2>/dev/null || true; exit $status' EXIT

# Rust takes its random numbers from a library that Wine has since 8.13, and Debian 12 has 8.0.
if [ ! -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
  cat >"$work/random.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) { return SystemFunction036(bytes, (ULONG)length); }
END
  x86_64-w64-mingw32-gcc -shared -O1 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$work/random.c" -ladvapi32
fi

# on_windows PROGRAM WORD…: what it prints, with the ends of lines of this system.
on_windows() {
  (cd "$work" && timeout 30 wine "$@") | tr -d '\r'
}

[[ $(on_windows uc.exe --version) = 'uc '* ]] || fail 'uc.exe does not say its version'
(cd "$work" && exec wine uc-sim.exe --port 0 --control-port 0) >"$work/sim.txt" 2>/dev/null &
until_true 60 'uc-sim.exe' grep -q '^api ' "$work/sim.txt"
port=$(tr -d '\r' <"$work/sim.txt" | sed -n 's/^api .*://p')
echo simulated | on_windows uc.exe login --host 127.0.0.1 --api-port "$port" --user api --password-fd 0 || fail 'uc.exe does not sign in'
on_windows uc.exe extension list >"$work/extensions.txt" || fail 'uc.exe does not list the extensions'
grep -q 101 "$work/extensions.txt" || fail "the extensions are: $(cat "$work/extensions.txt")"
on_windows uc.exe logout || fail 'uc.exe does not sign out'
! on_windows uc.exe extension list >/dev/null 2>&1 </dev/null || fail 'signed out, it still knows the password'
passed 'uc.exe signs in to uc-sim.exe, lists its extensions and forgets the password'

# set_in KEY NAME TYPE VALUE: in the registry, where a policy or the installer would.
set_in() {
  wine reg add "$1" /v "$2" /t "$3" /d "$4" /f >/dev/null
}
set_in 'HKLM\Software\Policies\OpenVox\UC Companion' extension REG_SZ 101
set_in 'HKLM\Software\Policies\OpenVox\UC Companion' autostart REG_DWORD 0
set_in 'HKLM\Software\Policies\OpenVox\UC Companion\allow' export REG_DWORD 0
set_in 'HKCU\Software\Policies\OpenVox\UC Companion' extension REG_SZ 102
set_in 'HKCU\Software\Policies\OpenVox\UC Companion' reportHost REG_SZ 10.0.0.7
set_in 'HKLM\Software\OpenVox\UC Companion\Defaults' Server REG_SZ https://pbx.example
set_in 'HKLM\Software\OpenVox\UC Companion\Defaults' Extension REG_SZ ''
set_in 'HKLM\Software\OpenVox\UC Companion\Defaults' Port REG_SZ 8261
held=$(on_windows uc.exe policy --json | python3 -c 'import json, sys
for row in json.load(sys.stdin)["settings"]: print(row["key"], row["value"], row["set_for"])')
[ "$held" = 'server https://pbx.example proposal
extension 101 machine
reportHost 10.0.0.7 person
reportPorts 8261 proposal
autostart False machine
allow.export False machine' ] || fail "of the registry, this holds: $held"
set_in 'HKLM\Software\Policies\OpenVox\UC Companion' extension REG_DWORD 101
said=$(on_windows uc.exe policy 2>&1 || true)
[[ $said = *'extension: has to be an extension: digits'* ]] || fail "of a wrong value it is said: $said"
passed 'a policy is read from the registry, the machine before the person before the installer, and what is wrong is named'

# seen CHECK…: the facts of these checks, as the doctor sees them.
seen() {
  # Something is amiss on a computer like this one, which its exit code says.
  { on_windows uc.exe doctor --json || true; } | python3 -c 'import json, sys
for check in json.load(sys.stdin):
    for fact in check["seen"]:
        values = [str(fact[key]) for key in fact if key not in ("kind", "outcome", "says", "do")]
        if check["check"] in sys.argv[1:]: print(fact["kind"], *values)' "$@"
}
looked_at=(webview notifications links autostart sound)
doctor=$(seen "${looked_at[@]}")
[ "$doctor" = 'webview-absent Microsoft Edge WebView2 Runtime
notifications Windows
links-nobody tel: sip: sips: callto:
autostart-off
sound-unknown' ] || fail "the doctor sees of a bare computer: $doctor"
run='Software\Microsoft\Windows\CurrentVersion'
set_in 'HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}' pv REG_SZ 120.0.1.2
set_in "HKCU\\$run\\PushNotifications" ToastEnabled REG_DWORD 0
set_in 'HKCU\Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice' ProgId REG_SZ UCCompanion.link
set_in 'HKCU\Software\Microsoft\Windows\Shell\Associations\UrlAssociations\sip\UserChoice' ProgId REG_SZ Other.Phone
set_in "HKCU\\$run\\Run" 'UC Companion' REG_SZ uc-companion.exe
# Odd: switched off in the task manager.
set_in "HKCU\\$run\\Explorer\\StartupApproved\\Run" 'UC Companion' REG_BINARY 030000000000000000000000
# Plugged out.
set_in "HKLM\\$run\\MMDevices\\Audio\\Render\\{one}" DeviceState REG_DWORD 4
doctor=$(seen "${looked_at[@]}")
[ "$doctor" = 'webview 120.0.1.2
do-not-disturb
links-other sip: Other.Phone
links-ours tel:
links-nobody sips: callto:
autostart-hidden HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run
sound-none' ] || fail "the doctor sees: $doctor"
set_in "HKCU\\$run\\Explorer\\StartupApproved\\Run" 'UC Companion' REG_BINARY 020000000000000000000000
set_in "HKLM\\$run\\MMDevices\\Audio\\Render\\{one}" DeviceState REG_DWORD 1
doctor=$(seen autostart sound)
[ "$doctor" = 'autostart-on HKCU\Software\Microsoft\Windows\CurrentVersion\Run
sound Windows' ] || fail "the doctor sees: $doctor"
passed 'the doctor reads what the registry says of the web view, notifications, links, autostart and sound'

[ "$(on_windows keyboard.exe shown)" = taken ] || fail 'a window that is shown as usual does not take the keyboard: what follows proves nothing'
[ "$(on_windows keyboard.exe)" = kept ] || fail 'a window that pops up as the pop-up does takes the keyboard'
passed 'a window that pops up leaves the keyboard where it is'

# Left out, and why.
wanting=(
  # Wine keeps the mark of the web as a file of its own (`…:Zone.Identifier`), where Windows keeps it in the file's stream, and
  # leaves it behind when the file gets its name. These count the files of a folder.
  a_saved_message_is_the_pbxs_bytes_and_overwrites_nothing
  many_messages_are_saved_at_once_and_are_no_longer_new
  what_is_kept_is_the_sound_that_its_bytes_are
  what_is_fetched_has_the_extension_of_its_bytes
  files_go_where_they_are_sent
  # They run programs of Unix: a keyring, a terminal and a shell.
  the_password_is_asked_for_once
  beside_a_kept_session_each_report_comes_once
  recipes_do_what_their_titles_say
  # They ask servers of Unix for contacts: Radicale and slapd.
  a_name_that_changes_in_the_address_book_is_shown_at_the_next_ring_and_stays_while_it_is_away
  a_wrong_password_is_sent_once_by_the_next_start_neither
  a_directory_is_asked_who_rings_and_who_is_looked_for
  a_name_that_changes_in_the_directory_is_shown_at_the_next_ring
  people_are_found_by_name_and_number_and_nothing_else_by_an_injection
  each_step_that_fails_is_named
  only_what_has_changed_is_fetched_by_its_tokens_and_without
  # Windows always has a place for passwords.
  without_a_keyring_login_says_what_to_do
  # Wine tells a connection that was reset as one that was closed.
  faults_of_answers
  # Without sound on this machine, Wine lets a program wait for it instead of saying that there is none.
  a_sound_plays_or_says_that_there_is_no_device
)

# The tests of all crates without a window, those of what is replaced on the disk among them.
CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=wine /usr/bin/cargo test --locked -Zbuild-std=std,panic_unwind,panic_abort \
  --target-dir target/platforms --target x86_64-pc-windows-gnu --no-fail-fast --workspace --exclude journeys --exclude rival \
  --exclude keyboard --exclude uc-companion --lib --tests -- "${wanting[@]/#/--skip=}" >"$work/tests.txt" 2>&1 || fail "tests fail, see $work/tests.txt"
passed "the crates' own tests: $(grep -c '^test .* ok' "$work/tests.txt") of them, ${#wanting[@]} left out"

# Wine has no WebView2, so that a window which says so is where it ends; what is below was online by then.
(cd "$work" && timeout 60 wine uc-companion.exe --demo --data-dir 'C:\data') >"$work/companion.txt" 2>&1 || true
log=$(cat "$WINEPREFIX"/drive_c/data/logs/* 2>/dev/null || true)
[[ $log = *'state=Online'* ]] || fail "uc-companion.exe did not come online: $log $(cat "$work/companion.txt")"
grep -q '"pid":' "$WINEPREFIX/drive_c/data/in-use.json" || fail 'it does not say who uses the data folder'
passed 'uc-companion.exe --demo keeps its data and comes online; a window needs WebView2'
