package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.cli.MainTest.Outcome;
import io.github.inceptionv2.insight.FeatureIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

  private static final String BROKEN_NAME = "a\nb.jpg";

  @TempDir Path directory;

  @Test
  void npy_namesThatCannotBeWritten_keepTheEarlierVectors() throws IOException {
    Path file = Files.writeString(directory.resolve("vectors.npy"), "earlier");
    Files.createDirectory(directory.resolve("vectors.npy.txt"));
    VectorFile out = new VectorFile(file, VectorFile.Format.NPY);

    assertThrows(IOException.class, () -> out.write(vectors("a.jpg")));
    assertEquals("earlier", Files.readString(file));
  }

  @Test
  void npy_anyNames_areOnePerLine() throws IOException {
    Path file = directory.resolve("vectors.npy");
    new VectorFile(file, VectorFile.Format.NPY).write(vectors("a.jpg", "b c.jpg"));

    assertEquals("a.jpg\nb c.jpg\n", Files.readString(directory.resolve("vectors.npy.txt")));
  }

  @Test
  void npy_nameOfTwoLines_isRefused() {
    Path file = directory.resolve("vectors.npy");
    VectorFile out = new VectorFile(file, VectorFile.Format.NPY);

    assertThrows(IllegalArgumentException.class, () -> out.write(vectors(BROKEN_NAME)));
    assertFalse(Files.exists(file));
  }

  @Test
  void csv_nameOfTwoLines_isQuoted() throws IOException {
    Path file = directory.resolve("vectors.csv");
    new VectorFile(file, VectorFile.Format.CSV).write(vectors(BROKEN_NAME));

    assertEquals("key,0\n\"a\nb.jpg\",1.0\n", Files.readString(file));
  }

  @Test
  void features_nameOfTwoLines_isRefusedBeforeTheModelIsRead() {
    String out = directory.resolve("vectors.npy").toString();
    Outcome outcome = MainTest.run("features", "--model", "none", "--out", out, BROKEN_NAME);

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("has a line break"), outcome.err());
    assertTrue(outcome.err().contains("write .csv or .jsonl"), outcome.err());
  }

  private static FeatureIndex<Path> vectors(String... names) {
    FeatureIndex<Path> vectors = new FeatureIndex<>();
    for (String name : names) {
      vectors.add(Path.of(name), new float[] {1});
    }
    return vectors;
  }
}
