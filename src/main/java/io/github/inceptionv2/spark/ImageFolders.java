package io.github.inceptionv2.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The images of folders, by the rule of the command line: the files that lie directly in a folder,
 * and those of its sub-folders if asked for. Spark itself ignores names that begin with {@code .}
 * or {@code _}.
 */
final class ImageFolders {

  /** Folders that systems create beside the user's. */
  private static final String OF_THE_SYSTEM =
      "(?i)/(@eadir|#recycle|#snapshot|@recycle|@recently-snapshot|__macosx|\\$recycle\\.bin"
          + "|system volume information|lost\\+found)/";

  private final List<String> roots;

  private ImageFolders(List<String> roots) {
    this.roots = roots;
  }

  /**
   * Finds the folders.
   *
   * @param names folders or files; a name that does not exist is a pattern of Hadoop's
   * @throws IllegalArgumentException if a name matches nothing
   * @throws IOException if this Spark has no such file system
   */
  static ImageFolders find(String[] names, Configuration hadoop) throws IOException {
    List<String> roots = new ArrayList<>();
    for (String name : names) {
      FileSystem files = fileSystem("--images", name, hadoop);
      Path path = new Path(name);
      FileStatus[] found =
          files.exists(path)
              ? new FileStatus[] {files.getFileStatus(path)}
              : files.globStatus(path);
      if (found == null || found.length == 0) {
        throw new IllegalArgumentException("--images " + name + ": there is no such folder");
      }
      Arrays.stream(found).forEach(status -> roots.add(status.getPath().toString()));
    }
    return new ImageFolders(List.copyOf(roots));
  }

  /** Returns the file system of {@code name}, which an option gave. */
  static FileSystem fileSystem(String option, String name, Configuration hadoop)
      throws IOException {
    try {
      return new Path(name).getFileSystem(hadoop);
    } catch (IOException | RuntimeException e) { // a file system's class may be missing
      throw new IOException(
          option
              + " "
              + name
              + " is in no file system that this Spark can use ("
              + Failures.message(e)
              + "); correct the address, or add the file system's jar with --packages",
          e);
    }
  }

  /** Returns the folders and files, as absolute addresses. */
  List<String> roots() {
    return roots;
  }

  /**
   * Returns a row with {@code path}, {@code modificationTime} and {@code length} for each image.
   *
   * @param pattern which files are images
   */
  Dataset<Row> list(SparkSession spark, String pattern, boolean isRecursive) {
    return spark
        .read()
        .format("binaryFile")
        // Spark would take sub-folders such as year=2026 for columns.
        .option("recursiveFileLookup", true)
        .option("pathGlobFilter", pattern)
        .load(roots.stream().map(ImageFolders::literal).toArray(String[]::new))
        .select("path", "modificationTime", "length")
        .filter(isRecursive ? functions.not(below().rlike(OF_THE_SYSTEM)) : isDirect());
  }

  private Column isDirect() {
    return functions.not(below().rlike("/.*/"));
  }

  /** The part of a path below the folder that was named. */
  private Column below() {
    String all = String.join("|", roots.stream().map(Pattern::quote).toList());
    return functions.regexp_replace(functions.col("path"), "^(" + all + ")", "");
  }

  /** Escapes what Hadoop would take for a pattern. */
  private static String literal(String path) {
    return path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
  }
}
