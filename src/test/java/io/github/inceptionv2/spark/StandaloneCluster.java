package io.github.inceptionv2.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.launcher.SparkLauncher;

/** Spark's own master and two workers on the loopback interface, each in a process of its own. */
final class StandaloneCluster implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String HOST = "127.0.0.1";

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final String address;

  /**
   * The result of a driver.
   *
   * @param printed standard output and error
   */
  record Ended(int exitCode, String printed) {}

  /** Starts a cluster whose processes log into {@code directory}. */
  static StandaloneCluster start(Path directory) throws Exception {
    Files.createDirectories(LocalCluster.home().resolve("jars"));
    return new StandaloneCluster(directory);
  }

  private StandaloneCluster(Path directory) throws Exception {
    this.directory = directory;
    Path log = directory.resolve("master.log");
    List<String> options = List.of("--host", HOST, "--port", "0", "--webui-port", "0");
    processes.add(java(log, "info", Master.class, options));
    address = await(() -> find(log, ADDRESS));
    for (int i = 0; i < 2; i++) {
      List<String> worker = new ArrayList<>(options);
      worker.addAll(List.of("--cores", "1", "--memory", "1g"));
      worker.addAll(List.of("--work-dir", directory.resolve("work-" + i).toString(), address));
      workers.add(java(directory.resolve("worker-" + i + ".log"), "warn", Worker.class, worker));
    }
    processes.addAll(workers);
  }

  private static Optional<String> find(Path log, Pattern pattern) {
    try {
      Matcher found = pattern.matcher(Files.readString(log));
      return found.find() ? Optional.of(found.group()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Repeats the question until it has an answer. */
  static <T> T await(Supplier<Optional<T>> question) throws InterruptedException {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nothing happened for " + PATIENCE);
  }

  /** Starts a driver with {@code spark-submit} and the classes of the tests on every machine. */
  Process submit(Path log, Class<?> main, List<String> options, List<String> args)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--master", address, "--class", main.getName()));
    String executor =
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=error";
    for (String setting :
        List.of(
            "spark.executor.memory=512m",
            "spark.executor.extraClassPath=" + System.getProperty("java.class.path"),
            "spark.executor.extraJavaOptions=" + executor,
            "spark.driver.host=" + HOST,
            "spark.ui.enabled=false")) {
      all.addAll(List.of("--conf", setting));
    }
    all.addAll(options);
    all.add(SparkLauncher.NO_RESOURCE);
    all.addAll(args);
    Process driver = java(log, "error", SparkSubmit.class, all);
    processes.add(driver);
    return driver;
  }

  /** Waits until a driver has ended. */
  static Ended end(Process driver, Path log) throws Exception {
    if (!driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the driver is still running: " + Files.readString(log));
    }
    return new Ended(driver.exitValue(), Files.readString(log));
  }

  /** Kills an executor, as the system does when memory is short. */
  void killExecutor() throws InterruptedException {
    await(() -> workers.stream().flatMap(worker -> worker.toHandle().children()).findFirst())
        .destroyForcibly();
  }

  private static Process java(Path log, String level, Class<?> main, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("@src/test/resources/spark-jvm.args");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + level);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
