package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the benchmark that the first argument names.
 *
 * <p>Settings are system properties. {@code benchmark.photos} names a directory of JPEGs, in which
 * the training benchmark expects a directory for each class. Each benchmark names its other
 * settings.
 */
public final class Benchmarks {

  private Benchmarks() {}

  /** Prints the numbers of one benchmark. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "suite" -> Suite.run(photos());
      case "decode" -> DecodeBenchmark.run(photos());
      case "training" -> TrainingBenchmark.run(Path.of(System.getProperty("benchmark.photos")));
      case "spark" -> SparkBenchmark.run(photos());
      default ->
          throw new IllegalArgumentException(
              "unknown benchmark \"" + args[0] + "\"; known: suite, decode, training, spark");
    }
    // The thread pools of some runtimes would keep the process alive.
    System.exit(0);
  }

  private static Path photos() throws IOException {
    Path photos = Path.of(System.getProperty("benchmark.photos"));
    if (!Files.isDirectory(photos)) {
      System.err.println(photos + " is not a directory; measuring with the project's own picture");
      photos = Path.of("src/test/resources/images");
    }
    return photos;
  }
}
