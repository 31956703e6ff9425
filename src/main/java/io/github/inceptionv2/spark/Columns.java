package io.github.inceptionv2.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What is read and what is added.
 *
 * @param image the column of bytes or paths
 * @param name the column that messages name an image by; null for {@code path}, if there is one
 * @param predictions null for none
 * @param features null for none
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

  private static final StructType PREDICTION =
      new StructType()
          .add("index", DataTypes.IntegerType, false)
          .add("label", DataTypes.StringType, false)
          .add("wordNetId", DataTypes.StringType, false)
          .add("probability", DataTypes.FloatType, false);

  /**
   * Returns {@code input} with the new columns at its end.
   *
   * @throws IllegalArgumentException if a column is missing, of another type, or there already
   */
  StructType output(StructType input) {
    DataType type = input.fields()[index(input, image)].dataType();
    if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "column "
              + image
              + " is of type "
              + type.simpleString()
              + "; expected binary, for images, or string, for their paths");
    }
    if (name != null) {
      index(input, name);
    }
    StructType output = input;
    for (StructField added : added()) {
      // Spark tells names apart by case only if it is told to.
      if (Stream.of(output.fieldNames()).anyMatch(added.name()::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "column " + added.name() + " is there already; drop it, or name the new one otherwise");
      }
      output = output.add(added);
    }
    return output;
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

  /** Where the images stand in a row. */
  int imageIndex(StructType input) {
    return index(input, image);
  }

  /** Where the names stand in a row; -1 if there are none. */
  int nameIndex(StructType input) {
    return name != null || !places(input, DEFAULT_NAME).isEmpty()
        ? index(input, name == null ? DEFAULT_NAME : name)
        : -1;
  }

  private static int index(StructType input, String column) {
    List<Integer> places = places(input, column);
    if (places.size() != 1) {
      throw new IllegalArgumentException(
          (places.isEmpty() ? "there is no column " : "there are several columns ")
              + column
              + "; known: "
              + Arrays.asList(input.fieldNames()));
    }
    return places.get(0);
  }

  /** Where a column of that name is: of exactly that name, or else but for its case. */
  private static List<Integer> places(StructType input, String column) {
    String[] names = input.fieldNames();
    List<Integer> exact =
        IntStream.range(0, names.length).filter(i -> names[i].equals(column)).boxed().toList();
    return exact.isEmpty()
        ? IntStream.range(0, names.length)
            .filter(i -> names[i].equalsIgnoreCase(column))
            .boxed()
            .toList()
        : exact;
  }
}
