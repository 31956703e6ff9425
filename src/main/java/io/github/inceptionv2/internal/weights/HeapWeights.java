package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights in Java arrays.
 *
 * @param values the values of each variable, by its name; not copied
 */
public record HeapWeights(Map<String, VariableValue> values, Path origin) implements Weights {

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return values.get(name).shape();
  }

  @Override
  public float[] read(String name) {
    return values.get(name).values().clone();
  }

  /** Returns the values of this object and of {@code other}, whose values take precedence. */
  public HeapWeights with(HeapWeights other) {
    Map<String, VariableValue> all = new LinkedHashMap<>(values);
    all.putAll(other.values());
    return new HeapWeights(all, origin);
  }

  /** Returns a copy of the values that {@code variables} have in {@code weights}. */
  public static HeapWeights copy(Weights weights, Collection<VariableSpec> variables)
      throws IOException {
    return copy(weights, "", variables);
  }

  /**
   * Returns a copy of the values that {@code variables} have in {@code weights}.
   *
   * @param prefix the prefix of the variables' names in {@code weights}
   */
  public static HeapWeights copy(Weights weights, String prefix, Collection<VariableSpec> variables)
      throws IOException {
    Map<String, VariableValue> values = new LinkedHashMap<>();
    for (VariableSpec variable : variables) {
      float[] floats = weights.read(prefix + variable.name());
      values.put(variable.name(), VariableValue.of(variable, floats));
    }
    return new HeapWeights(values, weights.origin());
  }
}
