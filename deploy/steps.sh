# Steps that deploy/run and deploy/test share. Sourced, not run.

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
stop() { printf '\nÉcoute: %s\n' "$*" >&2; exit 3; }

# Names in package lists: one a line, "#" begins a reason.
names_in() { sed 's/#.*//' "$@" | tr -s ' \t\n' '\n' | sed '/^$/d'; }

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# Installs what is missing from the given lists; asks apt nothing when all is there.
install_packages() {
    local missing=() package
    for package in $(names_in "$@"); do installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -eq 0 ] && return 0
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    as_root apt-get update -q || stop "apt-get update failed: is this machine online?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" ||
        stop "these packages could not be installed: ${missing[*]}"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else stop "run this as root, or install sudo: packages are missing"
    fi
}

# Configures and builds one preset; says nothing when there is nothing to do.
build() {
    local preset=$1; shift
    export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring ($preset)"
        cmake --preset "$preset" >/dev/null || stop "cmake could not configure; see above"
    fi
    say "Building ($preset)"
    cmake --build --preset "$preset" "$@" || stop "the build failed; see above"
}
