#!/bin/sh
# Installs what the tests need from Debian, and only what is missing; starts no service.
# Without root or password-less sudo it prints the one line to run (and fails when CI=true).
set -eu

missing=""
need() { missing="${missing:+$missing }$1"; }

command -v chromium >/dev/null || need chromium
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgresql
command -v promtool >/dev/null || need prometheus
ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 || need fonts-noto-cjk

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    as_root="none"
fi

if [ "$as_root" = none ] || ! command -v apt-get >/dev/null; then
    echo "测试缺少系统软件，请先运行 (the tests miss system packages; please run):" >&2
    echo "  sudo apt-get update && sudo apt-get install --no-install-recommends -y $missing" >&2
    [ "${CI:-}" != true ] || exit 1
    exit 0
fi

echo "==> 安装系统软件 (installing system packages): $missing"

# Debian starts a server as soon as its package is there, unless this file forbids it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi

apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }
apt update
# shellcheck disable=SC2086 # a list of names
apt install -y --no-install-recommends $missing >/dev/null

# Nor at the next boot: the tests start their own servers, as themselves, on free ports.
if [ -d /run/systemd/system ]; then
    for service in postgresql prometheus; do
        case " $missing " in
        *" $service "*) $as_root systemctl disable --quiet "$service" ;;
        esac
    done
fi
