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
 * The images in folders, found as on the command line: the files directly in a folder and, on
 * request, the files in its subfolders. Spark itself ignores names with a leading {@code .} or
 * {@code _}.
 */
final class ImageFolders {

  /** Folders that operating systems and storage devices create among the user's folders. */
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
   * @param names folders or files; a name that does not exist is treated as a Hadoop glob
   * @throws IllegalArgumentException if a name matches nothing
   * @throws IOException if Spark cannot use the file system
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

  /** Returns the file system of the path {@code name}, the value of the option {@code option}. */
  static FileSystem fileSystem(String option, String name, Configuration hadoop)
      throws IOException {
    try {
      return new Path(name).getFileSystem(hadoop);
    } catch (IOException | RuntimeException e) { // a file system's class may be missing
      throw new IOException(
          option
              + " "
              + name
              + " is not in a file system that this Spark can use ("
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
   * @param pattern a glob for the names of images
   */
  Dataset<Row> list(SparkSession spark, String pattern, boolean isRecursive) {
    return spark
        .read()
        .format("binaryFile")
        // Otherwise, Spark treats subfolders such as year=2026 as columns.
        .option("recursiveFileLookup", true)
        .option("pathGlobFilter", pattern)
        .load(roots.stream().map(ImageFolders::literal).toArray(String[]::new))
        .select("path", "modificationTime", "length")
        .filter(isRecursive ? functions.not(below().rlike(OF_THE_SYSTEM)) : isDirect());
  }

  private Column isDirect() {
    return functions.not(below().rlike("/.*/"));
  }

  /** Returns the part of a path below its root folder. */
  private Column below() {
    String all = String.join("|", roots.stream().map(Pattern::quote).toList());
    return functions.regexp_replace(functions.col("path"), "^(" + all + ")", "");
  }

  /** Escapes characters that are special in a Hadoop glob. */
  private static String literal(String path) {
    return path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
  }
}
