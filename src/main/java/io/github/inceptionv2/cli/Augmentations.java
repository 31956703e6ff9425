package io.github.inceptionv2.cli;

import io.github.inceptionv2.training.Augmentation;
import java.util.Locale;

/** Parses the values of {@code --augmentation}. */
final class Augmentations {

  private static final int PARTS = 6;

  private Augmentations() {}

  static Augmentation parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> Augmentation.none();
      case "standard" -> Augmentation.standard();
      case "strong" -> Augmentation.strong();
      default -> numbers(text);
    };
  }

  private static Augmentation numbers(String text) {
    String[] parts = text.split(",");
    boolean hasAllParts = parts.length == PARTS && parts[2].matches("(?i)yes|no");
    try {
      if (hasAllParts) {
        return Augmentation.of(
            Double.parseDouble(parts[0]),
            Double.parseDouble(parts[1]),
            parts[2].equalsIgnoreCase("yes"),
            Double.parseDouble(parts[3]),
            Double.parseDouble(parts[4]),
            Double.parseDouble(parts[5]));
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "unknown augmentation \""
            + text
            + "\"; expected none, standard, strong, or six values such as"
            + " 0.25,1.33,yes,0.1,0.2,0.2");
  }
}
