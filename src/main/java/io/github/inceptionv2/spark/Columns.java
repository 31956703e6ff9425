package io.github.inceptionv2.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
      if (Arrays.asList(output.fieldNames()).contains(added.name())) {
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
    return Arrays.asList(input.fieldNames()).indexOf(name == null ? DEFAULT_NAME : name);
  }

  private static int index(StructType input, String column) {
    List<String> names = Arrays.asList(input.fieldNames());
    int index = names.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("there is no column " + column + "; known: " + names);
    }
    return index;
  }
}
