package io.github.inceptionv2.spark;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;

/** The folder that a job writes. Nothing is deleted in it that Spark did not write. */
final class OutputFolder {

  /** Names of Spark's own Parquet files: parts, checksums, success marks and temporary files. */
  private static final Pattern OWN =
      Pattern.compile(
          "\\.?part-\\d+-[^/]*\\.parquet(\\.crc)?|\\.?_SUCCESS(\\.crc)?|_temporary|_committed_\\d+"
              + "|_started_\\d+");

  private final Path path;
  private final FileSystem files;

  private OutputFolder(Path path, FileSystem files) {
    this.path = path;
    this.files = files;
  }

  /**
   * Returns the folder {@code name}.
   *
   * @throws IOException if this Spark has no such file system
   */
  static OutputFolder of(String name, Configuration hadoop) throws IOException {
    return new OutputFolder(new Path(name), ImageFolders.fileSystem("--out", name, hadoop));
  }

  /**
   * Returns how to write into the folder. An empty folder is as good as none.
   *
   * @throws IllegalArgumentException if there is something in it, unless it is the output of an
   *     earlier job and {@code overwrites}
   */
  SaveMode mode(boolean overwrites) throws IOException {
    if (!files.exists(path)) {
      return SaveMode.ErrorIfExists;
    } else if (!files.getFileStatus(path).isDirectory()) {
      throw new IllegalArgumentException("--out " + path + " is a file; name a folder");
    }
    FileStatus[] all = files.listStatus(path);
    if (all.length > 0 && !overwrites) {
      throw new IllegalArgumentException(
          "--out " + path + " exists already; name another folder, or replace it with --overwrite");
    }
    for (FileStatus file : all) {
      if (!isOwn(file)) {
        throw new IllegalArgumentException(
            "--out "
                + path
                + " holds "
                + file.getPath().getName()
                + ", which is not the output of such a job, and --overwrite would delete it; name"
                + " another folder, or move it away");
      }
    }
    return SaveMode.Overwrite;
  }

  private static boolean isOwn(FileStatus file) {
    String name = file.getPath().getName();
    return OWN.matcher(name).matches() && file.isDirectory() == name.equals("_temporary");
  }

  /** Returns the whole address, without a slash at its end. */
  String address() {
    return files.makeQualified(path).toString().replaceAll("/+$", "");
  }

  /** Deletes what a failed job left, so that the corrected command finds no folder in its way. */
  void discard() throws IOException {
    if (!files.exists(path)) {
      return;
    }
    for (FileStatus file : files.listStatus(path)) {
      if (!isOwn(file)) {
        return;
      }
    }
    files.delete(path, true);
  }
}
