package io.github.inceptionv2.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures Spark on this machine, each combination of cores and images in a driver of its own.
 *
 * <p>Arguments: a directory of JPEG files, which are repeated; then for each run {@code
 * EXECUTORSxCORES:IMAGES}, such as {@code 1x2:1000}.
 */
public final class SparkBenchmark {

  /** Spark's own options, by a file of the project's directory, where this runs. */
  private static final String JVM_ARGUMENTS = "@src/test/resources/spark-jvm.args";

  private SparkBenchmark() {}

  /** Prints a row of the README's table for each run. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      throw new IllegalArgumentException("expected DIRECTORY EXECUTORSxCORES:IMAGES...");
    }
    Path home = Files.createTempDirectory("spark-home");
    Files.createDirectory(home.resolve("jars"));
    System.out.println(SparkRun.HEADER);
    for (int i = 1; i < args.length; i++) {
      String[] parts = args[i].split("[x:]");
      Path log = home.resolve("driver-" + i + ".log");
      if (start(home, log, args[0], parts[0], parts[1], parts[2]).waitFor() != 0) {
        throw new IOException("run " + args[i] + " failed; see " + log);
      }
    }
  }

  /** Starts {@link SparkRun} with what Spark needs of a JVM and of its environment. */
  private static Process start(Path home, Path log, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(JVM_ARGUMENTS, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp"));
    command.add(classPath());
    command.add(SparkRun.class.getName());
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "TF_CPP_MIN_LOG_LEVEL", "2"));
    return builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Of this class: Maven runs it by a class loader of its own, in a JVM that has Maven's. */
  private static String classPath() {
    return SparkBenchmark.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
