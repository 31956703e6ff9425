package io.github.inceptionv2.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column that {@link InceptionV2Transformer} derives from the columns of {@link SparkInception}:
 * the features as a vector, or a field of the most probable prediction.
 *
 * @param value the expression that computes the column
 */
record FlatColumn(String name, DataType type, Column value) {

  /** Returns the columns that the parameters {@code params} request. */
  static List<FlatColumn> of(InceptionV2Params params) {
    List<FlatColumn> all = new ArrayList<>();
    String features = params.orNull(params.featuresCol());
    if (features != null) {
      Column vector = org.apache.spark.ml.functions.array_to_vector(column(features));
      // A row without features has null, which array_to_vector rejects.
      Column value = functions.when(column(features).isNotNull(), vector);
      all.add(new FlatColumn(features, SQLDataTypes.VectorType(), value));
    }
    Column top = column(params.orNull(params.outputCol())).getItem(0);
    String label = params.orNull(params.topLabelCol());
    if (label != null) {
      all.add(new FlatColumn(label, DataTypes.StringType, top.getField("label")));
    }
    String probability = params.orNull(params.topProbabilityCol());
    if (probability != null) {
      all.add(new FlatColumn(probability, DataTypes.FloatType, top.getField("probability")));
    }
    return all;
  }

  /** Returns the column with exactly this name, which may contain any characters. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * Returns {@code schema} with this column, which is appended or replaces the array of features.
   */
  StructType append(StructType schema) {
    StructField field = DataTypes.createStructField(name, type, true);
    if (!type.equals(SQLDataTypes.VectorType())) {
      return Columns.append(schema, field);
    }
    StructType changed = new StructType();
    for (StructField old : schema.fields()) {
      changed = changed.add(old.name().equals(name) ? field : old);
    }
    return changed;
  }
}
