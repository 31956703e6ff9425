package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import org.apache.spark.sql.Row;

/**
 * A row and its image.
 *
 * @param image null if there is none
 * @param byteCount the size of the image
 * @param error the reason why there is no image
 */
record ImageRow(Row row, ImageSource image, int byteCount, String error) {

  static ImageRow failed(Row row, String error) {
    return new ImageRow(row, null, 0, error);
  }
}
