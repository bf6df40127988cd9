#!/usr/bin/env bash
# The report of a large archive: 1,000 bilans made of the samples, of which 150 do not agree with
# themselves twice, run with pictures and without.
#
#   tests/bench/report.sh [BILAN]      needs GNU time, jq and chromium
#
# The last lines give the size of report.html, which is to be below 25 MB, the CPU of one picture
# (workers included), which is to be below 15 ms, and what Chromium takes to open the report and
# paint it, less what an empty page takes, which is to be below 2 s.
set -euo pipefail

bench=$(dirname "$(realpath "$0")")
bilan=$(realpath "${1:-$bench/../../target/release/bilan}")
samples=$bench/../../samples/archive
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A comment after its end makes a PDF another file and no other document.
for number in $(seq -w 1000); do
    sound=2022/bilan-2022.pdf
    [ "$number" -gt 150 ] || sound=2023/bilan-2023.pdf
    mkdir -p "$folder/archive/$number"
    { cat "$samples/$sound"; echo "% $number"; } >"$folder/archive/$number/bilan.pdf"
done

cd "$folder"
cpu() { # the CPU of a command in seconds
    /usr/bin/time -f '%U %S' -o times "$@" >/dev/null || true
    tail -n 1 times | awk '{ print $1 + $2 }'
}
cpu "$bilan" run archive --out out --quiet >/dev/null
for _ in 1 2 3; do
    cpu "$bilan" report out --format html --max-pictures 0 >>without
    cpu "$bilan" report out --format html --max-pictures 1024 >>with
done
"$bilan" report out --format html >/dev/null || true

seconds() { # what Chromium takes to open and paint a page
    local start=$EPOCHREALTIME
    chromium --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" \
        --screenshot="$folder/page.png" "$1" >/dev/null 2>&1
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
seconds about:blank >/dev/null
for _ in 1 2 3; do
    seconds about:blank >>blank
    seconds "file://$folder/out/report.html" >>opened
done

median() { sort -n "$1" | sed -n 2p; }
findings=$(jq '[.findings[] | select(.severity != "info")] | length' out/findings.json)
pictures=$(grep -o 'src="data:image/png' out/report.html | wc -l)
awk -v findings="$findings" -v pictures="$pictures" -v bytes="$(stat -c %s out/report.html)" \
    -v without="$(median without)" -v with="$(median with)" \
    -v blank="$(median blank)" -v opened="$(median opened)" '
    BEGIN {
        printf "1000 documents, %d discrepancies, %d pictures\n", findings, pictures
        printf "report.html: %.1f MB\n", bytes / 1e6
        printf "CPU of a picture: %.1f ms\n", (with - without) * 1000 / pictures
        printf "opened by Chromium in %.2f s\n", opened - blank
    }'
