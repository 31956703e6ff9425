package io.github.inceptionv2.insight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.insight.FeatureIndex.Neighbour;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureIndexTest {

  @TempDir Path directory;

  @Test
  void nearest_knownAngles_givesTheirCosines() {
    FeatureIndex<String> index = new FeatureIndex<>();
    index.add("opposite", new float[] {-2, 0});
    index.add("upright", new float[] {0, 9});
    index.add("same", new float[] {0.25f, 0});
    index.add("between", new float[] {5, 5});
    index.add("none", new float[] {0, 0});

    List<Neighbour<String>> all = index.nearest(new float[] {3, 0}, 10);

    assertEquals(
        List.of("same", "between", "upright", "none", "opposite"),
        all.stream().map(Neighbour::key).toList());
    assertEquals(1, all.get(0).similarity());
    assertEquals(Math.sqrt(0.5), all.get(1).similarity(), 1e-15);
    assertEquals(0, all.get(2).similarity());
    assertEquals(0, all.get(3).similarity());
    assertEquals(-1, all.get(4).similarity());
  }

  @Test
  void nearest_equallySimilar_inInsertionOrder() {
    FeatureIndex<Integer> index = new FeatureIndex<>();
    for (int i = 0; i < 50; i++) {
      index.add(i, new float[] {1 << i % 3, 1 << i % 3});
    }

    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6),
        index.nearest(new float[] {1, 1}, 7).stream().map(Neighbour::key).toList());
  }

  /** Compares with a full sort, which needs no queue. */
  @Test
  void nearest_manyVectors_matchesAFullSort() {
    Random random = new Random(7);
    FeatureIndex<Integer> index = new FeatureIndex<>();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      vectors.add(random(random, 64));
      index.add(i, vectors.get(i));
    }
    float[] query = random(random, 64);
    List<Integer> sorted =
        IntStream.range(0, 500)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Numbers.cosine(query, vectors.get(i))))
            .limit(20)
            .toList();
    List<Neighbour<Integer>> found = index.nearest(query, 20);

    assertEquals(sorted, found.stream().map(Neighbour::key).toList());
    assertEquals(
        Numbers.cosine(query, vectors.get(sorted.get(19))), found.get(19).similarity(), 1e-12);
  }

  @Test
  void add_copiesTheVector() {
    FeatureIndex<String> index = new FeatureIndex<>();
    float[] vector = {1, 0};
    index.add("a", vector);
    vector[0] = -1;

    assertEquals(1, index.nearest(new float[] {1, 0}, 1).get(0).similarity());
  }

  @Test
  void add_fromSeveralThreads_keepsAll() {
    FeatureIndex<Integer> index = new FeatureIndex<>();
    IntStream.range(0, 2000)
        .parallel()
        .forEach(
            i -> {
              index.add(i, new float[] {i + 1, 1});
              index.nearest(new float[] {1, 0}, 3);
            });

    assertEquals(2000, index.size());
    assertEquals(1999, index.nearest(new float[] {1, 0}, 1).get(0).key());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void notFinite_isRefused(float value) {
    FeatureIndex<String> index = new FeatureIndex<>();
    float[] vector = {1, value};

    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> index.add("a", vector));
    assertEquals("vector[1] (" + value + ") must be finite", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> index.nearest(vector, 1));
  }

  @Test
  void misuse_isRefused() {
    FeatureIndex<String> index = new FeatureIndex<>();
    index.add("a", new float[3]);

    assertThrows(IllegalArgumentException.class, () -> index.add("b", new float[0]));
    assertThrows(NullPointerException.class, () -> index.add(null, new float[3]));
    assertThrows(IllegalArgumentException.class, () -> index.nearest(new float[3], 0));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> index.nearest(new float[4], 1));
    assertEquals("vector has 4 numbers, expected 3 as in the index", error.getMessage());
    assertEquals(List.of(), new FeatureIndex<String>().nearest(new float[4], 1));
  }

  /** Checks every byte against the description of the format; NumPy reads the same file. */
  @Test
  void writeNpy_followsTheFormat() throws Exception {
    FeatureIndex<String> index = numbers();
    Path file = directory.resolve("new/vectors.npy");
    index.writeNpy(file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    byte[] head = new byte[bytes.getShort()];
    bytes.get(head);
    String text = new String(head, StandardCharsets.US_ASCII);

    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
    assertEquals(0, bytes.position() % 64);
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", text.strip());
    assertTrue(text.endsWith(" \n"), text);
    for (float expected : new float[] {0.1f, -2e-20f, 3, 4, 5, Float.MAX_VALUE}) {
      assertEquals(expected, bytes.getFloat());
    }
    assertEquals(0, bytes.remaining());
  }

  /** A spreadsheet would evaluate such keys: OWASP, "CSV Injection". */
  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "=\"a\",1"})
  void writeCsv_keyLikeAFormula_isWrittenAsText(String key) throws Exception {
    Path file = directory.resolve("vectors.csv");
    FeatureIndex<String> index = new FeatureIndex<>();
    index.add(key, new float[] {-1});
    index.writeCsv(file);
    String row = Files.readString(file).substring("key,0\n".length());
    String text = "'" + key.replace("\"", "\"\"");

    assertTrue(row.equals(text + ",-1.0\n") || row.equals('"' + text + "\",-1.0\n"), row);
  }

  @Test
  void writeCsv_oneRowPerVector() throws Exception {
    Path file = directory.resolve("vectors.csv");
    numbers().writeCsv(file);

    assertEquals(
        "key,0,1,2\n\"a \"\"b\"\", c\",0.1,-2.0E-20,3.0\nd\\é,4.0,5.0,3.4028235E38\n",
        Files.readString(file));
  }

  @Test
  void writeJsonLines_oneObjectPerVector() throws Exception {
    Path file = directory.resolve("vectors.jsonl");
    FeatureIndex<String> index = numbers();
    index.add("line\nend", new float[3]);
    index.writeJsonLines(file);
    List<JsonObject> objects =
        Files.readAllLines(file).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();

    assertEquals(
        index.keys(), objects.stream().map(object -> object.get("key").getAsString()).toList());
    assertArrayEquals(
        new float[] {4, 5, Float.MAX_VALUE}, Golden.floats(objects.get(1).get("features")));
  }

  @Test
  void write_emptyIndex_makesAValidFile() throws Exception {
    Path file = directory.resolve("none");
    new FeatureIndex<String>().writeCsv(file);
    assertEquals("key\n", Files.readString(file));
    new FeatureIndex<String>().writeNpy(file);
    assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("(0, 0)"));
  }

  private static FeatureIndex<String> numbers() {
    FeatureIndex<String> index = new FeatureIndex<>();
    index.add("a \"b\", c", new float[] {0.1f, -2e-20f, 3});
    index.add("d\\é", new float[] {4, 5, Float.MAX_VALUE});
    return index;
  }

  private static float[] random(Random random, int length) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
