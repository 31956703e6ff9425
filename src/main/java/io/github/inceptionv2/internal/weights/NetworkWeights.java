package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The network's variables in a checkpoint. A checkpoint saved during training also contains the
 * step, the optimizer's slots and moving averages.
 *
 * @param names the names of the network's variables that the checkpoint has
 */
public record NetworkWeights(Weights weights, Set<String> names) implements Weights {

  public static NetworkWeights of(Weights weights, Collection<String> wanted) {
    Set<String> names = new TreeSet<>(wanted);
    names.retainAll(weights.names());
    return new NetworkWeights(weights, Set.copyOf(names));
  }

  @Override
  public List<Long> shape(String name) {
    return weights.shape(name);
  }

  @Override
  public float[] read(String name) throws IOException {
    return weights.read(name);
  }

  @Override
  public Path origin() {
    return weights.origin();
  }
}
