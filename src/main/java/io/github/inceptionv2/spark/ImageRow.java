package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import org.apache.spark.sql.Row;

/**
 * A row and the image in it.
 *
 * @param image null if there is none
 * @param byteCount of the image
 * @param error why there is none
 */
record ImageRow(Row row, ImageSource image, int byteCount, String error) {

  static ImageRow failed(Row row, String error) {
    return new ImageRow(row, null, 0, error);
  }
}
