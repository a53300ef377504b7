import ArgumentParser

@main
struct Quire: AsyncParsableCommand {}
