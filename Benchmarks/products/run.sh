#!/bin/sh
# Times matrix products beside OpenBLAS and oneDNN, as far as they are installed (libopenblas-dev, libdnnl-dev), on one
# thread and two; OpenBLAS once with the kernels that it chooses and once with its AVX-512 ones.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/.build/bench/products
mkdir -p "$work"
cd "$work"
for source in "$root"/Sources/CProcessor/*.c "$root"/Sources/CMatrixKernels/*.c; do
  clang -O3 -ffp-contract=fast -I "$root/Sources/CProcessor/include" -I "$root/Sources/CMatrixKernels/include" -c "$source"
done
libraries=""
echo 'int main() {}' > empty.cpp
for library in openblas dnnl; do
  if g++ empty.cpp -o empty "-l$library" 2>/dev/null; then libraries="$libraries -l$library"; fi
done
# shellcheck disable=SC2086
g++ -std=c++17 -O2 -fopenmp -I "$root/Sources/CMatrixKernels/include" "$root/Benchmarks/products/products.cpp" ./*.o \
  $libraries -o products
for threads in 1 2; do
  ./products $threads
  OPENBLAS_CORETYPE=SkylakeX ./products $threads
done
