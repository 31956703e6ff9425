package io.github.inceptionv2;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The classes that results may contain. Immutable. */
final class ClassFilter {

  private final float minProbability;

  /** Null for all classes. */
  private final BitSet wanted;

  private ClassFilter(float minProbability, BitSet wanted) {
    this.minProbability = minProbability;
    this.wanted = wanted;
  }

  /**
   * Returns a filter for a model with {@code labels}.
   *
   * @param only labels or WordNet ids of the classes to accept; empty for all classes
   * @param except labels or WordNet ids of the classes to exclude
   * @throws IllegalArgumentException if the model does not have one of the classes; the message
   *     names the class
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

  /** Returns all classes called {@code name}: two of ImageNet's labels each name two classes. */
  private static BitSet find(String name, Labels labels) {
    BitSet found = new BitSet(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      if (labels.label(i).equals(name) || labels.wordNetId(i).filter(name::equals).isPresent()) {
        found.set(i);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "class (" + name + ") must be a label or WordNet id of the model, which has " + labels);
    }
    return found;
  }

  /** Returns a copy of {@code names}, none of which may be null. */
  static Collection<String> copy(Collection<String> names) {
    Objects.requireNonNull(names, "names");
    names.forEach(name -> Objects.requireNonNull(name, "class name"));
    return List.copyOf(names);
  }

  boolean isWanted(int index) {
    return wanted == null || wanted.get(index);
  }

  boolean isProbable(float probability) {
    return probability >= minProbability;
  }
}
