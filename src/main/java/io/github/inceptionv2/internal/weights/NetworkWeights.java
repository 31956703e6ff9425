package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The network's variables among what a checkpoint holds. One saved in training also has the step,
 * the optimizer's slots and moving averages.
 *
 * @param names those of the network's variables that are there
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
