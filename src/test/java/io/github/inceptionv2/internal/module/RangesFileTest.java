package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesFileTest {

  private static final String FIRST = "Conv2d_1a_7x7 ";

  @TempDir private Path directory;
  private Path file;
  private ActivationRanges ranges;
  private String text;

  @BeforeEach
  void writeRanges() throws Exception {
    Map<String, Float> maxima = new LinkedHashMap<>();
    for (String path : ActivationRanges.LAYERS) {
      maxima.put(path, 0.0625f + 1.5f * maxima.size());
    }
    ranges = new ActivationRanges(maxima);
    file = directory.resolve(RangesFile.NAME);
    Files.createDirectories(file.getParent());
    text = new String(RangesFile.bytes(ranges), StandardCharsets.UTF_8);
    Files.writeString(file, text);
  }

  private String problem(String changed) throws Exception {
    Files.writeString(file, changed);
    String message =
        assertThrows(ModelFormatException.class, () -> RangesFile.read(directory)).getMessage();
    assertTrue(message.contains("calibrate the model again, or remove the file"), message);
    return message;
  }

  @Test
  void writtenRanges_areRead() throws Exception {
    assertEquals(Optional.of(ranges), RangesFile.read(directory));
  }

  @Test
  void moduleWithoutFile_hasNoRanges() throws Exception {
    Files.delete(file);
    assertEquals(Optional.empty(), RangesFile.read(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-1", "0", "1e3", "0x1p3", "1f", "9999999", ""})
  void invalidRange_isRefused(String range) throws Exception {
    String changed = text.replaceFirst(FIRST + "\\S+", FIRST + range);
    assertTrue(problem(changed).contains("has the range \"" + range + "\""));
  }

  @Test
  void layersThatDifferFromTheNetworks_areRefused() throws Exception {
    assertTrue(problem(text.replaceFirst(FIRST + "\\S+\n", "")).contains("no range for Conv2d_1a"));
    assertTrue(problem(text + FIRST + "3\n").contains("two ranges for Conv2d_1a"));
    assertTrue(problem(text + "Mixed_9z 3\n").contains("the line \"Mixed_9z 3\""));
    assertTrue(problem(text + "\n").contains("the line \"\""));
  }

  @Test
  void fileOfAnotherKind_isRefused() throws Exception {
    assertTrue(problem("").contains("does not begin"));
    assertTrue(problem("version 2\n").contains("does not begin"));
    assertTrue(problem(text + " ".repeat(1 << 15)).contains("expected at most 16384"));
    Files.write(file, new byte[] {'a', (byte) 0xff, 'b'});
    String message =
        assertThrows(ModelFormatException.class, () -> RangesFile.read(directory)).getMessage();
    assertTrue(message.contains("is not UTF-8"), message);
  }
}
