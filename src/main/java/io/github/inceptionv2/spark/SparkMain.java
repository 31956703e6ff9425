package io.github.inceptionv2.spark;

import java.io.PrintStream;
import org.apache.spark.sql.SparkSession;

/**
 * Classifies folders of images for {@code spark-submit}, and writes Parquet; {@code --help} lists
 * the options.
 *
 * <p>Exit codes: 0, also if some images cannot be read, as the column {@code error} tells; 1 if the
 * job failed or no image can be read; 2 for a command that cannot be understood; 3 if there is no
 * image. A job that fails prints one line that begins with {@code error:}, and leaves no folder
 * behind that would stop the corrected command.
 */
public final class SparkMain {

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
      err.println("error: " + Failures.message(e) + "; --help lists the options");
      return NOT_UNDERSTOOD;
    }
    if (arguments.wantsHelp()) {
      out.print(Arguments.usage());
      return 0;
    }
    SparkSession spark;
    try {
      spark = SparkSession.builder().appName("inception-v2").getOrCreate();
    } catch (Exception e) {
      err.println("error: Spark does not start: " + Failures.message(e));
      return FolderJob.FAILED;
    }
    try {
      return new FolderJob(spark, arguments, out, err).run();
    } finally {
      spark.stop();
    }
  }
}
