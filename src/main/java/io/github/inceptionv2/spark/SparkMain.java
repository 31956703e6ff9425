package io.github.inceptionv2.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Classifies folders of images for {@code spark-submit}, and writes Parquet; {@code --help} lists
 * the options.
 *
 * <p>Exit codes: 0, also if images cannot be read, as the column {@code error} tells; 1 if none can
 * be, or the job failed; 2 for a command that cannot be understood.
 */
public final class SparkMain {

  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private SparkMain() {}

  /** Runs the job; ends the JVM only if it did not succeed. */
  public static void main(String[] args) {
    int code = run(System.out, System.err, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs the job in a session of its own, and returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("error: " + e.getMessage() + "; --help lists the options");
      return NOT_UNDERSTOOD;
    }
    if (arguments.wantsHelp()) {
      out.print(Arguments.USAGE);
      return 0;
    }
    SparkSession spark = SparkSession.builder().appName("inception-v2").getOrCreate();
    try {
      return run(spark, arguments, out, err);
    } finally {
      spark.stop();
    }
  }

  static int run(SparkSession spark, Arguments arguments, PrintStream out, PrintStream err) {
    long start = System.nanoTime();
    try {
      write(spark, arguments);
      Row counts = counts(spark, arguments);
      out.println(summary(counts, arguments, (System.nanoTime() - start) / 1e9));
      boolean isAnyRead = counts.getLong(0) == 0 || counts.getLong(1) < counts.getLong(0);
      return isAnyRead ? 0 : FAILED;
    } catch (IOException | IllegalArgumentException | AnalysisException e) {
      err.println("error: " + e.getMessage());
      return FAILED;
    }
  }

  private static void write(SparkSession spark, Arguments arguments)
      throws IOException, AnalysisException {
    checkApart(spark, arguments);
    // The images' bytes are read by the tasks: they need not pass through Spark's rows.
    Dataset<Row> images =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", arguments.pattern())
            .load(arguments.images())
            .select("path", "modificationTime", "length");
    if (arguments.partitions() > 0) {
      images = images.repartition(arguments.partitions());
    }
    arguments
        .inception()
        .build()
        .transform(images)
        .write()
        .mode(arguments.overwrites() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
        .parquet(arguments.out());
  }

  /** What is replaced is deleted before anything is read. */
  private static void checkApart(SparkSession spark, Arguments arguments) throws IOException {
    Configuration hadoop = SparkInception.configuration(spark);
    String out = qualified(arguments.out(), hadoop) + "/";
    for (String images : arguments.images()) {
      if ((qualified(images, hadoop) + "/").startsWith(out)) {
        throw new IllegalArgumentException(
            "--out " + arguments.out() + " holds --images " + images + "; write elsewhere");
      }
    }
  }

  private static String qualified(String path, Configuration hadoop) throws IOException {
    Path file = new Path(path);
    return file.getFileSystem(hadoop).makeQualified(file).toString().replaceAll("/+$", "");
  }

  /** All images, and those that cannot be read. */
  private static Row counts(SparkSession spark, Arguments arguments) {
    return spark
        .read()
        .parquet(arguments.out())
        .agg(functions.count("path"), functions.count("error"))
        .head();
  }

  private static String summary(Row counts, Arguments arguments, double seconds) {
    return String.format(
        Locale.ROOT,
        "%d images, %d of them unreadable, in %.1f s: %s",
        counts.getLong(0),
        counts.getLong(1),
        seconds,
        arguments.out());
  }
}
