package io.github.inceptionv2.spark;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.ImageSource.PixelFormat;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The struct of raw pixels in {@code spark.read().format("image")}. Each component is the index of
 * a field.
 *
 * @param origin the index of the field with the path of the file; -1 if there is no such field
 */
record PixelStruct(int height, int width, int mode, int data, int origin) implements Serializable {

  private static final long serialVersionUID = 1;

  /** OpenCV's codes for CV_8UC1, CV_8UC3 and CV_8UC4. */
  private static final Map<Integer, PixelFormat> FORMATS =
      Map.of(0, PixelFormat.GRAY, 16, PixelFormat.BGR, 24, PixelFormat.BGRA);

  /** The mode of an image that Spark could not decode. */
  private static final int UNDEFINED = -1;

  /** Returns the fields of {@code type}, or empty if it is not a struct of raw pixels. */
  static Optional<PixelStruct> of(DataType type) {
    if (!(type instanceof StructType struct)) {
      return Optional.empty();
    }
    PixelStruct found =
        new PixelStruct(
            index(struct, "height", DataTypes.IntegerType),
            index(struct, "width", DataTypes.IntegerType),
            index(struct, "mode", DataTypes.IntegerType),
            index(struct, "data", DataTypes.BinaryType),
            index(struct, "origin", DataTypes.StringType));
    boolean isWhole = found.height >= 0 && found.width >= 0 && found.mode >= 0 && found.data >= 0;
    return isWhole ? Optional.of(found) : Optional.empty();
  }

  private static int index(StructType struct, String name, DataType type) {
    return ColumnPath.places(struct, name).stream()
        .filter(i -> struct.fields()[i].dataType().equals(type))
        .findFirst()
        .orElse(-1);
  }

  /**
   * Returns the file that the pixels of {@code image} came from, or null if the file is unknown.
   */
  Object origin(Row image) {
    return origin < 0 ? null : image.get(origin);
  }

  /**
   * Returns the image in the struct {@code image}.
   *
   * @throws IOException if Spark could not decode the image, or its pixels are not bytes
   * @throws IllegalArgumentException if there are fewer pixels than the size requires
   */
  ImageSource read(Row image) throws IOException {
    if (image.isNullAt(mode) || image.getInt(mode) == UNDEFINED) {
      throw new IOException(
          "Spark's image source could not decode the image; read it as binaryFile to learn why");
    }
    PixelFormat format = FORMATS.get(image.getInt(mode));
    if (format == null) {
      throw new IOException(
          "mode ("
              + image.getInt(mode)
              + ") must be 0, 16 or 24: OpenCV's CV_8UC1, CV_8UC3 or CV_8UC4");
    } else if (image.isNullAt(height) || image.isNullAt(width) || image.isNullAt(data)) {
      throw new IOException("height, width and data must not be null");
    }
    int columns = image.getInt(width);
    int stride = (int) Math.min((long) columns * format.byteCount(), Integer.MAX_VALUE);
    byte[] pixels = image.getAs(data);
    return ImageSource.ofPixels(pixels, format, columns, image.getInt(height), stride);
  }

  /** Returns the size of the pixels of {@code image} in bytes. */
  int byteCount(Row image) {
    return image.<byte[]>getAs(data).length;
  }
}
