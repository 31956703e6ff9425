package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.Row;

/**
 * Reads the image of a row: the bytes of a file, raw pixels, or the path of a file.
 *
 * @param image the path of the image column
 * @param name the path of the column of names for error messages; null if there is none
 * @param pixels the fields of raw pixels; null if the image is a file or a path
 * @param hadoop the settings of file systems
 * @param maxBytes the maximum size of a file
 */
record RowReader(
    ColumnPath image, ColumnPath name, PixelStruct pixels, Configuration hadoop, long maxBytes) {

  /** The maximum length of an array. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

  /**
   * Returns the image of {@code row}, or the reason why it has no image. A row never fails a job.
   */
  ImageRow read(Row row) {
    Object value = image.get(row);
    Object called = name == null ? null : name.get(row);
    if (value == null) {
      return ImageRow.failed(row, (called == null ? "" : called + ": ") + "there is no image");
    } else if (value instanceof byte[] bytes) {
      return of(row, bytes, called);
    } else if (value instanceof Row struct) {
      return ofPixels(row, struct, called == null ? pixels.origin(struct) : called);
    }
    return ofPath(row, value.toString());
  }

  private static ImageRow of(Row row, byte[] bytes, Object called) {
    return new ImageRow(row, named(ImageSource.of(bytes), called), bytes.length, null);
  }

  private ImageRow ofPixels(Row row, Row struct, Object called) {
    try {
      ImageSource source = named(pixels.read(struct), called);
      return new ImageRow(row, source, pixels.byteCount(struct), null);
    } catch (IOException | IllegalArgumentException e) {
      return ImageRow.failed(row, (called == null ? "" : called + ": ") + e.getMessage());
    }
  }

  private static ImageSource named(ImageSource source, Object called) {
    return called == null ? source : source.named(called.toString());
  }

  private ImageRow ofPath(Row row, String path) {
    try {
      return of(row, bytes(path, (int) Math.min(maxBytes, MAX_ARRAY)), path);
    } catch (FileNotFoundException e) {
      return ImageRow.failed(
          row, path + ": there is no such file, or it cannot be opened: " + reason(e));
    } catch (UnsupportedFileSystemException e) {
      return ImageRow.failed(
          row, path + ": " + reason(e) + "; add the file system's jar with --packages");
    } catch (IOException | RuntimeException e) { // a file system's class may be missing
      return ImageRow.failed(row, path + ": " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private byte[] bytes(String path, int limit) throws IOException {
    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new IOException("is larger than maxBytes (" + limit + ") of ImageOptions");
      }
      return bytes;
    }
  }
}
