package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures Spark on this machine, each combination of cores and images in a driver of its own.
 *
 * <p>The system property {@code benchmark.runs} has {@code EXECUTORSxCORES:IMAGES} for each run,
 * separated by commas, such as {@code 1x1:1000,1x2:5000}. {@code 1x2:100000@32} resizes images to
 * 32x32, which shows the memory of many images in a fraction of the time. {@code 1x2:5000:int8}
 * sets the precision.
 */
final class SparkBenchmark {

  /** The file of Spark's own JVM options, relative to the project's directory. */
  private static final String JVM_ARGUMENTS = "@src/test/resources/spark-jvm.args";

  private static final Pattern RUN =
      Pattern.compile("([1-9]\\d*)x([1-9]\\d*):([1-9]\\d*)(?:@([1-9]\\d*))?(?::(\\w+))?");

  private SparkBenchmark() {}

  /** Prints a row of the guide's table for each run. A run repeats the JPEGs of a directory. */
  static void run(Path photos) throws Exception {
    List<Matcher> runs = runs(System.getProperty("benchmark.runs"));
    Path home = Files.createTempDirectory("spark-home");
    Files.createDirectory(home.resolve("jars"));
    System.out.println(SparkRun.HEADER);
    for (Matcher run : runs) {
      Path log = home.resolve("driver-" + runs.indexOf(run) + ".log");
      String size = run.group(4) == null ? "224" : run.group(4);
      String precision = run.group(5) == null ? "float32" : run.group(5);
      String[] job = {photos.toString(), run.group(1), run.group(2), run.group(3), size, precision};
      Process driver = start(home, log, job);
      if (driver.waitFor() != 0) {
        throw new IOException("run " + run.group() + " failed; see " + log);
      }
    }
  }

  private static List<Matcher> runs(String list) {
    List<Matcher> runs = new ArrayList<>();
    for (String run : list.split(",")) {
      Matcher matcher = RUN.matcher(run);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "benchmark.runs (\""
                + list
                + "\") must be EXECUTORSxCORES:IMAGES, or EXECUTORSxCORES:IMAGES@SIZE:PRECISION,"
                + " separated by commas, such as 1x2:1000 or 1x2:1000:int8");
      }
      runs.add(matcher);
    }
    return runs;
  }

  /** Starts {@link SparkRun} with the JVM options and the environment that Spark needs. */
  private static Process start(Path home, Path log, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(JVM_ARGUMENTS, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp"));
    command.add(System.getProperty("java.class.path"));
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
}
