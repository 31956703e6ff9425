package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.Row;

/**
 * A row and the image in it.
 *
 * @param image null if there is none
 * @param byteCount of the image
 * @param error why there is none
 */
record ImageRow(Row row, ImageSource image, int byteCount, String error) {

  /** What an array can hold. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

  /**
   * Takes the bytes in a row, or reads the file whose path stands there.
   *
   * @param maxBytes of a file
   * @throws UncheckedIOException if Spark does not know such paths at all
   */
  static ImageRow of(Row row, int imageIndex, int nameIndex, Configuration hadoop, long maxBytes) {
    Object value = row.get(imageIndex);
    Object name = nameIndex < 0 ? null : row.get(nameIndex);
    if (value == null) {
      return failed(row, (name == null ? "" : name + ": ") + "there is no image");
    } else if (value instanceof byte[] bytes) {
      return of(row, bytes, name);
    }
    String path = value.toString();
    try {
      return of(row, read(path, hadoop, (int) Math.min(maxBytes, MAX_ARRAY)), path);
    } catch (UnsupportedFileSystemException e) {
      throw new UncheckedIOException(e); // of all images, not of this one
    } catch (FileNotFoundException e) {
      return failed(row, path + ": there is no such file, or it cannot be opened: " + reason(e));
    } catch (IOException | IllegalArgumentException e) {
      return failed(row, path + ": " + reason(e));
    }
  }

  private static ImageRow of(Row row, byte[] bytes, Object name) {
    ImageSource image = ImageSource.of(bytes);
    return new ImageRow(
        row, name == null ? image : image.named(name.toString()), bytes.length, null);
  }

  private static ImageRow failed(Row row, String error) {
    return new ImageRow(row, null, 0, error);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static byte[] read(String path, Configuration hadoop, int maxBytes) throws IOException {
    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new IOException("has more than maxBytes = " + maxBytes + " of ImageOptions");
      }
      return bytes;
    }
  }
}
