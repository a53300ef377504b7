// Times the matrix product of Quire beside those of OpenBLAS and oneDNN, in turn: products.cpp THREADS. See run.sh.
//
// C = A B, [m, k] · [k, n], B the weights: packed before the clock starts by Quire and oneDNN, packed on every call by
// OpenBLAS, whose interface has no other way. Quire's product is dealt out as in Quire, but to libgomp's threads, which
// are oneDNN's too.

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

extern "C" {
#include "CMatrixKernels.h"
}
#if __has_include(<cblas.h>)
#include <cblas.h>
extern "C" void openblas_set_num_threads(int);
extern "C" char *openblas_get_corename(void);
#define HAS_OPENBLAS
#endif
#if __has_include(<dnnl.hpp>)
#include <dnnl.hpp>
#define HAS_ONEDNN
#endif

using Floats = std::vector<float>;

struct Shape {
  int m, k, n;
};

struct Contender {
  std::string name;
  Floats product;
  std::function<void()> multiply;
  std::vector<double> rates;
};

// A 64-byte aligned place in a vector.
float *aligned(Floats &room, size_t count) {
  room.resize(count + 16);
  return reinterpret_cast<float *>((reinterpret_cast<uintptr_t>(room.data()) + 63) & ~uintptr_t(63));
}

void addQuire(std::vector<Contender> &contenders, const Shape &shape, const Floats &a, const Floats &b, Floats &room) {
  size_t tables = 0;
  const cmk_table *table = cmk_tables(&tables)[0];
  const size_t m = shape.m, k = shape.k, n = shape.n, panels = (n + table->panel - 1) / table->panel;
  float *packed = aligned(room, panels * table->panel * k);
  table->pack(b.data(), n, k, 1, n, 0, panels, packed);
  contenders.push_back({std::string("Quire (") + table->name + ")", Floats(m * n)});
  float *c = contenders.back().product.data();
  const size_t blocks = cmk_row_blocks(m, k);
  contenders.back().multiply = [=, &a] {
#pragma omp parallel for schedule(dynamic)
    for (size_t part = 0; part < blocks * panels; ++part) {
      const size_t block = part / panels, row = block * m / blocks, rows = (block + 1) * m / blocks - row;
      const cmk_product product = {a.data() + row * k, k, rows, n,       k,       packed, k * table->panel,
                                   c + row * n,        n, 1,    nullptr, nullptr, 0,      CMK_IDENTITY};
      table->multiply(&product, part % panels, part % panels + 1);
    }
  };
}

#ifdef HAS_OPENBLAS
void addOpenBLAS(std::vector<Contender> &contenders, const Shape &shape, const Floats &a, const Floats &b) {
  contenders.push_back({std::string("OpenBLAS (") + openblas_get_corename() + ")", Floats(size_t(shape.m) * shape.n)});
  float *c = contenders.back().product.data();
  contenders.back().multiply = [=, &a, &b] {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, shape.m, shape.n, shape.k, 1, a.data(), shape.k, b.data(),
                shape.n, 0, c, shape.n);
  };
}
#endif

#ifdef HAS_ONEDNN
void addOneDNN(std::vector<Contender> &contenders, const Shape &shape, Floats &a, Floats &b) {
  using namespace dnnl;
  using Tag = memory::format_tag;
  const auto type = memory::data_type::f32;
  const memory::dims left = {shape.m, shape.k}, right = {shape.k, shape.n}, result = {shape.m, shape.n};
  engine processor(engine::kind::cpu, 0);
  stream queue(processor);
  const matmul::primitive_desc plan(
      matmul::desc({left, type, Tag::ab}, {right, type, Tag::any}, {result, type, Tag::ab}), processor);
  memory plain({right, type, Tag::ab}, processor, b.data());
  memory weights(plan.weights_desc(), processor);
  reorder(plain, weights).execute(queue, plain, weights);
  queue.wait();
  contenders.push_back({"oneDNN, prepacked", Floats(size_t(shape.m) * shape.n)});
  memory input({left, type, Tag::ab}, processor, a.data());
  memory output({result, type, Tag::ab}, processor, contenders.back().product.data());
  matmul primitive(plan);
  contenders.back().multiply = [=]() mutable {
    primitive.execute(queue, {{DNNL_ARG_SRC, input}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, output}});
    queue.wait();
  };
}
#endif

double gigaflops(const Shape &shape, const std::function<void()> &multiply) {
  const double work = 2e-9 * shape.m * shape.k * shape.n;
  const int repeats = std::max(1, int(0.6 / work));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) multiply();
  return repeats * work / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int main(int count, char **arguments) {
  const int threads = count > 1 ? std::atoi(arguments[1]) : 1;
  omp_set_num_threads(threads);
#ifdef HAS_OPENBLAS
  openblas_set_num_threads(threads);
#endif
  for (const Shape shape : {Shape{12, 384, 1536}, {128, 384, 1536}, {50, 768, 3072}, {1024, 1024, 1024}}) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    Floats a(size_t(shape.m) * shape.k), b(size_t(shape.k) * shape.n), room;
    for (auto *numbers : {&a, &b}) std::generate(numbers->begin(), numbers->end(), [&] { return uniform(random); });
    std::vector<Contender> contenders;
    contenders.reserve(3);
    addQuire(contenders, shape, a, b, room);
#ifdef HAS_OPENBLAS
    addOpenBLAS(contenders, shape, a, b);
#endif
#ifdef HAS_ONEDNN
    addOneDNN(contenders, shape, a, b);
#endif
    for (int round = 0; round < 12; ++round)
      for (auto &contender : contenders) {
        const double rate = gigaflops(shape, contender.multiply);
        if (round > 0) contender.rates.push_back(rate);
      }
    std::printf("%d×%d×%d, %d thread%s:", shape.m, shape.k, shape.n, threads, threads > 1 ? "s" : "");
    for (auto &contender : contenders) {
      std::sort(contender.rates.begin(), contender.rates.end());
      double difference = 0;
      for (size_t i = 0; i < contender.product.size(); ++i)
        difference = std::max(difference, double(std::abs(contender.product[i] - contenders[0].product[i])));
      if (difference > 1e-3) {
        std::printf("\n%s differs by %g\n", contender.name.c_str(), difference);
        return 1;
      }
      std::printf("  %s %.0f", contender.name.c_str(), contender.rates[contender.rates.size() / 2]);
    }
    std::printf(" GFLOP/s\n");
  }
}
