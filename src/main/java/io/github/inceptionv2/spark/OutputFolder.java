package io.github.inceptionv2.spark;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;

/** The folder that a job writes to. Only files that Spark wrote are ever deleted. */
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
   * Returns the folder called {@code name}.
   *
   * @throws IOException if Spark cannot use the file system
   */
  static OutputFolder of(String name, Configuration hadoop) throws IOException {
    return new OutputFolder(new Path(name), ImageFolders.fileSystem("--out", name, hadoop));
  }

  /**
   * Returns the mode for writing into the folder. An empty folder can always be written.
   *
   * @throws IllegalArgumentException if the folder is not empty, unless it holds only the output of
   *     an earlier job and {@code overwrites} is true
   */
  SaveMode mode(boolean overwrites) throws IOException {
    if (!files.exists(path)) {
      return SaveMode.ErrorIfExists;
    } else if (!files.getFileStatus(path).isDirectory()) {
      throw new IllegalArgumentException("--out " + path + " is a file; expected a folder");
    }
    FileStatus[] all = files.listStatus(path);
    if (all.length > 0 && !overwrites) {
      throw new IllegalArgumentException(
          "--out "
              + path
              + " already exists; choose another folder, or replace it with --overwrite");
    }
    for (FileStatus file : all) {
      if (!isOwn(file)) {
        throw new IllegalArgumentException(
            "--out "
                + path
                + " holds "
                + file.getPath().getName()
                + ", which is not the output of such a job, and --overwrite would delete it;"
                + " choose another folder, or move the file away");
      }
    }
    return SaveMode.Overwrite;
  }

  private static boolean isOwn(FileStatus file) {
    String name = file.getPath().getName();
    return OWN.matcher(name).matches() && file.isDirectory() == name.equals("_temporary");
  }

  /** Returns the full address, without a trailing slash. */
  String address() {
    return files.makeQualified(path).toString().replaceAll("/+$", "");
  }

  /** Deletes the remains of a failed job, so that the corrected command can write to the folder. */
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
