# Shared by tools/run and tools/test: what to install, how to build, how to say what is wrong. Sourced, not run.

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Everything that a bare Debian 12 misses, to build and to start the console...
build_packages=(
    build-essential cmake ninja-build python3
    qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev qt6-charts-dev libqt6opengl6-dev libgl-dev
    libssl-dev libarchive-dev
)
# Optional, and only where Debian has it.
[ "$(dpkg --print-architecture 2>/dev/null)" != amd64 ] || build_packages+=(libipsec-mb-dev)
run_packages=(
    libqt6sql6-sqlite libqt6svg6 libqt6charts6 qt6-translations-l10n
    fonts-dejavu-core fonts-noto-cjk
    iproute2
)
# ... and, beyond that, to prove it: the fuzzers' compiler, the peer and the oracles.
test_packages=(
    clang-19 libclang-rt-19-dev llvm-19 git
    charon-systemd strongswan-swanctl libstrongswan-standard-plugins libcharon-extra-plugins
    strongswan-starter strongswan-charon
    ethtool iputils-ping nftables openssl procps tcpdump tshark
    ike-scan vpnc python3-scapy python3-cryptography python3-jsonschema
    iperf3
    xvfb openbox xdotool dbus at-spi2-core gir1.2-atspi-2.0 python3-gi
)

say() { printf '== %s\n' "$*"; }

# stop WHAT [HOW-TO-GO-ON...]: one line each, on standard error.
stop() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    shift
    local line
    for line in "$@"; do printf '    %s\n' "$line" >&2; done
    exit 1
}

missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || printf '%s\n' "$name"
    done
}

# Installs what is missing, and asks for no privilege where nothing is.
install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null \
        || stop "this script installs Debian packages, and this system has no apt-get" \
                "On another system install the equivalents of: $*" \
                "and build by hand: cmake --preset release && cmake --build --preset release"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then
        say "All ${#} Debian packages are installed"
        return
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null \
            || stop "these Debian packages are missing, and only root can install them: ${missing[*]}" \
                    "Run as root: apt-get install --no-install-recommends ${missing[*]}" \
                    "then start this script again."
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    "${as_root[@]}" apt-get update \
        || stop "apt-get update failed: see its message above (is the network there, are the sources right?)"
    # Not noninteractive by accident: tshark asks a question that no test needs an answer to.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" \
        || stop "apt-get could not install: ${missing[*]}" "See its message above, mend that, and start this script again."
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    # Where ccache is there, clones of the tree share what they compile: paths are taken from the tree's top.
    command -v ccache >/dev/null \
        && export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=${CCACHE_BASEDIR:-$top} CCACHE_NOHASHDIR=1
    say "Configuring ($preset)"
    (cd "$top" && cmake --preset "$preset") >"$top/build/configure-$preset.log" 2>&1 \
        || { tail -n 30 "$top/build/configure-$preset.log" >&2; stop "cmake could not configure: its words are above"; }
    say "Building ($preset)"
    (cd "$top" && cmake --build --preset "$preset" ${1:+--target "$@"}) \
        || stop "the build failed: the compiler's words are above"
}

mkdir -p "$top/build"
