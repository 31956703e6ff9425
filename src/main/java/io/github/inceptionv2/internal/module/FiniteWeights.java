package io.github.inceptionv2.internal.module;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Passes weights on and refuses values that are not finite. */
record FiniteWeights(Weights weights) implements Weights {

  @Override
  public Set<String> names() {
    return weights.names();
  }

  @Override
  public List<Long> shape(String name) {
    return weights.shape(name);
  }

  @Override
  public String origin() {
    return weights.origin();
  }

  @Override
  public FloatBuffer read(String name) throws IOException {
    FloatBuffer stored = weights.read(name);
    // An array is looked through, and copied into a tensor, several times as fast as a buffer.
    float[] values = new float[stored.remaining()];
    stored.get(values);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModuleFormatException(
            Path.of(origin()),
            "variable "
                + name
                + " holds "
                + values[i]
                + " at index "
                + i
                + ", expected finite numbers only; the weights are damaged or diverged in training");
      }
    }
    return FloatBuffer.wrap(values);
  }
}
