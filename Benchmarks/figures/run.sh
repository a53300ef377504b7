#!/bin/sh
# Times Quire's figures beside matplotlib's, one after the other in one run, and leaves both sides' pictures.
#   Benchmarks/figures/run.sh [folder]
set -eu
cd "$(dirname "$0")/../.."
out=${1:-.build/figures}
venv=.build/figures-venv
mkdir -p "$out"
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q 'matplotlib==3.10.*' 'numpy==2.*'
fi
swift build -c release --product FigureBench
python3 Benchmarks/figures/data.py > "$out/data.json"
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)"
for side in 1 2; do
  echo "== Quire, run $side"
  .build/release/FigureBench "$out/data.json" "$out/quire"
  echo "== matplotlib, run $side"
  "$venv/bin/python" Benchmarks/figures/matplotlib_figures.py "$out/data.json" "$out/matplotlib"
done
