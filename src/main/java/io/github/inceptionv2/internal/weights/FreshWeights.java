package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.Initializer;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The initial weights of an untrained network, sampled from TF-Slim's initializers with a seed.
 *
 * <p>Each variable has its own random generator, so its values depend only on the seed and its
 * name. {@link Random} is the only generator whose normal distribution is specified to the last
 * bit.
 */
public final class FreshWeights implements Weights {

  /** Values more than this many standard deviations from 0 are sampled again. */
  private static final double TRUNCATION = 2;

  private final Map<String, VariableSpec> variables = new LinkedHashMap<>();
  private final long seed;

  /** Creates the initial values of {@code variables}. */
  public FreshWeights(Collection<VariableSpec> variables, long seed) {
    variables.forEach(variable -> this.variables.put(variable.name(), variable));
    this.seed = seed;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(variables.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return variables.get(name).shape();
  }

  @Override
  public float[] read(String name) {
    VariableSpec variable = variables.get(name);
    float[] values = new float[variable.size()];
    if (variable.initializer() instanceof Initializer.Constant constant) {
      Arrays.fill(values, constant.value());
    } else {
      var normal = (Initializer.TruncatedNormal) variable.initializer();
      draw(values, normal.standardDeviation(), new Random(seed * 31 + name.hashCode()));
    }
    return values;
  }

  private static void draw(float[] values, double standardDeviation, Random random) {
    for (int i = 0; i < values.length; i++) {
      double value = random.nextGaussian();
      while (Math.abs(value) > TRUNCATION) {
        value = random.nextGaussian();
      }
      values[i] = (float) (value * standardDeviation);
    }
  }

  @Override
  public Path origin() {
    return Path.of("fresh weights of seed " + seed);
  }
}
