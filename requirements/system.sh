#!/usr/bin/env bash
# Debian packages that pip cannot bring. `runtime`: what the PDF report needs. `browser`: what the page tests need.
# `servers`: what the tests start on loopback. Installs only what is missing; as root, or through sudo.
set -euo pipefail
services=()
case "${1:-}" in
  runtime)
    packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
    python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
    ;;
  browser) packages=(chromium fonts-noto-core libatomic1) ;; # libatomic1: for the Node.js inside Playwright
  servers)
    # The tests run their own copies of these. So where a package holds the program without its service, that one is
    # named (*-core, redis-tools), and mini-httpd, which arrives switched off, stands for the web server that WordPress
    # and MediaWiki ask for. g++ and make: better-sqlite3 inside Bluesky's server is compiled.
    packages=(postgresql-15 redis-tools mariadb-server-core mariadb-client dovecot-imapd mini-httpd
      php php8.2-cgi php8.2-cli php8.2-gd php8.2-intl php8.2-mbstring php8.2-mysql php8.2-sqlite3 php8.2-xml
      wordpress wordpress-theme-twentytwentythree mediawiki g++ make)
    services=(postgresql dovecot)
    ;;
  *) echo "usage: system.sh runtime|browser|servers" >&2; exit 2 ;;
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
# No service of the system starts or stays switched on for our sake; one that was there before keeps what it had.
policy=/usr/sbin/policy-rc.d
quiet=()
for service in "${services[@]}"; do
  [ -e "/lib/systemd/system/$service.service" ] || quiet+=("$service")
done
if [ ${#services[@]} -gt 0 ] && [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
for service in "${quiet[@]}"; do
  [ ! -d /run/systemd/system ] || "${as_root[@]}" systemctl disable --quiet --now "$service" >/dev/null 2>&1 || true
done
