package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsFileTest {

  private static final String WHAT_TO_DO =
      "; correct the file, or delete it and pass the labels when opening the module";

  @TempDir Path module;

  private Path file;

  @BeforeEach
  void createAssets() throws IOException {
    file = Files.createDirectory(module.resolve("assets")).resolve("labels.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Löwenzahn\nred tulip\n薔薇\n",
        "Löwenzahn\nred tulip\n薔薇",
        "Löwenzahn\r\nred tulip\r\n薔薇\r\n",
        "\uFEFFLöwenzahn\nred tulip\n薔薇\n",
        "\uFEFFLöwenzahn\r\nred tulip\r\n薔薇"
      })
  void read_anyLineEndingsAndByteOrderMark_returnsTheLines(String text) throws IOException {
    Files.writeString(file, text);

    assertEquals(Optional.of(List.of("Löwenzahn", "red tulip", "薔薇")), LabelsFile.read(module, 3));
  }

  @Test
  void read_writtenLabels_returnsTheSameLabels() throws IOException {
    List<String> labels = List.of(" Löwenzahn\t", "", "a,\"b\"\u2028c", "\uD83C\uDF37");
    Files.write(file, LabelsFile.bytes(labels));

    assertEquals(labels, LabelsFile.lines(file));
  }

  @Test
  void read_noFile_isEmpty() throws IOException {
    assertEquals(Optional.empty(), LabelsFile.read(module, 3));
    assertEquals(Optional.empty(), LabelsFile.read(module.resolve("elsewhere"), 3));
    Files.createDirectory(file);
    assertEquals(Optional.empty(), LabelsFile.read(module, 3));
  }

  @Test
  void read_moduleWithoutLogits_isEmpty() throws IOException {
    Files.writeString(file, "of what?");
    assertEquals(Optional.empty(), LabelsFile.read(module, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\n", "a\nb\nc\n"})
  void read_wrongNumberOfLabels_namesBothNumbers(String text) throws IOException {
    Files.writeString(file, text);
    long lines = text.lines().count();

    assertProblem("has " + lines + " labels for 2 logits, expected one label per logit", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n\nc\n", "a\r\n \t\r\nc", "a\n\u3000\nc"})
  void read_blankLine_isRefused(String text) throws IOException {
    Files.writeString(file, text);
    String blank = text.lines().toList().get(1);

    assertProblem("has \"" + blank + "\" for logit 1, expected a name on one line", 3);
  }

  @Test
  void read_latinOne_isRefused() throws IOException {
    Files.write(file, "Löwe\n".getBytes(StandardCharsets.ISO_8859_1));
    assertProblem("is not UTF-8", 1);
  }

  @Test
  void read_tooLarge_isRefusedWithoutReading() throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((16 << 20) + 1);
    }
    assertProblem("has 16777217 bytes, expected at most 16777216", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\n", "\nb", "a\r\nb", "a\rb"})
  void checked_labelThatIsNotOneLine_isRefused(String label) {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> LabelsFile.checked(List.of("a", label), 2));
    assertTrue(e.getMessage().contains("for logit 1"), e.getMessage());
  }

  @Test
  void checked_noLabels_areEmpty() {
    assertEquals(Optional.empty(), LabelsFile.checked(List.of(), 2));
  }

  private void assertProblem(String problem, int classes) {
    var e = assertThrows(ModelFormatException.class, () -> LabelsFile.read(module, classes));
    assertEquals(file + ": " + problem + WHAT_TO_DO, e.getMessage());
  }
}
