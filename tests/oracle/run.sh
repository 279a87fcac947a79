#!/bin/sh
# Do programs that we did not write accept our log, and refuse it once a bit is changed?
#
#   run.sh FALLBUCH_TESTS
#
# Lets the test program write a log of 70,000 entries, builds tlog_check (Go with Debian's
# golang-golang-x-mod-dev) and runs it and openssl over good and damaged copies. Exits with 0 if
# every verdict is as expected, with 77 if Go or the library is missing.
set -u

tests=$1
here=$(cd "$(dirname "$0")" && pwd)
gopath=/usr/share/gocode
if ! command -v go >/dev/null || [ ! -d "$gopath/src/golang.org/x/mod/sumdb" ]; then
    echo "skipped: no Go, or no golang-golang-x-mod-dev"
    exit 77
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

(cd "$here/tlog_check" && GOCACHE="${GOCACHE:-$work/cache}" GOPATH=$gopath GO111MODULE=off \
    go build -o "$work/tlog_check" .) || exit 1
if ! FALLBUCH_LOG_OUT=$work/made "$tests" '[write_log]' >"$work/output"; then
    cat "$work/output"
    exit 1
fi
check=$work/tlog_check
openssl_check=$here/openssl_checkpoint.sh
vkey=$(cat "$work/made/vkey")
failures=0

# accept|refuse COMMAND...
accept() { "$@" || { echo "WRONG: refused: $*"; failures=$((failures + 1)); }; }
refuse() { ! "$@" || { echo "WRONG: accepted: $*"; failures=$((failures + 1)); }; }

# Replaces one byte of a file by another: flip FILE OFFSET.
flip() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059
    printf "$(printf '\\%03o' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# A fresh copy of what was made, to damage.
fresh() {
    rm -rf "$work/copy"
    cp -r "$work/made" "$work/copy"
}

made=$work/made
accept "$check" log "$made/log" "$vkey"
accept "$check" consistency "$made/log" "$vkey" "$made/checkpoint.old"
accept "$check" receipt "$made/receipt.tlog-proof" "$vkey"
accept "$openssl_check" "$made/log/checkpoint" "$vkey"
accept "$openssl_check" "$made/checkpoint.old" "$vkey"

for file in tile/0/000 tile/0/273.p/112 tile/0/001.p/44 tile/1/000 tile/1/001.p/17 tile/2/000.p/1 \
    tile/entries/002 tile/entries/273.p/112 tile/entries/001.p/44; do
    fresh
    flip "$work/copy/log/$file" 20
    refuse "$check" log "$work/copy/log" "$vkey"
done
fresh
rm "$work/copy/log/tile/0/002"
refuse "$check" log "$work/copy/log" "$vkey"

# Full tiles stand in for deleted partial ones.
fresh
rm -r "$work/copy/log/tile/0/001.p" "$work/copy/log/tile/entries/001.p"
accept "$check" log "$work/copy/log" "$vkey"
accept "$check" consistency "$work/copy/log" "$vkey" "$work/copy/checkpoint.old"

# Byte 21 is the first digit of the size.
fresh
flip "$work/copy/log/checkpoint" 21
refuse "$check" log "$work/copy/log" "$vkey"
refuse "$openssl_check" "$work/copy/log/checkpoint" "$vkey"
flip "$work/copy/checkpoint.old" 21
refuse "$check" consistency "$made/log" "$vkey" "$work/copy/checkpoint.old"
flip "$work/copy/receipt.tlog-proof" 30
refuse "$check" receipt "$work/copy/receipt.tlog-proof" "$vkey"
refuse "$check" receipt "$made/receipt.tlog-proof" "$vkey" 00

if [ "$failures" -ne 0 ]; then
    echo "$failures verdicts are wrong"
    exit 1
fi
echo "all verdicts are as expected"
