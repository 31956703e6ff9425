package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.spark.SparkInception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** A driver that classifies repeated photographs, each read from its file, and writes Parquet. */
public final class SparkRun {

  static final String HEADER =
      """
      | executors x cores, precision | images | job, s | images/s | reading images | Spark and Parquet | largest executor |
      | --- | --- | --- | --- | --- | --- | --- |""";

  /** About as many images as Spark's own reader puts into one task. */
  private static final int IMAGES_PER_TASK = 64;

  private SparkRun() {}

  /** Sums of the times that the tasks report. */
  private static final class Times extends SparkListener {
    private final AtomicLong runMillis = new AtomicLong();
    private final AtomicLong libraryMillis = new AtomicLong();
    private final AtomicLong networkMillis = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      runMillis.addAndGet(end.taskMetrics().executorRunTime());
      add(end, "inception-v2 milliseconds in the library", libraryMillis);
      add(end, "inception-v2 milliseconds in the network", networkMillis);
    }

    private static void add(SparkListenerTaskEnd end, String counter, AtomicLong sum) {
      CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
          .filter(value -> value.name().contains(counter))
          .forEach(value -> sum.addAndGet((Long) value.update().get()));
    }

    /** Returns {@code millis} as a percentage of the tasks' time. */
    private double share(long millis) {
      return 100.0 * millis / runMillis.get();
    }

    private double reading() {
      return share(libraryMillis.get() - networkMillis.get());
    }

    private double spark() {
      return share(runMillis.get() - libraryMillis.get());
    }
  }

  /**
   * Runs one job.
   *
   * @param args the directory of photographs, executors, cores per executor, images, width and
   *     height, precision
   */
  public static void main(String[] args) throws Exception {
    int executors = Integer.parseInt(args[1]);
    int cores = Integer.parseInt(args[2]);
    int count = Integer.parseInt(args[3]);
    Times times = new Times();
    double seconds;
    long largest;
    try (SparkSession spark = session(executors, cores)) {
      SparkInception inception =
          SparkInception.builder(ModelSource.untrained())
              .classify(5)
              .imageColumn("path")
              .imageSize(ImageSize.square(Integer.parseInt(args[4])))
              .precision(Precision.valueOf(args[5].toUpperCase(Locale.ROOT)))
              .build();
      List<Row> paths = paths(Path.of(args[0]), count);
      run(spark, inception, paths.subList(0, Math.min(count, 32 * executors * cores)), cores);
      spark.sparkContext().addSparkListener(times);
      long start = System.nanoTime();
      run(spark, inception, paths, count / IMAGES_PER_TASK);
      seconds = (System.nanoTime() - start) / 1e9;
      largest = largestExecutor();
    } // close() waits until the listener has heard all
    System.out.printf(
        Locale.ROOT,
        "| %dx%d, %s | %,d | %.1f | %.1f | %.1f %% | %.1f %% | %d MB |%n",
        executors,
        cores,
        args[5],
        count,
        seconds,
        count / seconds,
        times.reading(),
        times.spark(),
        largest);
  }

  private static void run(
      SparkSession spark, SparkInception inception, List<Row> paths, int partitions)
      throws IOException {
    Dataset<Row> images =
        spark
            .createDataFrame(paths, new StructType().add("path", DataTypes.StringType))
            .repartition(Math.max(1, partitions));
    Path out = Files.createTempDirectory("spark-benchmark");
    inception.transform(images).write().mode("overwrite").parquet(out.toString());
    long failed = spark.read().parquet(out.toString()).filter("error is not null").count();
    if (failed > 0) {
      throw new IOException(failed + " images could not be read");
    }
  }

  private static List<Row> paths(Path directory, int count) throws IOException {
    List<Row> paths = new ArrayList<>(count);
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> photographs =
          files
              .filter(path -> path.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
              .sorted()
              .toList();
      for (int i = 0; i < count; i++) {
        Path photograph = photographs.get(i % photographs.size());
        paths.add(RowFactory.create(photograph.toRealPath().toString()));
      }
    }
    return paths;
  }

  private static SparkSession session(int executors, int cores) {
    return SparkSession.builder()
        .appName("benchmark")
        .master("local-cluster[" + executors + "," + cores + ",1024]")
        .config("spark.executor.cores", cores)
        .config("spark.executor.memory", "1g")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }

  /**
   * Returns the peak resident memory of the largest executor JVM in megabytes, or 0 if not on
   * Linux.
   */
  private static long largestExecutor() {
    return ProcessHandle.current()
        .descendants()
        .mapToLong(process -> peak(Path.of("/proc", process.pid() + "", "status")))
        .max()
        .orElse(0);
  }

  private static long peak(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
          .findAny()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
