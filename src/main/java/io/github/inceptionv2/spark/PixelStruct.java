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
 * The struct of raw pixels that {@code spark.read().format("image")} makes. Each component is the
 * index of a field.
 *
 * @param origin -1 if the struct does not name the file
 */
record PixelStruct(int height, int width, int mode, int data, int origin) implements Serializable {

  private static final long serialVersionUID = 1;

  /** OpenCV's numbers for CV_8UC1, CV_8UC3 and CV_8UC4. */
  private static final Map<Integer, PixelFormat> FORMATS =
      Map.of(0, PixelFormat.GRAY, 16, PixelFormat.BGR, 24, PixelFormat.BGRA);

  /** The mode of an image that Spark could not decode. */
  private static final int UNDEFINED = -1;

  /** Returns the fields of {@code type}; empty if it is another type. */
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

  /** Returns the file that the pixels of {@code image} came from; null if it is not known. */
  Object origin(Row image) {
    return origin < 0 ? null : image.get(origin);
  }

  /**
   * Returns the image in {@code image}.
   *
   * @throws IOException if Spark could not decode it, or its pixels are not bytes
   * @throws IllegalArgumentException if there are fewer pixels than the size says
   */
  ImageSource read(Row image) throws IOException {
    if (image.isNullAt(mode) || image.getInt(mode) == UNDEFINED) {
      throw new IOException(
          "Spark's image source could not decode it; read it as binaryFile to learn why");
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

  /** Returns the number of bytes of the pixels of {@code image}. */
  int byteCount(Row image) {
    return image.<byte[]>getAs(data).length;
  }
}
