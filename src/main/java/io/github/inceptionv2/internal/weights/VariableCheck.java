package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a model's variables with those of Inception V2. */
public final class VariableCheck {

  private static final String LOGITS_BIASES = Architecture.SCOPE + "/Logits/Conv2d_1c_1x1/biases";

  /** The maximum number of variables that a message names for each kind of mistake. */
  private static final int NAMED = 3;

  private VariableCheck() {}

  /** Returns the number of logits; 0 if {@code weights} has no variables for logits. */
  public static int classes(Weights weights) {
    if (!weights.names().contains(LOGITS_BIASES)) {
      return 0;
    }
    List<Long> shape = weights.shape(LOGITS_BIASES);
    // An invalid shape counts as ImageNet's; the check of all variables then reports it.
    return shape.size() == 1 && shape.get(0) > 0 && shape.get(0) <= Integer.MAX_VALUE / 4096
        ? shape.get(0).intValue()
        : Architecture.IMAGENET_CLASSES;
  }

  /** Checks the names and shapes of {@code weights}. */
  public static void check(Path file, Weights weights, List<VariableSpec> expected)
      throws ModelFormatException {
    Map<String, List<Long>> found = new LinkedHashMap<>();
    weights.names().forEach(name -> found.put(name, weights.shape(name)));
    check(file, found, expected);
  }

  /** Checks the names and shapes of the variables in {@code found}. */
  public static void check(Path file, Map<String, List<Long>> found, List<VariableSpec> expected)
      throws ModelFormatException {
    Map<String, List<Long>> extra = new TreeMap<>(found);
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    for (VariableSpec variable : expected) {
      List<Long> shape = extra.remove(variable.name());
      if (shape == null) {
        missing.add(variable.name());
      } else if (!shape.equals(variable.shape())) {
        misshapen.add(variable.name() + " of " + shape + ", expected " + variable.shape());
      }
    }
    List<String> problems = new ArrayList<>();
    add(problems, "misshapen", misshapen);
    add(problems, "missing", missing);
    add(problems, "unexpected", extra.keySet());
    if (!problems.isEmpty()) {
      throw new ModelFormatException(
          file,
          "has "
              + found.size()
              + " variables, expected the "
              + expected.size()
              + " of Inception V2; "
              + String.join("; ", problems));
    }
  }

  private static void add(List<String> problems, String kind, Collection<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<String> first = names.stream().limit(NAMED).toList();
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    problems.add(kind + ": " + String.join(", ", first) + more);
  }
}
