#!/bin/sh
# Does the log's Ed25519 signature on a checkpoint hold? Judged by the openssl command alone.
#
#   openssl_checkpoint.sh CHECKPOINT VKEY
#
# Prints one line; exits with 0 if the signature of VKEY's key verifies, else with 1.
set -u

fail() {
    echo "openssl_checkpoint: FAILED: $*"
    exit 1
}

[ $# -eq 2 ] || fail "usage: openssl_checkpoint.sh CHECKPOINT VKEY"
checkpoint=$1
vkey=$2
[ -r "$checkpoint" ] || fail "cannot read $checkpoint"
work=$(mktemp -d) || fail "no temporary directory"
trap 'rm -rf "$work"' EXIT

name=${vkey%%+*}
rest=${vkey#*+}
key_id=${rest%%+*}

# The key is 0x01 and 32 bytes; its DER form puts 12 fixed bytes before the 32.
printf '%s' "${rest#*+}" | base64 -d >"$work/typed_key" 2>/dev/null || fail "the vkey is no base64"
[ "$(wc -c <"$work/typed_key")" -eq 33 ] || fail "the vkey has no Ed25519 key"
[ "$(head -c 1 "$work/typed_key" | od -An -tx1 | tr -d ' ')" = 01 ] || fail "the vkey is no type 1"
{ printf '%s\n' "$name"; cat "$work/typed_key"; } >"$work/named_key"
computed=$(openssl dgst -sha256 -r "$work/named_key" | cut -c 1-8)
[ "$computed" = "$key_id" ] || fail "the key id of the vkey is wrong ($computed)"
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32 "$work/typed_key"; } \
    >"$work/key.der"

# A checkpoint's text has no empty line, so the first one ends it.
sed '/^$/,$d' "$checkpoint" >"$work/text"
grep -F -- "— $name " "$checkpoint" | cut -d ' ' -f 3 >"$work/lines"
while read -r line; do
    printf '%s' "$line" | base64 -d >"$work/blob" 2>/dev/null || fail "a signature is no base64"
    [ "$(head -c 4 "$work/blob" | od -An -tx1 | tr -d ' ')" = "$key_id" ] || continue
    tail -c +5 "$work/blob" >"$work/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
        -sigfile "$work/signature" >/dev/null 2>&1 || fail "the signature of $name does not verify"
    echo "openssl_checkpoint: ok: $name signed size $(sed -n 2p "$work/text")"
    exit 0
done <"$work/lines"
fail "no signature of $name+$key_id"
