package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.runtime.Values;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights in Java arrays.
 *
 * @param values by the variable's name; not copied
 */
public record HeapWeights(Map<String, Values> values, String origin) implements Weights {

  @Override
  public Set<String> names() {
    return values.keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return values.get(name).shape();
  }

  @Override
  public FloatBuffer read(String name) {
    return FloatBuffer.wrap(values.get(name).values());
  }
}
