package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Weights that delegate to others, except where a test overrides a method. */
public interface DelegatingWeights extends Weights {

  Weights weights();

  @Override
  default Set<String> names() {
    return weights().names();
  }

  @Override
  default List<Long> shape(String name) {
    return weights().shape(name);
  }

  @Override
  default float[] read(String name) throws IOException {
    return weights().read(name);
  }

  @Override
  default Path origin() {
    return weights().origin();
  }
}
