package io.github.inceptionv2.spark;

import java.io.PrintStream;
import org.apache.spark.sql.SparkSession;

/**
 * Classifies folders of images with {@code spark-submit}, and writes Parquet files. {@code --help}
 * lists the options.
 *
 * <p>Exit codes: 0 for success, even if some images cannot be read, as the column {@code error}
 * shows; 1 if the job failed or no image can be read; 2 if the command line is invalid; 3 if there
 * are no images. A failed job prints one line that begins with {@code error:}, and leaves no output
 * folder behind that would block the corrected command.
 */
public final class SparkMain {

  private static final int INVALID_COMMAND = 2;

  private SparkMain() {}

  /** Runs the job, and exits the JVM only if it failed. */
  public static void main(String[] args) {
    int code = run(System.out, System.err, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs the job in its own session, and returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("error: " + Failures.message(e) + "; --help lists the options");
      return INVALID_COMMAND;
    }
    if (arguments.wantsHelp()) {
      out.print(Arguments.usage());
      return 0;
    }
    SparkSession spark;
    try {
      spark = SparkSession.builder().appName("inception-v2").getOrCreate();
    } catch (Exception e) {
      err.println("error: cannot start Spark: " + Failures.message(e));
      return FolderJob.FAILED;
    }
    try {
      return new FolderJob(spark, arguments, out, err).run();
    } finally {
      spark.stop();
    }
  }
}
