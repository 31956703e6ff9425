package io.github.inceptionv2.cli;

import io.github.inceptionv2.Labels;
import java.text.Normalizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds the class that the value of {@code --class} names. */
final class ClassNames {

  private ClassNames() {}

  /**
   * Returns the index of a class, or empty if {@code name} is null.
   *
   * @param name a label, a WordNet id or an index; null for none
   * @throws IllegalArgumentException if no class, or more than one, matches
   */
  static OptionalInt index(Labels labels, String name) {
    if (name == null) {
      return OptionalInt.empty();
    }
    List<Integer> found =
        IntStream.range(0, labels.size())
            .filter(
                i ->
                    composed(labels.label(i)).equalsIgnoreCase(composed(name))
                        || labels.wordNetId(i).filter(name::equals).isPresent())
            .boxed()
            .toList();
    if (found.isEmpty() && name.matches("\\d{1,9}")) {
      found = List.of(Integer.parseInt(name));
    }
    if (found.size() != 1 || found.get(0) >= labels.size()) {
      throw new IllegalArgumentException(
          "--class \""
              + name
              + "\" matches "
              + (found.size() > 1 ? "several classes " + found : "no class of the model")
              + "; expected a label, a WordNet id, or an index from 0 to "
              + (labels.size() - 1));
    }
    return OptionalInt.of(found.get(0));
  }

  /** Normalizes {@code name}, because Unicode has several forms of the same text. */
  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
