package io.github.inceptionv2.spark;

import io.github.inceptionv2.internal.files.DirectoryTree;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * A standalone cluster on this machine, with each executor in a JVM of its own. It needs the
 * environment variable SPARK_HOME, which names the directory for the work directories of executors.
 */
final class LocalCluster {

  /** The file name of a model that Spark distributes. */
  static final String FILE = "brought.tar.gz";

  /** The directory name of a model that Spark distributes and unpacks. */
  static final String DIRECTORY = "flowers-here";

  private static final int MIB = 1024;

  /** The number of tasks, enough for each executor to get some. */
  private static final int PROBES = 16;

  private static SparkSession session;

  private LocalCluster() {}

  /**
   * Returns the session of all tests, which ends with the JVM: two executors of two cores, started
   * with a model as a file and as an archive.
   */
  static synchronized SparkSession session() throws IOException {
    if (session == null) {
      deleteCaches();
      System.setProperty("io.github.inceptionv2.cache", home().resolve("cache-driver").toString());
      Path model = Path.of("models", "flowers");
      session =
          builder(2, 2)
              .config("spark.files", Fixtures.pack(model, home().resolve(FILE)).toString())
              .config(
                  "spark.archives",
                  Fixtures.pack(model, home().resolve("unpacked.tar.gz")) + "#" + DIRECTORY)
              .getOrCreate();
    }
    return session;
  }

  /** Deletes the caches of an earlier build, which would look like those of this build. */
  private static void deleteCaches() throws IOException {
    Files.createDirectories(home());
    try (DirectoryStream<Path> caches = Files.newDirectoryStream(home(), "cache-*")) {
      for (Path cache : caches) {
        DirectoryTree.delete(cache);
      }
    }
  }

  /** Returns a builder of sessions whose executors log errors only and have a cache each. */
  static SparkSession.Builder builder(int executors, int cores) throws IOException {
    Files.createDirectories(home().resolve("jars"));
    return SparkSession.builder()
        .appName("test")
        .master("local-cluster[" + executors + "," + cores + "," + MIB + "]")
        .config("spark.executor.cores", cores)
        .config("spark.executor.memory", MIB + "m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config(
            "spark.executor.extraJavaOptions",
            // Short-lived JVMs need no optimizing compiler.
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dio.github.inceptionv2.cache="
                + home().resolve("cache-{{EXECUTOR_ID}}"))
        .config("spark.sql.warehouse.dir", home().resolve("warehouse").toString())
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", false);
  }

  static Path home() {
    return Path.of(System.getenv("SPARK_HOME"));
  }

  /** Asks each executor how many models it has opened so far. */
  static Map<String, Integer> openedCounts(SparkSession spark) {
    List<String> answers =
        spark
            .range(0, PROBES, 1, PROBES)
            .mapPartitions(
                (MapPartitionsFunction<Long, String>)
                    rows -> {
                      Thread.sleep(200); // leaves tasks for the other executors
                      int count = ModelPool.ofJvm().openedCount();
                      return List.of(SparkEnv.get().executorId() + " " + count).iterator();
                    },
                Encoders.STRING())
            .collectAsList();
    Map<String, Integer> counts = new TreeMap<>();
    for (String answer : answers) {
      String[] parts = answer.split(" ");
      counts.put(parts[0], Integer.valueOf(parts[1]));
    }
    return counts;
  }
}
