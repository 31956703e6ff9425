package io.github.inceptionv2.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies the images in folders and writes Parquet files. Reports mistakes in the arguments
 * before any task starts.
 */
final class FolderJob {

  static final int FAILED = 1;
  static final int NO_IMAGE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(FolderJob.class);

  private final SparkSession spark;
  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  FolderJob(SparkSession spark, Arguments arguments, PrintStream out, PrintStream err) {
    this.spark = spark;
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  /** Runs the job and returns the exit code. If the job fails, prints one line. */
  int run() {
    long start = System.nanoTime();
    try {
      Configuration hadoop = SparkInception.configuration(spark);
      ImageFolders folders = ImageFolders.find(arguments.images(), hadoop);
      OutputFolder target = OutputFolder.of(arguments.out(), hadoop);
      checkApart(folders, target);
      SaveMode mode = target.mode(arguments.overwrites());
      SparkInception inception = arguments.inception().build();
      Dataset<Row> images = folders.list(spark, arguments.pattern(), arguments.isRecursive());
      if (images.isEmpty()) {
        return noImage();
      }
      write(inception.transform(divided(images)), target, mode);
      return report(start);
    } catch (Exception | LinkageError e) {
      LOG.debug("the job failed", e);
      err.println("error: " + Failures.message(e));
      return FAILED;
    }
  }

  private int noImage() {
    err.println(
        "error: --images contains no images; expected files with the usual extensions"
            + (arguments.isRecursive() ? "" : " directly in the folder, or --recursive"));
    return NO_IMAGE;
  }

  private Dataset<Row> divided(Dataset<Row> images) {
    return arguments.partitions() > 0 ? images.repartition(arguments.partitions()) : images;
  }

  private void write(Dataset<Row> result, OutputFolder target, SaveMode mode) throws IOException {
    Dataset<Row> files =
        arguments.outputFiles() > 0 ? result.repartition(arguments.outputFiles()) : result;
    boolean isWritten = false;
    try {
      files.write().mode(mode).parquet(arguments.out());
      isWritten = true;
    } finally {
      if (!isWritten) {
        target.discard();
      }
    }
  }

  /**
   * Rejects an output folder that holds the images, because Spark would delete the images before
   * reading them.
   */
  private void checkApart(ImageFolders folders, OutputFolder target) {
    for (String images : folders.roots()) {
      if ((images + "/").startsWith(target.address() + "/")) {
        throw new IllegalArgumentException(
            "--out " + arguments.out() + " holds --images " + images + "; choose another folder");
      }
    }
  }

  private int report(long start) {
    Row counts =
        spark
            .read()
            .parquet(arguments.out())
            .agg(functions.count("path"), functions.count("error"))
            .head();
    long all = counts.getLong(0);
    long unreadable = counts.getLong(1);
    out.printf(
        Locale.ROOT,
        "%d images, %d of them unreadable, in %.1f s: %s%n",
        all,
        unreadable,
        (System.nanoTime() - start) / 1e9,
        arguments.out());
    return unreadable < all ? 0 : FAILED;
  }
}
