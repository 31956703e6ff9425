package io.github.inceptionv2;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The classes that results may name. Immutable. */
final class ClassFilter {

  private final float minProbability;

  /** Null for all classes. */
  private final BitSet wanted;

  private ClassFilter(float minProbability, BitSet wanted) {
    this.minProbability = minProbability;
    this.wanted = wanted;
  }

  /**
   * Makes a filter for a model with {@code labels}.
   *
   * @param only labels or WordNet ids, likewise {@code except}
   * @throws IllegalArgumentException if a name is none of the model's; the message says which
   */
  static ClassFilter of(
      float minProbability,
      Optional<Collection<String>> only,
      Collection<String> except,
      Labels labels) {
    if (only.isEmpty() && except.isEmpty()) {
      return new ClassFilter(minProbability, null);
    }
    BitSet wanted = new BitSet(labels.size());
    if (only.isPresent()) {
      only.get().forEach(name -> wanted.or(find(name, labels)));
    } else {
      wanted.set(0, labels.size());
    }
    except.forEach(name -> wanted.andNot(find(name, labels)));
    return new ClassFilter(minProbability, wanted);
  }

  /** Two of ImageNet's labels are two classes each, so that a label may find several. */
  private static BitSet find(String name, Labels labels) {
    BitSet found = new BitSet(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      if (labels.label(i).equals(name) || labels.wordNetId(i).filter(name::equals).isPresent()) {
        found.set(i);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "class (" + name + ") must be a label or a WordNet id of the model's " + labels);
    }
    return found;
  }

  /** Returns a copy, of which none is null. */
  static Collection<String> copy(Collection<String> names) {
    Objects.requireNonNull(names, "names");
    names.forEach(name -> Objects.requireNonNull(name, "a name of a class"));
    return List.copyOf(names);
  }

  boolean isWanted(int index) {
    return wanted == null || wanted.get(index);
  }

  boolean isProbable(float probability) {
    return probability >= minProbability;
  }
}
