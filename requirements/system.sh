#!/usr/bin/env bash
# Debian packages that pip cannot bring. `runtime`: what the PDF report needs. `browser`: what the page tests need.
# Installs only what is missing; as root, or through sudo.
set -euo pipefail
case "${1:-}" in
  runtime)
    packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
    python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
    ;;
  browser) packages=(chromium fonts-noto-core libatomic1) ;; # libatomic1: for the Node.js inside Playwright
  *) echo "usage: system.sh runtime|browser" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null || { echo "This is not Debian: install ${packages[*]} in your system's way." >&2; exit 0; }
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing Debian packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Ask your administrator for: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
