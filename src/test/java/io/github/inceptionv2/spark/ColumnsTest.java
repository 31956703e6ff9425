package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  private static final StructType INPUT =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  @Test
  void output_keepsColumns_andAddsTheRequestedOnes() {
    StructType all = columns("content", null, "predictions", "features").output(INPUT);
    assertArrayEquals(
        new String[] {"path", "length", "content", "predictions", "features", "error"},
        all.fieldNames());
    assertEquals(
        "array<struct<index:int,label:string,wordNetId:string,probability:float>>",
        all.fields()[3].dataType().simpleString());
    assertEquals("array<float>", all.fields()[4].dataType().simpleString());
    assertArrayEquals(
        new String[] {"path", "length", "content", "vector", "error"},
        columns("path", null, null, "vector").output(INPUT).fieldNames());
  }

  @Test
  void output_unsuitableColumns_areNamed() {
    assertMistake(columns("image", null, "p", null), "there is no column image; known: [path,");
    assertMistake(columns("length", null, "p", null), "column length is of type bigint; expected");
    assertMistake(columns("content", "id", "p", null), "there is no column id; known: [path,");
    assertMistake(columns("content", null, "length", null), "column length already exists");
    assertMistake(columns("content", null, "x", "x"), "column x already exists");
  }

  /** Spark ignores case by default. */
  @Test
  void columns_areFoundInAnyCase() {
    assertEquals(2, columns("Content", null, "p", null).imagePath(INPUT).steps().get(0));
    assertMistake(columns("content", null, "LENGTH", null), "column LENGTH already exists");
    StructType both = INPUT.add("CONTENT", DataTypes.BinaryType);
    assertEquals(3, columns("CONTENT", null, "p", null).imagePath(both).steps().get(0));
    Columns unclear = columns("Content", null, "p", null);
    String message =
        assertThrows(IllegalArgumentException.class, () -> unclear.imagePath(both)).getMessage();
    assertTrue(message.startsWith("there are several columns called Content"), message);
  }

  @Test
  void names_areThePaths_unlessAColumnIsNamed() {
    assertEquals(List.of(0), columns("content", null, "p", null).namePath(INPUT).steps());
    assertEquals(List.of(1), columns("content", "length", "p", null).namePath(INPUT).steps());
    StructType without = new StructType().add("content", DataTypes.BinaryType);
    assertNull(columns("content", null, "p", null).namePath(without));
  }

  @Test
  void fieldsOfStructs_areNamedWithDots() {
    StructType photo = new StructType().add("id", DataTypes.LongType).add("file", INPUT);
    StructType nested = new StructType().add("id", DataTypes.LongType).add("photo", photo);
    ColumnPath image = columns("photo.File.content", null, "p", null).imagePath(nested);
    assertEquals(List.of(1, 1, 2), image.steps());
    Row row = RowFactory.create(1L, RowFactory.create(2L, RowFactory.create("a", 3L, "bytes")));
    assertEquals("bytes", image.get(row));
    assertNull(image.get(RowFactory.create(1L, null)));
    StructType dotted = nested.add("photo.file.content", DataTypes.StringType);
    assertEquals(
        List.of(2), columns("photo.file.content", null, "p", null).imagePath(dotted).steps());
  }

  @Test
  void unsuitableColumn_messageListsSuitableOnes() {
    StructType nested =
        new StructType()
            .add("photo", INPUT)
            .add("all", DataTypes.createArrayType(DataTypes.BinaryType))
            .add("image", ImageSchema.columnSchema());
    assertMessage(
        columns("photo", null, "p", null),
        nested,
        "; choose one of [photo.path, photo.content, image] with imageColumn or setInputCol");
    assertMessage(columns("all", null, "p", null), nested, "; explode the array first; choose");
    assertMessage(columns("content", null, "p", null), nested, "; choose one of [photo.path, ");
    assertMessage(
        columns("image", "who", "p", null), nested, "; choose one with nameColumn or setNameCol");
    assertMessage(
        columns("content", null, "p", null),
        new StructType().add("id", DataTypes.LongType),
        "; none of the columns can hold images");
  }

  private static void assertMessage(Columns columns, StructType input, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> columns.output(input)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static Columns columns(String image, String name, String predictions, String features) {
    return new Columns(image, name, predictions, features, "error");
  }

  private static void assertMistake(Columns columns, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> columns.output(INPUT)).getMessage();
    assertTrue(message.startsWith(expected), message);
  }
}
