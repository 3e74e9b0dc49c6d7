# The application for macOS: what macOS reads of it. Nothing here runs it, or can make its programs. Sourced by
# scripts/package-test.
# shellcheck shell=bash disable=SC2154
install_packages python3

# Any file does for a program here.
mkdir -p "$work/programs"
printf 'program' | tee "$work/programs/uc-companion" >"$work/programs/uc"
scripts/package --from "$work/programs" --into "$work/packages" --version 0.1.0 app
tar --extract --file "$work/packages/UC-Companion-0.1.0-macos.tar.gz" --directory "$work"
(cd "$work" && find 'UC Companion.app' -printf '%M %p\n' | sort --key=2) | same_as_golden app

/usr/bin/python3 - "$work/UC Companion.app/Contents" <<'PROGRAM'
import pathlib, plistlib, sys
contents = pathlib.Path(sys.argv[1])
info = plistlib.loads((contents / "Info.plist").read_bytes())
wanted = {
    "CFBundleIdentifier": "com.openvox.uc-companion",
    "CFBundlePackageType": "APPL",
    "CFBundleShortVersionString": "0.1.0",
    "CFBundleVersion": "0.1.0",
    "LSMinimumSystemVersion": "11.0",
    "LSMultipleInstancesProhibited": True,
}
for key, value in wanted.items():
    assert info[key] == value, (key, info[key])
schemes = [scheme for kind in info["CFBundleURLTypes"] for scheme in kind["CFBundleURLSchemes"]]
assert schemes == ["tel", "sip", "sips", "callto"], schemes
assert info["NSLocalNetworkUsageDescription"]
assert (contents / "MacOS" / info["CFBundleExecutable"]).is_file()
assert (contents / "Resources" / (info["CFBundleIconFile"] + ".icns")).is_file()
PROGRAM
passed 'Info.plist says what macOS has to know, and what it names is there'

if scripts/package --into "$work/packages" app 2>/dev/null; then
  fail 'an app is made out of nothing'
fi
passed 'without the programs of a Mac there is no app'
