package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a calibrated module's activation ranges: UTF-8, a title, then a line for each layer
 * with its path, a space, and its maximum. TensorFlow's loaders ignore the file's directory.
 */
final class RangesFile {

  /** The file's path in the module's directory. */
  static final String NAME = ModuleLayout.EXTRA_ASSETS + "/int8_ranges.txt";

  private static final String TITLE = "inception-v2 int8 ranges, version 1";

  /** The maximum file size, three times the usual size. */
  private static final long MAX_SIZE = 1 << 14;

  private static final float LEAST = 1e-3f;
  private static final float GREATEST = 1e6f;

  private RangesFile() {}

  /**
   * Reads the ranges of the module in {@code directory}, if it has any.
   *
   * @throws ModelFormatException if there is not exactly one range for each layer, or a range is
   *     out of bounds
   */
  static Optional<ActivationRanges> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_SIZE) {
      throw wrong(file, "has " + Files.size(file) + " bytes, expected at most " + MAX_SIZE);
    }
    try {
      List<String> lines = Files.readString(file).lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
        throw wrong(file, "does not begin with the line \"" + TITLE + "\"");
      }
      return Optional.of(parse(file, lines.subList(1, lines.size())));
    } catch (CharacterCodingException e) {
      throw wrong(file, "is not UTF-8");
    }
  }

  private static ActivationRanges parse(Path file, List<String> lines) throws ModelFormatException {
    Map<String, Float> maxima = new LinkedHashMap<>();
    for (String line : lines) {
      String path = line.substring(0, Math.max(0, line.indexOf(' ')));
      if (!ActivationRanges.LAYERS.contains(path)) {
        throw wrong(file, "has the line \"" + shown(line) + "\", expected a layer and its range");
      }
      if (maxima.put(path, range(file, line.substring(path.length() + 1))) != null) {
        throw wrong(file, "has two ranges for " + path);
      }
    }
    for (String path : ActivationRanges.LAYERS) {
      if (!maxima.containsKey(path)) {
        throw wrong(file, "has no range for " + path);
      }
    }
    return new ActivationRanges(maxima);
  }

  /** Parses digits only: Java would also accept "0x1p3" and "1f". */
  private static float range(Path file, String text) throws ModelFormatException {
    float range = text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Float.parseFloat(text) : Float.NaN;
    if (!(range >= LEAST && range <= GREATEST)) {
      throw wrong(
          file, "has the range \"" + shown(text) + "\", expected a number from 0.001 to 1000000");
    }
    return range;
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  private static ModelFormatException wrong(Path file, String problem) {
    return new ModelFormatException(
        file, problem + "; calibrate the model again, or remove the file");
  }

  /** Returns the contents of a file of {@code ranges}. */
  static byte[] bytes(ActivationRanges ranges) {
    List<String> lines = new ArrayList<>(List.of(TITLE));
    ranges.maxima().forEach((path, maximum) -> lines.add(path + " " + decimal(maximum)));
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String decimal(float value) {
    return new BigDecimal(Float.toString(value)).toPlainString();
  }
}
