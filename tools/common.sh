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
    # What Libreswan's programs load, and what makes the database that its daemon wants; see unpack_package.
    libaudit1 libcap-ng0 libcrypt1 libcurl3-nss libevent-core-2.1-7 libevent-pthreads-2.1-7 libldap-2.5-0 libldns3
    libnspr4 libnss3 libpam0g libselinux1 libsystemd0 libunbound8 libnss3-tools
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

can_become_root() { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
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
    can_become_root \
        || stop "these Debian packages are missing, and only root can install them: ${missing[*]}" \
                "Run as root: apt-get install --no-install-recommends ${missing[*]}" \
                "then start this script again."
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    as_root apt-get update \
        || stop "apt-get update failed: see its message above (is the network there, are the sources right?)"
    # Not noninteractive by accident: tshark asks a question that no test needs an answer to.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" \
        || stop "apt-get could not install: ${missing[*]}" "See its message above, mend that, and start this script again."
}

# unpack_package NAME PROGRAM: what cannot be installed, since it conflicts with another package, is unpacked into
# build/NAME. PROGRAM, a path in there, tells that it is there.
unpack_package() {
    local name=$1 program=$2 into="$top/build/$1" work="$top/build/$1.part"
    if [ -x "$into/$program" ]; then
        say "Debian's $name is unpacked"
        return
    fi
    rm -rf "$work"
    mkdir -p "$work"
    say "Unpacking Debian's $name into build/$name"
    # The lists of what there is may be missing, or older than the package.
    download_package "$name" "$work" \
        || { can_become_root && as_root apt-get update && download_package "$name" "$work"; } \
        || stop "apt-get could not download $name: see its message above" \
                "Is the network there, and was apt-get update run? Or unpack the package by hand:" \
                "dpkg-deb -x ${name}_*.deb ${into#"$PWD"/}"
    { dpkg-deb -x "$work/$name"_*.deb "$work/tree" && [ -x "$work/tree/$program" ]; } \
        || stop "Debian's $name could not be unpacked, or has no $program" \
                "See the message above, mend that, and start this script again."
    rm -rf "$into"
    mv "$work/tree" "$into"
    rm -rf "$work"
}

# Any user may; root would otherwise be told that apt's own user cannot write here.
download_package() { (cd "$2" && apt-get -o APT::Sandbox::User=root download "$1"); }

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
