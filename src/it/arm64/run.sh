#!/usr/bin/env bash
# Runs the command line for linux-arm64 on another processor, emulated by QEMU, and compares its
# answers with this processor's:
#
#     src/it/arm64/run.sh [DIRECTORY]
#
# DIRECTORY (default: target/arm64) receives 1.1 GB: Debian's arm64 packages of the JDK and its
# libraries, unpacked but not installed, and the distribution. Needs Debian or Ubuntu with network,
# Maven and a JDK; no root. Takes five minutes.
set -euo pipefail

project=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(realpath -m "${1:-$project/target/arm64}")
model=$project/models/flowers
photo=$project/src/test/resources/images/flower.jpg
root=$work/root

# A package database of its own, which knows of no installed package.
prepare_apt() {
  mkdir -p "$work"/apt/state/lists/partial "$work"/apt/cache/archives/partial
  touch "$work/apt/state/status"
  cat > "$work/apt/$1.conf" <<EOF
APT::Architecture "$1";
APT::Architectures { "$1"; };
APT::Sandbox::User "$(id -un)";
Dir::State "$work/apt/state";
Dir::State::status "$work/apt/state/status";
Dir::Cache "$work/apt/cache";
Debug::NoLocking "true";
EOF
}

# Downloads packages of an architecture with all that they need, and unpacks them into a directory.
unpack() {
  local architecture=$1 directory=$2
  shift 2
  prepare_apt "$architecture"
  export APT_CONFIG=$work/apt/$architecture.conf
  apt-get -q update
  rm -f "$work"/apt/cache/archives/*.deb
  apt-get -q -y --download-only --no-install-recommends install "$@"
  mkdir -p "$directory"
  for package in "$work"/apt/cache/archives/*.deb; do
    dpkg-deb --extract "$package" "$directory"
  done
  unset APT_CONFIG
}

# QEMU looks for absolute paths in the root, but the kernel follows links out of it.
keep_links_inside() {
  find "$root" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do
    ln -sfn "$root$(readlink "$link")" "$link"
  done
}

# A directory that the launcher takes for a JDK; its java runs under QEMU.
emulated_java() {
  local java=$root/usr/lib/jvm/java-17-openjdk-arm64
  mkdir -p "$work/java/bin"
  cat > "$work/java/bin/java" <<EOF
#!/bin/sh
exec "$work/qemu/usr/bin/qemu-aarch64-static" -L "$root" "$java/bin/java" "\$@"
EOF
  chmod +x "$work/java/bin/java"
}

build() {
  (cd "$project" && mvn -B -ntp -q -Pdist -DskipTests package -Ddist.platform="$1" < /dev/null)
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1"
  tar xzf "$project"/target/inception-v2-*-"$1".tar.gz -C "$work/$1" --strip-components=1
}

mkdir -p "$work"
if [ ! -d "$work/java" ]; then
  unpack "$(dpkg --print-architecture)" "$work/qemu" qemu-user-static
  unpack arm64 "$root" openjdk-17-jre-headless libstdc++6
  keep_links_inside
  emulated_java
fi
build linux-arm64
build linux-x86_64

# A class archive is not worth its making for two commands.
export INCEPTION_V2_CLASSES=off
"$work/linux-x86_64/bin/inception-v2" classify --model "$model" "$photo" > "$work/expected.txt"
export JAVA_HOME=$work/java
"$work/linux-arm64/bin/inception-v2" check --model "$model"
SECONDS=0
"$work/linux-arm64/bin/inception-v2" classify --model "$model" "$photo" > "$work/found.txt"
echo "linux-arm64, emulated, took $SECONDS s for one photograph:"
cat "$work/found.txt"
diff "$work/expected.txt" "$work/found.txt"
echo "linux-x86_64 gives the same."
