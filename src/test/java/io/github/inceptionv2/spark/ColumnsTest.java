package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void output_keepsColumns_andAddsWhatIsAskedFor() {
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
  void output_ofColumnsThatDoNotFit_saysWhich() {
    assertMistake(columns("image", null, "p", null), "there is no column image; known: [path,");
    assertMistake(columns("length", null, "p", null), "column length is of type bigint; expected");
    assertMistake(columns("content", "id", "p", null), "there is no column id; known: [path,");
    assertMistake(columns("content", null, "length", null), "column length is there already");
    assertMistake(columns("content", null, "x", "x"), "column x is there already");
  }

  /** As Spark does unless told otherwise. */
  @Test
  void columns_areFoundWhateverTheirCase() {
    assertEquals(2, columns("Content", null, "p", null).imageIndex(INPUT));
    assertMistake(columns("content", null, "LENGTH", null), "column LENGTH is there already");
    StructType both = INPUT.add("CONTENT", DataTypes.BinaryType);
    assertEquals(3, columns("CONTENT", null, "p", null).imageIndex(both));
    Columns unclear = columns("Content", null, "p", null);
    String message =
        assertThrows(IllegalArgumentException.class, () -> unclear.imageIndex(both)).getMessage();
    assertTrue(message.startsWith("there are several columns Content"), message);
  }

  @Test
  void names_areThePaths_unlessSaidOtherwise() {
    assertEquals(0, columns("content", null, "p", null).nameIndex(INPUT));
    assertEquals(1, columns("content", "length", "p", null).nameIndex(INPUT));
    StructType without = new StructType().add("content", DataTypes.BinaryType);
    assertEquals(-1, columns("content", null, "p", null).nameIndex(without));
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
