package io.github.inceptionv2.cli;

import io.github.inceptionv2.Labels;
import java.text.Normalizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds a class by what a person calls it. */
final class ClassNames {

  private ClassNames() {}

  /**
   * Returns the index of a class, or nothing for no name.
   *
   * @param name a label, a WordNet id or an index; null for none
   * @throws IllegalArgumentException if there is no such class, or there are several
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
              + "\" is "
              + (found.size() > 1 ? "each of the classes " + found : "no class of the model")
              + "; expected a label, a WordNet id, or an index from 0 to "
              + (labels.size() - 1));
    }
    return OptionalInt.of(found.get(0));
  }

  /** One name can be typed and stored in several forms of Unicode. */
  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
