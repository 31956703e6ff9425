package io.github.inceptionv2.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that are read and added.
 *
 * @param image the column of files, paths or raw pixels, or a field such as {@code photo.content}
 * @param name the column of names for error messages; null for {@code path}, if it exists
 * @param predictions the new column of predictions; null for none
 * @param features the new column of feature vectors; null for none
 */
record Columns(String image, String name, String predictions, String features, String error)
    implements Serializable {

  private static final long serialVersionUID = 1;

  Columns {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(error, "error");
  }

  static final String DEFAULT_IMAGE = "content";
  static final String DEFAULT_NAME = "path";

  /** The setters of {@link SparkInception} and {@link InceptionV2Transformer} for the images. */
  private static final String IMAGE_SETTERS = "imageColumn or setInputCol";

  private static final StructType PREDICTION =
      new StructType()
          .add("index", DataTypes.IntegerType, false)
          .add("label", DataTypes.StringType, false)
          .add("wordNetId", DataTypes.StringType, false)
          .add("probability", DataTypes.FloatType, false);

  /**
   * Returns {@code input} with the new columns appended.
   *
   * @throws IllegalArgumentException if a column is missing, has another type, or already exists
   */
  StructType output(StructType input) {
    imagePath(input);
    namePath(input);
    StructType output = input;
    for (StructField added : added()) {
      output = append(output, added);
    }
    return output;
  }

  /**
   * Returns {@code input} with {@code added} appended.
   *
   * @throws IllegalArgumentException if a column with this name already exists
   */
  static StructType append(StructType input, StructField added) {
    // Spark ignores the case of names unless it is configured otherwise.
    if (Stream.of(input.fieldNames()).anyMatch(added.name()::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "column " + added.name() + " already exists; drop it, or choose another name");
    }
    return input.add(added);
  }

  private List<StructField> added() {
    List<StructField> added = new ArrayList<>();
    if (predictions != null) {
      DataType all = DataTypes.createArrayType(PREDICTION, false);
      added.add(DataTypes.createStructField(predictions, all, true));
    }
    if (features != null) {
      DataType vector = DataTypes.createArrayType(DataTypes.FloatType, false);
      added.add(DataTypes.createStructField(features, vector, true));
    }
    added.add(DataTypes.createStructField(error, DataTypes.StringType, true));
    return added;
  }

  /**
   * Returns the path of the image column.
   *
   * @throws IllegalArgumentException if there is no such column, or it cannot hold images
   */
  ColumnPath imagePath(StructType input) {
    ColumnPath path = path(input, image, IMAGE_SETTERS);
    if (!holdsImages(path.type())) {
      throw new IllegalArgumentException(
          "column "
              + image
              + " is of type "
              + path.type().simpleString()
              + "; expected binary (files), string (their paths), or the struct of Spark's image"
              + " source"
              + (path.type() instanceof ArrayType ? "; explode the array first" : "")
              + suitable(input));
    }
    return path;
  }

  /** Returns the path of the name column, or null if there is none. */
  ColumnPath namePath(StructType input) {
    if (name != null) {
      return path(input, name, "nameColumn or setNameCol");
    }
    return ColumnPath.find(input, DEFAULT_NAME).orElse(null);
  }

  private ColumnPath path(StructType input, String column, String setters) {
    return ColumnPath.find(input, column)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no column "
                        + column
                        + "; known: "
                        + Arrays.asList(input.fieldNames())
                        + (setters.equals(IMAGE_SETTERS)
                            ? suitable(input)
                            : "; choose one with " + setters)));
  }

  private static boolean holdsImages(DataType type) {
    return type.equals(DataTypes.BinaryType)
        || type instanceof StringType
        || PixelStruct.of(type).isPresent();
  }

  /** Lists the columns that can hold images, and says how to choose one. */
  private static String suitable(StructType input) {
    List<String> names = new ArrayList<>();
    addSuitable("", input, names);
    return names.isEmpty()
        ? "; none of the columns can hold images"
        : "; choose one of " + names + " with " + IMAGE_SETTERS;
  }

  private static void addSuitable(String prefix, StructType struct, List<String> names) {
    for (StructField field : struct.fields()) {
      if (holdsImages(field.dataType())) {
        names.add(prefix + field.name());
      } else if (field.dataType() instanceof StructType nested) {
        addSuitable(prefix + field.name() + ".", nested, names);
      }
    }
  }
}
