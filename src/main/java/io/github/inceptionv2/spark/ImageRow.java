package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * A row and the image in it.
 *
 * @param image null if there is none
 * @param byteCount of the image
 * @param error why there is none
 */
record ImageRow(Row row, ImageSource image, int byteCount, String error) {

  /** As much as {@link io.github.inceptionv2.ImageOptions} takes unless told otherwise. */
  private static final int MAX_BYTES = 256 << 20;

  /** Takes the bytes in a row, or reads the file whose path stands there. */
  static ImageRow of(Row row, int imageIndex, int nameIndex, Configuration hadoop) {
    Object value = row.get(imageIndex);
    Object name = nameIndex < 0 ? null : row.get(nameIndex);
    if (value == null) {
      return failed(row, (name == null ? "" : name + ": ") + "there is no image");
    } else if (value instanceof byte[] bytes) {
      return of(row, bytes, name);
    }
    String path = value.toString();
    try {
      return of(row, read(path, hadoop), path);
    } catch (FileNotFoundException e) {
      return failed(row, path + ": there is no such file");
    } catch (IOException | IllegalArgumentException e) {
      return failed(row, path + ": " + e.getMessage());
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

  private static byte[] read(String path, Configuration hadoop) throws IOException {
    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("has more than " + MAX_BYTES + " bytes, which is the most");
      }
      return bytes;
    }
  }
}
