#!/usr/bin/env bash
# Whole processes: `bilan run` over the born-digital PDFs of a folder beside `pdftotext -layout`
# on the same files, in CPU (user and system, workers included) and peak memory.
#
#   tests/bench/compare.sh FOLDER [BILAN]      needs hyperfine, pdftotext and GNU time
#
# The last lines give the ratio, which is to be 3 at most, and the largest process of the run,
# which is to stay below 400 MB. A scan is no born-digital PDF: pdftotext has nothing to do there.
set -euo pipefail

corpus=${1:?usage: compare.sh FOLDER [BILAN]}
bilan=$(realpath "${2:-$(dirname "$0")/../../target/release/bilan}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/archive"

# Runs of pdftotext, one a file, as a script: one process for hyperfine to measure.
script=$folder/pdftotext.sh
count=0
while IFS= read -r file; do
    if [ "$(pdftotext -q -l 3 "$file" - 2>/dev/null | tr -d '[:space:]' | wc -c)" -gt 200 ]; then
        count=$((count + 1))
        name=$(printf '%03d.pdf' "$count")
        cp "$file" "$folder/archive/$name"
        echo "pdftotext -layout archive/$name out.txt" >>"$script"
    fi
done < <(find "$corpus" -type f -name '*.pdf' | sort)
[ "$count" -gt 0 ] || { echo "$corpus: no born-digital PDF" >&2; exit 2; }

cd "$folder"
hyperfine --warmup 1 --runs "${RUNS:-7}" --ignore-failure --export-csv times.csv \
    -n 'bilan run' "$bilan run archive --out out --quiet" \
    -n 'pdftotext -layout' "sh $script" >/dev/null

/usr/bin/time -f '%M' -o peak "$bilan" run archive --out out --quiet >/dev/null || true
awk -F, -v count="$count" -v peak="$(tail -n 1 peak)" '
    NR > 1 { printf "%-18s median %.3f s, CPU %.3f s\n", $1, $4, $5 + $6; cpu[NR] = $5 + $6 }
    END {
        printf "%d files, CPU of bilan over pdftotext: %.2f\n", count, cpu[2] / cpu[3]
        printf "largest process: %.0f MB\n", peak / 1000
    }' times.csv
