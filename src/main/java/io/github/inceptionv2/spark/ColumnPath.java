package io.github.inceptionv2.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column, or a field of a struct in a column such as {@code photo.content}.
 *
 * @param steps the index of the column, then the index of a field in each nested struct
 * @param type the type of the value
 */
record ColumnPath(List<Integer> steps, DataType type) implements Serializable {

  private static final long serialVersionUID = 1;

  ColumnPath {
    steps = List.copyOf(steps);
  }

  /**
   * Looks up {@code name}. A column whose own name has a dot takes precedence over a field of a
   * struct. An exact match takes precedence over a match that differs in case.
   *
   * @throws IllegalArgumentException if several columns match
   */
  static Optional<ColumnPath> find(StructType input, String name) {
    List<Integer> places = places(input, name);
    if (places.size() > 1) {
      throw new IllegalArgumentException(
          "there are several columns called " + name + "; known: " + List.of(input.fieldNames()));
    } else if (places.size() == 1) {
      int place = places.get(0);
      return Optional.of(new ColumnPath(places, input.fields()[place].dataType()));
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      Optional<ColumnPath> nested = nested(input, name.substring(0, dot), name.substring(dot + 1));
      if (nested.isPresent()) {
        return nested;
      }
    }
    return Optional.empty();
  }

  private static Optional<ColumnPath> nested(StructType input, String column, String rest) {
    List<Integer> places = places(input, column);
    if (places.size() != 1) {
      return Optional.empty();
    }
    StructField field = input.fields()[places.get(0)];
    return field.dataType() instanceof StructType struct
        ? find(struct, rest).map(path -> path.below(places.get(0)))
        : Optional.empty();
  }

  private ColumnPath below(int column) {
    return new ColumnPath(
        IntStream.concat(IntStream.of(column), steps.stream().mapToInt(Integer::intValue))
            .boxed()
            .toList(),
        type);
  }

  /** Returns the columns called {@code name}. Ignores case only if no column matches exactly. */
  static List<Integer> places(StructType input, String name) {
    String[] names = input.fieldNames();
    List<Integer> exact =
        IntStream.range(0, names.length).filter(i -> names[i].equals(name)).boxed().toList();
    return exact.isEmpty()
        ? IntStream.range(0, names.length)
            .filter(i -> names[i].equalsIgnoreCase(name))
            .boxed()
            .toList()
        : exact;
  }

  /** Returns the value in {@code row}, or null if the value or a struct around it is null. */
  Object get(Row row) {
    Object value = row;
    for (int step : steps) {
      if (value == null) {
        return null;
      }
      value = ((Row) value).get(step);
    }
    return value;
  }
}
